"""The year a report is about: never the year it was signed in, nor that of a plan or of a law it cites."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tasks.parse.dates import number

FIRST_REPORTED = 2004  # the 纲要 of that year began the yearly reports
OPENING_CHARS = 900
HEADING = re.compile(
    r"(?m)^\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）])(?P<heading>[^。\n]{2,50})"
)
YEAR = r"(?<![\d-])(?P<year>20\d\d|二[〇○零Ｏ][〇○零Ｏ一二三四五六七八九]{2})"
YEAR_ALONE = re.compile(rf"{YEAR}\s*(?:年(?!\s*\d{{1,2}}\s*月)|年?度)")
FIRST_SENTENCE = re.compile(rf"(?:^|[\n。:：])[\s?？]*(?:今年[,，])?{YEAR}\s*年(?!\s*\d{{1,2}}\s*月)")
PERIOD = re.compile(rf"{YEAR}\s*年\s*1\s*月\s*1\s*日\s*(?:起)?(?:至|到|[-—–~])+\s*(?:20\d\d\s*年)?\s*12\s*月\s*31\s*日")
SPAN_END = re.compile(r"20\d\d\s*年?\s*(?:[-—–~至]\s*)+(?P<year>20\d\d)")
CITED = re.compile(
    r"到20\d\d年|20\d\d年(?=远景|基本建成|全面建成|基本实现)|《[^》]{0,80}》|[(（][^()（）]{0,40}20\d\d[^()（）]{0,20}[)）]|〔20\d\d〕|20\d\d\s*年?\s*(?:[-—–~至]\s*)+20\d\d\s*年?"
)


@dataclass(frozen=True, slots=True)
class YearRules:
    """Compiled words of config/metadata.yaml that tell the year."""

    handover: re.Pattern[str]
    plan: re.Pattern[str]
    carried_out: re.Pattern[str]  # the cited plan of a year


def compile_year_rules(config: Mapping[str, Any]) -> YearRules:
    """Compile the sentence that hands the report over, and the words of plans."""
    begins, ends = "|".join(config["handover"]), "|".join(config["handover_ends"])
    return YearRules(
        handover=re.compile(rf"(?:{begins})[^。\n]{{0,80}}?(?:{ends})"),
        plan=re.compile("|".join(config["plan_words"])),
        carried_out=re.compile(
            rf"《[^》]{{0,40}}?(?<![-—–~至\d])(?P<year>20\d\d)年[^》]{{0,60}}(?:{'|'.join(config['year_plans'])})》"
        ),
    )


def year_in(text: str) -> int | None:
    """The first year that stands for itself in `text`: no date, no span of years, no cited title."""
    for found in YEAR_ALONE.finditer(CITED.sub("", text)):
        value = number(found["year"])
        if FIRST_REPORTED <= value <= 2100:
            return value
    return None


def read_year(title: str | None, body: str, signed: date | None, published: date | None, rules: YearRules) -> int | None:
    """The year reported on, by the strongest evidence there is; None where nothing tells."""
    if title and (year := _title_year(title)):
        return year
    opening = CITED.sub("", body[:OPENING_CHARS])
    if (handed := rules.handover.search(opening)) and (year := year_in(handed[0])):
        return year
    if first := FIRST_SENTENCE.search(opening):
        return number(first["year"])
    if period := PERIOD.search(opening):
        return number(period["year"])
    return _heading_year(body, rules) or _commonest(body) or _before(signed or published) or _carried_out(body, rules)


def _title_year(title: str) -> int | None:
    """The year of a title, that of an attached plan aside."""
    if year := year_in(title):
        return year
    bare = re.search(YEAR, CITED.sub("", title)) or SPAN_END.search(title)
    return number(bare["year"]) if bare else None


def _heading_year(body: str, rules: YearRules) -> int | None:
    """The year that headings name; a heading of plans names the year after."""
    planned = None
    for found in HEADING.finditer(body):
        if year := year_in(found["heading"]):
            if not rules.plan.search(found["heading"]):
                return year
            planned = planned or year - 1
    return planned


def _commonest(body: str) -> int | None:
    uncited = CITED.sub("", body)
    years = [number(found["year"]) for found in YEAR_ALONE.finditer(uncited)]
    years = years or [number(found["year"]) for found in re.finditer(rf"{YEAR}\s*年", uncited)]
    return Counter(years).most_common(1)[0][0] if years else None


def _carried_out(body: str, rules: YearRules) -> int | None:
    """The year of the yearly plans that a text without any other year says it carried out: 《2022年工作要点》."""
    years = Counter(found["year"] for found in rules.carried_out.finditer(body))
    return int(years.most_common(1)[0][0]) if years else None


def _before(written: date | None) -> int | None:
    """Reports are due in the spring after their year; one written late in a year is about that year."""
    if written is None:
        return None
    return written.year if written.month >= 11 else written.year - 1
