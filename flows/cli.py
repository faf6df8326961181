"""`fazhi ...`: the flows and the questions to the warehouse from a shell."""

import logging
import os
import signal
import sys
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Literal

import typer

from flows.console import Mode, plain_errors
from flows.parameters import Reason
from flows.settings import Settings

app = typer.Typer(
    help="The warehouse of China's yearly reports on law-based government.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Home = Annotated[Path | None, typer.Option(help="Folder of the warehouse and all that is written. [FAZHI_HOME, default: data]")]
Format = Literal["table", "csv", "json", "parquet", "excel"]


@app.callback(invoke_without_command=True)
def _options(
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error, too; may stand anywhere.")] = False,
    home: Home = None,
) -> None:
    if home is not None:
        _use(home)
    if version:
        from importlib.metadata import version as version_of

        typer.echo(f"fazhi {version_of('fazhi')}")
        raise typer.Exit


def _use(home: Path) -> None:
    os.environ["FAZHI_HOME"] = str(home.expanduser().absolute())  # the flows read their settings there


def _settings(home: Path | None) -> Settings:
    if home is not None:
        _use(home)
    return Settings()


@app.command()
def ingest(
    place: Annotated[
        str | None,
        typer.Argument(metavar="[PATH_OR_URL]", help="A folder, a file, a zip or an fsspec URL; FAZHI_INBOX when left out."),
    ] = None,
    home: Home = None,
) -> None:
    """Bring what is new in an inbox into the warehouse; exit status 1 when files stand there and none is a report."""
    with plain_errors():
        from flows.commands import ingest_now

        if not ingest_now(_settings(home), place):
            raise typer.Exit(1)


@app.command()
def status(home: Home = None) -> None:
    """Show what the warehouse holds, the last runs, rejects, what is stale; exit status 1 when a night failed or is overdue."""
    with plain_errors():
        from flows.status import show_status

        if not show_status(_settings(home)):
            raise typer.Exit(1)


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="One SQL query; it can read the warehouse and nothing else.")],
    format: Annotated[
        Format | None, typer.Option(help="How to give the rows. [default: the ending of --output, else table]")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write instead of printing.")] = None,
    home: Home = None,
) -> None:
    """Answer an SQL query from the published warehouse."""
    with plain_errors():
        from flows.query import show_query

        show_query(_settings(home), sql, format, output)


@app.command()
def trend(
    indicator: Annotated[str, typer.Argument(help="Id or Chinese name, or a part of one.")],
    region: Annotated[str | None, typer.Option(help="Name or code of a region or a body; the widest when left out.")] = None,
    level: Annotated[
        str | None, typer.Option(help="Level of the bodies: province, prefecture, county, township, department.")
    ] = None,
    png: Annotated[Path | None, typer.Option(help="Write a picture with Chinese labels instead.")] = None,
    home: Home = None,
) -> None:
    """Draw an indicator over the years."""
    with plain_errors():
        from flows.trend import show_trend

        show_trend(_settings(home), indicator, region, level, png)


@app.command()
def page(
    everything: Annotated[bool, typer.Option("--all", help="Write every file again, not only what changed.")] = False,
    home: Home = None,
) -> None:
    """Write the static page: coverage, indicators, bodies, and every report with its amounts marked."""
    with plain_errors():
        from flows.pages import write_pages

        write_pages(_settings(home), everything)


@app.command()
def tables(
    table: Annotated[
        str | None, typer.Argument(help="One table (`marts.gaps`) or schema (`marts`) with its columns; a list when left out.")
    ] = None,
) -> None:
    """List the tables, or show the columns of one: types and meanings."""
    with plain_errors():
        from flows.tables import show_tables

        show_tables(table)


@app.command()
def explain(
    report: Annotated[
        str, typer.Argument(help="A report_id or its beginning, a sha256, or the name or path of a source file.")
    ],
    indicator: Annotated[
        str | None, typer.Argument(help="Id or Chinese name of one indicator, or a part of one; all amounts when left out.")
    ] = None,
    home: Home = None,
) -> None:
    """Show where numbers stand in a report: clause, exact characters, the rule, and the edits on the way."""
    with plain_errors():
        from flows.explain import show_explanation

        show_explanation(_settings(home), report, indicator)


@app.command()
def docs(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File of the page. [default: docs/dictionary.html in the home]")
    ] = None,
    home: Home = None,
) -> None:
    """Write the data dictionary and the lineage of the models as one HTML page."""
    with plain_errors():
        from warehouse.docs import write_docs

        typer.echo(f"Written: {write_docs(output or _settings(home).dictionary)}")


@app.command()
def backfill(
    years: Annotated[str | None, typer.Option(help="Years reported on: `2021` or `2019-2023`; all when left out.")] = None,
    place: Annotated[list[str] | None, typer.Option(help="Name or code of a place; may be repeated.")] = None,
    level: Annotated[list[str] | None, typer.Option(help="Level of the bodies; may be repeated.")] = None,
    reason: Annotated[Reason, typer.Option(help="What is read again, and why.")] = "catalogue_changed",
    reject_code: Annotated[list[str] | None, typer.Option(help="With rejected_again: only these codes.")] = None,
    rejected_since: Annotated[
        datetime | None, typer.Option(help="With rejected_again: files first offered since then.", formats=["%Y-%m-%d"])
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Read at most so many files.")] = None,
    run: Annotated[bool, typer.Option("--run", help="Do it; without, only say what would change.")] = False,
    accept: Annotated[bool, typer.Option("--accept", help="Publish however many values change.")] = False,
    home: Home = None,
) -> None:
    """Read stored raw files again with today's code and catalogue."""
    with plain_errors():
        from flows.commands import backfill_now, span

        first, last = span(years)
        chosen = {
            "years_from": first,
            "years_to": last,
            "places": place or [],
            "levels": level or [],
            "reason": reason,
            "reject_codes": reject_code or [],
            "rejected_since": rejected_since.date() if rejected_since else None,
            "limit": limit,
        }
        backfill_now(_settings(home), chosen, dry_run=not run, accept_changes=accept)


@app.command()
def rebuild(
    accept: Annotated[bool, typer.Option("--accept", help="Publish however many values change.")] = False, home: Home = None
) -> None:
    """Build all models anew from what is loaded, test and publish, without reading anything: after a change of sql/."""
    with plain_errors():
        from flows.commands import rebuild_now

        rebuild_now(_settings(home), accept)


@app.command()
def accept(
    run: Annotated[str, typer.Argument(help="The run that stopped because it would change too many values.")], home: Home = None
) -> None:
    """Publish what a run stopped before publishing."""
    with plain_errors():
        from flows.commands import accept_now

        accept_now(_settings(home), run)


@app.command()
def verify(
    repair: Annotated[bool, typer.Option(help="Make again what can be made from the raw bytes; without, only tell.")] = True,
    home: Home = None,
) -> None:
    """Prove that archive, ledger, rows, exports and published file agree; exit status 1 where something stays broken."""
    with plain_errors():
        from flows.commands import verify_now

        if not verify_now(_settings(home), repair):
            raise typer.Exit(1)


@app.command()
def restore(
    backup: Annotated[
        Path, typer.Argument(metavar="BACKUP", help="A copy of a home, or of its archive/ and warehouse.duckdb.")
    ],
    home: Home = None,
) -> None:
    """Fill an empty home from a backup and prove it; exit status 1 where something of it is broken."""
    with plain_errors():
        from flows.restore import restore_now

        if not restore_now(_settings(home), backup):
            raise typer.Exit(1)


@app.command()
def evaluate(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD_DIR", help="Folder of annotations (*.json); docs/annotating.md says what they hold.")
    ],
    reports: Annotated[
        Path | None, typer.Option(help="Folder of the annotated files. [default: reports/ beside GOLD_DIR]")
    ] = None,
    show: Annotated[bool, typer.Option("--show", help="List every miss.")] = False,
    store: Annotated[bool, typer.Option(help="Keep the figures in core.accuracy of the warehouse.")] = True,
    home: Home = None,
) -> None:
    """Say how well today's code reads an annotated set: precision, recall and F1 per stage and indicator."""
    with plain_errors():
        from flows.evaluate import evaluate_now

        evaluate_now(_settings(home), gold, reports, show=show, store=store)


@app.command()
def serve(
    port: Annotated[int | None, typer.Option(help="Port of the UI. [FAZHI_PORT, default: 4200]")] = None, home: Home = None
) -> None:
    """Start the Prefect server with its UI, and the nightly schedule, on this machine only."""
    with plain_errors():
        from flows.serve import serve_until_stopped

        serve_until_stopped(_settings(home), port)


def main() -> None:
    """Run the command line."""
    if "--debug" in sys.argv:
        sys.argv.remove("--debug")
        Mode.debug = True
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends in the same order as Ctrl-C
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # an ASCII terminal shows 法 as \u6cd5
    try:
        app()
    except SystemExit as end:
        if "prefect" not in sys.modules:
            raise
        _leave(end.code)


def _leave(code: object) -> None:
    """End the process at once: Prefect's threads run on, and under a slow teardown DuckDB reports what they hold as leaked."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))
