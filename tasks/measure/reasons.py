"""Why an amount has the indicator it has, and why not another: the rules its clause touches, each with what it lacks."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tasks.measure.amounts import Amount
from tasks.measure.catalogue import GROUPS, IndicatorRules, Rule
from tasks.measure.contexts import contexts_of
from tasks.measure.evidence import Evidence, Words, look_around, look_near, weights
from tasks.measure.indicators import SURE, THRESHOLD, Candidate, weigh
from tasks.measure.measure import MeasureRules
from tasks.measure.quantities import read_amounts

MOST = 3  # rules shown for one amount
SHOWN_WORDS = 5  # alternatives of a group shown


class Considered(NamedTuple):
    """One rule that was considered for an amount: where it holds its score (0 to 1, as stored), else what stood against it."""

    rule_id: str
    indicator_id: str
    score: float | None
    against: str | None


def considered(text: str, start: int, level: str | None, rules: MeasureRules) -> list[Considered]:
    """The rules that came nearest for the amount at `start` of a normalized text, the strongest first.

    Headings above are left out, so that the answer needs the text alone. Empty where no amount stands at `start`.
    """
    amounts, _ = read_amounts(text, [], [], rules.amounts)
    contexts = contexts_of(text, amounts, {}, rules.clauses)
    for amount, context in zip(amounts, contexts, strict=True):
        if amount.start == start:
            words = Words(text, rules.indicators)
            held = weigh(words, amount, context, (0, 0), level)
            names = {candidate.rule.rule_id for candidate in held}
            evidence = look_around(words, look_near(words, context), (0, 0))
            near = sorted(_met(evidence, rules.indicators).items(), key=lambda item: -sum(item[1].values()))
            rest = []
            for at, met in near:
                rule = rules.indicators.rules[at]
                if rule.rule_id not in names:
                    vetoed = bool(evidence.vetoes >> at * GROUPS & 1)
                    against = _against(rule, met, vetoed, amount, level)
                    rest.append(Considered(rule.rule_id, rule.indicator_id, None, against))
            return ([_held(c) for c in held] + rest)[:MOST]
    return []


def _met(evidence: Evidence, rules: IndicatorRules) -> dict[int, dict[int, float]]:
    """The groups that are met, by rule, each with its weight."""
    met: dict[int, dict[int, float]] = {}
    for group, weight in weights(evidence, rules.every, rules).items():
        met.setdefault(group // GROUPS, {})[group % GROUPS] = weight
    return met


def _held(candidate: Candidate) -> Considered:
    rule, score = candidate.rule, candidate.score
    weak = f"evidence {score / SURE:.2f} is below {THRESHOLD / SURE:.2f}" if score < THRESHOLD else None
    return Considered(rule.rule_id, rule.indicator_id, min(1.0, score / SURE), weak)


def _against(rule: Rule, met: Mapping[int, float], vetoed: bool, amount: Amount, level: str | None) -> str:
    missing: Sequence[str] = [words for group, words in enumerate(rule.wanted) if group not in met]
    if missing:
        return "no word of " + "; ".join("|".join(words.split("|")[:SHOWN_WORDS]) for words in missing)
    if vetoed:
        return "a word that rules it out stands beside the amount"
    if not rule.fit.get(amount.unit_class):
        return f"the unit {amount.unit} does not go with it"
    if rule.levels and level not in rule.levels:
        return f"holds only for reports of {', '.join(sorted(rule.levels))}"
    return "the noun behind the counter names something else"
