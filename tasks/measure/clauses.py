"""Which part of a sentence belongs to an amount: its own part of the clause, what leads to it, its quotation."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.measure.amounts import Amount, any_of
from tasks.measure.sentences import (
    LONGEST_LEAD,
    Topics,
    Verdicts,
    around,
    marks_in,
    says_what_for,
    sentence_start,
    topic_of,
    vouched_from,
)

NAME = re.compile(r"[^、和及与]+")
BRACKETS = frozenset("（(")
ASIDE = re.compile(r"[（(][^，。；（()）]{1,16}[）)](?=[^，。；：、,;:\n])")
BOUNDARY_AFTER = re.compile(r"[，：。；;、,:！!？?\n]|$")
YEAR_END = r"(?:19|20)\d\d年[底末]?度?"
NOWHERE = 0, 0
PERSONS = frozenset(("person", "person_time"))  # 15人均持证 are counted by what they do
LIST_MARKS = ("、", "和", "及", "与")
MOST_NAMES = 12
SAME_NOUN = 3  # characters right before two amounts by which they count the same
LONGEST_CLAUSE = 400  # characters on either side: a text without punctuation must not cost the square of its length
LONGEST_RESTATING = 14  # characters before a number that says an earlier one again (比上年同期的)


@dataclass(frozen=True, slots=True)
class ClauseRules:
    """Compiled config/clauses.yaml."""

    naming: re.Pattern[str]  # two characters that no filler and no bare verb has
    turn: re.Pattern[str]  # what stands between the two numbers of a from-to
    closing_turn: re.Pattern[str]  # the same with the first number, at the end of what precedes the second
    filler: re.Pattern[str]
    bare_verbs: re.Pattern[str]
    verbs: re.Pattern[str]
    takes_part: re.Pattern[str]  # of these verbs, what persons are counted by
    restating: re.Pattern[str]  # what stands before a number that says an earlier one again
    changes: re.Pattern[str]  # what may follow such a number
    all_of_them: tuple[str, ...]
    carried: re.Pattern[str]  # nothing but verdicts on what the sentence before counts (收到复议申请85件。已审结76件)
    vouched: re.Pattern[str]  # objects of which such words say what was done at them (合同132份，均经审核)
    purposes: tuple[str, ...]  # open the clause that says what a meeting was for
    meetings: re.Pattern[str]  # and these say that there was one
    respectively: re.Pattern[str]  # right before a number: as many names as numbers
    part_end: re.Pattern[str]  # right behind a number these end its part
    topics: Topics
    own_things: re.Pattern[str]  # at the end of an item they are what it counts (合同审查：意见30条、建议12条)


@dataclass(slots=True)
class Context:
    """Offsets of the parts around one amount, in the normalized text.

    Slotted, because its fields are read a hundred times an amount: five times as fast as those of a NamedTuple.
    """

    lead_start: int  # where the sentence begins
    near_start: int  # where the amount's own part begins
    start: int
    end: int
    near_end: int
    quote_start: int  # the clause, without its punctuation, at most LONGEST_CLAUSE to either side
    quote_end: int
    tail_end: int  # the clause behind, where it holds no amount of its own (先后3次召开会议，研究法治建设)
    topic_start: int = 0  # the short sentence before, without a number, that says what this one tells of
    topic_end: int = 0
    turns: bool = False  # a from-to starts with this amount (由46条减少到16条)
    named_start: int = 0  # the topic, where only it names the object and does not lead up to the clause
    named_end: int = 0
    verb_start: int = 0  # the verb that an item without one of its own shares with its list (调处土地纠纷14宗、劳资纠纷8宗)
    verb_end: int = 0
    restates: int = -1  # which earlier amount it is the total or the last year's of (34件，比去年的49件下降); -1 for none


def compile_clauses(config: Mapping[str, Any], verbs: Sequence[str]) -> ClauseRules:
    """Compile config/clauses.yaml; `verbs` are those of config/entities.yaml."""
    turn = f"(?:{any_of(config['turns'])})(?:{any_of(config['turn_ends'])})"
    among = "".join(word[1] for word in config["not_among"])
    unnaming = re.escape("".join((*config["fillers"], *config["bare_verbs"], "（()）由从")))
    return ClauseRules(
        naming=re.compile(rf"[^{unnaming}\s].*?[^{unnaming}\s]", re.DOTALL),
        turn=re.compile(rf"[^，。；,;]{{0,12}}?{turn}"),
        closing_turn=re.compile(rf"\d[^，。；,;]{{0,4}}{turn}[^\d]{{0,4}}$"),
        filler=re.compile(rf"{any_of(config['fillers'])}|[（(）)\s]"),
        bare_verbs=re.compile(any_of(config["bare_verbs"])),
        verbs=re.compile(any_of(verb for verb in verbs if len(verb) > 1)),  # 均 and 被 are no acts
        takes_part=re.compile(any_of(config["takes_part"])),
        restating=re.compile(f"(?:{any_of(config['restating'])}|{YEAR_END}|[（(，,、\\s])*|其中{YEAR_END}|{_again(config)}"),
        changes=re.compile(rf"[）)]?$|(?:同比|则)?(?:{any_of(config['turns'])}|[多少高低])"),
        all_of_them=tuple(config["all_of_them"]),
        carried=re.compile(
            rf"(?:{any_of(config['carried_with'])}|[，、\s])*(?:{any_of(config['carried'])})"
            rf"(?:{any_of([*config['carried'], *config['carried_with']])}|[、\s])*"
        ),
        vouched=re.compile(any_of(config["vouched"])),
        purposes=tuple(config["purposes"]),
        meetings=re.compile(any_of(config["meetings"])),
        respectively=re.compile(f"分别(?:{any_of(config['respectively'])})?$"),
        part_end=re.compile(rf"[、）)（(并]|中(?![{among}])"),  # 审结的121件中败诉9件; 制发5件并全部报备
        topics=Topics(tuple(config["circumstances"]), tuple(config["topic_openers"])),
        own_things=re.compile(rf"(?<![进入送])(?:{any_of(config['own_things'])})$"),  # 进企业5场 is a kind
    )


def _again(config: Mapping[str, Any]) -> str:
    """Who is set beside another of whom the same was said, and at most the same act (镇司法所开展12次)."""
    bodies = any_of((*config["own_bodies"], *config["bodies"]))
    return f"(?:其中)?(?:涉及|属于?)?[县区市州镇乡]?(?:{bodies})的?(?P<act>{any_of(config['acts'])})?[共了]?"


def contexts_of(text: str, amounts: Sequence[Amount], behind: Mapping[int, int], rules: ClauseRules) -> list[Context]:
    """One context per amount of `amounts`, which stand in the order of the text.

    A marker of a list (（一）, 3.) is no word of the sentence that it opens: `behind` holds where it ends by where it begins.
    """
    marks, ends = marks_in(text)
    starts = [amount.start for amount in amounts]
    found: list[Context] = []
    verdicts = Verdicts(text, ends, rules.carried)
    last_clause = -1
    for i, amount in enumerate(amounts):
        begin, end = around(marks, amount.start, amount.end, len(text))
        begin = behind.get(begin, begin)
        clause_start, clause_end = max(begin, amount.start - LONGEST_CLAUSE), min(end, amount.end + LONGEST_CLAUSE)
        sentence = max(sentence_start(text, ends, amount.start, amount.end), amount.start - LONGEST_LEAD)
        sentence = behind.get(sentence, sentence)
        before = found[-1] if begin == last_clause else None
        last_clause = begin
        turns = rules.turn.match(text, amount.end) is not None
        lasting = i > 0 and amounts[i - 1].kind == "duration"  # 报备率连续三年保持100%
        near_start = _near_start(text, amount, clause_start, before, rules, lasting=lasting)
        if before is None or not before.turns:
            near_start = max(near_start, clause_start)
        following = amounts[i + 1].start if i + 1 < len(amounts) else len(text)
        near_end = _near_end(text, amount, near_start, min(following, clause_end), following < clause_end, rules)
        topic, named = topic_of(text, ends, starts, amount.start, rules.topics), NOWHERE
        if before is None:
            latest = starts[i - 1] if i else -1
            earlier, bare = _named_before(text, marks, clause_start, sentence, topic, latest)
            if _is_empty(text, near_start, amount, near_end, rules, bare=bare, turns=turns):
                near_start = min(near_start, earlier)
                named = topic if clause_start <= sentence and topic[1] + 1 != sentence else NOWHERE
        tail_end = near_end
        if vouched := vouched_from(text, near_start, amount.start, amount.end, clause_end, rules.all_of_them, rules.vouched):
            tail_end = around(marks, vouched, vouched, len(text))[1]
        elif near_end - amount.end >= 2:  # the object stands behind: it may go on in the next clause
            tail_end = _tail_end(text, marks, clause_end, following)
        elif following < clause_end and text.startswith(LIST_MARKS, near_end):  # 合同42件、协议36份进行审查
            tail_end = clause_end
        elif near_end == clause_end and says_what_for(text, near_start, clause_end, rules.purposes, rules.meetings):
            tail_end = min(around(marks, clause_end + 1, clause_end + 1, len(text))[1], following)
        judged = verdicts.judged(near_start, amount.start, sentence)
        if judged[1]:  # what leads up to a sentence without a number goes on naming the topic
            topic = min(judged[0], topic[0]) if topic[1] == judged[1] else judged[0], judged[1]
        quote = (clause_start, clause_end)
        own = Context(sentence, near_start, amount.start, amount.end, near_end, *quote, tail_end, *topic, turns, *named)
        if before is not None and near_start == before.near_end and text.startswith(LIST_MARKS, near_start):
            _share_verb(text, own, before, rules)
        elif before is None and i and _is_parallel(text, amounts[i - 1], amount, found[-1], own):
            _share_verb(text, own, found[-1], rules)
        own.restates = _restated(text, amounts, found, own, rules)
        found.append(own)
        if amount.kind != "percent" or verdicts.counted[0] != sentence:
            verdicts.counted = sentence, judged[1] > 0
    return _respectively(text, found, rules)


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


def _respectively(text: str, contexts: list[Context], rules: ClauseRules) -> list[Context]:
    """继续有效、修改、废止分别为289件、12件、63件: the nth number belongs to the nth name."""
    if "分别" not in text:
        return contexts
    for first, context in enumerate(contexts):
        found = rules.respectively.search(text, context.quote_start, context.start)
        if not found or (first and contexts[first - 1].quote_start == context.quote_start):
            continue
        names = [m.span() for m in NAME.finditer(text, context.quote_start, found.start())]
        row = [
            i for i in range(first, min(first + MOST_NAMES, len(contexts))) if contexts[i].quote_start == context.quote_start
        ]
        # 市、县两级网上可办率分别达到100%、98.4% parts no names; 签收率、办结率分别 does
        shares = text[found.start() - 1] == "率" and not all(text[end - 1] == "率" for _, end in names)
        if len(names) == len(row) > 1 and not shares:
            for (start, end), i in zip(names, row, strict=True):
                context = contexts[i]
                context.near_start, context.near_end, context.tail_end = start, end, found.start()
    return contexts


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


def _named_before(
    text: str, marks: Sequence[int], clause_start: int, sentence: int, topic: tuple[int, int], latest: int
) -> tuple[int, bool]:
    """Where the clause or topic begins that may name a bare number's object, and whether it is free of an amount of its own.

    `latest` is where the amount before stands. At the head of a sentence only its topic can name the object
    (抓好普法宣传。全年开展12场).
    """
    if clause_start <= sentence:
        return (topic[0] if topic[1] + 1 == sentence else clause_start), True
    if text[clause_start - 1] in "；;":
        return clause_start, True
    earlier = max(sentence, around(marks, clause_start - 1, clause_start - 1, len(text))[0])
    return earlier, latest < earlier


def _is_empty(
    text: str, near_start: int, amount: Amount, near_end: int, rules: ClauseRules, *, bare: bool, turns: bool
) -> bool:
    """Whether the own part names no object; where `bare`, a verb that goes with any object names none.

    What stands behind the first number of a from-to (`turns`) names none either (案件下降12%，由153件减至134件).
    """
    own = text[near_start : amount.start].strip("由从") + ("" if turns else text[amount.end : near_end])
    if rules.naming.search(own):  # most: whatever is taken out, this stays
        return False
    if bare:
        own = rules.bare_verbs.sub("", own)
    return len(own) < 12 and len(rules.filler.sub("", own)) < 2
