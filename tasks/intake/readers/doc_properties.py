"""The properties that Word 97 to 2003 files keep with paragraphs and rows of tables ([MS-DOC] 2.6): codes and operands."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}  # bytes, by the three highest bits of a property's code
IN_TABLE, ROW_END, LIST_LEVEL, LIST_USE, OUTLINE = 0x2416, 0x2417, 0x260A, 0x460B, 0x2640
DELETED, HIDDEN, STRUCK, STRUCK_TWICE = 0x0800, 0x083C, 0x0837, 0x2A53
TABLE_WIDTHS, TAB_STOPS = 0xD608, 0xC615  # properties whose length is written in ways of their own
MERGE, VERTICAL_MERGE = 0x5624, 0xD62B  # of cells first to last - 1; of one cell
CELL = 20  # bytes of a TC80: its flags come first
Properties = dict[int, int]


class CellShape(NamedTuple):
    """Where a cell of a row stands, in twentieths of a point, and whether it goes on from the one above or on its left."""

    left: int
    right: int
    above: bool
    beside: bool


def operands(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Code and operand of each property, as far as their lengths can be told."""
    at = 0
    while at + 3 <= len(raw):
        code = struct.unpack_from("<H", raw, at)[0]
        at += 2
        size = OPERANDS.get(code >> 13)
        if size is None:
            size = struct.unpack_from("<H", raw, at)[0] + 1 if code == TABLE_WIDTHS and at + 2 <= len(raw) else raw[at] + 1
            if code == TAB_STOPS and raw[at] == 255:
                return  # its length must be counted from its content, and nothing wanted here comes after it
        yield code, raw[at : at + size]
        at += size


def properties_of(raw: bytes) -> Properties:
    """The properties with an operand of at most four bytes, by code; the first bytes of longer ones."""
    return {code: int.from_bytes(operand[:4], "little") for code, operand in operands(raw)}


def row_shape(raw: bytes) -> tuple[CellShape, ...]:
    """The cells that the properties of a row's end describe; none where they describe none."""
    cells: list[CellShape] = []
    for code, operand in operands(raw):
        if code == TABLE_WIDTHS and len(operand) > 2:
            cells = _cells(operand[2], operand[3:])
        elif code == MERGE and len(operand) == 2:
            cells = [cell._replace(beside=True) if operand[0] < at < operand[1] else cell for at, cell in enumerate(cells)]
        elif code == VERTICAL_MERGE and len(operand) == 3 and operand[1] < len(cells):
            cells[operand[1]] = cells[operand[1]]._replace(above=operand[2] == 1)
    return tuple(cells)


def _cells(count: int, raw: bytes) -> list[CellShape]:
    """Edges, then the flags of each cell, of which the last ones may be left out ([MS-DOC] 2.9.327, 2.9.326)."""
    edges = struct.unpack_from(f"<{count + 1}h", raw)
    flags = [
        struct.unpack_from("<H", raw, at)[0] if at + 2 <= len(raw) else 0
        for at in range(2 * (count + 1), 2 * (count + 1) + CELL * count, CELL)
    ]
    return [
        CellShape(left, right, above=flag >> 5 & 3 == 1, beside=flag & 3 == 1)
        for left, right, flag in zip(edges, edges[1:], flags, strict=False)
    ]
