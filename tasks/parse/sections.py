"""The tree of headings and the mandated parts they announce; doubts become problems, not guesses."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from tasks.model import Problem, Section, Text
from tasks.parse.headings import RANKS, Heading, count_items, find_headings
from tasks.parse.words import any_of

MANDATED = ("achievements", "problems", "leader_duty", "plan")
PARTING = frozenset(("problems", "plan"))
SHORT_HEADING = 16  # characters; a longer heading below the first level only mentions such words
OPENING_LENGTH = 24  # characters in which a section without a telling heading may say what it is


@dataclass(frozen=True, slots=True)
class SectionRules:
    """Compiled config/sections.yaml."""

    kinds: Mapping[str, tuple[str, ...]]
    weak_achievements: frozenset[str]
    weak_plan: frozenset[str]
    weak_problems: frozenset[str]
    not_plan: re.Pattern[str]  # in which a word of `plan` is what was done (科学谋划)
    opening: Mapping[str, tuple[str, ...]]
    subject: re.Pattern[str]  # what the text behind a heading may begin with where nothing parts them


def compile_sections(config: Mapping[str, Any]) -> SectionRules:
    """Compile config/sections.yaml."""
    return SectionRules(
        kinds={kind: tuple(words) for kind, words in config["kinds"].items()},
        weak_achievements=frozenset(config["weak_achievements"]),
        weak_plan=frozenset(config["weak_plan"]),
        weak_problems=frozenset(config["weak_problems"]),
        not_plan=re.compile(any_of(config["not_plan"])),
        opening={kind: tuple(words) for kind, words in config["opening"].items()},
        subject=re.compile(config["subject"]),
    )


class _Place(NamedTuple):
    """Where a heading stands in the tree."""

    path: str
    parent: str | None
    number: int  # among the children of its parent
    depth: int


def split_sections(
    text: Text, start: int, end: int, report_year: int | None, rules: SectionRules
) -> tuple[list[Section], list[Problem]]:
    """Cut `text.text[start:end]` into its sections, in order, the first being the text before any heading (path 0)."""
    body = text.text
    headings = find_headings(body, start, end, text.breaks, rules.subject)
    places = _tree(headings)
    first = headings[0].start if headings else end
    sections = [Section("0", None, 0, 0, None, None, (), count_items(body, start, first), start, start, first)]
    kinds: dict[str | None, tuple[str, ...]] = {}
    following = [*(heading.start for heading in headings), end][1:]
    for heading, place, own_end, whole_end in zip(headings, places, following, _ends(headings, places, end), strict=True):
        name = body[heading.marker_end : heading.heading_end].strip()
        kinds[place.path] = own_kinds = _kinds(
            name, body[heading.body_start : heading.body_start + OPENING_LENGTH], place, kinds, report_year, rules
        )
        sections.append(
            Section(
                section_path=place.path,
                parent_path=place.parent,
                ordinal=place.number,
                depth=place.depth,
                marker=body[heading.start : heading.marker_end],
                heading=name,
                kinds=own_kinds,
                items=count_items(body, heading.heading_end, own_end),
                text_start=heading.start,
                body_start=heading.body_start,
                text_end=whole_end,
            )
        )
    return sections, _doubts(sections, headings)


def _tree(headings: Sequence[Heading]) -> list[_Place]:
    stack: list[tuple[int, str]] = []  # (rank of the style, path) from the outermost
    children: dict[str, int] = {}
    found = []
    for rank in _ranks(headings):
        while stack and stack[-1][0] >= rank:
            stack.pop()
        parent = stack[-1][1] if stack else None
        number = children[parent or ""] = children.get(parent or "", 0) + 1
        path = f"{parent}.{number}" if parent else str(number)
        stack.append((rank, path))
        found.append(_Place(path, parent, number, len(stack)))
    return found


def _ranks(headings: Sequence[Heading]) -> list[int]:
    """How deep each heading's style nests: by the styles' usual order, but where a report turned two of them round.

    1. （一）（二） 2. （一）: the outer numbering goes on behind the inner one, which stands one deeper then.
    """
    ranks = [2 * RANKS[heading.style] for heading in headings]
    for at, heading in enumerate(headings):
        outer = _turned_round(headings, ranks, at) if heading.ordinal == 1 else None
        if outer is None:
            continue
        for k in range(at, len(headings)):
            if RANKS[headings[k].style] < RANKS[heading.style]:
                break
            if headings[k].style == heading.style:
                ranks[k] = ranks[outer] + 1
    return ranks


def _turned_round(headings: Sequence[Heading], ranks: Sequence[int], at: int) -> int | None:
    """The heading of a usually deeper style that holds the one at `at`, which begins a numbering; None where none does."""
    own = ranks[at]
    outer = at - 1
    while outer >= 0 and ranks[outer] > own and headings[outer].style == headings[at - 1].style:
        outer -= 1
    if outer == at - 1 or (outer >= 0 and ranks[outer] >= own):
        return None
    last = headings[at - 1]
    for later in headings[at + 1 :]:
        if RANKS[later.style] < RANKS[headings[at].style]:
            break
        if later.style == last.style:
            return at - 1 if later.ordinal == last.ordinal + 1 else None
    return None


def _ends(headings: Sequence[Heading], places: Sequence[_Place], end: int) -> list[int]:
    """Where each section ends: where the next of its depth or a higher one begins, its children held."""
    ends = [end] * len(places)
    open_at: list[int] = []
    for i, (heading, place) in enumerate(zip(headings, places, strict=True)):
        while open_at and places[open_at[-1]].depth >= place.depth:
            ends[open_at.pop()] = heading.start
        open_at.append(i)
    return ends


def _kinds(
    name: str,
    opening: str,
    place: _Place,
    known: Mapping[str | None, tuple[str, ...]],
    report_year: int | None,
    rules: SectionRules,
) -> tuple[str, ...]:
    """Kinds for the first level, and below it where a merged section is parted (（一）存在问题 （二）下步打算)."""
    if place.depth == 1:
        return kinds_of(name, opening, report_year, rules)
    if len(name) > SHORT_HEADING or len(PARTING & set(known.get(place.parent, ()))) < len(PARTING):
        return ()
    return tuple(kind for kind in kinds_of(name, opening, report_year, rules) if kind in PARTING)


def kinds_of(heading: str, opening: str, report_year: int | None, rules: SectionRules) -> tuple[str, ...]:
    """What a section holds, by its heading, else by how its text opens.

    A first-level section is about achievements where neither tells.
    """
    heading = rules.not_plan.sub("", heading)
    if report_year:
        heading = heading.replace(str(report_year + 1), "next_year").replace(str(report_year), "this_year")
        opening = opening.replace(str(report_year + 1), "next_year")
    words = {kind: {w for w in rules.kinds[kind] if w in heading} for kind in rules.kinds}
    kinds = {kind for kind, found in words.items() if found}
    if "plan" in kinds and words["plan"] <= rules.weak_plan and ("this_year" in heading or words["achievements"]):
        kinds.discard("plan")
    if kinds & {"plan", "problems", "leader_duty", "other"} and words["achievements"] <= rules.weak_achievements:
        kinds.discard("achievements")
    if len(words["other"]) > 1 and words["problems"] <= rules.weak_problems:
        kinds.discard("problems")
    if "other" in kinds and len(kinds) > 1:
        kinds.discard("other")
    if not kinds:
        kinds = {kind for kind, leads in rules.opening.items() if opening.startswith(leads)}
    return tuple(sorted(kinds or {"achievements"}))


def _doubts(sections: Sequence[Section], headings: Sequence[Heading]) -> list[Problem]:
    """Breaks of sequence, sections that dwarf all others, and mandated parts that nobody found."""
    problems = [
        Problem("section_sequence", s.text_start, s.body_start, f"{s.marker}{s.heading} does not continue its numbering")
        for s, h in zip(sections[1:], headings, strict=True)
        if s.ordinal != h.ordinal and s.depth <= 2
    ]
    top = [s for s in sections if s.depth == 1]
    total = sum(s.text_end - s.text_start for s in top)
    problems += [
        Problem("section_length", s.text_start, s.text_end, f"{s.marker}{s.heading} holds nearly all of the report")
        for s in top
        if len(top) > 2 and s.text_end - s.text_start > 0.9 * total
    ]
    held = {kind for s in top for kind in s.kinds}
    problems += [
        Problem("part_missing", None, None, f"no section announces the mandated part {kind}")
        for kind in MANDATED
        if kind not in held
    ]
    return problems
