"""Prints the state of a home: what the warehouse holds, what was rejected, how the last runs and nights went, what is stale."""

from datetime import UTC, datetime, timedelta

import duckdb
from filelock import FileLock, Timeout

from flows.console import out
from flows.nights import ScheduleError, planned_nights, told_nights
from flows.prefect_server import standing_url
from flows.questions import Row, ask
from flows.settings import Settings
from flows.summary import STATUSES, counted, lasted, number, print_idle_corrections, print_rejects, print_unplaced
from warehouse.connection import open_published
from warehouse.warehouse import LOCK, WORK


def show_status(settings: Settings) -> bool:
    """Print what the warehouse holds, the last runs, rejects, what is stale; return whether the nights are in order."""
    if not settings.warehouse.exists():
        print_service(settings)  # that it stands is news, before the sentence that there is nothing else to show
    with open_published(settings.home) as connection:
        held = ask(connection, "holdings")[0]
        years = f"{held['first_year']} to {held['last_year']}" if held["first_year"] else "no year known"
        out.print(f"{settings.warehouse}", style="bold", markup=False)
        out.print(
            f"{held['reports']} reports ({years}), {held['in_use']} in use, {held['sections']} sections, "
            f"{held['amounts']} amounts, {held['amounts_with_indicator']} of them tied to indicators"
        )
        print_unplaced(settings, held)
        print_idle_corrections(connection)
        files = {row["status"]: row["files"] for row in ask(connection, "files")}
        out.print(f"Files offered so far: {counted(files) if files else 'none'}")
        print_rejects(settings, ask(connection, "rejects", run_no=None, only_new=False))
        runs, idle, nights = _runs(settings, connection)
        _print_runs(runs, idle)
        _print_stale(connection)
    trouble = print_service(settings) or trouble_of(nights, datetime.now(UTC), settings.overdue_hours)
    if trouble:
        out.print(trouble, style="bold red", markup=False)
    return trouble is None


def trouble_of(nights: Row, now: datetime, overdue_hours: float) -> str | None:
    """Say what is wrong with the nights (the row of questions/last_nights), None where nothing is."""
    if nights["outcome"] in ("failed", "interrupted"):
        return f"Run {nights['run_id']} {nights['outcome']}: {nights['message'] or 'it was killed; the next run goes on.'}"
    last_good = nights["last_good_night"] or nights["first_night"]
    if last_good and now - last_good > timedelta(hours=overdue_hours):
        return f"The nightly run is overdue: the last good one began at {last_good:%Y-%m-%d %H:%M} UTC."
    return None


def print_service(settings: Settings) -> str | None:
    """Say whether a service stands over this home, and when its next night begins; return what is wrong with that."""
    url = standing_url(settings.prefect)
    if url is None:
        return None
    try:
        nights = planned_nights(url, settings.login)
    except ScheduleError as error:
        out.print(f"Service: {url.removesuffix('/api')}. {error}", markup=False)
        return None
    told = told_nights(nights, settings.timezone)
    out.print(f"Service: {url.removesuffix('/api')}, next night: {told}", markup=False)
    idle = nights is None or (nights.next_at is None and not nights.paused)
    return "The service plans no night: start it again." if idle else None


def _runs(settings: Settings, published: duckdb.DuckDBPyConnection) -> tuple[list[Row], Row, Row]:
    """The runs up to now, failed ones included, from the working file; while that is written to, up to the published one."""
    try:
        with FileLock(settings.home / LOCK, timeout=0), duckdb.connect(str(settings.home / WORK), read_only=True) as working:
            working.execute("SET TimeZone = 'UTC'")
            return _asked(working)
    except Timeout:
        out.print("A run is writing to this home at the moment.")
    except (OSError, duckdb.Error):
        pass  # the home is read-only for this user, or holds a copy of the published file only
    return _asked(published)


def _asked(connection: duckdb.DuckDBPyConnection) -> tuple[list[Row], Row, Row]:
    return ask(connection, "runs"), ask(connection, "idle_runs")[0], ask(connection, "last_nights")[0]


def _print_runs(runs: list[Row], idle: Row) -> None:
    out.print("Last runs (UTC)" if runs or idle["runs"] else "No run is recorded.", style="bold")
    if idle["runs"]:
        told = f"{idle['runs']} runs found" if idle["runs"] > 1 else "1 run found"
        out.print(f"  since the runs below {told} nothing new, the last at {idle['last_started_at']:%Y-%m-%d %H:%M}")
    for run in runs:
        out.print(f"  {run['started_at']:%Y-%m-%d %H:%M}  {run['run_id']}  {run['kind']}: {run['outcome']}{lasted(run)}")
        out.print(f"      {told_of(run)}", markup=False)


def told_of(run: Row) -> str:
    """What a run did (a row of questions/runs) in words: why it failed, what became of the files, or its counts."""
    if run["outcome"] != "success":
        return run["message"] or "it was killed; the next run goes on."
    counts = run["counts"] or {}
    new = {status: counts[f"new_{status}"] for status in STATUSES if f"new_{status}" in counts}
    if new and "files" in counts:
        again = f", {counts['read_again']} read again" if counts.get("read_again") else ""
        return f"{number(counts['files'])} seen, {sum(new.values())} new{again}: {counted(new)}"
    told = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in counts.items() if number)
    return told or "nothing to do"


def _print_stale(connection: duckdb.DuckDBPyConnection) -> None:
    from tasks.extract import extractor_version

    current = extractor_version()
    versions = ask(connection, "versions")
    stale = sum(row["reports"] for row in versions if row["extractor_version"] != current)
    if stale:
        out.print(f"Stale: {stale} reports were read by older code or catalogue; `fazhi backfill --run` reads them again.")
    else:
        out.print("Stale: none; all reports were read by today's code and catalogue.")
