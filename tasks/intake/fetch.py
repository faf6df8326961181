"""Reads what discover.py found, each offer once: a file as one content, a zip as the contents of its members.

What comes from outside is hostile: a link or pipe that took a file's place is not opened, no member is written to disk
under its name, and nothing longer than the limit is taken into memory.
"""

import os
import shutil
import stat
import struct
import tempfile
import zipfile
from collections.abc import Iterator
from typing import IO, NamedTuple

from tasks.intake.discover import Left, Limits, Offer, left, plain_text, sentence

_MOST_MEMBERS = 200_000  # entries of one zip: its directory is held in memory
_MOST_RATIO = 100  # reports compress to a third, near-copies of them to a thirtieth
_IN_MEMORY = 64_000_000  # bytes of one container; the rest waits in a nameless temporary file
_CODED_UTF8 = 0x800  # general purpose bit 11 of the zip format (APPNOTE 4.4.4): the name is UTF-8
_ENCRYPTED = 0x1  # bit 0


class Content(NamedTuple):
    """The bytes that one offer, or one member of an offered zip, yielded."""

    inbox: str
    source_uri: str
    raw: bytes


def read_offer(offer: Offer, limits: Limits) -> Iterator[Content | Left]:
    """Read an offer once and yield its content, or its members' contents where it is a zip.

    A file that changes while it is read, cannot be opened, or is longer than the limit yields a Left.
    """
    is_zip = offer.source_uri.lower().endswith(".zip")  # by name: Word and spreadsheet files are zips too, read as one document
    if offer.size_bytes > limits.max_bytes and not is_zip:
        yield left(offer, "too_large", f"holds {offer.size_bytes} bytes, more than the limit of {limits.max_bytes}.")
        return
    try:
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as copy:
            _copy(offer, copy)
            copy.seek(0)
            yield from _read_zip(offer, copy, limits) if is_zip else [Content(offer.inbox, offer.source_uri, copy.read())]
    except _ChangedError:
        yield left(offer, "changing", "changed while it was read; the next run takes it.")
    except (OSError, ValueError) as error:
        yield left(offer, "unreadable", f"could not be read: {sentence(error)}")


class _ChangedError(Exception):
    """The file was written to while it was read."""


def _copy(offer: Offer, copy: IO[bytes]) -> None:
    """Copy the whole file before any of it is used, so that a change on the way spoils nothing."""
    if offer.filesystem is not None:
        with offer.filesystem.open(offer.location, "rb") as file:
            shutil.copyfileobj(file, copy)
        if offer.size_bytes and copy.tell() != offer.size_bytes:
            raise _ChangedError
        return
    # no link is followed and no pipe waited for, even where one took the file's place after the walk
    descriptor = os.open(offer.location, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as file:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise OSError("it is no longer a plain file")
        shutil.copyfileobj(file, copy)
        after = os.fstat(descriptor)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or copy.tell() != after.st_size:
        raise _ChangedError


def _read_zip(offer: Offer, file: IO[bytes], limits: Limits) -> Iterator[Content | Left]:
    try:
        container = zipfile.ZipFile(file)
        members = [member for member in container.infolist() if not member.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        file.seek(0)  # what only claims to be a zip is judged by its content, like any file
        yield Content(offer.inbox, offer.source_uri, file.read(limits.max_bytes))
        return
    unpacked = sum(member.file_size for member in members)
    if len(members) > _MOST_MEMBERS or unpacked > limits.max_bytes + _MOST_RATIO * offer.size_bytes:
        yield left(offer, "too_large", f"unpacks to {len(members)} files of {unpacked} bytes in all, which is not believed.")
        return
    with container:
        for member in sorted(members, key=lambda member: member.filename):
            yield _read_member(offer, container, member, limits)


def _read_member(offer: Offer, container: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits) -> Content | Left:
    inside = offer._replace(source_uri=f"{offer.source_uri}!/{_member_name(member)}")
    if member.flag_bits & _ENCRYPTED:
        return left(inside, "encrypted", "is encrypted; offer it without a password.")
    if member.file_size > limits.max_bytes:
        return left(inside, "too_large", f"unpacks to {member.file_size} bytes, more than the limit of {limits.max_bytes}.")
    try:
        with container.open(member) as file:
            raw = file.read(limits.max_bytes + 1)  # the size that the directory claims may lie
    except Exception as error:  # zipfile lets zlib, lzma, struct and its own errors through, all meaning a damaged member
        return left(inside, "unreadable", f"could not be unpacked: {sentence(error)}")
    if len(raw) > limits.max_bytes:
        return left(inside, "too_large", f"unpacks to more than the limit of {limits.max_bytes} bytes.")
    return Content(inside.inbox, inside.source_uri, raw)


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
            return coded.decode(codec)
        except UnicodeDecodeError:
            continue
    return plain_text(member.filename)
