"""The commands that run a flow: start Prefect quietly beside this process, run, and tell how it went."""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb
from filelock import FileLock
from rich.table import Table

from flows.console import SaidError, log_to_file, out, progress_bar
from flows.prefect_server import prefect_server, wait_until_up
from flows.questions import Row, ask
from flows.settings import Settings
from tasks.intake.discover import Limits, list_inbox
from tasks.progress import listening
from warehouse.changes import STOPPED
from warehouse.connection import open_published
from warehouse.warehouse import LOCK, WORK

if TYPE_CHECKING:
    from flows.ingest import Ingested
    from flows.verify import Verified

Outcome = TypeVar("Outcome")


def ingest_now(settings: Settings, place: str | None) -> None:
    """Run the nightly flow on `place`, or on the settings' inboxes, and print its summary and a trend."""
    began = time.monotonic()
    with _ready(settings) as run:
        inboxes = [place] if place else []
        if not place:
            (settings.home / "inbox").mkdir(exist_ok=True)
        for inbox in inboxes or settings.inboxes:
            list_inbox(inbox, Limits(settings.max_bytes))  # a path that is not there is said now, not after the start-up

        def flow() -> "Ingested":
            from flows.ingest import ingest

            return ingest(inboxes)

        done = run(flow)
    _print_summary(settings, done, time.monotonic() - began)


def backfill_now(settings: Settings, chosen: dict[str, Any], dry_run: bool, accept_changes: bool) -> None:
    """Run the backfill flow on what was chosen (its parameters) and print what it read, or would read, again."""
    with _ready(settings) as run:

        def flow() -> Counter[str]:
            from flows.backfill import backfill

            read: Counter[str] = backfill(**chosen, dry_run=dry_run, accept_changes=accept_changes)
            return read

        counts = run(flow)
    if dry_run:
        out.print(f"{counts['selected']} stored files would be read again; of {counts['sampled']} of them, that would change")
        out.print(f"{counts['added']} amounts added, {counts['removed']} removed, {counts['changed']} changed; --run does it.")
    else:
        out.print(f"{counts['processed']} files read again, {counts['loaded']} loaded, {counts['rejected']} rejected.")


def accept_now(settings: Settings, run_id: str) -> None:
    """Publish what the run `run_id` stopped before publishing; SaidError where it did not, or other runs came after it."""
    with FileLock(settings.home / LOCK, timeout=0), duckdb.connect(str(settings.home / WORK), read_only=True) as working:
        last = ask(working, "newest_run")
    if not last or last[0]["run_id"] != run_id or not (last[0]["message"] or "").startswith(STOPPED):
        raise SaidError(f"{run_id} is not the last run, or did not stop before publishing; `fazhi status` shows the last runs.")
    with _ready(settings) as run:

        def flow() -> Counter[str]:
            from flows.rebuild import rebuild

            return rebuild(accept_changes=True)

        run(flow)
    out.print(f"Published: {settings.warehouse}", markup=False)


def verify_now(settings: Settings, repair: bool) -> bool:
    """Run the verify flow, print what it found and mended, and return whether all is whole now."""
    if not settings.home.is_dir():
        raise SaidError(f"{settings.home} is not there; choose a home with --home or FAZHI_HOME.")
    with _ready(settings) as run:

        def flow() -> "Verified":
            from flows.verify import verify

            return verify(repair)

        done = run(flow)
    out.print(f"{done.contents} contents and {done.reports} reports examined")
    for one in done.found:
        state = "not repaired" if one in done.left else "repaired"
        remedy = "" if one.repairable else "; submit the file again"
        out.print(f"{state}: {one.cases} {one.check} ({one.example}){remedy}", markup=False)
    if not done.left:
        out.print("All is whole.", style="bold")
    return not done.left


def span(years: str | None) -> tuple[int | None, int | None]:
    """Read `2021` or `2019-2023`; both ends are None where nothing is said. Raises SaidError for anything else."""
    if years is None:
        return None, None
    first, _, last = years.partition("-")
    if not first.isdigit() or not (last or first).isdigit():
        raise SaidError(f"{years} is no span of years; write 2021 or 2019-2023.")
    return int(first), int(last or first)


@contextmanager
def _ready(settings: Settings) -> Iterator[Callable[[Callable[[], Outcome]], Outcome]]:
    """Start the server of this home and yield a function that runs a flow under it, quietly, with its progress shown."""
    settings.home.mkdir(parents=True, exist_ok=True)
    if not os.access(settings.home, os.R_OK | os.W_OK | os.X_OK):
        raise SaidError(f"{settings.home} cannot be written to; choose another home with --home or FAZHI_HOME.")
    with prefect_server(settings.prefect, login=settings.login) as url, progress_bar() as bar:

        def run(flow: Callable[[], Outcome]) -> Outcome:
            bar("starting", 0, None)
            import flows.ingest  # noqa: F401  # loads Prefect while the server comes up

            log_to_file(settings.logs)
            wait_until_up(url)
            bar("starting", 1, 1)
            with listening(bar):
                return flow()

        yield run


def _print_summary(settings: Settings, done: "Ingested", seconds: float) -> None:
    counts = done.counts
    with open_published(settings.home) as connection:
        held, rejects = ask(connection, "holdings")[0], ask(connection, "rejects")
        statuses = {row["status"]: row["files"] for row in ask(connection, "files")}
        trend = ask(connection, "trend", indicators=6)
    if not done.published:
        out.print("Nothing new: every file stands as the last run saw it; nothing was read or built again.", style="bold")
    again = f", {counts['read_again']} read again because code or catalogue changed" if counts["read_again"] else ""
    out.print(f"Files     {counts['files']} seen, {counts['read']} read{again}, {counts['left']} left for the next run")
    for one in done.left[:10]:
        out.print(f"          left: {one.source_uri} {one.reason}", markup=False)
    told = ", ".join(f"{statuses.get(name, 0)} {name}" for name in ("loaded", "duplicate", "superseded", "rejected"))
    out.print(f"Warehouse {told}")
    for row in rejects:
        examples = ", ".join(row["examples"])
        out.print(f"          rejected as {row['reject_code']}: {row['files']} ({examples}): {row['reason']}", markup=False)
    out.print(f"          {held['reports']} reports, {held['sections']} sections, {held['amounts']} amounts,")
    out.print(f"          {held['amounts_with_indicator']} amounts tied to indicators")
    out.print(f"Seconds   {seconds:.1f}\n")
    _print_trend(trend)


def _print_trend(trend: list[Row]) -> None:
    if not trend:
        out.print("No trend yet: no amount is tied to an indicator in any year.")
        return
    years = sorted({row["report_year"] for row in trend})
    grid = Table(title=f"Trend: {trend[0]['region']}, level {trend[0]['level']}", title_justify="left", title_style="bold")
    for heading in ("indicator", "unit", *map(str, years), "last change", "places"):
        grid.add_column(heading, justify="right" if heading not in ("indicator", "unit", "last change") else "left")
    for name in dict.fromkeys(row["name_zh"] for row in trend):
        rows = {row["report_year"]: row for row in trend if row["name_zh"] == name}
        latest = rows[max(rows)]
        figures = [f"{rows[year]['figure']:,.10g}" if year in rows else "" for year in years]
        grid.add_row(name, latest["canonical_unit"] or "", *figures, _change(latest), str(latest["n_places"]))
    out.print(grid)


def _change(row: Row) -> str:
    percent = row["matched_change_pct"]
    told = "" if percent is None else f" {percent:+.1f} % over {row['matched_places']} places"
    return f"{row['direction']}{told}"
