"""Takes an inbox in: lists it, reads what is new in it, and archives the raw bytes before anything else happens to them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from tasks.intake.archive import Archive
from tasks.intake.discover import Left, Limits, Listing, Offer
from tasks.intake.fetch import Content, Refused, read_offer


class Kept(NamedTuple):
    """One content that stands in an inbox and lies in the archive."""

    inbox: str
    source_uri: str
    sha256: str
    size_bytes: int
    stamp_ns: int | None


class Intake(NamedTuple):
    """One batch of an inbox: durable when it is handed out."""

    kept: list[Kept]
    refused: list[Refused]
    left: list[Left]
    read: int  # how many of the kept were read now; the others stood unchanged


Standing = Callable[[Sequence[str]], dict[str, list[Kept]]]
"""Tells what earlier runs saw at some places of an inbox, by place; a zip's members stand at the zip's own place."""

_TOGETHER = 20_000  # entries of an inbox that are asked for at once, and contents that are entered at once: a query each


def take_in(listing: Listing, standing: Standing, archive: Archive, limits: Limits, batch: int) -> Iterator[Intake]:
    """Yield what stands in the inbox, in batches of about `batch` contents that were read; each is archived and synced.

    A file that stands as an earlier run saw it is not read again.
    """
    intake = Intake([], [], [], 0)
    for entry, stood in _with_standing(listing.entries, standing):
        intake = _add(intake, entry, stood, archive, limits)
        if intake.read + len(intake.refused) >= batch or len(intake.kept) >= _TOGETHER:
            archive.seal()
            yield intake
            intake = Intake([], [], [], 0)
    archive.seal()
    yield intake


def _with_standing(entries: Iterable[Offer | Left], standing: Standing) -> Iterator[tuple[Offer | Left, list[Kept]]]:
    """Each entry with what stood at its place; asked many at a time, so that no more than these are held in memory."""
    waiting = iter(entries)
    while together := list(islice(waiting, _TOGETHER)):
        there = standing([entry.source_uri for entry in together])
        for entry in together:
            yield entry, there.pop(entry.source_uri, [])


def _add(intake: Intake, entry: Offer | Left, stood: list[Kept], archive: Archive, limits: Limits) -> Intake:
    if isinstance(entry, Left):
        intake.left.append(entry)
        intake.kept.extend(stood)  # it is still there, as far as anyone knows
        return intake
    if _is_unchanged(entry, stood, archive):
        intake.kept.extend(stood)
        return intake
    read = 0
    for outcome in read_offer(entry, limits):
        if isinstance(outcome, Content):
            read += 1
            sha256 = archive.put(outcome.raw)
            intake.kept.append(Kept(outcome.inbox, outcome.source_uri, sha256, len(outcome.raw), entry.stamp_ns))
        elif isinstance(outcome, Refused):
            intake.refused.append(outcome)
        else:
            intake.left.append(outcome)
            intake.kept.extend(stood)
    return intake._replace(read=intake.read + read)


def _is_unchanged(offer: Offer, stood: list[Kept], archive: Archive) -> bool:
    """Whether what stood at the offer's place stands there as it was, and is archived in full."""
    return (
        bool(stood)
        and offer.stamp_ns is not None
        and all(
            kept.stamp_ns == offer.stamp_ns
            and (offer.size_bytes in (0, kept.size_bytes) or kept.source_uri != offer.source_uri)  # 0: no listing told it
            and archive.path(kept.sha256).exists()
            for kept in stood
        )
    )
