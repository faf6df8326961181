"""Fictional reports written in the formats that offices publish, so that what is read from each can be compared.

Headings whose number Word would compute to the same (一、（一）1.) are written as list items without it; all else as it stands.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from html import escape
from random import Random
from typing import NamedTuple
from xml.sax.saxutils import escape as xml_escape

import docx
from docx.oxml import parse_xml
from fiction.layout import lay_out
from fiction.plan import plans
from openpyxl import Workbook
from page_layouts import LAYOUTS
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

CHINESE = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五")
MARKERS = (
    re.compile("([一二三四五六七八九十]{1,3})、"),
    re.compile("（([一二三四五六七八九十]{1,3})）"),
    re.compile(r"(\d{1,2})\."),
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NUMBERING = (("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))


class Line(NamedTuple):
    """One paragraph: its text as a reader sees it, and the list level (from 0) where its marker is computed."""

    text: str
    level: int | None = None

    @property
    def bare(self) -> str:
        """The text without a computed marker."""
        return self.text if self.level is None else MARKERS[self.level].sub("", self.text, count=1)


def reports(count: int, seed: int = 5) -> Iterator[tuple[str, str]]:
    """Name and plain text of so many undamaged reports."""
    for plan in plans(12, (2018, 2024), seed, count):
        text = lay_out(plan, seed).marked.text
        yield f"report-{plan.number:03}", "\n".join(line.strip(" \u3000") for line in text.split("\n") if line.strip())


def lines_of(text: str) -> list[Line]:
    """The lines of a report; those whose number a word processor would compute are told from the rest by counting along."""
    counts = [0, 0, 0]
    lines = []
    for line in text.split("\n"):
        level, number = _marker(line)
        if level is not None and number == counts[level] + 1:
            counts[level:] = [number, *[0] * (2 - level)]
            lines.append(Line(line, level))
        else:
            lines.append(Line(line))
    return lines


def _marker(line: str) -> tuple[int | None, int]:
    for level, marker in enumerate(MARKERS):
        if found := marker.match(line):
            return level, CHINESE.index(found[1]) + 1 if found[1] in CHINESE else int(found[1]) if found[1].isdecimal() else -1
    return None, 0


def write_docx(text: str) -> bytes:
    """By python-docx, with computed numbers, heading levels, runs split as Word splits them, and a bookmark."""
    document = docx.Document()
    define_lists(document.part.numbering_part.element)
    for line in lines_of(text):
        paragraph = document.add_paragraph()
        half = len(line.bare) // 2
        paragraph.add_run(line.bare[:half])
        paragraph._p.append(parse_xml(f'<w:bookmarkStart {W} w:id="0" w:name="_GoBack"/>'))
        paragraph.add_run(line.bare[half:])
        if line.level is not None:
            properties = paragraph._p.get_or_add_pPr()
            properties.append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="{line.level}"/><w:numId w:val="77"/></w:numPr>'))
            if line.level == 0:
                properties.append(parse_xml(f'<w:outlineLvl {W} w:val="0"/>'))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def write_typed_docx(text: str) -> bytes:
    """By python-docx, all numbers typed."""
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def define_lists(element: object) -> None:
    """Add the list 77 of NUMBERING to a numbering part."""
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{name}"/><w:suff w:val="nothing"/><w:lvlText w:val="{said}"/></w:lvl>'
        for at, (name, said) in enumerate(NUMBERING)
    )
    element.insert(
        0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>')
    )
    element.append(parse_xml(f'<w:num {W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))


def write_odt(text: str) -> bytes:
    """As WPS and web editors write it: a flat list of items, each continuing its list."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "style", "table")
    )
    formats = (("一, 二, 三, ...", "", "、"), ("一, 二, 三, ...", "（", "）"), ("1", "", "."))
    levels = "".join(
        f'<text:list-level-style-number text:level="{at}" style:num-format="{name}" style:num-prefix="{before}" '
        f'style:num-suffix="{after}"/>'
        for at, (name, before, after) in enumerate(formats, 1)
    )
    body = "".join(_odt_line(line) for line in lines_of(text))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:automatic-styles>'
        f'<text:list-style style:name="L1">{levels}</text:list-style></office:automatic-styles>'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content)
    return stream.getvalue()


def _odt_line(line: Line) -> str:
    paragraph = f"<text:p>{xml_escape(line.bare)}</text:p>"
    if line.level is None:
        return paragraph
    for _ in range(line.level + 1):
        paragraph = f"<text:list><text:list-item>{paragraph}</text:list-item></text:list>"
    return paragraph.replace("<text:list>", '<text:list text:style-name="L1" text:continue-numbering="true">', 1)


def write_rtf(text: str) -> bytes:
    """As Word writes it: GBK bytes in a font of that charset, list numbers as listtext, one Unicode escape a line."""
    head = rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}{\f1\froman\fcharset0 Times;}}"
    body = b"".join(_rtf_line(line) for line in lines_of(text))
    return head + rb"{\stylesheet{\s0 Normal;}}{\header\pard page head\par}\f0\uc1 " + body + b"}"


def _rtf_line(line: Line) -> bytes:
    number = b""
    if line.level is not None:
        marker = line.text[: len(line.text) - len(line.bare)]
        number = rb"{\listtext\pard\plain\f0 " + _rtf_bytes(marker) + rb"\tab}"
    first = rb"\u" + str((ord(line.bare[0]) + 0x8000) % 0x10000 - 0x8000).encode() + b"?"
    return rb"\pard\plain\f0 " + number + first + _rtf_bytes(line.bare[1:]) + b"\\par\r\n"


def _rtf_bytes(text: str) -> bytes:
    raw = text.encode("gb18030")
    return b"".join(bytes((b,)) if b < 128 and b not in b"\\{}" else b"\\'%02x" % b for b in raw)


def write_pdf(text: str) -> bytes:
    """By reportlab, in one column, with page numbers and a running head."""
    return _reportlab(text, columns=1)


def write_column_pdf(text: str) -> bytes:
    """By reportlab, in two columns."""
    return _reportlab(text, columns=2)


def _reportlab(text: str, columns: int) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    width, height = A4
    size = 16 if columns == 1 else 11
    style = ParagraphStyle(
        "body", fontName="STSong-Light", fontSize=size, leading=1.7 * size, firstLineIndent=2 * size, wordWrap="CJK"
    )
    title = ParagraphStyle("title", style, alignment=1, firstLineIndent=0)
    stream = io.BytesIO()
    gap, margin = 24, 72
    each = (width - 2 * margin - gap * (columns - 1)) / columns
    frames = [Frame(margin + at * (each + gap), margin, each, height - 2 * margin, 0, 0, 0, 0) for at in range(columns)]
    document = BaseDocTemplate(stream, pagesize=A4, title="report", invariant=1)
    document.addPageTemplates(PageTemplate(frames=frames, onPage=_furnish))
    lines = text.split("\n")
    parts = [Paragraph(xml_escape(line), title if at == 0 and len(line) < 40 else style) for at, line in enumerate(lines)]
    document.build(parts)
    return stream.getvalue()


def _furnish(canvas: object, document: object) -> None:
    canvas.setFont("STSong-Light", 9)
    canvas.drawCentredString(A4[0] / 2, A4[1] - 40, "政务公开")
    canvas.drawCentredString(A4[0] / 2, 36, f"— {document.page} —")


def write_html(text: str) -> bytes:
    """One of the layouts of government pages, by the text's length."""
    names = sorted(LAYOUTS)
    lines = text.split("\n")
    return LAYOUTS[names[len(text) % len(names)]](lines, Random(len(text))).encode()


def write_mht(text: str) -> bytes:
    """A page as Internet Explorer saves it."""
    page = f"<html><head><meta charset=gb2312></head><body>{''.join(f'<p>{escape(line)}</p>' for line in text.splitlines())}</body></html>"
    message = EmailMessage()
    message["From"] = "<Saved by Windows Internet Explorer>"
    message["Subject"] = "report"
    message.set_content(page, subtype="html", charset="gb18030", cte="quoted-printable")
    message.add_related(b"\x89PNG\r\n\x1a\n", "image", "png", cid="<logo>")
    return message.as_bytes()


def write_eml(text: str) -> bytes:
    """A mail with the report in its body."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "office@example.org", "desk@example.org", "report"
    message.set_content(text, charset="utf-8", cte="base64")
    return message.as_bytes()


def write_xlsx(text: str) -> bytes:
    """A paragraph a row."""
    book = Workbook()
    for line in text.split("\n"):
        book.active.append([line])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


WRITERS: dict[str, Callable[[str], bytes]] = {
    "html, government layouts": write_html,
    "mht": write_mht,
    "eml": write_eml,
    "docx, python-docx, computed numbers": write_docx,
    "docx, python-docx, typed numbers": write_typed_docx,
    "odt, flat lists": write_odt,
    "rtf, GBK bytes and listtext": write_rtf,
    "xlsx, openpyxl": write_xlsx,
    "pdf, reportlab": write_pdf,
    "pdf, reportlab, two columns": write_column_pdf,
}
"""What writes each format, without any program beside Python."""
