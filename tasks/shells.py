"""The Prefect tasks: thin shells around the stages, each walking many files or many chunks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.chunks import ChunkJob, Extract, extract_job, read_tables, rejected_tables
from tasks.intake.archive import Archive
from tasks.intake.discover import Left, Limits, Listing
from tasks.intake.take_in import Intake, Kept, take_in
from tasks.progress import advanced
from warehouse.around import ModelRun
from warehouse.checks import CheckResult
from warehouse.load import ChunkResult
from warehouse.page.write import PageSummary, refresh_page
from warehouse.warehouse import Warehouse

Map = Callable[[Callable[[ChunkJob], Path], Iterable[ChunkJob]], Iterator[Path]]
"""How a runner maps a function over jobs, yielding in their order."""

_TEXT, _NUMBER = pa.string(), pa.int64()
_OFFERS = pa.schema(list(zip(Kept._fields, (_TEXT, _TEXT, _TEXT, _NUMBER, _NUMBER), strict=True)))


class Seen(NamedTuple):
    """What stood in an inbox: how many files and zip members, how many of them were read now, and what was left there."""

    files: int
    read: int
    refused: int
    left: tuple[Left, ...]


@task(task_run_name="take in {listing.inbox}", cache_policy=NO_CACHE)
def take_in_inbox(warehouse: Warehouse, listing: Listing, archive: Archive, limits: Limits, batch: int) -> Seen:
    """Archive what is new in an inbox and enter all that stands there into the ledger."""
    standing = partial(_standing, warehouse, listing.inbox)
    files = read = refused = 0
    left: list[Left] = []
    advanced("archive", files)
    for intake in take_in(listing, standing, archive, limits, batch):
        advanced("ledger", files)
        _enter(warehouse, intake)
        files += len(intake.kept) + len(intake.refused) + len(intake.left)
        read += intake.read
        refused += len(intake.refused)
        left += intake.left
        advanced("archive", files)
    if listing.whole:
        warehouse.close_listing(listing.inbox, [one.source_uri for one in left])
    for one in left:
        get_run_logger().warning("%s/%s %s", one.inbox, one.source_uri, one.reason)
    return Seen(files, read, refused, tuple(left))


def _standing(warehouse: Warehouse, inbox: str, places: Sequence[str]) -> dict[str, list[Kept]]:
    offers = warehouse.known_offers(inbox, places)  # asked once: two answers of the same query may differ in their order
    columns = (offers[name].to_pylist() for name in ("place", "source_uri", "sha256", "size_bytes", "mtime_ns"))
    stood: dict[str, list[Kept]] = {}
    for place, *seen in zip(*columns, strict=True):
        stood.setdefault(place, []).append(Kept(inbox, *seen))
    return stood


def _enter(warehouse: Warehouse, intake: Intake) -> None:
    refused = [Kept(one.inbox, one.source_uri, one.sha256, one.size_bytes, None) for one in intake.refused]
    rows = [kept._asdict() for kept in (*intake.kept, *refused)]
    warehouse.register_offers(pa.Table.from_pylist(rows, _OFFERS).rename_columns({"stamp_ns": "mtime_ns"}))
    if intake.refused:
        warehouse.load_chunk(rejected_tables(intake.refused))


@task(task_run_name="read on from {before} of {total}", cache_policy=NO_CACHE)
def read_chunks(
    warehouse: Warehouse, jobs: Sequence[ChunkJob], run: Map, extract: Extract, before: int, total: int
) -> list[ChunkResult]:
    """Extract chunks on the runner's workers and commit each as it arrives; `before` of `total` contents lie behind."""
    loaded = []
    advanced("extract", before, total)
    for job, folder in zip(jobs, run(partial(extract_job, extract=extract), jobs), strict=True):
        advanced("load", before, total)
        loaded.append(warehouse.load_chunk(read_tables(folder)))
        before += len(job.hashes)
        advanced("extract", before, total)
    return loaded


@task(cache_policy=NO_CACHE)
def build_models(warehouse: Warehouse, whole: bool = False) -> list[ModelRun]:
    """Build the views and marts of sql/ in the order of what they read: what was touched, or all."""
    return warehouse.build_models(whole)


@task(cache_policy=NO_CACHE)
def run_checks(warehouse: Warehouse) -> list[CheckResult]:
    """Run the data tests of sql/tests; what failed is for the flow to judge, after it has shown it."""
    return warehouse.run_checks()


@task(cache_policy=NO_CACHE)
def publish(warehouse: Warehouse, whole: bool = False) -> None:
    """Swap in the new file for analysts, and what changed of the Parquet export, or all of it."""
    warehouse.publish(whole)


@task(cache_policy=NO_CACHE)
def refresh_static_page(warehouse: Warehouse) -> PageSummary | None:
    """Write what changed of the static page, where the home has one."""
    return refresh_page(warehouse.home)
