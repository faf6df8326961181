"""`fazhi query`: one SQL statement to the published warehouse, answered as a table, or as a file other programs read."""

import re
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import TypeVar

import duckdb

from flows.console import SaidError, err, out
from flows.forms import WRITERS
from flows.grid import print_rows
from flows.questions import ask, not_found
from flows.settings import Settings
from warehouse.connection import open_published
from warehouse.publish import replacing

Made = TypeVar("Made")

_AGAIN = 0.1  # seconds until a statement that has not heard of its interruption is told again
_LISTING = re.compile(r"\s*show\s+tables\b", re.IGNORECASE)
_QUOTED = re.compile("'([^']+)'")
_INDICATORS = re.compile(rf"\bindicator_id\s*(?:=|IN\s*\()\s*({_QUOTED.pattern}(?:\s*,\s*{_QUOTED.pattern})*)", re.IGNORECASE)
_WRITES = frozenset({"INSERT", "UPDATE", "DELETE", "MERGE_INTO", "CREATE", "DROP", "ALTER", "VACUUM"})
_BINARY = {"parquet": "parquet", "excel": "xlsx"}
_BY_ENDING = {".csv": "csv", ".json": "json", ".parquet": "parquet", ".xlsx": "excel", ".txt": "table"}


def show_query(settings: Settings, sql: str, form: str | None, output: Path | None) -> None:
    """Run `sql` read-only, without access to other files; print its rows, or write them to `output`.

    Of columns with one name the second and later ones are called a_1, a_2 in every form, as DuckDB does it. Ctrl-C and SIGTERM
    end a statement that runs.

    `form` is table, csv, json, parquet or excel; None takes it from the ending of `output`, or prints a table.
    Raises SaidError for anything but one statement, for an ending that names no form, for binary rows on a terminal, and for
    an output inside the home.
    """
    form = _form_of(output) if form is None else _agreed(form, output)
    if output is None and form in _BINARY and sys.stdout.isatty():
        raise SaidError(f"{form.capitalize()} is no text for a terminal: add --output rows.{_BINARY[form]}")
    if output is not None and not output.parent.is_dir():
        raise SaidError(f"The folder {output.parent} is not there: make it first, or name another file.")
    if output is not None and output.resolve().is_relative_to(settings.home.resolve()):
        raise SaidError(f"{output} lies in the home, whose files are fazhi's own: choose a place outside {settings.home}.")
    with open_published(settings.home) as connection:
        connection.execute("SET enable_progress_bar = false")  # DuckDB draws it on standard output, among the rows
        answer = _interruptible(connection, lambda: _ask(connection, sql))
        if form == "table" and output is None:
            rows = answer.fetchall()
            print_rows(None, answer.columns, rows)
            if not rows and (hint := _why_empty(connection, sql)):
                err.print(hint, markup=False)
            return
        content = WRITERS[form](answer)
    if output is None and sys.stdout.isatty():
        out.print(content.decode(), markup=False, soft_wrap=True, end="")
    elif output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        with replacing(output) as draft:
            draft.write_bytes(content)
        out.print(f"Written: {output}", markup=False)


def _why_empty(connection: duckdb.DuckDBPyConnection, sql: str) -> str | None:
    """Say what may be wrong with a query that found nothing: an id that no indicator has is the commonest slip."""
    if _LISTING.match(sql):
        return "The tables stand in schemas: `fazhi tables` lists them with their meaning."
    asked = [name for listed in _INDICATORS.finditer(sql) for name in _QUOTED.findall(listed[1])]
    if not asked:
        return None
    known = {row["id"] for row in ask(connection, "find_indicator", name="")}
    wrong = next((name for name in asked if name not in known), None)
    return f"No indicator has the id {not_found(connection, wrong)}" if wrong else None


def _agreed(form: str, output: Path | None) -> str:
    """Return `form`, unless the ending of `output` promises another to whoever opens it."""
    promised = _BY_ENDING.get(output.suffix.lower()) if output else None
    if promised not in (None, "table", form):
        raise SaidError(f"{output} ends like {promised}, but --format says {form}: leave one of them out.")
    return form


def _form_of(output: Path | None) -> str:
    if output is None:
        return "table"
    try:
        return _BY_ENDING[output.suffix.lower()]
    except KeyError:
        raise SaidError(
            f"{output} does not tell the format: end it in .csv, .json, .parquet or .xlsx, or add --format."
        ) from None


def _interruptible(connection: duckdb.DuckDBPyConnection, work: Callable[[], Made]) -> Made:
    """Return what `work` makes of `connection`, in a thread of its own: while DuckDB works, Python hears no signal in the same.

    Raises KeyboardInterrupt, with what to say of it, once the statement has ended.
    """
    with ThreadPoolExecutor(1) as pool:
        made = pool.submit(work)
        try:
            return made.result()
        except KeyboardInterrupt:
            while not made.done():
                connection.interrupt()  # nothing hears it between two statements
                wait([made], timeout=_AGAIN)
            raise KeyboardInterrupt("Stopped: the query was given up, and nothing was written.") from None


def _ask(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.DuckDBPyRelation:
    """Run the one statement to its end and return its rows. Raises SaidError for what is no question."""
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise SaidError(f"{len(statements)} statements were given; ask exactly one." if statements else "The query is empty.")
    if statements[0].type.name in _WRITES:
        raise SaidError("The warehouse is read-only: ask a SELECT. `fazhi ingest` and `fazhi backfill` write.")
    try:
        answer = connection.sql(sql)
        if answer is not None:
            return answer.materialize()
    except duckdb.CatalogException as error:
        if "Table with name" in str(error):
            raise SaidError(f"{' '.join(str(error).splitlines()[:2])} `fazhi tables` lists the tables.") from error
        raise
    except duckdb.BinderException as error:
        if "column" in str(error):
            told = " ".join(str(error).splitlines()[:2]).rstrip(".")
            raise SaidError(f"{told}. `fazhi tables TABLE` shows the columns of a table.") from error
        raise
    raise SaidError("The statement has no rows to show; ask a SELECT.")
