"""Asks the published warehouse the questions of sql/page/, read-only."""

from itertools import groupby
from typing import Any

import duckdb

from warehouse.sql import query

Row = dict[str, Any]


def ask(con: duckdb.DuckDBPyConnection, question: str, **parameters: object) -> list[Row]:
    """Return the rows of `sql/<question>.sql`, each by column name; `parameters` are its `$names`.

    Numbers come with twelve digits: threads add in any order, and the last digits of a sum would change from run to run.
    """
    cursor = con.execute(query(question), parameters or None)
    columns = cursor.description or ()
    names = [column[0] for column in columns]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for name in (column[0] for column in columns if column[1] == duckdb.sqltypes.DOUBLE):
        for row in rows:
            if row[name] is not None:
                row[name] = float(f"{row[name]:.12g}")
    return rows


def grouped(rows: list[Row], key: str) -> dict[str, list[Row]]:
    """Return the rows by the value of `key`; they come in its order."""
    return {str(value): list(members) for value, members in groupby(rows, key=lambda row: row[key])}
