"""Prints how a run that read inboxes went: what it did, what was rejected, what the warehouse holds now, a first trend."""

from collections.abc import Iterable
from shlex import quote
from typing import TYPE_CHECKING

import duckdb
from rich.cells import cell_len
from rich.table import Table

from flows.console import out
from flows.questions import Row, ask
from flows.settings import Settings
from flows.words import told_change, told_direction, told_figure
from warehouse.connection import open_published

if TYPE_CHECKING:
    from flows.ingest import Ingested

STATUSES = ("loaded", "duplicate", "superseded", "rejected")
_MOST_LEFT = 10
_EACH_UNPLACED = (
    "FROM core.reports SELECT report_id, title, issuer WHERE place_code IS NULL AND superseded_by IS NULL AND NOT fictional"
)
_EACH_REJECT = "FROM core.source_files SELECT source_uri, reject_reason WHERE status = 'rejected'"


def print_summary(settings: Settings, done: "Ingested", seconds: float) -> None:
    """Print what the run did, then what the warehouse holds, then the trend of the commonest indicators."""
    _print_run(settings, done, seconds)
    with open_published(settings.home) as connection:
        held = ask(connection, "holdings")[0]
        files = {row["status"]: row["files"] for row in ask(connection, "files")}
        trend = ask(connection, "trend", indicators=6)
        print_idle_corrections(connection)
    out.print("Warehouse", style="bold")
    out.print(f"  {counted(files)} files so far", markup=False)
    out.print(
        f"  {held['reports']} reports, {held['sections']} sections, {held['amounts']} amounts, "
        f"{held['amounts_with_indicator']} of them tied to indicators"
    )
    print_unplaced(settings, held)
    out.print()
    _print_trend(trend)


def _print_run(settings: Settings, done: "Ingested", seconds: float) -> None:
    counts = done.counts
    out.print(f"Run {done.run['run_id']}{lasted(done.run)} ({seconds:.1f} s with start and publishing)", style="bold")
    for inbox in done.inboxes:
        out.print(f"  inbox {inbox}", markup=False)
    if not counts["files"]:
        out.print("  The inbox is empty: put reports into it, or name another place: fazhi ingest FOLDER_FILE_OR_URL")
        return
    new = {row["status"]: row["new"] for row in done.files}
    first = sum(new.values())
    out.print(f"  {number(counts['files'])} seen, {first} new, {counts['read']} read, {counts['left']} left for the next run")
    if first:
        out.print(f"  of the new: {counted(new)}")
    if done.replaced:
        out.print(f"  of the new, {done.replaced} took the place of an older version")
    if counts["read_again"]:
        out.print(f"  {counts['read_again']} read again because code or catalogue changed")
    if not done.published and not done.left:
        out.print("  Nothing new: every file stands as the last run saw it; nothing was read or built again.")
    for one in done.left[:_MOST_LEFT]:
        out.print(f"  left: {one.source_uri} {one.reason}", markup=False)
    print_rejects(settings, done.rejects)
    if done.useless:
        out.print("  None of the files is a report: exit status 1.", style="bold")


def lasted(run: Row) -> str:
    """How long a run (a row of the ledger) took until it published; nothing of one that did not come to its end."""
    return f", {(run['finished_at'] - run['started_at']).total_seconds():.1f} s" if run["finished_at"] else ""


def counted(files: dict[str, int]) -> str:
    """How many files of each status, all four of them."""
    return ", ".join(f"{files.get(status, 0)} {status}" for status in STATUSES)


def print_rejects(settings: Settings, rejects: Iterable[Row]) -> None:
    """Print the rows of questions/rejects: of each code how many files, and what was said of one of them."""
    several = False
    for row in rejects:
        which = "," if row["files"] == 1 else ", one of them"
        out.print(f"  rejected as {row['reject_code']}: {number(row['files'])}{which} {row['example']}", markup=False)
        out.print(f"      {row['reason']}", markup=False)
        several = several or row["files"] > 1
    if several:
        out.print(f"  of each file: {_query(settings, _EACH_REJECT)}", markup=False)


def print_unplaced(settings: Settings, held: Row) -> None:
    """Say how many reports (of a row of questions/holdings) are of no known place, and how to list them, if any is."""
    if held["unplaced"]:
        reports = f"{held['unplaced']} report{'' if held['unplaced'] == 1 else 's'} whose place is unknown"
        told = "counted in 全国 and in no region below it"
        out.print(f"  {reports}, {told}: {_query(settings, _EACH_UNPLACED)}", markup=False)


def print_idle_corrections(connection: duckdb.DuckDBPyConnection) -> None:
    """Name the corrections that correct nothing because no report held has their report_id: it may be mistyped."""
    for row in ask(connection, "corrections_of_unknown_reports"):
        told = f"  no report {row['report_id']} is held: its correction of {row['indicator_id']} changes nothing"
        out.print(f"{told} (config/corrections.yaml)", markup=False)


def _query(settings: Settings, sql: str) -> str:
    """The command that asks `sql` of this home."""
    home = f" --home {quote(str(settings.home))}" if "home" in settings.model_fields_set else ""
    return f'fazhi query{home} "{sql}"'


def number(files: int) -> str:
    """So many files, in words."""
    return f"{files} file{'' if files == 1 else 's'}"


def _print_trend(trend: list[Row]) -> None:
    if not trend:
        out.print("No trend yet: no report of a known place and year ties an amount to an indicator.")
        return
    years = _years_that_fit(trend)
    grid = Table(title=f"Trend: {trend[0]['region']}, level {trend[0]['level']}", title_justify="left", title_style="bold")
    for heading in ("indicator", *map(str, years), "matched change (places)"):
        grid.add_column(heading, justify="right" if heading.isdecimal() else "left")
    for name in dict.fromkeys(row["name_zh"] for row in trend):
        rows = {row["report_year"]: row for row in trend if row["name_zh"] == name}
        latest = rows[max(rows)]
        figures = [told_figure(rows[year]) if year in rows else "" for year in years]
        grid.add_row(_named(latest), *figures, _change(latest))
    out.print(grid)
    out.print("What most places state in most years; of others: fazhi trend INDICATOR.")
    out.print("Matched change: from the year before, over the places that state both years.")


def _named(row: Row) -> str:
    return f"{row['name_zh']}（{row['canonical_unit']}）" if row["canonical_unit"] else row["name_zh"]


def _years_that_fit(trend: list[Row]) -> list[int]:
    """The latest years for which the table is no wider than the terminal, two at least."""
    years = sorted({row["report_year"] for row in trend})
    width = max(len(told_figure(row)) for row in trend)
    room = out.width - max(cell_len(_named(row)) for row in trend) - max(23, *(len(_change(row)) for row in trend)) - 7
    return years[-max(2, room // (max(width, 4) + 3)) :]


def _change(row: Row) -> str:
    if not row["matched_places"]:
        return ""
    change = "" if row["direction"] == "unchanged" else told_change(row)
    return " ".join(filter(None, (told_direction(row), change, f"({row['matched_places']} of {row['n_places']})")))
