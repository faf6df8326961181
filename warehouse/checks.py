"""Data tests: every file of sql/tests and every declared key is a SELECT that must return no row, or nothing is released."""

import time
from collections.abc import Iterable
from typing import NamedTuple

import duckdb

from warehouse.columns import Table
from warehouse.connection import first_line, transaction
from warehouse.errors import ChecksFailedError
from warehouse.ledger import Run
from warehouse.schema import models, written_tables
from warehouse.sql import SQL

_SHOWN = 20  # failing rows that are kept of each test


class CheckResult(NamedTuple):
    """One data test that ran: how many rows failed it, and one of them as text."""

    name: str
    failed_rows: int
    example: str | None
    seconds: float
    rows: tuple[str, ...] = ()  # the first that failed it, as JSON


def run_checks(con: duckdb.DuckDBPyConnection, run: Run) -> list[CheckResult]:
    """Run every data test on what was built and note the outcome in the ledger (marts.data_quality)."""
    tests = [(path.stem, path.read_text("utf-8")) for path in sorted((SQL / "tests").glob("*.sql"))]
    tests += [
        (f"unique_keys:{table.full_name}", _unique(table)) for table in (*written_tables(), *models().values()) if table.key
    ]
    results = [_run(con, name, text) for name, text in tests]
    rows = [(run.run_id, result.name, result.failed_rows, result.example, result.seconds) for result in results]
    with transaction(con):
        con.execute("DELETE FROM ledger.checks WHERE run_id = ?", [run.run_id])
        con.executemany("INSERT INTO ledger.checks VALUES (?, ?, ?, ?, ?)", rows)
    return results


def require(results: Iterable[CheckResult]) -> None:
    """Raise ChecksFailedError where a data test found rows."""
    if failed := [result.name for result in results if result.failed_rows]:
        raise ChecksFailedError(failed)


def _run(con: duckdb.DuckDBPyConnection, name: str, text: str) -> CheckResult:
    started = time.perf_counter()
    try:
        con.execute(f"CREATE OR REPLACE TEMP TABLE failing AS {text}")
        failed = con.execute("SELECT count(*) FROM failing").fetchall()[0][0]
        first = con.execute("SELECT to_json(failing)::VARCHAR FROM failing LIMIT ?", [_SHOWN]).fetchall()
    except duckdb.Error as error:
        # a test that cannot run has proved nothing: it counts as failed
        return CheckResult(name, 1, first_line(error), time.perf_counter() - started)
    rows = tuple(row for (row,) in first)
    return CheckResult(name, failed, rows[0] if rows else None, time.perf_counter() - started, rows)


def _unique(table: Table) -> str:
    columns = ", ".join(f'"{name}"' for name in table.key)
    return f"SELECT {columns}, count(*) AS n FROM {table.full_name} GROUP BY {columns} HAVING count(*) > 1"  # noqa: S608
