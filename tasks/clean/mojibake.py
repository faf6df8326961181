"""Text that went through a wrong codec and was saved again: undone where one round trip makes it plausible."""

import codecs
import re
from collections.abc import Iterator
from itertools import pairwise

from tasks.clean.spans import Edit, apply_edits
from tasks.intake.plausible import score

# (the codec that misread it, the codec that reads it)
ROUND_TRIPS = (
    ("gb18030", "utf-8"),
    ("latin-1", "utf-8"),
    ("cp1252", "utf-8"),
    ("latin-1", "gb18030"),
    ("cp1252", "gb18030"),
    ("gb18030", "big5hkscs"),
    ("big5hkscs", "gb18030"),
)
MISREAD = 0.2  # score() of a line that may be misread, and of one that is read: see plausibility()
READ = 0.55
EVIDENCE = 10  # characters without which an implausible line is only an odd one
LOST = "\N{REPLACEMENT CHARACTER}"
# A lead byte of UTF-8 with as many bytes behind it as it announces, read as Latin-1 or the code page of Windows
STRAY = re.compile(
    "[\xc2-\xdf][\x80-\xbf]|[\xe2-\xef][\x80-\xbf\u20ac\u201a-\u203a\u0152-\u0192\u02c6\u02dc\u2122]"
    "[\x80-\xbf\u20ac\u2013-\u203a\u0152-\u0192\u02c6\u02dc\u2122]"
)
STRAY_TARGETS = "\xa0·×“”‘’—–…℃①②③④⑤"
HOLE = re.compile("\ufffd{1,2}|[?]|\\Z")  # what the wrong codec wrote for bytes it could not read, and the end


def round_trips(text: str) -> Iterator[Edit]:
    """Undo misreadings line by line, each in pieces as small as the two codecs' boundaries allow."""
    start = 0
    for line in text.split("\n"):
        if not line.isascii() and score(line) < MISREAD:
            yield from _undone(line, start)
        start += len(line) + 1


def stray_pieces(text: str) -> Iterator[Edit]:
    """Undo single characters of UTF-8 read as Latin-1 inside sound text: `â€œ` for `“`, `Â·` for `·`."""
    for m in STRAY.finditer(text):
        try:
            read = b"".join(c.encode("cp1252" if c > "\xff" else "latin-1") for c in m[0]).decode("utf-8")
        except UnicodeError:
            continue
        if read in STRAY_TARGETS or "\u3000" <= read < "\ua000" or read >= "\uff00":
            yield Edit(m.start(), m.end(), read, "mojibake")


def _undone(line: str, offset: int) -> Iterator[Edit]:
    """The edits that undo the one misreading that explains a line; none where none or several do."""
    readings: dict[str, list[Edit]] = {}
    for wrong, right in ROUND_TRIPS:
        try:
            edits = _turned_back(line, wrong, right)
        except UnicodeError:
            continue
        read, _ = apply_edits(line, edits)
        if score(read) > READ:
            readings.setdefault(read, edits)
    if len(readings) == 1:
        (edits,) = readings.values()
        yield from (edit._replace(start=edit.start + offset, end=edit.end + offset) for edit in edits)
    elif score(line) < 0 and sum(c > "\x7f" for c in line) >= EVIDENCE:
        yield Edit(offset, offset, "", "kept_mojibake")


def _turned_back(line: str, wrong: str, right: str) -> list[Edit]:
    """The edits that turn a line back, piece by piece between the holes; UnicodeError where it cannot come from `right`."""
    edits: list[Edit] = []
    at = 0
    for hole in HOLE.finditer(line):
        found, cut = _piece_back(line[at : hole.start()], at, wrong, right)
        if cut:  # the hole is the rest of the character that the piece breaks off in
            found[-1] = found[-1]._replace(end=hole.end())
        edits += found
        at = hole.end()
    return edits


def _piece_back(piece: str, offset: int, wrong: str, right: str) -> tuple[list[Edit], bool]:
    """The edits of one piece, cut at each byte where a character of both texts begins.

    The flag tells whether the piece breaks off inside a character; U+FFFD then stands for that.
    """
    raw = piece.encode(wrong)
    decoder = codecs.getincrementaldecoder(right)()
    read = decoder.decode(raw)
    cut = bool(decoder.getstate()[0])
    old, new = _boundaries(piece, wrong), _boundaries(read, right)
    shared = sorted(old.keys() & new.keys())
    edits = [Edit(offset + old[i], offset + old[j], read[new[i] : new[j]], "mojibake") for i, j in pairwise(shared)]
    if cut:
        last = shared[-1]
        edits.append(Edit(offset + old[last], offset + len(piece), read[new[last] :] + LOST, "mojibake"))
    return edits, cut


def _boundaries(text: str, codec: str) -> dict[int, int]:
    """Byte offset -> character offset, of each character's beginning and of the end."""
    found, at = {0: 0}, 0
    for i, character in enumerate(text, 1):
        at += len(character.encode(codec))
        found[at] = i
    return found
