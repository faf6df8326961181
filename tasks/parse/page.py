"""The lines of a page, and which of them are its furniture: labels, tool bars, crumbs, dates."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from tasks.parse.dates import DATE, date_of
from tasks.parse.title import TitleRules, compile_title_rules, split_glued
from tasks.parse.words import any_of

PEEK_CHARS = 240  # of a line: enough to tell what it is
LONG_LINE = 60  # compact characters: furniture and titles are shorter, sentences may be longer
HEADING = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十]部分|[(（][一二三四五六七八九十]{1,3}[)）]")
HAN = re.compile("[一-鿿]")
DATE_TAIL = re.compile(rf"(?<=[一-鿿]){DATE.pattern}(?:\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}})?)?$")
SITE_TAIL = re.compile(r"(?:[-_|｜–—]+[^-_|｜–—。0-9]{2,20})+$")  # a browser's title: ...报告-某县人民政府
BULLET = re.compile(r"^[-•·*●◆▪|｜>]+")
CELL_WALLS = "|｜"  # of a table's empty cells
CRUMBS = re.compile(r"[>＞»→›]")
MARKS = re.compile(r"^(?:[#*]*附件\d*[:：]?|[#*]+)(?=.)|[#*]+$")  # of Markdown, of an annex
DOCUMENT_NUMBER = re.compile(r"^.{1,14}[〔\[(（【]20\d\d[〕\])）】]\d+号$")
COUNTER = (
    r"[\[【(（]?\d[\d,，.]*(?:万|[wWkK])?[+余]?次?[\]】)）]?(?![\d年月日./:：-])"  # how often a page was read: 1,523次, [2.3万]
)
CLOCK = re.compile(r"\d{1,2}[:：]\d{2}")
ADDRESSEE = re.compile(r"^[^。；;一二三]{2,40}[:：]$")
FIRST_CLAUSE = re.compile(r"(?:20\d\d年|今年)[^,，]{0,12}[,，]")


class Line(NamedTuple):
    """One line that is not blank: its place in the text, and its first characters (its last in a foot) without white space."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class PageRules:
    """Compiled words of config/metadata.yaml that tell a page's furniture."""

    title: TitleRules
    label: re.Pattern[str]
    published: re.Pattern[str]
    issued: re.Pattern[str]
    generated: re.Pattern[str]
    other_date: re.Pattern[str]
    organ: re.Pattern[str]
    titled: re.Pattern[str]
    toolbar: re.Pattern[str]
    footer: re.Pattern[str]
    imprint: re.Pattern[str]  # 抄送：县司法局。
    signature: re.Pattern[str]
    furniture: re.Pattern[str]  # dates, labels and tool bars in a row, on a page whose lines were lost


def compile_page_rules(config: Mapping[str, Any]) -> PageRules:
    """Compile the parts `title`, `labels`, `toolbar`, `footers` and `organs` of config/metadata.yaml."""
    labels, organs = config["labels"], config["organs"]
    every = [word for words in labels.values() for word in words]
    ends = any_of(word for kind in ("government", "department", "committee", "signing_tiers") for word in organs[kind])
    clock = r"(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
    sentence = [word for word in config["title"]["first_words"] if len(word) > 1]
    stop = rf"(?=[\[【(（\]】)）]|20\d\d年|{any_of([*every, *config['toolbar'], *sentence])})"
    running = r"(?:[^。，,；;]|(?<=\d)[，,](?=\d)){0,24}?"
    value = rf"[\]】]?[:：]?(?:{DATE.pattern.replace('?P<', '?P<labelled_')}{clock}|{COUNTER}|{running}{stop})"
    item = rf"{DATE.pattern}{clock}|(?:{any_of(every)}){value}|{any_of(config['toolbar'])}"
    return PageRules(
        title=compile_title_rules(config),
        label=re.compile(rf"^[\[【(（]?(?:{any_of(every)})"),
        published=_dated(labels["published"]),
        issued=_dated(labels["issued"]),
        generated=_dated(labels["generated"]),
        other_date=re.compile(rf"(?:{any_of(labels['other_dates'])})[:：]?(?:{DATE.pattern})"),
        organ=re.compile(
            rf"(?:{any_of(labels['organ'])})[\]】)）]?[:：|｜]*(?P<name>[一-鿿]{{2,30}}?)(?={any_of(every)}|[^一-鿿]|$)"
        ),
        titled=re.compile(  # a cell 名称 has no colon behind it
            rf"(?:^(?:{any_of(labels['title'])})|(?:{any_of(labels['title'])})[\]】]?[:：])"
            rf"[:：|｜]*(?P<title>.+?)(?=(?:{any_of(every)})[\]】]?[:：]|$)"
        ),
        toolbar=re.compile(rf"^[\[【(（]*(?:{any_of(config['toolbar'])})"),
        footer=re.compile(rf"^[\[【(（]*(?:{any_of(config['footers'])})|ICP备|公网安备|版权所有|网站标识码|主办单位"),
        imprint=re.compile(rf"^[(（]?(?:{any_of(config['imprint'])})(?:[:：]|[一-鿿]{{2,6}}[)）]$)"),
        signature=re.compile(rf"^(?:[(（]?)[一-鿿]{{2,40}}?(?:{ends})[)）]?$"),
        furniture=re.compile(rf"(?:[\[【(（]?(?:{item})[\]】)）]?)+"),
    )


def _dated(labels: Iterable[str]) -> re.Pattern[str]:
    """Labels with a date behind them; 日期 and 时间 alone must not be the end of another label."""
    long, short = [word for word in labels if len(word) > 2], [word for word in labels if len(word) <= 2]
    return re.compile(
        rf"(?:{any_of(long)}|(?<![一-鿿])(?:{any_of(short) or '$'}))[\]】)）:：|｜\[【(（\s]{{0,6}}(?={DATE.pattern})"
    )


def lines_of(text: str, start: int, end: int) -> Iterator[Line]:
    """The lines of `text[start:end]` that are not blank, from the first."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        compact = "".join(text[start : min(stop, start + PEEK_CHARS)].split()).rstrip(CELL_WALLS)
        if compact and compact.strip("?？"):
            yield Line(start, stop, compact)
        start = stop + 1


def lines_back(text: str, start: int, end: int) -> Iterator[Line]:
    """The lines of `text[start:end]` that are not blank, from the last."""
    while end > start:
        begin = text.rfind("\n", start, end) + 1 or start
        compact = "".join(text[max(begin, end - PEEK_CHARS) : end].split())
        if compact and compact.strip("?？"):
            yield Line(begin, end, compact)
        end = begin - 1


def is_furniture(line: str, rules: PageRules) -> bool:
    """Whether a compact line belongs to the page and not to the report."""
    bare = BULLET.sub("", line)
    if not HAN.search(bare) or DOCUMENT_NUMBER.match(bare):
        return True
    if len(bare) > 2 * LONG_LINE or "。" in bare:
        return False
    named = rules.title.report.match(bare) and not (CRUMBS.match(line) and rules.title.bare.match(bare))
    if len(bare) != len(line) and len(bare) <= LONG_LINE and not named:
        return True
    if rules.label.match(bare) or rules.toolbar.match(bare) or CRUMBS.search(bare):
        return True
    found = DATE.search(bare)
    if not found or len(bare) > LONG_LINE:
        return False
    if found.start() == 0 and rules.label.match(bare[found.end() :]):
        return True
    return bool(CLOCK.search(bare)) or len(bare) - len(found[0]) <= 2


def cut_labels(line: str, rules: PageRules) -> str:
    """A compact line without a date, labelled or not, or a site's name behind it: a title may share its line with 发布时间."""
    if "。" in line:
        return line
    line = MARKS.sub("", line)
    if line.startswith(tuple(CELL_WALLS)) and rules.title.report.match(title := line.strip(CELL_WALLS)):
        return title
    if (glued := split_glued(line, rules.title)) and rules.label.match(line[glued[1] :]):
        return glued[0]
    dated = (rules.published, rules.issued, rules.generated, DATE_TAIL)
    found = next((match for label in dated if (match := label.search(line))), None) if DATE.search(line) else None
    if not found and (tail := SITE_TAIL.search(line)) and not rules.title.unsigned.match(line[: tail.start()]):
        found = tail  # behind a title that names no organ (...情况报告——某县司法局) the tail is the organ, not the site
    return line[: found.start()] if found and found.start() else line


def is_body(line: str) -> bool:
    """Whether a compact line is running text: a heading, an addressee, a sentence."""
    if HEADING.match(line) or ADDRESSEE.match(line):
        return True
    return len(line) > LONG_LINE or "。" in line or FIRST_CLAUSE.match(line) is not None


def labelled_date(text: str, label: re.Pattern[str]) -> date | None:
    """The date behind the first of these labels that has one; None where none has."""
    for found in label.finditer(text):
        if value := DATE.match(text, found.end()):
            return date_of(value)
    return None
