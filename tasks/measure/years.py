"""Which year speaks for an amount: the one that binds it, its own of a row, or the last that opened a clause before it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tasks.measure.amounts import any_of
from tasks.measure.clauses import Context

# A year speaks for an amount where it opens a clause or binds it (2022年的15件); a span opens with 自 or closes with 以来.
OPENS_CLAUSE = r"(?:^|(?<=[，。；：、,;:\n（(）)是])|(?<=\d[.．]))\s?(?P<since>自|从)?"
SINCE_A_MONTH = r"\d{1,2}月(?:\d{1,2}日)?[^，。；：,;:]{0,12}?(?:以来|至今)"
NO_YEAR_BEHIND = rf"(?:(?={SINCE_A_MONTH})|(?!\d|修订|期间的|版|前|至(?!今)|—|-|～|~|[^，。；：,;:]{{0,20}}基础上))"
MONTH = r"(?P<month>\d{1,2}月(?:份|\d{1,2}日)?(?![-—–~～至到])(?!" + r"[^，。；：,;:]{0,12}?(?:以来|至今|起)))?"
YEAR_OF_FOUR = r"(?P<year>(?:19|20)\d\d)\s?年(?:度)?" + MONTH + NO_YEAR_BEHIND
OPENS_SPAN = r"(?P<span>[^，。；：,;:]{0,16}?(?:以来|至今)(?!的)|起)?(?P<until>[以之]前)?"
BOUND_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)\s?年[度底末]?[）)]?(?:的|为|共)?\s?$")
BASE = re.compile(r"的?基础上")
A_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)\s?年")
AND = "[、和及与]"
SOME_YEAR = r"(?:19|20)\d\d年?度?"
# 2021年、2022年共办理36件, with the word that adds up in config/scopes.yaml
YEARS_TOGETHER = (
    rf"(?<![较比与同、])(?P<year>(?:19|20)\d\d)年?度?{AND}(?:{SOME_YEAR}{AND})*{SOME_YEAR}"
    r"(?![^，。；]*分别)[^，。；\d]{0,20}?"
)
YEARS_APART = re.compile(r"(?<![较比与同、])(?:(?:19|20)\d\d年?度?[、和及与])+(?:19|20)\d\d年度?[^，。；\d]{0,6}分别")
COMPARED = re.compile(r"[较比与同](?:(?:19|20)\d\d年度?、)+$")
BY_A_DAY = r"(?<!从)[至到](?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日|[底末])"  # 至2023年底，创成14个
LONGEST_ROW = 32  # characters of a row of years
CLAUSE_MARK = re.compile(r"[，。；,;）)]")
CLOSING_BRACKET = re.compile(r"[）)]")
SENTENCE_MARKS = frozenset("。；;！？!?\n")
YEAR_NUMBER = re.compile(r"(?:19|20)\d\d")
NEXT_ITEM = re.compile(r"[、和及与]")
YEARS_COUNTED = r"(?<![〇零一二三四五六七八九十\d])(?:[两二三四五六七八九十几数多]|\d{1,2})(?:多|余)?个?年"  # not 一年来
PLAN_OF_FIVE_YEARS = r"[一二三四五六七八九]五”?[^，。；、“\d]{0,8}?"


@dataclass(frozen=True, slots=True)
class YearRules:
    """What config/scopes.yaml says of years."""

    opening: re.Pattern[str]  # a year, 去年 or 今年 that opens a clause, and so speaks for what follows
    this_year: re.Pattern[str]
    compares: re.Pattern[str]  # what last year's figure is put beside, and so is this year's
    as_of: re.Pattern[str]
    together: re.Pattern[str]  # several years, of which the amount is the sum


class Mark(NamedTuple):
    """A year that speaks for an amount, and whether it opens a span (2016年以来)."""

    year: int
    since: bool


def compile_years(scope: Mapping[str, Sequence[str]], own_bodies: Sequence[str]) -> YearRules:
    """Compile the part `scope` of config/scopes.yaml as far as it speaks of years.

    Before the year may stand one of `own_bodies` (我镇2022年).
    """
    return YearRules(
        opening=re.compile(
            f"{OPENS_CLAUSE}(?:{any_of(own_bodies)})?(?:{any_of(scope['before_year'])})?(?:{YEAR_OF_FOUR}(?!{any_of(scope['founded'])})|(?P<last>{last_year(scope)})(?!{any_of(scope['not_carried'])})"
            f"|(?P<this>{any_of(scope['this_year_opens'])})){OPENS_SPAN}"
        ),
        this_year=re.compile(any_of(scope["this_year"])),
        compares=re.compile(any_of(scope["compares"])),
        as_of=re.compile(f"{any_of(scope['as_of'])}|{BY_A_DAY}"),
        together=re.compile(f"{YEARS_TOGETHER}(?:{any_of(scope['together'])})"),
    )


def last_year(scope: Mapping[str, Sequence[str]]) -> str:
    """The words for the year before, where they are not what this year's number is set upon (在去年基础上新增6块)."""
    return f"(?:{any_of(scope['previous_year'])})(?!.{{0,2}}(?:{any_of(scope['previous_base'])}))"


def some_years(scope: Mapping[str, Sequence[str]]) -> str:
    """Any number of years (三年累计, 近两年, 十年来), and any five-year plan (“十四五”以来, “八五”普法期间)."""
    before, behind = any_of(scope["span_before"]), any_of(scope["span_behind"])
    return f"{PLAN_OF_FIVE_YEARS}(?:{any_of(scope['plan_behind'])})|(?:{before}){YEARS_COUNTED}|{YEARS_COUNTED}多?(?:{behind})"


def year_of(text: str, context: Context, start: int, end: int, report_year: int | None, rules: YearRules) -> Mark | None:
    """The year that binds the amount, that stands at its place in a row of years, or that opens a clause last before it."""
    if bound := BOUND_YEAR.search(text, context.quote_start, start):
        return Mark(int(bound["year"]), since=False)
    if BASE.match(text, end) and (base := A_YEAR.search(text, context.quote_start, start)):
        return Mark(int(base["year"]), since=False)  # 在2022年110件的基础上
    if together := rules.together.search(text, context.quote_start, start):
        return Mark(int(together["year"]), since=True)
    if (row := YEARS_APART.search(text, context.quote_start, start)) and (year := _in_turn(text, row, start)):
        return Mark(year, since=False)
    last = None
    for opening in rules.opening.finditer(text, context.lead_start, end):
        last = opening if _reaches(text, opening, start) else last
    mark = _read_mark(last, report_year) if last else None
    return None if mark is None or last is None or _is_past(text, context, end, last, mark, report_year, rules) else mark


def _is_past(
    text: str, context: Context, end: int, opening: re.Match[str], mark: Mark, report_year: int | None, rules: YearRules
) -> bool:
    """Whether a mark has ceased to speak where the amount stands, as this year or a comparison has begun."""
    if mark.since and rules.this_year.search(text, opening.end(), end):  # 2014年以来累计1.62万件，今年办结3714件
        return True
    if opening.end() > context.quote_start or report_year is None or mark.since:
        return False
    if mark.year < report_year:  # 去年95件，同比下降18%
        return rules.compares.search(text, context.quote_start, end) is not None
    # 到2025年培育200名，目前已培育126名
    return mark.year > report_year and rules.as_of.search(text, context.quote_start, end) is not None


def _reaches(text: str, opening: re.Match[str], start: int) -> bool:
    """Whether a mark speaks on to `start`: in brackets for these only (去年51件), 去年 alone at a sentence's head.

    A month speaks for its own clause: what was founded in it has gone on (2021年3月成立调委会，调解80件).
    """
    before = text[opening.start() - 1 : opening.start()]
    if opening["month"] and CLAUSE_MARK.search(text, opening.end() + 1, start):
        return False
    if before and before in "（(":
        until = CLAUSE_MARK if opening["last"] and not opening["span"] else CLOSING_BRACKET  # （上年结转3件，新收9件）
        return not until.search(text, opening.end(), start)
    if before == "、" and COMPARED.search(text, max(0, opening.start() - LONGEST_ROW), opening.start()):
        return False  # 较2021年、2022年分别减少9件
    return not opening["last"] or bool(opening["span"]) or not before or before in SENTENCE_MARKS


def _in_turn(text: str, row: re.Match[str], start: int) -> int | None:
    """2021年、2022年分别受理21件、27件: the nth number belongs to the nth year."""
    years = YEAR_NUMBER.findall(row[0])
    place = len(NEXT_ITEM.findall(text, row.end(), start))
    return int(years[place]) if place < len(years) else None


def _read_mark(opening: re.Match[str], report_year: int | None) -> Mark | None:
    since = bool(opening["since"] or opening["span"])
    if opening["year"]:
        if opening["until"]:
            return Mark(int(opening["year"]) - 1, since=True)  # 2023年以前 is up to the end of 2022
        return Mark(int(opening["year"]), since)
    if report_year is None:
        return None
    return Mark(report_year, since=False) if opening["this"] else Mark(report_year - 1, since)


def scope_by_year(mark: Mark | None, report_year: int | None) -> str | None:
    """The scope that a year other than the report's gives, None where the year says nothing."""
    if mark is None or report_year is None or mark.year == report_year:
        return None
    if mark.year > report_year:
        return "plan" if mark.year > report_year + 1 or not mark.since else None
    if mark.since:
        return "multi_year"
    return "previous_year" if mark.year == report_year - 1 else "unknown"
