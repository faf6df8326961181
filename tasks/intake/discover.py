"""Finds what an inbox offers (a folder, one file, an fsspec URL) without reading it; links, pipes and devices never."""

import hashlib
import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

# line breaks, terminal escapes, and what turns the direction of writing (Unicode, TR36)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


_WEB = ("http://", "https://")
# read as a stream, because not every server hands out parts; followed by tags, not by whatever looks like an address
_WEB_OPTIONS = {"block_size": 0, "simple_links": False}
# by these a server says that a file is as it was (RFC 9110, 8.8; RFC 9530 and its forerunners)
_VALIDATORS = ("ETag", "Last-Modified", "Content-MD5", "Digest")
# a signed address is another each time, and opens what it names to whoever reads it; what else a query says names the page
_SIGNED = re.compile(
    r"([?&](?:[^=&]*(?:token|signature|secret|password|passwd|credential)|x-amz-[^=&]*|x-goog-[^=&]*|sig|se|pwd|auth|api_?key"
    r"|\w*accesskeyid|access_?key|expires)=)[^&]*",
    re.IGNORECASE,
)
_DEEPEST = 10  # folders of a server's listings: one that links to itself has no end


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
    modified_ns: int | None  # time of the last write; None where the store does not say
    stamp_ns: (
        int | None
    )  # changes with every write, even one that sets the time of the last write back; None where nothing tells
    filesystem: Any = None  # the fsspec filesystem of a remote offer


class Left(NamedTuple):
    """Something that stood in the inbox and was not taken, with the reason: it is looked at again by the next run."""

    inbox: str
    source_uri: str
    code: str
    reason: str


class Listing(NamedTuple):
    """What stands in one inbox. `whole` is False where a single file was asked for and its neighbours are not listed."""

    inbox: str
    whole: bool
    entries: Iterator[Offer | Left]
    asked: str  # the inbox, or the single file in it


def list_inbox(place: str, limits: Limits, now: float | None = None) -> Listing:
    """List `place` (folder, file or URL) in a stable order, without reading a file.

    Raises InboxError where the place is missing, unreadable or of a kind that no installed driver opens.
    """
    if "://" in place and not place.startswith("file://"):
        listing = _list_remote(place)
    else:
        listing = _list_local(Path(place.removeprefix("file://")))
    at = time.time() if now is None else now
    return listing._replace(entries=(_settled(entry, limits, at) for entry in listing.entries))


def _list_local(place: Path) -> Listing:
    try:
        root = place.resolve(strict=True)
        status = root.stat()
        if stat.S_ISDIR(status.st_mode):
            next(os.scandir(root), None)
            return Listing(plain_text(str(root)), True, _walk(root), plain_text(str(root)))
        if stat.S_ISREG(status.st_mode):
            offer = _local_offer(root.parent, root, status)
            return Listing(plain_text(str(root.parent)), False, iter([offer]), plain_text(str(root)))
    except OSError as error:
        raise InboxError(f"{place} cannot be read: {sentence(error)}") from error
    raise InboxError(f"{place} is neither a folder nor a file.")


def _walk(root: Path) -> Iterator[Offer | Left]:
    """Everything below `root`, each folder in the order of its names; not by recursion: folders lie as deep as they like."""
    waiting = [_listed(root, root)]
    while waiting:
        entry = next(waiting[-1], None)
        if entry is None:
            waiting.pop()
        elif isinstance(entry, Left):
            yield entry
        else:
            path = Path(entry.path)
            try:
                status = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue  # gone since it was listed
            except OSError as error:
                yield Left(str(root), _relative(root, path), "unreadable", f"could not be looked at: {sentence(error)}")
                continue
            if stat.S_ISDIR(status.st_mode):
                waiting.append(_listed(root, path))
            elif stat.S_ISREG(status.st_mode):
                yield _local_offer(root, path, status)
            else:
                yield Left(
                    str(root), _relative(root, path), "not_a_file", "is a link, pipe or device, which are never followed."
                )


def _listed(root: Path, folder: Path) -> Iterator["os.DirEntry[str] | Left"]:
    try:
        with os.scandir(folder) as listing:
            yield from sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield Left(str(root), _relative(root, folder), "unreadable", f"could not be listed: {sentence(error)}")


def _local_offer(root: Path, path: Path, status: os.stat_result) -> Offer:
    stamp = max(status.st_mtime_ns, status.st_ctime_ns)
    return Offer(plain_text(str(root)), _relative(root, path), str(path), status.st_size, status.st_mtime_ns, stamp)


def _list_remote(url: str) -> Listing:
    import fsspec  # heavy, and needed for URLs only

    web = url.startswith(_WEB)
    try:
        with plain_driver_errors():
            filesystem, root = fsspec.core.url_to_fs(url, **(_WEB_OPTIONS if web else {}))
            folder, single, entries = _web_entries(filesystem, root) if web else _entries(filesystem, root)
    except OSError as error:
        raise InboxError(f"{without_secret(url)} cannot be read: {sentence(error)}") from error
    if not entries:
        raise InboxError(f"{without_secret(url)} cannot be read: nothing stands there.")
    inbox = without_secret(str(filesystem.unstrip_protocol(folder)))
    offers = (_remote_offer(inbox, folder, name, entry, filesystem) for name, entry in sorted(entries.items()))
    if web and not single:
        offers = (_with_validators(offer) for offer in offers)
    return Listing(inbox, not single, offers, plain_text(without_secret(url)) if single else inbox)


_Entries = tuple[str, bool, dict[str, dict[str, Any]]]  # the folder, whether it is a single file, and the files in it


def _entries(filesystem: Any, root: str) -> _Entries:  # noqa: ANN401  # fsspec has no types
    if filesystem.isfile(root):
        return root.rpartition("/")[0], True, {root: filesystem.info(root)}
    return root.rstrip("/"), False, filesystem.find(root, detail=True)


def _web_entries(filesystem: Any, url: str) -> _Entries:  # noqa: ANN401
    """A URL whose page, behind a slash (the server's, too), links to what is below it is a folder, any other a file."""
    info = filesystem.info(url)
    folder = url.rstrip("/")
    found = filesystem.find(f"{folder}/", maxdepth=_DEEPEST, detail=True) if info["url"].endswith("/") else {}
    # a listing links to itself in other orders (?C=N) and to its parts (#top)
    below = {name: entry for name, entry in found.items() if not name.endswith("/") and not {"?", "#"} & set(name)}
    if below:
        return folder, False, below
    return url.partition("?")[0].rstrip("/").rpartition("/")[0], True, {url: info}


@contextmanager
def plain_driver_errors() -> Iterator[None]:
    """Make whatever an fsspec driver raises, each its own kinds, an OSError that does not repeat the URL with its secrets."""
    try:
        yield
    except Exception as error:
        cause = error.__cause__ if isinstance(error, FileNotFoundError) and isinstance(error.__cause__, Exception) else error
        if isinstance(cause, FileNotFoundError):
            raise OSError("nothing stands there") from error
        if hasattr(cause, "status"):
            raise OSError(f"the server answers {cause.status} {getattr(cause, 'message', '')}".rstrip()) from error
        driver = "its driver is not installed: " if isinstance(cause, ImportError) else ""
        raise OSError(driver + sentence(cause)) from error


def _remote_offer(inbox: str, folder: str, name: str, entry: dict[str, Any], filesystem: Any) -> Offer:  # noqa: ANN401  # fsspec has no types
    modified = _modified_ns(entry)
    stamp = _stamp_of(entry) if name.startswith(_WEB) else modified
    relative = name[len(folder) :].lstrip("/")
    relative = plain_text(unquote(_SIGNED.sub(r"\1...", relative)) if name.startswith(_WEB) else relative)
    return Offer(inbox, relative, name, int(entry.get("size") or 0), modified, stamp, filesystem)


def _with_validators(offer: Offer) -> Offer:
    """The offer with what the web server says of the file when asked for no more than that: a listing holds names alone.

    Its size stays unknown: some servers give there that of a packed transfer.
    """
    try:
        with plain_driver_errors():
            return offer._replace(stamp_ns=_stamp_of(offer.filesystem.info(offer.location)))
    except OSError:
        return offer  # reading it will say what is wrong


def _stamp_of(entry: dict[str, Any]) -> int | None:
    """A number that changes with what a web server says of a file; None where it says nothing by which to know it."""
    told = [entry.get(key) for key in _VALIDATORS]
    if not any(told):
        return None
    return int.from_bytes(hashlib.blake2b(repr((told, entry.get("size"))).encode(), digest_size=7).digest())


def _modified_ns(entry: dict[str, Any]) -> int | None:
    # each fsspec driver names the time of the last change its own way
    for key in ("mtime", "LastModified", "last_modified", "modified", "created"):
        moment = entry.get(key)
        if moment is not None:
            seconds = moment.timestamp() if hasattr(moment, "timestamp") else float(moment)
            return int(seconds * 1e9)
    return None


def _settled(entry: Offer | Left, limits: Limits, now: float) -> Offer | Left:
    if not limits.settle_seconds or isinstance(entry, Left) or entry.modified_ns is None:
        return entry
    # the distance, not the difference: a clock that was wrong once must not keep a file out for ever
    if abs(now - entry.modified_ns / 1e9) >= limits.settle_seconds:
        return entry
    return left(entry, "settling", "changed within the last minute; the next run takes it.")


def left(offer: Offer, code: str, reason: str) -> Left:
    """Leave `offer` for a later run, saying why."""
    return Left(offer.inbox, offer.source_uri, code, reason)


def _relative(root: Path, path: Path) -> str:
    return unmistakable(plain_text(path.relative_to(root).as_posix()))


def unmistakable(name: str) -> str:
    """A name that cannot be taken for the place of a container's member: `!/` stands between those two alone."""
    return name.replace("!/", r"\x21/")


def plain_text(name: str) -> str:
    """Make a name into text that a database, a log and a terminal take: odd bytes and control characters are written out."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def without_secret(place: str) -> str:
    """Take user, password and query out of a URL, as it is told, logged and kept; a path stays as it is."""
    if "://" not in place:
        return place
    parts = urlsplit(place)
    return parts._replace(netloc=parts.netloc.rsplit("@", 1)[-1], query="", fragment="").geturl()


def sentence(error: BaseException) -> str:
    """What went wrong, as the lower-case end of a sentence."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error) or type(error).__name__
    first = reason.partition(" ")[0]
    start = reason[:1].lower() if first[1:].islower() else reason[:1]  # HTTPFileSystem stays as it is
    return f"{start}{reason[1:].rstrip('.')}."
