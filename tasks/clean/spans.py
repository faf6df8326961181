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

    def back(self, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Map each `[start, end)` of the edited text to the text before; a replaced piece counts as one."""
        out_starts, out_ends, in_starts, in_ends, in_behind = self
        found = []
        for start, end in spans:
            i = bisect_right(out_starts, start) - 1
            if i >= 0:
                start = in_starts[i] if start < out_ends[i] else in_ends[i] + start - out_ends[i]
            i = bisect_right(out_starts, end) - 1
            if i >= 0:
                if end == out_starts[i]:  # right at a deleted piece; before a replaced one the end stays before it
                    end = in_behind[i] if out_ends[i] == end else in_starts[i]
                else:
                    end = in_ends[i] + (end - out_ends[i] if end > out_ends[i] else 0)
            found.append((start, end if end > start else start))
        return found


class Spans(NamedTuple):
    """The passes a text went through, first to last."""

    passes: tuple[Pass, ...] = ()

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The source offsets of `[start, end)` of the normalized text, artefacts inside and glosses behind included."""
        return self.to_sources((start,), (end,))[0]

    def to_sources(self, starts: Sequence[int], ends: Sequence[int]) -> list[tuple[int, int]]:
        """The same for many at once, given by where they start and end."""
        spans = list(zip(starts, ends, strict=True))
        for step in reversed(self.passes):
            spans = step.back(spans)
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
