"""Reads what discover.py found, each offer once: a file as one content, zips and mails as the contents of their members.

What comes from outside is hostile: a link or pipe that took a file's place is not opened, no member is written to disk
under its name, and nothing longer than the limit is taken into memory.
"""

import hashlib
import io
import os
import stat
import struct
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from tasks.intake.containers import ZIP, attached, holds_files
from tasks.intake.discover import Left, Limits, Offer, left, plain_driver_errors, plain_text, sentence, unmistakable

_LEVELS = 2  # a zip or mail, and a zip inside it
_MOST_MEMBERS = 200_000  # entries of one zip: its directory is held in memory
_MOST_RATIO = 100  # reports compress to a third, near-copies of them to a thirtieth
_LOCAL_HEADER = 30  # bytes before the name of a member (APPNOTE 4.3.7)
_TOO_LARGE = "文件超过上限 {} 字节。请确认它是一份报告，拆分后重新提交。"
_IN_MEMORY = 64_000_000  # bytes of one container; the rest waits in a nameless temporary file
_CODED_UTF8 = 0x800  # general purpose bit 11 of the zip format (APPNOTE 4.4.4): the name is UTF-8
_ENCRYPTED = 0x1  # bit 0


class Content(NamedTuple):
    """The bytes that one offer, or one member of an offered zip, yielded."""

    inbox: str
    source_uri: str
    raw: bytes


class Refused(NamedTuple):
    """A file or member whose content is not taken in; `sha256` is of its bytes as they stand, which are not kept."""

    inbox: str
    source_uri: str
    sha256: str
    size_bytes: int
    code: str
    reason: str


def read_offer(offer: Offer, limits: Limits) -> Iterator[Content | Refused | Left]:
    """Read an offer once and yield its content, or its members' contents where it is a zip (of zips, one level deep).

    What is longer than the limit, encrypted or too damaged for unpacking yields a Refused; a file that changes while it is
    read, cannot be opened, or would take hours to read a Left.
    """
    most = _MOST_RATIO * limits.max_bytes
    if offer.size_bytes > most:
        yield left(offer, "too_large", f"has {offer.size_bytes} bytes and is not even looked at; take it away or split it.")
        return
    try:
        with _open(offer) as file:
            # what comes over a network may be a stream that is read once, of unknown length: it is judged by its copy
            remote = offer.filesystem is not None
            if not remote and offer.size_bytes > limits.max_bytes and file.read(len(ZIP[0])) not in ZIP:
                yield _refuse(offer, file, "too_large", _TOO_LARGE.format(limits.max_bytes))
                return
            if not remote:
                file.seek(0)
            with tempfile.SpooledTemporaryFile(_IN_MEMORY) as copy:
                _copy(offer, file, copy, most)
                offer = offer._replace(size_bytes=copy.tell())
                copy.seek(0)
                yield from _read_file(offer, copy, limits, _LEVELS)
    except _EndlessError:
        yield left(offer, "too_large", f"has more than {most} bytes and was not read to its end; take it away or split it.")
    except _ChangedError:
        yield left(offer, "changing", "changed while it was read; the next run takes it.")
    except (OSError, ValueError) as error:
        yield left(offer, "unreadable", f"could not be read: {sentence(error)}")


def _read_file(offer: Offer, file: IO[bytes], limits: Limits, levels: int) -> Iterator[Content | Refused]:
    """What a file holds; containers are unpacked so many `levels` deep, further ones stay as they are."""
    container = _open_zip(file) if levels else None
    if container is not None:
        yield from _read_zip(offer, file, container, limits, levels)
        return
    file.seek(0)
    if offer.size_bytes > limits.max_bytes:
        yield _refuse(offer, file, "too_large", _TOO_LARGE.format(limits.max_bytes))
        return
    raw = file.read()
    yield Content(offer.inbox, offer.source_uri, raw)
    for name, attachment in attached(raw) if levels else ():
        carried = offer._replace(source_uri=f"{offer.source_uri}!/{unmistakable(plain_text(name))}", size_bytes=len(attachment))
        yield from _read_file(carried, io.BytesIO(attachment), limits, levels - 1)


def _open_zip(file: IO[bytes]) -> zipfile.ZipFile | None:
    """The zip that a file is by its content, None where it is none, is damaged, or is one document."""
    head = file.read(len(ZIP[0]))
    file.seek(0)
    if head not in ZIP:
        return None
    try:
        container = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        return None  # what only claims to be a zip is judged by its content, like any file
    return container if holds_files(container) else None


class _ChangedError(Exception):
    """The file was written to while it was read."""


class _EndlessError(Exception):
    """More came than any file may hold, from a place that did not say how long the file is."""


def _open(offer: Offer) -> IO[bytes]:
    if offer.filesystem is not None:
        with plain_driver_errors():
            remote: IO[bytes] = offer.filesystem.open(offer.location, "rb")
            return remote
    # no link is followed and no pipe waited for, even where one took the file's place after the walk
    descriptor = os.open(offer.location, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError("it is no longer a plain file")
    if not _stands_where_it_was(descriptor, offer.location):
        os.close(descriptor)
        raise OSError("a link took the place of a folder above it")
    return os.fdopen(descriptor, "rb")


def _stands_where_it_was(descriptor: int, location: str) -> bool:
    """Whether the open file is the one at this path (which had no links when it was listed), as far as the system tells."""
    try:
        return str(Path(f"/proc/self/fd/{descriptor}").readlink()) == location
    except OSError:
        return True  # no Linux: only the last step of the path is known to be no link


def _copy(offer: Offer, file: IO[bytes], copy: IO[bytes], most: int) -> None:
    """Copy the whole file, of `most` bytes at most, before any of it is used, so that a change on the way spoils nothing."""
    if offer.filesystem is not None:
        with plain_driver_errors():
            while copy.tell() <= most and (piece := file.read(1 << 20)):
                copy.write(piece)
        if copy.tell() > most:
            raise _EndlessError
        if offer.size_bytes and copy.tell() != offer.size_bytes:
            raise _ChangedError
        return
    before = os.fstat(file.fileno())
    while copy.tell() <= before.st_size and (piece := file.read(1 << 20)):  # a file that grows without end is not followed
        copy.write(piece)
    after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or copy.tell() != after.st_size:
        raise _ChangedError


def _refuse(offer: Offer, file: IO[bytes], code: str, reason: str) -> Refused:
    file.seek(0)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # the spooled file reads like any other
    return Refused(offer.inbox, offer.source_uri, sha256, file.tell(), code, reason)


def _read_zip(
    offer: Offer, file: IO[bytes], container: zipfile.ZipFile, limits: Limits, levels: int
) -> Iterator[Content | Refused]:
    members = [member for member in container.infolist() if not member.is_dir()]
    unpacked = sum(member.file_size for member in members)
    if len(members) > _MOST_MEMBERS or unpacked > limits.max_bytes + _MOST_RATIO * offer.size_bytes:
        reason = f"压缩包展开后共 {len(members)} 个文件、{unpacked} 字节，超出常理，未予展开。请拆分后重新提交。"
        yield _refuse(offer, file, "too_large", reason)
        return
    with container:
        for member in sorted(members, key=lambda member: member.filename):
            inside = offer._replace(source_uri=f"{offer.source_uri}!/{unmistakable(_member_name(member))}")
            found = _read_member(container, member, limits)
            if found is None:
                yield _refuse_member(inside, file, member, limits)
            else:
                yield from _read_file(inside._replace(size_bytes=len(found)), io.BytesIO(found), limits, levels - 1)


def _read_member(container: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits) -> bytes | None:
    if member.flag_bits & _ENCRYPTED or member.file_size > limits.max_bytes:
        return None
    try:
        with container.open(member) as file:
            raw = file.read(limits.max_bytes + 1)  # the size that the directory claims may lie
    except Exception:  # zipfile lets zlib, lzma, struct and its own errors through, all meaning a damaged member
        return None
    return raw if len(raw) <= limits.max_bytes else None


def _refuse_member(inside: Offer, file: IO[bytes], member: zipfile.ZipInfo, limits: Limits) -> Refused:
    """Say why a member is not taken in; what identifies it are its bytes as they stand in the zip, still packed."""
    file.seek(member.header_offset)
    stored = file.read(_LOCAL_HEADER + len(member.orig_filename.encode()) + member.compress_size)
    if member.flag_bits & _ENCRYPTED:
        code, reason = "encrypted", "压缩包内的文件设有密码。请去掉密码后重新提交。"
    elif member.file_size > limits.max_bytes:
        code, reason = "too_large", _TOO_LARGE.format(limits.max_bytes)
    else:
        code, reason = "unreadable", "压缩包内的文件已损坏，无法展开。请重新打包后提交。"
    return Refused(inside.inbox, inside.source_uri, hashlib.sha256(stored).hexdigest(), len(stored), code, reason)


def _member_name(member: zipfile.ZipInfo) -> str:
    if member.flag_bits & _CODED_UTF8:
        return plain_text(member.filename)
    # names without the flag were read as cp437; Chinese systems write them in UTF-8 or GB18030
    try:
        coded = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return plain_text(member.filename)
    for codec in ("utf-8", "gb18030"):
        try:
            return plain_text(coded.decode(codec))
        except UnicodeDecodeError:
            continue
    return plain_text(member.filename)
