"""Publishes a build: the file that analysts open, swapped in by one rename."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.connection import open_published
from warehouse.errors import WarehouseError
from warehouse.sql import query

PUBLISHED = "warehouse.duckdb"


def publish_file(work: Path, home: Path) -> Path:
    """Copy the closed working file over the published one, in one step; open readers keep what they have.

    Raises WarehouseError where a write-ahead log still stands beside the working file: it is not closed.
    """
    if work.with_name(work.name + ".wal").exists():
        raise WarehouseError(f"{work} was not closed cleanly: its write-ahead log is still there.")
    target = home / PUBLISHED
    with replacing(target) as draft:
        shutil.copyfile(work, draft)
    return target


def follows_release(con: duckdb.DuckDBPyConnection, run_no: int, home: Path) -> bool:
    """Whether the run at hand began with what is published: all that was built before it had passed its data tests."""
    last = con.execute(query("ledger/last_build"), {"run_no": run_no}).fetchone()
    if last is None or last[1] != "success":
        return False
    try:
        with open_published(home) as published:
            return published.execute("SELECT data_version FROM ledger.build").fetchall() == [(last[0],)]
    except (WarehouseError, duckdb.Error):  # nothing is published, or nobody can read it
        return False


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Yield a draft beside `target`; afterwards it is on disk and has taken the name, or is gone after an error."""
    draft = target.with_name(f".{target.name}.draft")
    try:
        yield draft
        _sync(draft)
        draft.replace(target)
        _sync(target.parent)
    finally:
        draft.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
