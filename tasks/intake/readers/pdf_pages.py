"""The pages of a PDF: what each holds as text, and whether it shows more than that; drawn text is read by Tesseract.

pdfium gives the characters (measured: 40 ms a report); pdfplumber, ten times slower, is asked only for the cells of pages
on which lines are drawn.
"""

import ctypes
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from tasks.intake.decode import Unreadable
from tasks.intake.readers.ocr import scanned_lines
from tasks.intake.readers.package import DAMAGED, LOCKED
from tasks.intake.readers.pdf_layout import Char, Line, in_margin, lines_of
from tasks.intake.readers.pdf_photographs import Box, are_photographs
from tasks.intake.readers.pdf_tables import Tables
from tasks.intake.readers.tables import TableWords
from tasks.model import HELD

MOST_PAGES = 300
LEAST_PATHS = 4  # drawn lines that may be a table
SCANNED = 8  # characters: fewer are a stamp, or the word of a scanning program
PICTURE = 0.05  # of a page's area: a smaller one is a seal or an emblem
FULL_PICTURE = 0.5  # one of so much may be a page itself, whatever stands beside it
OUTLINES = 200  # drawn shapes: so many on a page without text are characters turned into curves
GARBLED = 0.2  # share of characters without a meaning: such a text layer is none
NOT_TEXT = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")
DEEPEST = 4  # forms inside forms
TOO_MANY = f"PDF 超过 {MOST_PAGES} 页，不像一份报告。请拆分后重新提交。"


class Page(NamedTuple):
    """One page: its lines in reading order, its table rows with their places, whether it shows more than they say."""

    number: int
    height: float
    lines: Sequence[Line]
    rows: Sequence[tuple[Line, str]] = ()
    is_unread: bool = False
    has_text: bool = True
    is_photograph: bool = False  # it shows more than its text says, but pictures of things


def open_pdf(raw: bytes) -> Any:  # noqa: ANN401  # pypdfium2 has no types
    """An open document. Raises Unreadable: `encrypted`, `unreadable`, `too_large`."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(raw)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise Unreadable("encrypted", LOCKED) from error
        raise Unreadable("unreadable", DAMAGED) from error
    if len(document) > MOST_PAGES:
        raise Unreadable("too_large", TOO_MANY)
    return document


def read_pages(document: Any, raw: bytes, words: TableWords) -> Iterator[Page]:  # noqa: ANN401
    """Yield the pages of an open document by their text layer. Raises Unreadable with code `unreadable`."""
    import pypdfium2 as pdfium

    tables = Tables(raw)
    gutter: float | None = None
    for number, page in enumerate(_pages(document, pdfium), 1):
        chars = list(_chars(page, pdfium))
        paths = sum(found.type == pdfium.raw.FPDF_PAGEOBJ_PATH for found in page.get_objects(max_depth=1))
        outside, rows = chars, list[tuple[Line, str]]()
        if paths >= LEAST_PATHS and chars:
            outside, rows = tables.take(number, chars, words)
        lines, gutter = lines_of(outside, (page.get_width(), page.get_height()), gutter)
        body = [char for char in chars if not char.text.isspace() and not in_margin(char, page.get_height())]
        has_text = len(body) >= SCANNED and not is_garbled("".join(char.text for char in body))
        yield Page(number, page.get_height(), lines, rows, _shows_more(page, body, pdfium), has_text)


def without_photographs(document: Any, pages: Sequence[Page]) -> list[Page]:  # noqa: ANN401
    """The pages, those that show nothing but photographs as pages without text of which none is missing.

    Where no page holds text they stay unread: a document of photographs is one of photographed pages.
    """
    import pypdfium2 as pdfium

    if not any(page.has_text for page in pages):
        return list(pages)
    shown = ((page, document[page.number - 1]) for page in pages)
    return [
        page._replace(is_unread=False, is_photograph=True)
        if page.is_unread and not _is_drawn(sheet, pdfium) and are_photographs(sheet, _pictures(sheet, pdfium))
        else page
        for page, sheet in shown
    ]


def recognised(document: Any, pages: Sequence[Page]) -> list[Page]:  # noqa: ANN401
    """The pages, those that are unread with the lines that Tesseract sees beside those that they hold.

    Raises Unreadable: `reader_missing`, `too_large`, `too_slow`, `unreadable`.
    """
    unread = [page for page in pages if page.is_unread]
    seen = scanned_lines([document[page.number - 1] for page in unread]) if unread else iter(())
    found = {page.number: _completed(page, lines) for page, lines in zip(unread, seen, strict=True)}
    return [found.get(page.number, _held(page)) for page in pages]


def _completed(page: Page, seen: Iterable[Line]) -> Page:
    """A page with what was recognised where it holds no text of its own; a garbled text layer is none."""
    if is_garbled("".join(line.text for line in page.lines)):
        return Page(page.number, page.height, list(seen))
    held = _held(page)
    own = [*held.lines, *(row for row, _ in held.rows)]
    lines = [line for line in seen if not any(_covers(one, line) for one in own)]
    return held._replace(lines=sorted([*held.lines, *lines], key=lambda line: -line.top) if own else lines, is_unread=False)


def _held(page: Page) -> Page:
    """A page whose lines are marked as text that the file holds."""
    lines = [line._replace(sure=bytes([HELD]) * len(line.text)) for line in page.lines]
    return page._replace(lines=lines, rows=[(row._replace(sure=bytes([HELD]) * len(row.text)), at) for row, at in page.rows])


def _covers(one: Line, other: Line) -> bool:
    """Whether the middle of another line lies on this one."""
    across, up = (other.left + other.right) / 2, (other.bottom + other.top) / 2
    return one.left <= across <= one.right and one.bottom <= up <= one.top


def is_garbled(text: str) -> bool:
    """Whether the characters of a text layer mostly have no meaning: a font without a table of what its shapes are."""
    return len(NOT_TEXT.findall(text)) > GARBLED * len(text)


def _shows_more(page: Any, body: Sequence[Char], pdfium: Any) -> bool:  # noqa: ANN401
    """Whether a page shows text that its text layer does not hold: scanned, drawn in curves, or in a font that says nothing."""
    if is_garbled("".join(char.text for char in body)):
        return True
    poor = len(body) < SCANNED
    pictures = _pictures(page, pdfium, in_forms=poor)
    area = max(page.get_width() * page.get_height(), 1.0)
    share: float = sum((right - left) * (top - bottom) for left, bottom, right, top in pictures) / area
    if poor:
        return share >= PICTURE or _is_drawn(page, pdfium)
    return share >= FULL_PICTURE and sum(any(_is_on(char, box) for box in pictures) for char in body) < SCANNED


def _is_drawn(page: Any, pdfium: Any) -> bool:  # noqa: ANN401
    """Whether a page holds so many shapes that they may be characters."""
    return len([found for found in page.get_objects(max_depth=1) if found.type == pdfium.raw.FPDF_PAGEOBJ_PATH]) >= OUTLINES


def _pictures(page: Any, pdfium: Any, in_forms: bool = True) -> list[Box]:  # noqa: ANN401
    """Where the pictures of a page stand, and if asked the forms of one that has pictures inside forms."""
    raw, width, height = pdfium.raw, page.get_width(), page.get_height()
    pictured = {raw.FPDF_PAGEOBJ_IMAGE}
    if in_forms and any(found.type == raw.FPDF_PAGEOBJ_IMAGE for found in page.get_objects(max_depth=DEEPEST)):
        pictured.add(raw.FPDF_PAGEOBJ_FORM)  # it holds the picture
    return [_box(found, width, height) for found in page.get_objects(max_depth=1) if found.type in pictured]


def _box(found: Any, width: float, height: float) -> Box:  # noqa: ANN401
    left, bottom, right, top = found.get_bounds()
    return max(left, 0.0), max(bottom, 0.0), max(min(right, width), 0.0), max(min(top, height), 0.0)


def _is_on(char: Char, box: Box) -> bool:
    left, bottom, right, top = box
    return left <= (char.left + char.right) / 2 <= right and bottom <= (char.bottom + char.top) / 2 <= top


def _pages(document: Any, pdfium: Any) -> Iterator[Any]:  # noqa: ANN401
    for at in range(len(document)):
        try:
            yield document[at]
        except pdfium.PdfiumError as error:
            raise Unreadable("unreadable", DAMAGED) from error


def _chars(page: Any, pdfium: Any) -> Iterator[Char]:  # noqa: ANN401
    """The characters of a page in the order of the file; those that stand aslant (watermarks, stamps) are left out."""
    raw, text = pdfium.raw, page.get_textpage()
    angles = [round(raw.FPDFText_GetCharAngle(text, at), 1) for at in range(raw.FPDFText_CountChars(text))]
    upright = Counter(angles).most_common(1)[0][0] if angles else 0.0
    box = raw.FS_RECTF()  # the loose box: that of the ink of 一 or ， is too small to tell its line by
    reference = ctypes.byref(box)
    for at, angle in enumerate(angles):
        if angle != upright:
            continue
        code = raw.FPDFText_GetUnicode(text, at)
        raw.FPDFText_GetLooseCharBox(text, at, reference)
        generated = bool(raw.FPDFText_IsGenerated(text, at))
        yield Char(chr(code), box.left, box.bottom, box.right, box.top, generated)
