"""Where each normalized character came from: a chain of edit passes, from the last text back to the source."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

# What annotates the character before it: an end right behind that character takes the annotation in.
TRAILING = frozenset({"inserted_pinyin"})


class Edit(NamedTuple):
    """Replace `text[start:end]` by `replacement`, a repair of class `kind`."""

    start: int
    end: int
    replacement: str
    kind: str


class Pass(NamedTuple):
    """One round of edits as parallel arrays: before position `out[i]` the text is shifted by `shift[i - 1]`."""

    out_starts: tuple[int, ...]  # where each replacement begins in the edited text
    out_ends: tuple[int, ...]
    in_starts: tuple[int, ...]  # where the replaced piece begins in the text before
    in_ends: tuple[int, ...]
    in_behind: tuple[int, ...]  # where an end maps to that stands right at a deleted piece

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Map `[start, end)` of the edited text to the text before; a replaced piece counts as one."""
        begin = self._start(start)
        return begin, max(begin, self._end(end))

    def _start(self, position: int) -> int:
        i = bisect_right(self.out_starts, position) - 1
        if i < 0:
            return position
        if position < self.out_ends[i]:
            return self.in_starts[i]
        return self.in_ends[i] + position - self.out_ends[i]

    def _end(self, position: int) -> int:
        i = bisect_right(self.out_starts, position) - 1
        if i < 0:
            return position
        if position == self.out_starts[i]:
            # right at a deleted piece; before a replaced one the end stays before it
            return self.in_behind[i] if self.out_ends[i] == position else self.in_starts[i]
        if position <= self.out_ends[i]:
            return self.in_ends[i]
        return self.in_ends[i] + position - self.out_ends[i]


class Spans(NamedTuple):
    """The passes a text went through, first to last."""

    passes: tuple[Pass, ...] = ()

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The source offsets of `[start, end)` of the normalized text, artefacts inside and glosses behind included."""
        for step in reversed(self.passes):
            start, end = step.back(start, end)
        return start, end

    def to_sources(self, starts: Sequence[int], ends: Sequence[int]) -> list[tuple[int, int]]:
        """The same for many at once, given by where they start and end."""
        spans = list(zip(starts, ends, strict=True))
        for step in reversed(self.passes):
            spans = [step.back(*span) for span in spans]
        return spans


def apply_edits(text: str, edits: Iterable[Edit]) -> tuple[str, Pass]:
    """Apply sorted, non-overlapping edits and return the new text with the way back."""
    pieces: list[str] = []
    out_starts: list[int] = []
    out_ends: list[int] = []
    in_starts: list[int] = []
    in_ends: list[int] = []
    in_behind: list[int] = []
    at = length = 0
    for edit in edits:
        pieces.append(text[at : edit.start])
        length += edit.start - at
        out_starts.append(length)
        pieces.append(edit.replacement)
        length += len(edit.replacement)
        out_ends.append(length)
        in_starts.append(edit.start)
        in_ends.append(edit.end)
        in_behind.append(edit.end if edit.kind in TRAILING else edit.start)
        at = edit.end
    pieces.append(text[at:])
    return "".join(pieces), Pass(tuple(out_starts), tuple(out_ends), tuple(in_starts), tuple(in_ends), tuple(in_behind))
