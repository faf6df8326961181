"""What the operator sees of a run in the Prefect UI and in the log: its name, its progress, its summary, what failed."""

import atexit
import logging
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.client.orchestration import get_client
from prefect.runtime import deployment, flow_run

from flows.console import log_to_file
from flows.questions import Row, ask, ask_each
from flows.settings import Settings
from tasks.progress import STAGES, listening
from warehouse.changes import Changes
from warehouse.checks import CheckResult
from warehouse.warehouse import Warehouse

_EVERY = 2.0  # seconds between two updates of a progress artifact: each is a request to the server
_LOG = logging.getLogger("fazhi.files")


@contextmanager
def observed(settings: Settings) -> Iterator[None]:
    """Show the progress of a deployment's run in the UI, and write its log to the home; a command shows both by itself."""
    if deployment.id is None:
        yield
        return
    log_to_file(settings.logs, "runs.log")
    atexit.register(_hush)
    with listening(_Shown()):
        yield


def _hush() -> None:
    """Prefect's threads hold DuckDB's objects beyond the interpreter's end, which then reports them all as leaked."""
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), sys.stderr.fileno())


class _Shown:
    """A progress artifact that follows the stages of a run."""

    def __init__(self) -> None:
        self._artifact: UUID | None = None
        self._told = 0.0

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        now = time.monotonic()
        if self._artifact and now - self._told < _EVERY and stage != STAGES[-1]:
            return
        self._told = now
        described = f"{stage}: {done}" + (f" of {total} reports" if total else "") if done else stage
        percent = _percent(stage, done, total)
        if self._artifact is None:
            self._artifact = cast(UUID, create_progress_artifact(percent, key="progress", description=described))
        else:
            update_progress_artifact(self._artifact, percent, described)


def _percent(stage: str, done: int, total: int | None) -> float:
    """How far a run has come; reading takes longest, and is the one stage that knows its length."""
    begins = {"archive": 0, "ledger": 0, "extract": 10, "load": 10, "models": 80, "checks": 90, "publish": 95, "page": 100}
    return begins[stage] + (70 * done / total if total else 0)


def name_run(settings: Settings, kind: str, what: str = "") -> None:
    """Name the run after its kind, the day where the schedule lives, and what it found: `nightly 2026-11-23: 412 new`."""
    name = f"{kind} {datetime.now(ZoneInfo(settings.timezone)):%Y-%m-%d}" + (f": {what}" if what else "")
    if flow_run.id:
        with get_client(sync_client=True) as client:
            client.update_flow_run(UUID(flow_run.id), name=name)


def show_checks(checks: Sequence[CheckResult]) -> None:
    """Leave the data tests as an artifact, and the rows that failed them as another."""
    show_table(
        key="data-tests",
        table=[{"test": one.name, "failed rows": one.failed_rows, "example": one.example} for one in checks],
        description="The data tests: one is passed when no row fails it",
    )
    failing = [{"test": one.name, "row": row} for one in checks for row in one.rows]
    if failing:
        show_table(
            key="failing-rows", table=failing, description="Rows that fail a data test: nothing is published until none does"
        )


def show_changes(key: str, changes: Changes, heading: str) -> None:
    """Leave what changes, with examples, as an artifact in the Prefect UI."""
    told = f"{changes.added} added, {changes.removed} removed, {changes.changed} changed of {changes.values}"
    show_table(key=key, table=changes.examples, description=f"{heading}: {told}")


def show_summary(key: str, heading: str, counts: Counter[str], parts: Sequence[tuple[str, Sequence[Row]]] = ()) -> None:
    """Leave the run's counts as an artifact in the Prefect UI, followed by a table for each of `parts` that has rows."""
    tables = [("", [{"": name.replace("_", " "), "number": number} for name, number in counts.items()]), *parts]
    markdown = f"## {heading}\n" + "".join(_table(title, rows) for title, rows in tables if rows)
    create_markdown_artifact(key=key, markdown=markdown)


def show_table(key: str, table: Sequence[Mapping[str, object]], description: str) -> None:
    """Leave rows as an artifact."""
    create_table_artifact(key=key, table=harmless_rows(table), description=description)


def harmless_rows(rows: Sequence[Mapping[str, object]]) -> list[Row]:
    """Rows without markup: the UI reads the texts of a table as Markdown, and would load what pictures they name."""
    return [
        {name: _cell(value) if isinstance(value, str | list | dict) else value for name, value in row.items()} for row in rows
    ]


def _table(title: str, rows: Sequence[Row]) -> str:
    names = list(rows[0])
    lines = [names, ["---"] * len(names), *([_cell(row[name]) for name in names] for row in rows)]
    return (f"\n### {title}\n" if title else "") + "\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(value: object) -> str:
    """A value as a cell of a Markdown table: names come from outside, and must not become markup or links."""
    text = "" if value is None else str(value)
    return "".join(f"&#{ord(sign)};" if sign in "|<>[]()`*_!&\\#" else " " if sign in "\r\n" else sign for sign in text)


def parts_of(warehouse: Warehouse, settings: Settings) -> list[tuple[str, list[Row]]]:
    """What the summary of a run tells beside its counts; the models must be built."""
    con, run_no = warehouse.con, warehouse.run.run_no
    paths = {"file": settings.warehouse, "page": settings.page / "index.html"}
    return [
        ("Rejected", ask(con, "rejects", run_no=run_no, only_new=True)),
        ("Failed data tests", ask(con, "failed_checks", run_id=warehouse.run.run_id)),
        ("Gaps", ask(con, "gaps_by_reason")),
        ("Slowest files", ask(con, "slowest_files", run_no=run_no)),
        ("Accuracy of the release", ask(con, "accuracy_by_stage")),
        ("Where it stands", [{"what": what, "path": path} for what, path in paths.items() if path.exists()]),
    ]


def log_files(warehouse: Warehouse) -> None:
    """Write one line for each new file into the log: its hash, and the report or the code it ended as."""
    for row in ask_each(warehouse.con, "files_of_run", run_no=warehouse.run.run_no):
        _LOG.info("%s", row["status"], extra={"run_id": warehouse.run.run_id, **row})
