"""What a content is, by its first bytes."""

import re
import zlib
from typing import NamedTuple


class Format(NamedTuple):
    """A binary format: its media type and whether documents of text come in it."""

    media_type: str
    document: bool


PDF = "application/pdf"
SCAN = "application/pdf; scanned"
"""What a PDF without a text layer is asked for as, where text may be recognised."""
OOXML = "application/vnd.openxmlformats-officedocument."
FLAT_ODT = "application/vnd.oasis.opendocument.text-flat-xml"
FLAT_OPC = "application/vnd.ms-word.flat-opc"
WORD_2003 = "application/vnd.ms-word.2003-xml"
MAGIC = (
    (b"%PDF-", Format(PDF, True)),
    (b"{\\rtf", Format("application/rtf", True)),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format("application/x-ole-storage", True)),
    (b"PK\x03\x04", Format("application/zip", True)),
    (b"PK\x05\x06", Format("application/zip", True)),
    (b"\x89PNG", Format("image/png", False)),
    (b"\xff\xd8\xff", Format("image/jpeg", False)),
    (b"GIF8", Format("image/gif", False)),
    (b"BM", Format("image/bmp", False)),
    (b"II*\0", Format("image/tiff", False)),
    (b"MM\0*", Format("image/tiff", False)),
    (b"\x1f\x8b\x08", Format("application/gzip", False)),
    (b"7z\xbc\xaf\x27\x1c", Format("application/x-7z-compressed", False)),
    (b"Rar!\x1a\x07", Format("application/vnd.rar", False)),
    (b"MZ", Format("application/vnd.microsoft.portable-executable", False)),
    (b"\x7fELF", Format("application/x-executable", False)),
)
# a member's name tells what a zip container holds
MEMBERS = (
    (b"word/document.xml", OOXML + "wordprocessingml.document"),
    (b"xl/workbook.xml", OOXML + "spreadsheetml.sheet"),
    (b"ppt/presentation.xml", OOXML + "presentationml.presentation"),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
    (b"OFD.xml", "application/ofd"),
)
STREAMS = (
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
READABLE = frozenset(
    (
        OOXML + "wordprocessingml.document",
        OOXML + "spreadsheetml.sheet",
        "application/vnd.ms-excel",
        "application/vnd.oasis.opendocument.text",
        FLAT_ODT,
        FLAT_OPC,
        WORD_2003,
        "application/rtf",
        "application/msword",
        PDF,
    )
)
"""Media types that have a reader in parse.py."""
MAIL = "message/rfc822"
HEAD = 4096  # bytes
DEFLATED = b"\x08\0"  # the method of a zip entry (APPNOTE 4.4.5)
# documents written as one XML file: what stands in their root tells them
FLAT = (
    (b"urn:oasis:names:tc:opendocument:xmlns:office", Format(FLAT_ODT, True)),
    (b"schemas.microsoft.com/office/word/2003/wordml", Format(WORD_2003, True)),
    (b"schemas.microsoft.com/office/2006/xmlPackage", Format(FLAT_OPC, True)),
)
FLAT_ROOTS = (b"<?", b"<w:wordDocument", b"<pkg:package", b"<office:document")
HEADER = re.compile(rb"(?i)\s*(?:from|return-path|received|mime-version|subject|date|message-id|content-type|to|x-[\w-]+) *:")
DECLARED = re.compile(rb"(?im)^mime-version *:[\s\S]*^content-type *:|^content-type *:[\s\S]*^mime-version *:")
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


def sniff(raw: bytes) -> Format | None:
    """The binary format of a content; None where it may be text."""
    for magic, found in MAGIC:
        if raw.startswith(magic) and (len(magic) > 2 or b"\0" in raw[:64]):
            return found._replace(media_type=_inside(raw, found.media_type))
    head = raw[:HEAD]
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(FLAT_ROOTS):
        return next((found for root, found in FLAT if root in head), None)
    return None


def _inside(raw: bytes, media_type: str) -> str:
    """The format that a container holds."""
    if media_type == "application/zip":
        declared = _declared(raw)
        return next((name for member, name in MEMBERS if member in raw or member in declared), media_type)
    if media_type == "application/x-ole-storage":
        return next((name for stream, name in STREAMS if stream.encode("utf-16-le") in raw), media_type)
    return media_type


def _declared(raw: bytes) -> bytes:
    """The name and text of a first member `mimetype` that a writer packed, though OpenDocument wants it as it is."""
    if raw[30:38] != b"mimetype" or raw[8:10] != DEFLATED:
        return b""
    name, extra = (int.from_bytes(raw[at : at + 2], "little") for at in (26, 28))
    try:
        return b"mimetype" + zlib.decompressobj(-zlib.MAX_WBITS).decompress(raw[30 + name + extra :][:HEAD], HEAD)
    except zlib.error:
        return b""


def is_encrypted(raw: bytes) -> bool:
    """Whether an Office document asks for a password before it shows its text; of other formats their readers know."""
    return raw.startswith(b"\xd0\xcf") and ENCRYPTED_STREAM in raw


def is_mail(raw: bytes) -> bool:
    """Whether a content is a MIME message: header lines first of all, version and type among them."""
    head = raw[:HEAD].removeprefix(b"\xef\xbb\xbf")
    return HEADER.match(head) is not None and DECLARED.search(head) is not None
