"""Which period an amount speaks of: by section, by the clause, by the words before it.

A plan is never a fact: what stands under a plan's heading, or behind 拟 and 力争, is scoped `plan`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.measure.amounts import Amount, any_of
from tasks.measure.carried import CarriedRules, compile_carried
from tasks.measure.clauses import ClauseRules, Context
from tasks.measure.cues import (
    ANY,
    APART,
    AS_OF,
    CUMULATIVE,
    FUTURE,
    GROWN,
    LAST_YEAR,
    NOW,
    PART,
    PLAN,
    SPAN,
    STOCK,
    YEAR,
)
from tasks.measure.years import Mark, YearRules, compile_years, last_year, scope_by_year, some_years, year_of

MONTHS = re.compile(r"(?<!\d)1?\d月?\s?[-—–~～至到]\s?(1[0-2]|\d)月")
A_YEAR = r"((?:19|20)\d\d)年?(?:度)?(?:(?<=年)(\d{1,2})月)?(?:\d{1,2}日|[初底末])?"
YEARS = re.compile(rf"^(?:自|从)?{A_YEAR}\s?[-—–~～至到]\s?(?=\d{{4}}年){A_YEAR}")
A_YEAR_AND_ONE = 13  # months that a report on one year may tell of (2022年12月至2023年12月)
SINCE_MONTH = r"(?:自|从)?(?<!\d)(?:[2-9]|1[0-2])月(?:份)?(?:以来|起|至今|[至到](?:当|本|今)?年?底)"
FIRST_MONTHS = r"前(?:\d|1[01]|十?[一二三四五六七八九十])个月"
A_MONTH = r"(?<![\d至到-])(?:[1-9]|1[0-2])月份"  # 6月份查处12件
PART_OF_YEAR = re.compile(f"{SINCE_MONTH}|{FIRST_MONTHS}|{A_MONTH}|[上下]半年|[一二三四]季度")
CLAUSE = re.compile(r"[^，。；：,;:]*[，,]")
# a clause that names nothing but some months, or part of a year (…，2023年上半年，查处23起，涉案84万元)
MONTHS_ONLY = re.compile(
    rf"[，,；;](?:(?:19|20)\d\d年|[今本]年)?第?(?:{PART_OF_YEAR.pattern}|{MONTHS.pattern})[^，。；,;\d]{{0,2}}[，,]"
)
OPENING = 8  # characters of a clause or a sentence in which a plan says that it is one
OWN_PLAN = "(?<!要求)(?<!安排)(?<!部署)(?<!通知)计划"  # 落实轮训计划, but 按照要求计划培训3期
PLANS_AND_PROBLEMS = frozenset(("plan", "problems"))
LONGEST_PLAN = 600  # characters of a paragraph in which an earlier item plans
PART_OPENS = 12  # characters behind an amount in which its part is set off
FROM = re.compile(r"(?:由|从)[^，。；,;]{0,20}$")


@dataclass(frozen=True, slots=True)
class ScopeRules:
    """Compiled config/scopes.yaml."""

    years: YearRules
    carried: CarriedRules
    plan: re.Pattern[str]
    aimed_at: tuple[str, ...]  # what behind an amount makes an aim of it (围绕培育200名的目标)
    reached: re.Pattern[str]  # and what says that it was reached
    not_plan: re.Pattern[str]
    years_before: re.Pattern[str]  # the bare words, which the next two qualify
    previous: re.Pattern[str]
    previous_bound: re.Pattern[str]  # 比上年的41件减少: the number itself is last year's
    now: re.Pattern[str]
    of_these: re.Pattern[str]  # what sets this year's part off from the amount before it
    future: re.Pattern[str]  # opens a sentence that speaks of what is to come
    done: re.Pattern[str]  # what came about after all, in such a sentence
    built: re.Pattern[str]  # as of a day, what was built stands
    multi_year: re.Pattern[str]
    part_year: re.Pattern[str]
    cumulative: re.Pattern[str]
    grown_to: re.Pattern[str]  # the level that something new brought about
    stock: re.Pattern[str]
    change: re.Pattern[str]
    frequency: re.Pattern[str]
    closing_turn: re.Pattern[str]  # of config/clauses.yaml


@dataclass(slots=True)
class Setting:
    """What the report and the section around an amount say of its period."""

    report_year: int | None
    kinds: tuple[str, ...]  # of the first-level section
    stock: bool | None  # whether the indicator counts what exists; None where the amount has no indicator
    carried: str | None = None  # the period that the head of the paragraph sets, where it still speaks


def compile_scopes(config: Mapping[str, Any], clauses: ClauseRules, own_bodies: Sequence[str]) -> ScopeRules:
    """Compile config/scopes.yaml into expressions, longest word first; `own_bodies` are those of config/clauses.yaml."""
    scope = config["scope"]
    plain = ("plan", "reached", "part_year", "future", "done", "built", "cumulative", "grown_to", "stock", "change")
    of_span = f"(?!{any_of(scope['of_span'])})"
    return ScopeRules(
        **{name: re.compile(any_of(scope[name])) for name in plain},
        not_plan=re.compile(rf"{any_of(scope['not_plan'])}|(?:{any_of(scope['plan_carriers'])})[^，。；,;]{{1,20}}?{OWN_PLAN}"),
        multi_year=re.compile(f"(?:{some_years(scope)}|{any_of(scope['multi_year'])}){of_span}"),
        aimed_at=tuple(scope["aimed_at"]),
        years=compile_years(scope, [*own_bodies, *config["owner"]["wholes"]]),
        carried=compile_carried(scope),
        now=re.compile(f"(?:{any_of(scope['now'])})(?!的)"),
        of_these=re.compile(
            rf"[，,（(]\s?其中[，,]?(?:{any_of(scope['parts'])}|(?:19|20)\d\d年)"
            rf"|[，,；]\s?(?:{any_of(scope['left'])}|(?:{any_of(scope['this_year_opens'])})新)"
        ),
        years_before=re.compile(any_of(scope["previous_year"])),
        previous=re.compile(f"(?<![{''.join(w for w in scope['not_previous'] if len(w) == 1)}]){last_year(scope)}"),
        previous_bound=re.compile(f"(?:{'|'.join(scope['previous_year'])})(?:同期)?的?$"),
        frequency=re.compile(rf"每(?P<n>半|[两二三四五六十]|\d{{1,2}})?个?(?P<unit>{any_of(config['frequency_units'])})"),
        closing_turn=clauses.closing_turn,
    )


def is_from(text: str, amount: Amount, context: Context, following: Amount | None) -> bool:
    """Whether `amount` is where a from-to starts (由46条减少到16条): the state before, not this year's."""
    if not context.turns or following is None or following.unit != amount.unit or following.start - amount.end > 24:
        return False
    return FROM.search(text, max(0, amount.start - 24), amount.start) is not None


def scope_of(text: str, start: int, end: int, context: Context, setting: Setting, rules: ScopeRules, cues: int = ANY) -> str:
    """The period that `text[start:end]` speaks of, one of the contract's scopes. `cues` are those of tasks/measure/cues.py."""
    scope = _scope_in_sentence(text, start, end, context, setting, rules, cues)
    return setting.carried if setting.carried and scope in ("annual", "cumulative") else scope


def _scope_in_sentence(
    text: str, start: int, end: int, context: Context, setting: Setting, rules: ScopeRules, cues: int
) -> str:
    if _is_plan(text, context, setting, rules, cues):
        return "plan"
    clause = text[context.quote_start : end]
    mark = year_of(text, context, start, end, setting.report_year, rules.years) if cues & (YEAR | APART) else None
    if (named := scope_by_year(mark, setting.report_year)) is not None:
        return named
    if cues & LAST_YEAR and _is_last_year(_behind_turn(text, context.quote_start, start, rules), rules):
        return "previous_year"
    own = text[context.near_start : context.near_end]
    if cues & NOW and rules.now.search(own):
        return "point_in_time"
    led = _behind_semicolon(text[context.lead_start : end], rules)
    if cues & (SPAN | YEAR) and _is_span(led, clause, setting.report_year, rules, cues):
        return "multi_year"
    stands = (cues & STOCK or setting.stock) and _is_stock(own, clause, setting, rules)
    if cues & PART and (_names_months(clause, rules) or (not stands and _is_within_year(led, rules))):
        return "part_year"
    if stands:
        return "point_in_time"
    if not cues & (AS_OF | GROWN | CUMULATIVE):
        return "annual"
    return _standing(own, clause, led, text[end : end + PART_OPENS], mark, rules)


def _is_last_year(current: str, rules: ScopeRules) -> bool:
    """Whether the clause up to an amount names the year before as the amount's own."""
    if not rules.years_before.search(current):
        return False
    return bool(rules.previous.search(current) or rules.previous_bound.search(current))


def _names_months(clause: str, rules: ScopeRules) -> bool:
    """Whether some months speak in the clause itself (1至6月42件)."""
    return bool(rules.part_year.search(clause)) or _is_part_of_year(clause)


def _is_within_year(led: str, rules: ScopeRules) -> bool:
    """Whether some months open the sentence and this year does not speak behind them."""
    opened = CLAUSE.match(led)  # 2023年1至11月，受理32件; but 1至6月，检查15次，全年累计42次
    if (
        opened
        and (_is_part_of_year(opened[0]) or rules.part_year.match(led))
        and not rules.years.this_year.search(led, opened.end())
    ):
        return True
    later = max((m.end() for m in MONTHS_ONLY.finditer(led) if _is_part_of_year(m[0])), default=0)
    return later > 0 and not rules.years.this_year.search(led, later)


def _standing(own: str, clause: str, led: str, behind: str, mark: Mark | None, rules: ScopeRules) -> str:
    """What stands by a day, what has come together by it, or what happened over the year."""
    if rules.years.as_of.search(led) and rules.built.search(clause) and not rules.change.search(own):  # 截至目前，共建成26个
        return "point_in_time"
    undated = mark is None and not rules.years.this_year.search(led)
    if rules.grown_to.search(own) and "新" in led and not rules.years.this_year.search(clause):
        return "cumulative"
    grown = rules.years.as_of.search(clause) or "新" in led or rules.of_these.match(behind)
    if undated and rules.cumulative.search(own) and grown:
        return "cumulative"  # 新培养8名，累计达39名; 累计146名，其中本年新增32名
    return "annual"


def _is_span(led: str, clause: str, report_year: int | None, rules: ScopeRules, cues: int) -> bool:
    """Whether several years lead to the amount, and this year does not speak behind them (近三年320件，今年41件)."""
    end = max((m.end() for m in rules.multi_year.finditer(led)), default=0) if cues & SPAN else 0
    end = end or _end_of_years(led)
    if not end or rules.years.this_year.search(clause) or rules.years.this_year.search(led, end):
        return False
    return (
        report_year is None or not re.match(rf"(?:其中)?{report_year}年(?!以来|至|起|[-—~])", clause) or len(clause) == len(led)
    )


def _end_of_years(led: str) -> int:
    """Where a span of years that opens a sentence ends (2021年3月至2023年6月); 0 where none opens it, or one of a year."""
    if (years := YEARS.match(led)) is None:
        return 0
    first, from_month, last, to_month = years.groups()
    if from_month is None or to_month is None:
        return years.end()
    months = 12 * (int(last) - int(first)) + int(to_month) - int(from_month) + 1
    return years.end() if months > A_YEAR_AND_ONE else 0


def _behind_semicolon(text: str, rules: ScopeRules) -> str:
    """What leads to an amount: its item of the sentence, or all of it where a period opens that this item does not end."""
    last = max(text.rfind("；"), text.rfind(";")) + 1
    if last and not rules.carried.ends.search(text, last):
        opened = CLAUSE.match(text)
        if rules.multi_year.match(text) or rules.part_year.match(text) or (opened and _is_part_of_year(opened[0])):
            return text
    return text[last:]


def _behind_turn(text: str, start: int, end: int, rules: ScopeRules) -> str:
    """The clause up to an amount; nothing where the turn of a from-to stands right before it (由上年的61%上升到78%)."""
    clause = text[start:end]
    return "" if rules.closing_turn.search(clause) else clause


def _is_plan(text: str, context: Context, setting: Setting, rules: ScopeRules, cues: int) -> bool:
    """By the part of the report, or by a word that opens the clause or stands in the amount's own part."""
    if setting.kinds and set(setting.kinds) <= {"plan"}:
        return True
    if "plan" in setting.kinds and set(setting.kinds) <= PLANS_AND_PROBLEMS and _is_planned_above(text, context.start, rules):
        return True
    if cues & PLAN and rules.plan.search(text, context.quote_start, context.end):
        opening = rules.not_plan.sub("", text[context.quote_start : context.start])[:OPENING]
        own = rules.not_plan.sub("", text[max(context.near_start, context.quote_start) : context.end])
        if rules.plan.search(opening) or rules.plan.search(own):
            return True
    aimed_at = text.startswith(rules.aimed_at, context.end) and text[context.end - 1] not in "%％"  # a rate is a standard
    if aimed_at and not rules.reached.search(text, context.quote_start, context.start):
        return True
    begin = _opening(text, context.lead_start)
    if begin == context.lead_start and not cues & FUTURE:
        return False
    opening = rules.not_plan.sub("", text[begin : context.start])[:OPENING]
    return bool(rules.future.search(opening)) and not rules.done.search(text, context.quote_start, context.start)


def _opening(text: str, lead_start: int) -> int:
    """Where the sentence opens of which a numbered item is part (下一年，一是…；二是培训3期)."""
    if text[lead_start - 1 : lead_start] not in ("；", ";"):
        return lead_start
    return max(text.rfind("。", 0, lead_start), text.rfind("\n", 0, lead_start), lead_start - LONGEST_PLAN) + 1


def _is_planned_above(text: str, start: int, rules: ScopeRules) -> bool:
    """In a part that merges problems and plans: whether the paragraph has begun to plan (计划培训3期…提高到95%)."""
    before = rules.not_plan.sub("", text[max(text.rfind("\n", 0, start) + 1, start - LONGEST_PLAN) : start])
    return bool(rules.plan.search(before) or rules.future.search(before))


def _is_part_of_year(clause: str) -> bool:
    months = MONTHS.search(clause)
    if months:
        return not (months[1] == "12" and re.match(r"1(?!\d)", months[0]))
    return bool(PART_OF_YEAR.search(clause))


def _is_stock(own: str, clause: str, setting: Setting, rules: ScopeRules) -> bool:
    if rules.change.search(own):
        return False
    if setting.stock is not None:
        return setting.stock
    return bool(rules.stock.search(own)) and not rules.years.this_year.search(clause)
