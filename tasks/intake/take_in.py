"""Takes an inbox in: lists it, reads what is new in it, and archives the raw bytes before anything else happens to them."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from tasks.intake.archive import Archive
from tasks.intake.discover import Left, Limits, Listing, Offer
from tasks.intake.fetch import Content, Refused, read_offer


class Known(NamedTuple):
    """What an earlier run saw at one place of an inbox."""

    sha256: str
    size_bytes: int
    stamp_ns: int | None


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


def take_in(listing: Listing, known: Mapping[str, Known], archive: Archive, limits: Limits, batch: int) -> Iterator[Intake]:
    """Yield what stands in the inbox in batches of about `batch` contents, each archived and synced as a whole.

    A file that stands as an earlier run saw it (`known`, by source_uri) is not read again.
    """
    standing = _Standing(listing.inbox, known)
    intake = Intake([], [], [], 0)
    for entry in listing.entries:
        intake = _add(intake, entry, standing, archive, limits)
        if len(intake.kept) + len(intake.refused) >= batch:
            archive.seal()
            yield intake
            intake = Intake([], [], [], 0)
    archive.seal()
    yield intake


def _add(intake: Intake, entry: Offer | Left, standing: "_Standing", archive: Archive, limits: Limits) -> Intake:
    if isinstance(entry, Left):
        intake.left.append(entry)
        intake.kept.extend(standing.at(entry.source_uri))  # it is still there, as far as anyone knows
        return intake
    unchanged = standing.unchanged(entry, lambda sha256: archive.path(sha256).exists())
    if unchanged:
        intake.kept.extend(unchanged)
        return intake
    stood = standing.at(entry.source_uri)
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


class _Standing:
    """The places of one inbox as earlier runs saw them; a zip's members are found by the zip's own place."""

    def __init__(self, inbox: str, known: Mapping[str, Known]) -> None:
        self._inbox = inbox
        self._places: dict[str, list[Kept]] = {}
        for source_uri, seen in known.items():
            container = source_uri.partition("!/")[0]
            place = container if container.lower().endswith(".zip") else source_uri
            self._places.setdefault(place, []).append(Kept(inbox, source_uri, *seen))

    def unchanged(self, offer: Offer, archived: Callable[[str], bool]) -> list[Kept]:
        """What stood at the offer's place, if it stands there unchanged and is archived in full; else nothing."""
        there = self._places.get(offer.source_uri, [])
        same = offer.stamp_ns is not None and all(
            kept.stamp_ns == offer.stamp_ns
            and (kept.size_bytes == offer.size_bytes or kept.source_uri != offer.source_uri)
            and archived(kept.sha256)
            for kept in there
        )
        return self.at(offer.source_uri) if same else []

    def at(self, place: str) -> list[Kept]:
        """Take out what stood at `place`."""
        return self._places.pop(place, [])
