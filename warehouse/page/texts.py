"""Cuts a text into runs that can be shown: each with the amount, heading and repair that it belongs to."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

Layer = npt.NDArray[np.int32]
Span = tuple[int, int, int]  # start, end (exclusive), number > 0

_CHINESE = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
REMOVED = -1
"""In the layer of repairs: these characters of the source are gone from the text; a number > 0 names a replacement."""


class Run(NamedTuple):
    """Characters that share all they belong to: `marks` holds one number a layer, 0 for none.

    `first` tells that the number of the first layer has not been seen before: another amount may cut one in two.
    """

    text: str
    marks: tuple[int, ...]
    first: bool


def paint(length: int, spans: Iterable[Span]) -> Layer:
    """Return the layer of `spans` over `length` characters; where spans overlap, the shorter one shows."""
    layer = np.zeros(length, np.int32)
    for start, end, number in sorted(spans, key=lambda span: span[0] - span[1]):
        layer[start:end] = number
    return layer


def runs(text: str, *layers: Layer) -> list[Run]:
    """Cut `text` wherever one of the layers changes; the runs joined are the text again."""
    if not text:
        return []
    stacked = np.vstack(layers)
    cuts = np.flatnonzero((stacked[:, 1:] != stacked[:, :-1]).any(axis=0)) + 1
    edges = [0, *cuts.tolist(), len(text)]
    marks = stacked[:, edges[:-1]].T.tolist()
    firsts = {numbers[0]: at for at, numbers in reversed(list(enumerate(marks)))}
    return [
        Run(text[start:end], tuple(numbers), firsts[numbers[0]] == at)
        for at, ((start, end), numbers) in enumerate(zip(pairwise(edges), marks, strict=True))
    ]


def repairs(source: str, text: str) -> tuple[Layer, list[str]]:
    """Align the source with its normalized text.

    Returns the layer of repairs over the source, and the replacements that its numbers name (number 1 is the first).
    The shortest edit script shows what was changed, not which rule changed it: `edits` counts the rules.
    """
    layer, replacements = np.zeros(len(source), np.int32), list[str]()
    for step in _steps(source, text):
        if step.replacement is None:
            layer[step.start : step.end] = REMOVED
        else:
            replacements.append(step.replacement)
            layer[step.start : step.end] = len(replacements)
    return layer, replacements


class _Step(NamedTuple):
    start: int
    end: int
    replacement: str | None


def _steps(source: str, text: str) -> Iterator[_Step]:
    for start, end, wanted_start, wanted_end in _changed_blocks(source, text):
        before, after = source[start:end], text[wanted_start:wanted_end]
        # inside a block any character counts as near to any other: pair Chinese with Chinese, so that glosses fall out
        for step in Levenshtein.opcodes(_CHINESE.sub("字", before), _CHINESE.sub("字", after)):
            told = after[step.dest_start : step.dest_end]
            if step.tag == "delete":
                yield _Step(start + step.src_start, start + step.src_end, None)
            elif step.tag != "insert" and told != before[step.src_start : step.src_end]:
                yield _Step(start + step.src_start, start + step.src_end, told)


def _changed_blocks(source: str, text: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield the stretches of both texts between what they share: start and end in the source, start and end in the text."""
    start = wanted = 0
    for match in Levenshtein.editops(source, text).as_matching_blocks():
        if (start, wanted) != (match.a, match.b):
            yield start, match.a, wanted, match.b
        start, wanted = match.a + match.size, match.b + match.size


def visible(text: str) -> str:
    """Write characters without a shape of their own as their code points; plain blanks and line ends stay."""
    if text.isprintable():  # exotic spaces, controls and zero-width characters are not
        return text
    return "".join(char if char.isprintable() or char == "\n" else f"‹{ord(char):04X}›" for char in text)
