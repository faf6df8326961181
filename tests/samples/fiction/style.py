"""How a report numbers, indents and punctuates."""

from collections.abc import Mapping
from random import Random
from typing import Any, NamedTuple

from .marked import Mark, Marked

HALF_WIDTH = str.maketrans("，：；（）", ",:;()")


class Style(NamedTuple):
    """How one report numbers and punctuates: markers of the second and third depth, heading form, width."""

    second: str  # "（{}）" over Chinese ordinals, "{}." or "{}、" over Arabic ones, "" for unnumbered leads
    third: str
    runs_in: bool  # heading and text share a line
    runs_on: bool  # second-depth numbers do not start anew under each part
    half_width: bool
    indent: str


def draw_style(chance: Random) -> Style:
    """Draw a style for one report."""
    second = chance.choice(("（{}）", "（{}）", "（{}）", "{}.", "{}、", ""))
    third = "{}." if second == "（{}）" else "（{}）"
    return Style(
        second, third, chance.random() < 0.4, second in ("{}.", "{}、") and chance.random() < 0.4, chance.random() < 0.35,
        chance.choice(("", "", "    ", "\u3000\u3000")),
    )  # fmt: skip


def widths(piece: Marked, style: Style) -> Marked:
    """The piece in the punctuation of the style; offsets stay."""
    if not style.half_width:
        return piece
    marks = (Mark(m.start, m.end, m.kind, _narrow(m.data)) for m in piece.marks)
    return Marked(piece.text.translate(HALF_WIDTH), tuple(marks))


def _narrow(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value.translate(HALF_WIDTH) if isinstance(value, str) else value for key, value in data.items()}
