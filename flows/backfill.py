"""Reads stored raw bytes again with today's code and catalogue, by year, place and reason; never looks at an inbox."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import partial
from math import ceil

from prefect import flow

from flows.console import SaidError
from flows.notify import tell_webhook
from flows.observe import name_run, observed, parts_of, show_changes, show_summary, show_table
from flows.parameters import Count, Level, Reason, Year
from flows.settings import Settings
from flows.walk import build_and_publish, extract_and_load, recorded, writing
from tasks.chunks import Extract, extract_by_catalogue
from tasks.extract import extractor_version
from tasks.intake.archive import Archive, DamagedError
from warehouse.changes import changes_by_reading, chosen_by_region
from warehouse.warehouse import Selection, Warehouse

_SAMPLE = 50  # contents that a dry run reads to show what would change


@flow(
    name="backfill",
    flow_run_name="backfill {reason}",
    persist_result=False,
    on_failure=[tell_webhook],
    on_crashed=[tell_webhook],
)
def backfill(
    years_from: Year | None = None,
    years_to: Year | None = None,
    places: list[str] = [],  # noqa: B006  # a factory shows as required in the form
    levels: list[Level] = [],  # noqa: B006
    reason: Reason = "catalogue_changed",
    reject_codes: list[str] = [],  # noqa: B006
    rejected_since: date | None = None,
    limit: Count | None = None,
    dry_run: bool = True,
    accept_changes: bool = False,
) -> Counter[str]:
    """Read reports again from their stored bytes.

    Args:
        years_from: First year reported on; no bound when empty.
        years_to: Last year reported on; no bound when empty.
        places: Names or codes of places, of any level; everywhere when empty.
        levels: Levels of the reporting bodies; all when empty.
        reason: Why. catalogue_changed and code_changed take what another version read (one version covers both),
            rejected_again takes refused files, pages_without_text what text recognition may add to (set FAZHI_OCR first),
            everything takes all.
        reject_codes: With rejected_again, only files refused with one of these codes; all when empty.
        rejected_since: With rejected_again, only files first offered on this day or later.
        limit: Read at most so many files.
        dry_run: Only show what would be read again and, on a sample, what would change.
        accept_changes: Publish even when more of the published values change than the settings allow.
    """
    settings, version = Settings(), extractor_version()
    again = reason == "rejected_again"
    selection = Selection(
        version if reason in ("catalogue_changed", "code_changed") else None,
        years_from,
        years_to,
        tuple(places) or None,
        tuple(levels) or None,
        again,
        tuple(reject_codes) or None,
        rejected_since if again else None,
        reason == "pages_without_text",
    )
    if selection.pages_without_text and not settings.ocr:
        raise SaidError("Text recognition is off: set FAZHI_OCR=1, without which nothing more would be read.")
    extract = partial(extract_by_catalogue, ocr=settings.ocr)
    with observed(settings), writing(settings) as warehouse:
        archive = Archive(settings.archive)
        chosen = warehouse.stored(selection)["sha256"].to_pylist()
        chosen = [sha256 for sha256 in chosen if archive.path(sha256).exists()][:limit]
        _show_selection(warehouse, chosen)
        name_run(settings, "backfill", f"{len(chosen)} {'would be read again' if dry_run else 'read again'}, {reason}")
        if dry_run or not chosen:
            return Counter(selected=len(chosen)) + _show_sample(warehouse, archive, chosen, extract)
        with recorded(warehouse, "backfill", version) as counts:
            counts["selected"] = len(chosen)
            counts.update(extract_and_load(warehouse, settings, extract, chosen)._asdict())
            build_and_publish(warehouse, settings, counts, accept_changes)
            show_summary("backfill", "Backfill", counts, parts_of(warehouse, settings))
            return counts


def _show_selection(warehouse: Warehouse, chosen: list[str]) -> None:
    show_table(
        key="backfill-selection",
        table=chosen_by_region(warehouse.con, chosen),
        description=f"{len(chosen)} files chosen, per year and region; refused files have neither",
    )


def _show_sample(warehouse: Warehouse, archive: Archive, chosen: list[str], extract: Extract) -> Counter[str]:
    sampled = chosen[:: max(1, ceil(len(chosen) / _SAMPLE))]  # evenly over the loading order
    amounts = extract(_whole(archive, sampled))["quantities"]
    changes = changes_by_reading(warehouse.con, sampled, amounts)
    show_changes("backfill-changes", changes, f"Amounts that reading {len(sampled)} of them again would change")
    return Counter(sampled=len(sampled), added=changes.added, removed=changes.removed, changed=changes.changed)


def _whole(archive: Archive, hashes: list[str]) -> Iterator[tuple[str, bytes]]:
    for sha256 in hashes:
        with suppress(DamagedError):  # `fazhi verify` names it; here it is as if it were not chosen
            yield sha256, archive.read(sha256)
