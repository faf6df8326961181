"""Finds what an inbox offers (a folder, one file, an fsspec URL) without reading it; links, pipes and devices never."""

import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import urlsplit


class InboxError(Exception):
    """An inbox that cannot be walked at all; the message is one sentence for a person."""


class Limits(NamedTuple):
    """What is taken in, and when: `settle_seconds` is how long a file must have been left alone (0: take it as it stands)."""

    max_bytes: int = 50_000_000
    settle_seconds: float = 0.0


class Offer(NamedTuple):
    """One file that stands in an inbox, as its directory entry tells; not read yet."""

    inbox: str
    source_uri: str
    location: str  # path or URL that opens it
    size_bytes: int
    modified_ns: int | None  # None where the store does not say
    filesystem: Any = None  # the fsspec filesystem of a remote offer


class Left(NamedTuple):
    """Something that stood in the inbox and was not taken, with the reason: it is looked at again by the next run."""

    inbox: str
    source_uri: str
    code: str
    reason: str


def find_offers(place: str, limits: Limits, now: float | None = None) -> Iterator[Offer | Left]:
    """Walk `place` (folder, file or URL) in a stable order, without reading a file.

    Raises InboxError where the place is missing, unreadable or of a kind that no installed driver opens.
    """
    if "://" in place and not place.startswith("file://"):
        found = _find_remote(place)
    else:
        found = _find_local(Path(place.removeprefix("file://")))
    at = time.time() if now is None else now
    for offer in found:
        yield _settled(offer, limits, at) if isinstance(offer, Offer) else offer


def _find_local(place: Path) -> Iterator[Offer | Left]:
    try:
        root = place.resolve(strict=True)
        kind = root.stat().st_mode
    except OSError as error:
        raise InboxError(f"{place} cannot be read: {sentence(error)}") from error
    if stat.S_ISDIR(kind):
        yield from _walk(root, root)
    elif stat.S_ISREG(kind):
        yield _local_offer(root.parent, root, root.stat())
    else:
        raise InboxError(f"{place} is neither a folder nor a file.")


def _walk(root: Path, folder: Path) -> Iterator[Offer | Left]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        if folder == root:
            raise InboxError(f"{root} cannot be read: {sentence(error)}") from error
        yield Left(str(root), _relative(root, folder), "unreadable", f"could not be listed: {sentence(error)}")
        return
    for entry in entries:
        path = Path(entry.path)
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError:
            continue  # gone since it was listed
        if stat.S_ISDIR(status.st_mode):
            yield from _walk(root, path)
        elif stat.S_ISREG(status.st_mode):
            yield _local_offer(root, path, status)
        else:
            yield Left(str(root), _relative(root, path), "not_a_file", "is a link, pipe or device, which are never followed.")


def _local_offer(root: Path, path: Path, status: os.stat_result) -> Offer:
    return Offer(plain_text(str(root)), _relative(root, path), str(path), status.st_size, status.st_mtime_ns)


def _find_remote(url: str) -> Iterator[Offer | Left]:
    import fsspec  # heavy, and needed for URLs only

    try:
        filesystem, root = fsspec.core.url_to_fs(url)
        if filesystem.isfile(root):
            folder, names = root.rsplit("/", 1)[0] if "/" in root else "", {root: filesystem.info(root)}
        else:
            folder, names = root, filesystem.find(root, detail=True)
    except (OSError, ValueError, ImportError) as error:
        raise InboxError(f"{_without_secret(url)} cannot be read: {sentence(error)}") from error
    if not names:
        raise InboxError(f"{_without_secret(url)} cannot be read: nothing stands there.")
    inbox = _without_secret(str(filesystem.unstrip_protocol(folder)))
    for name, entry in sorted(names.items()):
        relative = name[len(folder) :].lstrip("/") or PurePosixPath(name).name
        yield Offer(inbox, plain_text(relative), name, int(entry.get("size") or 0), _modified_ns(entry), filesystem)


def _modified_ns(entry: dict[str, Any]) -> int | None:
    # each fsspec driver names the time of the last change its own way
    for key in ("mtime", "LastModified", "last_modified", "modified", "created"):
        moment = entry.get(key)
        if moment is not None:
            seconds = moment.timestamp() if hasattr(moment, "timestamp") else float(moment)
            return int(seconds * 1e9)
    return None


def _settled(offer: Offer, limits: Limits, now: float) -> Offer | Left:
    # the distance, not the difference: a clock that was wrong once must not keep a file out for ever
    if limits.settle_seconds and offer.modified_ns is not None and abs(now - offer.modified_ns / 1e9) < limits.settle_seconds:
        return left(offer, "settling", "changed within the last minute; the next run takes it.")
    return offer


def left(offer: Offer, code: str, reason: str) -> Left:
    """Leave `offer` for a later run, saying why."""
    return Left(offer.inbox, offer.source_uri, code, reason)


def _relative(root: Path, path: Path) -> str:
    return plain_text(path.relative_to(root).as_posix())


def plain_text(name: str) -> str:
    """Make a name that is no valid UTF-8 into text that a database takes: its odd bytes are written out."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _without_secret(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rsplit("@", 1)[-1], query="", fragment="").geturl()


def sentence(error: BaseException) -> str:
    """What went wrong, as the lower-case end of a sentence."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error) or type(error).__name__
    return f"{reason[:1].lower()}{reason[1:].rstrip('.')}."
