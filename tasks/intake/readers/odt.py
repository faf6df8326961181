"""OpenDocument text (LibreOffice, newer WPS): accepted text, computed list numbers, tables row by row."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple
from xml.etree.ElementTree import Element

from tasks.intake.decode import Unreadable
from tasks.intake.readers.blocks import Piece
from tasks.intake.readers.docx_lists import number
from tasks.intake.readers.grid import MOST_SPANNED, Spanning, spread
from tasks.intake.readers.numbering import bullet, format_number
from tasks.intake.readers.package import DAMAGED, LOCKED, Package, parse_xml
from tasks.intake.readers.tables import NO_WORDS, TableWords, row_lines

OASIS = "{urn:oasis:names:tc:opendocument:xmlns:"
TEXT, STYLE, TABLE, DRAW, OFFICE = (OASIS + part + ":1.0}" for part in ("text", "style", "table", "drawing", "office"))
MANIFEST = OASIS + "manifest:1.0}"
NOT_TEXT = frozenset(
    (
        *(TEXT + name for name in ("tracked-changes", "ruby-text", "note-citation", "table-of-content", "hidden-text")),
        *(OFFICE + name for name in ("annotation", "forms")),
        TEXT + "sequence-decls",
    )
)
SIGNS = {TEXT + "tab": "\t", TEXT + "line-break": "\n"}
UNSET = -1  # a level that has not counted yet
MOST_SPACES = 1000  # of one text:s: a file may declare billions
# LibreOffice names a format by its first numbers
FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "一, 二, 三, ...": "chineseCounting",
    "壹, 贰, 叁, ...": "chineseLegalSimplified",
    "壹, 貳, 參, ...": "chineseLegalSimplified",
    "甲, 乙, 丙, ...": "ideographTraditional",
    "子, 丑, 寅, ...": "ideographZodiac",
    "①, ②, ③, ...": "decimalEnclosedCircle",
    "１, ２, ３, ...": "decimalFullWidth",
}


class Level(NamedTuple):
    """How one level of a list is numbered."""

    name: str  # format of ECMA-376, `bullet`, or empty where it has none
    prefix: str
    suffix: str
    start: int
    shown: int  # how many levels a number shows
    sign: str  # of a bullet
    gap: str


class Aside(NamedTuple):
    """What stands beside a paragraph: text boxes to read after it, notes to put after it; and the styles of hidden text."""

    boxes: list[Element]
    notes: list[Element]
    hidden: frozenset[str | None]


class Item(NamedTuple):
    """Where the next paragraph of a list stands: which counters, which style, how deep (from 1), whether it is counted."""

    counts: list[int]
    style: str
    depth: int
    start: int | None


def read_odt(raw: bytes, words: TableWords = NO_WORDS) -> Iterator[Piece]:
    """Yield the blocks of a document in reading order: notes and text boxes after the paragraph that they hang on.

    Headers, footers, comments and deleted text are left out. Raises Unreadable: `unreadable`, `too_large`, `encrypted`.
    """
    package = Package(raw)
    manifest = package.xml("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter(MANIFEST + "encryption-data"), None) is not None:
        raise Unreadable("encrypted", LOCKED)
    yield from _read(package.xml("content.xml"), package.xml("styles.xml"), words)


def read_flat_odt(raw: bytes, words: TableWords = NO_WORDS) -> Iterator[Piece]:
    """Yield the blocks of a document that is one XML file (fodt), as read_odt does."""
    yield from _read(parse_xml(raw), None, words)


def _read(content: Element | None, styles: Element | None, words: TableWords) -> Iterator[Piece]:
    body = content.find(f"{OFFICE}body/{OFFICE}text") if content is not None else None
    if content is None or body is None:
        raise Unreadable("unreadable", DAMAGED)
    yield from _Walk([root for root in (styles, content) if root is not None], words).blocks(body)


class _Walk:
    """The state of one reading: list counters, paragraph and table numbers."""

    def __init__(self, roots: Sequence[Element], words: TableWords) -> None:
        self.lists = {one.get(STYLE + "name", ""): _levels(one) for root in roots for one in root.iter(TEXT + "list-style")}
        self.outline = next((_levels(one) for root in roots for one in root.iter(TEXT + "outline-style")), {})
        self.of_style = {
            one.get(STYLE + "name", ""): one.get(STYLE + "list-style-name", "")
            for root in roots
            for one in root.iter(STYLE + "style")
        }
        self.hidden = frozenset(_hidden_styles(roots))
        self.counts: dict[str, list[int]] = {}  # by id of the list, and by its style: the last list of that style
        self.headings = [UNSET] * 12
        self.words = words
        self.above = ""  # the last paragraph: over a table it may name the unit of all
        self.paragraphs, self.tables = count(1), count(1)

    def aside(self) -> Aside:
        """Nothing yet beside a paragraph."""
        return Aside([], [], self.hidden)

    def blocks(self, parent: Element, item: Item | None = None, kind: str | None = None) -> Iterator[Piece]:
        for child in parent:
            if child.tag in (TEXT + "p", TEXT + "h"):
                for piece in self.paragraph(child, item, kind):
                    self.above = piece.text
                    yield piece
                item = None
            elif child.tag == TEXT + "list":
                yield from self.items(child, kind)
            elif child.tag == TABLE + "table":
                yield from self.table(child)
            elif child.tag not in NOT_TEXT:
                yield from self.blocks(child, item, kind)

    def items(
        self, element: Element, kind: str | None, counts: list[int] | None = None, style: str = "", depth: int = 1
    ) -> Iterator[Piece]:
        """A list with the lists inside it, which count by the same style."""
        style = element.get(TEXT + "style-name") or style
        if counts is None:
            counts = self.counts_of(element, style)
        for child in element:
            if child.tag not in (TEXT + "list-item", TEXT + "list-header"):
                continue
            start = number(child.get(TEXT + "start-value"), UNSET)
            item = Item(counts, style, depth, None if start < 0 else start) if child.tag == TEXT + "list-item" else None
            for part in child:
                if part.tag == TEXT + "list":
                    yield from self.items(part, kind, counts, style, depth + 1)
                elif part.tag in (TEXT + "p", TEXT + "h"):
                    yield from self.paragraph(part, item, kind)
                    item = None  # only the first paragraph of an item is numbered

    def counts_of(self, element: Element, style: str) -> list[int]:
        """The counters that a list goes on with, or new ones."""
        before = element.get(TEXT + "continue-list")
        if before in self.counts:
            counts = self.counts[before]
        elif element.get(TEXT + "continue-numbering") == "true" and style in self.counts:
            counts = self.counts[style]
        else:
            counts = [UNSET] * 12
        own = element.get("{http://www.w3.org/XML/1998/namespace}id")
        self.counts |= {style: counts} | ({own: counts} if own else {})
        return counts

    def paragraph(self, element: Element, item: Item | None, kind: str | None) -> Iterator[Piece]:
        place = f"paragraph {next(self.paragraphs)}"
        aside = self.aside()
        text = "".join(_text(element, aside))
        if item and text.strip():
            by_style = self.of_style.get(element.get(TEXT + "style-name", ""), "")
            text = _count(item, self.lists.get(item.style) or self.lists.get(by_style, {})) + text
        if element.tag == TEXT + "h":
            depth = min(max(number(element.get(TEXT + "outline-level"), 1), 1), 10)
            heading = Item(self.headings, "", depth, None)
            yield Piece((_count(heading, self.outline) if not item and text.strip() else "") + text, place, "heading", depth)
        else:
            yield Piece(text, place, kind or ("list_item" if item else "paragraph"), item.depth if item and not kind else None)
        for box in aside.boxes:
            yield from self.blocks(box, kind="text_box")
        for at, note in enumerate(aside.notes, 1):
            said = "\n".join("".join(_text(one, self.aside())).strip() for one in note.iter(TEXT + "p"))
            yield Piece(said, f"note {at} of {place}", "footnote")

    def table(self, element: Element) -> Iterator[Piece]:
        """A table row by row; rows that are only a frame around paragraphs yield those."""
        table = next(self.tables)
        rows: list[list[Spanning]] = []
        first = 1
        above = self.above
        for at, row in enumerate(element.iter(TABLE + "table-row"), 1):
            cells = row.findall(TABLE + "table-cell")
            if _is_frame(cells):
                yield from self.counted(rows, table, first, above)
                rows, first = [], at + 1
                for cell in cells:
                    yield from self.blocks(cell)
            else:
                rows.append([said for cell in cells for said in self.cell(cell)])
        yield from self.counted(rows, table, first, above)

    def cell(self, cell: Element) -> list[Spanning]:
        """The text of a cell, as often as it says that it is repeated."""
        paragraphs = list(cell.iter(TEXT + "p"))
        for _ in paragraphs:
            next(self.paragraphs)
        said = "".join("".join(_text(one, self.aside())).strip() for one in paragraphs)
        columns, down = (number(cell.get(f"{TABLE}number-{name}-spanned"), 1) for name in ("columns", "rows"))
        return [Spanning(said, columns, down)] * min(number(cell.get(TABLE + "number-columns-repeated"), 1), MOST_SPANNED)

    def counted(self, rows: list[list[Spanning]], table: int, first: int, above: str) -> Iterator[Piece]:
        for at, line in enumerate(row_lines(spread(rows), self.words, above), first):
            yield Piece(line, f"table {table}, row {at}", "table_row")


def _text(parent: Element, aside: Aside) -> Iterator[str]:
    """The accepted, visible text of a paragraph; the text after an element belongs to its parent."""
    yield parent.text or ""
    for child in parent:
        if child.tag in SIGNS:
            yield SIGNS[child.tag]
        elif child.tag == TEXT + "s":
            yield " " * min(number(child.get(TEXT + "c"), 1), MOST_SPACES)
        elif child.tag.startswith(DRAW) and child.find(TEXT + "p") is not None:
            aside.boxes.append(child)
        elif child.tag == TEXT + "note":
            aside.notes.extend(child.findall(TEXT + "note-body"))
        elif child.tag not in NOT_TEXT and child.get(TEXT + "style-name") not in aside.hidden:
            yield from _text(child, aside)
        yield child.tail or ""


def _hidden_styles(roots: Sequence[Element]) -> Iterator[str | None]:
    for one in (style for root in roots for style in root.iter(STYLE + "style")):
        properties = one.find(STYLE + "text-properties")
        if properties is None:
            continue
        struck = properties.get(STYLE + "text-line-through-style", "none") != "none"
        if struck or properties.get(TEXT + "display") == "none":
            yield one.get(STYLE + "name")


def _is_frame(cells: Sequence[Element]) -> bool:
    """Whether a row lays a page out rather than holding facts: a table inside, cells of several sentences, one of a sentence.

    One cell without a sentence is a caption, or names the rows below.
    """
    if any(cell.find(TABLE + "table") is not None for cell in cells):
        return True
    sentences = [sum("。" in "".join(one.itertext()) for one in cell.iter(TEXT + "p")) for cell in cells]
    paragraphs = sum(1 for cell in cells for _ in cell.iter(TEXT + "p"))
    return (len(cells) == 1 and (sentences[0] > 0 or paragraphs > 1)) or any(count > 1 for count in sentences)


def _levels(style: Element) -> dict[int, Level]:
    return {number(one.get(TEXT + "level"), 1): _level(one) for one in style if one.get(TEXT + "level")}


def _level(one: Element) -> Level:
    name = one.get(STYLE + "num-format", "")
    return Level(
        name="bullet" if one.tag == TEXT + "list-level-style-bullet" else FORMATS.get(name, "decimal" if name else ""),
        prefix=one.get(STYLE + "num-prefix", ""),
        suffix=one.get(STYLE + "num-suffix", ""),
        start=number(one.get(TEXT + "start-value"), 1),
        shown=number(one.get(TEXT + "display-levels"), 1),
        sign=one.get(TEXT + "bullet-char", ""),
        gap="" if any(of.get(TEXT + "label-followed-by") == "nothing" for of in one.iter()) else " ",
    )


def _count(item: Item, levels: Mapping[int, Level]) -> str:
    """Count one item; what stands before it on the page."""
    level = levels.get(item.depth)
    if level is None:
        return ""
    counts, at = item.counts, item.depth
    counts[at] = item.start if item.start is not None else level.start if counts[at] == UNSET else counts[at] + 1
    counts[at + 1 :] = [UNSET] * len(counts[at + 1 :])
    if level.name == "bullet":
        return bullet(level.sign) + level.gap
    if not level.name:
        return ""
    depths = range(max(1, at - level.shown + 1), at + 1)
    said = ".".join(format_number(max(counts[d], 1), levels[d].name) for d in depths if d in levels and levels[d].name)
    return f"{level.prefix}{said}{level.suffix}{level.gap}"
