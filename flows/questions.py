"""Asks the published warehouse the questions of sql/questions/, read-only."""

from typing import Any

import duckdb

from flows.console import SaidError
from warehouse.sql import query

Row = dict[str, Any]

_MOST_NAMED = 10  # indicators that one sentence lists


def ask(connection: duckdb.DuckDBPyConnection, question: str, **parameters: object) -> list[Row]:
    """Return the rows of `sql/questions/<question>.sql`, each by column name; `parameters` are its `$names`."""
    cursor = connection.execute(query(f"questions/{question}"), parameters or None)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def indicator_called(connection: duckdb.DuckDBPyConnection, name: str) -> Row:
    """Return id, name_zh and canonical_unit of the one indicator that `name` names: an id or a name, or a part of one.

    Raises SaidError where none fits, or several do.
    """
    found = ask(connection, "find_indicator", name=name.strip())
    if len(found) == 1:
        return found[0]
    if not found:
        raise SaidError(f"No indicator's id or name holds {name}; the table core.indicators lists them all.")
    listed = "; ".join(f"{row['id']} {row['name_zh']}" for row in found[:_MOST_NAMED])
    more = f"; … and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    raise SaidError(f"{name} fits {len(found)} indicators: {listed}{more}.")
