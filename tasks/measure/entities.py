"""What an amount counts, as text: the noun behind the counter, else the object before the number."""

import re
from collections.abc import Mapping
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
    turned: re.Pattern[str]  # 减少到: what stands behind the first number of a change names nothing
    left_over: re.Pattern[str]  # 乡镇[未]聘请: what belongs to the verb that was cut off


def compile_entities(config: Mapping[str, Any]) -> EntityRules:
    """Compile config/entities.yaml."""
    leads, verbs = any_of(config["leads"]), any_of(config["verbs"])
    return EntityRules(
        lead=re.compile(rf"(?:{leads}|{verbs}|\d{{4}}年度?|[，,、])+(?=..)(?!率)"),  # 公开率 and 调解员 are one word
        tail=re.compile(rf"(?:{verbs})(?![{WHO}])"),
        trailing=re.compile(rf"(?:{any_of(config['trailing'])}|[{MARKS}\s])+$"),
        trailing_ends=frozenset(word[-1] for word in config["trailing"]) | frozenset(MARKS),
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
        before = rules.trailing.sub("", before)
    named = before.lstrip(LEADING)
    return _whole(_last(_unled(named, rules.lead) or named)) or None


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
