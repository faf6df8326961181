"""Makes all rows of a model beside those of before, each slice in a transaction of its own, until they take their name.

Rows of an open transaction have no statistics (joins over them take up to ten times as long), and all of them together
take memory that grows with the warehouse.
"""

import duckdb

from warehouse.schema import built_tables, comments, create_table
from warehouse.slices import pieces
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
    with pieces(con, model, text) as found:
        inserted = (con.execute(f"INSERT INTO {name} BY NAME FROM ({one}){order}") for one in found)
        return sum(count.fetchall()[0][0] for count in inserted)


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
