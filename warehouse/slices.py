"""Cuts the SELECT of a model into pieces, year by year, which together yield the same rows: memory then grows with a year only.

A model says in its header how: `-- slices: report_year` (a column of its own, by which its rows are filtered) or
`-- slices: reports` (its rows follow from their report, or from those of the year and the year before: the inputs are cut
down to these). Not for a model that reads amounts several times: the planner keeps a cut that is used twice in memory, with
all of its columns.
"""

import re
from collections.abc import Iterator

import duckdb

from warehouse.schema import built_tables, literal, written_tables
from warehouse.sql import Model

REPORTS = "reports"
_ROWS = re.compile(r"(?<![.\w])(?:store|built)\.[a-z_]+\b")
_WITH_YEAR_BEFORE = {"body", "year_after"}


def pieces(con: duckdb.DuckDBPyConnection, model: Model, text: str) -> Iterator[str]:
    """Yield the pieces of `text`, the model's SELECT over tables; each is to be run before the next one is asked for."""
    text = text.rstrip().removesuffix(";")
    if model.slices is None:
        yield text
    elif model.slices == REPORTS:
        yield from _by_reports(con, model, text)
    else:
        yield from _by_column(con, text, model.slices)


def _by_column(con: duckdb.DuckDBPyConnection, text: str, column: str) -> Iterator[str]:
    known = [literal(str(value)) for value in _years(con) if value is not None]
    rest = f"{column} IS NULL OR {column} NOT IN ({', '.join(known)})" if known else "TRUE"
    for condition in (*(f"{column} = {value}" for value in known), rest):
        yield f"SELECT * FROM ({text}) WHERE {condition}"  # noqa: S608


def _by_reports(con: duckdb.DuckDBPyConnection, model: Model, text: str) -> Iterator[str]:
    for year in _years(con):
        for name, years in (("slice_reports", [year]), ("slice_around", [year, year - 1] if year is not None else [year])):
            same = " OR ".join(f"report_year IS NOT DISTINCT FROM {one or 'NULL'}" for one in years)
            con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT report_id FROM store.reports WHERE {same}")  # noqa: S608
        for part in model.parts:
            cut = _cut(text, "slice_around" if part.kind in _WITH_YEAR_BEFORE else "slice_reports")
            yield f"SELECT * FROM ({cut}) WHERE report_id IN (FROM slice_reports) AND ({part.where})"  # noqa: S608


def _cut(text: str, reports: str) -> str:
    """The SELECT over the rows of these reports, of every table that tells the report of its rows."""
    tables = [*written_tables(), *built_tables().values()]
    told = {table.full_name for table in tables if "report_id" in {column.name for column in table.columns}}

    def cut(name: str) -> str:
        if name.replace("built.next_", "built.") not in told:
            return name
        # a join, not IN: of a join the planner can estimate how many rows it yields
        return f"(SELECT held.* FROM {name} AS held INNER JOIN {reports} AS slice ON slice.report_id = held.report_id)"  # noqa: S608

    return _ROWS.sub(lambda found: cut(found[0]), text)


def _years(con: duckdb.DuckDBPyConnection) -> list[int | None]:
    return [row[0] for row in con.execute("SELECT DISTINCT report_year FROM store.reports ORDER BY ALL").fetchall()]
