"""Finds reports whose copies in the working file, the published file and the exports disagree: their raw bytes decide."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import duckdb

from warehouse.exports import FOLDER, source
from warehouse.load import REPORT_TABLES
from warehouse.publish import PUBLISHED
from warehouse.schema import literal
from warehouse.sql import query, read_models


class Apart(NamedTuple):
    """A report of which two copies say different things, and the content that it was read from."""

    report_id: str
    sha256: str


def reports_apart(con: duckdb.DuckDBPyConnection, home: Path) -> list[Apart]:
    """Return the reports in which the copies of `home` disagree; which of them is right no copy can tell.

    Nothing is compared with a published file that is not there, that cannot be read, or that is of another build. What an
    export lacks, or one that cannot be read, says nothing against the other copies.
    """
    try:
        with _published(con, home):
            if con.execute("FROM published.ledger.build").fetchall() != con.execute("FROM ledger.build").fetchall():
                return []
            found = sorted({*_in_working_file(con), *_in_exports(con, home)})
            rows = con.execute(query("verify/contents_of_reports"), {"report_ids": found}).fetchall()
    except duckdb.Error:  # verify.release_findings says what is wrong with the published file
        return []
    return [Apart(*row) for row in rows]


@contextmanager
def _published(con: duckdb.DuckDBPyConnection, home: Path) -> Iterator[None]:
    if not (home / PUBLISHED).exists():
        raise duckdb.IOException(f"{PUBLISHED} is not there")
    con.execute(f"ATTACH {literal(str(home / PUBLISHED))} AS published (READ_ONLY)")
    try:
        yield
    finally:
        con.execute("DETACH published")


def _in_working_file(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    for name in REPORT_TABLES:
        yield from _differing(con, f"FROM store.{name}", f"FROM published.store.{name}", lacking=True)


def _in_exports(con: duckdb.DuckDBPyConnection, home: Path) -> Iterator[str]:
    """Compare the exports with the working file: where that differs from the published one, the report is found already."""
    exported = {model.name for model in read_models() if model.is_exported}
    for name in (f"core.{name}" for name in REPORT_TABLES):
        if name in exported:
            with suppress(duckdb.Error):
                yield from _differing(con, f"FROM {name}", f"FROM {source(home / FOLDER, name)}", lacking=False)


def _differing(con: duckdb.DuckDBPyConnection, one: str, other: str, lacking: bool) -> list[str]:
    """Compare the columns that both have (an upgrade may have added one), but for the version of the build."""
    names = set.intersection(*({row[0] for row in con.execute(f"DESCRIBE {rows}").fetchall()} for rows in (one, other)))
    columns = ", ".join(f'"{name}"' for name in sorted(names - {"data_version"}))
    text = query("verify/reports_apart").format(*(f"SELECT {columns} {rows}" for rows in (one, other)))
    return [row[0] for row in con.execute(text, {"lacking": lacking}).fetchall()]
