"""Brings a working file that an older fazhi wrote to the schema of today, in one transaction: all of it, or nothing."""

from pathlib import Path

import duckdb

from warehouse.errors import ContractError
from warehouse.schema import SCHEMAS, comments, create_table, written_tables
from warehouse.sql import SQL, query
from warehouse.tables.columns import Table

_MIGRATIONS = tuple(sorted((SQL / "migrations").glob("[0-9]*.sql")))
SCHEMA_VERSION = int(_MIGRATIONS[-1].stem)
"""The newest migration is the schema of today; files that name no version are of the first one."""

Columns = dict[str, list[tuple[str, str]]]
"""Name and type of each column, by `schema.table`."""


def upgrade(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Create what is missing in the working file at `path`, and change what an older version laid out otherwise.

    sql/migrations/NNNN.sql leads from schema NNNN - 1 to NNNN. A column that may be NULL and is only missing needs no
    migration: it is added, and filled when its reports are read again. The caller holds a transaction. Raises ContractError
    where a newer version wrote the file, or the columns are none that any migration leads to.
    """
    there = _columns(con)
    found = _version(con, there)
    if found > SCHEMA_VERSION:
        raise ContractError(
            f"{path} was written by a newer fazhi (schema {found}; this one knows {SCHEMA_VERSION}): "
            "install that version, or restore a copy made before the upgrade"
        )
    for migration in _MIGRATIONS:
        if found and int(migration.stem) > found:
            con.execute(migration.read_text("utf-8"))
    _lay_out(con, path)
    con.execute("DELETE FROM ledger.schema_version")
    con.execute("INSERT INTO ledger.schema_version VALUES (?)", [SCHEMA_VERSION])


def is_current(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the file says that it has the schema of today, and has its tables."""
    there = _columns(con)
    as_declared = all(there.get(table.full_name) == _declared(table) for table in written_tables())
    return as_declared and _version(con, there) == SCHEMA_VERSION


def _version(con: duckdb.DuckDBPyConnection, there: Columns) -> int:
    """The schema of the file; 0 where it is new, 1 where it is older than the table that says so."""
    if "ledger.schema_version" in there:
        return int(con.execute("SELECT max(version) FROM ledger.schema_version").fetchall()[0][0])
    return 1 if "ledger.runs" in there else 0


def _lay_out(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    there = _columns(con)
    for schema in SCHEMAS:
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    for table in written_tables():
        found = there.get(table.full_name)
        if found == _declared(table):
            continue
        if found is None:
            con.execute(create_table(table))
        else:
            _lay_out_again(con, table, dict(found), path)
        for comment in comments(table):
            con.execute(comment)
    con.execute(f"CREATE OR REPLACE VIEW ledger.standing AS {query('ledger/standing')}")


def _lay_out_again(con: duckdb.DuckDBPyConnection, table: Table, found: dict[str, str], path: Path) -> None:
    """Keep the rows of a table whose columns only stand in another order, or lack some that may be NULL."""
    declared = dict(_declared(table))
    needed = {column.name for column in table.columns if not column.nullable}
    if found.items() - declared.items() or needed - found.keys():
        raise ContractError(f"{path} was written by another version of fazhi: {table.full_name} has other columns.")
    con.execute(f"CREATE TEMP TABLE kept AS FROM {table.full_name}")
    con.execute(f"DROP TABLE {table.full_name}")
    con.execute(create_table(table))
    con.execute(f"INSERT INTO {table.full_name} BY NAME FROM kept")
    con.execute("DROP TABLE kept")


def _declared(table: Table) -> list[tuple[str, str]]:
    return [(column.name, column.type) for column in table.columns]


def _columns(con: duckdb.DuckDBPyConnection) -> Columns:
    found: Columns = {}
    rows = con.execute(
        "SELECT schema_name || '.' || table_name, column_name, data_type "
        "FROM duckdb_columns() WHERE NOT internal ORDER BY 1, column_index"
    ).fetchall()
    for table, column, type_ in rows:
        found.setdefault(table, []).append((column, type_))
    return found
