"""An amount in its clause -> an indicator of the catalogue, or none: evidence, a score, and abstention.

All words of all rules stand in one automaton, and only the parts around an amount are scanned, so that two hundred
more rules cost next to nothing. A rule wins by the words it met: longer and nearer ones weigh more.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tasks.measure.amounts import Amount
from tasks.measure.catalogue import GROUPS, IndicatorRules, Rule
from tasks.measure.clauses import Context
from tasks.measure.contexts import PERSONS
from tasks.measure.evidence import Evidence, Own, Words, look_around, look_near, rules_before, rules_behind, weights

HEAD = 8  # characters behind the counter in which the counted noun begins
FRONT = 16  # characters before an amount in which the noun right before it stands
THINGS = frozenset(("piece", "household", "item"))
AGAIN = re.compile("[（(][约即合]?")
CLOSING = frozenset("）)")
LISTED = frozenset("、，和及与（(")
PLUS = frozenset("+＋")
ADDED = re.compile("[^，。；、,;“”]{0,8}[+＋]")  # “3名调解员+12名网格员” is a name
TAKEN_UP = frozenset("对将把就")
LONGEST_QUOTE = 40  # characters before an amount in which the quotation that it stands in begins
THRESHOLD = 3.0  # below this score the engine abstains
FIT_OF_KINDS = 0.8  # what a list's label alone names goes with the counters of its items
SURE = 12.0  # score that counts as full confidence


@dataclass(slots=True)
class Candidate:
    """A rule that an amount's surroundings meet, and how strongly."""

    score: float
    rule: Rule
    at: int  # of the rule in the catalogue


@dataclass(slots=True)
class Link:
    """The outcome for one amount. `score` is the confidence, 0 to 1."""

    indicator_ids: tuple[str, ...]
    rule_id: str | None
    score: float | None


NO_LINK = Link((), None, None)


def link_amounts(
    text: str,
    amounts: Sequence[Amount],
    contexts: Sequence[Context],
    headings: Sequence[tuple[int, int]],
    labels: Sequence[tuple[int, int]],
    level: str | None,
    rules: IndicatorRules,
) -> list[Link]:
    """Tie each amount to the indicator its clause states, or to none.

    `headings` is the heading's span above each, `labels` what stands before the colon of its list.
    """
    links: list[Link] = []
    words = Words(text, rules)
    for at, (amount, context, heading, label) in enumerate(zip(amounts, contexts, headings, labels, strict=True)):
        if at and _is_said_again(text, amounts[at - 1], amount):
            links.append(NO_LINK)
            continue
        link = _link(words, amount, context, heading, level)
        if link is NO_LINK and label[1]:
            named = replace(context, named_start=label[0], named_end=label[1])
            link = _link(words, amount, named, heading, level, least_fit=FIT_OF_KINDS)
        if link is NO_LINK and context.restates >= 0 and amount.kind != "percent_change":
            link = links[context.restates]
        links.append(link)
    return links


def _is_said_again(text: str, before: Amount, amount: Amount) -> bool:
    """Whether a bracket says the number before it in another unit (3000万元（0.3亿元）): one fact, which counts once."""
    opens = AGAIN.fullmatch(text, before.end, amount.start) and text[amount.end : amount.end + 1] in CLOSING
    return bool(opens) and before.unit == amount.unit and abs(before.value - amount.value) <= 1e-6 * before.value


def _link(
    words: Words, amount: Amount, context: Context, heading: tuple[int, int], level: str | None, least_fit: float = 0.0
) -> Link:
    scored = [c for c in weigh(words, amount, context, heading, level) if c.rule.fit[amount.unit_class] >= least_fit]
    if not scored or scored[0].score < THRESHOLD:
        return NO_LINK
    best = scored[0]
    joined = words.rules.joins.search(words.text, context.near_start, min(context.start, context.near_end)) is not None
    return Link(_shared(scored) if joined else (best.rule.indicator_id,), best.rule.rule_id, min(1.0, best.score / SURE))


def weigh(words: Words, amount: Amount, context: Context, heading: tuple[int, int], level: str | None) -> list[Candidate]:
    """Every rule whose words the surroundings of an amount meet, the strongest first; empty for means and changes."""
    rules = words.rules
    among = rules.admitting.get(amount.unit_class, 0)
    if not among or amount.kind == "percent_change" or amount.unit in rules.kinds or (amount.value == 0 and amount.modifier):
        return []  # 不少于0件 states nothing
    own = look_near(words, context)
    if not rules.complete(own.groups | rules.not_near) & among & ~own.vetoes:
        return []
    evidence = look_around(words, own, heading)
    held = evidence.held & among
    if not held or _is_mean(words.text, context, rules) or _is_name(words.text, amount):
        return []
    held &= _of_front(own, words.text, rules)
    scores = _scores(evidence, words.text, held, amount, level, rules)
    return sorted(_of_noun(scores, own, words.text, amount, rules), key=lambda c: -c.score)


def _scores(
    evidence: Evidence, text: str, held: int, amount: Amount, level: str | None, rules: IndicatorRules
) -> list[Candidate]:
    sums: dict[int, float] = {}
    for group, weight in weights(evidence, held, rules).items():
        sums[group // GROUPS] = sums.get(group // GROUPS, 0.0) + weight
    found = []
    for at, weight in sums.items():
        rule = rules.rules[at]
        if _admits(rule, text, amount, level):
            found.append(Candidate(weight * rule.fit[amount.unit_class] + rule.plus, rule, at))
    return found


def _is_mean(text: str, context: Context, rules: IndicatorRules) -> bool:
    """Whether words before an amount make no total of it: a mean, a share, a change (每个社区配备调解员2名、法律顾问1名)."""
    if context.verb_end and rules.never.search(text, context.quote_start, max(context.quote_start, context.verb_end)):
        return True  # what is said before the verb of a list holds for all of its items, what is said of another item does not
    begin = context.lead_start if rules.furnished.match(text, context.quote_start) else context.quote_start
    if rules.each.search(text, begin, context.start):
        return True
    return rules.never.search(text, max(context.near_start, context.quote_start), context.start) is not None


def _is_name(text: str, amount: Amount) -> bool:
    """Whether it is part of a name or a way of working (“3名调解员+12名网格员”; 每检查1家都做到“实施1次执法、开展1次宣讲”)."""
    if text[amount.start - 1] in PLUS or ADDED.match(text, amount.end):
        return True
    if amount.value != 1:
        return False
    begin = max(0, amount.start - LONGEST_QUOTE)
    opened = max(text.rfind(mark, begin, amount.start) for mark in "“‘「")
    return opened >= 0 and opened > max(text.rfind(mark, begin, amount.start) for mark in "”’」。")


def _of_front(own: Own, text: str, rules: IndicatorRules) -> int:
    """The rules that the noun right before the amount leaves (听证6次): all where none stands, else those that name it."""
    context = own.context
    front = rules.others.search(text, max(context.near_start, context.start - FRONT), context.start)
    if not front or (context.quote_start < context.near_start and text[context.near_start] not in LISTED):
        return rules.every  # 42个行政执法部门1260名: the noun of the amount before
    return rules_before(own, *front.span("noun"), rules)


def _of_noun(scored: list[Candidate], own: Own, text: str, amount: Amount, rules: IndicatorRules) -> list[Candidate]:
    """Those for which the noun behind the counter speaks; only counters of things leave no other reading."""
    if not scored or (head := _head(text, amount, own.context, rules)) <= own.context.end:
        return scored
    body = rules.bodies.match(text, own.context.end, head) is not None  # 52个行政检查主体 are no inspections
    speaking = rules_behind(own, own.context.end, head, rules, whole=body)
    named = [c for c in scored if speaking >> c.at * GROUPS & 1]
    return named if named or amount.unit_class in THINGS else scored


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
    for other in scored[1:]:
        named = other.rule.indicator_id
        if named not in ids and other.score > 0.6 * best.score and {ids[0], named} in JOINED:
            ids.append(named)
    return tuple(ids)
