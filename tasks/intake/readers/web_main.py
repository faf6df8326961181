"""Which part of a page is the report: the innermost container that holds most of its sentences."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from tasks.intake.readers.web_walk import Step

STOPS = re.compile("[，。；,;]")  # of sentences: colons and enumerations stand in labels, too
MAIN_SHARE = 0.75  # of a page's stops outside links: what holds so many is the report, with room for a footer's sentences
TWICE_SHARE = 0.35  # of them: two parts of one text that hold so many each are a report printed once for each kind of screen
CONTAINERS = frozenset(("article", "main", "section", "div", "td", "body"))


class Part(NamedTuple):
    """One container: its steps, and how many stops stand in it."""

    start: int
    end: int
    stops: int


def main_content(steps: Sequence[Step]) -> tuple[int, int]:
    """The steps of the container that holds most of the page's sentences; all, where there is none.

    Of a report that is printed twice, for wide screens and for narrow ones, it is the first.
    """
    stops = 0
    opened: list[tuple[int, int]] = []
    closed: list[Part] = []
    for at, step in enumerate(steps):
        if step.opens in CONTAINERS:
            opened.append((at, stops))
        elif step.closes in CONTAINERS:
            start, before = opened.pop()
            closed.append(Part(start, at + 1, stops - before))
        elif not step.in_link:
            stops += count_stops(step.text)
    large = [part for part in closed if stops and part.stops >= TWICE_SHARE * stops]
    holding = [part for part in large if part.stops >= MAIN_SHARE * stops]
    found = _printed_twice(large, steps) or (holding[0] if holding else None)
    return (found.start, found.end) if found else (0, len(steps))


def count_stops(text: str) -> int:
    """How many stops of sentences a text holds."""
    return len(STOPS.findall(text))


def _printed_twice(parts: Sequence[Part], steps: Sequence[Step]) -> Part | None:
    """The first of the two largest parts that lie apart and say the same."""
    by_stops: dict[int, list[Part]] = {}
    for part in parts:
        by_stops.setdefault(part.stops, []).append(part)
    for _, (first, *others) in sorted(by_stops.items(), reverse=True):
        second = next((other for other in others if other.start >= first.end), None)
        if second and _said(first, steps) == _said(second, steps):
            return first
    return None


def _said(part: Part, steps: Sequence[Step]) -> str:
    return "".join("".join(step.text for step in steps[part.start : part.end]).split())
