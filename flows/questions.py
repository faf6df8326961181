"""Asks the published warehouse the questions of sql/questions/, read-only."""

from collections.abc import Iterator
from typing import Any

import duckdb

from flows.console import SaidError
from flows.words import nearest
from warehouse.sql import query

Row = dict[str, Any]

_TOGETHER = 1000  # rows that are Python objects at once
_MOST_NAMED = 10  # indicators that one sentence lists


def ask(connection: duckdb.DuckDBPyConnection, question: str, **parameters: object) -> list[Row]:
    """Return the rows of `sql/questions/<question>.sql`, each by column name; `parameters` are its `$names`."""
    return list(ask_each(connection, question, **parameters))


def ask_each(connection: duckdb.DuckDBPyConnection, question: str, **parameters: object) -> Iterator[Row]:
    """Yield the rows one by one, of questions with as many rows as there are files; ask nothing else in between.

    Raises SaidError where the file lacks what the question reads: another version of fazhi built it.
    """
    try:
        cursor = connection.execute(query(f"questions/{question}"), parameters or None)
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        told = "The published file was built by another version of fazhi"
        raise SaidError(f"{told}: the next run replaces it, `fazhi rebuild` does so at once.") from error
    names = [column[0] for column in cursor.description or ()]
    while rows := cursor.fetchmany(_TOGETHER):
        for row in rows:
            yield dict(zip(names, row, strict=True))


def indicator_called(connection: duckdb.DuckDBPyConnection, name: str) -> Row:
    """Return id, name_zh and canonical_unit of the one indicator that `name` names: an id or a name, or a part of one.

    Raises SaidError where none fits, or several do.
    """
    found = ask(connection, "find_indicator", name=name.strip())
    if len(found) == 1:
        return found[0]
    if not found:
        raise SaidError(f"No indicator's id or name holds {not_found(connection, name)}")
    listed = "; ".join(f"{row['id']} {row['name_zh']}" for row in found[:_MOST_NAMED])
    more = f"; … and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    raise SaidError(f"{name} fits {len(found)} indicators: {listed}{more}.")


def not_found(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    """Return how a sentence ends that says that no indicator is called `name`: the nearest one, and where all are listed."""
    known = {word: row["id"] for row in ask(connection, "find_indicator", name="") for word in (row["id"], row["name_zh"])}
    near = f" ({name} is {known[name]})" if name in known else nearest(name, known)
    return f"{name}{near}; the table core.indicators lists them all."
