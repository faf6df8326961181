"""Proves that the files of a home are whole: rows have their report, and what is published says what the working file does."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import duckdb
from filelock import FileLock, Timeout

from warehouse.connection import STORAGE, first_line
from warehouse.errors import WarehouseLockedError
from warehouse.exports import FOLDER, source
from warehouse.foreign import foreign_files
from warehouse.publish import PUBLISHED, replacing
from warehouse.sql import query, read_models
from warehouse.warehouse import LOCK, WORK

_FINGERPRINT = "SELECT count(*), sum(hash(line)::HUGEINT) FROM ({rows}) AS line"

Print = tuple[int, int | None]
"""Rows of a table, and the sum of their hashes."""


class Finding(NamedTuple):
    """What is not as it should be: how many cases, one of them, and whether it can be made again from the raw bytes."""

    check: str
    cases: int
    example: str
    repairable: bool


class Broken(NamedTuple):
    """One report whose rows are not whole: what is lost, and the content that it was read from."""

    report_id: str
    sha256: str
    lost: str


def broken_reports(con: duckdb.DuckDBPyConnection) -> list[Broken]:
    """Return the reports that lost rows."""
    return [Broken(*row) for row in con.execute(query("verify/reports_not_whole")).fetchall()]


def rows_without_report(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the report_ids that only fact tables know, with these tables."""
    return dict(con.execute(query("verify/rows_without_report")).fetchall())


def contents_to_keep(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the hashes whose raw bytes the archive must hold."""
    return [row[0] for row in con.execute(query("verify/contents_to_keep")).fetchall()]


def offered_contents(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the hashes that were ever offered."""
    return [row[0] for row in con.execute(query("verify/offered_contents")).fetchall()]


def count_reports(con: duckdb.DuckDBPyConnection) -> int:
    """Return how many reports are loaded."""
    return int(con.execute("SELECT count(*) FROM store.reports").fetchall()[0][0])


def release_findings(con: duckdb.DuckDBPyConnection, home: Path) -> Iterator[Finding]:
    """Read the published file and every export to their end, and compare them with each other and with the working file.

    The working file may be ahead, when the last run failed: it is compared only while it holds the published build.
    """
    if strangers := foreign_files(home):
        yield foreign_finding(strangers)
    path = home / PUBLISHED
    if not path.exists():
        yield Finding("nothing is published", 1, str(path), repairable=True)
        return
    try:
        with closing(duckdb.connect(str(path), read_only=True)) as published:
            published.execute("SET TimeZone = 'UTC'")
            build = published.execute("SELECT data_version FROM ledger.build").fetchall()
            tables, exports = _prints(published), _prints(published, home)
    except duckdb.Error as error:
        yield Finding("the published file cannot be read", 1, first_line(error), repairable=True)
        return
    if (home / FOLDER).is_dir():
        yield from _differing("exports that differ from the published file", tables, exports)
    else:
        yield Finding("missing folder of exports", 1, str(home / FOLDER), repairable=True)
    if build == con.execute("SELECT data_version FROM ledger.build").fetchall():
        yield from _differing("published tables that differ from the working file", tables, _prints(con))


def foreign_finding(found: Sequence[str]) -> Finding:
    """Say which files among the exports no table writes (and, in these words, where they lie now)."""
    return Finding("files in export/ that no table writes", len(found), found[0], repairable=True)


def recover_working_file(home: Path) -> str | None:
    """Set a working file that cannot be read to its end aside, and begin again from the published one, which is its copy.

    Returns what was done, None where the file is sound. Raises WarehouseLockedError while a run writes.
    """
    work, published = home / WORK, home / PUBLISHED
    if not (work.exists() or published.exists()):
        return None
    try:
        with FileLock(home / LOCK, timeout=0):
            if work.exists() and _is_sound(work):
                return None
            told = _set_aside(work)
            if not (published.exists() and _is_sound(published)):
                return f"{told}; no published file can take its place"
            with replacing(work) as draft:
                shutil.copyfile(published, draft)
            return f"{told}; the published file took its place"
    except Timeout as error:
        raise WarehouseLockedError(f"A run is writing to {home}: verify when it has ended.") from error


def _set_aside(work: Path) -> str:
    if not work.exists():
        return f"{work.name} was gone"
    aside = work.with_name(f"{WORK}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    work.rename(aside)
    work.with_name(f"{WORK}.wal").unlink(missing_ok=True)
    return f"{work.name} could not be read and is now {aside.name}"


def _is_sound(path: Path) -> bool:
    try:
        with closing(duckdb.connect(str(path), config=dict(STORAGE))) as con:
            for name in _tables_of(con):
                _fingerprint(con, f"FROM {name}")
    except duckdb.Error:
        return False
    return True


def _tables_of(con: duckdb.DuckDBPyConnection) -> list[str]:
    rows = con.execute("SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE NOT internal").fetchall()
    return [row[0] for row in rows]


def _fingerprint(con: duckdb.DuckDBPyConnection, rows: str) -> Print:
    """Read all rows; equal ones in any order have equal prints."""
    count, total = con.execute(_FINGERPRINT.format(rows=rows)).fetchall()[0]
    return count, total


def _prints(con: duckdb.DuckDBPyConnection, home: Path | None = None) -> dict[str, Print | None]:
    """Read every model from the database, or its export below `home`; None where that cannot be read."""
    found: dict[str, Print | None] = {}
    for name in (model.name for model in read_models() if model.is_exported):
        rows = name if home is None else source(home / FOLDER, name)
        try:
            # a part of an export keeps the version of the build that last wrote it
            found[name] = _fingerprint(con, f"SELECT * EXCLUDE (data_version) FROM {rows}")  # noqa: S608
        except duckdb.Error:
            found[name] = None
    return found


def _differing(check: str, one: Mapping[str, Print | None], other: Mapping[str, Print | None]) -> Iterator[Finding]:
    if names := [name for name in one if one[name] is None or one[name] != other[name]]:
        yield Finding(check, len(names), names[0], repairable=True)
