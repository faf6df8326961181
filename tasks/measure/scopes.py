"""Which period an amount speaks of, and whose amount it is: by section, by the clause, by the words before it.

A plan is never a fact: what stands under a plan's heading, or behind 拟 and 力争, is scoped `plan`.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tasks.measure.amounts import Amount
from tasks.measure.clauses import ClauseRules, Context

# A year speaks for an amount where it opens a clause or binds it (2022年的15件); a span opens with 自 or closes with 以来.
OPENS_CLAUSE = r"(?:^|(?<=[，。；：、,;:\n（(是]))\s?(?P<since>自|从)?(?:截[至止]|至|在|到)?"
NO_YEAR_BEHIND = r"(?!\d|修订|期间的|版|前|至(?!今)|—|-|～|~)"
YEAR = re.compile(
    OPENS_CLAUSE
    + r"(?P<year>(?:19|20)\d\d)\s?年(?:度)?"
    + NO_YEAR_BEHIND
    + r"(?P<span>[^，。；：,;:]{0,16}?(?:以来|至今)(?!的)|起)?"
)
BOUND_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)\s?年(?:度)?(?:的|为|共)?\s?$")
MONTHS = re.compile(r"(?<!\d)1?\d月?\s?[-—–~～至到]\s?(1[0-2]|\d)月")
YEARS = re.compile(r"^(?:自|从)?(?:19|20)\d\d年?(?:度)?\s?[-—–~～至到]\s?(?:19|20)\d\d年")
SINCE_MONTH = r"(?:自|从)?(?<!\d)(?:[2-9]|1[0-2])月(?:份)?(?:以来|起|至今)"
FIRST_MONTHS = r"前(?:\d|1[01]|十?[一二三四五六七八九十])个月"
PART_OF_YEAR = re.compile(f"{SINCE_MONTH}|{FIRST_MONTHS}|[上下]半年|[一二三四]季度")
CLAUSE = re.compile(r"[^，。；：,;:]*[，,](?!全年|今年)")
SUBJECT = re.compile(r"^(?:[，、\s]|(?:19|20)\d\d年度?|全年|今年)*")  # what may stand before a clause's subject
OPENING = 8  # characters of a clause in which a plan says that it is one
FROM = re.compile(r"(?:由|从)[^，。；,;]{0,20}$")


class ScopeRules(NamedTuple):
    """Compiled config/scopes.yaml."""

    plan: re.Pattern[str]
    not_plan: re.Pattern[str]
    years_before: re.Pattern[str]  # the bare words, which the next two qualify
    previous: re.Pattern[str]
    previous_bound: re.Pattern[str]  # 比上年的41件减少: the number itself is last year's
    multi_year: re.Pattern[str]
    part_year: re.Pattern[str]
    this_year: re.Pattern[str]
    as_of: re.Pattern[str]
    cumulative: re.Pattern[str]
    stock: re.Pattern[str]
    change: re.Pattern[str]
    higher: Mapping[str, re.Pattern[str]]
    lower: re.Pattern[str]
    department: re.Pattern[str]
    not_subject: re.Pattern[str]
    frequency: re.Pattern[str]
    closing_turn: re.Pattern[str]  # of config/clauses.yaml


class Setting(NamedTuple):
    """What the report and the section around an amount say of its period."""

    report_year: int | None
    level: str | None
    reach: str | None  # how far the body's own territory goes: the level, for a department that of its government
    kinds: tuple[str, ...]  # of the first-level section
    stock: bool | None  # whether the indicator counts what exists; None where the amount has no indicator


def compile_scopes(config: Mapping[str, Any], clauses: ClauseRules) -> ScopeRules:
    """Compile config/scopes.yaml into expressions, longest word first."""
    scope, owner = config["scope"], config["owner"]
    words = {name: _any(scope[name]) for name in ("plan", "not_plan", "part_year", "this_year")}
    others = _any(owner["not_owners"]).pattern
    of_span = f"(?!{_any(scope['of_span']).pattern})"
    previous = (
        f"(?<![{''.join(w for w in scope['not_previous'] if len(w) == 1)}])(?:{'|'.join(scope['previous_year'])})"
        f"(?!.{{0,2}}(?:{'|'.join(scope['previous_base'])}))"
    )
    return ScopeRules(
        **words,
        multi_year=re.compile(f"(?:{_any(scope['multi_year']).pattern}){of_span}"),
        years_before=_any(scope["previous_year"]),
        previous=re.compile(previous),
        previous_bound=re.compile(f"(?:{'|'.join(scope['previous_year'])})(?:同期)?的?$"),
        as_of=_any(scope["as_of"]),
        cumulative=_any(scope["cumulative"]),
        stock=_any(scope["stock"]),
        change=_any(scope["change"]),
        higher={level: re.compile(f"(?:{_any(names).pattern})(?!{others})") for level, names in owner["higher"].items()},
        lower=re.compile(f"(?<![及和与])(?:{_any(owner['lower']).pattern})"),  # 县政府及所属部门 are the county's own
        department=_any(owner["department"]),
        not_subject=_any(owner["not_subjects"]),
        frequency=re.compile(rf"每(?P<n>半|[两二三四五六十]|\d{{1,2}})?个?(?P<unit>{_any(config['frequency_units']).pattern})"),
        closing_turn=clauses.closing_turn,
    )


def _any(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def is_from(text: str, amount: Amount, context: Context, following: Amount | None) -> bool:
    """Whether `amount` is where a from-to starts (由46条减少到16条): the state before, not this year's."""
    if not context.turns or following is None or following.unit != amount.unit or following.start - amount.end > 24:
        return False
    return FROM.search(text, max(0, amount.start - 24), amount.start) is not None


def scope_of(text: str, start: int, end: int, context: Context, setting: Setting, rules: ScopeRules) -> str:
    """The period that `text[start:end]` speaks of, one of the contract's scopes."""
    clause = text[context.quote_start : end]
    current = _behind_turn(text, context.quote_start, start, rules)
    led = text[context.lead_start : end]
    own = text[context.near_start : context.near_end]
    if _is_plan(text, context, setting, rules):
        return "plan"
    bound = BOUND_YEAR.search(text, context.quote_start, start)
    year, since = (int(bound["year"]), False) if bound else _year_of(led) or (None, False)
    if since and rules.this_year.search(clause):  # 2014年以来累计1.62万件，今年办结3714件
        year, since = None, False
    if (named := _by_year(year, since, setting.report_year)) is not None:
        return named
    if rules.years_before.search(current) and (rules.previous.search(current) or rules.previous_bound.search(current)):
        return "previous_year"
    led = _behind_semicolon(led)
    if (rules.multi_year.search(led) or YEARS.match(led)) and not rules.this_year.search(clause):
        return "multi_year"
    opened = CLAUSE.match(led)  # 2023年1至11月，受理32件
    if rules.part_year.search(clause) or _is_part_of_year(clause) or (opened and _is_part_of_year(opened[0])):
        return "part_year"
    if _is_stock(own, clause, year, setting, rules):
        return "point_in_time"
    undated = year is None and not rules.this_year.search(led)
    if undated and rules.cumulative.search(own) and (rules.as_of.search(clause) or "新" in led):
        return "cumulative"  # 新培养8名，累计达39名
    return "annual"


def _behind_semicolon(text: str) -> str:
    return text[max(text.rfind("；"), text.rfind(";")) + 1 :]


def _behind_turn(text: str, start: int, end: int, rules: ScopeRules) -> str:
    """The clause up to an amount; nothing where the turn of a from-to stands right before it (由上年的61%上升到78%)."""
    clause = text[start:end]
    return "" if rules.closing_turn.search(clause) else clause


def _is_plan(text: str, context: Context, setting: Setting, rules: ScopeRules) -> bool:
    """By the part of the report, or by a word that opens the clause or stands in the amount's own part."""
    if setting.kinds and set(setting.kinds) <= {"plan"}:
        return True
    if not rules.plan.search(text, context.quote_start, context.end):  # nearly always, and cheaper than what follows
        return False
    opening = rules.not_plan.sub("", text[context.quote_start : context.start])[:OPENING]
    own = rules.not_plan.sub("", text[max(context.near_start, context.quote_start) : context.end])
    return bool(rules.plan.search(opening) or rules.plan.search(own))


def _year_of(text: str) -> tuple[int, bool] | None:
    """The last year that opens a clause of `text`, and whether it opens a span (2016年以来)."""
    last = None
    for found in YEAR.finditer(text):
        last = found
    return (int(last["year"]), bool(last["since"] or last["span"])) if last else None


def _by_year(year: int | None, since: bool, report_year: int | None) -> str | None:
    if year is None or report_year is None or year == report_year:
        return None
    if year > report_year:
        return "plan" if year > report_year + 1 or not since else None
    if since:
        return "multi_year"
    return "previous_year" if year == report_year - 1 else "unknown"


def _is_part_of_year(clause: str) -> bool:
    months = MONTHS.search(clause)
    if months:
        return not (months[1] == "12" and re.match(r"1(?!\d)", months[0]))
    return bool(PART_OF_YEAR.search(clause))


def _is_stock(own: str, clause: str, year: int | None, setting: Setting, rules: ScopeRules) -> bool:
    if rules.change.search(own):
        return False
    if setting.stock is not None:
        return setting.stock
    return bool(rules.stock.search(own)) and not rules.this_year.search(clause)


def owner_of(text: str, context: Context, setting: Setting, rules: ScopeRules) -> str:
    """Whose number it is: the reporting body's own unless the clause names another as its subject."""
    before = SUBJECT.sub("", text[context.near_start : context.start])
    higher = rules.higher.get(setting.reach or "")
    if higher and (found := higher.match(before)) and not found[0].endswith("级"):
        return "higher_level"
    if (found := rules.lower.search(before)) and found.start() <= 4:
        return "lower_level"
    if (
        setting.level in ("province", "prefecture", "county")
        and (found := rules.department.search(before))
        and found.start() <= 4
        and not rules.not_subject.search(before, 0, found.start())
    ):
        return "department"
    return "own"
