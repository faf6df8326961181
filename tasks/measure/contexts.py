"""Which part of a sentence belongs to an amount: its own part of the clause, what leads to it, its quotation."""

import re
from collections.abc import Mapping, Sequence

from tasks.measure.amounts import Amount
from tasks.measure.clauses import LIST_MARKS, ClauseRules, Context
from tasks.measure.respectively import respectively
from tasks.measure.sentences import (
    LONGEST_LEAD,
    Verdicts,
    around,
    marks_in,
    says_what_for,
    sentence_start,
    topic_of,
    vouched_from,
)

BRACKETS = frozenset("（(")
ASIDE = re.compile(r"[（(][^，。；（()）]{1,16}[）)](?=[^，。；：、,;:\n])")
BOUNDARY_AFTER = re.compile(r"[，：。；;、,:！!？?\n]|$")
PERSONS = frozenset(("person", "person_time"))  # 15人均持证 are counted by what they do
SAME_NOUN = 3  # characters right before two amounts by which they count the same
LONGEST_CLAUSE = 400  # characters on either side: a text without punctuation must not cost the square of its length
LONGEST_RESTATING = 14  # characters before a number that says an earlier one again (比上年同期的)


def contexts_of(text: str, amounts: Sequence[Amount], behind: Mapping[int, int], rules: ClauseRules) -> list[Context]:
    """One context per amount of `amounts`, which stand in the order of the text.

    A marker of a list (（一）, 3.) is no word of the sentence that it opens: `behind` holds where it ends by where it begins.
    """
    reading = _Reading(text, amounts, behind, rules)
    for at in range(len(amounts)):
        reading.read(at)
    return respectively(text, amounts, reading.found, rules)


class _Reading:
    """The amounts of a text one after another: what belongs to one depends on what belonged to those before."""

    def __init__(self, text: str, amounts: Sequence[Amount], behind: Mapping[int, int], rules: ClauseRules) -> None:
        self.text, self.amounts, self.behind, self.rules = text, amounts, behind, rules
        self.marks, self.ends = marks_in(text)
        self.starts = [amount.start for amount in amounts]
        self.verdicts = Verdicts(text, self.ends, rules.carried)
        self.found: list[Context] = []
        self.last_clause = -1  # where the clause of the amount before begins

    def read(self, at: int) -> None:
        """Add the context of the amount number `at`."""
        text, amount = self.text, self.amounts[at]
        begin, end = around(self.marks, amount.start, amount.end, len(text))
        begin = self.behind.get(begin, begin)
        before = self.found[-1] if begin == self.last_clause else None
        self.last_clause = begin
        following = self.starts[at + 1] if at + 1 < len(self.starts) else len(text)
        clause = max(begin, amount.start - LONGEST_CLAUSE), min(end, amount.end + LONGEST_CLAUSE)
        own = self._own_part(at, clause, before, following)
        own.topic_start, own.topic_end = topic_of(text, self.ends, self.starts, amount.start, self.rules.topics)
        if before is None:
            self._name(at, own)
        self._reach_on(own, amount, following)
        self._judge(own, amount)
        self._share(at, own, before)
        own.restates = _restated(text, self.amounts, self.found, own, self.rules)
        self.found.append(own)

    def _own_part(self, at: int, clause: tuple[int, int], before: Context | None, following: int) -> Context:
        """The context of an amount by its clause alone; `before` is that of the amount before in the same clause."""
        text, amount, rules = self.text, self.amounts[at], self.rules
        clause_start, clause_end = clause
        sentence = max(sentence_start(text, self.ends, amount.start, amount.end), amount.start - LONGEST_LEAD)
        lasting = at > 0 and self.amounts[at - 1].kind == "duration"  # 报备率连续三年保持100%
        start = _near_start(text, amount, clause_start, before, rules, lasting=lasting)
        if before is None or not before.turns:
            start = max(start, clause_start)
        end = _near_end(text, amount, start, min(following, clause_end), following < clause_end, rules)
        return Context(
            lead_start=self.behind.get(sentence, sentence),
            near_start=start,
            start=amount.start,
            end=amount.end,
            near_end=end,
            quote_start=clause_start,
            quote_end=clause_end,
            tail_end=end,
            turns=rules.turn.match(text, amount.end) is not None,
        )

    def _name(self, at: int, own: Context) -> None:
        """Find what names the object of the first amount of a clause: an earlier clause, or the topic of the sentence."""
        text = self.text
        earlier, bare = self._named_before(at, own)
        if _is_empty(text, own, self.rules, bare=bare):
            own.near_start = min(own.near_start, earlier)
            if own.quote_start <= own.lead_start and own.topic_end + 1 != own.lead_start:
                own.named_start, own.named_end = own.topic_start, own.topic_end

    def _named_before(self, at: int, own: Context) -> tuple[int, bool]:
        """Where the clause or topic begins that may name a bare number's object, and whether it holds no amount of its own.

        At the head of a sentence only its topic can name the object (抓好普法宣传。全年开展12场).
        """
        text, clause = self.text, own.quote_start
        if clause <= own.lead_start:
            return (own.topic_start if own.topic_end + 1 == own.lead_start else clause), True
        if text[clause - 1] in "；;":
            return clause, True
        earlier = max(own.lead_start, around(self.marks, clause - 1, clause - 1, len(text))[0])
        return earlier, at == 0 or self.starts[at - 1] < earlier

    def _reach_on(self, own: Context, amount: Amount, following: int) -> None:
        """Let what is said of the amount go on into the next clause; the amount behind begins at `following`."""
        text, rules, clause_end = self.text, self.rules, own.quote_end
        if vouched := vouched_from(
            text, own.near_start, amount.start, amount.end, clause_end, rules.all_of_them, rules.vouched
        ):
            own.tail_end = around(self.marks, vouched, vouched, len(text))[1]
        elif own.near_end - amount.end >= 2:  # the object stands behind: it may go on in the next clause
            own.tail_end = _tail_end(text, self.marks, clause_end, following)
        elif following < clause_end and text.startswith(LIST_MARKS, own.near_end):  # 合同42件、协议36份进行审查
            own.tail_end = clause_end
        elif own.near_end == clause_end and says_what_for(text, own.near_start, clause_end, rules.purposes, rules.meetings):
            own.tail_end = min(around(self.marks, clause_end + 1, clause_end + 1, len(text))[1], following)

    def _judge(self, own: Context, amount: Amount) -> None:
        """Where an amount only judges what sentences before count, let these be its topic."""
        start, end = self.verdicts.judged(own.near_start, amount.start, own.lead_start)
        if end:  # what leads up to a sentence without a number goes on naming the topic
            own.topic_start = min(start, own.topic_start) if own.topic_end == end else start
            own.topic_end = end
        if amount.kind != "percent" or self.verdicts.counted[0] != own.lead_start:
            self.verdicts.counted = own.lead_start, end > 0

    def _share(self, at: int, own: Context, before: Context | None) -> None:
        """Give the amount the verb of its list, or of the clause before that counts the same."""
        text = self.text
        if before is not None:
            if own.near_start == before.near_end and text.startswith(LIST_MARKS, own.near_start):
                _share_verb(text, own, before, self.rules)
        elif at and _is_parallel(text, self.amounts[at - 1], self.amounts[at], self.found[-1], own):
            _share_verb(text, own, self.found[-1], self.rules)


def _is_parallel(text: str, before: Amount, amount: Amount, last: Context, own: Context) -> bool:
    """Whether a clause counts the same noun as the clause before (调解村级矛盾纠纷78件，镇级矛盾纠纷37件)."""
    same = last.lead_start == own.lead_start and last.quote_end + 1 == own.quote_start and before.unit == amount.unit
    noun = text[last.start - SAME_NOUN : last.start]
    return same and own.start - own.near_start > SAME_NOUN and text.endswith(noun, own.near_start, own.start)


def _share_verb(text: str, own: Context, before: Context, rules: ClauseRules) -> None:
    """Give an item without a verb of its own that of its list."""
    if rules.verbs.search(text, own.near_start, own.start):
        return
    if before.verb_end:
        own.verb_start, own.verb_end = before.verb_start, before.verb_end
    elif verb := rules.verbs.search(text, before.near_start, before.start):
        own.verb_start, own.verb_end = verb.span()


def _restated(text: str, amounts: Sequence[Amount], before: Sequence[Context], own: Context, rules: ClauseRules) -> int:
    """The nearest amount of the same class before in the sentence, where the own part names nothing new; else -1."""
    at = len(before)
    start = max(own.near_start, own.quote_start)
    if not at or own.start - start > LONGEST_RESTATING:
        return -1
    said = rules.restating.fullmatch(text, start, own.start)
    if said is None or not rules.changes.match(text, own.end, own.near_end):
        return -1
    for i in range(at - 1, -1, -1):
        if before[i].lead_start != own.lead_start:
            break
        if amounts[i].unit_class == amounts[at].unit_class:
            acts = said["act"] is None or said["act"] in text[before[i].near_start : before[i].start]
            return i if acts else -1  # 全市开展检查3600次，我局开展120次
    return -1


def _tail_end(text: str, marks: Sequence[int], clause_end: int, next_amount: int) -> int:
    if clause_end >= len(text) or text[clause_end] not in "，,":
        return clause_end
    end = around(marks, clause_end + 1, clause_end + 1, len(text))[1]
    return clause_end if next_amount < end else min(end, clause_end + LONGEST_CLAUSE)


def _near_start(
    text: str, amount: Amount, clause_start: int, before: Context | None, rules: ClauseRules, *, lasting: bool
) -> int:
    if before is not None:
        gap = text[before.end : amount.start]
        # 32件35人, 4次共60人次 and 由42名增至70名 share what stands before them
        if lasting or not gap.strip("（(、 共计达") or rules.turn.match(gap):
            return before.near_start
        opening = max(gap.rfind("（"), gap.rfind("("))
        if opening > max(gap.rfind("）"), gap.rfind(")")) and text[amount.end : amount.end + 1] not in "）)":
            return before.end + opening + 1  # 许可21项（47个子项）, but 代表建议（12件）、政协提案（9件）
        # in 4次中心组学法、1次旁听庭审 the first noun belongs to the first number
        return before.near_end if text.startswith(LIST_MARKS, before.near_end) else before.end
    opening = max(text.rfind("（", clause_start, amount.start), text.rfind("(", clause_start, amount.start))
    if opening < 0:
        return clause_start
    closing = max(text.rfind("）", clause_start, amount.start), text.rfind(")", clause_start, amount.start))
    return opening + 1 if opening > closing else clause_start


def _near_end(text: str, amount: Amount, start: int, stop: int, shared: bool, rules: ClauseRules) -> int:
    """The own part reaches to the end of the clause, or to the mark that begins the next amount's part."""
    end = amount.end
    # 组织14人（含站所长5人）进行述法: what stands in brackets does not end the clause
    aside = ASIDE.match(text, end) if text[end : end + 1] in BRACKETS else None
    if aside:
        closing = BOUNDARY_AFTER.search(text, aside.end(), aside.end() + LONGEST_LEAD)
        return max(stop, closing.start()) if closing else stop
    if rules.part_end.match(text, end):
        return end
    # in 重大决策2项均经审查 what is said of all is no count
    if start < amount.start and amount.unit_class not in PERSONS and text.startswith(rules.all_of_them, end):
        return end
    if not shared:
        return stop
    cut = max(text.rfind(mark, end, stop) for mark in LIST_MARKS)
    if cut < end:
        return stop
    # in 12个调委会调处医疗、物业纠纷80起 the list is what the first number's bodies dealt with
    acts = rules.verbs.search(text, end + 2, cut)
    if acts is None or (amount.unit_class in PERSONS and rules.takes_part.match(acts[0])):
        return cut
    return acts.start()


def _is_empty(text: str, own: Context, rules: ClauseRules, *, bare: bool) -> bool:
    """Whether the own part names no object; where `bare`, a verb that goes with any object names none.

    What stands behind the first number of a from-to names none either (案件下降12%，由153件减至134件).
    """
    part = text[own.near_start : own.start].strip("由从") + ("" if own.turns else text[own.end : own.near_end])
    if rules.naming.search(part):  # most: whatever is taken out, this stays
        return False
    if bare:
        part = rules.bare_verbs.sub("", part)
    return len(part) < 12 and len(rules.filler.sub("", part)) < 2
