"""What an amount counts, as text: the noun behind the counter, else the object before the number."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from tasks.measure.amounts import any_of
from tasks.measure.clauses import Context

LEADING = re.compile(r"^[、，：:（(）)“”\"\s和及与并]+")
LONGEST = 40  # characters


class EntityRules(NamedTuple):
    """Verbs that take an object, compiled from config/entities.yaml."""

    lead: re.Pattern[str]
    tail: re.Pattern[str]
    trailing: re.Pattern[str]  # what stands between an object and its number


def compile_entities(config: Mapping[str, Any]) -> EntityRules:
    """Compile config/entities.yaml."""
    leads, verbs = any_of(config["leads"]), any_of(config["verbs"])
    return EntityRules(
        lead=re.compile(rf"^(?:{leads}|{verbs}|\d{{4}}年度?|[，,、])+(?=..)(?!率)"),  # 公开率 and 调解员 are one word
        tail=re.compile(verbs),
        trailing=re.compile(rf"(?:{any_of(config['trailing'])}|[、，：:（(“”\"\s])+$"),
    )


def entity_of(text: str, context: Context, rules: EntityRules) -> str | None:
    """The measured entity of an amount (MeasEval), or None where the clause names none."""
    behind = LEADING.sub("", text[context.end : context.near_end])
    if behind:
        verb = rules.tail.search(behind)
        noun = behind[: verb.start()] if verb and verb.start() >= 2 else behind
        return _whole(noun[:LONGEST].rstrip("的 ")) or None
    before = rules.trailing.sub("", text[context.near_start : context.start])
    stripped = rules.lead.sub("", LEADING.sub("", before))
    return _whole((stripped or LEADING.sub("", before))[-LONGEST:]) or None


def _whole(noun: str) -> str:
    """A noun without quotes of which the other half was cut off (“好差评”满意率 from its middle)."""
    return noun if noun.count("“") == noun.count("”") else noun.replace("“", "").replace("”", "")
