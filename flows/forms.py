"""The forms in which rows leave `fazhi query`: a table, CSV, JSON, Parquet, Excel."""

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING

import duckdb

from flows.console import out
from flows.grid import print_rows

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_FORMULA = tuple("=+-@\t\r＝＋－＠")  # a spreadsheet runs a cell that begins so (OWASP, CSV injection)
_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?[%％]?")


def _table(answer: duckdb.DuckDBPyRelation) -> bytes:
    with out.capture() as captured:
        print_rows(None, answer.columns, answer.fetchall(), most=None)
    return captured.get().encode()


def _csv(answer: duckdb.DuckDBPyRelation) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerows([_harmless(as_text(cell)) for cell in row] for row in (answer.columns, *answer.fetchall()))
    return buffer.getvalue().encode()


def as_text(cell: object) -> object:
    """Return a list as its values between semicolons, and what is nested as JSON; a cell that is neither as it is."""
    if isinstance(cell, dict) or (isinstance(cell, list | tuple) and any(isinstance(one, dict | list | tuple) for one in cell)):
        return json.dumps(_in_json(cell), ensure_ascii=False, default=str)
    return "; ".join("" if one is None else str(one) for one in cell) if isinstance(cell, list | tuple) else cell


def _json(answer: duckdb.DuckDBPyRelation) -> bytes:
    rows = [dict(zip(answer.columns, map(_in_json, row), strict=True)) for row in answer.fetchall()]
    return (json.dumps(rows, ensure_ascii=False, indent=1, default=str, allow_nan=False) + "\n").encode()


def _in_json(value: object) -> object:
    """JSON has neither NaN nor infinity, and names its keys by text; what it cannot hold in other ways becomes text later."""
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): _in_json(inner) for key, inner in value.items()}
    return [*map(_in_json, value)] if isinstance(value, list | tuple) else value


def _parquet(answer: duckdb.DuckDBPyRelation) -> bytes:
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(answer.to_arrow_table(), buffer)
    return buffer.getvalue()


def _excel(answer: duckdb.DuckDBPyRelation) -> bytes:
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    look = {"in_memory": True, "default_date_format": "yyyy-mm-dd", "remove_timezone": True, "nan_inf_to_errors": True}
    with Workbook(buffer, look) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([tuple(answer.columns), *answer.fetchall()]):
            _excel_row(sheet, number, row)
        sheet.freeze_panes(1, 0)
    return buffer.getvalue()


def _excel_row(sheet: "Worksheet", number: int, row: Sequence[object]) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, bool | int | float | Decimal | date):
            sheet.write(number, column, cell)
        elif cell is not None:
            # as text: never a formula, never a link
            sheet.write_string(number, column, str(as_text(cell)))


def _harmless(cell: object) -> object:
    """Put ' before a text that a spreadsheet would run; a number written as text runs nothing and stays as it is."""
    if not isinstance(cell, str) or _NUMBER.fullmatch(cell):
        return cell
    # a blank before the sign does not stop every spreadsheet
    return f"'{cell}" if cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA) else cell


WRITERS: dict[str, Callable[[duckdb.DuckDBPyRelation], bytes]] = {
    "table": _table,
    "csv": _csv,
    "json": _json,
    "parquet": _parquet,
    "excel": _excel,
}
"""Make of rows the content of a file, by the name of its form."""
