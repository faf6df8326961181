"""Publishes a build: the file that analysts open, swapped in by one rename."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.connection import STORAGE, open_published
from warehouse.errors import WarehouseError
from warehouse.schema import literal
from warehouse.sql import query

PUBLISHED = "warehouse.duckdb"
_MOST_FREE = 0.5  # of the working file: a build of all leaves a third, and writing it anew costs 20 nights' copies
_LEAST_FREE_MB = 100  # below, copying the free blocks, too, costs nothing that matters
_AT_ONCE = 2**30  # bytes


def publish_file(work: Path, home: Path) -> Path:
    """Copy the closed working file over the published one, in one step; open readers keep what they have.

    Raises WarehouseError where a write-ahead log still stands beside the working file: it is not closed.
    """
    if work.with_name(work.name + ".wal").exists():
        raise WarehouseError(f"{work} was not closed cleanly: its write-ahead log is still there.")
    target = home / PUBLISHED
    with replacing(target) as draft:
        _copy(work, draft)
    return target


def compact_file(con: duckdb.DuckDBPyConnection, work: Path) -> bool:
    """Write the working file anew where much of it is free, and close it then; return whether that was so.

    DuckDB gives free blocks back at the end of a file only, and each night copies them with the rest. Rows keep their order.
    `con` must be the only connection to the file, without a transaction and with nothing left to write to it.
    """
    free, share = con.execute(query("ledger/free_blocks")).fetchall()[0]
    if free < _LEAST_FREE_MB * 10**6 or share < _MOST_FREE:
        return False
    with replacing(work) as draft:
        for left in (draft, draft.with_name(f"{draft.name}.wal")):  # by a run that was killed here
            left.unlink(missing_ok=True)
        version = literal(STORAGE["storage_compatibility_version"])
        con.execute(f"ATTACH {literal(str(draft))} AS compact (STORAGE_VERSION {version})")
        con.execute(f'COPY FROM DATABASE "{work.stem}" TO compact')
        con.execute("DETACH compact")
        con.close()
    return True


def _copy(source: Path, target: Path) -> None:
    """Copy by the kernel where it can: a file system that shares blocks between files (XFS, Btrfs) then copies none."""
    try:
        with source.open("rb") as read, target.open("wb") as write:
            while os.copy_file_range(read.fileno(), write.fileno(), _AT_ONCE):
                pass
    except (AttributeError, OSError):  # not on this system, or between these folders; where the disk is full, the next says so
        shutil.copyfile(source, target)


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
