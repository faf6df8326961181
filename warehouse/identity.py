"""Which report a content is: the pure rules of identity, over what the ledger knows of the contents' surroundings.

Two contents are one report when their folded text is equal (twins), or when one followed the other at a place of an
inbox (versions; the newest read one is loaded). A content that still stands elsewhere stays a report of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

Spot = tuple[str, str]  # inbox, source_uri


class Offer(NamedTuple):
    """One content at one spot; `live` tells that the spot was still there when its inbox was last listed."""

    spot: Spot
    sha256: str
    last_run: int
    live: bool


class Loaded(NamedTuple):
    """The version of a report that is in the warehouse."""

    sha256: str
    fold_hash: str


class Fate(NamedTuple):
    """What becomes of a content: the report it belongs to, and whether its rows are to be loaded as that report's."""

    report_id: str | None
    load: bool


class Surroundings:
    """The part of the ledger that decides about some contents, kept up to date while they are decided one by one."""

    def __init__(self, offers: Iterable[Offer], folds: Mapping[str, str], reports: Mapping[str, Loaded]) -> None:
        """Take the offers, the fold_hash of each content read so far, and the reports loaded so far."""
        self.reports: dict[str, Loaded] = {}
        self._by_fold: dict[str, str] = {}
        self._by_content: dict[str, str] = {}
        self._folds = dict(folds)
        self._offers: dict[Spot, list[Offer]] = defaultdict(list)
        self._spots: dict[str, list[Spot]] = defaultdict(list)
        for offer in sorted(offers, key=lambda offer: (-offer.last_run, offer.sha256)):
            self._offers[offer.spot].append(offer)
            self._spots[offer.sha256].append(offer.spot)
        for report_id, loaded in sorted(reports.items()):
            self._put(report_id, loaded)

    def decide(self, sha256: str, fold_hash: str | None) -> Fate:
        """Decide one content, `fold_hash` None when it was rejected, and remember the decision."""
        own = self._by_content.get(sha256)
        if fold_hash is None:
            self._folds.pop(sha256, None)
            self._drop(own)
            return Fate(None, False)
        self._folds[sha256] = fold_hash
        spots = {spot for spot in self._spots[sha256] if self._current(spot) == sha256}
        twin = self._by_fold.get(fold_hash)
        if not spots:
            # outdated everywhere; what is loaded from it stays until a content that stands somewhere takes the report over
            fate = Fate(own, own is not None)
        elif twin and twin != own:
            self._drop(own)
            fate = Fate(twin, not self._is_current(self.reports[twin].sha256))
        else:
            fate = Fate(own or self._older_version(sha256, spots) or self._new_id(sha256), True)
        if fate.load and fate.report_id:
            self._put(fate.report_id, Loaded(sha256, fold_hash))
        return fate

    def _put(self, report_id: str, loaded: Loaded) -> None:
        self._drop(report_id)
        self.reports[report_id] = loaded
        self._by_content[loaded.sha256] = report_id
        self._by_fold.setdefault(loaded.fold_hash, report_id)

    def _drop(self, report_id: str | None) -> None:
        before = self.reports.pop(report_id, None) if report_id else None
        if before:
            self._by_content.pop(before.sha256, None)
            if self._by_fold.get(before.fold_hash) == report_id:
                del self._by_fold[before.fold_hash]

    def _older_version(self, sha256: str, spots: set[Spot]) -> str | None:
        """The report that an earlier content of these spots was, unless that text still stands elsewhere."""
        older = {offer.sha256 for spot in spots for offer in self._offers[spot]} - {sha256}
        reports = {self._by_content.get(content) or self._by_fold.get(self._folds.get(content, "")) for content in older}
        return min((key for key in reports if key and not self._stands_elsewhere(self.reports[key], spots)), default=None)

    def _stands_elsewhere(self, report: Loaded, spots: set[Spot]) -> bool:
        return any(
            there[0].live and self._folds.get(self._current(spot) or "") == report.fold_hash
            for spot, there in self._offers.items()
            if spot not in spots
        )

    def _current(self, spot: Spot) -> str | None:
        return next((offer.sha256 for offer in self._offers[spot] if offer.sha256 in self._folds), None)

    def _is_current(self, sha256: str) -> bool:
        return any(self._current(spot) == sha256 for spot in self._spots[sha256])

    def _new_id(self, sha256: str) -> str:
        # the first 16 digits may still name the report whose first version this content was, before it moved elsewhere
        return sha256[:16] if sha256[:16] not in self.reports else sha256[16:32]
