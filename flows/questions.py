"""Asks the published warehouse the questions of sql/questions/, read-only."""

from pathlib import Path
from typing import Any

import duckdb

QUESTIONS = Path(__file__).parents[1] / "sql" / "questions"

Row = dict[str, Any]


def ask(connection: duckdb.DuckDBPyConnection, question: str, **parameters: object) -> list[Row]:
    """Return the rows of `sql/questions/<question>.sql`, each by column name; `parameters` are its `$names`."""
    cursor = connection.execute((QUESTIONS / f"{question}.sql").read_text("utf-8"), parameters or None)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
