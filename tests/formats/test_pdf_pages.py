"""What stands on the pages of a PDF beside its text: watermarks aslant, tables with merged cells and a unit above them."""

import io

import pytest
from format_writers import UnicodeCIDFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from tasks.intake.readers.read import read_bytes

FONT = "STSong-Light"
TEXT = "全年办理行政处罚案件36件，开展法治宣传活动12场次，发放宣传资料3000余份，调解矛盾纠纷25件，办理法律援助案件7件。" * 6
BOXED = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), FONT)]


@pytest.fixture(autouse=True)
def chinese():
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def watermark(canvas: Canvas, _: object) -> None:
    canvas.saveState()
    canvas.setFont(FONT, 60)
    canvas.translate(150, 450)
    canvas.rotate(45)
    canvas.drawString(0, 0, "内部资料 88件")
    canvas.restoreState()


def pdf(*parts: object, furnish: object = watermark) -> str:
    stream = io.BytesIO()
    document = SimpleDocTemplate(stream, pagesize=A4, invariant=1)
    document.build(list(parts), onFirstPage=furnish)
    return read_bytes(stream.getvalue()).text


def prose(text: str) -> Paragraph:
    return Paragraph(text, ParagraphStyle("body", fontName=FONT, fontSize=14, leading=24, firstLineIndent=28, wordWrap="CJK"))


def test_a_watermark_aslant_parts_no_sentence():
    assert pdf(prose(TEXT)) == TEXT


def browser(canvas: Canvas, _: object) -> None:
    """What a browser prints around a page, nearer to its edges than the text."""
    canvas.setFont(FONT, 8)
    canvas.drawString(24, A4[1] - 24, "2024/3/29 09:18")
    canvas.drawCentredString(A4[0] / 2, A4[1] - 24, "法治政府建设情况报告-某县人民政府")
    canvas.drawString(24, 18, "https://example.org/art/2024/3/29/art_1.html")
    canvas.drawRightString(A4[0] - 24, 18, "1/2")


def test_what_a_browser_prints_around_a_page_is_no_text_and_moves_no_edge():
    heading = (
        "三、党政主要负责人履行推进法治建设第一责任人职责的有关工作情况"  # one character of it stands on a line of its own
    )
    assert pdf(prose(TEXT), prose(heading), prose(TEXT), furnish=browser).split("\n") == [TEXT, heading, TEXT]


@pytest.mark.parametrize(
    ("rows", "merged", "last"),
    [
        (
            [["项目", "2022年", "", "2023年", ""], ["", "件数", "金额（万元）", "件数", "金额（万元）"], ["行政处罚", "30", "5.2", "36", "6.1"]],
            [("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (4, 0))],
            "2022年行政处罚30件，2022年行政处罚金额5.2万元，2023年行政处罚36件，2023年行政处罚金额6.1万元。",
        ),
        (
            [["类别", "项目", "2023年"], ["执法", "行政处罚", "36"], ["", "行政许可", "12"]],
            [("SPAN", (0, 1), (0, 2))],
            "执法：2023年行政许可12件。",
        ),
    ],
)  # fmt: skip
def test_merged_cells_and_the_unit_above(rows, merged, last):
    lines = pdf(prose(TEXT), prose("单位：件"), Table(rows, style=BOXED + merged), prose("此致。")).split("\n")
    assert lines[-2:] == [last, "此致。"]
