"""What the words around an amount say for and against each rule of the catalogue.

What they say is told of all rules at once, in bits (tasks/measure/catalogue.py), part by part and only while some rule
may still hold. How much it weighs is asked only for the few rules that do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tasks.measure.catalogue import Found, IndicatorRules, LawNames, bits_of, groups_of
from tasks.measure.clauses import Context

NEAR, LEAD, TAIL, HEADING, TOPIC = 1.0, 0.5, 0.4, 0.25, 0.3  # what a word weighs by where it stands
FAR = 120  # characters at which a leading word has lost half its weight
REACH = 20  # characters within which nearness counts
NEARNESS = 2.0  # weight of standing right beside the amount
NEARNESS_AT = tuple(NEARNESS * (1 - gap / REACH) for gap in range(REACH))  # characters away from it
SHARED = 1.0  # weight of a verb that a list shares, beside its length


@dataclass(slots=True)
class Part:
    """The words that stand whole in a part of a text, by where they end, and what they say together of a number beside it."""

    found: Found  # offsets count from the part's beginning
    groups: int
    vetoes: int


NOTHING = Part([], 0, 0)


class Words:
    """The words of the catalogue in one text, looked for part by part: most of a report says nothing of an amount."""

    def __init__(self, text: str, rules: IndicatorRules) -> None:
        """Look for the names of laws, whose words say nothing; for all else on demand."""
        self.text, self.rules, self.laws = text, rules, _laws(text, rules.laws)
        self._kept: dict[tuple[int, int], Part] = {}

    def near(self, start: int, end: int) -> Found:
        """The words in `text[start:end]` that say something of an amount in it."""
        found = self.rules.near.find(self.text[start:end], True)
        return self._without_laws(found, start) if self.laws else found

    def part(self, start: int, end: int) -> Part:
        """The words in `text[start:end]` that say something of an amount outside of it, and what they say."""
        if start >= end:
            return NOTHING
        around = self.rules.around
        found = around.find(self.text[start:end], True)
        if found and self.laws:
            found = self._without_laws(found, start)
        if not found:
            return NOTHING
        groups = vetoes = 0
        for at, _, _ in found:
            word = around.words[at]
            groups |= word.groups
            vetoes |= word.vetoes
        return Part(found, groups, vetoes)

    def shared(self, start: int, end: int) -> Part:
        """The same of a part that stands above many amounts."""
        part = self._kept.get((start, end))
        if part is None:
            part = self._kept[start, end] = self.part(start, end)
        return part

    def _without_laws(self, found: Found, start: int) -> Found:
        return [word for word in found if start + word[2] not in self.laws]


def _laws(text: str, names: LawNames) -> frozenset[int]:
    """Where a text goes on with what makes of the word before it the name of a law."""
    ends = [m.start() for m in names.ends.finditer(text)]
    linked = [end for end in ends if text.endswith(names.links, 0, end)]
    return frozenset(ends + [end - len(link) for end in linked for link in names.links if text.endswith(link, 0, end)])


@dataclass(slots=True)
class Own:
    """What stands in an amount's own part."""

    context: Context
    found: Found  # without what overlaps the amount
    groups: int  # met, by the verb that it shares too
    vetoes: int
    verb: Found  # the words in the verb of a list, for an item without one
    open_to_verb: int  # groups that these may meet


@dataclass(slots=True)
class Evidence:
    """What stands around one amount, and the rules that hold of it."""

    own: Own
    around: tuple[tuple[float, int, Part], ...]  # weight of the part, where it begins, its words
    vetoes: int
    held: int  # rules of which all groups are met, and that nothing rules out


def look_near(words: Words, context: Context) -> Own:
    """What the words of an amount's own part say; one that overlaps the amount says nothing."""
    rules = words.rules
    first, last = context.start - context.near_start, context.end - 1 - context.near_start
    table, found = rules.near.words, []
    groups = vetoes = 0
    for place in words.near(context.near_start, context.near_end):
        at, start, end = place
        if end <= first or start >= last:
            found.append(place)
            word = table[at]
            groups |= word.groups
            vetoes |= word.vetoes
    if context.named_end:
        shift = context.named_start - context.near_start
        for at, start, end in words.near(context.named_start, context.named_end):
            found.append((at, start + shift, end + shift))
            groups |= table[at].groups
            vetoes |= table[at].vetoes
    if not context.verb_end:
        return Own(context, found, groups, vetoes, [], 0)
    verb = words.near(context.verb_start, context.verb_end)
    open_to_verb = groups_of(rules.touched(groups) | rules.of_lists)
    for at, _, _ in verb:
        groups |= table[at].groups & open_to_verb
    return Own(context, found, groups, vetoes, verb, open_to_verb)


def look_around(words: Words, own: Own, heading: tuple[int, int]) -> Evidence:
    """What the words of the clauses and headings around it say besides."""
    rules, context = words.rules, own.context
    lead = words.part(context.lead_start, context.near_start)
    tail = words.part(context.near_end, context.tail_end)
    topic = words.shared(context.topic_start, context.topic_end)
    above = words.shared(*heading)
    led, ruled_out = _lead(words, context, lead)
    groups = own.groups | led | tail.groups | topic.groups | above.groups & rules.by_heading
    vetoes = own.vetoes | ruled_out | tail.vetoes | above.vetoes
    around = (
        (LEAD, context.lead_start, lead),
        (TAIL, context.near_end, tail),
        (TOPIC, context.topic_start, topic),
        (HEADING, heading[0], above),
    )
    return Evidence(own, around, vetoes, rules.complete(groups | rules.absent) & ~vetoes)


def _lead(words: Words, context: Context, lead: Part) -> tuple[int, int]:
    """The groups that what leads to an amount meets, and the rules it speaks against.

    What stands before a semicolon, or in another sentence, may still name the object; it speaks against nothing but what
    is named behind it there (清理党内规范性文件64件；废止11件).
    """
    part = words.text.rfind("；", context.lead_start, context.near_start) - context.lead_start if lead.vetoes else -1
    if part < 0:
        return lead.groups, lead.vetoes
    table, groups, vetoes = words.rules.around.words, 0, 0
    against = [(first, table[at].vetoes) for at, first, _ in lead.found if first < part and table[at].vetoes]
    for at, first, last in lead.found:
        word, denied = table[at], 0
        if first > part:
            vetoes |= word.vetoes
        elif word.groups:
            for begin, rules in against:
                denied |= rules if begin < last else 0
        groups |= word.groups & ~groups_of(denied) if denied else word.groups
    return groups, vetoes


def weights(evidence: Evidence, held: int, rules: IndicatorRules) -> dict[int, float]:
    """How much each group of the rules `held` weighs, by the place of its bit, those met first first.

    Nearer and longer words weigh more, one that leads to the amount less the further back; of several the weightiest counts.
    """
    own, context, best = evidence.own, evidence.own.context, dict[int, float]()
    first, last = context.start - context.near_start, context.end - context.near_start
    words, speaking = rules.near.words, rules.near.speaking(held)
    for at, start, end in own.found:
        if groups := speaking[at]:
            gap = first - end if end <= first else start - last
            _weigh(best, groups, words[at].weight * NEAR + (0.0 if gap >= REACH else NEARNESS_AT[gap] if gap > 0 else NEARNESS))
    wanted = groups_of(held)
    for at, _, _ in own.verb:
        for group in bits_of(words[at].groups & wanted & own.open_to_verb):
            best.setdefault(group, words[at].length * NEAR + SHARED)
    words, speaking = rules.around.words, rules.around.speaking(held)
    for zone, begin, part in evidence.around:
        if part.groups & wanted:
            for at, _, end in part.found:
                if groups := speaking[at]:
                    near = max(0.5, 1 - (context.start - begin - end) / FAR) if zone == LEAD else 1.0
                    _weigh(best, groups, words[at].weight * zone * near)
    return best


def _weigh(best: dict[int, float], groups: Sequence[int], weight: float) -> None:
    for group in groups:
        if weight > best.get(group, 0.0):
            best[group] = weight


def rules_before(own: Own, start: int, end: int, rules: IndicatorRules) -> int:
    """The rules for which a word of the own part speaks that names what `text[start:end]` does: it reaches to its end."""
    offset = own.context.near_start
    return _speaking([word for word in own.found if word[2] >= end - offset > word[1]], rules)


def rules_behind(own: Own, start: int, end: int, rules: IndicatorRules, *, whole: bool) -> int:
    """The rules for which a word of the own part speaks that begins in `text[start:end]`, and where `whole` ends it."""
    offset = own.context.near_start
    first, last = start - offset, end - offset
    return _speaking([word for word in own.found if first <= word[1] < last and (not whole or word[2] >= last)], rules)


def _speaking(found: Found, rules: IndicatorRules) -> int:
    groups = 0
    for at, _, _ in found:
        groups |= rules.near.words[at].groups
    return rules.touched(groups)
