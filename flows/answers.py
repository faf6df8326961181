"""Prints what the published warehouse answers: its state, an SQL query's rows, the data dictionary."""

import csv
import io
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import duckdb
from filelock import FileLock, Timeout
from rich.markup import escape
from rich.table import Table

from flows.console import SaidError, err, out
from flows.questions import Row, ask
from flows.settings import Settings
from warehouse.connection import open_published
from warehouse.schema import dictionary
from warehouse.warehouse import LOCK, WORK

_MOST_ROWS = 200  # of a table on a screen
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet runs a cell that begins so (OWASP, CSV injection)


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
        _print_table("Rejected", ask(connection, "rejects"), "Nothing was rejected.")
        runs, nights = _last_runs(settings, connection)
        _print_table("Last runs", runs, "No run is recorded.")
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


def show_query(settings: Settings, sql: str, form: str) -> None:
    """Run `sql` read-only, without access to other files, and print its rows as table, csv, json, parquet or excel."""
    with open_published(settings.home) as connection:
        cursor = connection.execute(sql)
        if form == "parquet":
            _write_parquet(cursor)
            return
        names = [column[0] for column in cursor.description or ()]
        rows = cursor.fetchall()
    if form == "excel":
        _write_excel(names, rows)
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([names, *([_harmless(cell) for cell in row] for row in rows)])
    elif form == "json":
        json.dump([dict(zip(names, row, strict=True)) for row in rows], sys.stdout, ensure_ascii=False, indent=1, default=str)
        sys.stdout.write("\n")
    else:
        _print_rows(None, names, rows)


def _write_parquet(cursor: duckdb.DuckDBPyConnection) -> None:
    import pyarrow.parquet as pq

    _require_a_file("parquet")
    buffer = io.BytesIO()
    pq.write_table(cursor.to_arrow_table(), buffer)
    sys.stdout.buffer.write(buffer.getvalue())


def _write_excel(names: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    from xlsxwriter import Workbook

    _require_a_file("excel")
    buffer = io.BytesIO()
    with Workbook(
        buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd", "remove_timezone": True, "nan_inf_to_errors": True}
    ) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([names, *rows]):
            for column, cell in enumerate(row):
                if isinstance(cell, bool | int | float | Decimal | date):
                    sheet.write(number, column, cell)
                elif cell is not None:
                    sheet.write_string(number, column, str(cell))  # as text: never a formula, never a link
        sheet.freeze_panes(1, 0)
    sys.stdout.buffer.write(buffer.getvalue())


def _require_a_file(form: str) -> None:
    if sys.stdout.isatty():
        ending = {"excel": "xlsx"}.get(form, form)
        raise SaidError(
            f"{form.capitalize()} is no text for a terminal; send it to a file: fazhi query ... --format {form} > rows.{ending}"
        )


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def show_tables(table: str | None) -> None:
    """Print the data dictionary: every table with its columns, or one of them."""
    entries = [entry for entry in dictionary() if not table or table in (entry.table, f"{entry.schema}.{entry.table}")]
    if not entries:
        raise SaidError(f"There is no table {table}; `fazhi tables` lists them all.")
    for head in [entry for entry in entries if entry.column is None]:
        title = f"{head.schema}.{head.table}: {head.en} {head.zh}"
        grid = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
        for heading in ("column", "type", "meaning", "含义"):
            grid.add_column(heading, overflow="fold")
        for entry in entries:
            if entry.column and (entry.schema, entry.table) == (head.schema, head.table):
                grid.add_row(*map(escape, (entry.column, entry.type or "", entry.en, entry.zh)))
        out.print(grid)


def _print_table(title: str, rows: Sequence[Row], nothing: str) -> None:
    if rows:
        _print_rows(title, list(rows[0]), [tuple(row.values()) for row in rows])
    else:
        out.print(nothing)


def _print_rows(title: str | None, names: Sequence[str], rows: Sequence[Iterable[object]]) -> None:
    grid = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    for name in names:
        grid.add_column(name, overflow="fold")
    for row in rows[:_MOST_ROWS]:
        grid.add_row(*(_cell(value) for value in row))
    out.print(grid)
    if len(rows) > _MOST_ROWS:
        err.print(f"{len(rows) - _MOST_ROWS} more rows; --format csv prints all.")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.10g}"
    if isinstance(value, list | tuple):
        return escape(", ".join(map(str, value)))
    if isinstance(value, dict):
        return escape(", ".join(f"{key} {number}" for key, number in value.items() if number))
    return escape(f"{value:%Y-%m-%d %H:%M}" if hasattr(value, "hour") else str(value))
