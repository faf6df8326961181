"""Fictional reports as Word and WPS save them under `.doc` and `.xml` without being Word files: XML of 2003, flat OPC, pages.

Written after the published schemas and the manner of these programs: numbers of lists computed, figures in runs of their own.
"""

import quopri
import re
from collections.abc import Callable, Iterator
from html import escape

from format_writers import NUMBERING, Line, lines_of, write_docx
from raw_documents import flat_opc, word_2003

NFC = {"chineseCountingThousand": 39, "chineseCounting": 37, "decimal": 0}  # [MS-OSHARED] 2.2.1.3
WIDTH = 76  # columns of a line of markup
RUNS = re.compile(r"\d[\d.,]*|[^\d]+")
OFFICE_HEAD = """<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word"
xmlns="http://www.w3.org/TR/REC-html40">

<head>
<meta http-equiv=Content-Type content="text/html; charset=%s">
<meta name=ProgId content=Word.Document>
<meta name=Generator content="Microsoft Word 11">
<link rel=File-List href="report.files/filelist.xml">
<title>%s</title>
<!--[if gte mso 9]><xml>
 <o:DocumentProperties>
  <o:Author>1号机</o:Author><o:LastSaved>2031-05-06T08:00:00Z</o:LastSaved><o:Words>99</o:Words>
 </o:DocumentProperties>
</xml><![endif]-->
<style>
<!--
 /* Style Definitions */
 p.MsoNormal, li.MsoNormal, div.MsoNormal {mso-style-parent:""; margin:0cm; font-family:仿宋_GB2312;}
 @page Section1 {size:595.3pt 841.9pt; mso-footer:url("report.files/header.htm") f1;}
-->
</style>
<!--[if gte mso 10]><style>table.MsoNormalTable {mso-style-name:普通表格;}</style><![endif]-->
</head>
"""


def write_word_2003(text: str) -> bytes:
    """As Word 2003 and later save XML: runs, tracked changes, lists with the number shown beside them."""
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:nfc w:val="{NFC[name]}"/><w:suff w:val="Nothing"/>'
        f'<w:lvlText w:val="{said}"/><w:lvlJc w:val="left"/></w:lvl>'
        for at, (name, said) in enumerate(NUMBERING)
    )
    lists = f'<w:listDef w:listDefId="0"><w:plt w:val="Multilevel"/>{levels}</w:listDef>'
    lists += '<w:list w:ilfo="1"><w:ilst w:val="0"/></w:list>'
    return word_2003("".join(map(_old_paragraph, lines_of(text))), lists=lists)


def _old_paragraph(line: Line) -> str:
    properties = ""
    if line.level is not None:
        shown = escape(line.text[: len(line.text) - len(line.bare)])
        properties = f'<w:listPr><w:ilvl w:val="{line.level}"/><w:ilfo w:val="1"/><wx:t wx:val="{shown}"/></w:listPr>'
    runs = [
        f"<w:r><w:rPr><w:rFonts w:hint='fareast'/></w:rPr><w:t>{escape(run)}</w:t></w:r>" for run in RUNS.findall(line.bare)
    ]
    changed = "".join(_annotated(at, run) if at % 3 == 1 else run for at, run in enumerate(runs))
    return f"<w:p><w:pPr>{properties}</w:pPr>{changed}</w:p>"


def _annotated(at: int, run: str) -> str:
    """A run that was put in the place of another, under a comment."""
    comment = f'<aml:annotation aml:id="{at}" w:type="Word.Comment.Start"/>'
    old = f'<aml:annotation aml:id="{at}" w:type="Word.Deletion"><aml:content><w:r><w:delText>77</w:delText></w:r></aml:content></aml:annotation>'
    new = f'<aml:annotation aml:id="{at}" w:type="Word.Insertion"><aml:content>{run}</aml:content></aml:annotation>'
    said = f'<w:r><aml:annotation aml:id="{at}" w:type="Word.Comment"><aml:content><w:p><w:r><w:t>改为88件</w:t></w:r></w:p></aml:content></aml:annotation></w:r>'
    return f"{comment}{old}{new}{said}"


def write_flat_opc(text: str) -> bytes:
    """A docx file saved as one XML file."""
    return flat_opc(write_docx(text))


def write_word_page(text: str, charset: str = "gb2312") -> bytes:
    """A page as Word saves it under .doc: conditional comments, numbers of lists in spans, lines of markup cut at a width."""
    paragraphs = "\n\n".join(map(_word_paragraph, lines_of(text)))
    page = (
        f"{OFFICE_HEAD % (charset, escape(text[:20]))}\n<body lang=ZH-CN style='tab-interval:21.0pt'>\n\n<div class=Section1 "
        f"style='layout-grid:15.6pt'>\n\n{paragraphs}\n\n</div>\n\n{COMMENTS}\n\n</body>\n\n</html>\n"
    )
    return page.replace("\n", "\r\n").encode("gb18030" if charset == "gb2312" else charset)


COMMENTS = """<div style='mso-element:comment-list'><![if !supportAnnotations]><hr class=msocomoff><![endif]>
<div style='mso-element:comment'><div id="_com_1" class=msocomtxt><p class=MsoCommentText>此处原为99件。<o:p></o:p></p></div></div></div>"""


def _word_paragraph(line: Line) -> str:
    number = ""
    if line.level is not None:
        shown = escape(line.text[: len(line.text) - len(line.bare)])
        number = (
            f"<![if !supportLists]><span style='mso-fareast-font-family:仿宋'><span style='mso-list:Ignore'>{shown}"
            "<span style='font:7.0pt \"Times New Roman\"'></span></span></span><![endif]>"
        )
    runs = "".join(
        f"<span lang=EN-US>{run}</span>" if run[0].isdigit() else f"<span style='font-family:仿宋'>{escape(run)}</span>"
        for run in RUNS.findall(line.bare)
    )
    markup = f"<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'>{number}{runs}<span lang=EN-US><o:p></o:p></span></p>"
    return "\n".join(_cut(markup))


def _cut(markup: str) -> Iterator[str]:
    """Lines of the width at which Word cuts its markup: at a blank inside a tag, or between two Chinese characters."""
    while len(markup) > WIDTH:
        places = (
            at for at in range(WIDTH, 20, -1) if markup[at] == " " or (markup[at - 1] > "\u4e00" and markup[at] > "\u4e00")
        )
        at = next(places, None)
        if at is None:
            break
        yield markup[:at]
        markup = markup[at:].lstrip(" ")
    yield markup


def write_wps_page(text: str) -> bytes:
    """A page as WPS saves it under .doc: UTF-8, its properties not in a comment, every run in a span."""
    return (
        write_word_page(text, "utf-8")
        .replace(b"Microsoft Word 11", b"WPS Office")
        .replace(b"<!--[if gte mso 9]>", b"")
        .replace(b"</xml><![endif]-->", b"</xml>")
    )


def write_word_mht(text: str) -> bytes:
    """A page with its parts in one file, as Word saves it under .doc."""
    parts = (
        ("report.htm", 'text/html; charset="gb2312"', write_word_page(text)),
        ("report.files/header.htm", 'text/html; charset="gb2312"', "<html><body><p>— 1 —</p></body></html>".encode("gbk")),
        ("report.files/filelist.xml", 'text/xml; charset="utf-8"', b'<xml><o:MainFile HRef="../report.htm"/></xml>'),
    )
    said = b"".join(
        b"------=_NextPart_01D9\r\nContent-Location: file:///C:/F1/%s\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        b"Content-Type: %s\r\n\r\n%s\r\n" % (name.encode(), kind.encode(), quopri.encodestring(raw))
        for name, kind, raw in parts
    )
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_NextPart_01D9"\r\n\r\n'
    return head + "此文档为“单个文件网页”。\r\n\r\n".encode() + said + b"------=_NextPart_01D9--\r\n"


WORD_WRITERS: dict[str, Callable[[str], bytes]] = {
    "xml of Word 2003": write_word_2003,
    "flat OPC": write_flat_opc,
    "html of Word as .doc": write_word_page,
    "html of WPS as .doc": write_wps_page,
    "mht of Word as .doc": write_word_mht,
}
"""What word processors write that is no Word file of its time."""
