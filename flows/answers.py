"""Prints the state of the published warehouse."""

from datetime import UTC, datetime, timedelta

import duckdb
from filelock import FileLock, Timeout

from flows.console import out
from flows.grid import print_table
from flows.questions import Row, ask
from flows.settings import Settings
from warehouse.connection import open_published
from warehouse.warehouse import LOCK, WORK


def show_status(settings: Settings) -> bool:
    """Print what the warehouse holds, the last runs, rejects, what is stale; return whether the nights are in order."""
    with open_published(settings.home) as connection:
        held = ask(connection, "holdings")[0]
        years = f"{held['first_year']} to {held['last_year']}" if held["first_year"] else "no year known"
        out.print(f"{settings.warehouse}", style="bold", markup=False)
        out.print(
            f"{held['reports']} reports ({years}), {held['sections']} sections, "
            f"{held['amounts']} amounts, {held['amounts_with_indicator']} of them tied to indicators"
        )
        files = ", ".join(f"{row['files']} {row['status']}" for row in ask(connection, "files"))
        out.print(f"Files offered so far: {files or 'none'}")
        print_table("Rejected", ask(connection, "rejects"), "Nothing was rejected.")
        runs, nights = _last_runs(settings, connection)
        print_table("Last runs", runs, "No run is recorded.")
        _print_stale(connection)
    trouble = trouble_of(nights[0], datetime.now(UTC), settings.overdue_hours)
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


def _last_runs(settings: Settings, published: duckdb.DuckDBPyConnection) -> tuple[list[Row], list[Row]]:
    """The runs up to now, failed ones included, from the working file; while that is written to, up to the published one."""
    try:
        with FileLock(settings.home / LOCK, timeout=0), duckdb.connect(str(settings.home / WORK), read_only=True) as working:
            working.execute("SET TimeZone = 'UTC'")
            return ask(working, "runs"), ask(working, "last_nights")
    except Timeout:
        out.print("A run is writing to this home at the moment.")
    except (OSError, duckdb.Error):
        pass  # the home is read-only for this user, or holds a copy of the published file only
    return ask(published, "runs"), ask(published, "last_nights")


def _print_stale(connection: duckdb.DuckDBPyConnection) -> None:
    from tasks.extract import extractor_version

    current = extractor_version()
    versions = ask(connection, "versions")
    stale = sum(row["reports"] for row in versions if row["extractor_version"] != current)
    if stale:
        out.print(f"Stale: {stale} reports were read by older code or catalogue; `fazhi backfill --run` reads them again.")
    else:
        out.print("Stale: none; all reports were read by today's code and catalogue.")
