"""One Word file with a bit of everything that stands in Word files, and the lines that a reader of it sees."""

import io

import docx
from docx.oxml import parse_xml
from format_writers import W, define_lists

RUN = "<w:r {w}><w:t>{text}</w:t></w:r>"
LINES = [
    "青砚区司法局2023年法治政府建设情况报告",
    "一、主要举措和成效",
    "（一）规范执法",
    "全年办结案件36件，其中简易程序12件。",
    "（二）宣传教育",
    "项目\t单位\t2022年\t2023年",
    "2022年法治讲座10场，2023年法治讲座12场。",
    "2022年发放资料900份，2023年发放资料1,000份。",
    "二、存在的不足",
    "队伍力量薄弱。",
]
BOX = "框内的文字。"
"""Hangs on the fourth line; LibreOffice leaves it out of rich text."""


def make() -> bytes:
    """The file, by python-docx."""
    document = docx.Document()
    define_lists(document.part.numbering_part.element)
    document.sections[0].header.paragraphs[0].text = "页眉文字"
    document.add_paragraph(LINES[0])
    for text, level in (("主要举措和成效", 0), ("规范执法", 1)):
        _listed(document, text, level)
    _changed(document.add_paragraph("全年办结案件"))
    _listed(document, "宣传教育", 1)
    _table(document)
    _listed(document, "存在的不足", 0)
    paragraph = document.add_paragraph("队伍力量薄弱。")
    paragraph.add_run("看不见的文字").font.hidden = True
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _listed(document: docx.document.Document, text: str, level: int) -> None:
    paragraph = document.add_paragraph(text)
    numbered = f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(numbered))


def _changed(paragraph: docx.text.paragraph.Paragraph) -> None:
    """A tracked deletion and insertion, a text box."""
    deleted = f'<w:del {W} w:id="1" w:author="a"><w:r><w:delText>38</w:delText></w:r></w:del>'
    inserted = f'<w:ins {W} w:id="2" w:author="a"><w:r><w:t>36</w:t></w:r></w:ins>'
    for markup in (deleted, inserted, RUN.format(w=W, text="件，其中简易程序12件。"), _box()):
        paragraph._p.append(parse_xml(markup))


def _box() -> str:
    return (
        f'<w:r {W} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape type="#_x0000_t202" style="width:150pt;height:40pt">'
        f"<v:textbox><w:txbxContent><w:p>{RUN.format(w='', text='框内的文字。')}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )


def _table(document: docx.document.Document) -> None:
    rows = [LINES[5].split("\t"), ["法治讲座", "场", "10", "12"], ["发放资料", "份", "900", "1,000"]]
    table = document.add_table(len(rows), 4, style="Table Grid")
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
