"""Makes all rows of a model beside those of before, each slice in a transaction of its own, until they take their name.

Rows of an open transaction have no statistics (joins over them take up to ten times as long), and all of them together
take memory that grows with the warehouse.
"""

import duckdb

from warehouse.schema import built_tables, comments, create_table, literal
from warehouse.sql import Model, query


def next_name(name: str) -> str:
    """Return the table that the rows of the model `name` stand in until they take that of before's name."""
    return f"built.next_{built_tables()[name].name}"


def fill_next(con: duckdb.DuckDBPyConnection, model: Model, text: str) -> int:
    """Make the rows of the SELECT `text` in next_name(model.name), and return how many they are."""
    table, name = built_tables()[model.name], next_name(model.name)
    con.execute(f"DROP TABLE IF EXISTS {name}")
    con.execute(create_table(table._replace(name=f"next_{table.name}")))
    order = f" ORDER BY {model.order}" if model.order else ""
    pieces = _sliced(con, text.rstrip().removesuffix(";"), model.slices)
    return sum(con.execute(f"INSERT INTO {name} BY NAME FROM ({one}){order}").fetchall()[0][0] for one in pieces)


def take_name(con: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Let the rows of next_name(model.name) be those of the model; the caller holds a transaction."""
    table = built_tables()[model.name]
    con.execute(f"DROP TABLE IF EXISTS {table.full_name}")
    con.execute(f"ALTER TABLE {next_name(model.name)} RENAME TO {table.name}")
    for comment in comments(table):
        con.execute(comment)


def drop_half(con: duckdb.DuckDBPyConnection) -> None:
    """Drop the rows that a build which was killed made beside those of before: they would be published with the rest."""
    for (name,) in con.execute(query("ledger/half_built")).fetchall():
        con.execute(f"DROP TABLE built.{name}")


def _sliced(con: duckdb.DuckDBPyConnection, text: str, column: str | None) -> list[str]:
    """The SELECT in pieces, one for each value of `column` among the reports and one for the rest: together the same rows."""
    if column is None:
        return [text]
    values = con.execute(f"SELECT DISTINCT {column}::VARCHAR FROM store.reports ORDER BY ALL").fetchall()  # noqa: S608
    known = [literal(value) for (value,) in values if value is not None]
    rest = f"{column} IS NULL OR {column} NOT IN ({', '.join(known)})" if known else "TRUE"
    conditions = [*(f"{column} = {value}" for value in known), rest]
    return [f"SELECT * FROM ({text}) WHERE {condition}" for condition in conditions]  # noqa: S608
