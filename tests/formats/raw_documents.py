"""Documents put together part by part, as no program would write them: zips, XML, Word 2003, flat OPC, PDF objects."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
OLD_W = "http://schemas.microsoft.com/office/word/2003/wordml"
PKG = "http://schemas.microsoft.com/office/2006/xmlPackage"


def packed(members: dict[str, bytes], encrypted: bool = False) -> bytes:
    """A zip of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, raw in members.items():
            package.writestr(name, raw)
    raw = bytearray(stream.getvalue())
    if encrypted:
        for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = raw.find(magic)
            while at >= 0:
                raw[at + offset] |= 1
                at = raw.find(magic, at + 4)
    return bytes(raw)


def docx_of(document: bytes, **parts: bytes) -> bytes:
    """A Word file whose document.xml is this."""
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": document, **parts})


def odt_of(content: bytes) -> bytes:
    """An OpenDocument file whose content.xml is this."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content)
    return stream.getvalue()


def word(body: str, head: str = "") -> bytes:
    """document.xml with this body."""
    return f'<?xml version="1.0"?>{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode()


def open_text(body: str, head: str = "") -> bytes:
    """content.xml with this text."""
    return (
        f'<?xml version="1.0"?>{head}<office:document-content xmlns:office="{OFFICE}" xmlns:text="{TEXT}">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    ).encode()


def word_2003(body: str, *, styles: str = "", lists: str = "", head: str = "") -> bytes:
    """A file that Word 2003 saved as XML, with this body."""
    spaces = (
        f'xmlns:w="{OLD_W}" xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" '
        'xmlns:aml="http://schemas.microsoft.com/aml/2001/core" xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>{head}'
        f"<w:wordDocument {spaces}><w:lists>{lists}</w:lists><w:styles>{styles}</w:styles>"
        f"<w:body><wx:sect>{body}<w:sectPr><w:ftr><w:p><w:r><w:t>页脚</w:t></w:r></w:p></w:ftr></w:sectPr></wx:sect></w:body>"
        "</w:wordDocument>"
    ).encode()


def flat_opc(raw: bytes, head: str = "") -> bytes:
    """A docx file with its XML parts in one XML file."""
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        parts = {name: package.read(name).decode() for name in package.namelist() if name.endswith((".xml", ".rels"))}
    said = "".join(
        f'<pkg:part pkg:name="/{name}" pkg:contentType="application/xml"><pkg:xmlData>{text[text.index("?>") + 2 :]}'
        "</pkg:xmlData></pkg:part>"
        for name, text in parts.items()
    )
    prolog = '<?xml version="1.0" standalone="yes"?><?mso-application progid="Word.Document"?>'
    return f'{prolog}{head}<pkg:package xmlns:pkg="{PKG}">{said}</pkg:package>'.encode()


def pdf(objects: dict[int, bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF of these objects with a right cross-reference table."""
    out, offsets = bytearray(b"%PDF-1.5\n"), {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 65535 f \n"
    return bytes(out) + b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, at)


def stream_of(raw: bytes, extra: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(raw), extra, raw)
