"""Counters, measures and the words that make a bound of a number, compiled from config/units.yaml."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Unit:
    """One counter or measure: its class (what indicators expect) and its kind (`core.quantities.value_kind`)."""

    name: str
    unit_class: str
    kind: str


@dataclass(frozen=True, slots=True)
class UnitRules:
    """Everything about units that reading an amount needs."""

    units: Mapping[str, Unit]
    pattern: str  # alternation of all names, longest first, with what must not follow
    arabic_only: frozenset[str]  # counters that make a word of a small Chinese numeral
    big_pattern: str  # counters before which 大 may stand
    before: Mapping[str, str]  # word -> modifier
    behind: Mapping[str, str]
    one_counters: frozenset[str]
    nouns: frozenset[str]  # that count themselves: 18村


def compile_units(config: Mapping[str, Any]) -> UnitRules:
    """Compile config/units.yaml. Raises KeyError only for a file that its schema did not see."""
    units = {name: Unit(name, group["class"], group["kind"]) for group in config["units"] for name in group["names"]}
    blocked: Mapping[str, str] = config["not_before"]
    allowed: Mapping[str, list[str]] = config["but_before"]

    def behind(name: str) -> str:
        words = "".join(f"(?!{word})" for word in allowed.get(name, ()))
        return f"(?!{words}[{blocked[name]}])" if name in blocked else ""

    def alternation(names: list[str]) -> str:
        return "|".join(re.escape(n) + behind(n) for n in sorted(names, key=len, reverse=True))

    return UnitRules(
        units=units,
        pattern=alternation(list(units)),
        arabic_only=frozenset(config["arabic_only"]),
        big_pattern=alternation(list(config["big_counters"])),
        before=_by_word(config["modifiers"]["before"]),
        behind=_by_word(config["modifiers"]["behind"]),
        one_counters=frozenset(config["one_counters"]),
        nouns=frozenset(config["nouns"]),
    )


def _by_word(groups: Mapping[str, list[str]]) -> dict[str, str]:
    return {word: modifier for modifier, words in groups.items() for word in words}
