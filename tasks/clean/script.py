"""Traditional to Simplified, character by character: OpenCC's own dictionaries behind a table lookup.

Byte for byte what `OpenCC("t2s").convert` of opencc-python-reimplemented yields, a hundred times faster, plus the
corrections of config/repairs.yaml. Length is preserved: character i of the result is character i of the text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tasks.intake.plausible import Kind, Units, kinds, script_dictionaries, units_of

TRADITIONAL_KINDS = (Kind.COMMON_TRADITIONAL, Kind.RARE_TRADITIONAL)
SIMPLIFIED_KINDS = (Kind.COMMON_SIMPLIFIED, Kind.RARE_SIMPLIFIED)
QUOTED_LINE = 4  # so many Traditional characters make a line of a Simplified text a Traditional one


@dataclass(frozen=True, slots=True)
class Converter:
    """OpenCC's dictionaries, compiled."""

    table: NDArray[np.uint16]  # code unit -> code unit
    anchors: NDArray[np.bool_]  # code units at which the table alone may be wrong
    wide: NDArray[np.bool_]  # those of them that stand for, or become, a character of two code units
    characters: dict[int, str]  # for str.translate, the few characters of two code units included
    phrases: dict[str, str]
    by_first: dict[str, tuple[str, ...]]  # first character -> phrases, longest first
    in_phrases: frozenset[str]


@cache
def converter() -> Converter:
    """Compile the dictionaries once per process.

    An anchor is a character that some phrase reads otherwise than it reads alone. Only there can phrases decide
    anything; which of them wins is settled within the unbroken run of phrase characters around.
    """
    phrases, characters = script_dictionaries()
    table = np.arange(0x10000, dtype=np.uint16)
    anchors = np.zeros(0x10000, np.bool_)
    wide = np.zeros(0x10000, np.bool_)
    wide[0xD800:0xE000] = True
    for old, new in characters.items():
        if ord(old) <= 0xFFFF and ord(new) <= 0xFFFF:
            table[ord(old)] = ord(new)
        elif ord(old) <= 0xFFFF:
            wide[ord(old)] = True
    by_first: dict[str, list[str]] = {}
    for phrase, reading in phrases.items():
        by_first.setdefault(phrase[0], []).append(phrase)
        changed = [c for c, r in zip(phrase, reading, strict=True) if characters.get(c, c) != r]
        anchors[[ord(c) for c in changed]] = True
    return Converter(
        table,
        anchors | wide,
        wide,
        {ord(old): new for old, new in characters.items()},
        phrases,
        {first: tuple(sorted(found, key=len, reverse=True)) for first, found in by_first.items()},
        frozenset("".join(phrases)),
    )


def simplify(text: str, units: Units | None = None) -> str:
    """Convert a Traditional text, exactly as OpenCC's `t2s` does. `units` are its code units, where they are at hand."""
    tool = converter()
    units = units_of(text) if units is None else units
    places = np.flatnonzero(tool.anchors[units])
    if tool.wide[units[places]].any():  # code units are no longer characters
        wide = [at for at, character in enumerate(text) if character <= "\uffff" and tool.anchors[ord(character)]]
        return _decide(text, text.translate(tool.characters), wide, tool)
    simple = tool.table[units].tobytes().decode("utf-16-le", "surrogatepass")
    return _decide(text, simple, places.tolist(), tool)


def _decide(text: str, simple: str, places: Sequence[int], tool: Converter) -> str:
    """Let phrases overrule the single characters in the runs of phrase characters around the anchors."""
    pieces: list[str] = []
    done = 0
    for place in places:
        if place < done or text[place] not in tool.in_phrases:
            continue
        start, end = place, place + 1
        while start > done and text[start - 1] in tool.in_phrases:
            start -= 1
        while end < len(text) and text[end] in tool.in_phrases:
            end += 1
        pieces += (simple[done:start], _longest_first(text[start:end], simple[start:end], tool))
        done = end
    return "".join((*pieces, simple[done:])) if pieces else simple


def _longest_first(run: str, simple: str, tool: Converter) -> str:
    """Apply the phrases of one run as OpenCC does: the longest anywhere first, of equals the leftmost."""
    found = [(-len(p), i) for i, c in enumerate(run) for p in tool.by_first.get(c, ()) if run.startswith(p, i)]
    readings = list(simple)
    taken = [False] * len(run)
    for length, start in sorted(found):
        end = start - length
        if not any(taken[start:end]):
            readings[start:end] = tool.phrases[run[start:end]]
            taken[start:end] = [True] * -length
    return "".join(readings)


def script_of(counts: Sequence[int]) -> str:
    """`traditional` where characters that only that script uses outnumber those that only the other one uses."""
    traditional = sum(counts[kind] for kind in TRADITIONAL_KINDS)
    return "traditional" if traditional > max(1, sum(counts[kind] for kind in SIMPLIFIED_KINDS)) else "simplified"


def to_simplified(text: str, units: Units, counts: Sequence[int], correction: re.Pattern[str] | None) -> str:
    """Convert what is Traditional in a text and leave Simplified lines alone; same length.

    In a Traditional text that is every line but those with Simplified characters only; in a Simplified text
    only a line that is Traditional by itself.
    """
    traditional = sum(counts[kind] for kind in TRADITIONAL_KINDS)
    simplified = sum(counts[kind] for kind in SIMPLIFIED_KINDS)
    if not traditional or (simplified and traditional < QUOTED_LINE):
        return text
    if not simplified:
        return _corrected(simplify(text, units), correction)
    lines = text.split("\n")
    wanted = _traditional_lines(units, script_of(counts) == "traditional")
    return "\n".join(_corrected(simplify(line), correction) if want else line for line, want in zip(lines, wanted, strict=True))


def _traditional_lines(units: Units, in_traditional_text: bool) -> list[bool]:
    """For each line whether to convert it."""
    found = kinds()[units]
    starts = np.concatenate(([0], np.flatnonzero(units == 0x0A) + 1))
    padded = np.append(found, np.uint8(Kind.PLAIN))  # a text that ends in a line feed has an empty last line
    old = np.add.reduceat(np.isin(padded, TRADITIONAL_KINDS), starts, dtype=np.int64)
    new = np.add.reduceat(np.isin(padded, SIMPLIFIED_KINDS), starts, dtype=np.int64)
    wanted = (old > 0) | (new == 0) if in_traditional_text else (old >= QUOTED_LINE) & (old > 2 * new)
    return [bool(w) for w in wanted]


def _corrected(text: str, correction: re.Pattern[str] | None) -> str:
    """Turn 著 into 着 but in the words that keep it: no converter does (随著, 著力)."""
    if correction is None or "著" not in text:
        return text
    return correction.sub(lambda found: "着" if found[0] == "著" else found[0], text)
