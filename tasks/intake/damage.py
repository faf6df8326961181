"""Bytes that no codec reads as a whole: each line by the codec that reads it, each lost byte found and marked."""

import codecs
import re
from collections import Counter
from typing import NamedTuple

import numpy as np

from tasks.intake.plausible import PLAUSIBLE, Kind, kinds, score, units_of

LEGACY = ("gb18030", "big5hkscs")
NAMES = {"big5hkscs": "big5"}  # decoded with the superset, named as the field names it
LOST = "\N{REPLACEMENT CHARACTER}"
LOSSES = re.compile(f"{LOST}+")
MAX_MENDED = 20  # lost bytes a file: what has more is no text with a scratch, and the search must stay cheap
BEFORE, AFTER = 160, 60  # bytes around a fault in which the lost byte is looked for, and by which a reading is judged
WORTH = 2  # odd characters fewer: so much better a reading must be before a byte counts as lost
SHORT = 6  # characters: too few to judge a line by
# A Chinese character or debris with an ASCII letter behind it, as the second half of the next one, or a private-use one.
SUSPECT = re.compile("(?<=[^\x00-\x7f])[@-~](?![@-~])|[\ue000-\ue5e4\ue5e6-\uf8ff]")
ODD = np.isin(
    range(len(Kind)), (Kind.RARE, Kind.RARE_SIMPLIFIED, Kind.RARE_TRADITIONAL, Kind.FOREIGN, Kind.INVISIBLE, Kind.SURROGATE)
)


class Orphan(NamedTuple):
    """A byte left over from a lost character, and whether no other byte would do."""

    place: int
    sure: bool


class Reading(NamedTuple):
    """A piece of text with the codec that reads it and the losses on the way."""

    text: str
    encoding: str
    lost: int = 0  # bytes lost at a place that only one reading explains; U+FFFD stands there
    doubtful: int = 0  # losses that several readings explain
    cut: int = 0  # 1 where the last character is cut in the middle


def read_strictly(raw: bytes, codec: str) -> Reading | None:
    """Decode without a single error, but for a character cut in the middle at the very end."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        text = decoder.decode(raw)
    except UnicodeDecodeError:
        return None
    return Reading(text, NAMES.get(codec, codec), cut=int(bool(decoder.getstate()[0])))


def read_lines(raw: bytes) -> Reading:
    """Read each line by itself: a file half of one codec and half of another, or damaged here and there."""
    lines = raw.splitlines(keepends=True)
    preferred = sorted(LEGACY, key=lambda codec: -score(raw.decode(codec, "ignore")))
    budget = MAX_MENDED
    readings: list[Reading] = []
    for line in lines:
        readings.append(_read_line(line, preferred, budget))
        budget -= readings[-1].lost + readings[-1].doubtful
    used = Counter(r.encoding for line, r in zip(lines, readings, strict=True) if not line.isascii())
    return Reading(
        "".join(r.text for r in readings),
        next(iter(used)) if len(used) == 1 else "mixed",
        sum(r.lost for r in readings),
        sum(r.doubtful for r in readings),
        readings[-1].cut,
    )


def _read_line(line: bytes, preferred: list[str], budget: int) -> Reading:
    """The most plausible strict reading of a line, else the most plausible damaged one."""
    if line.isascii():
        return Reading(line.decode("ascii"), "utf-8")
    strict = [r for codec in ("utf-8", *preferred) if (r := read_strictly(line, codec)) is not None]
    best = max(strict, key=lambda r: score(r.text), default=None)
    if best and not best.cut and not is_garbled(best.text) and (score(best.text) > PLAUSIBLE or len(best.text.strip()) < SHORT):
        return best
    damaged = [_damaged_utf8(line), *(_damaged_legacy(line, codec, budget) for codec in preferred)]
    return max((*strict, *damaged), key=lambda r: score(r.text))


def _damaged_utf8(line: bytes) -> Reading:
    text = line.decode("utf-8", "replace")
    return Reading(text, "utf-8", len(LOSSES.findall(text)))


def is_garbled(text: str) -> bool:
    """Whether the bytes slid by one somewhere and fell into step again: traces that no prose has, and odd characters around."""
    return any(oddity(text[max(0, found.start() - 3) : found.end()]) >= WORTH for found in SUSPECT.finditer(text))


def oddity(text: str) -> int:
    """How many characters prose has few of: rare ones, foreign ones, debris, single letters between Chinese."""
    return int(np.count_nonzero(ODD[kinds()[units_of(text)]])) + len(SUSPECT.findall(text))


def _damaged_legacy(line: bytes, codec: str, budget: int) -> Reading:
    """Mend a line fault by fault: without one byte, half of a lost character, the rest of it reads well again."""
    done: list[str] = []
    lost = doubtful = at = scan = 0
    while budget > 0 and (fault := _next_fault(line, at, scan, codec)) is not None:
        budget -= 1
        orphan = _orphan(line, at, fault, codec)
        if orphan is None:
            scan = fault + 1
            continue
        done += (line[at : orphan.place].decode(codec, "replace"), LOST)
        lost, doubtful = lost + orphan.sure, doubtful + (not orphan.sure)
        at = scan = orphan.place + 1
    rest = line[at:].decode(codec, "replace")
    losses = len(LOSSES.findall(rest))
    return Reading("".join((*done, rest)), NAMES.get(codec, codec), lost, doubtful + losses)


def _next_fault(line: bytes, at: int, scan: int, codec: str) -> int | None:
    """The byte offset, from `scan` on, behind which the line stops reading well; it reads in step from `at`."""
    try:
        text, error_at = line[at:].decode(codec), None
    except UnicodeDecodeError as error:
        text, error_at = line[at : at + error.start].decode(codec), at + error.start
    for found in SUSPECT.finditer(text):
        if oddity(text[max(0, found.start() - 3) : found.end()]) >= WORTH:
            place = at + len(text[: found.end()].encode(codec))
            if place >= scan:
                return place
    return error_at if error_at is not None and error_at >= scan else None


def _orphan(line: bytes, start: int, fault: int, codec: str) -> Orphan | None:
    """The byte whose other half is lost: the one without which the surroundings read best; None where none helps."""
    window = max(start, fault - BEFORE)
    while window < fault and not _is_whole(line[start:window], codec):
        window += 1
    until = fault + AFTER
    readings = []
    for place in range(window, min(fault + 2, len(line))):
        text = line[window:place].decode(codec, "replace") + line[place + 1 : until].decode(codec, "replace").rstrip(LOST)
        readings.append((oddity(text), place))
    best, place = min(readings, default=(0, 0))
    as_it_stands = line[window:until].decode(codec, "replace").rstrip(LOST)
    if best + (1 if fault >= len(line) or LOST in as_it_stands else WORTH) > oddity(as_it_stands):
        return None
    return Orphan(place, sum(found == best for found, _ in readings) == 1)


def _is_whole(raw: bytes, codec: str) -> bool:
    """Whether the bytes end with a whole character."""
    reading = read_strictly(raw, codec)
    return reading is not None and not reading.cut
