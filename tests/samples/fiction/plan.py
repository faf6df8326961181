"""What each sample report will say: the body, the year, and the figures it will state, before any word is chosen."""

from collections.abc import Iterator, Mapping
from functools import cache
from random import Random
from typing import Any, NamedTuple

from .places import Body, bodies
from .stock import read

FIRST_YEAR = 2019  # the year in which a trend stands at its base
FACTORS = {"township": 1, "county": 11, "prefecture": 58, "province": 310, "department": 3}
LETTERS = {"township": "t", "county": "c", "prefecture": "p", "province": "v", "department": "d"}
CAPS = (  # a part never exceeds its whole: (part, whole)
    ("certified_enforcement_officers", "enforcement_officers"),
    ("hazards_resolved", "hazards_found"),
    ("disputes_resolved", "disputes_mediated"),
    ("reconsideration_cases_accepted", "reconsideration_applications_received"),
    ("reconsideration_cases_concluded", "reconsideration_cases_accepted"),
    ("reconsideration_cases_corrected", "reconsideration_cases_concluded"),
    ("administrative_lawsuits_lost", "administrative_lawsuits"),
    ("court_appearances_by_head", "administrative_lawsuits"),
)
RATES = {  # a stated rate agrees with its stated parts: rate -> (part, whole)
    "reconsideration_correction_rate": ("reconsideration_cases_corrected", "reconsideration_cases_concluded"),
    "administrative_lawsuit_loss_rate": ("administrative_lawsuits_lost", "administrative_lawsuits"),
    "court_appearance_rate_by_head": ("court_appearances_by_head", "administrative_lawsuits"),
    "dispute_resolution_rate": ("disputes_resolved", "disputes_mediated"),
}


class ReportPlan(NamedTuple):
    """One report to be written. `figures` holds what it will state, by indicator; rates in percent, money in 万元."""

    number: int
    body: Body
    year: int
    version: int  # more than one report of a body and year: later ones correct earlier ones
    figures: Mapping[str, float]

    def random(self, seed: int, purpose: str) -> Random:
        """A generator of chance that depends on nothing but the seed and this plan."""
        return Random(f"{seed}/{self.body.code}/{self.body.bureau}/{self.year}/{self.version}/{purpose}")


def facts() -> dict[str, dict[str, Any]]:
    """The facts that reports may state, by indicator: see data/facts.yaml."""
    return read("facts")


def plans(places: int, years: tuple[int, int], seed: int, reports: int | None = None) -> Iterator[ReportPlan]:
    """Plan `places` bodies over the years, first and last included; or exactly `reports`, in as many versions as that takes."""
    span = range(years[0], years[1] + 1)
    wanted = reports if reports is not None else min(places, len(bodies())) * len(span)
    chosen = bodies() if reports is not None else bodies()[:places]
    number = 0
    while number < wanted:
        version = number // (len(chosen) * len(span)) + 1
        for body in chosen:
            for year in span:
                if number == wanted:
                    return
                yield plan_for(body, year, seed, number, version)
                number += 1


def plan_for(body: Body, year: int, seed: int, number: int, version: int = 1) -> ReportPlan:
    """Plan one report of a body and year."""
    return ReportPlan(number, body, year, version, _figures(body, year, version, seed))


@cache
def _habits(body: Body, seed: int) -> dict[str, float]:
    """The facts that a body usually states, each with its size against the level's usual."""
    chance = Random(f"{seed}/{body.code}/{body.bureau}")
    able = [name for name, fact in facts().items() if LETTERS[body.level] in fact["in"]]
    return {name: chance.uniform(0.6, 1.6) for name in able if chance.random() < 0.72}


def _figures(body: Body, year: int, version: int, seed: int) -> dict[str, float]:
    chance = Random(f"{seed}/{body.code}/{body.bureau}/{year}/{version}/figures")
    figures = {
        name: _value(facts()[name], size, body, year, chance)
        for name, size in _habits(body, seed).items()
        if chance.random() < 0.85
    }
    for part, whole in CAPS:
        if part in figures and whole in figures:
            figures[part] = min(figures[part], figures[whole])
    for rate, (part, whole) in RATES.items():
        if rate in figures:
            if part in figures and figures.get(whole):
                figures[rate] = round(100 * figures[part] / figures[whole], 2)
            elif part in figures or whole in figures:
                del figures[rate]
    return figures


def _value(fact: Mapping[str, Any], size: float, body: Body, year: int, chance: Random) -> float:
    if "rate" in fact:
        low, high = fact["rate"]
        rate: float = low + (high - low) * min(1.0, 0.15 * (year - FIRST_YEAR) * chance.random() + chance.random())
        return round(rate, chance.choice((0, 1, 2)))
    factor = 1 if fact.get("scale") == "flat" else FACTORS[body.level]
    noise = 1.0 if fact.get("growth") == 0 else chance.uniform(0.97, 1.03)
    value: float = fact["base"] * factor * size * (1 + fact["growth"]) ** (year - FIRST_YEAR) * noise
    return round(value, 2) if fact.get("decimal") or fact.get("money") else max(0, round(value - 0.4))
