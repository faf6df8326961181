"""Rows of cells to lines of text in which every number stands with its unit and its year, as a sentence would say it.

A table that counts keeps the unit in its head, in a column of its own or above it, and the years as columns; the measuring
stages read clauses. So a row `行政处罚 | 件 | 30 | 36` under `项目 | 单位 | 2022年 | 2023年` becomes
`2022年行政处罚30件，2023年行政处罚36件。`, and every other row its cells with tabs between; cells of nothing (—) are left out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tasks.intake.readers.blocks import Piece
from tasks.intake.readers.grid import Cell, Edged, Grid, guess_merged, is_amount, is_number, is_unclear, lay_out, year_of
from tasks.intake.readers.heads import AMONG, UNIT_IN_HEAD, Column, TableWords, columns_of, unit_above
from tasks.model import Problem

__all__ = ["NO_WORDS", "TableWords", "is_counted", "row_lines", "table_pieces", "table_words"]

BETWEEN = "\t"  # cells of a row that is not counted
PARTS = "；"  # between two tables set side by side
STOP, STOPS = "。", "。；！？"  # a row of numbers is a sentence: what stands on the next line does not go on with it
YEAR_OPENS = re.compile(r"(?:19|20)\d\d年")
NEAR = 100  # twentieths of a point, 1.8 mm: edges of two rows less apart were drawn by hand to be one
NO_WORDS = TableWords((), {}, ())


class Plan(NamedTuple):
    """How the rows of a table that counts are said: where its body begins, and its columns side by side."""

    body: int
    parts: Sequence[Sequence[Column]]
    unit: str  # of numbers that have none of their own


def row_lines(rows: Sequence[Sequence[Cell]], words: TableWords = NO_WORDS, above: str = "") -> list[str]:
    """The lines of a table, one a row; `above` is the line before the table, which may name the unit of all."""
    grid = Grid(rows)
    plan = _plan(grid, words, above)
    if plan is None:
        return [_plain(grid, at) for at in range(grid.height)]
    return [
        _plain(grid, at) if at < plan.body or grid.is_alone(at) else _counted(grid, at, plan, words)
        for at in range(grid.height)
    ]


def table_pieces(
    rows: Sequence[Sequence[Edged]], table: int, first: int, words: TableWords, above: str
) -> Iterator[Piece | Problem]:
    """Yield the rows of a table from its row `first` on, laid out by the edges of its cells.

    Where the edges are not known, merged cells are guessed; where they cannot be, a problem names the table and its rows are
    kept cell by cell: a number without unit and year is tied to nothing, one with those of its neighbour would be wrong.
    """
    texts = [[cell.text for cell in row] for row in rows]
    if all(cell.left < cell.right for row in rows for cell in row):
        lines = row_lines(lay_out(rows, NEAR), words, above)
    elif is_unclear(texts):
        yield Problem("table_unclear", None, None, f"table {table}: which of its cells are merged is not known")
        lines = [BETWEEN.join(filter(None, row)) for row in texts]
    else:
        lines = row_lines(guess_merged(texts), words, above)
    for at, line in enumerate(lines, first):
        yield Piece(line, f"table {table}, row {at}", "table_row")


def is_counted(rows: Sequence[Sequence[Cell]], words: TableWords = NO_WORDS) -> bool:
    """Whether a table heads columns of numbers, so that it can be said row by row."""
    return _plan(Grid(rows), words, "") is not None


def _plain(grid: Grid, at: int) -> str:
    return BETWEEN.join(grid.own(at))


def _plan(grid: Grid, words: TableWords, above: str) -> Plan | None:
    head = grid.head()
    if head is None:
        return None
    columns = columns_of(grid, head, words)
    if not any(column.kind == "number" for column in columns):
        return None
    captions = [above, *(_plain(grid, at) for at in range(head.start))]
    unit = next(filter(None, (unit_above(caption, words) for caption in reversed(captions))), "")
    return Plan(head.stop, _side_by_side(columns), unit)


def _side_by_side(columns: Sequence[Column]) -> list[list[Column]]:
    """Split where the head of the first column comes back: a long table is folded to save space."""
    parts: list[list[Column]] = [[]]
    for column in columns:
        if parts[-1] and column.kind == "label" and column.head == columns[0].head:
            parts.append([])
        parts[-1].append(column)
    return parts


def _counted(grid: Grid, at: int, plan: Plan, words: TableWords) -> str:
    told = PARTS.join(filter(None, (_part(grid, at, part, plan.unit, words) for part in plan.parts)))
    return told + STOP if told and told[-1] not in STOPS else told


def _part(grid: Grid, at: int, columns: Sequence[Column], unit: str, words: TableWords) -> str:
    """The label of a row, each of its numbers with year, name and unit, and what stands behind them."""
    row_unit = next((grid.text(at, column.at) for column in columns if column.kind == "unit"), "")
    numbers = [column for column in columns if column.kind == "number"]
    first = min((column.at for column in numbers), default=grid.width)
    labels = [one for one in columns if one.at < first and one.kind == "label"]
    *groups, label = _texts(grid, at, labels) or [""]
    if not row_unit and (with_unit := UNIT_IN_HEAD.fullmatch(label)):
        label, row_unit = with_unit["name"], with_unit["unit"]  # 行政处罚（件） | 30 | 36
    year = next((f"{year_of(grid.text(at, one.at))}年" for one in columns if one.kind == "year"), "")
    bare = AMONG.sub("", label)
    body, label = (bare, "") if bare in words.body_heads else ("", label)  # 全区 | 30 | 36 under what is counted
    # a column without a name of its own counts what the label names: 行政处罚 | 30 | 36 under the years
    # and under 单位 | 行政处罚 the label holds what the column's name counts: 执法队 | 20
    holds = bool(labels) and labels[-1].head in words.holder_heads and all(column.name for column in numbers)
    counts_label = not holds and (any(not column.name for column in numbers) or len(numbers) == 1)
    said = [
        f"{column.year or year}{column.body or body}{label if counts_label else ''}"
        f"{'' if counts_label and len(numbers) == 1 and label else column.name}"
        f"{_say(grid.text(at, column.at), column, row_unit, unit, words.rate_words)}"
        for column in numbers
        if grid.is_own(at, column.at) and is_amount(grid.text(at, column.at))
    ]
    behind = [one for one in columns if one.at > first and one.kind == "label" and grid.is_own(at, one.at)]
    told = "，".join(said) or body or label
    if said and label and not counts_label:
        told = f"{label}：{told}"
    if groups and said and YEAR_OPENS.match(told):
        told, groups = f"{'、'.join(groups)}：{told}", []  # a year must open its clause to speak for it
    return BETWEEN.join((*groups, *filter(None, (told,)), *_texts(grid, at, behind)))


def _texts(grid: Grid, at: int, columns: Sequence[Column]) -> list[str]:
    return [text for column in columns if (text := grid.text(at, column.at))]


def _say(number: str, column: Column, row_unit: str, unit: str, rate_words: Sequence[str]) -> str:
    """A number with the nearest unit: its own, its column's, its row's, the table's."""
    if not is_number(number) or number[-1] in "%％":
        return number
    of_table = "" if any(word in column.name for word in rate_words) else unit
    return f"{number}{column.unit or row_unit or of_table}"


def table_words(config: Mapping[str, Sequence[str] | Mapping[str, str]]) -> TableWords:
    """The words of config/readers.yaml."""
    counting = config["counting_heads"]
    assert isinstance(counting, Mapping)
    lists = {name: tuple(config[name]) for name in TableWords._fields if name != "counting_heads"}
    return TableWords(counting_heads=dict(counting), **lists)
