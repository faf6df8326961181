"""An amount in its clause -> an indicator of the catalogue, or none: evidence, a score, and abstention.

All words of all rules stand in one automaton, and only sentences that hold an amount are scanned, so that two
hundred more rules cost next to nothing. A rule wins by the words it met: longer and nearer ones weigh more.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tasks.measure.amounts import Amount
from tasks.measure.catalogue import GROUPS, IndicatorRules, Rule
from tasks.measure.clauses import PERSONS, Context

NEAR, LEAD, TAIL, HEADING = 1.0, 0.5, 0.4, 0.25  # what a word weighs by where it stands
LONGEST_WORD = 6  # characters beyond which a longer word proves no more
FAR = 120  # characters at which a leading word has lost half its weight
HEAD = 8  # characters behind the counter in which the counted noun begins
FRONT = 16  # characters before an amount in which the noun right before it stands
REACH = 20  # characters within which nearness counts
NEARNESS = 2.0  # weight of standing right beside the amount
THINGS = frozenset(("piece", "household", "item"))
TAKEN_UP = frozenset("对将把就")
THRESHOLD = 3.0  # below this score the engine abstains
SURE = 12.0  # score that counts as full confidence


class Candidate(NamedTuple):
    """A rule that an amount's surroundings meet, and how strongly."""

    score: float
    rule: Rule
    by_noun: bool  # a word of the noun behind the counter speaks for it


class Link(NamedTuple):
    """The outcome for one amount. `score` is the confidence, 0 to 1."""

    indicator_ids: tuple[str, ...]
    rule_id: str | None
    score: float | None


NO_LINK = Link((), None, None)


class Evidence(NamedTuple):
    """What the words around an amount say."""

    met: Mapping[int, Mapping[int, float]]  # rule -> group -> best weight
    vetoed: frozenset[int]  # rules
    by_noun: frozenset[int]  # rules that a word of the noun behind the counter speaks for
    by_front: frozenset[int]  # rules that a word of the noun right before the amount speaks for


def link_amounts(
    text: str,
    amounts: Sequence[Amount],
    contexts: Sequence[Context],
    headings: Sequence[tuple[int, int]],
    level: str | None,
    rules: IndicatorRules,
) -> list[Link]:
    """Tie each amount to the indicator its clause states, or to none. `headings` is the heading's span above each."""
    return [
        _link(text, amount, context, heading, level, rules)
        for amount, context, heading in zip(amounts, contexts, headings, strict=True)
    ]


def _link(
    text: str, amount: Amount, context: Context, heading: tuple[int, int], level: str | None, rules: IndicatorRules
) -> Link:
    scored = weigh(text, amount, context, heading, level, rules)
    if not scored or scored[0].score < THRESHOLD:
        return NO_LINK
    best = scored[0]
    return Link(_shared(scored), best.rule.rule_id, min(1.0, best.score / SURE))


def weigh(
    text: str, amount: Amount, context: Context, heading: tuple[int, int], level: str | None, rules: IndicatorRules
) -> list[Candidate]:
    """Every rule whose words the surroundings of an amount meet, the strongest first; empty for means and changes."""
    if amount.kind == "percent_change" or rules.never.search(text, context.near_start, context.start):
        return []
    head = _head(text, amount, context, rules)
    front = rules.others.search(text, max(context.near_start, context.start - FRONT), context.start)
    noun = front.span("noun") if front else (context.start, context.start)
    evidence = gather(text, context, heading, (*noun, head), amount.unit_class, rules)
    scored: list[Candidate] = []
    for at, met in evidence.met.items():
        rule = rules.rules[at]
        if front and at not in evidence.by_front:
            continue
        if len(met) < rule.groups or at in evidence.vetoed or not _admits(rule, text, amount, level):
            continue
        score = sum(met.values()) * rule.fit[amount.unit_class] + rule.plus
        scored.append(Candidate(score, rule, at in evidence.by_noun))
    if head > context.end:  # the noun behind decides; only counters of things leave no other reading
        named = [c for c in scored if c.by_noun]
        scored = named if named or amount.unit_class in THINGS else scored
    return sorted(scored, key=lambda c: -c.score)


def _admits(rule: Rule, text: str, amount: Amount, level: str | None) -> bool:
    if rule.levels and level not in rule.levels:
        return False
    if rule.counters and amount.unit not in rule.counters:
        return False
    return not rule.behind or text.startswith(rule.behind, amount.end)


def _head(text: str, amount: Amount, context: Context, rules: IndicatorRules) -> int:
    """Where the noun right behind the counter ends (36个执法部门): it is what is counted. `context.end` where none stands.

    Persons are known by what they do (15人取得执法证), and what 对 singles out by what is done to it (对85件进行审查).
    """
    if amount.unit_class in PERSONS or context.near_end - context.end < 2 or text[amount.start - 1] in TAKEN_UP:
        return context.end
    if context.turns:
        return context.end
    stop = min(context.near_end, context.end + HEAD)
    if body := rules.bodies.match(text, context.end, stop):
        return body.end()
    verb = rules.verbs.search(text, context.end, stop)
    stop = verb.start() if verb else stop
    of = text.find("的", context.end + 1, stop)  # 37个部门的权责清单 counts departments
    return of if of > 0 else stop


def gather(
    text: str,
    context: Context,
    heading: tuple[int, int],
    nouns: tuple[int, int, int],
    unit_class: str | None,
    rules: IndicatorRules,
) -> Evidence:
    """Which groups of which rules the words around an amount meet.

    `nouns` says where the noun right before the amount begins and ends, and where the noun behind the counter ends.

    Only rules that admit `unit_class` are looked at; all of them where it is None.
    """
    index = rules.by_unit.get(unit_class, {})
    best: dict[int, float] = {}
    vetoed: set[int] = set()
    by_noun: set[int] = set()
    by_front: set[int] = set()
    front_start, front_end, head = nouns
    for start, end, zone in _zones(context, heading):
        for last, (length, number) in rules.words.iter(text, start, end):
            meaning = index.get(number)
            if meaning is None:
                continue
            near = zone == NEAR
            gap = context.start - last - 1 if last < context.start else last - length + 1 - context.end
            if near and gap < -1:  # a word that overlaps the amount itself
                continue
            weight = _weight(length, gap, zone)
            for key in meaning.meets if near else meaning.meets_around:
                if weight > best.get(key, 0.0):
                    best[key] = weight
            vetoed.update(meaning.vetoes if near else meaning.vetoes_around)
            if near and context.end <= last - length + 1 < head:
                by_noun.update(key // GROUPS for key in meaning.meets)
            if near and last >= front_start and last - length + 1 < front_end:
                by_front.update(key // GROUPS for key in meaning.meets)
    met: dict[int, dict[int, float]] = {}
    for key, weight in best.items():
        met.setdefault(key // GROUPS, {})[key % GROUPS] = weight
    return Evidence(met, frozenset(vetoed), frozenset(by_noun), frozenset(by_front))


def _weight(length: int, gap: int, zone: float) -> float:
    weight = min(length, LONGEST_WORD) * zone
    if zone == NEAR:
        return weight + max(0.0, NEARNESS * (1 - max(gap, 0) / REACH))
    if zone == LEAD:  # of two objects that lead to it, the nearer
        return weight * max(0.5, 1 - gap / FAR)
    return weight


def _zones(context: Context, heading: tuple[int, int]) -> list[tuple[int, int, float]]:
    zones = [
        (context.lead_start, context.near_start, LEAD),
        (context.near_start, context.near_end, NEAR),
        (context.near_end, context.tail_end, TAIL),
        (*heading, HEADING),
        (context.topic_start, context.topic_end, HEADING),
    ]
    return [zone for zone in zones if zone[1] > zone[0]]


# Objects that stand joined before one amount (人民调解员、网格员120余人; 人大代表建议和政协提案63件).
JOINED = (
    frozenset(("npc_suggestions_handled", "cppcc_proposals_handled")),
    frozenset(("reconsideration_as_respondent", "administrative_lawsuits")),
    frozenset(("judicial_procuratorial_suggestions", "administrative_lawsuits")),
)


def _shared(scored: Sequence[Candidate]) -> tuple[str, ...]:
    """The best indicator first, and the one that shares the amount with it where two objects are joined."""
    best = scored[0]
    ids = [best.rule.indicator_id]
    for score, rule, _ in scored[1:]:
        if rule.indicator_id not in ids and score > 0.6 * best.score and {ids[0], rule.indicator_id} in JOINED:
            ids.append(rule.indicator_id)
    return tuple(ids)
