"""Files made to hang, fill, crash or fool a reader, or that hold nothing to read: each with the code it is rejected with."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

from format_writers import write_docx, write_mht, write_odt, write_pdf, write_rtf, write_xlsx
from raw_documents import docx_of, flat_opc, odt_of, open_text, packed, pdf, stream_of, word, word_2003

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PLAIN = "清柏县双溪镇2023年法治政府建设情况报告\n2023年，双溪镇坚持依法行政。全年办理行政处罚案件36件。"
MANY = 200_000_000  # bytes that a bomb unpacks to


class Hostile(NamedTuple):
    """One file: how it is made, and the codes that fit."""

    name: str
    make: Callable[[], bytes]
    codes: tuple[str, ...]


PARAGRAPH = "<w:p><w:r><w:t>清柏县</w:t></w:r></w:p>"
XXE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE d SYSTEM "http://192.0.2.1/evil.dtd">'
LAUGHS = (
    "<!DOCTYPE d [<!ENTITY a '哈哈哈哈哈哈哈哈哈哈'>"
    + "".join(f"<!ENTITY {chr(98 + at)} '{f'&{chr(97 + at)};' * 10}'>" for at in range(9))
    + "]>"
)
QUADRATIC = f"<!DOCTYPE d [<!ENTITY a '{'哈' * 50_000}'>]>"


def lying_zip() -> bytes:
    """A member whose directory entry says ten bytes and which unpacks to many more."""
    raw = bytearray(docx_of(b"<" + b"a" * 5_000_000))
    at = raw.rfind(b"PK\x01\x02")
    raw[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(raw)


def overlapping_zip() -> bytes:
    """Directory entries that all point at one packed member (Fifield's bomb)."""
    inner = packed({"word/document.xml": b" " * 4_000_000})
    end = inner.rfind(b"PK\x05\x06")
    start = inner.rfind(b"PK\x01\x02")
    entry, body = inner[start:end], inner[:start]
    count = 6_000
    directory = entry * count
    tail = b"PK\x05\x06" + bytes(4) + count.to_bytes(2, "little") * 2 + len(directory).to_bytes(4, "little")
    return body + directory + tail + start.to_bytes(4, "little") + b"\0\0"


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>"
ONE_PAGE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
IMAGE = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream"


def scanned() -> bytes:
    """A picture and no text."""
    return pdf({1: CATALOG, 2: ONE_PAGE, 3: PAGE, 4: stream_of(b"q 595 0 0 842 0 0 cm /I Do Q"), 5: IMAGE})


def pdf_bomb() -> bytes:
    """A content stream that unpacks to as much as a bomb does."""
    raw = zlib.compress(b"0 0 m 1 1 l S\n" * (MANY // 14), 9)
    return pdf({1: CATALOG, 2: ONE_PAGE, 3: PAGE, 4: stream_of(raw, b"/Filter /FlateDecode"), 5: IMAGE})


def nested_filters() -> bytes:
    """A stream packed over and over."""
    raw = b"BT (x) Tj ET " * 1000
    for _ in range(30):
        raw = zlib.compress(raw)
    return pdf({1: CATALOG, 2: ONE_PAGE, 3: PAGE, 4: stream_of(raw, b"/Filter [" + b"/FlateDecode " * 30 + b"]"), 5: IMAGE})


def many_pages() -> bytes:
    """A page tree of thousands of leaves."""
    kids = b"3 0 R " * 2_000
    return pdf({1: CATALOG, 2: b"<< /Type /Pages /Kids [%s] /Count 2000 >>" % kids, 3: PAGE, 4: stream_of(b""), 5: IMAGE})


def form_loop() -> bytes:
    """A form that draws itself."""
    loop = stream_of(b"/I Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /I 5 0 R >> >>")
    return pdf({1: CATALOG, 2: ONE_PAGE, 3: PAGE, 4: stream_of(b"/I Do"), 5: loop})


def locked_pdf() -> bytes:
    """A PDF that opens with a password only."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream, encrypt=StandardEncryption("secret", "owner", strength=128))
    canvas.drawString(72, 720, "report")
    canvas.save()
    return stream.getvalue()


def locked_odt() -> bytes:
    """An OpenDocument file whose content is enciphered."""
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.text")
        package.writestr("META-INF/manifest.xml", manifest)
        package.writestr("content.xml", bytes(range(256)))
    return stream.getvalue()


def cases() -> Iterator[Hostile]:
    """All of them."""
    yield from _archives()
    yield from _xml()
    yield from _pdfs()
    yield from _others()


def _archives() -> Iterator[Hostile]:
    bomb, broken = ("too_large",), ("unreadable",)
    yield Hostile("docx: a part that unpacks to 200 MB", lambda: docx_of(b" " * MANY), bomb)
    yield Hostile(
        "docx: a picture that unpacks to 300 MB",
        lambda: docx_of(word(PARAGRAPH), **{"word/media/a.png": bytes(300 << 20)}),
        bomb,
    )
    yield Hostile(
        "docx: ten thousand members", lambda: packed({"word/document.xml": b""} | {f"a{n}": b"" for n in range(10_000)}), bomb
    )
    yield Hostile("docx: members that overlap", overlapping_zip, bomb)
    yield Hostile("docx: a directory that lies about sizes", lying_zip, broken)
    yield Hostile("docx: cut in the middle", lambda: write_docx(PLAIN)[:9_000], (*broken, "unsupported_format"))
    yield Hostile("docx: directory cut off", lambda: write_docx(PLAIN)[:-200], broken)
    yield Hostile("docx: one byte of a part wrong", lambda: _flip(docx_of(word(PARAGRAPH * 500)), 120), broken)
    yield Hostile(
        "docx: members with a password", lambda: packed({"word/document.xml": word(PARAGRAPH)}, encrypted=True), ("encrypted",)
    )
    yield Hostile(
        "docx: no document inside",
        lambda: packed({"word/document.xml.bak": b"", "other": b"word/document.xml"}),
        (*broken, "unsupported_format"),
    )
    yield Hostile("docx: an empty document", lambda: docx_of(word("")), ("empty",))
    yield Hostile("docx: blanks only", lambda: docx_of(word("<w:p><w:r><w:t>   </w:t></w:r></w:p>" * 50)), ("empty",))
    yield Hostile(
        "docx: deleted text only",
        lambda: docx_of(word("<w:p><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>")),
        ("empty",),
    )
    yield Hostile("zip of something else", lambda: packed({"a.bin": bytes(100)}), ("unsupported_format",))
    yield Hostile("zip: empty", lambda: packed({}), ("unsupported_format",))
    yield Hostile("pptx", lambda: packed({"ppt/presentation.xml": b"<p/>"}), ("unsupported_format",))
    yield Hostile("ofd", lambda: packed({"OFD.xml": b"<o/>"}), ("unsupported_format",))
    yield Hostile("odt: a part that unpacks to 200 MB", lambda: odt_of(b" " * MANY), bomb)
    yield Hostile("odt: enciphered", locked_odt, ("encrypted",))
    yield Hostile("odt: cut", lambda: write_odt(PLAIN)[:400], broken)
    yield Hostile(
        "xlsx: a sheet that unpacks to 200 MB",
        lambda: packed({"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": b" " * MANY}),
        bomb,
    )
    yield Hostile("xlsx: figures without prose", lambda: write_xlsx("1\n2\n3"), ("no_prose",))
    yield Hostile("xlsx: cut", lambda: write_xlsx(PLAIN)[:2_000], (*broken, "unsupported_format"))


def _flip(raw: bytes, at: int) -> bytes:
    return raw[:at] + bytes((raw[at] ^ 0xFF,)) + raw[at + 1 :]


def _xml() -> Iterator[Hostile]:
    broken = ("unreadable",)
    deep = "<w:sdt><w:sdtContent>" * 10_000 + PARAGRAPH + "</w:sdtContent></w:sdt>" * 10_000
    spans = "<text:span>" * 10_000 + "清柏县" + "</text:span>" * 10_000
    yield Hostile("docx: external entity", lambda: docx_of(word("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", XXE)), broken)
    yield Hostile("docx: remote document type", lambda: docx_of(word(PARAGRAPH, REMOTE)), broken)
    yield Hostile("docx: a billion laughs", lambda: docx_of(word("<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", LAUGHS)), broken)
    yield Hostile(
        "docx: quadratic blow-up",
        lambda: docx_of(word(f"<w:p><w:r><w:t>{'&a;' * 50_000}</w:t></w:r></w:p>", QUADRATIC)),
        broken,
    )
    yield Hostile(
        "docx: entity in UTF-16",
        lambda: docx_of(word("<w:p/>", XXE).decode().replace('<?xml version="1.0"?>', "").encode("utf-16")),
        broken,
    )
    yield Hostile(
        "docx: entity in styles", lambda: docx_of(word(PARAGRAPH), **{"word/styles.xml": (XXE + "<d>&x;</d>").encode()}), broken
    )
    yield Hostile("docx: 20,000 elements deep", lambda: docx_of(word(deep)), broken)
    yield Hostile(
        "docx: tables 2,000 deep",
        lambda: docx_of(word("<w:tbl><w:tr><w:tc>" * 2_000 + PARAGRAPH + "</w:tc></w:tr></w:tbl>" * 2_000)),
        broken,
    )
    yield Hostile("docx: broken XML", lambda: docx_of(word("<w:p><w:r>")), broken)
    yield Hostile("docx: unknown encoding", lambda: docx_of(b'<?xml version="1.0" encoding="klingon"?><a/>'), broken)
    paragraph = "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>"
    yield Hostile("xml of word 2003: external entity", lambda: word_2003(paragraph, head=XXE), broken)
    yield Hostile("xml of word 2003: a billion laughs", lambda: word_2003(paragraph.replace("x", "j"), head=LAUGHS), broken)
    yield Hostile("xml of word 2003: 20,000 elements deep", lambda: word_2003(deep), broken)
    yield Hostile("xml of word 2003: cut", lambda: word_2003(PARAGRAPH)[:-60], broken)
    yield Hostile("xml of word 2003: no body", lambda: word_2003("").replace(b"w:body", b"w:bod"), broken)
    yield Hostile("xml of word 2003: nothing in it", lambda: word_2003(""), ("empty",))
    yield Hostile("flat opc: external entity", lambda: flat_opc(write_docx(PLAIN), XXE), broken)
    yield Hostile("flat opc: no document inside", lambda: flat_opc(packed({"a.xml": b"<?xml version='1.0'?><a/>"})), broken)
    yield Hostile("odt: external entity", lambda: odt_of(open_text("<text:p>&x;</text:p>", XXE)), broken)
    yield Hostile("odt: a billion laughs", lambda: odt_of(open_text("<text:p>&j;</text:p>", LAUGHS)), broken)
    yield Hostile("odt: 10,000 elements deep", lambda: odt_of(open_text(f"<text:p>{spans}</text:p>")), broken)
    yield Hostile("odt: no text inside", lambda: odt_of(b"<a/>"), broken)


def _pdfs() -> Iterator[Hostile]:
    broken = ("unreadable",)
    yield Hostile("pdf: scanned", scanned, ("no_text_layer",))
    yield Hostile(
        "pdf: nothing on its page", lambda: pdf({1: CATALOG, 2: ONE_PAGE, 3: PAGE, 4: stream_of(b""), 5: IMAGE}), ("empty",)
    )
    yield Hostile("pdf: password", locked_pdf, ("encrypted",))
    yield Hostile("pdf: head only", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", broken)
    yield Hostile("pdf: cut", lambda: write_pdf(PLAIN)[:700], (*broken, "empty"))
    yield Hostile(
        "pdf: pages that are their own kids",
        lambda: pdf({1: CATALOG, 2: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"}),
        (*broken, "empty"),
    )
    yield Hostile(
        "pdf: catalog that is its own pages", lambda: pdf({1: b"<< /Type /Catalog /Pages 1 0 R >>"}), (*broken, "empty")
    )
    yield Hostile("pdf: a form that draws itself", form_loop, (*broken, "empty"))
    yield Hostile("pdf: two thousand pages", many_pages, ("too_large",))
    yield Hostile("pdf: a stream that unpacks to 200 MB", pdf_bomb, (*broken, "empty", "too_large", "too_slow"))
    yield Hostile("pdf: thirty filters", nested_filters, (*broken, "empty"))
    yield Hostile(
        "pdf: cross-references that point at themselves",
        lambda: b"%PDF-1.5\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Prev 9 /Root 1 0 R >>\nstartxref\n9\n%%EOF",
        broken,
    )
    yield Hostile("pdf: blanks behind its head", lambda: b"%PDF-1.7\n" + b" " * 5_000_000, broken)


def _others() -> Iterator[Hostile]:
    broken = ("unreadable",)
    yield Hostile("nothing", lambda: b"", ("empty",))
    yield Hostile("blanks", lambda: b" " * 1_000_000, ("empty",))
    yield Hostile("text of zeros", lambda: bytes(1_000_000), ("not_text", "empty"))
    yield Hostile("text: more than is taken", lambda: "清柏县".encode() * 2_000_000, ("too_large",))
    yield Hostile("png that calls itself a report", lambda: b"\x89PNG\r\n\x1a\n" + bytes(500), ("not_text",))
    yield Hostile("program", lambda: b"MZ\x90\0" + bytes(500), ("not_text",))
    yield Hostile("gzip", lambda: b"\x1f\x8b\x08" + bytes(50), ("not_text",))
    yield Hostile("rar", lambda: b"Rar!\x1a\x07\0" + bytes(50), ("not_text",))
    yield Hostile("doc: head only", lambda: OLE + "WordDocument".encode("utf-16-le"), broken)
    yield Hostile(
        "doc: a directory of zeros", lambda: OLE + bytes(1_500) + "WordDocument".encode("utf-16-le") + bytes(100_000), broken
    )
    yield Hostile(
        "doc: Office package with a password", lambda: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), ("encrypted",)
    )
    yield Hostile("xls: head only", lambda: OLE + bytes(600) + "Workbook".encode("utf-16-le"), broken)
    yield Hostile("rtf: groups 100,000 deep", lambda: b"{\\rtf1" + b"{" * 100_000 + b"x" + b"}" * 100_000, broken)
    yield Hostile("rtf: binary data beyond its end", lambda: b"{\\rtf1\\bin2000000000 x", ("empty",))
    yield Hostile("rtf: nothing but a head", lambda: b"{\\rtf1\\ansi}", ("empty",))
    yield Hostile("rtf: cut in its font table", lambda: write_rtf(PLAIN)[:60], ("empty",))
    yield Hostile("mht: parts 5,000 deep", _deep_mail, broken)
    yield Hostile("mht: no page inside", lambda: b"MIME-Version: 1.0\nContent-Type: image/png\n\nx", ("empty",))
    yield Hostile("mht: a page without text", lambda: write_mht(""), ("empty",))
    yield Hostile("html: 1,000,000 elements deep", lambda: ("<html><body>清柏县" + "<div>" * 1_000_000).encode(), broken)


def _deep_mail() -> bytes:
    parts = "".join(f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(5_000))
    return f"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b0\n\n{parts}".encode()
