"""PDF of pages with text and pages without: nothing is lost silently, with recognition or without."""

import io

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageFilter
from published import loaded_knowledge
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from test_scanned_pages import need_tesseract

from tasks.extract import extract_chunk
from tasks.intake.decode import Unreadable
from tasks.intake.readers import read as reading
from tasks.intake.readers.read import Limits, read_bytes

FONT = "STSong-Light"
FIRST = (
    "2023年青砚区司法局法治政府建设情况报告",
    "一、主要举措和成效",
    "全年办理行政处罚案件136件，开展行政检查208次。",
    "组织法治宣传活动126场次，发放宣传资料3600余份。",
)
SECOND = ("二、存在的问题", "基层执法力量仍显不足，培训行政执法人员850人次。", "三、下一步安排", "继续加强普法宣传工作。")
WHOLE = (0.0, 0.0, *A4)


class Book:
    """A PDF page by page."""

    def __init__(self) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.stream = io.BytesIO()
        self.canvas = Canvas(self.stream, pagesize=A4, invariant=1)

    def write(self, *lines: str, top: float = 760) -> "Book":
        for at, line in enumerate(lines):
            self.canvas.setFont(FONT, 16)
            self.canvas.drawString(80, top - 30 * at, line)
        return self

    def picture(self, image: object, box: tuple[float, float, float, float] = WHOLE) -> "Book":
        left, bottom, right, top = box
        self.canvas.drawImage(ImageReader(image), left, bottom, right - left, top - bottom)
        return self

    def end(self) -> "Book":
        self.canvas.showPage()
        return self

    def bytes(self) -> bytes:
        self.canvas.save()
        return self.stream.getvalue()


def scanned(*lines: str) -> object:
    """A page with these lines as a picture."""
    page = pypdfium2.PdfDocument(Book().write(*lines).end().bytes())[0]
    return page.render(scale=200 / 72, grayscale=True).to_pil()


def mixed() -> bytes:
    return Book().write(*FIRST).end().picture(scanned(*SECOND)).end().write("青砚区司法局", "2024年1月18日").end().bytes()


def extracted(raw: bytes, **limits: object) -> dict[str, list[dict[str, object]]]:
    return {
        name: table.to_pylist()
        for name, table in extract_chunk([("0" * 64, raw)], loaded_knowledge(), Limits(**limits)).items()
    }


def unread(raw: bytes) -> str | None:
    return read_bytes(raw).lacks_pages


def test_without_recognition_the_pages_not_read_are_named_and_the_report_is_partial():
    tables = extracted(mixed())
    assert [(row["code"], row["message"]) for row in tables["problems"] if row["code"] == "pages_without_text"] == [
        ("pages_without_text", "pages without a text layer were not read: 2 of 3")
    ]
    assert tables["reports"][0]["truncated"] is True
    assert {row["value"] for row in tables["quantities"]} >= {136.0, 208.0, 126.0, 3600.0}
    assert {row["ocr_confidence"] for row in tables["quantities"]} == {None}


def test_with_recognition_the_scanned_pages_are_read_among_the_others():
    need_tesseract()
    tables = extracted(mixed(), ocr=True)
    sure = {row["value"]: row["ocr_confidence"] for row in tables["quantities"]}
    assert sure[136.0] is None
    assert 0 < sure[850.0] <= 1
    assert tables["reports"][0]["truncated"] is False
    assert "pages_without_text" not in {row["code"] for row in tables["problems"]}
    assert [row["place"].split(",")[0] for row in tables["blocks"]] == ["page 1"] * 4 + ["page 2"] * 4 + ["page 3"] * 2
    held = sum(map(len, SECOND))
    assert 0.8 * held <= dict(tables["report_texts"][0]["edits"])["ocr"] <= 1.2 * held


def test_where_recognition_fails_the_pages_with_text_stay(monkeypatch):
    child = reading.child(Limits().memory_bytes)

    class Failing:
        def read(self, raw, media_type, seconds):
            if media_type == reading.SCAN:
                raise Unreadable("reader_missing", "")
            return child.read(raw, media_type, seconds)

    monkeypatch.setattr(reading, "child", lambda _: Failing())
    assert read_bytes(mixed(), Limits(ocr=True)).lacks_pages


def test_pages_with_text_that_are_no_report_wait_for_recognition():
    letter = Book().write("关于报送材料的函", "现将有关材料报上，请审阅。").end().picture(scanned(*FIRST)).end().bytes()
    row = extracted(letter)["contents"][0]
    assert (row["outcome"], row["reject_code"]) == ("rejected", "no_text_layer")
    assert "2 of 2" in row["reject_reason"]


def test_what_a_scanning_program_writes_into_the_margin_is_no_text_layer():
    page = Book().picture(scanned(*FIRST)).write("由某某扫描软件生成 扫描第一页", top=20).end().bytes()
    with pytest.raises(Unreadable) as refusal:
        read_bytes(page)
    assert refusal.value.code == "no_text_layer"


def test_a_page_drawn_in_curves_is_named():
    book = Book().write(*FIRST).end()
    for at in range(300):
        book.canvas.circle(100 + at % 30 * 12, 300 + at // 30 * 20, 4)
    assert unread(book.end().bytes()) == "pages without a text layer were not read: 2 of 2"


def test_a_typed_line_over_a_picture_of_the_page_does_not_hide_it():
    book = (
        Book().write(*FIRST).end().write("附：二、存在的问题及下一步安排").picture(scanned(*SECOND), (60, 60, 540, 700)).end()
    )
    assert unread(book.bytes()) == "pages without a text layer were not read: 2 of 2"


def photograph(seed: int) -> object:
    """A picture with the spectrum of photographs (amplitudes fall with frequency: Field 1987) and no text."""
    side = 600
    frequency = np.hypot(np.fft.fftfreq(side)[:, None], np.fft.fftfreq(side)[None, :])
    frequency[0, 0] = 1
    light = np.fft.ifft2(np.fft.fft2(np.random.default_rng(seed).normal(size=(side, side))) / frequency).real
    return Image.fromarray((255 * (light - light.min()) / np.ptp(light)).astype(np.uint8))


def spoiled(image: object) -> object:
    """A picture of text as a bad camera takes it: half in shadow, blurred, noisy, on grey paper."""
    light = np.asarray(image.filter(ImageFilter.GaussianBlur(1.5)), float) * 0.6 + 40
    light *= np.linspace(1, 0.5, light.shape[1])[None, :]
    return Image.fromarray(np.clip(light + np.random.default_rng(7).normal(0, 8, light.shape), 0, 255).astype(np.uint8))


@pytest.mark.parametrize("box", [WHOLE, (80, 200, 520, 640)])
def test_a_page_that_shows_a_photograph_does_not_make_the_report_partial(box):
    raw = Book().write(*FIRST).end().picture(photograph(3), box).end().bytes()
    tables = extracted(raw)
    assert tables["reports"][0]["truncated"] is False
    assert [row["message"] for row in tables["problems"] if row["code"].startswith("pages_")] == [
        "pages that show photographs and no text were left out: 2 of 2"
    ]


@pytest.mark.parametrize("seed", range(3))
def test_a_photograph_beside_a_picture_of_text_hides_no_page(seed):
    page = (
        Book().write(*FIRST).end().picture(photograph(seed), (80, 60, 520, 400)).picture(scanned(*SECOND), (0, 410, 595, 842))
    )
    assert unread(page.end().bytes()) == "pages without a text layer were not read: 2 of 2"


def test_pictures_of_text_are_no_photographs_however_bad():
    page = Book().write(*FIRST).end().picture(spoiled(scanned(*FIRST * 3, *SECOND * 2))).end()
    assert unread(page.bytes()) == "pages without a text layer were not read: 2 of 2"


def test_a_document_of_photographs_alone_waits_for_recognition():
    with pytest.raises(Unreadable) as refusal:
        read_bytes(Book().picture(photograph(1)).end().picture(photograph(2)).end().bytes())
    assert refusal.value.code == "no_text_layer"


@pytest.mark.parametrize(
    "page",
    [
        lambda book: book,  # blank
        lambda book: book.picture(scanned("印章"), (400, 300, 480, 380)).write("2024年1月18日", top=340),  # a seal on the date
        lambda book: book.picture(scanned(" ")).write(*SECOND),  # a letterhead behind the text
        lambda book: book.write(*SECOND).picture(scanned(" "), (80, 200, 520, 450)),  # a photograph below it
    ],
    ids=["blank", "seal", "letterhead", "photograph"],
)
def test_pages_that_hold_all_they_say(page):
    assert unread(page(Book().write(*FIRST).end()).end().bytes()) is None
