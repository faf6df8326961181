"""Asks the published warehouse the questions of sql/questions/, read-only."""

from typing import Any

import duckdb

from warehouse.sql import query

Row = dict[str, Any]


def ask(connection: duckdb.DuckDBPyConnection, question: str, **parameters: object) -> list[Row]:
    """Return the rows of `sql/questions/<question>.sql`, each by column name; `parameters` are its `$names`."""
    cursor = connection.execute(query(f"questions/{question}"), parameters or None)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
