"""Explicit nothing: 无行政诉讼败诉案件 is a zero of that and nothing else; an aim or a slogan is none."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick

from tasks.measure.amounts import any_of


@dataclass(frozen=True, slots=True)
class ZeroRules:
    """Compiled config/zeros.yaml, and the catalogue's zero phrasings."""

    clause: re.Pattern[str]  # 行政复议及行政应诉：无 is one clause
    again: re.Pattern[str]  # 今年未发生, of what was counted for another year; group `denial`
    verb: re.Pattern[str]  # groups verb, strong, object
    objects: re.Pattern[str]
    no_tail: re.Pattern[str]
    not_before: re.Pattern[str]
    some: re.Pattern[str]
    aims: re.Pattern[str]
    future: re.Pattern[str]  # opens a sentence that speaks of what is to come
    no_object: re.Pattern[str]  # what a strong verb denies without counting (未出现变化)
    closing: re.Pattern[str]  # ...未发生, ...为零 at the end of a clause
    zero: re.Pattern[str]  # 零败诉
    event_tail: re.Pattern[str]  # what may close a denied object (违法行为发生)
    closes: re.Pattern[str]  # what may stand behind a phrase of the catalogue, so that it is the thing denied
    cause: re.Pattern[str]
    told_acts: tuple[str, ...]  # acts of which the catalogue knows others on the same object (没有废止规范性文件)
    limits: re.Pattern[str]  # what makes the denied a part of what the catalogue counts (超期未办结的提案)
    of_some: re.Pattern[str]  # before a denial: only some of the places are spoken of (有19个村未发生)
    of_holders: re.Pattern[str]  # what makes of the denial a mark of those that are spoken of (未发生违法行为的企业)
    in_aims: re.Pattern[str]  # what makes an aim of it behind (无败诉的考核目标)
    reached: re.Pattern[str]  # and what says that it was reached
    intent: re.Pattern[str]  # but not behind what is only meant to be (确保不发生非访，实现零上访目标)
    general: re.Pattern[str]  # causes of all cases; one of any other cause is a part of them (因征地引发的上访)
    praise: re.Pattern[str]  # what may close a part without changing it (零败诉的良好态势)
    case: re.Pattern[str]  # with `verdict`, the denied is the case's outcome, however far apart they stand
    verdict: re.Pattern[str]
    passive: re.Pattern[str]
    outcomes: tuple[str, ...]  # indicators that stand for themselves where their case is named too
    phrases: AhoCorasick
    denied: tuple[str | None, ...]  # the indicator that each of the phrases denies; None for what is no indicator's zero


class ZeroStatement(NamedTuple):
    """A clause that denies, and the indicators it denies. Offsets in the normalized text."""

    start: int  # of the clause
    end: int
    lead_start: int  # of the sentence
    verb_start: int
    measured_entity: str
    indicator_ids: tuple[str, ...]


VERDICTS = ("reconsideration_cases_corrected", "administrative_acts_overturned")  # by the body, on the body
OPENING = 8  # characters of a sentence in which it says that it speaks of what is to come
LONGEST_LEAD = 160  # characters before a denial that can make an aim of it
LONGEST_TAIL, ACT = 3, 2  # characters behind the object of a weak verb (无违法行为记录), and of an act (制定, 出台)
CLAUSE = r"[^，。；：,;:！!？?\n]+"
COUNTED = re.compile(r"([^，。；：,;:\n]+?)\d+[件起宗例]")  # with what it counts before it
SENTENCE = re.compile(r"[。；;！!？?\n]")
DENIES = re.compile(r"[无未没零不为是](?:(?<=[无未没零])|(?<=不)存在|(?<=[为是])[“\"]?0)")  # skips to one set of characters
# 无行政应诉案件、无行政赔偿案件 are two statements.
PART = re.compile(r"(?:[、且并]|以?及|和)(?=[均也亦更]?(?:无|零|未|没有|“零))|(?:(?<=零..)|(?<=零..”))、(?=[^、，。]*零)")
FILED = re.compile("被[提申][起请](?=.{0,4}(?:复议|诉讼))")
JOINT = re.compile(r"[、和及或与]")
SLOGAN = re.compile(r"“[^”零]{0,20}零[^”零]{0,20}[、，][^”零]{0,20}零[^”]{0,40}”")  # “零上访、零事故”


def compile_zeros(config: Mapping[str, Any], catalogue: Mapping[str, Any]) -> ZeroRules:
    """Compile config/zeros.yaml with the `zero` phrasings of config/indicators.yaml."""
    phrases = _phrases(config, catalogue)
    behind_colon = rf"[：:]\s?(?:{any_of(config['colon_periods'])})?(?:{any_of(config['colon_zeros'])})"
    denial = rf"(?P<denial>{any_of(config['colon_zeros'])})"
    return ZeroRules(
        again=re.compile(
            rf"\s?(?:(?:19|20)\d\d年度?|{any_of(config['colon_periods'])})(?:{any_of(config['particles'])})?{denial}"
        ),
        clause=re.compile(rf"{CLAUSE}(?:{behind_colon}(?=[，。；,;\n]|$))?"),
        verb=_verb(config),
        objects=re.compile(any_of(config["objects"])),
        no_tail=re.compile(any_of(config["no_tails"])),
        not_before=re.compile(f"(?:{any_of(config['not_before'])}|(?<!相)对(?!象))[^、]{{0,6}}$"),
        some=re.compile(any_of(config["some"])),
        aims=re.compile(f"(?:{any_of(config['aims'])})(?!了)"),
        future=re.compile(any_of(config["future"])),
        no_object=re.compile(any_of(config["no_objects"])),
        closing=re.compile(rf"(?:{any_of(config['closing'])}|{behind_colon})[”\"]?$"),
        zero=re.compile(
            rf"(?P<before>[^，。]{{0,30}}?)[“\"]?零[”\"]?(?:(?P<verb>{any_of(config['zero_verbs'])})"
            rf"|(?P<object>{any_of(config['zero_objects'])}))"
        ),
        event_tail=re.compile(f"(?:的)?(?:{any_of(config['event_tails'])})$"),
        closes=re.compile(
            f"(?!{any_of(config['not_closing'])})(?:.{{0,6}}$|[、和及与或]|案|均|等|零|的?(?:{any_of(_closing(config))}))"
        ),
        # 因违法行政受到处分 denies no unlawful act
        cause=re.compile(f"因[^，。]{{0,40}}?(?={any_of(config['effects'])})"),
        told_acts=tuple(config["told_acts"]),
        limits=re.compile(any_of(config["limits"])),
        of_some=re.compile(
            rf"^(?:{any_of(config['a_few'])})|(?<!全[{config['wholes']}])(?<!辖)(?<!辖区)(?<![\d所])\d+余?[个家户][^，。\d]{{0,4}}?(?:{any_of(config['holders'])})(?![^，。]{{0,4}}(?:[均都皆]|全部))"
        ),
        of_holders=re.compile(f"的(?:(?:{any_of(config['holders'])})$|(?:{any_of(config['conditions'])}))"),
        in_aims=re.compile(f"的?[^，。]{{0,6}}(?<!办理)(?<!承办)(?:{any_of(config['aim_tails'])})$"),
        reached=re.compile(any_of(config["reached"])),
        intent=re.compile(any_of(config["intents"])),
        general=re.compile(any_of(config["general_causes"])),
        praise=re.compile(f"的?(?:{any_of(config['praise'])})$"),
        case=re.compile(any_of(config["corrected"]["case"])),
        passive=re.compile(f"被[^，。]{{0,16}}(?:{any_of(config['corrected']['case'])})"),
        verdict=re.compile(any_of(config["corrected"]["verdict"])),
        outcomes=tuple(config["outcomes"]),
        phrases=AhoCorasick(phrases),
        denied=tuple(phrases.values()),
    )


def _verb(config: Mapping[str, Any]) -> re.Pattern[str]:
    """One expression for all denials that stand before their object; group `strong` is met where no object is asked for."""
    no = f"(?:{any_of(config['negations'])})(?:{any_of(config['ever'])})?(?:以[^，。]{{1,10}}名义)?"
    done = any_of([*config["events"], *config["acts"], *config["single_acts"]])  # 未立一起
    one = f"(?:{any_of(config['lacks'])}|未)(?:{done})?(?:一|任何一)(?:{any_of(config['counters'])})(?!外)"
    strong = f"{one}|{any_of(config['strong_lacks'])}|{no}(?:{any_of(config['events'])})过?"
    lacks = any_of([word for word in config["lacks"] if word != "无"])
    bare = rf"(?<![有毫互])无(?!{any_of(config['not_behind'])})"
    weak = f"{no}(?:{any_of(config['acts'])})过?|{lacks}|{bare}"
    return re.compile(f"(?:(?P<strong>{strong})|{weak})(?P<object>.{{2,60}})")


def _closing(config: Mapping[str, Any]) -> list[str]:
    return [*config["event_tails"], *config["closing_nouns"], *config["closing"]]


def _phrases(config: Mapping[str, Any], catalogue: Mapping[str, Any]) -> dict[str, str | None]:
    phrases: dict[str, str | None] = dict.fromkeys(config["other_things"])
    for indicator in catalogue["indicators"]:
        phrases.update(dict.fromkeys(filter(None, indicator.get("zero", "").split("|")), indicator["id"]))
    return phrases


def find_zeros(text: str, start: int, end: int, rules: ZeroRules) -> list[ZeroStatement]:
    """Every statement of `text[start:end]` that there was none of something, clause by clause."""
    found: list[ZeroStatement] = []
    for clause in _denying(text, start, end, rules.clause):
        lead = _sentence_start(text, clause.start())
        if not rules.future.search(text, lead, min(clause.start(), lead + OPENING)):
            found += _read(text, lead, clause, rules)
    return found


def _denying(text: str, start: int, end: int, clauses: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The clauses that deny, which are few: only sentences with a word that denies are cut into clauses."""
    for denial in DENIES.finditer(text, start, end):
        if denial.start() < start:
            continue
        begin = max(start, text.rfind("。", start, denial.start()) + 1)
        stop = text.find("。", denial.end(), end)
        start = end if stop < 0 else stop
        yield from (c for c in clauses.finditer(text, begin, start) if DENIES.search(text, c.start(), c.end()))


def _sentence_start(text: str, at: int) -> int:
    """Where the sentence around `at` begins, at most LONGEST_LEAD characters before."""
    begin = max(0, at - LONGEST_LEAD)
    return max((m.end() for m in SENTENCE.finditer(text, begin, at)), default=begin)


def _read(text: str, lead: int, clause: re.Match[str], rules: ZeroRules) -> list[ZeroStatement]:
    """The statements of one clause: of each of its parts that denies for itself."""
    if SLOGAN.search(text, clause.start(), min(len(text), clause.end() + 1)):
        return []
    if rules.in_aims.search(clause[0]) and (
        not rules.reached.search(clause[0]) or rules.intent.search(text, lead, clause.start())
    ):
        return []
    marks = [m.span() for m in PART.finditer(text, clause.start(), clause.end())]
    starts = [clause.start()] + [end for _, end in marks]
    ends = [begin for begin, _ in marks] + [clause.end()]
    read = (_statement(text, (lead, clause.start()), a, b, rules) for a, b in zip(starts, ends, strict=True))
    return [statement for statement in read if statement]


def _statement(text: str, before: tuple[int, int], start: int, end: int, rules: ZeroRules) -> ZeroStatement | None:
    """The first reading that holds; `before` is where the sentence and the clause begin."""
    sentence_start, clause_start = before
    part = rules.praise.sub("", text[start:end])
    if rules.of_holders.search(part):
        return None
    earlier = text[sentence_start:clause_start]
    for read in (_denied_behind, _denied_before, _counted_zero, partial(_denied_again, earlier)):
        if denied := read(part, rules):
            at, entity = denied
            if rules.of_some.search(part[:at]):
                continue
            if rules.aims.search(text, max(clause_start, start + at - LONGEST_LEAD), start + at):
                continue
            first, last = len(part) - len(part.lstrip()), len(text[start:end].rstrip(' ）)”"、'))
            ids = _indicators(entity, rules)
            return ZeroStatement(start + first, start + last, sentence_start, start + at, entity, ids)
    return None


def _denied_behind(part: str, rules: ZeroRules) -> tuple[int, str] | None:
    """未发生行政诉讼; 无行政复议案件: behind a weak verb the object must be the part's last noun."""
    found = rules.verb.search(part)
    if not found or rules.not_before.search(part[: found.start()]):
        return None
    whole = found["object"].strip(" 。")
    if whole[0].isdecimal():  # 信息不存在8件 counts
        return None
    last = part[found.start("object") - 1]
    if last == "因" or (
        last == "被" and rules.case.search(whole)
    ):  # 未因征地引发上访, 未被复议机关纠正: part of what is denied
        whole = last + whole
    elif (told := part[: found.start("object")].rstrip("过了任何")).endswith(rules.told_acts):  # 没有废止规范性文件
        whole = told[-ACT:] + whole
    elif whole.startswith("的"):  # 没有制定的规范性文件: the act is part of the object
        whole = part[max(0, found.start("object") - ACT) : found.start("object")] + whole
    entity = rules.event_tail.sub("", whole)
    strong = bool(found["strong"]) or whole.endswith(("发生", "出现"))
    if not strong and (rules.some.search(part[: found.start()]) or not _ends_in_object(entity, whole, rules)):
        return None
    return None if not entity or rules.no_object.match(entity) else (found.start(), entity)


def _ends_in_object(entity: str, whole: str, rules: ZeroRules) -> bool:
    for words in (entity, whole, JOINT.split(entity, maxsplit=1)[0]):  # 未出台规范性文件和政策措施
        named = [m.end() for m in rules.objects.finditer(words)]
        if named and len(words) - named[-1] <= LONGEST_TAIL and not rules.no_tail.match(words, named[-1]):
            return True
    return False


def _denied_before(part: str, rules: ZeroRules) -> tuple[int, str] | None:
    """行政诉讼败诉案件均未发生; 败诉案件为零: the object stands in front."""
    found = rules.closing.search(part)
    if not found or not rules.objects.search(part) or rules.no_object.match(part):
        return None
    return found.start(), part[: found.start()].rstrip("均都也皆") or found[0]


def _counted_zero(part: str, rules: ZeroRules) -> tuple[int, str] | None:
    """零败诉; 行政复议案件零发生."""
    zero = rules.zero.search(part)
    if not zero or rules.no_tail.match(part[zero.end() :].lstrip("”")):  # “零发案”小区 is a name
        return None
    entity = zero["object"] or zero["before"] or zero["verb"]
    judged = zero["before"] + entity  # 行政复议零纠错
    if zero["object"] and set(_indicators(judged, rules)) & set(rules.outcomes):
        entity = judged
    return zero.end("before"), entity


def _denied_again(earlier: str, part: str, rules: ZeroRules) -> tuple[int, str] | None:
    """去年发生行政复议1件，今年未发生: the object stands with the number of another year."""
    if not (found := rules.again.fullmatch(part)) or not (counts := COUNTED.findall(earlier)):
        return None
    named = next((words for words in reversed(counts) if rules.objects.search(words)), None)
    return (found.start("denial"), named) if named else None


def _indicators(entity: str, rules: ZeroRules) -> tuple[str, ...]:
    """The indicator whose phrasing is the longest in what is denied, and those joined with it (复议、诉讼)."""
    cause = rules.cause.search(entity)
    if rules.limits.search(entity) or (cause and not rules.general.search(cause[0])):
        return ()
    denied = rules.cause.sub("", entity)
    if filed := FILED.search(denied):  # 没有处罚案件被提起复议 denies reconsideration, not penalties
        denied = denied[filed.start() :]
    if 0 <= denied.find("不服") < denied.rfind("的"):  # 对处罚决定不服的复议申请 denies applications, not penalties
        denied = denied[denied.rfind("的") + 1 :]
    hits = sorted(
        (
            (end - start, end - 1, indicator)
            for indicator, start, end in (
                (rules.denied[at], start, end)
                for at, start, end in rules.phrases.find_matches_as_indexes(denied, overlapping=True)
            )
            if indicator is None or indicator in rules.outcomes or rules.closes.match(denied, end)
        ),
        key=lambda h: (-h[0], h[1]),
    )
    kept: list[tuple[int, int, str | None]] = []
    for length, last, indicator in hits:
        first = last - length + 1
        if all(last < k_last - k_length + 1 or first > k_last for k_length, k_last, _ in kept):
            kept.append((length, last, indicator))
    ids = list(dict.fromkeys(i for _, _, i in sorted(kept, key=lambda k: k[1]) if i))
    if rules.case.search(denied) and rules.verdict.search(denied):  # what others judged of the body's acts is another's case
        ids = [i for i in ids if i not in VERDICTS] + [VERDICTS[rules.passive.search(denied) is not None]]
    return tuple(i for i in ids if i in rules.outcomes) or tuple(ids)  # 行政诉讼败诉 denies losses, not lawsuits
