"""The catalogue of indicators, compiled: rules, and one index of all their words by unit class."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import ahocorasick

VETO = -1
GROUPS = 8  # more than any rule has groups

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


class Rule(NamedTuple):
    """One way to recognise an indicator."""

    rule_id: str
    indicator_id: str
    groups: int  # how many groups of words must be met
    wanted: tuple[str, ...]  # the words of each group, `|` between them
    fit: Mapping[str, float]  # unit class -> weight
    levels: frozenset[str]
    plus: float
    behind: tuple[str, ...]
    counters: frozenset[str]
    by_heading: bool  # whether the heading alone may meet a group
    of_lists: bool  # whether the verb of a list speaks for its items, whatever they name (查处非法营运83起、超限612起)


class Mention(NamedTuple):
    """What a word of the index means to a rule: a group it meets, or a veto (group VETO)."""

    rule: int
    group: int
    near_only: bool


class Word(NamedTuple):
    """What a word says of the amounts of one unit class: `meets` hold rule * GROUPS + group, `vetoes` rules."""

    length: int
    meets: tuple[int, ...]
    vetoes: tuple[int, ...]


class LawNames(NamedTuple):
    """What makes of the word before it part of a law's name: 学习行政处罚法2次 speaks of no penalty."""

    ends: re.Pattern[str]
    links: tuple[str, ...]  # what may stand between (信访工作条例)


class Index(NamedTuple):
    """The words that say something of the amounts of one unit class, as ahocorasick.Automaton: word -> Word.

    One for each class, so that a scan meets no word that says nothing of the amount at hand.
    """

    near: Any  # what a word says in the amount's own part; None where no word says anything
    around: Any  # in the clauses and headings around it
    laws: LawNames


class IndicatorRules(NamedTuple):
    """The compiled catalogue."""

    rules: tuple[Rule, ...]
    by_unit: Mapping[str | None, Index]  # unit class -> index of the words of the rules that admit it; None: of all
    never: re.Pattern[str]  # what makes of an amount a mean or a share
    kinds: frozenset[str]  # counters of kinds and parts, which no indicator has (三类信息)
    bodies: re.Pattern[str]  # offices, which close the noun behind the counter
    others: re.Pattern[str]  # other things, right before an amount (听证6次): only rules that name them may speak
    verbs: re.Pattern[str]  # words behind the counter that open a predicate, not the counted thing


def compile_indicators(config: Mapping[str, Any], verbs: Sequence[str]) -> IndicatorRules:
    """Compile config/indicators.yaml into rules and one index of their words; `verbs` are those of config/entities.yaml."""
    terms = {name: words.split("|") for name, words in config["terms"].items()}
    rules: list[Rule] = []
    mentions: dict[str, list[Mention]] = {}
    for indicator in config["indicators"]:
        for number, spec in enumerate(indicator["rules"], 1):
            at = len(rules)
            groups = [(words, True) for words in spec.get("near", ())] + [(words, False) for words in spec.get("any", ())]
            rules.append(_rule(indicator, number, spec, ["|".join(_expand(words, terms)) for words, _ in groups]))
            for group, (words, near_only) in enumerate(groups):
                for word in _expand(words, terms):
                    mentions.setdefault(word, []).append(Mention(at, group, near_only))
            for word in _expand(spec.get("not", ""), terms):
                mentions.setdefault(word, []).append(Mention(at, VETO, near_only=True))
            for word in _expand(spec.get("not_lead", ""), terms):
                mentions.setdefault(word, []).append(Mention(at, VETO, near_only=False))
    laws = LawNames(re.compile(config["law_names"]), tuple(config["law_links"]))
    return IndicatorRules(
        rules=tuple(rules),
        by_unit={unit: _index(mentions, rules, unit, laws) for unit in (None, *UNIT_FIT)},
        never=re.compile(config["never"]),
        kinds=frozenset(config["kinds"]),
        bodies=re.compile(config["bodies"]),
        others=re.compile(f"(?P<noun>{config['others']})(?:更新|修订|新增)?[共计达约有为了各均]{{0,2}}$"),
        verbs=_any(verbs),
    )


def _rule(indicator: Mapping[str, Any], number: int, spec: Mapping[str, Any], wanted: Sequence[str]) -> Rule:
    fit = UNIT_FIT[indicator["unit_class"]]
    if units := spec.get("units"):
        fit = {unit: fit.get(unit, 0.8) for unit in units}
    return Rule(
        rule_id=f"{indicator['id']}.{number}",
        indicator_id=indicator["id"],
        groups=len(wanted),
        wanted=tuple(wanted),
        fit=fit,
        levels=frozenset(spec.get("levels", ())),
        plus=spec.get("plus", 0.0),
        behind=tuple(spec["behind"].split("|")) if "behind" in spec else (),
        counters=frozenset(spec.get("counters", ())),
        by_heading=spec.get("heading", True),
        of_lists=spec.get("list", False),
    )


def _index(mentions: Mapping[str, Sequence[Mention]], rules: Sequence[Rule], unit: str | None, laws: LawNames) -> Index:
    near, around = [], []
    for word, means in mentions.items():
        fitting = [m for m in means if unit is None or rules[m.rule].fit.get(unit)]
        near.append((word, fitting))
        around.append((word, [m for m in fitting if not m.near_only]))
    return Index(_automaton(near), _automaton(around), laws)


def _automaton(words: Iterable[tuple[str, Sequence[Mention]]]) -> Any:  # noqa: ANN401  # ahocorasick has no types
    automaton = ahocorasick.Automaton()
    for word, means in words:
        if means:
            meets = tuple(m.rule * GROUPS + m.group for m in means if m.group != VETO)
            automaton.add_word(word, Word(len(word), meets, tuple(m.rule for m in means if m.group == VETO)))
    automaton.make_automaton()
    return automaton if len(automaton) else None


def _any(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def _expand(words: str, terms: Mapping[str, Sequence[str]]) -> Iterable[str]:
    for word in words.split("|"):
        if word.startswith("$"):
            yield from _expand("|".join(terms[word[1:]]), terms)
        elif word:
            yield word
