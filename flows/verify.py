"""Proves that nothing is lost and nothing half: bytes, ledger, rows, exports, published file; mends what bytes can rebuild."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import pyarrow as pa
from prefect import flow, get_run_logger

from flows.notify import tell_webhook
from flows.observe import name_run, observed, show_table
from flows.settings import Settings
from flows.walk import build_and_publish, extract_and_load, recorded, writing
from tasks.chunks import extract_by_catalogue
from tasks.extract import extractor_version
from tasks.intake.archive import Archive, DamagedError
from warehouse.connection import first_line
from warehouse.copies import Apart, reports_apart
from warehouse.foreign import set_foreign_aside
from warehouse.ledger import OFFER_SCHEMA
from warehouse.verify import (
    Broken,
    Finding,
    broken_reports,
    contents_to_keep,
    count_reports,
    foreign_finding,
    offered_contents,
    recover_working_file,
    release_findings,
    rows_without_report,
)
from warehouse.warehouse import Warehouse


class Verified(NamedTuple):
    """What is held, and what was found; `left` is what stands after the repair, or everything where none was asked for."""

    contents: int
    reports: int
    found: tuple[Finding, ...]
    left: tuple[Finding, ...]
    repaired: bool


class _Examined(NamedTuple):
    contents: int
    reports: int
    damaged: dict[str, str]  # hash -> what is wrong
    broken: list[Broken]
    apart: list[Apart]
    undecided: list[str]  # reports whose copies disagree, their bytes lost
    astray: dict[str, str]
    unknown: list[str]  # hashes that only the archive knows
    findings: tuple[Finding, ...]


@flow(name="verify", flow_run_name="verify", persist_result=False, on_failure=[tell_webhook], on_crashed=[tell_webhook])
def verify(repair: bool = True) -> Verified:
    """Check archive, ledger, rows, exports and published file against each other.

    Args:
        repair: Also make again what can be made from the raw bytes; without it nothing is touched.
    """
    settings, archive = Settings(), Archive(Settings().archive)
    recovered = recover_working_file(settings.home) if repair else None
    with observed(settings), writing(settings) as warehouse:
        mended = [Finding("working file", 1, recovered, repairable=True)] if recovered else []
        aside = _clear_exports(settings) if repair else []
        before = _examine(warehouse, settings, archive)
        found = (*mended, *aside, *before.findings)
        _show(found)
        name_run(settings, "verify", f"{len(found)} findings" if found else "all is whole")
        if not repair or not (found or before.damaged):
            return Verified(before.contents, before.reports, found, found, repaired=False)
        if not (mended or before.findings):  # foreign files were all, and stand elsewhere now
            return Verified(before.contents, before.reports, found, (), repaired=True)
        for sha256 in before.damaged:
            get_run_logger().warning("set aside: %s", archive.set_aside(sha256))
        if before.undecided:  # published would be what may be the wrong one of two copies
            return Verified(before.contents, before.reports, found, found, repaired=False)
        _mend(warehouse, settings, archive, before)
        after = _examine(warehouse, settings, archive)
        return Verified(after.contents, after.reports, found, after.findings, repaired=True)


def _clear_exports(settings: Settings) -> list[Finding]:
    """Take foreign files out of the exports before these are read; nothing of them is lost."""
    folder, found = set_foreign_aside(settings.home)
    for path in found:
        get_run_logger().warning("export/%s was set aside: %s", path, folder / path)
    return [foreign_finding([f"{path}, now in {folder.name}/" for path in found])] if found else []


def _examine(warehouse: Warehouse, settings: Settings, archive: Archive) -> _Examined:
    damaged, contents = _damaged(archive), contents_to_keep(warehouse.con)
    missing = [sha256 for sha256 in contents if sha256 not in damaged and not archive.path(sha256).exists()]
    broken, astray = broken_reports(warehouse.con), rows_without_report(warehouse.con)
    apart = reports_apart(warehouse.con, settings.home)
    waiting = warehouse.pending()["sha256"].to_pylist()
    reports = count_reports(warehouse.con)
    lost, unknown = {*damaged, *missing}, _unknown(warehouse, archive, damaged)
    undecided = [one.report_id for one in apart if one.sha256 in damaged or not archive.path(one.sha256).exists()]
    decided = sorted({one.report_id for one in apart} - {*undecided})
    findings = (
        *_finding("raw bytes that are damaged", [f"{sha256}: {told}" for sha256, told in damaged.items()], False),
        *_finding("raw bytes that are missing from the archive", missing, False),
        *_finding("archived contents that the ledger does not know", unknown, True),
        *_finding("contents that wait to be read", [one for one in waiting if one not in lost], True),
        *_finding("contents that wait to be read, their bytes lost", [one for one in waiting if one in lost], False),
        *_finding("reports that lost rows", [f"{one.report_id}: {one.lost}" for one in broken if one.sha256 not in lost], True),
        *_finding("reports that lost rows and their bytes", [one.report_id for one in broken if one.sha256 in lost], False),
        *_finding("reports whose copies differ, which the raw bytes decide: read again", decided, True),
        *_finding("reports whose copies differ and their bytes are lost: nothing is published", undecided, False),
        *_finding("rows without a report", [f"{key}: {tables}" for key, tables in astray.items()], True),
        *release_findings(warehouse.con, settings.home),
    )
    return _Examined(len(contents), reports, damaged, broken, apart, undecided, astray, unknown, findings)


def _damaged(archive: Archive) -> dict[str, str]:
    found = {}
    for sha256 in archive.hashes():
        try:
            archive.read(sha256)
        except DamagedError as error:
            found[sha256] = first_line(error)
    return found


def _unknown(warehouse: Warehouse, archive: Archive, damaged: Mapping[str, str]) -> list[str]:
    """What was archived and never entered: the ledger is lost, or the run died between the two and the file then vanished."""
    known = {*damaged, *offered_contents(warehouse.con)}
    return [sha256 for sha256 in archive.hashes() if sha256 not in known]


def _archive_as_inbox(archive: Archive, hashes: Sequence[str]) -> pa.Table:
    """Offer what lies in the archive as files of an inbox of that name: where they once stood is lost with the ledger."""
    rows = [("archive", sha256, sha256, archive.path(sha256).stat().st_size, None) for sha256 in hashes]
    return pa.Table.from_pylist([dict(zip(OFFER_SCHEMA.names, row, strict=True)) for row in rows], OFFER_SCHEMA)


def _finding(check: str, cases: Sequence[str], repairable: bool) -> Iterator[Finding]:
    if cases:
        yield Finding(check, len(cases), cases[0], repairable)


def _mend(warehouse: Warehouse, settings: Settings, archive: Archive, examined: _Examined) -> None:
    """Drop rows without a report, read reports that are broken or whose copies differ again, and build and publish anew."""
    with recorded(warehouse, "repair", extractor_version()) as counts:
        if examined.unknown:
            warehouse.register_offers(_archive_as_inbox(archive, examined.unknown))
        warehouse.drop_rows(examined.astray)
        doubted = [*(one.sha256 for one in examined.broken), *(one.sha256 for one in examined.apart)]
        again = [sha256 for sha256 in doubted if archive.path(sha256).exists()]
        counts.update(extract_and_load(warehouse, settings, partial(extract_by_catalogue, ocr=settings.ocr), again)._asdict())
        build_and_publish(warehouse, settings, counts, accept_changes=True, whole=True)  # it restores what was


def _show(found: Sequence[Finding]) -> None:
    rows = [one._asdict() for one in found] or [{"check": "all is whole", "cases": 0, "example": "", "repairable": True}]
    show_table(key="verify", table=rows, description="What verify found; raw bytes are all that cannot be made again")
