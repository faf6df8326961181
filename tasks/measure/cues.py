"""Which words of config/scopes.yaml stand around an amount, found once a sentence: what none of them cues is not searched for.

A cue is a bit. It says that a form may stand there, never that it does: the expression itself still decides. Most sentences
hold no cue but a year's, and are spared some twenty searches an amount.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from ahocorasick_rs import AhoCorasick

from tasks.measure.clauses import Context

ANY = -1  # of a text that was not looked through: everything may stand there
PLAN, FUTURE, YEAR, APART, LAST_YEAR, NOW, SPAN, PART, AS_OF, GROWN, CUMULATIVE, STOCK, OWNER, REST, TOWN = (
    1 << bit for bit in range(15)
)
COUNTED = "两二三四五六七八九十几数多余个"  # what stands right before 年 in a number of years
FEW_YEARS = re.compile(r"(?<!\d)\d{1,2}[多余]?个?年")  # 3年来, but not 2023年


@dataclass(frozen=True, slots=True)
class CueRules:
    """The words of config/scopes.yaml, each with its bits."""

    words: AhoCorasick
    bits: tuple[int, ...]


def compile_cues(config: Mapping[str, Any]) -> CueRules:
    """Compile config/scopes.yaml into one search for all its words."""
    bits: dict[str, int] = {}
    for cue, words in _words(config["scope"], config["owner"]):
        for word in words:
            bits[word] = bits.get(word, 0) | cue
    return CueRules(AhoCorasick(bits), tuple(bits.values()))


def _words(scope: Mapping[str, Any], owner: Mapping[str, Any]) -> Iterator[tuple[int, Sequence[str]]]:
    """What each cue cannot do without: the lists of the configuration, and what the forms in code have in common."""
    plain = {PLAN: "plan", FUTURE: "future", NOW: "now", CUMULATIVE: "cumulative", GROWN: "grown_to", STOCK: "stock"}
    yield from ((cue, scope[name]) for cue, name in plain.items())
    yield LAST_YEAR | YEAR, scope["previous_year"]
    yield YEAR, ["年", *scope["this_year_opens"]]
    yield APART, ["分别"]
    yield SPAN, [*scope["multi_year"], *(f"{char}年" for char in COUNTED), *(f"{n}五" for n in "一二三四五六七八九")]
    yield PART, [*scope["part_year"], "月", "半年", "季度"]
    yield AS_OF, [*scope["as_of"], *scope["left"], "底", "末", "日"]
    yield OWNER, [name for names in owner["higher"].values() for name in names]
    yield from (
        (OWNER, owner[name]) for name in ("offices", "other", "adjoining", "lower", "department", "wholes", "governing")
    )
    yield from ((REST, owner[name]) for name in ("rest_before", "rest_behind"))
    yield TOWN, owner["towns"]


def cues_of(text: str, contexts: Sequence[Context], rules: CueRules) -> list[int]:
    """The cues of each amount's sentence: of its lead, its clause and its own part."""
    found: list[int] = []
    for _, together in groupby(contexts, attrgetter("lead_start")):
        parts = list(together)
        start = min(min(c.lead_start, c.near_start, c.quote_start) for c in parts)
        end = max(max(c.end, c.near_end) for c in parts)
        bits = 0
        for at, _, _ in rules.words.find_matches_as_indexes(text[start:end], overlapping=True):
            bits |= rules.bits[at]
        if bits & YEAR and FEW_YEARS.search(text, start, end):
            bits |= SPAN
        found += [bits] * len(parts)
    return found
