"""Rows of cells to lines of text in which every number stands with its unit and its year, as a sentence would say it.

A table that counts keeps the unit in its head or in a column of its own and the years as columns; the measuring stages
read clauses. So a row `行政处罚 | 件 | 30 | 36` under `项目 | 单位 | 2022年 | 2023年` becomes
`行政处罚：2022年30件，2023年36件`, and every other row its cells with blanks between. Cells of nothing (—) are left out.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

BETWEEN = "\t"  # cells of a row that is not counted
NUMBER = re.compile(r"[-+]?\d[\d,，]*(?:\.\d+)?\s*(?:%|％)?")
NOTHING = re.compile(r"[-—–/\\\s]*")
YEAR = re.compile(r"((?:19|20)\d\d)\s*年?(?:度)?")
UNIT_IN_HEAD = re.compile(r"(?P<name>.*?)\s*[（(\[【]\s*(?P<unit>[^（）()\[\]【】\d]{1,5})\s*[)）\]】]\s*")
SHORT_UNIT = re.compile(r"[\u4e00-\u9fff%％/]{1,5}")
LONG_HEAD = 24  # characters: a longer cell is prose and no name of a column


class Column(NamedTuple):
    """A column of numbers: what its head names and the unit it gives."""

    at: int
    name: str
    unit: str


def row_lines(rows: Sequence[Sequence[str]], unit_heads: Sequence[str] = ()) -> list[str]:
    """The lines of a table, one a row; `unit_heads` are the heads of a column that holds units."""
    cells = [[cell.strip() for cell in row] for row in rows]
    columns = _number_columns(cells)
    if not columns:
        return [BETWEEN.join(filter(None, row)) for row in cells]
    head = cells[0]
    # the first column names what is counted: under 单位 it holds bodies, not units
    units = next((at for at, cell in enumerate(head) if at and cell in unit_heads and _are_units(cells, at)), None)
    named = {column.at for column in columns} | {units}
    return [BETWEEN.join(filter(None, head)), *(_counted(row, columns, named, units) for row in cells[1:])]


def is_counted(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row of a table heads columns of bare numbers."""
    return bool(_number_columns([[cell.strip() for cell in row] for row in rows]))


def _number_columns(cells: list[list[str]]) -> list[Column]:
    """The columns that hold bare numbers under a head; none where the first row is no head or rows differ in length."""
    if len(cells) < 2 or len({len(row) for row in cells}) > 1 or not all(_is_head(cell) for cell in cells[0]):
        return []
    numbers = (at for at, head in enumerate(cells[0]) if head and _are_numbers(cells, at) and not _is_count(cells, at))
    return [_column(at, cells[0][at]) for at in numbers]


def _is_head(cell: str) -> bool:
    return len(cell) <= LONG_HEAD and (YEAR.fullmatch(cell) is not None or not NUMBER.fullmatch(cell))


def _column(at: int, head: str) -> Column:
    year = YEAR.fullmatch(head)
    if year:
        return Column(at, f"{year[1]}年", "")
    unit = UNIT_IN_HEAD.fullmatch(head)
    return Column(at, unit["name"], unit["unit"]) if unit else Column(at, head, "")


def _below(cells: list[list[str]], at: int) -> list[str]:
    return [row[at] for row in cells[1:] if at < len(row) and not NOTHING.fullmatch(row[at])]


def _are_numbers(cells: list[list[str]], at: int) -> bool:
    below = _below(cells, at)
    return bool(below) and all(NUMBER.fullmatch(cell) for cell in below)


def _is_count(cells: list[list[str]], at: int) -> bool:
    """Whether the first column numbers the rows: 1, 2, 3, ..."""
    below = _below(cells, at)
    return at == 0 and below == [str(number) for number in range(1, len(below) + 1)]


def _are_units(cells: list[list[str]], at: int) -> bool:
    below = _below(cells, at)
    return bool(below) and all(SHORT_UNIT.fullmatch(cell) for cell in below)


def _counted(row: list[str], columns: list[Column], named: set[int | None], units: int | None) -> str:
    """One row of a table that counts: its label, then each number with name and unit."""
    label = BETWEEN.join(cell for at, cell in enumerate(row) if cell and at not in named)
    row_unit = row[units] if units is not None and units < len(row) else ""
    said = [
        f"{column.name}{row[column.at]}{'' if row[column.at][-1] in '%％' else column.unit or row_unit}"
        for column in columns
        if column.at < len(row) and NUMBER.fullmatch(row[column.at])
    ]
    single = len(said) == 1 and len(columns) == 1
    if single and label:
        # 项目 | 数量（件）: the label names what is counted, the head only that it is counted
        column = columns[0]
        plain = said[0] if YEAR.fullmatch(column.name) else said[0][len(column.name) :]
        return f"{label}{'：' if plain is said[0] else ''}{plain}"
    return f"{label}：{'，'.join(said)}" if label and said else label or "，".join(said)
