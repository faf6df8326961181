"""Documents that are zips of XML (Word, OpenDocument, Excel): looked at before any parser sees them, read safely."""

import struct
import zipfile
import zlib
from contextlib import suppress
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.parsers import expat

from tasks.intake.decode import Unreadable

MOST_MEMBERS = 5_000
MOST_UNPACKED = 256 << 20  # bytes of all members, pictures among them
MOST_PART = 32 << 20  # bytes of one XML part: the text of a thousand reports
ENCRYPTED = 0x1  # general purpose bit 0 of a zip entry (APPNOTE 4.4.4)
DAMAGED = "文件已损坏，无法展开。请从来源重新下载，或另存后重新提交。"
BOMB = "文件展开后大得超出常理，未予读取。请确认来源；如确为报告，请另存为纯文本后提交。"
LOCKED = "文件设有密码。请去掉密码，另存后重新提交。"


class Package:
    """The parts of one zipped document."""

    def __init__(self, raw: bytes) -> None:
        """Open and judge the zip by its directory.

        Raises Unreadable: `unreadable` where it is damaged, `too_large` where it unpacks beyond all measure, `encrypted`.
        """
        try:
            self._zip = zipfile.ZipFile(BytesIO(raw))
            members = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error) as error:
            raise Unreadable("unreadable", DAMAGED) from error
        if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
            raise Unreadable("too_large", BOMB)
        if any(member.file_size > MOST_PART for member in members if member.filename.endswith((".xml", ".rels"))):
            raise Unreadable("too_large", BOMB)
        if any(member.flag_bits & ENCRYPTED for member in members):
            raise Unreadable("encrypted", LOCKED)
        self.names = frozenset(member.filename for member in members)

    def part(self, name: str) -> bytes | None:
        """The bytes of one part, None where there is none; never more than the directory declares."""
        if name not in self.names:
            return None
        try:
            return self._zip.read(name)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, struct.error) as error:
            raise Unreadable("unreadable", DAMAGED) from error

    def xml(self, name: str) -> Element | None:
        """The root of one XML part, None where there is none."""
        raw = self.part(name)
        return None if raw is None else parse_xml(raw)


def parse_xml(raw: bytes) -> Element:
    """Parse XML that declares no document type: no entity, bomb or outside reference can stand in it.

    Raises Unreadable with code `unreadable`.
    """
    try:
        _refuse_doctype(raw)
        return fromstring(raw)  # noqa: S314  # what the rule warns of was refused
    except (ParseError, expat.ExpatError, ValueError, LookupError) as error:
        raise Unreadable("unreadable", DAMAGED) from error


class _RootBegins(Exception):  # noqa: N818  # no error: the end of the prolog
    """The first element of a document."""


def _refuse_doctype(raw: bytes) -> None:
    """Read the prolog alone, in whatever encoding it is: defusedxml does as much, but parses fifteen times as slowly."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = _begin
    with suppress(_RootBegins):
        parser.Parse(raw, True)


def _refuse(*_: object) -> None:
    raise ValueError("a document type")


def _begin(*_: object) -> None:
    raise _RootBegins
