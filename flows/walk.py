"""What every run has in common: extract in chunks, load, build, check, publish, and show the outcome in the Prefect UI."""

import hashlib
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from math import ceil
from pathlib import Path
from typing import NamedTuple

from prefect.concurrency.sync import concurrency
from prefect.runtime import deployment

from flows.cluster import cluster_runner
from flows.console import SaidError
from flows.observe import log_files, show_changes, show_checks, show_table
from flows.questions import Row, ask
from flows.runners import Runner, local_runner
from flows.settings import RESTORED, RESTORING, Settings
from tasks.chunks import ChunkJob, Extract, split, start_worker
from tasks.progress import advanced
from tasks.reference import reference_tables
from tasks.shells import build_models, publish, read_chunks, refresh_static_page, run_checks
from warehouse.changes import require_acceptable
from warehouse.checks import require
from warehouse.connection import open_published
from warehouse.errors import NothingPublishedError
from warehouse.sql import SQL, query
from warehouse.warehouse import Warehouse

WRITER = "fazhi-writer"  # the Prefect limit of one under which every flow writes; the next one queues
_LEASE = 60.0  # seconds after which the place of a run that was killed is free again; a living run renews it
_LOCK_PATIENCE = 3.0  # seconds: `fazhi status` holds the lock for a moment, another run for longer
_QUEUE_PATIENCE = 6 * 3600.0  # seconds that a run of a deployment waits for a command that writes
_MOST_TASK_RUNS = 40  # beyond some 50 a flow run, the next one stalls (measured; see docs)
_MOST_ROUNDS = 3  # a report whose newest version turns out unreadable falls back to an older one: one more round


class Counts(NamedTuple):
    """What a run read and loaded, in contents."""

    processed: int = 0
    loaded: int = 0
    duplicates: int = 0
    outdated: int = 0
    rejected: int = 0


@contextmanager
def writing(settings: Settings) -> Iterator[Warehouse]:
    """Open the warehouse as its one writer, under the lock that all processes see.

    The run of a deployment queues, in Prefect's limit and then for the lock; a command is told at once that another run
    writes (WarehouseLockedError). The lock of a dead process is none: the system drops it. A home in which a restore did not
    come to its end is left alone (SaidError).
    """
    if any((settings.home / folder).exists() for folder in (RESTORING, RESTORED)):
        raise SaidError(f"A restore into {settings.home} was stopped on its way: call `fazhi restore BACKUP` again first.")
    queued = deployment.id is not None
    queue = concurrency(WRITER, lease_duration=_LEASE) if queued else nullcontext()
    patience = _QUEUE_PATIENCE if queued else _LOCK_PATIENCE
    with queue, Warehouse.open(settings.home, patience, settings.memory_mb) as warehouse:
        yield warehouse


@contextmanager
def recorded(warehouse: Warehouse, kind: str, extractor_version: str) -> Iterator[Counter[str]]:
    """Enter a run into the ledger and yield the counts to fill in; a run that does not get to its end is recorded as such."""
    counts: Counter[str] = Counter()
    warehouse.start_run(kind, extractor_version)
    try:
        yield counts
    except KeyboardInterrupt:
        warehouse.finish_run("interrupted", counts, "Stopped by hand; the next run goes on from there.")
        raise
    except Exception as error:
        warehouse.finish_run("failed", counts, str(error))
        raise
    except BaseException as error:  # Prefect's own ways to end a run: a cancellation, a signal
        warehouse.finish_run("interrupted", counts, f"Stopped by {type(error).__name__}; the next run goes on from there.")
        raise


def extract_and_load(warehouse: Warehouse, settings: Settings, extract: Extract, again: Sequence[str] = ()) -> Counts:
    """Bring what the ledger calls pending into the warehouse, chunk by chunk in its order, after reading `again` once more."""
    total = Counts()
    warehouse.settle()  # a file that became another's twin leaves its old report behind, and nothing to read
    for _ in range(_MOST_ROUNDS):
        hashes = list(dict.fromkeys((*again, *warehouse.pending()["sha256"].to_pylist())))
        if not hashes:
            break
        total = Counts(*map(sum, zip(total, _read_all(warehouse, settings, extract, hashes), strict=True)))
        warehouse.settle()
        again = ()
    return total


def _read_all(warehouse: Warehouse, settings: Settings, extract: Extract, hashes: Sequence[str]) -> Counts:
    with _scratch(settings.chunks) as folder:
        jobs = split(hashes, settings.archive, folder, settings.chunk_reports)
        with _runner(settings, len(jobs)) as runner:
            loaded = [
                one
                for walk, before in _walks(jobs)
                for one in read_chunks(warehouse, walk, runner.map, extract, before, len(hashes))
            ]
    return Counts(
        len(hashes),
        sum(one.loaded for one in loaded),
        sum(one.duplicates for one in loaded),
        sum(one.outdated for one in loaded),
        sum(one.rejected for one in loaded),
    )


@contextmanager
def _runner(settings: Settings, jobs: int) -> Iterator[Runner]:
    """The engine that the settings name: this machine's cores, or a Dask cluster."""
    if settings.runner == "dask":
        with cluster_runner(settings.dask, settings.shared) as cluster:
            yield cluster
    else:
        with local_runner(jobs, settings.workers, start_worker) as local:
            yield local


def _walks(jobs: Sequence[ChunkJob]) -> Iterator[tuple[Sequence[ChunkJob], int]]:
    """Share the jobs out over a bounded number of task runs; with each, how many contents lie before it."""
    step = ceil(len(jobs) / _MOST_TASK_RUNS)
    for start in range(0, len(jobs), step):
        yield jobs[start : start + step], sum(len(job.hashes) for job in jobs[:start])


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """An empty folder for the chunks of one run; what is loaded from them is in the warehouse, so none outlives it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def is_current(warehouse: Warehouse) -> bool:
    """Whether what the working file holds was built by today's models and is published: then nothing new needs no build."""
    last = warehouse.con.execute(query("ledger/last_build"), {"run_no": warehouse.run.run_no}).fetchone()
    if last is None or last[1:] != ("success", _built_by()):
        return False
    try:
        with open_published(warehouse.home) as published:
            return bool(ask(published, "published_run", run_id=last[0]))
    except NothingPublishedError:
        return False


def _built_by() -> str:
    digest = hashlib.sha256()
    for path in sorted(path for layer in ("core", "marts", "tests") for path in (SQL / layer).glob("*.sql")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return f"Built by models {digest.hexdigest()[:12]}."


def build_and_publish(
    warehouse: Warehouse, settings: Settings, counts: Counter[str], accept_changes: bool = False, whole: bool = False
) -> None:
    """Build the marts, check them, and publish: what was touched since the last build, or (`whole`) everything.

    Raises ChecksFailedError, and TooMuchChangedError unless `accept_changes`, with the last good file still published.
    """
    advanced("models", 0)
    warehouse.load_reference(**reference_tables())
    models = build_models(warehouse, whole)
    if whole:
        counts["models_built"] = len(models)
    show_table(
        key="models",
        table=[{"model": one.name, "made": one.how, "rows": one.rows, "seconds": round(one.seconds, 2)} for one in models],
        description="The SQL models in the order in which they were built, and the rows written; views have none of their own",
    )
    counts.update({f"new_{row['status']}": row["new"] for row in files_of_run(warehouse)})
    log_files(warehouse)
    advanced("checks", 0)
    checks = run_checks(warehouse)
    show_checks(checks)
    require(checks)
    changes = warehouse.changes_to_publish()
    show_changes("changed-values", changes, "Values that this release changes in reports whose bytes are the same")
    counts["values_changed"] = changes.differing
    if not accept_changes:
        require_acceptable(changes, settings.most_changed, warehouse.run.run_id)
    advanced("publish", 0)
    warehouse.finish_run("success", counts, _built_by())
    publish(warehouse, whole)
    advanced("page", 0)
    refresh_static_page(warehouse)


def files_of_run(warehouse: Warehouse) -> list[Row]:
    """The rows of questions/run_files for the run at hand; the models must be built."""
    return ask(warehouse.con, "run_files", run_no=warehouse.run.run_no)
