"""Publishes a build: the file that analysts open and its Parquet twins, each swapped in by one rename."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.columns import Table
from warehouse.errors import WarehouseError
from warehouse.schema import literal, models

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


def export_parquet(con: duckdb.DuckDBPyConnection, folder: Path) -> list[Path]:
    """Write each table of core and marts as `folder/schema/table.parquet`, replacing one file at a time.

    For a moment files of two builds stand side by side: `data_version` in each tells them apart.
    """
    written = []
    for table in models().values():
        target = folder / table.schema / f"{table.name}.parquet"
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target) as draft:
            con.execute(_copy(table, draft))
        written.append(target)
    return written


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


def _copy(table: Table, target: Path) -> str:
    order = ", ".join(f'"{name}"' for name in table.key) or "ALL"
    options = "FORMAT parquet, COMPRESSION zstd"
    return f"COPY (SELECT * FROM {table.full_name} ORDER BY {order}) TO {literal(str(target))} ({options})"  # noqa: S608


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
