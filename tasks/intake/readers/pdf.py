"""PDF to paragraphs: page numbers and running heads out, broken lines joined, tables where they stand; scanned pages by OCR."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tasks.intake.decode import EMPTY, Unreadable
from tasks.intake.readers.blocks import Piece
from tasks.intake.readers.pdf_layout import EDGE, Line, in_margin
from tasks.intake.readers.pdf_pages import Page, open_pdf, read_pages, recognised, without_photographs
from tasks.intake.readers.tables import NO_WORDS, TableWords
from tasks.model import PAGES_WITHOUT_TEXT, Problem

NUMBER_MARGIN = 0.12  # of a page's height: where page numbers stand
SAME_LEFT = 200  # points: columns that begin within so much are one
LEAST_INDENTED = 3  # lines: so many show that paragraphs begin further in
CENTRED = 4  # heights: so far in begins what is centred and no first line
SAME_HEIGHT = 8  # points: within so much two lines stand at one height
INDENT = 1.2  # heights: so far in a paragraph begins
UNBROKEN = re.compile(r"(?:[0-9A-Za-z.,%]+|.)[，。、；：！？”’）》】」%]*")
SENTENCE_END = "。！？；：”"
MARKER = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．](?!\d)|第?[一二三四五六七八九十]+[章节条是]")
PAGE_NUMBER = re.compile(r"[-—–－·.\s]*(?:第?\s*\d{1,4}\s*页?)(?:\s*[/，,共]?\s*共?\s*\d{1,4}\s*页?)?[-—–－·.\s]*")
# what a browser prints above and below: 2024/3/29 09:18, and the address of the page
PRINTED = re.compile(
    r"\d{1,4}[/-]\d{1,2}[/-]\d{1,4}[,，]?\s*(?:[上下]午)?\s*\d{1,2}:\d{2}|(?:https?|file)://|www\.[\w.-]+/|about:blank"
)
NO_TEXT_LAYER = (
    "PDF 是扫描图像，没有文字层。请提交可以选中文字的 PDF、Word 或网页，或安装 Tesseract、设 FAZHI_OCR=1 后重新读取。"
)
PICTURED = "pages that show photographs and no text were left out: {} of {}"
UNREAD = "pages without a text layer were not read: {} of {}"


class Placed(NamedTuple):
    """A line or table row on its page."""

    line: Line
    page: int
    number: int  # of the line on its page, from 1
    row: str | None = None  # a table row: its place

    @property
    def place(self) -> str:
        """In words."""
        return f"page {self.page}, {self.row or f'line {self.number}'}"


def read_scan(raw: bytes, words: TableWords = NO_WORDS) -> Iterator[Piece]:
    """Yield the paragraphs of a document; of its pages without text by Tesseract, with how sure it is of each character.

    Raises Unreadable: `reader_missing`, `encrypted`, `unreadable`, `too_large`, `too_slow`, `empty`.
    """
    document = open_pdf(raw)
    yield from _text(recognised(document, without_photographs(document, list(read_pages(document, raw, words)))))


def read_pdf(raw: bytes, words: TableWords = NO_WORDS) -> Iterator[Piece | Problem]:
    """Yield the paragraphs and table rows of a document, and problems that name pages without text, and those of photographs.

    Raises Unreadable: `encrypted`, `unreadable`, `too_large`, `empty`, `no_text_layer`.
    """
    document = open_pdf(raw)
    pages = without_photographs(document, list(read_pages(document, raw, words)))
    unread = [page.number for page in pages if page.is_unread]
    if unread and not any(page.has_text for page in pages):
        raise Unreadable("no_text_layer", NO_TEXT_LAYER)
    yield from _text(pages)
    if unread:
        yield Problem(PAGES_WITHOUT_TEXT, None, None, UNREAD.format(", ".join(map(str, unread)), len(pages)))
    if pictured := [page.number for page in pages if page.is_photograph]:
        yield Problem("pages_of_photographs", None, None, PICTURED.format(", ".join(map(str, pictured)), len(pages)))


def _text(pages: Sequence[Page]) -> Iterator[Piece]:
    placed = [_placed(page.number, page.lines, page.rows) for page in pages]
    if not any(placed):
        raise Unreadable("empty", EMPTY)
    yield from _paragraphs(list(_without_furniture(_with_common_edges(placed), [page.height for page in pages])))


def _placed(page: int, lines: Iterable[Line], rows: Iterable[tuple[Line, str]]) -> list[Placed]:
    """Lines and table rows of a page, a table where it stands among the lines."""
    waiting = sorted(rows, key=lambda row: -row[0].top)
    placed: list[Placed] = []
    for number, line in enumerate(lines, 1):
        while waiting and waiting[0][0].top > line.top:
            row, place = waiting.pop(0)
            placed.append(Placed(row, page, number, place))
        placed.append(Placed(line, page, number))
    return placed + [Placed(row, page, 0, place) for row, place in waiting]


def _without_furniture(pages: Sequence[list[Placed]], heights: Sequence[float]) -> Iterator[Placed]:
    """All lines but page numbers, what a browser prints beside a page, and lines in a margin that most pages repeat."""
    repeated: Counter[tuple[str, int]] = Counter()
    for page, height in zip(pages, heights, strict=True):
        repeated.update({_shape(p.line) for p in page if in_margin(p.line, height)})
    often = max(2, (len(pages) + 1) // 2)
    for page, height in zip(pages, heights, strict=True):
        for placed in page:
            line = placed.line
            if in_margin(line, height, NUMBER_MARGIN) and (PAGE_NUMBER.fullmatch(line.text) or PRINTED.match(line.text)):
                continue
            if not (in_margin(line, height) and repeated[_shape(line)] >= often):
                yield placed


def _with_common_edges(pages: Iterable[Sequence[Placed]]) -> list[list[Placed]]:
    """The same lines with the widest edges of their column on any page: a last page may hold short lines only."""
    edges: dict[tuple[str, int], tuple[float, float]] = {}
    for line in (placed.line for page in pages for placed in page):
        left, right = edges.get(_column_key(line), line.column)
        edges[_column_key(line)] = min(left, line.column[0]), max(right, line.column[1])

    def wide(line: Line) -> Line:
        return line._replace(column=edges[_column_key(line)])

    return [[placed._replace(line=wide(placed.line)) for placed in page] for page in pages]


def _column_key(line: Line) -> tuple[str, int]:
    return line.shape, int(line.column[0] // SAME_LEFT)


def _shape(line: Line) -> tuple[str, int]:
    """What a running head is known by: its text but for the page number, and its height on the page."""
    return re.sub(r"\d+", "0", line.text).replace(" ", ""), round(line.top / SAME_HEIGHT)


def _paragraphs(lines: Sequence[Placed]) -> Iterator[Piece]:
    """Lines joined where one goes on in the next."""
    indented = sum(INDENT < _indent(placed.line) < CENTRED for placed in lines) >= LEAST_INDENTED
    text, sure, place, last = "", b"", "", None
    for placed in lines:
        if last and _goes_on(last, placed, indented):
            blank = " " if text[-1].isascii() and placed.line.text[:1].isascii() and text[-1].isalpha() else ""
            text += blank + placed.line.text
            sure += placed.line.sure[:1] * len(blank) + placed.line.sure
        else:
            if last:
                yield Piece(text, place, "table_row" if last.row else "paragraph", sure=sure)
            text, sure, place = placed.line.text, placed.line.sure, placed.place
        last = placed
    if last:
        yield Piece(text, place, "table_row" if last.row else "paragraph", sure=sure)


def _indent(line: Line) -> float:
    """How far in a line begins, in heights of a character."""
    return (line.left - line.column[0]) / max(line.height, 1.0)


def _is_rest_of_title(line: Line) -> bool:
    """Whether a line stands in the middle, too far from the edge for the first line of a paragraph."""
    return _indent(line) > CENTRED and abs(line.left + line.right - sum(line.column)) < line.height


def _is_full(line: Line, following: Line) -> bool:
    """Whether a line comes near the edge, or what begins the next and must not be broken did not fit on it any more."""
    wide = (line.right - line.left) / max(_columns(line.text), 1)
    first = UNBROKEN.match(following.text)
    return line.column[1] - line.right < max(EDGE * line.height, (_columns(first[0] if first else "") + 0.5) * wide)


def _columns(text: str) -> float:
    """The width of a text in Chinese characters."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def _goes_on(last: Placed, following: Placed, indented: bool) -> bool:
    """Whether a line is full and the next begins at the edge in the same size."""
    if last.row or following.row:
        return False
    before, after = last.line, following.line
    size = max(before.height, 1.0)
    if not _is_full(before, after) or (_indent(after) > INDENT and not _is_rest_of_title(after)):
        return False
    if not 0.75 < after.height / size < 1.33:
        return False
    if last.page == following.page and after.top < before.bottom - 2.5 * size:
        return False
    return not (before.text[-1:] in SENTENCE_END and (not indented or MARKER.match(after.text)))
