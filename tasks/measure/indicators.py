"""An amount in its clause -> an indicator of the catalogue, or none: evidence, a score, and abstention.

All words of all rules stand in one automaton, and only sentences that hold an amount are scanned, so that two
hundred more rules cost next to nothing. A rule wins by the words it met: longer and nearer ones weigh more.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import ahocorasick

from tasks.measure.amounts import Amount
from tasks.measure.clauses import FROM_TO, PERSONS, Context

NEAR, LEAD, TAIL, HEADING = 1.0, 0.5, 0.4, 0.25  # what a word weighs by where it stands
LONGEST_WORD = 6  # characters beyond which a longer word proves no more
FAR = 120  # characters at which a leading word has lost half its weight
HEAD = 8  # characters behind the counter in which the counted noun begins
REACH = 20  # characters within which nearness counts
NEARNESS = 2.0  # weight of standing right beside the amount
THINGS = frozenset(("piece", "household", "item"))
TAKEN_UP = frozenset("对将把就")
VETO = -1
GROUPS = 8  # more than any rule has groups
THRESHOLD = 3.0  # below this score the engine abstains
SURE = 12.0  # score that counts as full confidence

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


NOTHING: "Index" = {}


class Rule(NamedTuple):
    """One way to recognise an indicator."""

    rule_id: str
    indicator_id: str
    groups: int  # how many groups of words must be met
    wanted: tuple[str, ...]  # the groups, as the catalogue writes them
    fit: Mapping[str, float]  # unit class -> weight
    levels: frozenset[str]
    plus: float
    behind: tuple[str, ...]
    counters: frozenset[str]


class Mention(NamedTuple):
    """What a word of the index means to a rule: a group it meets, or a veto (group VETO)."""

    rule: int
    group: int
    near_only: bool


class Meaning(NamedTuple):
    """What a word says of the amounts of one unit class: `meets` hold rule * GROUPS + group, `vetoes` rules."""

    meets: tuple[int, ...]  # in the amount's own part
    vetoes: tuple[int, ...]
    meets_around: tuple[int, ...]  # in the clauses and headings around it
    vetoes_around: tuple[int, ...]


Index = Mapping[int, Meaning]  # number of the word -> its meaning


class IndicatorRules(NamedTuple):
    """The compiled catalogue."""

    rules: tuple[Rule, ...]
    words: Any  # ahocorasick.Automaton: word -> (length, number of the word)
    by_unit: Mapping[str | None, Index]  # unit class -> index of the words of the rules that admit it; None: of all
    never: re.Pattern[str]  # what makes of an amount a mean or a share
    bodies: re.Pattern[str]  # offices, which close the noun behind the counter
    verbs: re.Pattern[str]  # words behind the counter that open a predicate, not the counted thing


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


def compile_indicators(config: Mapping[str, Any], verbs: Sequence[str]) -> IndicatorRules:
    """Compile config/indicators.yaml into rules and one index of their words; `verbs` are those of config/entities.yaml."""
    terms = {name: words.split("|") for name, words in config["terms"].items()}
    rules: list[Rule] = []
    mentions: dict[str, list[Mention]] = {}
    for indicator in config["indicators"]:
        for number, spec in enumerate(indicator["rules"], 1):
            at = len(rules)
            groups = [(words, True) for words in spec.get("near", ())] + [(words, False) for words in spec.get("any", ())]
            rules.append(_rule(indicator, number, spec, len(groups)))
            for group, (words, near_only) in enumerate(groups):
                for word in _expand(words, terms):
                    mentions.setdefault(word, []).append(Mention(at, group, near_only))
            for word in _expand(spec.get("not", ""), terms):
                mentions.setdefault(word, []).append(Mention(at, VETO, near_only=True))
            for word in _expand(spec.get("not_lead", ""), terms):
                mentions.setdefault(word, []).append(Mention(at, VETO, near_only=False))
    automaton = ahocorasick.Automaton()
    for number, word in enumerate(mentions):
        automaton.add_word(word, (len(word), number))
    automaton.make_automaton()
    by_unit = {unit: _index(mentions.values(), rules, unit) for unit in (None, *UNIT_FIT)}
    return IndicatorRules(
        tuple(rules), automaton, by_unit, re.compile(config["never"]), re.compile(config["bodies"]), _any(verbs)
    )


def _rule(indicator: Mapping[str, Any], number: int, spec: Mapping[str, Any], groups: int) -> Rule:
    fit = UNIT_FIT[indicator["unit_class"]]
    if units := spec.get("units"):
        fit = {unit: fit.get(unit, 0.8) for unit in units}
    return Rule(
        rule_id=f"{indicator['id']}.{number}",
        indicator_id=indicator["id"],
        groups=groups,
        wanted=(*spec.get("near", ()), *spec.get("any", ())),
        fit=fit,
        levels=frozenset(spec.get("levels", ())),
        plus=spec.get("plus", 0.0),
        behind=tuple(spec["behind"].split("|")) if "behind" in spec else (),
        counters=frozenset(spec.get("counters", ())),
    )


def _index(mentions: Iterable[Sequence[Mention]], rules: Sequence[Rule], unit: str | None) -> Index:
    index = {}
    for number, means in enumerate(mentions):
        fitting = [m for m in means if unit is None or rules[m.rule].fit.get(unit)]
        around = [m for m in fitting if not m.near_only]
        if fitting:
            index[number] = Meaning(*_split(fitting), *_split(around))
    return index


def _split(mentions: Iterable[Mention]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    meets = tuple(m.rule * GROUPS + m.group for m in mentions if m.group != VETO)
    return meets, tuple(m.rule for m in mentions if m.group == VETO)


def _any(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def _expand(words: str, terms: Mapping[str, Sequence[str]]) -> Iterable[str]:
    for word in words.split("|"):
        if word.startswith("$"):
            yield from terms[word[1:]]
        elif word:
            yield word


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
    evidence = gather(text, context, heading, head, amount.unit_class, rules)
    scored: list[Candidate] = []
    for at, met in evidence.met.items():
        rule = rules.rules[at]
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
    if FROM_TO.match(text, context.end):
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
    head: int,
    unit_class: str | None,
    rules: IndicatorRules,
) -> Evidence:
    """Which groups of which rules the words around an amount meet. The noun behind the counter ends at `head`.

    Only rules that admit `unit_class` are looked at; all of them where it is None.
    """
    index = rules.by_unit.get(unit_class, NOTHING)
    best: dict[int, float] = {}
    vetoed: set[int] = set()
    by_noun: set[int] = set()
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
    met: dict[int, dict[int, float]] = {}
    for key, weight in best.items():
        met.setdefault(key // GROUPS, {})[key % GROUPS] = weight
    return Evidence(met, frozenset(vetoed), frozenset(by_noun))


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
