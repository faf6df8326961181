"""The catalogue of indicators, compiled: rules, and one index of all their words."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial, reduce
from operator import or_
from typing import Any

from ahocorasick_rs import AhoCorasick

LONGEST_WORD = 6  # characters beyond which a longer word proves no more
GROUPS = 3  # as many groups of words as a rule may have

# Which unit classes go with an indicator's own class, and how well. What is not named does not go at all:
# no count of persons is ever a count of events.
UNIT_FIT: Mapping[str, Mapping[str, float]] = {
    "case": {"case": 1.0, "piece": 0.9, "times": 0.85, "copy": 0.8, "item": 0.9},
    "times": {"times": 1.0, "case": 0.8, "piece": 0.6, "household": 0.6},
    "person": {"person": 1.0, "person_time": 0.7},
    "person_time": {"person_time": 1.0, "person": 0.95},
    "copy": {"copy": 1.0, "case": 0.9, "piece": 0.9},
    "piece": {"piece": 1.0, "item": 0.9, "case": 0.8, "copy": 0.8},
    "item": {"item": 1.0, "piece": 0.9, "case": 0.9},
    "household": {"household": 1.0},
    "money": {"money": 1.0},
    "percent": {"percent": 1.0},
    "area": {"area": 1.0},
}


Mentions = dict[str, tuple[int, int]]  # word -> groups that it meets, rules that it rules out
Found = list[tuple[int, int, int]]  # words in the order in which they end: index into Index.words, start, end
MOST_KEPT = 2048  # sets of rules of which is kept what each word says of them


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to recognise an indicator."""

    rule_id: str
    indicator_id: str
    wanted: tuple[str, ...]  # the words of each group that must be met, `|` between them
    fit: Mapping[str, float]  # unit class -> weight
    levels: frozenset[str]
    plus: float
    behind: tuple[str, ...]
    counters: frozenset[str]


@dataclass(frozen=True, slots=True)
class Word:
    """What a word says of an amount, in bits: so one `|` a word tells what a clause says of all rules.

    A group of words is the bit `rule * GROUPS + group`, a rule the bit `rule * GROUPS`.
    """

    length: int
    weight: int  # its length, as far as that proves more
    groups: int  # that it meets
    vetoes: int  # rules that it rules out
    by_rule: Mapping[int, Sequence[int]]  # the places of the bits of `groups`, by rule


@dataclass(frozen=True, slots=True)
class LawNames:
    """What makes of the word before it part of a law's name: 学习行政处罚法2次 speaks of no penalty."""

    ends: re.Pattern[str]
    links: tuple[str, ...]  # what may stand between (信访工作条例)


class Speaking(dict[int, Sequence[int]]):
    """The groups of some rules that each word meets, by its index: the places of their bits, worked out once a word."""

    def __init__(self, words: Sequence[Word], rules: int) -> None:
        """Of these words, as to these rules."""
        super().__init__()
        self.words, self.rules = words, [bit // GROUPS for bit in bits_of(rules)]

    def __missing__(self, at: int) -> Sequence[int]:
        """Work out and keep those of the word at `at`."""
        by_rule = self.words[at].by_rule
        groups = self[at] = [group for rule in self.rules for group in by_rule.get(rule, ())]
        return groups


@dataclass(frozen=True, slots=True)
class Index:
    """The words that say something of an amount where they stand."""

    words: tuple[Word, ...]
    find: Callable[[str, bool], Found]  # all words of a text, overlapping ones too
    speaking: Callable[[int], Speaking]  # as to the rules that an amount leaves: few sets of them come again and again


@dataclass(frozen=True, slots=True)
class IndicatorRules:
    """The compiled catalogue."""

    rules: tuple[Rule, ...]
    near: Index  # of the amount's own part
    around: Index  # of the clauses and headings around it
    laws: LawNames
    every: int  # all rules
    admitting: Mapping[str, int]  # unit class -> the rules that admit it
    absent: int  # groups that a rule does not have
    not_near: int  # groups that need not be met in the amount's own part, the absent ones among them
    by_heading: int  # groups that the heading alone may meet
    of_lists: int  # rules for which the verb of a list speaks
    never: re.Pattern[str]  # what makes of an amount a mean or a share
    each: re.Pattern[str]  # what makes a mean of every item of a list
    furnished: re.Pattern[str]  # opens a clause that goes on with what each was given (每个村设调解室，配备调解员2名)
    kinds: frozenset[str]  # counters of kinds and parts, which no indicator has (三类信息)
    bodies: re.Pattern[str]  # offices, which close the noun behind the counter
    joins: re.Pattern[str]  # what stands between the objects of one amount
    others: re.Pattern[str]  # other things, right before an amount (听证6次): only rules that name them may speak
    verbs: re.Pattern[str]  # words behind the counter that open a predicate, not the counted thing

    def complete(self, groups: int) -> int:
        """The rules of which all groups are among these."""
        return groups & groups >> 1 & groups >> 2 & self.every

    def touched(self, groups: int) -> int:
        """The rules of which any group is among these."""
        return (groups | groups >> 1 | groups >> 2) & self.every


def groups_of(rules: int) -> int:
    """All groups of these rules."""
    return rules | rules << 1 | rules << 2


def bits_of(number: int) -> Iterator[int]:
    """The places of the bits that are set, from the lowest."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


def compile_indicators(config: Mapping[str, Any], verbs: Sequence[str]) -> IndicatorRules:
    """Compile config/indicators.yaml into rules and one index of their words; `verbs` are those of config/entities.yaml."""
    terms = {name: words.split("|") for name, words in config["terms"].items()}
    specs = [
        (indicator, number, spec) for indicator in config["indicators"] for number, spec in enumerate(indicator["rules"], 1)
    ]
    rules = tuple(_rule(indicator, number, spec, terms) for indicator, number, spec in specs)
    near, around = _mentions([spec for _, _, spec in specs], terms)
    bits = [1 << at * GROUPS for at in range(len(rules))]
    others = config["others"].replace("$opinions", config["opinions"])
    absent = _union(bit << group for bit, rule in zip(bits, rules, strict=True) for group in range(len(rule.wanted), GROUPS))
    return IndicatorRules(
        rules=rules,
        near=_index(near),
        around=_index(around),
        laws=LawNames(re.compile(config["law_names"]), tuple(config["law_links"])),
        every=_union(bits),
        admitting={unit: _union(b for b, rule in zip(bits, rules, strict=True) if rule.fit.get(unit)) for unit in UNIT_FIT},
        absent=absent,
        not_near=absent | _union(groups for groups, _ in around.values()),
        by_heading=groups_of(_union(b for b, (_, _, spec) in zip(bits, specs, strict=True) if spec.get("heading", True))),
        of_lists=_union(b for b, (_, _, spec) in zip(bits, specs, strict=True) if spec.get("list", False)),
        never=re.compile(config["never"]),
        each=re.compile(config["each"]),
        furnished=re.compile(config["furnished"]),
        kinds=frozenset(config["kinds"]),
        bodies=re.compile(config["bodies"]),
        joins=re.compile(config["joins"]),
        others=re.compile(f"(?P<noun>{others})(?:更新|修订|新增)?[共计达约有为了各均]{{0,2}}$"),
        verbs=_any(verbs),
    )


def _rule(indicator: Mapping[str, Any], number: int, spec: Mapping[str, Any], terms: Mapping[str, Sequence[str]]) -> Rule:
    fit = UNIT_FIT[indicator["unit_class"]]
    if units := spec.get("units"):
        fit = {unit: fit.get(unit, 0.8) for unit in units}
    wanted = tuple("|".join(_expand(words, terms)) for words in (*spec.get("near", ()), *spec.get("any", ())))
    if len(wanted) > GROUPS:
        raise ValueError(
            f"Rule {number} of {indicator['id']} has {len(wanted)} groups of words; at most {GROUPS} are told apart."
        )
    return Rule(
        rule_id=f"{indicator['id']}.{number}",
        indicator_id=indicator["id"],
        wanted=wanted,
        fit=fit,
        levels=frozenset(spec.get("levels", ())),
        plus=spec.get("plus", 0.0),
        behind=tuple(spec["behind"].split("|")) if "behind" in spec else (),
        counters=frozenset(spec.get("counters", ())),
    )


def _mentions(specs: Sequence[Mapping[str, Any]], terms: Mapping[str, Sequence[str]]) -> tuple[Mentions, Mentions]:
    """Every word of the catalogue with what it says in the amount's own part, and around it."""
    near: Mentions = {}
    around: Mentions = {}

    def say(mentions: Mentions, words: str, groups: int, vetoes: int) -> None:
        for word in _expand(words, terms):
            before = mentions.get(word, (0, 0))
            mentions[word] = before[0] | groups, before[1] | vetoes

    for at, spec in enumerate(specs):
        rule, own = 1 << at * GROUPS, spec.get("near", ())
        for group, words in enumerate((*own, *spec.get("any", ()))):
            for mentions in (near,) if group < len(own) else (near, around):
                say(mentions, words, rule << group, 0)
        say(near, spec.get("not", ""), 0, rule)
        for mentions in (near, around):
            say(mentions, spec.get("not_lead", ""), 0, rule)
    return near, around


def _index(mentions: Mentions) -> Index:
    words = tuple(
        Word(len(word), min(len(word), LONGEST_WORD), groups, vetoes, _by_rule(groups))
        for word, (groups, vetoes) in mentions.items()
    )
    return Index(words, AhoCorasick(mentions).find_matches_as_indexes, lru_cache(MOST_KEPT)(partial(Speaking, words)))


def _by_rule(groups: int) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for group in bits_of(groups):
        found.setdefault(group // GROUPS, []).append(group)
    return found


def _union(bits: Iterable[int]) -> int:
    return reduce(or_, bits, 0)


def _any(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def _expand(words: str, terms: Mapping[str, Sequence[str]]) -> Iterable[str]:
    for word in words.split("|"):
        if word.startswith("$"):
            yield from _expand("|".join(terms[word[1:]]), terms)
        elif word:
            yield word
