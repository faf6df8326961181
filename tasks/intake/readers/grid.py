"""A table as a grid of cells, merged ones among them: what is caption, what is head, what is body."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import repeat
from typing import NamedTuple

NUMBER = re.compile(r"[-+]?\d[\d,，]*(?:\.\d+)?\s*(?:%|％)?")
AMOUNT = re.compile(NUMBER.pattern + r"(?:[余多]?(?![年月日季度期])[\u4e00-\u9fff]{1,4})?")
NOTHING = re.compile(r"[-—–／/\\\s]*")
YEAR = re.compile(r"((?:19|20)\d\d)\s*年?(?:度)?")
LONG_HEAD = 24  # characters: a longer cell is prose and no name of a column
MOST_HEADS = 3  # rows
MOST_SPANNED = 64  # columns or rows of one cell


class Covered(Enum):
    """A place of the grid that a merged cell covers."""

    LEFT = "by the cell on its left"
    ABOVE = "by the cell above it"


Cell = str | Covered


class Spanning(NamedTuple):
    """A cell as markup tells it: its text, and how many columns and rows it takes."""

    text: str
    columns: int = 1
    rows: int = 1


def is_number(text: str) -> bool:
    """Whether a cell holds a bare number."""
    return NUMBER.fullmatch(text) is not None


def is_amount(text: str) -> bool:
    """Whether a cell holds a number, with a unit or without."""
    return AMOUNT.fullmatch(text) is not None and not (YEAR.fullmatch(text) and not is_number(text))


def year_of(text: str) -> str | None:
    """The year that a cell names: 2023年, 2023年度, 2023."""
    found = YEAR.fullmatch(text)
    return found[1] if found else None


class Edged(NamedTuple):
    """A cell as a page shows it: its text, where it begins and ends (both 0 where nobody knows), what it goes on from."""

    text: str
    left: int = 0
    right: int = 0
    above: bool = False
    beside: bool = False


def spread(rows: Iterable[Sequence[Spanning]]) -> list[list[Cell]]:
    """Lay cells that span columns and rows out on a grid."""
    grid: list[list[Cell]] = []
    hanging: dict[int, int] = {}  # column -> rows below that a cell above still covers
    for row in rows:
        laid: list[Cell] = []
        for cell in row:
            laid += _covered(hanging, len(laid))
            wide = min(max(cell.columns, 1), MOST_SPANNED)
            hanging |= dict.fromkeys(range(len(laid), len(laid) + wide), min(cell.rows, MOST_SPANNED) - 1)
            laid += [cell.text, *repeat(Covered.LEFT, wide - 1)]
        laid += _covered(hanging, len(laid))
        grid.append(laid)
    return grid


def _covered(hanging: dict[int, int], at: int) -> Iterator[Covered]:
    """The places from column `at` on that cells of the rows above cover in this row."""
    while hanging.get(at, 0) > 0:
        hanging[at] -= 1
        at += 1
        yield Covered.ABOVE


def lay_out(rows: Sequence[Sequence[Edged]], near: int) -> list[list[Cell]]:
    """Lay cells out on a grid of all their edges; edges less than `near` apart were meant to be one."""
    edges: list[int] = []
    for edge in sorted({edge for row in rows for cell in row for edge in (cell.left, cell.right)}):
        if not edges or edge - edges[-1] >= near:
            edges.append(edge)
    return [_on_edges(row, edges) for row in rows]


def _on_edges(row: Sequence[Edged], edges: Sequence[int]) -> list[Cell]:
    laid: list[Cell] = []
    for cell in row:
        left, right = bisect_right(edges, cell.left) - 1, bisect_right(edges, cell.right) - 1
        laid += [""] * (left - len(laid))
        wide = max(right - left, 1)
        whole = Covered.ABOVE if cell.above else Covered.LEFT
        laid += [whole] * wide if cell.above or cell.beside else [cell.text, *[whole] * (wide - 1)]
    return laid + [""] * (len(edges) - 1 - len(laid))


def first_counting(rows: Sequence[Sequence[str]]) -> int | None:
    """The first row that holds a number other than a year; None where none does."""
    return next((at for at, row in enumerate(rows) if any(is_amount(cell) and not year_of(cell) for cell in row)), None)


def is_unclear(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table of numbers may have merged cells of which nothing is known.

    Its rows are of unequal length, its head has gaps, or a row may be the rest of the one above.
    """
    wide = [row for row in rows if len(row) > 1]
    first = first_counting(wide)
    if first is None:
        return False
    gaps = any(not cell for row in wide[:first] for cell in row[1:])
    return gaps or len({len(row) for row in wide}) > 1 or may_be_broken(wide[first + 1 :])


def may_be_broken(body: Sequence[Sequence[str]]) -> bool:
    """Whether a row below the first numbers holds none itself and has gaps: it may be the rest of the one above."""
    return any("" in row and not any(map(is_amount, row)) for row in body)


def guess_merged(rows: Sequence[Sequence[str]]) -> list[list[Cell]]:
    """Lay out cells of a format that is not read for its merged ones: a row of one goes across, an empty first cell goes on."""
    width = max(map(len, rows), default=0)
    grid: list[list[Cell]] = []
    for at, row in enumerate(rows):
        if len(row) == 1:
            grid.append([row[0], *repeat(Covered.LEFT, width - 1)])
        else:
            goes_on = at > 0 and not row[0] and len(rows[at - 1]) > 1
            grid.append([Covered.ABOVE if goes_on else row[0], *row[1:]])
    return grid


def evened(rows: Sequence[Sequence[Cell]]) -> Sequence[Sequence[Cell]]:
    """The rows as a page shows them where some lack cells: one cell alone goes across, others end before the last column.

    Rows that are longer than the head are left as they are: nothing tells which of its names goes with which number.
    """
    width = max(map(len, rows), default=0)
    if width != next((len(row) for row in rows if len(row) > 1), width):
        return rows
    return [[*row, *repeat(Covered.LEFT if len(row) == 1 else "", width - len(row))] for row in rows]


class Grid:
    """A table whose merged cells say their text at every place they cover."""

    def __init__(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Lay out the rows."""
        rows = evened(rows)
        self._own = [[isinstance(cell, str) and bool(cell.strip()) for cell in row] for row in rows]
        self._texts: list[list[str]] = []
        for row in rows:
            texts: list[str] = []
            for at, cell in enumerate(row):
                texts.append(cell.strip() if isinstance(cell, str) else self._covering(cell, texts, at))
            self._texts.append(texts)
        self.height = len(rows)
        self.width = max(map(len, rows), default=0)
        self._alone = [
            self.width > 1 and sum(own) == 1 and Covered.ABOVE not in row for own, row in zip(self._own, rows, strict=True)
        ]
        self.is_even = len({len(row) for row in rows}) <= 1

    def _covering(self, cell: Covered, left: Sequence[str], at: int) -> str:
        if cell is Covered.LEFT:
            return left[-1] if left else ""
        above = self._texts[-1] if self._texts else []
        return above[at] if at < len(above) else ""

    def text(self, row: int, column: int) -> str:
        """What is said at a place."""
        return self._texts[row][column]

    def is_own(self, row: int, column: int) -> bool:
        """Whether a place holds a text of its own, not that of a cell that covers it."""
        return self._own[row][column]

    def own(self, row: int) -> list[str]:
        """The texts that stand in a row itself."""
        return [text for text, own in zip(self._texts[row], self._own[row], strict=True) if own]

    def is_alone(self, row: int) -> bool:
        """Whether one text goes across a row: a caption, or the name of the group of rows below."""
        return self._alone[row]

    def below(self, column: int, first: int) -> list[str]:
        """The texts of a column from a row on, groups' names and cells of nothing left out."""
        rows = (row for row in range(first, self.height) if not self.is_alone(row))
        return [self.text(row, column) for row in rows if not NOTHING.fullmatch(self.text(row, column))]

    def head(self) -> range | None:
        """The rows that name the columns, below captions; None where the table is uneven or has no such rows."""
        if not self.is_even:
            return None
        top = next((row for row in range(self.height) if not self.is_alone(row)), self.height)
        first = next((row for row in range(top, self.height) if self._counts(row) or self.is_alone(row)), self.height)
        if not top < first < self.height or first - top > MOST_HEADS:
            return None
        names = (text for row in range(top, first) for text in self._texts[row])
        return range(top, first) if all(len(text) <= LONG_HEAD for text in names) else None

    def _counts(self, row: int) -> bool:
        return any(is_amount(text) and not year_of(text) for text in self.own(row))
