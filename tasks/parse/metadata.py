"""What a report says about itself: title, year, origin and dates; or why the text is no report."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tasks.model import Metadata, NotAReport, Text
from tasks.parse.another import another_report
from tasks.parse.foot import read_foot
from tasks.parse.gazetteer import Gazetteer
from tasks.parse.head import read_head
from tasks.parse.origin import OriginRules, compile_origin_rules, read_origin
from tasks.parse.page import HEADING, PageRules, compile_page_rules
from tasks.parse.places import compile_place_rules
from tasks.parse.verdict import VerdictRules, compile_verdict_rules, judge
from tasks.parse.year import YearRules, compile_year_rules, read_year


@dataclass(frozen=True, slots=True)
class MetadataRules:
    """Everything that `read_metadata` needs, compiled once."""

    page: PageRules
    verdict: VerdictRules
    year: YearRules
    origin: OriginRules


def compile_rules(config: Mapping[str, Mapping[str, Any]], gazetteer: Gazetteer) -> MetadataRules:
    """Compile `config["metadata"]` and `config["places"]` (the files of those names) around a gazetteer."""
    words = config["metadata"]
    return MetadataRules(
        page=compile_page_rules(words),
        verdict=compile_verdict_rules(words),
        year=compile_year_rules(words),
        origin=compile_origin_rules(words, compile_place_rules(config["places"], gazetteer)),
    )


def read_metadata(text: Text, rules: MetadataRules) -> Metadata | NotAReport:
    """Read the metadata of a normalized text, or say why it is no yearly report."""
    chars = text.text
    head = read_head(chars, rules.page)
    if refused := judge(chars, head, rules.page, rules.verdict):
        return refused
    another = another_report(chars, head.body_start, rules.page.title)
    if another:
        chars = chars[: another[0]]
    foot = read_foot(chars, head.body_start, rules.page)
    issued, published = foot.issued_on or head.issued_on, head.published_on or foot.published_on
    origin = read_origin(chars, head, foot, rules.origin)
    year = read_year(head.title, chars[head.body_start : foot.body_end], issued, published, rules.year)
    if head.title is None and _says_too_little(chars, year, origin.level, rules):
        return NotAReport("unrelated", "文中没有标题、年份和单位，看不出是哪里哪一年的报告。请核对提交的文件。")
    return Metadata(
        title=head.title,
        report_year=year,
        place=origin.place,
        level=origin.level,
        issuer=origin.issuer,
        issued_on=issued,
        published_on=published,
        truncated=foot.truncated,
        body_start=head.body_start,
        body_end=foot.body_end,
        another=another,
    )


def _says_too_little(text: str, year: int | None, level: str | None, rules: MetadataRules) -> bool:
    """Whether an untitled text names no year, or no body and not even the subject, and nothing hands a report over."""
    told = level or rules.verdict.strong.search(text) or HEADING.match(text.lstrip()) or rules.year.handover.search(text)
    if year and told:
        return False
    first, _, _ = text.lstrip().partition("\n")
    if level and HEADING.match(first) and rules.verdict.strong.search(first):
        return False  # an excerpt that begins with its first heading: 一、全力推进法治政府建设
    return (year is None and level is None) or not rules.verdict.confirmed.search(text)
