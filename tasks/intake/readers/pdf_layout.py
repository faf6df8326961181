"""The characters of a PDF page to lines in reading order: columns told apart, pieces of one line joined."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

COLUMN_LINES = 5  # fewer lines beside each other are no columns of prose
COLUMN_FILL = 0.6  # of a column's width: what the lines of prose take
ACROSS = 2  # lines that may cross the gutter of a page that goes on in columns
GAP = 1.6  # heights of a character: a wider gap parts two pieces
EDGE = 2.2  # heights: so near to the edge a line is full
EDGE_LINES = 3
SAME_PLACE = 1.5  # points
HEAD_MARGIN = 0.095  # of a page's height: where running heads and feet stand; the first line of the text is lower
SLACK = 0.5  # heights: by so much the characters of one line may lie apart


class Char(NamedTuple):
    """One character and its box, in points from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    generated: bool = False  # a blank that no character of the file stands for


class Line(NamedTuple):
    """A line or a piece of one."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    column: tuple[float, float] = (0.0, 0.0)  # left and right edge of the text around it
    shape: str = "page"  # what that text fills: the `page`, a `column` of it, or it goes `across` columns
    chars: tuple[Char, ...] = ()
    sure: bytes = b""  # per cent for each character of a text that was recognised; none for one that the file holds

    @property
    def height(self) -> float:
        """Of its tallest character."""
        return self.top - self.bottom


def in_margin(line: Line | Char, height: float, share: float = HEAD_MARGIN) -> bool:
    """Whether a line stands where running heads and page numbers do, on a page of this height."""
    return line.bottom > (1 - share) * height or line.top < share * height


def lines_of(
    chars: Iterable[Char], size: tuple[float, float] = (0.0, 0.0), gutter: float | None = None
) -> tuple[list[Line], float | None]:
    """The lines of a page of this width and height in reading order, each with the edges of its column, and its gutter.

    `gutter` is that of the page before: a last page with few lines goes on in its columns. Heads and feet tell no edges:
    a browser prints its own further out than the text.
    """
    (width, height), pieces = size, _pieces(chars)
    if not pieces:
        return [], gutter
    inside = [piece for piece in pieces if not in_margin(piece, height)] or pieces
    left, right = min(piece.left for piece in inside), max(piece.right for piece in inside)
    middle = _gutter(pieces, left, right)
    if middle is None and gutter is not None and sum(p.left < gutter - 2 and p.right > gutter + 2 for p in pieces) <= ACROSS:
        middle = gutter
    if middle is not None:
        return list(_columns(pieces, middle)), middle
    lines = _rows(pieces)
    if sum(line.right > right - EDGE * line.height for line in lines) < EDGE_LINES:
        right = max(right, width - left)  # too few lines reach so far: the margins of a page are mostly equal
    return [line._replace(column=(left, right)) for line in lines], None


def _pieces(chars: Iterable[Char]) -> list[Line]:
    """Characters that follow one another on a line, in the order of the file."""
    found: list[Line] = []
    held: list[Char] = []
    for char in chars:
        if char.text in "\r\n\0\ufffe":
            continue
        if held and not _goes_on(held, char):
            found += _piece(held)
            held = []
        held.append(char)
    return found + _piece(held)


def _goes_on(held: Sequence[Char], char: Char) -> bool:
    last = next((one for one in reversed(held) if not one.text.isspace()), held[-1])
    if char.text.isspace():
        return True
    height = max(last.top - last.bottom, char.top - char.bottom, 1.0)
    apart = abs((last.top + last.bottom) - (char.top + char.bottom)) / 2
    return apart <= SLACK * height and -height <= char.left - last.right <= GAP * height


def _piece(chars: Sequence[Char]) -> list[Line]:
    seen = [char for char in chars if not char.text.isspace()]
    if not seen:
        return []
    return [
        Line(
            _text(chars).strip(" "),
            min(char.left for char in seen),
            min(char.bottom for char in seen),
            max(char.right for char in seen),
            max(char.top for char in seen),
            chars=tuple(chars),
        )
    ]


def _text(chars: Sequence[Char]) -> str:
    return "".join(char.text for at, char in enumerate(chars) if not char.generated or _is_between_words(chars, at))


def _is_between_words(chars: Sequence[Char], at: int) -> bool:
    """Whether a blank that only the gap suggests parts Latin words: in Chinese it parts nothing."""
    around = [chars[near].text for near in (at - 1, at + 1) if 0 <= near < len(chars)]
    return len(around) == 2 and all(text.isascii() and text.isalpha() for text in around)


def _gutter(pieces: Sequence[Line], left: float, right: float) -> float | None:
    """The middle of a page that is set in two columns of prose, None for one column."""
    middle, half = (left + right) / 2, (right - left) / 2
    beside = ([p for p in pieces if p.right <= middle + 2], [p for p in pieces if p.left >= middle - 2])
    for column in beside:
        if len(column) < COLUMN_LINES or median(p.right - p.left for p in column) < COLUMN_FILL * half:
            return None
    across = len(pieces) - len(beside[0]) - len(beside[1])
    return middle if across < min(map(len, beside)) else None


def _columns(pieces: Sequence[Line], middle: float) -> Iterable[Line]:
    """Bands between lines that go across the page; in each the left column, then the right."""
    band: list[Line] = []
    across = (min(p.left for p in pieces), max(p.right for p in pieces))
    for piece in sorted(pieces, key=lambda p: -p.top):
        if piece.left < middle - 2 and piece.right > middle + 2:
            yield from _band(band, middle)
            band = []
            yield piece._replace(column=across, shape="across")
        else:
            band.append(piece)
    yield from _band(band, middle)


def _band(band: Sequence[Line], middle: float) -> Iterable[Line]:
    for column in ([p for p in band if p.left < middle], [p for p in band if p.left >= middle]):
        if column:
            edges = (min(p.left for p in column), max(p.right for p in column))
            yield from (line._replace(column=edges, shape="column") for line in _rows(column))


def _rows(pieces: Sequence[Line]) -> list[Line]:
    """Pieces from top to bottom, those of one height joined from left to right."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda p: -(p.top + p.bottom)):
        last = rows[-1][0] if rows else None
        if last and abs((last.top + last.bottom) - (piece.top + piece.bottom)) / 2 <= SLACK * min(last.height, piece.height):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_joined(sorted(row, key=lambda p: p.left)) for row in rows]


def _joined(row: Sequence[Line]) -> Line:
    if any(before.right - piece.left > SLACK * piece.height for before, piece in pairwise(row)):
        return _woven(row)
    text = row[0].text
    for before, piece in pairwise(row):
        text += ("" if piece.left - before.right < GAP * before.height / 2 else " ") + piece.text
    return Line(text, row[0].left, min(p.bottom for p in row), max(p.right for p in row), max(p.top for p in row))


def _woven(row: Sequence[Line]) -> Line:
    """Pieces that lie over one another: quotes set in another font, drawn after the text between which they stand."""
    chars: list[Char] = []
    for char in sorted((c for piece in row for c in piece.chars if not c.text.isspace()), key=lambda c: c.left):
        if not chars or char.text != chars[-1].text or char.left - chars[-1].left > SAME_PLACE:
            chars.append(char)  # else one character printed twice to look bold
    return next(iter(_piece(chars)))
