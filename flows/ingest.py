"""The nightly flow: discover, archive, extract in chunks, load, build, check, publish."""

from collections import Counter
from functools import partial
from typing import NamedTuple

from prefect import flow
from prefect.runtime import deployment

from flows.missed import make_up_for_missed_nights
from flows.nights import NIGHTLY
from flows.notify import tell_webhook
from flows.observe import name_run, observed, parts_of, show_summary
from flows.parameters import Seconds
from flows.questions import Row, ask
from flows.settings import Settings
from flows.walk import build_and_publish, extract_and_load, files_of_run, is_current, recorded, writing
from tasks.chunks import Extract, extract_by_catalogue
from tasks.extract import extractor_version
from tasks.intake.archive import Archive
from tasks.intake.discover import Left, Limits, list_inbox
from tasks.shells import Seen, refresh_static_page, take_in_inbox
from warehouse.sql import query
from warehouse.warehouse import Warehouse


class Ingested(NamedTuple):
    """What one run did, and whether there was anything to do."""

    inboxes: tuple[str, ...]  # folders, or single files that were asked for
    counts: Counter[str]
    left: tuple[Left, ...]  # what it did not take, and why
    published: bool
    files: list[Row]  # what became of the files it saw: questions/run_files
    replaced: int  # places whose older version gave way
    rejects: list[Row]  # questions/rejects: of the new files, or of all where no file it saw is a report
    run: Row  # questions/newest_run: its entry in the ledger

    @property
    def useless(self) -> bool:
        """Whether it saw files, and none of them is a report: all are rejected or could not be taken."""
        return self.counts["files"] > 0 and all(row["status"] == "rejected" for row in self.files)


@flow(name="ingest", flow_run_name="ingest", persist_result=False, on_failure=[tell_webhook], on_crashed=[tell_webhook])
def ingest(inboxes: list[str] = [], settle_seconds: Seconds = 0) -> Ingested:  # noqa: B006  # a factory shows as required in the form
    """Bring what is new in the inboxes into the warehouse and publish it.

    Args:
        inboxes: Folders, files or URLs to read; those of the setting FAZHI_INBOX when empty.
        settle_seconds: A file that changed more recently than this waits for the next run.
    """
    settings = Settings()
    with observed(settings):
        if left_out := make_up_for_missed_nights():
            return left_out  # type: ignore[return-value]  # a state that a flow returns is its run's
        return run_ingest(settings, inboxes, settle_seconds, partial(extract_by_catalogue, ocr=settings.ocr))


def run_ingest(settings: Settings, inboxes: list[str], settle_seconds: float, extract: Extract) -> Ingested:
    """Ingest with a given extractor; must be called inside a flow."""
    limits = Limits(settings.max_bytes, settle_seconds)
    listings = [list_inbox(place, limits) for place in inboxes or settings.inboxes]
    version = extractor_version()
    with writing(settings) as warehouse, recorded(warehouse, _kind(), version) as counts:
        archive = Archive(settings.archive)
        batch = 2 * settings.chunk_reports
        seen = [take_in_inbox(warehouse, listing, archive, limits, batch) for listing in listings]
        _count(counts, seen)
        warehouse.note_taken_in(counts)
        name_run(settings, _kind(), f"{counts['read']} new" if counts["read"] else "nothing new")
        stale = query("ledger/offered_stale"), {"run_no": warehouse.run.run_no, "extractor_version": version}
        again = [sha256 for sha256, _ in warehouse.con.execute(*stale).fetchall() if archive.path(sha256).exists()]
        counts["read_again"] = len(again)
        counts.update(extract_and_load(warehouse, settings, extract, again)._asdict())
        published = bool(counts["read"] or counts["processed"]) or not is_current(warehouse)
        if published:
            build_and_publish(warehouse, settings, counts)
        else:
            warehouse.finish_run("success", dict(counts), "Nothing new.")
            refresh_static_page(warehouse)  # the last run may have been killed before it came to that
        left = tuple(one for each in seen for one in each.left)
        waiting = [{"path": one.source_uri, "why": one.reason} for one in left[:50]]
        show_summary("ingest", "Ingest", counts, [("Left for the next run", waiting), *parts_of(warehouse, settings)])
        return _told(warehouse, Ingested(tuple(one.asked for one in listings), counts, left, published, [], 0, [], {}))


def _told(warehouse: Warehouse, done: Ingested) -> Ingested:
    """Add what became of the files that this run saw."""
    run_no = warehouse.run.run_no
    done = done._replace(files=files_of_run(warehouse), replaced=ask(warehouse.con, "run_replaced", run_no=run_no)[0]["places"])
    rejects = ask(warehouse.con, "rejects", run_no=run_no, only_new=not done.useless)
    return done._replace(rejects=rejects, run=ask(warehouse.con, "newest_run")[0])


def _kind() -> str:
    """`nightly` where the schedule's deployment runs it: `fazhi status` tells by these whether a night is overdue."""
    name: str | None = deployment.name
    return NIGHTLY if name == NIGHTLY else "ingest"


def _count(counts: Counter[str], seen: list[Seen]) -> None:
    counts["files"] = sum(one.files for one in seen)
    counts["read"] = sum(one.read + one.refused for one in seen)
    counts["left"] = sum(len(one.left) for one in seen)
