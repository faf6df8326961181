"""Text that went through a wrong codec and was saved again: undone where one round trip makes it plausible."""

from collections.abc import Iterator
from itertools import pairwise

from tasks.clean.spans import Edit
from tasks.intake.plausible import score

# (the codec that misread it, the codec that reads it)
ROUND_TRIPS = (
    ("gb18030", "utf-8"),
    ("latin-1", "utf-8"),
    ("cp1252", "utf-8"),
    ("latin-1", "gb18030"),
    ("cp1252", "gb18030"),
    ("gbk", "big5hkscs"),
    ("big5hkscs", "gb18030"),
)
MISREAD = 0.4
READ = 0.55


def round_trips(text: str) -> Iterator[Edit]:
    """Undo misreadings line by line, each in pieces as small as the two codecs' boundaries allow."""
    start = 0
    for line in text.split("\n"):
        if not line.isascii() and score(line) < MISREAD:
            yield from _undone(line, start)
        start += len(line) + 1


def _undone(line: str, offset: int) -> Iterator[Edit]:
    """The edits that undo the one misreading that explains a line; none where none or several do."""
    readings: dict[str, tuple[str, str]] = {}
    for wrong, right in ROUND_TRIPS:
        try:
            read = line.encode(wrong).decode(right)
        except UnicodeError:
            continue
        if score(read) > READ:
            readings.setdefault(read, (wrong, right))
    if len(readings) == 1:
        ((read, codecs),) = readings.items()
        yield from _aligned(line, read, *codecs, offset)
    else:
        yield Edit(offset, offset, "", "kept_mojibake")


def _aligned(line: str, read: str, wrong: str, right: str, offset: int) -> Iterator[Edit]:
    """Cut the replacement at each byte where a character of both texts begins."""
    old = _boundaries(line, wrong)
    new = _boundaries(read, right)
    shared = sorted(old.keys() & new.keys())
    for at, end in pairwise(shared):
        yield Edit(offset + old[at], offset + old[end], read[new[at] : new[end]], "mojibake")


def _boundaries(text: str, codec: str) -> dict[int, int]:
    """Byte offset -> character offset, of each character's beginning and of the end."""
    found, at = {0: 0}, 0
    for i, character in enumerate(text, 1):
        at += len(character.encode(codec))
        found[at] = i
    return found
