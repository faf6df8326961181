"""Opens DuckDB files the way this project keeps them: an old storage version, one transaction at a time, no surprises."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.errors import ContractError, NothingPublishedError, WarehouseError
from warehouse.schema import SCHEMAS, comments, create_table, written_tables
from warehouse.sql import query

STORAGE = {"storage_compatibility_version": "v1.2.0"}  # what clients from 1.2 on can read
SEALED = {"enable_external_access": "false", "autoload_known_extensions": "false", "autoinstall_known_extensions": "false"}


def open_work(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the working file for writing and create what is missing in it.

    Raises WarehouseError where the file cannot be opened, ContractError where another version of the schema wrote it.
    """
    try:
        con = duckdb.connect(str(path), config=dict(STORAGE))
    except duckdb.Error as error:
        raise WarehouseError(f"{path} cannot be opened: {first_line(error)}.") from error
    con.execute("SET TimeZone = 'UTC'")
    try:
        _ensure_tables(con, path)
    except BaseException:
        con.close()
        raise
    return con


def open_published(home: Path) -> duckdb.DuckDBPyConnection:
    """Open the published warehouse of `home` read-only, without access to any other file.

    Raises NothingPublishedError where there is none yet.
    """
    path = home / "warehouse.duckdb"
    if not path.is_file():
        raise NothingPublishedError(f"Nothing has been published in {home} yet: run `fazhi ingest` first.")
    try:
        return duckdb.connect(str(path), read_only=True, config=dict(SEALED))
    except duckdb.Error as error:
        raise WarehouseError(f"{path} cannot be opened: {first_line(error)}.") from error


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit what the block did, or nothing of it."""
    con.execute("BEGIN")
    try:
        yield
    except BaseException:
        con.execute("ROLLBACK")
        raise
    con.execute("COMMIT")


def first_line(error: BaseException) -> str:
    """Return the first line of an error's message, without its full stop."""
    return str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__


def _ensure_tables(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    there = _columns(con)
    missing = [table for table in written_tables() if table.full_name not in there]
    for table in written_tables():
        if table not in missing and there[table.full_name] != [(column.name, column.type) for column in table.columns]:
            raise ContractError(f"{path} was written by another version of fazhi: {table.full_name} has other columns.")
    if not missing:
        return
    with transaction(con):
        for schema in SCHEMAS:
            con.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        for table in missing:
            con.execute(create_table(table))
            for comment in comments(table):
                con.execute(comment)
        con.execute(f"CREATE OR REPLACE VIEW ledger.standing AS {query('ledger/standing')}")


def _columns(con: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    rows = con.execute(
        "SELECT schema_name || '.' || table_name, column_name, data_type "
        "FROM duckdb_columns() WHERE NOT internal ORDER BY 1, column_index"
    ).fetchall()
    for table, column, type_ in rows:
        found.setdefault(table, []).append((column, type_))
    return found
