"""The tree of headings and the mandated parts they announce; doubts become problems, not guesses."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.model import Problem, Section, Text
from tasks.parse.headings import STYLES, Heading, count_items, find_headings
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


def compile_sections(config: Mapping[str, Any]) -> SectionRules:
    """Compile config/sections.yaml."""
    return SectionRules(
        kinds={kind: tuple(words) for kind, words in config["kinds"].items()},
        weak_achievements=frozenset(config["weak_achievements"]),
        weak_plan=frozenset(config["weak_plan"]),
        weak_problems=frozenset(config["weak_problems"]),
        not_plan=re.compile(any_of(config["not_plan"])),
        opening={kind: tuple(words) for kind, words in config["opening"].items()},
    )


def split_sections(
    text: Text, start: int, end: int, report_year: int | None, rules: SectionRules
) -> tuple[list[Section], list[Problem]]:
    """Cut `text.text[start:end]` into its sections, in order, the first being the text before any heading (path 0)."""
    body = text.text
    headings = find_headings(body, start, end, text.breaks)
    first = headings[0].start if headings else end
    sections = [Section("0", None, 0, 0, None, None, (), count_items(body, start, first), start, start, first)]
    stack: list[tuple[str, str]] = []  # (style, path) from the outermost
    children: dict[str, int] = {}
    for i, heading in enumerate(headings):
        rank = STYLES.index(heading.style)
        while stack and STYLES.index(stack[-1][0]) >= rank:
            stack.pop()
        parent = stack[-1][1] if stack else None
        number = children[parent or ""] = children.get(parent or "", 0) + 1
        path = f"{parent}.{number}" if parent else str(number)
        stack.append((heading.style, path))
        sections.append(_section(body, headings, i, end, path, parent, len(stack), number))
    _close(sections, end)
    sections = _with_kinds(sections, body, report_year, rules)
    return sections, _doubts(sections, headings)


def innermost(sections: Sequence[Section], starts: Sequence[int], position: int) -> Section:
    """The section whose own text holds `position`. `starts` are the sections' text_start, in order."""
    return sections[max(0, bisect_right(starts, position) - 1)]


def _section(
    body: str, headings: Sequence[Heading], i: int, end: int, path: str, parent: str | None, depth: int, number: int
) -> Section:
    heading = headings[i]
    own_end = headings[i + 1].start if i + 1 < len(headings) else end
    return Section(
        section_path=path,
        parent_path=parent,
        ordinal=number,
        depth=depth,
        marker=body[heading.start : heading.marker_end],
        heading=body[heading.marker_end : heading.heading_end].strip(),
        kinds=(),
        items=count_items(body, heading.heading_end, own_end),
        text_start=heading.start,
        body_start=heading.body_start,
        text_end=own_end,
    )


def _close(sections: list[Section], end: int) -> None:
    """Let each section end where the next of its depth or a higher one begins, its children held."""
    open_at: list[int] = []
    for i, section in enumerate(sections):
        while open_at and sections[open_at[-1]].depth >= section.depth:
            at = open_at.pop()
            sections[at] = sections[at]._replace(text_end=section.text_start)
        if section.depth:
            open_at.append(i)
    for at in open_at:
        sections[at] = sections[at]._replace(text_end=end)


def _with_kinds(sections: Sequence[Section], body: str, report_year: int | None, rules: SectionRules) -> list[Section]:
    """Kinds for the first level, and below it where a merged section is parted (（一）存在问题 （二）下步打算)."""
    by_path: dict[str | None, tuple[str, ...]] = {}
    found = []
    for section in sections:
        kinds: tuple[str, ...] = ()
        if section.depth == 1 or (section.depth and len(PARTING & set(by_path.get(section.parent_path, ()))) > 1):
            kinds = kinds_of(section, body, report_year, rules)
        if section.depth > 1:
            kinds = tuple(kind for kind in kinds if kind in PARTING and len(section.heading or "") <= SHORT_HEADING)
        by_path[section.section_path] = kinds
        found.append(section._replace(kinds=kinds))
    return found


def kinds_of(section: Section, body: str, report_year: int | None, rules: SectionRules) -> tuple[str, ...]:
    """What a section holds, by its heading, else by how its text opens.

    A first-level section is about achievements where neither tells.
    """
    heading = rules.not_plan.sub("", section.heading or "")
    opening = body[section.body_start : section.body_start + OPENING_LENGTH]
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
