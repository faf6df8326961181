"""Opens DuckDB files the way this project keeps them: an old storage version, one transaction at a time, no surprises."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import duckdb
import pyarrow as pa

from warehouse.errors import NothingPublishedError, WarehouseError
from warehouse.upgrade import is_current, upgrade

_MEMORY_MB = 1000  # where nobody says how much: models are cut into pieces that pass with it (warehouse/slices.py)
_MOST_MEMORY = "50%"  # of the machine's
Made = TypeVar("Made")
STORAGE = {"storage_compatibility_version": "v1.2.0"}  # what clients from 1.2 on can read
SEALED = {"enable_external_access": "false", "autoload_known_extensions": "false", "autoinstall_known_extensions": "false"}


def open_work(path: Path, memory_mb: int | None = None) -> duckdb.DuckDBPyConnection:
    """Open the working file for writing, with the schema of today: what is missing is created, what is older upgraded.

    `memory_mb` bounds what DuckDB keeps in memory, 1,000 when None; more goes to a folder beside the file.

    Raises WarehouseError where the file cannot be opened, ContractError where a newer version of fazhi wrote it.
    """
    try:
        con = duckdb.connect(str(path), config={**STORAGE, "memory_limit": f"{memory_mb or _MEMORY_MB}MB"})
    except duckdb.Error as error:
        raise WarehouseError(f"{path} cannot be opened: {first_line(error)}.") from error
    con.execute("SET TimeZone = 'UTC'")
    try:
        if not is_current(con):
            with transaction(con):
                upgrade(con, path)
    except BaseException:
        con.close()
        raise
    return con


def with_enough_memory(con: duckdb.DuckDBPyConnection, make: Callable[[], Made], may_take_more: bool) -> Made:
    """Return what `make` returns; where it lacks memory it is called again, if so wished, with half of the machine's.

    `make` must be one that can be called again after it failed.
    """
    try:
        return make()
    except duckdb.OutOfMemoryException:
        if not may_take_more:
            raise
    con.execute(f"SET memory_limit = '{_MOST_MEMORY}'")
    return make()


def open_published(home: Path) -> duckdb.DuckDBPyConnection:
    """Open the published warehouse of `home` read-only, without access to any other file.

    Raises NothingPublishedError where there is none yet.
    """
    path = home / "warehouse.duckdb"
    if not path.is_file():
        told = f"Nothing has been published in {home} yet: `fazhi ingest FOLDER` reads reports into it"
        raise NothingPublishedError(f"{told}, --home FOLDER names another home.")
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


@contextmanager
def registered(con: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> Iterator[None]:
    """Let SQL read `table` under `name` in the block."""
    con.register(name, table)
    try:
        yield
    finally:
        con.unregister(name)


def first_line(error: BaseException) -> str:
    """Return the first line of an error's message, without its full stop."""
    return str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
