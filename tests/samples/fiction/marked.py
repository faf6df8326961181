"""Text whose marks keep pointing at their characters through every later change of the text."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class Mark(NamedTuple):
    """A stretch of text that the truth speaks of: an `amount`, a `zero`, a `heading`, a `sample`, `none` (idle)."""

    start: int
    end: int
    kind: str
    data: Mapping[str, Any]


class Marked(NamedTuple):
    """A text and its marks, in order of their start."""

    text: str
    marks: tuple[Mark, ...] = ()


class Change(NamedTuple):
    """Put `replacement` where `[start, end)` stood."""

    start: int
    end: int
    replacement: str


class Draft:
    """Collects text and marks from left to right."""

    def __init__(self) -> None:
        """Begin with an empty text."""
        self._pieces: list[str] = []
        self._marks: list[Mark] = []
        self._length = 0

    def write(self, text: str) -> "Draft":
        """Append plain text."""
        self._pieces.append(text)
        self._length += len(text)
        return self

    def mark(self, text: str, kind: str, **data: Any) -> "Draft":
        """Append text and mark all of it."""
        self._marks.append(Mark(self._length, self._length + len(text), kind, data))
        return self.write(text)

    def join(self, piece: Marked) -> "Draft":
        """Append a marked text, its marks moved along."""
        at = self._length
        self._marks += [Mark(m.start + at, m.end + at, m.kind, m.data) for m in piece.marks]
        return self.write(piece.text)

    def done(self) -> Marked:
        """The text so far."""
        return Marked("".join(self._pieces), tuple(self._marks))


def change(piece: Marked, changes: Iterable[Change]) -> Marked:
    """Apply sorted changes that do not overlap.

    What is inserted at the edge of a mark stays outside it; a mark that ends or begins inside a changed stretch
    takes all of the replacement in.
    """
    steps = list(changes)
    pieces: list[str] = []
    starts, ends, shifts = [s.start for s in steps], [s.end for s in steps], [0]
    at = 0
    for step in steps:
        pieces += (piece.text[at : step.start], step.replacement)
        shifts.append(shifts[-1] + len(step.replacement) - (step.end - step.start))
        at = step.end
    pieces.append(piece.text[at:])

    def first(position: int) -> int:
        after = bisect_right(ends, position)  # changes that lie wholly before this start
        if after < len(steps) and starts[after] < position:
            return starts[after] + shifts[after]
        return position + shifts[after]

    def last(position: int) -> int:
        before = bisect_left(starts, position)  # changes that begin before this end
        if before and ends[before - 1] > position:
            return ends[before - 1] + shifts[before]
        return position + shifts[before]

    marks = tuple(Mark(first(m.start), last(m.end), m.kind, m.data) for m in piece.marks)
    return Marked("".join(pieces), marks)
