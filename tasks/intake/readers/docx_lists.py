"""The numbers that Word computes for its lists: counted from numbering.xml along the paragraphs of a document."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from tasks.intake.readers.numbering import bullet, format_number

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
PLACEHOLDER = re.compile(r"%([1-9])")
GAPS = {"nothing": "", "space": " ", "tab": " "}


def value(parent: Element | None, name: str, default: str | None = None) -> str | None:
    """The `w:val` of the child `name`."""
    child = parent.find(W + name) if parent is not None else None
    return default if child is None else child.get(W + "val", default)


def number(text: str | None, default: int) -> int:
    """A whole number of an attribute; the default where there is none."""
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default


class Level(NamedTuple):
    """How one level of a list is numbered."""

    start: int
    name: str  # format of ECMA-376 17.18.59
    template: str  # `%1、`
    gap: str
    legal: bool  # all numbers in digits
    restart: int  # the level (from 1) whose next number starts this one anew; 0: never
    style: str | None = None  # paragraphs of this style stand at this level


class List(NamedTuple):
    """One numbered list: the definition that it counts by, its levels, and where it starts its levels anew."""

    definition: str
    levels: Mapping[int, Level]
    overrides: Mapping[int, int]


class Numbering:
    """Counts the lists of one document, paragraph by paragraph in its order."""

    def __init__(self, lists: Mapping[str, List]) -> None:
        """Count these lists, by the name that paragraphs call them by."""
        self._lists = lists
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def level_of(self, list_id: str, styles: Iterable[str]) -> int | None:
        """The level (from 0) of a list at which paragraphs of one of these styles stand, as the list says."""
        found = self._lists.get(list_id)
        named = {level.style: at for at, level in found.levels.items() if level.style} if found else {}
        return next((named[style] for style in styles if style in named), None)

    def prefix(self, list_id: str, at: int) -> str:
        """Count one paragraph at level `at` (from 0) of a list; what Word writes before it."""
        found = self._lists.get(list_id)
        level = found.levels.get(at) if found else None
        if found is None or level is None:
            return ""
        counts = self._counts.setdefault(found.definition, [None] * LEVELS)
        if at in found.overrides and (list_id, at) not in self._begun:
            self._begun.add((list_id, at))
            counts[at] = None
        before = counts[at]
        counts[at] = found.overrides.get(at, level.start) if before is None else before + 1
        for deeper in range(at + 1, LEVELS):
            below = found.levels.get(deeper)
            if below and below.restart and below.restart <= deeper and at < below.restart:
                counts[deeper] = None
        if level.name == "bullet":
            return bullet(level.template) + level.gap
        said = PLACEHOLDER.sub(lambda m: _say(found, counts, int(m[1]) - 1, level.legal), level.template)
        return said + level.gap if said else ""


def _say(found: List, counts: list[int | None], at: int, legal: bool) -> str:
    level = found.levels.get(at)
    if level is None:
        return ""
    count = counts[at]
    return format_number(level.start if count is None else count, "decimal" if legal else level.name)


def read_lists(root: Element | None) -> dict[str, List]:
    """The lists of numbering.xml, by their numId; none where the document has no such part."""
    if root is None:
        return {}
    abstract = {one.get(W + "abstractNumId", ""): one for one in root.iter(W + "abstractNum")}
    definitions = {name: _levels(one) for name, one in abstract.items()}
    # a list may point at the definition that a list style holds
    of_style = {style: name for name, one in abstract.items() if (style := value(one, "styleLink"))}
    found = {}
    for one in root.iter(W + "num"):
        definition = value(one, "abstractNumId") or ""
        definition = of_style.get(value(abstract.get(definition), "numStyleLink") or "", definition)
        levels = dict(definitions.get(definition, {}))
        overrides = {}
        for change in one.iter(W + "lvlOverride"):
            at = number(change.get(W + "ilvl"), 0)
            start = value(change, "startOverride")
            if start is not None:
                overrides[at] = number(start, 1)
            levels |= _levels(change)
        found[one.get(W + "numId", "")] = List(definition, levels, overrides)
    return found


def _levels(parent: Element) -> dict[int, Level]:
    return {number(one.get(W + "ilvl"), 0): _level(one) for one in parent.iter(W + "lvl")}


def _level(one: Element) -> Level:
    at = number(one.get(W + "ilvl"), 0)
    return Level(
        start=number(value(one, "start"), 1),
        name=value(one, "numFmt") or _alternate(one) or "decimal",
        template=value(one, "lvlText") or "",
        gap=GAPS.get(value(one, "suff", "tab") or "tab", " "),
        legal=one.find(W + "isLgl") is not None,
        restart=number(value(one, "lvlRestart"), at),
        style=value(one, "pStyle"),
    )


def _alternate(one: Element) -> str | None:
    """The format of a level that stands in an mc:AlternateContent, as WPS and newer Words write it."""
    return next((found.get(W + "val") for found in one.iter(W + "numFmt")), None)
