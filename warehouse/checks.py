"""Data tests: every file of sql/tests and every declared key is a SELECT that must return no row, or nothing is released."""

import time
from collections.abc import Iterable
from typing import NamedTuple

import duckdb

from warehouse.connection import first_line, transaction
from warehouse.errors import ChecksFailedError
from warehouse.ledger import Run
from warehouse.models import Build
from warehouse.near import Near
from warehouse.schema import models, written_tables
from warehouse.sql import DataTest, Part, read_models, read_tests
from warehouse.tables.columns import Table

_SHOWN = 20  # failing rows that are kept of each test


class CheckResult(NamedTuple):
    """One data test that ran: how many rows failed it, and one of them as text."""

    name: str
    failed_rows: int
    example: str | None
    seconds: float
    rows: tuple[str, ...] = ()  # the first that failed it, as JSON


def run_checks(con: duckdb.DuckDBPyConnection, run: Run, build: Build | None = None) -> list[CheckResult]:
    """Run every data test on what was built and note the outcome in the ledger (marts.data_quality).

    With a `build` of a part, whose rows before it had passed, tests look at what lies near the rows that it touched.
    """
    cut = _Cut(build.near, build.renewed) if build and build.near else _Whole()
    tests = [(test.name, cut.test(test)) for test in read_tests()]
    tests += [
        (f"unique_keys:{table.full_name}", cut.unique(table)) for table in (*written_tables(), *models().values()) if table.key
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


class _Whole:
    """Data tests over all rows."""

    def test(self, test: DataTest) -> str:
        return test.text

    def unique(self, table: Table) -> str:
        return _unique(table, table.full_name)


class _Cut:
    """Data tests over the rows that lie near what a build touched, where such rows alone can break them."""

    def __init__(self, near: Near, renewed: set[str]) -> None:
        self._near, self._renewed = near, renewed
        self._parts = {model.name: model.parts for model in read_models()}

    def test(self, test: DataTest) -> str:
        return _union(test.text if kind == "whole" else self._near.text(test.text, kind) for kind in _kinds(test.parts))

    def unique(self, table: Table) -> str:
        keyed = (Part("report"),) if "report_id" in table.key else (Part("whole"),)
        kinds = {"whole"} if table.full_name in self._renewed else _kinds(self._parts.get(table.full_name, keyed))
        return _union(
            _unique(table, table.full_name if kind == "whole" else self._near.input(table.full_name, kind)) for kind in kinds
        )


def _kinds(parts: Iterable[Part]) -> set[str]:
    kinds = {part.kind for part in parts}
    return {"whole"} if "whole" in kinds else kinds


def _union(texts: Iterable[str]) -> str:
    return " UNION ALL ".join(f"({text})" for text in texts)


def _unique(table: Table, rows: str) -> str:
    columns = ", ".join(f'"{name}"' for name in table.key)
    return f"SELECT {columns}, count(*) AS n FROM {rows} GROUP BY {columns} HAVING count(*) > 1"  # noqa: S608
