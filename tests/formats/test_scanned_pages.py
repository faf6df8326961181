"""Scanned PDF: rejected, or read by Tesseract where the setting says so, every amount with how sure its recognition is."""

import io
import os
import shutil
import subprocess

import pypdfium2
import pytest
from published import loaded_knowledge
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

from tasks.extract import extract_chunk
from tasks.intake.decode import Unreadable
from tasks.intake.readers import ocr, pdf
from tasks.intake.readers.read import Limits, read_bytes

LINES = (
    "2023年青砚区司法局法治政府建设情况报告",
    "一、主要举措和成效",
    "全年办理行政处罚案件136件，开展行政检查208次，组织法治宣传活动126场次，发放宣传资料3600余份，调解矛盾纠纷256件，"
    "办理法律援助案件312件，培训行政执法人员850人次。",
    "二、存在的问题",
    "基层执法力量仍显不足，宣传形式较为单一，对重点群体的覆盖面还不够广。",
)
AMOUNTS = {(136, "件"), (208, "次"), (126, "场次"), (3600, "份"), (256, "件"), (312, "件"), (850, "人次")}
HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"


def scan() -> bytes:
    """The lines as a picture of a page."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("body", fontName="STSong-Light", fontSize=16, leading=30, firstLineIndent=32, wordWrap="CJK")
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=A4, invariant=1).build([Paragraph(line, style) for line in LINES])
    page = pypdfium2.PdfDocument(stream.getvalue())[0].render(scale=200 / 72, grayscale=True).to_pil()
    picture = io.BytesIO()
    page.save(picture, "PDF", resolution=200)
    return picture.getvalue()


def need_tesseract() -> None:
    """Skip loudly without the program; in CI its absence is a failure."""
    if not ocr.is_installed():
        message = "NOT TESTED: tesseract with chi_sim is not installed (make tools, as root)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)


def test_without_the_setting_a_scan_is_rejected_with_advice():
    with pytest.raises(Unreadable) as refusal:
        read_bytes(scan())
    assert refusal.value.code == "no_text_layer"
    assert "FAZHI_OCR" in refusal.value.message


def test_with_the_setting_but_without_tesseract_it_waits_for_it(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda program: None)
    ocr.is_installed.cache_clear()
    try:
        with pytest.raises(Unreadable) as refusal:
            list(pdf.read_scan(scan()))
    finally:
        ocr.is_installed.cache_clear()
    assert refusal.value.code == "reader_missing"
    assert "tesseract-ocr-chi-sim" in refusal.value.message


def test_a_scan_is_read_and_its_amounts_are_marked():
    need_tesseract()
    tables = extract_chunk([("0" * 64, scan())], loaded_knowledge(), Limits(ocr=True))
    assert tables["contents"]["media_type"].to_pylist() == ["application/pdf"]
    assert dict(tables["report_texts"]["edits"].to_pylist()[0])["ocr"] > 150
    amounts = tables["quantities"].to_pylist()
    assert len(AMOUNTS & {(row["value"], row["unit"]) for row in amounts}) >= len(AMOUNTS) - 1  # no recognition is perfect
    assert all(0 < row["ocr_confidence"] <= 1 for row in amounts)
    assert tables["blocks"]["place"].to_pylist()[0] == "page 1, line 1"


def test_an_amount_that_the_file_holds_as_text_has_no_confidence():
    tables = extract_chunk([("0" * 64, "\n".join(LINES).encode())], loaded_knowledge(), Limits(ocr=True))
    assert set(tables["quantities"]["ocr_confidence"].to_pylist()) == {None}


def recognised(monkeypatch, *rows: str) -> list[pdf.Piece]:
    """What is read from one page on which Tesseract sees these words."""
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    table = (HEAD + "".join(f"{row}\n" for row in rows)).encode()
    monkeypatch.setattr(ocr.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess((), 0, table, b""))
    return list(pdf.read_scan(scan()))


def word(line: int, left: int, text: str, sure: float = 96.4, high: int = 44) -> str:
    return f"5\t1\t1\t1\t{line}\t1\t{left}\t{line * 80}\t{44 * len(text)}\t{high}\t{sure}\t{text}"


def test_each_character_keeps_how_sure_it_is(monkeypatch):
    page = recognised(
        monkeypatch, word(3, 300, "办结"), word(3, 400, "36", 71.6), word(3, 500, "件"), word(5, 300, "to"), word(5, 400, "do")
    )
    assert [(piece.text, piece.sure) for piece in page] == [
        ("办结36件", bytes([96, 96, 72, 72, 96])),
        ("to do", bytes([96] * 5)),
    ]


def test_broken_lines_are_joined_and_noise_is_out(monkeypatch):
    full = "全年办理行政处罚案件一百三十六件，开展行政检查二"
    page = recognised(monkeypatch, word(3, 300, full, 90), word(4, 300, "百次。", 80, high=60), word(9, 600, "AE", 12.9))
    assert [piece.text for piece in page] == [f"{full}百次。"]
    assert page[0].sure == bytes([90] * len(full) + [80] * 3)
