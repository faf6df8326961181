"""The tables of rich text: cells and their edges, as its words name them one after another, put together to rows."""

from collections.abc import Iterator, Sequence
from itertools import count

from tasks.intake.readers.blocks import Piece
from tasks.intake.readers.grid import Edged
from tasks.intake.readers.tables import TableWords, table_pieces
from tasks.model import Problem

SHAPES = frozenset(("trowd", "trleft", "cellx", "clvmrg", "clmrg"))


class Tables:
    """The table at hand, and how many there were."""

    def __init__(self, words: TableWords) -> None:
        """Begin before the first table, with the words that tables go by."""
        self.words = words
        self.cell: list[str] = []  # its paragraphs
        self.row: list[list[str]] = []
        self.rows: list[tuple[list[list[str]], list[Edged]]] = []
        self.shape: list[Edged] = []  # of the cells of the row at hand, without their texts
        self.left = 0  # edge of the next cell, in twentieths of a point
        self.goes_on = Edged("")
        self.numbers = count(1)

    def set_shape(self, word: str, value: int) -> None:
        """Take a word of SHAPES: where the cells of a row stand, and which go on from another."""
        if word == "trowd":
            self.shape, self.left, self.goes_on = [], 0, Edged("")
        elif word == "trleft":
            self.left = value
        elif word == "cellx":
            self.shape.append(self.goes_on._replace(left=self.left, right=value))
            self.left, self.goes_on = value, Edged("")
        else:
            above, beside = self.goes_on.above or word == "clvmrg", self.goes_on.beside or word == "clmrg"
            self.goes_on = Edged("", above=above, beside=beside)

    def paragraph(self, text: str) -> None:
        """Take a paragraph that is not the last of its cell."""
        self.cell.append(text)

    def end_cell(self, text: str) -> None:
        """End a cell with its last paragraph."""
        self.row.append([said for said in (*self.cell, text) if said])
        self.cell = []

    def end_row(self) -> None:
        """End a row; where its words name another number of cells than it has, nothing is known of their edges."""
        if self.row:
            known = self.shape if len(self.shape) == len(self.row) else [Edged("")] * len(self.row)
            self.rows.append((self.row, known))
        self.row = []

    def end(self, above: str) -> Iterator[Piece | Problem]:
        """The blocks of the rows so far, below the paragraph `above`; rows that only frame paragraphs become those."""
        if not self.rows:
            return
        table, rows, self.rows = next(self.numbers), self.rows, []
        facts: list[list[Edged]] = []
        for at, (row, shape) in enumerate(rows, 1):
            if _is_frame(row):
                yield from table_pieces(facts, table, at - len(facts), self.words, above)
                facts = []
                yield from (Piece(text, f"table {table}, row {at}") for cell in row for text in cell)
            else:
                facts.append([one._replace(text="".join(cell)) for cell, one in zip(row, shape, strict=True)])
        yield from table_pieces(facts, table, len(rows) + 1 - len(facts), self.words, above)


def _is_frame(row: Sequence[Sequence[str]]) -> bool:
    """Whether a row lays a page out rather than holding facts: cells of several sentences, or one of a sentence."""
    sentences = [sum("。" in text for text in cell) for cell in row]
    return (len(row) == 1 and (sentences[0] > 0 or len(row[0]) > 1)) or any(count > 1 for count in sentences)
