"""Scanned pages to lines by Tesseract: each with its place on the page and how sure the recognition is of every character."""

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from statistics import median
from typing import Any, NamedTuple

from tasks.intake.decode import Unreadable
from tasks.intake.readers.pdf_layout import Line

PROGRAM = "tesseract"
LANGUAGE = "chi_sim"
RESOLUTION = 200  # dots per inch: measured better than 300 on running text of 16 points (docs/formats.md)
MOST_PIXELS = 24_000_000  # of one page: A3 at that resolution; a larger page is made coarser
MOST_PAGES = 60  # scanned ones of one document: a report has ten
POINTS = 72  # per inch
PAGE_SECONDS = 60
NOISE = 20  # per cent: a line of less is a stamp, a speck or handwriting
ALIKE = (0.6, 1.6)  # of the median height: such a line is of running text, whose ink tells its size badly
WORD = "5"  # level of a word in Tesseract's table
MISSING = (
    "PDF 是扫描图像，已开启文字识别，但未安装 Tesseract 或其简体中文数据。请安装 tesseract-ocr 和 tesseract-ocr-chi-sim，"
    "再运行 fazhi backfill --reason rejected_again --reject-code reader_missing --run；或提交可以选中文字的文件。"
)
FAILED = "文字识别失败。请提交可以选中文字的 PDF、Word 或网页。"
TOO_MANY = f"扫描的 PDF 超过 {MOST_PAGES} 页，不像一份报告。请拆分后重新提交。"


class Word(NamedTuple):
    """One word that was recognised: its line on the page, its box in pixels from the upper left corner, how sure it is."""

    line: tuple[str, ...]
    left: int
    top: int
    right: int
    bottom: int
    sure: int  # per cent
    text: str


def scanned_lines(pages: Sequence[Any]) -> Iterator[list[Line]]:  # pypdfium2 has no types
    """Yield the lines of each of these pages in Tesseract's reading order; `Line.sure` says how sure each character is.

    Raises Unreadable: `reader_missing` without Tesseract or its data, `too_large`, `unreadable`.
    """
    if not is_installed():
        raise Unreadable("reader_missing", MISSING)
    if len(pages) > MOST_PAGES:
        raise Unreadable("too_large", TOO_MANY)
    for page in pages:
        scale = min(RESOLUTION / POINTS, (MOST_PIXELS / max(page.get_width() * page.get_height(), 1)) ** 0.5)
        yield _lines(_words(_recognised(page, scale)), page.get_height(), scale)


@cache
def is_installed() -> bool:
    """Whether Tesseract is there with its data for Simplified Chinese."""
    if shutil.which(PROGRAM) is None:
        return False
    listed = subprocess.run([PROGRAM, "--list-langs"], capture_output=True, check=False)  # noqa: S603  # fixed words
    return LANGUAGE in listed.stdout.decode("utf-8", "replace").split()


def _recognised(page: Any, scale: float) -> str:  # noqa: ANN401
    """Tesseract's table of what it sees on a page."""
    picture = io.BytesIO()
    page.render(scale=scale, grayscale=True).to_pil().save(picture, "PNG", compress_level=1)
    command = [PROGRAM, "stdin", "stdout", "-l", LANGUAGE, "--dpi", str(round(scale * POINTS)), "tsv"]
    try:
        done = subprocess.run(  # noqa: S603  # fixed words; its threads would only fight those of the other workers
            command,
            input=picture.getvalue(),
            capture_output=True,
            timeout=PAGE_SECONDS,
            check=False,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("too_slow", FAILED) from error
    if done.returncode:
        raise Unreadable("unreadable", FAILED)
    return done.stdout.decode("utf-8", "replace")


def _words(table: str) -> Iterator[Word]:
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == WORD and row["text"].strip():
            left, top, wide, high = (int(row[name]) for name in ("left", "top", "width", "height"))
            line = (row["block_num"], row["par_num"], row["line_num"])
            yield Word(line, left, top, left + wide, top + high, max(round(float(row["conf"])), 0), row["text"].strip())


def _lines(words: Iterable[Word], height: float, scale: float) -> list[Line]:
    """The lines of a page, without noise; those of about one height are given the same."""
    grouped: dict[tuple[str, ...], list[Word]] = {}
    for word in words:
        grouped.setdefault(word.line, []).append(word)
    found = [_line(line, height, scale) for line in grouped.values() if max(word.sure for word in line) >= NOISE]
    usual = median(line.height for line in found) if found else 0.0
    edges = min((line.left for line in found), default=0.0), max((line.right for line in found), default=0.0)
    return [_of_height(line, usual)._replace(column=edges) for line in found]


def _line(words: list[Word], height: float, scale: float) -> Line:
    text, sure = "", b""
    for word in words:
        if text and text[-1].isascii() and text[-1].isalpha() and word.text[0].isascii() and word.text[0].isalpha():
            text, sure = text + " ", sure + bytes([word.sure])  # in Chinese a gap parts nothing
        text += word.text
        sure += bytes([word.sure]) * len(word.text)
    return Line(
        text,
        min(word.left for word in words) / scale,
        height - max(word.bottom for word in words) / scale,
        max(word.right for word in words) / scale,
        height - min(word.top for word in words) / scale,
        sure=sure,
    )


def _of_height(line: Line, usual: float) -> Line:
    if not ALIKE[0] * usual <= line.height <= ALIKE[1] * usual:
        return line
    middle = (line.top + line.bottom) / 2
    return line._replace(bottom=middle - usual / 2, top=middle + usual / 2)
