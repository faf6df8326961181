"""What an amount counts, as text: the noun behind the counter, else the object before the number."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tasks.measure.amounts import any_of
from tasks.measure.clauses import Context

LEADING = '、，：:（(）)“”"和及与并' + "".join(filter(str.isspace, map(chr, range(0x3001))))  # all white space
MARKS = '、，：:（(“”"'  # between an object and its number, as white space is
FROM = "由从自"  # before the first number of a change
WHO = "员师者"  # 调解员: behind a verb these make it a noun
LONGEST = 40  # characters


@dataclass(frozen=True, slots=True)
class EntityRules:
    """Verbs that take an object, compiled from config/entities.yaml."""

    lead: re.Pattern[str]
    tail: re.Pattern[str]
    trailing: re.Pattern[str]  # what stands between an object and its number
    trailing_ends: frozenset[str]  # the characters with which that ends
    first_half: re.Pattern[str]  # 环节[由9个]减少到4个: the first number of a change names nothing of the second
    turned: re.Pattern[str]  # 减少到: what stands behind the first number of a change names nothing
    left_over: re.Pattern[str]  # 乡镇[未]聘请: what belongs to the verb that was cut off


def compile_entities(config: Mapping[str, Any]) -> EntityRules:
    """Compile config/entities.yaml."""
    leads, verbs = any_of(config["leads"]), any_of(config["verbs"])
    trailing = [*config["trailing"], *config["turns"]]
    return EntityRules(
        # 公开率, 调解成功率 and 有效 are one word; 检查中[排查出]隐患, 参加评查[的]案卷
        lead=re.compile(
            rf"(?:{leads}|(?:{verbs})(?:中(?={verbs})|出(?![具台庭动席])|的)?|\d{{4}}年度?|[，,、])+(?=..)(?!.{{0,2}}率|效)"
        ),
        tail=re.compile(rf"(?:{verbs})(?![{WHO}])"),
        trailing=re.compile(rf"(?:{_apart(trailing, config['whole'])}|[{MARKS}\s])+$"),
        trailing_ends=frozenset(word[-1] for word in trailing) | frozenset(MARKS),
        first_half=re.compile(rf"[{FROM}][^{FROM}]*\d[^{FROM}]{{0,4}}(?:{any_of(config['turns'])})$"),
        turned=re.compile(any_of(config["turns"])),
        left_over=re.compile(rf"(?:{any_of(config['left_over'])}|[（(])+$"),
    )


def entity_of(text: str, context: Context, rules: EntityRules) -> str | None:
    """The measured entity of an amount (MeasEval), or None where the clause names none."""
    behind = text[context.end : context.near_end].lstrip(LEADING)
    turned = rules.turned.match(behind)
    if behind and not turned:
        verb = rules.tail.search(behind)
        noun = behind[: verb.start()] if verb and verb.start() >= 2 else behind
        return _whole(rules.left_over.sub("", noun[:LONGEST].rstrip("的 "))) or None
    before = text[context.near_start : context.start]
    if turned:
        before = before.rstrip(FROM)
    if before[-1:] in rules.trailing_ends or before[-1:].isspace():
        before = rules.trailing.sub("", rules.first_half.sub("", before))
    named = before.lstrip(LEADING)
    return _whole(_last(_unled(named, rules.lead) or named)) or None


def _apart(words: Iterable[str], whole: Iterable[str]) -> str:
    """An alternation of words, none where it is the end of one of `whole`."""
    longest = sorted(words, key=len, reverse=True)
    kept = {word: [one[: -len(word)] for one in whole if one.endswith(word)] for word in longest}
    return "|".join("".join(f"(?<!{re.escape(front)})" for front in kept[word]) + re.escape(word) for word in longest)


def _last(words: str) -> str:
    """The last characters, from no title's middle."""
    last = words[-LONGEST:]
    closed = last.find("》")
    cut = closed >= 0 and len(last) < len(words) and not 0 <= last.find("《") < closed
    return last[closed + 1 :].lstrip("、") or last if cut else last


def _unled(words: str, lead: re.Pattern[str]) -> str:
    found = lead.match(words)
    return words[found.end() :] if found else words


def _whole(noun: str) -> str:
    """A noun without quotes of which the other half was cut off (“好差评”满意率 from its middle)."""
    return noun if noun.count("“") == noun.count("”") else noun.replace("“", "").replace("”", "")
