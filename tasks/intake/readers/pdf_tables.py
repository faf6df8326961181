"""The ruled tables of a PDF, by pdfplumber: ten times as slow as pdfium, it is asked only for pages with drawn lines."""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

from tasks.intake.readers.grid import Covered
from tasks.intake.readers.pdf_layout import Char, Line, lines_of
from tasks.intake.readers.tables import TableWords, row_lines

TABLE_PAGES = 40  # pages of one document that are searched for tables
ABOVE = 24  # points over a table: where the line stands that gives its unit


class Tables:
    """The ruled tables of a document, found by pdfplumber on the pages that are asked for."""

    def __init__(self, raw: bytes) -> None:
        """Look for them in this document, which is opened when first needed."""
        self._raw, self._asked, self._number = raw, 0, 0
        self._document: Any = None

    def take(self, page: int, chars: list[Char], words: TableWords) -> tuple[list[Char], list[tuple[Line, str]]]:
        """Split the characters of a page into those outside its tables and the rows of these."""
        rows: list[tuple[Line, str]] = []
        for height, cells in self._find(page):
            boxes = [box for row in cells for box in row if box]
            inside = [_text_in(chars, box, height) if box else "" for row in cells for box in row]
            if len(cells) < 2 or max(map(len, cells)) < 2 or sum("。" in said for said in inside) > len(cells):
                continue  # a frame around prose
            self._number += 1
            texts = [
                [_text_in(chars, box, height) if box else _covered(cells, at, column) for column, box in enumerate(row)]
                for at, row in enumerate(cells)
            ]
            above = _line_above(chars, _around(boxes), height)
            for at, (line, row) in enumerate(zip(row_lines(texts, words, above), cells, strict=True), 1):
                left, top, right, bottom = _around([box for box in row if box] or boxes)
                rows.append((Line(line, left, height - bottom, right, height - top), f"table {self._number}, row {at}"))
            whole = _around(boxes)
            chars = [char for char in chars if not _is_in(char, whole, height)]
        return chars, rows

    def _find(self, page: int) -> Iterator[tuple[float, list[list[Any]]]]:
        """Of each table the height of its page and the boxes of its cells by row, from the upper left corner."""
        import pdfplumber

        self._asked += 1
        if self._asked > TABLE_PAGES:
            return
        try:
            self._document = self._document or pdfplumber.open(BytesIO(self._raw))
            found = self._document.pages[page - 1]
            tables = [(float(found.height), [list(row.cells) for row in table.rows]) for table in found.find_tables()]
        except Exception:  # pdfminer raises anything; without its cells the page is read as lines
            return
        yield from tables


def _line_above(chars: Iterable[Char], box: Sequence[float], height: float) -> str:
    """The line that stands over a table, empty where there is none near it."""
    edge = height - box[1]
    near = [char for char in chars if edge - 1 <= char.bottom <= edge + ABOVE and not char.text.isspace()]
    lowest = min((char.bottom for char in near), default=0.0)
    return "".join(char.text for char in near if char.bottom <= lowest + 1)


def _covered(cells: Sequence[Sequence[Any]], row: int, column: int) -> Covered:
    """Which merged cell covers a place: the nearest above where it reaches down into this row, else that on the left."""
    above = next((cells[at][column] for at in range(row - 1, -1, -1) if column < len(cells[at]) and cells[at][column]), None)
    top = min(box[1] for box in cells[row] if box) if any(cells[row]) else 0.0
    return Covered.ABOVE if above is not None and above[3] > top + 1 else Covered.LEFT


def _around(boxes: Sequence[Any]) -> tuple[float, float, float, float]:
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _is_in(char: Char, box: Sequence[float], height: float) -> bool:
    across, down = (char.left + char.right) / 2, height - (char.top + char.bottom) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


def _text_in(chars: Iterable[Char], box: Sequence[float], height: float) -> str:
    return "".join(line.text for line in lines_of(char for char in chars if _is_in(char, box, height))[0])
