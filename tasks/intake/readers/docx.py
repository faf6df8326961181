"""Word documents (docx, docm, and wps files of that kind): accepted text, computed list numbers, tables row by row.

kreuzberg, docx2python and python-docx were measured: the first two lose or guess the numbers that Word computes
(`一、`, `（一）`), python-docx unpacks bombs. The XML says all of it, so it is read here.
"""

from collections.abc import Iterator
from itertools import count
from typing import NamedTuple, Protocol
from xml.etree.ElementTree import Element

from tasks.intake.decode import Unreadable
from tasks.intake.readers.blocks import Piece
from tasks.intake.readers.docx_lists import Numbering, W, number, read_lists, value
from tasks.intake.readers.docx_text import MC, Aside, branch_of, hide_styled, text_of
from tasks.intake.readers.grid import MOST_SPANNED, Cell, Covered
from tasks.intake.readers.package import DAMAGED, Package
from tasks.intake.readers.tables import NO_WORDS, TableWords, row_lines

WRAPPERS = frozenset(W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
NOTES = (("footnote", "word/footnotes.xml"), ("endnote", "word/endnotes.xml"))
BODY_LEVEL = 9  # outlineLvl of running text


class Parts(Protocol):
    """The XML parts of a document: of a zip, or of one XML file (word_xml.py)."""

    def xml(self, name: str) -> Element | None:
        """The root of one part, None where there is none."""


class Style(NamedTuple):
    """What a paragraph style decides."""

    style_id: str
    name: str
    based_on: str | None
    list_id: str | None
    list_level: int | None
    outline: int | None


def read_docx(raw: bytes, words: TableWords = NO_WORDS) -> Iterator[Piece]:
    """Yield the blocks of a document in reading order: notes and text boxes after the paragraph that they hang on.

    Headers, footers, comments, deleted and hidden text are left out. Raises Unreadable: `unreadable`, `too_large`, `encrypted`.
    """
    yield from blocks_of(Package(raw), words)


def blocks_of(parts: Parts, words: TableWords) -> Iterator[Piece]:
    """Yield the blocks of the document that has these parts. Raises Unreadable with code `unreadable` where it has no body."""
    document = parts.xml("word/document.xml")
    body = document.find(W + "body") if document is not None else None
    if body is None:
        raise Unreadable("unreadable", DAMAGED)
    hide_styled(body, parts.xml("word/styles.xml"))
    yield from _Walk(parts, words).blocks(body)


class _Walk:
    """The state of one reading: list counters, paragraph and table numbers."""

    def __init__(self, parts: Parts, words: TableWords) -> None:
        styles = parts.xml("word/styles.xml")
        self.styles = _styles(styles) if styles is not None else {}
        self.default = _default_style(styles) if styles is not None else None
        self.numbering = Numbering(read_lists(parts.xml("word/numbering.xml")))
        self.notes = {
            (kind, one.get(W + "id", "")): one
            for kind, name in NOTES
            if (root := parts.xml(name)) is not None
            for one in root.iter(W + kind)
        }
        self.words = words
        self.paragraphs, self.tables = count(1), count(1)
        self.above = ""  # the last paragraph: over a table it may name the unit of all
        self.held = ""  # the text of paragraphs whose end was deleted: it goes on in the next

    def blocks(self, parent: Element, kind: str | None = None) -> Iterator[Piece]:
        for child in parent:
            if child.tag == W + "p":
                for piece in self.paragraph(child, kind):
                    self.above = piece.text
                    yield piece
            elif child.tag == W + "tbl":
                yield from self.table(child)
            elif child.tag in WRAPPERS and not _is_contents(child):
                yield from self.blocks(child, kind)
            elif child.tag == MC + "AlternateContent":
                yield from (piece for branch in branch_of(child) for piece in self.blocks(branch, kind))

    def paragraph(self, element: Element, kind: str | None = None) -> Iterator[Piece]:
        place = f"paragraph {next(self.paragraphs)}"
        properties = element.find(W + "pPr")
        style = self.styles.get(value(properties, "pStyle") or self.default or "")
        aside = Aside([], [])
        text = self.held + "".join(text_of(element, aside))
        self.held = ""
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self.held = text
            return
        if style and style.name.lower().startswith("toc "):
            return
        list_id, at = self.list_of(properties, style)
        if list_id and text.strip():
            text = self.numbering.prefix(list_id, at) + text
        outline = self.outline_of(properties, style)
        if kind:
            yield Piece(text, place, kind)
        elif outline is not None and outline < BODY_LEVEL:
            yield Piece(text, place, "heading", outline + 1)
        else:
            yield Piece(text, place, "list_item", at + 1) if list_id else Piece(text, place)
        yield from self.beside(aside, place)

    def beside(self, aside: Aside, place: str) -> Iterator[Piece]:
        """Text boxes and notes of a paragraph."""
        for box in aside.boxes:
            yield from self.blocks(box, "text_box")
        for key in aside.notes:
            if key in self.notes:
                note = "\n".join("".join(text_of(one, Aside([], []))).strip() for one in self.notes[key].iter(W + "p"))
                yield Piece(note, f"{key[0]} {key[1]} of {place}", "footnote")

    def chain(self, style: Style | None) -> Iterator[Style]:
        """A style and those it is based on."""
        seen = 0
        while style is not None and seen < len(self.styles):
            yield style
            style = self.styles.get(style.based_on or "")
            seen += 1

    def list_of(self, properties: Element | None, style: Style | None) -> tuple[str | None, int]:
        """The list and the level (from 0) of a paragraph; None where it stands in no list."""
        own = properties.find(W + "numPr") if properties is not None else None
        list_id, at = value(own, "numId"), value(own, "ilvl")
        inherited = [one for one in self.chain(style) if one.list_id is not None]
        if list_id is None and inherited:
            list_id = inherited[0].list_id
        if at is None:
            said = next((one.list_level for one in self.chain(style) if one.list_level is not None), None)
            linked = self.numbering.level_of(list_id, (one.style_id for one in self.chain(style))) if list_id else None
            return (None if list_id == "0" else list_id), (linked or 0) if said is None else said
        return (None if list_id == "0" else list_id), number(at, 0)

    def outline_of(self, properties: Element | None, style: Style | None) -> int | None:
        own = value(properties, "outlineLvl")
        if own is not None:
            return number(own, BODY_LEVEL)
        return next((one.outline for one in self.chain(style) if one.outline is not None), None)

    def table(self, element: Element) -> Iterator[Piece]:
        """A table row by row; rows that are only a frame around paragraphs yield those."""
        table = next(self.tables)
        rows: list[list[Cell]] = []
        first = 1
        asides: list[tuple[Aside, str]] = []
        above = self.above
        rows_left = (row for row in _inside(element, "tr") if row.find(f"{W}trPr/{W}del") is None)
        for at, row in enumerate(rows_left, 1):
            cells = list(_inside(row, "tc"))
            if _is_frame(cells):
                yield from self.counted(rows, table, first, above)
                rows, first = [], at + 1
                for cell in cells:
                    yield from self.blocks(cell)
                continue
            before, after = (
                min(number(value(row.find(W + "trPr"), name), 0), MOST_SPANNED) for name in ("gridBefore", "gridAfter")
            )
            laid = [said for cell in cells for said in self.cell(cell, asides, table, at)]
            rows.append([*[""] * before, *laid, *[""] * after])
        yield from self.counted(rows, table, first, above)
        for aside, place in asides:
            yield from self.beside(aside, place)

    def cell(self, cell: Element, asides: list[tuple[Aside, str]], table: int, row: int) -> list[Cell]:
        """The text of a cell, and what it covers of further columns; a cell that goes on from the row above has none."""
        texts = []
        for paragraph in _inside(cell, "p"):
            next(self.paragraphs)
            aside = Aside([], [])
            texts.append("".join(text_of(paragraph, aside)).strip())
            asides.append((aside, f"table {table}, row {row}"))
        properties = cell.find(W + "tcPr")
        wide = min(number(value(properties, "gridSpan"), 1), MOST_SPANNED)
        if _goes_on(properties, "vMerge"):
            return [Covered.ABOVE] * wide
        if _goes_on(properties, "hMerge"):
            return [Covered.LEFT] * wide
        return ["".join(texts), *[Covered.LEFT] * (wide - 1)]

    def counted(self, rows: list[list[Cell]], table: int, first: int, above: str) -> Iterator[Piece]:
        for at, line in enumerate(row_lines(rows, self.words, above), first):
            yield Piece(line, f"table {table}, row {at}", "table_row")


def _goes_on(properties: Element | None, merging: str) -> bool:
    """Whether a cell goes on from the one above it or on its left."""
    return properties is not None and properties.find(W + merging) is not None and value(properties, merging) != "restart"


def _is_contents(wrapper: Element) -> bool:
    """Whether a content control is the table of contents that Word makes."""
    gallery = wrapper.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(W + "val") == "Table of Contents"


def _inside(parent: Element, name: str) -> Iterator[Element]:
    """The children `name`, through elements that only wrap."""
    for child in parent:
        if child.tag == W + name:
            yield child
        elif child.tag in WRAPPERS:
            yield from _inside(child, name)


def _is_frame(cells: list[Element]) -> bool:
    """Whether a row lays a page out rather than holding facts: a table inside, cells of several sentences, one of a sentence.

    One cell without a sentence is a caption, or names the rows below.
    """
    if any(cell.find(W + "tbl") is not None for cell in cells):
        return True
    sentences = [sum("。" in "".join(text_of(p, Aside([], []))) for p in _inside(cell, "p")) for cell in cells]
    paragraphs = sum(1 for cell in cells for _ in _inside(cell, "p"))
    return (len(cells) == 1 and (sentences[0] > 0 or paragraphs > 1)) or any(count > 1 for count in sentences)


def _styles(root: Element) -> dict[str, Style]:
    found = {}
    for one in root.iter(W + "style"):
        properties = one.find(W + "pPr")
        lists = properties.find(W + "numPr") if properties is not None else None
        level, outline = value(lists, "ilvl"), value(properties, "outlineLvl")
        found[one.get(W + "styleId", "")] = Style(
            style_id=one.get(W + "styleId", ""),
            name=value(one, "name") or "",
            based_on=value(one, "basedOn"),
            list_id=value(lists, "numId"),
            list_level=None if level is None else number(level, 0),
            outline=None if outline is None else number(outline, BODY_LEVEL),
        )
    return found


def _default_style(root: Element) -> str | None:
    marked = (one for one in root.iter(W + "style") if one.get(W + "type") == "paragraph" and one.get(W + "default") == "1")
    found = next(marked, None)
    return None if found is None else found.get(W + "styleId")
