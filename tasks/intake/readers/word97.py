"""Word 97 to 2003 documents and the wps files of that kind; still older ones through antiword.

antiword was measured on the newer ones too: all text, but no list number that Word computes, and deleted text with it.
"""

import re
import struct
from collections.abc import Iterator, Sequence
from itertools import count, groupby

from tasks.intake.decode import Unreadable
from tasks.intake.readers.antiword import by_antiword
from tasks.intake.readers.blocks import Piece
from tasks.intake.readers.doc_file import ENCRYPTED, NOTES, WordFile
from tasks.intake.readers.doc_properties import IN_TABLE, LIST_LEVEL, LIST_USE, OUTLINE, ROW_END
from tasks.intake.readers.docx_lists import Numbering
from tasks.intake.readers.grid import Edged
from tasks.intake.readers.package import LOCKED
from tasks.intake.readers.tables import NO_WORDS, TableWords, table_pieces
from tasks.model import Problem

ENDS = re.compile("[\r\x07\x0c]")
FIELD_CODE = re.compile("\x13[^\x13\x14\x15]*(?:\x14|(?=\x15))")
UNPRINTED = re.compile("[\0-\x08\x0e-\x1d\x1f]")
SIGNS = str.maketrans({"\x0b": "\n", "\x1e": "-"})
BOX, RUNNING_TEXT = "\x08", 9  # anchor of a drawn object; outline level of what is no heading


def read_doc(raw: bytes, words: TableWords = NO_WORDS) -> Iterator[Piece | Problem]:
    """Yield the paragraphs and table rows of a document, footnotes after the paragraph that they hang on.

    Raises Unreadable: `reader_missing`, `encrypted`, `unreadable`.
    """
    try:
        document = WordFile(raw)
        if document.flags & ENCRYPTED:
            raise Unreadable("encrypted", LOCKED)
        pieces = list(_Walk(document, words).pieces()) if document.table else None
    except (struct.error, IndexError, KeyError, ValueError, OSError) as error:
        if isinstance(error, Unreadable):
            raise
        pieces = None
    yield from by_antiword(raw, words) if pieces is None else pieces


class _Walk:
    """The state of one reading: list counters, the rows of the table at hand."""

    def __init__(self, document: WordFile, words: TableWords) -> None:
        self.document, self.words = document, words
        self.numbering = Numbering(document.lists())
        self.paragraphs, self.tables = count(1), count(1)
        self.notes = list(
            zip(document.note_references(), document.positions(NOTES), document.positions(NOTES)[1:], strict=False)
        )
        text, notes, heads, macros, comments, endnotes, boxes, _ = document.counts
        self.text, self.first_note = text, text
        first_box = text + notes + heads + macros + comments + endnotes
        self.boxes = [said for said in map(_said, ENDS.split(document.text[first_box : first_box + boxes])) if said]
        self.above = ""  # the last paragraph: over a table it may name the unit of all
        self.cell: list[str] = []
        self.row: list[str] = []
        self.rows: list[list[Edged]] = []

    def pieces(self) -> Iterator[Piece | Problem]:
        start = 0
        for end in ENDS.finditer(self.document.text, 0, self.text):
            yield from self.paragraph(start, end.start(), end[0])
            start = end.end()
        yield from self.table()

    def paragraph(self, start: int, end: int, mark: str) -> Iterator[Piece | Problem]:
        """One paragraph, cell or end of a row."""
        raw = self.document.text[start:end]
        _, properties = self.document.paragraph(end)
        if mark == "\x07" and properties.get(ROW_END, 0):
            shape = self.document.row(end)
            known = len(shape) == len(self.row)
            self.rows.append([Edged(text, *(shape[at] if known else ())) for at, text in enumerate(self.row)])
            self.row, self.cell = [], []
            return
        place = f"paragraph {next(self.paragraphs)}"
        text = self.number(properties, _said(raw))
        if properties.get(IN_TABLE, 0):
            self.cell.append(text)
            if mark == "\x07":
                self.row.append("\n".join(filter(None, self.cell)))
                self.cell = []
            return
        yield from self.table()
        outline = properties.get(OUTLINE, RUNNING_TEXT)
        level = properties.get(LIST_LEVEL, 0) + 1 if properties.get(LIST_USE, 0) else None
        kind = "heading" if outline < RUNNING_TEXT else "list_item" if level else "paragraph"
        self.above = text
        yield Piece(text, place, kind, outline + 1 if kind == "heading" else level)
        yield from self.beside(start, end, raw, place)

    def number(self, properties: dict[int, int], text: str) -> str:
        """A paragraph with the number that Word computes for it."""
        used = properties.get(LIST_USE, 0)
        return self.numbering.prefix(str(used), properties.get(LIST_LEVEL, 0)) + text if used and text else text

    def beside(self, start: int, end: int, raw: str, place: str) -> Iterator[Piece]:
        """Footnotes of a paragraph; all text boxes after the first paragraph that anchors a drawing."""
        if BOX in raw:
            yield from (Piece(box, f"text box at {place}", "text_box") for box in self.boxes)
            self.boxes = []
        for number, (at, first, last) in enumerate(self.notes, 1):
            if start <= at < end:
                note = self.document.text[self.first_note + first : self.first_note + last]
                yield Piece(_said(ENDS.sub("\n", note)), f"footnote {number} of {place}", "footnote")

    def table(self) -> Iterator[Piece | Problem]:
        """The rows so far; those that are only a frame around paragraphs become those."""
        if not self.rows:
            return
        table, rows, self.rows = next(self.tables), self.rows, []
        for is_frame, group in groupby(enumerate(rows, 1), key=lambda row: _is_frame(row[1])):
            numbered = list(group)
            if is_frame:
                lines = ((at, line) for at, row in numbered for cell in row for line in cell.text.split("\n"))
                yield from (Piece(line, f"table {table}, row {at}") for at, line in lines)
            else:
                facts = [[cell._replace(text=cell.text.replace("\n", "")) for cell in row] for _, row in numbered]
                yield from table_pieces(facts, table, numbered[0][0], self.words, self.above)


def _is_frame(row: Sequence[Edged]) -> bool:
    """Whether a row lays a page out rather than holding facts: cells of several sentences, or one of a sentence."""
    sentences = [sum("。" in line for line in cell.text.split("\n")) for cell in row]
    return (len(row) == 1 and (sentences[0] > 0 or "\n" in row[0].text)) or any(count > 1 for count in sentences)


def _said(raw: str) -> str:
    """The visible text of a paragraph: without field codes, anchors, and what was deleted or hidden."""
    text = UNPRINTED.sub("", FIELD_CODE.sub("", raw).translate(SIGNS))
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").strip(" \t")
