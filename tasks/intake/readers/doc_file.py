"""The binary structure of Word 97 to 2003 files ([MS-DOC]): text by pieces, properties of paragraphs, styles, lists."""

import struct
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import NamedTuple

from tasks.intake.readers.doc_properties import (
    DELETED,
    HIDDEN,
    STRUCK,
    STRUCK_TWICE,
    CellShape,
    Properties,
    properties_of,
    row_shape,
)
from tasks.intake.readers.docx_lists import Level, List

ENCRYPTED, SECOND_TABLE = 0x0100, 0x0200  # flags at byte 10 of the FIB
FIRST_WORD_97 = 193  # nFib
COUNTS, PAIRS = 76, 154  # bytes of the FIB at which character counts and (offset, length) pairs begin
STYLES, NOTE_REFS, NOTES, CHARACTERS, PARAGRAPHS, PIECES, LISTS, LIST_USES = 1, 2, 3, 12, 13, 33, 73, 74  # pairs
PAGE = 512
GAPS = (" ", " ", "")  # what follows a list number: tab, blank, nothing
# [MS-OSHARED] 2.2.1.3 -> ECMA-376 17.18.59
FORMATS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital",
    11: "japaneseCounting", 14: "decimalFullWidth", 16: "chineseLegalSimplified", 17: "japaneseDigitalTenThousand",
    18: "decimalEnclosedCircle", 19: "decimalFullWidth2", 22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle", 30: "ideographTraditional",
    31: "ideographZodiac", 33: "taiwaneseCounting", 34: "ideographLegalTraditional", 35: "taiwaneseCountingThousand",
    36: "taiwaneseDigital", 37: "chineseCounting", 38: "chineseLegalSimplified", 39: "chineseCountingThousand", 255: "none",
}  # fmt: skip


class Stretch(NamedTuple):
    """Properties that hold for bytes `[start, end)` of the main stream."""

    start: int
    end: int
    style: int
    raw: bytes

    @property
    def properties(self) -> Properties:
        """By code."""
        return properties_of(self.raw)


class WordFile:
    """One file, opened. Any of struct.error, IndexError, KeyError, ValueError or OSError means that it is damaged."""

    def __init__(self, raw: bytes) -> None:
        """Read the file's tables."""
        import olefile

        with olefile.OleFileIO(BytesIO(raw)) as package:
            self.main = package.openstream("WordDocument").read()
            _, self.version = struct.unpack_from("<HH", self.main)
            self.flags = struct.unpack_from("<H", self.main, 10)[0]
            self.table = b""
            if self.version >= FIRST_WORD_97 and not self.flags & ENCRYPTED:
                self.table = package.openstream("1Table" if self.flags & SECOND_TABLE else "0Table").read()
        if self.table:
            self._read()

    def _read(self) -> None:
        self.counts = struct.unpack_from("<8i", self.main, COUNTS)  # text, notes, heads, macros, comments, endnotes, boxes, ...
        self.pieces = list(_pieces(self._part(PIECES)))
        self.paragraphs = sorted(self._stretches(PARAGRAPHS))
        self.starts = [one.start for one in self.paragraphs]
        self.unseen = [(one.start, one.end) for one in self._stretches(CHARACTERS) if _is_unseen(one.properties)]
        self.styles = _styles(self._part(STYLES))
        self.text = "".join(self._texts())

    def _pair(self, number: int) -> tuple[int, int]:
        start, length = struct.unpack_from("<II", self.main, PAIRS + 8 * number)
        return start, length

    def _part(self, number: int) -> bytes:
        start, length = self._pair(number)
        return self.table[start : start + length]

    def positions(self, number: int) -> list[int]:
        """Character positions of a table of positions without data (notes)."""
        part = self._part(number)
        return list(struct.unpack(f"<{len(part) // 4}I", part[: len(part) // 4 * 4]))

    def note_references(self) -> list[int]:
        """Character positions of the references to footnotes."""
        part = self._part(NOTE_REFS)
        count = max(len(part) - 4, 0) // 6
        return list(struct.unpack_from(f"<{count}I", part))

    def _texts(self) -> Iterator[str]:
        """The text of each piece, one character a position, deleted and hidden ones as NUL."""
        for first, last, start, width in self.pieces:
            raw = self.main[start : start + (last - first) * width]
            if width == 2:
                characters = [chr(unit) for unit in struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2])]
            else:
                characters = list(raw.decode("cp1252", "replace"))
            for begin, end in self.unseen:
                if begin < start + len(raw) and end > start:
                    low, high = max(begin - start, 0) // width, min(end - start, len(raw)) // width
                    characters[low:high] = "\0" * (high - low)
            yield "".join(characters)

    def paragraph(self, position: int) -> tuple[int, Properties]:
        """Style and properties of the paragraph whose end mark stands at a character position; those of its style below."""
        stretch = self._stretch(position)
        properties: Properties = {}
        for style in reversed(list(_chain(self.styles, stretch.style))):
            properties |= self.styles[style][1]
        return stretch.style, properties | stretch.properties

    def row(self, position: int) -> tuple[CellShape, ...]:
        """The cells of the table row whose end mark stands at a character position; none where the file does not say."""
        return row_shape(self._stretch(position).raw)

    def _stretch(self, position: int) -> Stretch:
        found = bisect_right(self.pieces, position, key=lambda piece: piece[0]) - 1
        first, _, start, width = self.pieces[found]
        offset = start + (position - first) * width
        return self.paragraphs[max(bisect_right(self.starts, offset) - 1, 0)]

    def _stretches(self, number: int) -> Iterator[Stretch]:
        """The properties of paragraphs or characters, page by page."""
        part = self._part(number)
        count = (len(part) - 4) // 8
        for page in struct.unpack_from(f"<{count}I", part, 4 * (count + 1)):
            block = self.main[(page & 0x3FFFFF) * PAGE :][:PAGE]
            runs = block[PAGE - 1]
            offsets = struct.unpack_from(f"<{runs + 1}I", block)
            step = 13 if number == PARAGRAPHS else 1
            for at in range(runs):
                inside = 2 * block[4 * (runs + 1) + step * at]
                yield Stretch(offsets[at], offsets[at + 1], *_run(block, inside, number == PARAGRAPHS))

    def lists(self) -> dict[str, List]:
        """The numbered lists, by the number that paragraphs name them by."""
        start, _ = self._pair(LISTS)
        definitions = _definitions(self.table, start) if self._part(LISTS) else {}
        return _uses(self._part(LIST_USES), definitions)


def _pieces(part: bytes) -> Iterator[tuple[int, int, int, int]]:
    """First and last character, byte offset, and bytes a character of each piece."""
    at = 0
    while part[at] == 1:
        at += 3 + struct.unpack_from("<H", part, at + 1)[0]
    count = (struct.unpack_from("<I", part, at + 1)[0] - 4) // 12
    positions = struct.unpack_from(f"<{count + 1}I", part, at + 5)
    for number in range(count):
        offset = struct.unpack_from("<I", part, at + 5 + 4 * (count + 1) + 8 * number + 2)[0]
        narrow = bool(offset & 0x40000000)
        start = (offset & 0x3FFFFFFF) // 2 if narrow else offset & 0x3FFFFFFF
        yield positions[number], positions[number + 1], start, 1 if narrow else 2


def _run(block: bytes, at: int, is_paragraph: bool) -> tuple[int, bytes]:
    """Style and properties of one stretch, by their place on its page."""
    if not at:
        return 0, b""
    size = block[at]
    if not is_paragraph:
        return 0, block[at + 1 : at + 1 + size]
    start, end = (at + 2, at + 2 + 2 * block[at + 1]) if size == 0 else (at + 1, at + 2 * size)
    return struct.unpack_from("<H", block, start)[0], block[start + 2 : end]


def _is_unseen(properties: Properties) -> bool:
    return any(properties.get(one, 0) & 1 for one in (DELETED, HIDDEN, STRUCK, STRUCK_TWICE))


def _styles(part: bytes) -> dict[int, tuple[int, Properties]]:
    """Base and paragraph properties of each style."""
    if not part:
        return {}
    head, count, base_size = struct.unpack_from("<HHH", part)
    at = 2 + head
    found = {}
    for number in range(count):
        size = struct.unpack_from("<H", part, at)[0]
        if size:
            found[number] = _style(part[at + 2 : at + 2 + size], base_size)
        at += 2 + size
    return found


def _style(raw: bytes, base_size: int) -> tuple[int, Properties]:
    kind_and_base = struct.unpack_from("<H", raw, 2)[0]
    name = base_size + 2 + 2 * struct.unpack_from("<H", raw, base_size)[0] + 2
    if kind_and_base & 0xF != 1 or name + 2 > len(raw):
        return kind_and_base >> 4, {}
    size = struct.unpack_from("<H", raw, name)[0]
    return kind_and_base >> 4, properties_of(raw[name + 4 : name + 2 + size])


def _chain(styles: Mapping[int, tuple[int, Properties]], style: int) -> Iterator[int]:
    """A style and those it is based on."""
    for _ in range(len(styles)):
        if style not in styles:
            return
        yield style
        style = styles[style][0]


def _definitions(table: bytes, at: int) -> dict[int, dict[int, Level]]:
    count = struct.unpack_from("<H", table, at)[0]
    heads = [struct.unpack_from("<i22xB", table, at + 2 + 28 * number) for number in range(count)]
    at += 2 + 28 * count
    found = {}
    for identity, flags in heads:
        levels = {}
        for number in range(1 if flags & 1 else 9):
            levels[number], at = _level(table, at, number)
        found[identity] = levels
    return found


def _level(table: bytes, at: int, number: int) -> tuple[Level, int]:
    """One level of a list, and where the next begins."""
    start, form, flags, follow, character_size, paragraph_size, restart = struct.unpack_from("<iBB9xB8xBBB", table, at)
    text = at + 28 + character_size + paragraph_size
    count = struct.unpack_from("<H", table, text)[0]
    units = struct.unpack_from(f"<{count}H", table, text + 2)
    template = "".join(f"%{unit + 1}" if unit < 9 else chr(unit) for unit in units)
    gap = GAPS[follow] if follow < len(GAPS) else " "
    return Level(start, FORMATS.get(form, "decimal"), template, gap, bool(flags & 4), restart if flags & 8 else number), (
        text + 2 + 2 * count
    )


def _uses(part: bytes, definitions: Mapping[int, dict[int, Level]]) -> dict[str, List]:
    if not part:
        return {}
    count = struct.unpack_from("<I", part)[0]
    at = 4 + 16 * count
    found = {}
    for number in range(count):
        identity, changes = struct.unpack_from("<i8xB", part, 4 + 16 * number)
        levels, overrides = dict(definitions.get(identity, {})), {}
        at += 4
        for _ in range(changes):
            start, flags = struct.unpack_from("<iI", part, at)
            at += 8
            if flags & 0x10:
                overrides[flags & 0xF] = start
            if flags & 0x20:
                levels[flags & 0xF], at = _level(part, at, flags & 0xF)
        found[str(number + 1)] = List(str(identity), levels, overrides)
    return found
