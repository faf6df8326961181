"""Spreadsheets (xlsx, xls, et) that hold a report: rows of cells, where there is prose among them."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO

from tasks.intake.decode import Unreadable
from tasks.intake.readers.blocks import Piece
from tasks.intake.readers.package import DAMAGED, Package
from tasks.intake.readers.tables import NO_WORDS, TableWords, row_lines

MOST_ROWS = 20_000
MOST_COLUMNS = 200
SENTENCE = 30  # characters: a longer cell with a stop in it is prose
NO_PROSE = "表格中没有成段文字，不是一份报告。请提交报告正文（文本、网页、Word 或 PDF）。"


def read_sheet(raw: bytes, words: TableWords = NO_WORDS) -> Iterator[Piece]:
    """Yield the rows of all sheets; a row of one cell is a paragraph.

    Raises Unreadable: `no_prose` where no cell holds a sentence, `unreadable`, `too_large`, `encrypted`.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    if raw.startswith(b"PK"):
        Package(raw)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(raw))
        sheets = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
        if any(sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS for _, sheet in sheets):
            raise Unreadable("too_large", f"表格超过 {MOST_ROWS} 行或 {MOST_COLUMNS} 列，不像一份报告。请提交报告正文。")
        read = [(name, [[_said(cell) for cell in row] for row in sheet.iter_rows()]) for name, sheet in sheets]
    except (CalamineError, OSError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("unreadable", DAMAGED) from error
    if not any("。" in cell and len(cell) > SENTENCE for _, rows in read for row in rows for cell in row):
        raise Unreadable("no_prose", NO_PROSE)
    for name, rows in read:
        yield from _pieces(name, rows, words)


def _pieces(name: str, rows: list[list[str]], words: TableWords) -> Iterator[Piece]:
    table: list[list[str]] = []
    above = ""
    for at, row in enumerate([*rows, []], 1):
        alone = [cell for cell in row if cell.strip()]
        if len(alone) > 1:
            table.append(row)
            continue
        for before, line in enumerate(row_lines(table, words, above), at - len(table)):
            yield Piece(line, f"sheet {name}, row {before}", "table_row")
        table = []
        yield from (Piece(cell, f"sheet {name}, row {at}") for cell in alone)
        above = alone[0] if alone else above


def _said(cell: int | float | str | bool | time | date | datetime | timedelta) -> str:
    """A cell as a person sees it: whole numbers without a fraction, days as days."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return f"{cell.date()}"
    return str(cell)
