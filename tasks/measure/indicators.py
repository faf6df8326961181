"""An amount in its clause -> an indicator of the catalogue, or none: evidence, a score, and abstention.

All words of all rules stand in one automaton, and only sentences that hold an amount are scanned, so that two
hundred more rules cost next to nothing. A rule wins by the words it met: longer and nearer ones weigh more.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from tasks.measure.amounts import Amount
from tasks.measure.catalogue import GROUPS, Index, IndicatorRules, LawNames, Rule, Word
from tasks.measure.clauses import PERSONS, Context

NEAR, LEAD, TAIL, HEADING, TOPIC = 1.0, 0.5, 0.4, 0.25, 0.3  # what a word weighs by where it stands
LONGEST_WORD = 6  # characters beyond which a longer word proves no more
FAR = 120  # characters at which a leading word has lost half its weight
HEAD = 8  # characters behind the counter in which the counted noun begins
FRONT = 16  # characters before an amount in which the noun right before it stands
REACH = 20  # characters within which nearness counts
NEARNESS = 2.0  # weight of standing right beside the amount
SHARED = 1.0  # weight of a verb that a list shares, beside its length
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

    best: dict[int, float]  # rule * GROUPS + group -> best weight
    vetoed: set[int]  # rules
    by_noun: set[int]  # rules that a word of the noun behind the counter speaks for
    by_front: set[int]  # rules that a word of the noun right before the amount speaks for
    by_heading: set[int]  # rules of which a group is met in the heading alone

    def by_rule(self) -> dict[int, tuple[int, float]]:
        """How many groups of each rule are met, and their weight together."""
        found: dict[int, tuple[int, float]] = {}
        for key, weight in self.best.items():
            groups, before = found.get(key // GROUPS, (0, 0.0))
            found[key // GROUPS] = groups + 1, before + weight
        return found

    def met(self) -> dict[int, dict[int, float]]:
        """The groups that are met, by rule, each with its weight."""
        met: dict[int, dict[int, float]] = {}
        for key, weight in self.best.items():
            met.setdefault(key // GROUPS, {})[key % GROUPS] = weight
        return met


def link_amounts(
    text: str,
    amounts: Sequence[Amount],
    contexts: Sequence[Context],
    headings: Sequence[tuple[int, int]],
    level: str | None,
    rules: IndicatorRules,
) -> list[Link]:
    """Tie each amount to the indicator its clause states, or to none. `headings` is the heading's span above each."""
    links: list[Link] = []
    for amount, context, heading in zip(amounts, contexts, headings, strict=True):
        link = _link(text, amount, context, heading, level, rules)
        if link is NO_LINK and context.restates >= 0 and amount.kind != "percent_change":
            link = links[context.restates]
        links.append(link)
    return links


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
    if amount.kind == "percent_change" or amount.unit in rules.kinds or (amount.value == 0 and amount.modifier):
        return []  # 不少于0件 states nothing
    whole = context.verb_end or context.near_start < context.quote_start  # 每个社区配备调解员2名、法律顾问1名
    if rules.never.search(text, context.quote_start if whole else context.near_start, context.start):
        return []
    head = _head(text, amount, context, rules)
    front = rules.others.search(text, max(context.near_start, context.start - FRONT), context.start)
    if front and context.quote_start < context.near_start == front.start("noun"):
        front = None  # 25个部门115宗: the noun of the amount before
    noun = front.span("noun") if front else (context.start, context.start)
    evidence = gather(text, context, heading, (*noun, head), amount.unit_class, rules)
    scored: list[Candidate] = []
    for at, (groups, weight) in evidence.by_rule().items():
        rule = rules.rules[at]
        if groups < rule.groups or at in evidence.vetoed or (front and at not in evidence.by_front):
            continue
        if (rule.by_heading or at not in evidence.by_heading) and _admits(rule, text, amount, level):
            scored.append(Candidate(weight * rule.fit[amount.unit_class] + rule.plus, rule, at in evidence.by_noun))
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
    index = rules.by_unit.get(unit_class)
    evidence = Evidence({}, set(), set(), set(), set())
    if index:
        _look_near(text, context, nouns, index, evidence)
        if context.verb_end:
            _share_verb(text, context, index, evidence, rules.rules)
        _look_around(text, context.lead_start, context.near_start, LEAD, context, index, evidence)
        _look_around(text, context.near_end, context.tail_end, TAIL, context, index, evidence)
        _look_around(text, context.topic_start, context.topic_end, TOPIC, context, index, evidence)
        met = len(evidence.best)
        _look_around(text, *heading, HEADING, context, index, evidence)
        evidence.by_heading.update(key // GROUPS for key in islice(evidence.best, met, None))
    return evidence


def _look_near(text: str, context: Context, nouns: tuple[int, int, int], index: Index, evidence: Evidence) -> None:
    """Weigh the words of the amount's own part; the nearer weigh more, one that overlaps the amount nothing."""
    front_start, front_end, head = nouns
    best = evidence.best
    for first, last, word in _words(index.near, index.laws, text, context.near_start, context.near_end):
        gap = context.start - last if last <= context.start else first - context.end
        if gap < -1:
            continue
        weight = min(word.length, LONGEST_WORD) * NEAR + max(0.0, NEARNESS * (1 - max(gap, 0) / REACH))
        for key in word.meets:
            if weight > best.get(key, 0.0):
                best[key] = weight
        evidence.vetoed.update(word.vetoes)
        if context.end <= first < head:
            evidence.by_noun.update(key // GROUPS for key in word.meets)
        if last > front_start and first < front_end:
            evidence.by_front.update(key // GROUPS for key in word.meets)


def _share_verb(text: str, context: Context, index: Index, evidence: Evidence, rules: Sequence[Rule]) -> None:
    """Let the verb of a list stand in an item without one, for the rules of lists and those the item's own words speak for."""
    own = {key // GROUPS for key in evidence.best}
    for _, _, word in _words(index.near, index.laws, text, context.verb_start, context.verb_end):
        for key in word.meets:
            if key // GROUPS in own or rules[key // GROUPS].of_lists:
                evidence.best.setdefault(key, word.length * NEAR + SHARED)


def _look_around(text: str, start: int, end: int, zone: float, context: Context, index: Index, evidence: Evidence) -> None:
    """Weigh the words of a clause or heading beside the amount's part; of those that lead to it the nearer weigh more.

    What stands before a semicolon, or in another sentence, may still name the object, but speaks against nothing.
    """
    best = evidence.best
    part = text.rfind("；", start, end) if zone == LEAD else -1
    for first, last, word in _words(index.around, index.laws, text, start, end):
        weight = min(word.length, LONGEST_WORD) * zone
        if zone == LEAD:
            weight *= max(0.5, 1 - (context.start - last) / FAR)
        for key in word.meets:
            if weight > best.get(key, 0.0):
                best[key] = weight
        if first > part and zone != TOPIC:
            evidence.vetoed.update(word.vetoes)


def _words(automaton: Any, names: LawNames, text: str, start: int, end: int) -> Iterator[tuple[int, int, Word]]:  # noqa: ANN401
    """The words of an automaton in `text[start:end]` but those of a law's name, each with where it begins and ends."""
    if automaton is None or start >= end:
        return
    laws = _laws(text, names)
    for last, word in automaton.iter(text[start:end]):  # a slice: the automaton copies what it is given, each time
        behind = start + last + 1
        if behind not in laws:
            yield behind - word.length, behind, word


@lru_cache(maxsize=1)  # one text is looked at for all of its amounts
def _laws(text: str, names: LawNames) -> frozenset[int]:
    """Where a text goes on with what makes of the word before it the name of a law."""
    ends = [m.start() for m in names.ends.finditer(text)]
    return frozenset(ends + [end - len(link) for end in ends for link in names.links if text.endswith(link, 0, end)])


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
