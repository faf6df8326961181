"""Which period the head of a paragraph sets for its later sentences, as in 五年来，受理申请412件。办结398件."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tasks.measure.amounts import any_of
from tasks.measure.years import PLAN_OF_FIVE_YEARS, YEARS_COUNTED

LONGEST = 400  # characters over which the head of a paragraph may speak
HEADING = r"(?:[^，。；\n]{1,24}。)?"  # 1.加强应诉。五年来，…
SINCE = r"(?:自|从)?(?P<year>(?:19|20)\d\d)年(?:\d{1,2}月)?(?:以来|至今)"
FROM_TO = r"(?:自|从)?(?P<first>(?:19|20)\d\d)年?\s?[-—–~～至到]\s?(?:19|20)\d\d年(?:期间)?"
MONTHS = r"(?!1月?\s?[-—–~～至到]\s?12月)1?\d月?\s?[-—–~～至到]\s?\d{1,2}月份?"  # but not all twelve


class CarriedRules(NamedTuple):
    """What config/scopes.yaml says of periods that open a paragraph."""

    opening: re.Pattern[str]  # behind a line feed, to which the scan skips
    ends: re.Pattern[str]  # words with which another period begins to speak


class Carried(NamedTuple):
    """Where a paragraph's head speaks for its later sentences, and of what period (`multi_year` or `part_year`)."""

    start: int
    end: int
    scope: str


def compile_carried(scope: Mapping[str, Sequence[str]]) -> CarriedRules:
    """Compile the part `scope` of config/scopes.yaml as far as it speaks of spans that open a paragraph."""
    behind = any_of(scope["plan_behind"])
    counted = rf"(?:{any_of(scope['span_before'])})?{YEARS_COUNTED}(?:{any_of(scope['span_behind'])})?"
    part = rf"(?P<part>(?:(?:19|20)\d\d年|[今本]年)?(?:{any_of(scope['part_year'])}|{MONTHS}))"
    span = rf"{SINCE}|{FROM_TO}|{part}|{counted}|“?十?{PLAN_OF_FIVE_YEARS}(?:{behind})"
    return CarriedRules(
        opening=re.compile(rf"\n\s*{HEADING}(?:{span})[，,]"),
        ends=re.compile(rf"{any_of(scope['carried_until'])}|(?:19|20)\d\d年"),
    )


def carried_in(text: str, report_year: int | None, rules: CarriedRules) -> list[Carried]:
    """The stretches of `text` for which the head of their paragraph speaks, in order; most reports have none."""
    found = []
    for opening in rules.opening.finditer(f"\n{text}"):
        since = opening["year"] or opening["first"]
        if since and (report_year is None or int(since) >= report_year):
            continue  # 2023年以来 in the report on 2023 is its own year
        behind = opening.end() - 1
        start = text.find("。", behind) + 1
        limit = text.find("\n", behind)
        end = min(behind + LONGEST, limit if limit >= 0 else len(text))
        if other := rules.ends.search(text, behind, end):
            end = other.start()
        if 0 < start < end:
            found.append(Carried(start, end, "part_year" if opening["part"] else "multi_year"))
    return found


def carried_to(stretches: Sequence[Carried], position: int) -> str | None:
    """The period of the one of the sorted `stretches` that reaches over `position`, if any."""
    at = bisect_right(stretches, position, key=lambda s: s.start) - 1
    return stretches[at].scope if at >= 0 and position < stretches[at].end else None
