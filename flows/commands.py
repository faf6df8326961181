"""The commands that run a flow: start Prefect quietly beside this process, run, and tell how it went."""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb
from filelock import FileLock

from flows.console import SaidError, err, log_to_file, out, progress_bar
from flows.parameters import level_called
from flows.prefect_server import prefect_server, wait_until_up
from flows.questions import ask
from flows.settings import Settings
from flows.summary import print_idle_corrections, print_summary
from tasks.intake.discover import InboxError, Limits, list_inbox, without_secret
from tasks.progress import listening
from warehouse.changes import STOPPED
from warehouse.connection import open_published
from warehouse.warehouse import LOCK, WORK

if TYPE_CHECKING:
    from flows.ingest import Ingested
    from flows.verify import Verified

Outcome = TypeVar("Outcome")


def ingest_now(settings: Settings, place: str | None) -> bool:
    """Run the nightly flow on `place`, or on the settings' inboxes, and print its summary and a trend.

    Returns False where it saw files and none of them is a report.
    """
    began = time.monotonic()
    with _ready(settings) as run:
        if not place:
            (settings.home / "inbox").mkdir(exist_ok=True)
        for inbox in (place,) if place else settings.inboxes:
            _look_at(inbox, settings)  # a path that is not there is said now, not after the start-up
        inboxes = _parameter(place)

        def flow() -> "Ingested":
            from flows.ingest import ingest

            return ingest(inboxes)

        done = run(flow)
    print_summary(settings, done, time.monotonic() - began)
    return not done.useless


def _parameter(place: str | None) -> list[str]:
    """The inboxes as a parameter of the flow, which the run history keeps: a URL with a secret goes by the settings instead."""
    if place and without_secret(place) != place:
        os.environ["FAZHI_INBOX"] = place.replace(",", "%2C")
        return []
    return [place] if place else []


def backfill_now(settings: Settings, chosen: dict[str, Any], dry_run: bool, accept_changes: bool) -> None:
    """Run the backfill flow on what was chosen (its parameters) and print what it read, or would read, again."""
    _require_loaded(settings)
    _require_known(settings, chosen["places"])
    chosen |= {"levels": [level_called(level) for level in chosen["levels"]]}
    with _ready(settings) as run:

        def flow() -> Counter[str]:
            from flows.backfill import backfill

            read: Counter[str] = backfill(**chosen, dry_run=dry_run, accept_changes=accept_changes)
            return read

        counts = run(flow)
    if not counts["selected"]:
        out.print("No stored file fits: nothing is to be read again.")
    elif dry_run:
        out.print(f"{counts['selected']} stored files would be read again; of {counts['sampled']} of them, that would change")
        out.print(f"{counts['added']} amounts added, {counts['removed']} removed, {counts['changed']} changed; --run does it.")
    else:
        out.print(f"{counts['processed']} files read again, {counts['loaded']} loaded, {counts['rejected']} rejected.")


def _require_known(settings: Settings, places: list[str]) -> None:
    """Raise SaidError where no report held is of, or lies in, one of `places`: a slip of the pen would choose nothing."""
    if not places:
        return
    with open_published(settings.home) as connection:
        unknown = [row["place"] for row in ask(connection, "unknown_places", places=places)]
    if unknown:
        told = f"No report held is of {', '.join(unknown)}"
        raise SaidError(f"{told}: name a place in full or by its code, as core.reports and core.place_regions have it.")


def _require_loaded(settings: Settings) -> None:
    if not (settings.home / WORK).exists():
        raise SaidError(
            f"Nothing is loaded in {settings.home}: run `fazhi ingest` first, or `fazhi verify` where {WORK} was lost."
        )


def _require_home(settings: Settings) -> None:
    """Raise SaidError where nothing of a home stands: a folder of somebody's own files must not become one."""
    if not settings.home.is_dir():
        raise SaidError(f"{settings.home} is not there; choose a home with --home or FAZHI_HOME.")
    if not any(path.exists() for path in (settings.home / WORK, settings.warehouse, settings.archive)):
        raise SaidError(
            f"{settings.home} holds no home: neither a warehouse nor an archive; choose one with --home or FAZHI_HOME."
        )


def rebuild_now(settings: Settings, accept_changes: bool) -> None:
    """Build all models anew from what is loaded, publish, and print how many values that changed.

    Raises SaidError where nothing was ever loaded.
    """
    _require_loaded(settings)
    counts = _rebuild(settings, accept_changes)
    out.print(f"{counts['models_built']} models built; {counts['values_changed']} published values changed.")
    with open_published(settings.home) as connection:
        print_idle_corrections(connection)
    out.print(f"Published: {settings.warehouse}", markup=False)


def _rebuild(settings: Settings, accept_changes: bool) -> Counter[str]:
    with _ready(settings) as run:

        def flow() -> Counter[str]:
            from flows.rebuild import rebuild

            return rebuild(accept_changes)

        return run(flow)


def accept_now(settings: Settings, run_id: str) -> None:
    """Publish what the run `run_id` stopped before publishing; SaidError where it did not, or other runs came after it."""
    _require_loaded(settings)
    with FileLock(settings.home / LOCK, timeout=0), duckdb.connect(str(settings.home / WORK), read_only=True) as working:
        last = ask(working, "newest_run")
    if not last or last[0]["run_id"] != run_id or not (last[0]["message"] or "").startswith(STOPPED):
        told = f"{run_id} is not the last run, or did not stop before publishing; `fazhi status` shows the last runs"
        raise SaidError(f"{told}, `fazhi rebuild --accept` publishes what is loaded, whatever it changes.")
    _rebuild(settings, accept_changes=True)
    out.print(f"Published: {settings.warehouse}", markup=False)


def verify_now(settings: Settings, repair: bool) -> bool:
    """Run the verify flow, print what it found and mended, and return whether all is whole now."""
    _require_home(settings)
    with _ready(settings) as run:

        def flow() -> "Verified":
            from flows.verify import verify

            return verify(repair)

        done = run(flow)
    out.print(f"{done.contents} contents and {done.reports} reports examined")
    for one in done.found:
        # damaged bytes that were set aside are not found again, and yet are lost
        state = "repaired" if one.repairable and one not in done.left else "not repaired"
        remedy = "" if one.repairable else "; submit the file again"
        out.print(f"{state}: {one.cases} {one.check} ({one.example}){remedy}", markup=False)
    if not done.left:
        out.print("All is whole.", style="bold")
    return not done.left


def _look_at(inbox: str, settings: Settings) -> None:
    try:
        list_inbox(inbox, Limits(settings.max_bytes))
    except InboxError as error:
        raise SaidError(f"{error} Name a folder, file, zip or URL that can be read.") from error


def make_home(home: Path) -> None:
    """Create the folder where it is not there; SaidError where that cannot be."""
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or "no folder can be made there"
        raise SaidError(f"{home} cannot be the home ({reason}); choose another with --home or FAZHI_HOME.") from error


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
    make_home(settings.home)
    if not os.access(settings.home, os.R_OK | os.W_OK | os.X_OK):
        raise SaidError(f"{settings.home} cannot be written to; choose another home with --home or FAZHI_HOME.")
    if not err.is_terminal:  # where there is one, the progress line says it
        out.print("Starting Prefect, which takes some seconds ...")
    with prefect_server(settings.prefect, login=settings.login) as url, progress_bar() as bar:

        def run(flow: Callable[[], Outcome]) -> Outcome:
            import flows.ingest  # noqa: F401  # loads Prefect while the server comes up

            log_to_file(settings.logs)
            wait_until_up(url)
            with listening(bar):
                return flow()

        yield run
