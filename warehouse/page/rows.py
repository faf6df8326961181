"""Asks the published warehouse the questions of sql/page/, read-only."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import duckdb

from warehouse.sql import query

Row = dict[str, Any]
_TOGETHER = 2000  # rows that are fetched at once


def ask(con: duckdb.DuckDBPyConnection, question: str, **parameters: object) -> list[Row]:
    """Return the rows of `sql/<question>.sql`, each by column name; `parameters` are its `$names`.

    Numbers come with twelve digits: threads add in any order, and the last digits of a sum would change from run to run.
    """
    return list(_rows(con.execute(query(question), parameters or None)))


def walk(con: duckdb.DuckDBPyConnection, question: str, key: str) -> Iterator[tuple[str, list[Row]]]:
    """Yield the rows of `sql/<question>.sql` by the value of `key`, by which they come ordered; only one group is held."""
    rows = _rows(con.cursor().execute(query(question)))
    return ((str(value), list(members)) for value, members in groupby(rows, key=lambda row: row[key]))


def along(keys: Iterable[str], groups: Iterator[tuple[str, list[Row]]]) -> Iterator[list[Row]]:
    """Yield the rows of each of `keys`, sorted as the groups are, of which none may be of another key; [] for one without."""
    value, rows = next(groups, ("", []))
    for key in keys:
        if key != value:
            yield []
            continue
        yield rows
        value, rows = next(groups, ("", []))


def grouped(rows: list[Row], key: str) -> dict[str, list[Row]]:
    """Return the rows by the value of `key`; they come in its order."""
    return {str(value): list(members) for value, members in groupby(rows, key=lambda row: row[key])}


def _rows(cursor: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    columns = cursor.description or ()
    names = [column[0] for column in columns]
    doubles = [column[0] for column in columns if column[1] == duckdb.sqltypes.DOUBLE]
    while fetched := cursor.fetchmany(_TOGETHER):
        for values in fetched:
            row = dict(zip(names, values, strict=True))
            for name in doubles:
                if row[name] is not None:
                    row[name] = float(f"{row[name]:.12g}")
            yield row
