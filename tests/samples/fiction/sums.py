"""The last sentences of what a report achieved: they say figures again, split totals, and count single occasions."""

from collections.abc import Mapping
from random import Random
from typing import Any

from .marked import Draft, Marked
from .plan import facts
from .stock import read

Clauses = Mapping[str, tuple[Marked, float]]  # by indicator: the clause that states it, and its value as stated


def summing_up(clauses: Clauses, chance: Random) -> tuple[Marked, dict[str, float]]:
    """The sentences, each ended, and the values of facts that only they state."""
    draft, stated = Draft(), dict[str, float]()
    ways = read("sums")
    _again(draft, clauses, ways["again"], chance)
    _split(draft, clauses, ways["split"], chance)
    for name, way in ways["occasions"].items():
        if name not in clauses and chance.random() < 0.5:
            stated[name] = _occasions(draft, name, way, chance)
    return draft.done(), stated


def _again(draft: Draft, clauses: Clauses, lead: str, chance: Random) -> None:
    """Say an exact figure of the year again, in the clause it was said in."""
    fit = [said for name, (said, _) in clauses.items() if facts()[name].get("exact") and not facts()[name].get("stock")]
    if fit:
        draft.write(lead).join(chance.choice(fit)).write("。")


def _split(draft: Draft, clauses: Clauses, ways: Mapping[str, Mapping[str, Any]], chance: Random) -> None:
    """Say a total that no modifier left open again, with parts that add up to it."""
    for name, way in ways.items():
        said, stated = clauses.get(name, (Marked("", ()), 0.0))
        amounts = [mark for mark in said.marks if mark.kind == "amount"]
        if len(amounts) != 1 or stated < 9 or amounts[0].data["modifier"] != [None]:
            continue
        first = chance.randint(2, int(stated) // 2)
        second = chance.randint(1, (int(stated) - first) // 2)
        draft.write(way["total"]).mark(f"{stated:g}{way['unit']}", "amount", **_data(name, stated, way["unit"]))
        parts = (first, second, int(stated) - first - second)
        for lead, part in zip(way["parts"], parts, strict=True):
            draft.write(lead).mark(f"{part}{way['unit']}", "amount", **_data(name, part, way["unit"], None))
        draft.write("。")


def _occasions(draft: Draft, name: str, way: Mapping[str, Any], chance: Random) -> float:
    """Count a fact by single occasions; returns what they add up to."""
    total = 0
    for lead in way["leads"]:
        count = chance.randint(1, 4)
        draft.write(lead).mark(f"{count}{way['unit']}", "amount", **_data(name, count, way["unit"]))
        total += count
    draft.write("。")
    return float(total)


def _data(name: str, value: float, unit: str, *also: str | None) -> dict[str, Any]:
    kept = {"value": float(value), "unit": [unit], "modifier": [None], "scope": ["annual"], "indicator": [name, *also]}
    return {**kept, "entity": facts()[name]["entity"], "owner": "own"}
