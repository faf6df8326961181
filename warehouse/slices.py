"""Cuts the inputs of a model into pieces, of which each yields a part of the rows: memory grows with a piece, not with all.

A model says so in its header: `-- slices: inputs`. Each part of its rows is then made over inputs cut down to some reports,
to some bodies, or to a year, as its `-- partition:` says: what its rows follow from. `-- slices: inputs, indicator_id` cuts
what is still large by the values of that column: not for a model of which a row follows from several of them.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

import duckdb

from warehouse.schema import built_tables, written_tables
from warehouse.sql import Model, Part, query

_ROWS = re.compile(r"(?<![.\w])(?:store|built)\.[a-z_]+\b")
_NEXT = "built.next_"
_REPORTS_OF_A_MEGABYTE = 20  # a piece of 20,000 reports passes with 1,000 MB, whatever the model
# a join, not IN: of a join the planner can estimate how many rows it yields
_AMONG = "SELECT held.* FROM {name} AS held INNER JOIN slice_{by} AS slice ON slice.{by} = held.{by}"
_WHERE = "SELECT * FROM {name} WHERE "

Cut = Mapping[str, str]
"""How an input is cut, by the first of these columns that it has; one that has none of them stays whole."""


class _Piece(NamedTuple):
    """One piece: how inputs are cut, which of the rows that they yield belong to it, and how many reports it is of."""

    cut: Cut
    where: str
    reports: int


@contextmanager
def pieces(con: duckdb.DuckDBPyConnection, model: Model, text: str) -> Iterator[Iterator[str]]:
    """Give the pieces of `text`, the model's SELECT over tables; in the block, run each before you ask for the next."""
    disabled = con.execute("SELECT current_setting('disabled_optimizers')").fetchall()[0][0]
    # a cut that is used twice would be kept in memory, with all of its columns
    con.execute("SET disabled_optimizers = 'common_subplan'")
    try:
        yield _pieces(con, model, text.rstrip().removesuffix(";"))
    finally:
        con.execute(f"SET disabled_optimizers = '{disabled}'")


def _pieces(con: duckdb.DuckDBPyConnection, model: Model, text: str) -> Iterator[str]:
    if not model.slices:
        yield text
        return
    most = most_reports(con)
    for part in model.parts:
        for piece in _pieces_of(con, part, text, most):
            cut = f"SELECT * FROM ({_over(text, piece.cut)}) WHERE ({piece.where}) AND ({part.where})"  # noqa: S608
            for group in groups(model, piece.reports, most):
                yield cut if group == "TRUE" else _over(cut, {model.slices[1]: _WHERE + group})


def groups(model: Model, reports: int, most: int) -> list[str]:
    """The conditions that cut rows of a model, made of so many reports, by the second column of its slices; TRUE for no cut."""
    number = -(-reports // most)
    if not model.slices[1:] or number <= 1:
        return ["TRUE"]
    return [f"hash({model.slices[1]}) % {number} = {group}" for group in range(number)]


def most_reports(con: duckdb.DuckDBPyConnection) -> int:
    """The reports that one piece may be of: as many as the memory allows that DuckDB may use."""
    (limit,) = con.execute("SELECT parse_formatted_bytes(current_setting('memory_limit'))").fetchall()[0]
    return max(1, int(limit) * _REPORTS_OF_A_MEGABYTE // 10**6)


def _pieces_of(con: duckdb.DuckDBPyConnection, part: Part, text: str, most: int) -> Iterator[_Piece]:
    if part.kind == "report":
        yield from _buckets(con, query("slices/report").format(reports="store.reports"), most, ("report_id",))
    elif part.kind == "body":
        reports = f"{_NEXT}reports" if _NEXT in text else "built.reports"
        yield from _buckets(con, query("slices/body").format(reports=reports), most, ("body_key", "report_id"))
    else:
        yield from _years(con, with_before=part.kind in ("year_after", "region_after"))


def _buckets(con: duckdb.DuckDBPyConnection, text: str, most: int, columns: tuple[str, ...]) -> Iterator[_Piece]:
    con.execute(f"CREATE OR REPLACE TEMP TABLE slice_all AS {text}", {"most": most})
    for piece, reports in con.execute("SELECT piece, count(*) FROM slice_all GROUP BY piece ORDER BY piece").fetchall():
        for column in columns:
            chosen = f"SELECT DISTINCT {column} FROM slice_all WHERE piece = {piece}"  # noqa: S608
            con.execute(f"CREATE OR REPLACE TEMP TABLE slice_{column} AS {chosen}")
        yield _Piece({column: _AMONG.replace("{by}", column) for column in columns}, "TRUE", reports)


def _years(con: duckdb.DuckDBPyConnection, with_before: bool) -> Iterator[_Piece]:
    counted = "SELECT report_year, count(*) FROM store.reports GROUP BY report_year ORDER BY report_year"
    for year, reports in con.execute(counted).fetchall():
        same = f"report_year = {year}" if year is not None else "report_year IS NULL"
        years = f"report_year IN ({year}, {year - 1})" if with_before and year is not None else same
        con.execute(f"CREATE OR REPLACE TEMP TABLE slice_report_id AS SELECT report_id FROM store.reports WHERE {years}")  # noqa: S608
        cut = {"report_year": _WHERE + years, "report_id": _AMONG.replace("{by}", "report_id")}
        yield _Piece(cut, same if with_before else "TRUE", reports)


def _over(text: str, cut: Cut) -> str:
    """The SELECT over its inputs cut down, each by the first of the columns that it has."""
    tables = (*written_tables(), *built_tables().values())
    columns = {table.full_name: {column.name for column in table.columns} for table in tables}

    def name_of(name: str) -> str:
        has = columns.get(name.replace(_NEXT, "built."), set())
        return next((f"({how.format(name=name)})" for column, how in cut.items() if column in has), name)

    return _ROWS.sub(lambda found: name_of(found[0]), text)
