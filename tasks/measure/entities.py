"""What an amount counts, as text: the noun behind the counter, else the object before the number."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from tasks.measure.clauses import Context

TRAILING = re.compile(
    r"(?:共计|共有|总计|合计|累计|总数|数量|人数|达到|达|为|约|共|各|有|了|近|超过|超|计|数|等|分别|均|[、，：:（(“”\"\s])+$"
)
LEADING = re.compile(r"^[、，：:（(）)“”\"\s和及与并]+")
LONGEST = 40  # characters


class EntityRules(NamedTuple):
    """Verbs that take an object, compiled from config/entities.yaml."""

    lead: re.Pattern[str]
    tail: re.Pattern[str]


def compile_entities(config: Mapping[str, Any]) -> EntityRules:
    """Compile config/entities.yaml."""
    leads = "|".join(map(re.escape, sorted(config["leads"], key=len, reverse=True)))
    verbs = "|".join(map(re.escape, sorted(config["verbs"], key=len, reverse=True)))
    return EntityRules(re.compile(rf"^(?:{leads}|{verbs}|\d{{4}}年度?|[，,])+"), re.compile(verbs))


def entity_of(text: str, context: Context, rules: EntityRules) -> str | None:
    """The measured entity of an amount (MeasEval), or None where the clause names none."""
    behind = LEADING.sub("", text[context.end : context.near_end])
    if behind:
        verb = rules.tail.search(behind)
        noun = behind[: verb.start()] if verb and verb.start() >= 2 else behind
        return noun[:LONGEST].rstrip("的 ") or None
    before = TRAILING.sub("", text[context.near_start : context.start])
    stripped = rules.lead.sub("", LEADING.sub("", before))
    return (stripped or before)[-LONGEST:] or None
