"""The marts of indicators. Their columns are a contract that each build is held to."""

from warehouse.tables.columns import (
    INDICATOR_ID,
    LEVEL,
    REPORT_ID,
    REPORT_YEAR,
    Column,
    Table,
    may,
    must,
)
from warehouse.tables.ledger import CHECK_COLUMNS
from warehouse.tables.views import BODY, BODY_KEY, FICTIONAL, REGION

GROUP = (INDICATOR_ID, REPORT_YEAR, must("level", "VARCHAR", "level of the reporting bodies", "报告主体层级"), *REGION)
GROUP_KEY = ("indicator_id", "report_year", "level", "region_level", "region_code")
AMOUNT = (
    may("value", "DOUBLE", "in the indicator's canonical unit", "数值（统一单位）"),
    may(
        "value_low",
        "DOUBLE",
        "lower end of what the wording leaves open; 0 where it says none (近, 以内)",
        "下限；未写明（近、以内）为0",
    ),
    may("value_high", "DOUBLE", "upper end of what the wording leaves open; NULL where open", "上限；无上限为空"),
    must("high_exclusive", "BOOLEAN", "the upper end itself is not possible (8000余 is below 9000)", "上限本身不可取"),
    may("modifier", "VARCHAR", "NULL where exact, `about` where several modifiers meet", "修饰；精确时为空"),
)

APART = must(
    "apart",
    "BOOLEAN",
    "of the other kind than the indicator: of a stock what came new, of a flow what stands; never added to the others",
    "与指标口径不同：存量指标只报新增，或流量指标只报现有，不与他值相加",
)
OWN_KIND = must(
    "own_kind",
    "BOOLEAN",
    "it counts what the indicator does: acts or persons, occasions and not premises, closed cases; nothing else is added to it",
    "与指标所计相同：以事或以人计、以次而非以户计、以审结件计；不同者不相加",
)
SHARED = must(
    "shared",
    "BOOLEAN",
    "the amount is of several indicators together; it counts only where the report says nothing of this one alone",
    "数量为几项指标合计；仅在未单独述及时采用",
)


def _number(name: str, en: str, zh: str) -> Column:
    return may(name, "DOUBLE", en, zh)


def _count(name: str, en: str, zh: str) -> Column:
    return must(name, "BIGINT", en, zh)


MENTION_COLUMNS = (
    REPORT_ID,
    INDICATOR_ID,
    must("quantity_no", "INTEGER", "the amount in core.quantities", "对应的数量序号"),
    *AMOUNT,
    must("clause", "BIGINT", "where its clause begins", "所在分句的起点"),
    may(
        "role",
        "VARCHAR",
        "`total`, `part`, `narrow` or `personal` as the wording tells, NULL else",
        "总数、分项、范围较窄或个人所为",
    ),
    must("general", "BOOLEAN", "the wording speaks of all of it: 全县, 全年", "措辞指全部"),
    may("kind", "VARCHAR", "which of several kinds that a stock has: 行政编制, 专职", "存量中的一类"),
    APART,
    OWN_KIND,
    SHARED,
    may(
        "excluded",
        "VARCHAR",
        "why it enters no mart: plan, other_period, period_unknown, other_body, change, unit",
        "不入集市的原因",
    ),
)

VALUE_COLUMNS = (
    REPORT_ID,
    INDICATOR_ID,
    REPORT_YEAR,
    *BODY,
    AMOUNT[0]._replace(nullable=False),
    *AMOUNT[1:],
    must("approximate", "BOOLEAN", "the wording leaves an interval open", "为约数"),
    must(
        "resolution",
        "VARCHAR",
        "single, last, listed, max, total, total_of_parts, without_parts, sum or corrected",
        "多次提及的取值方式",
    ),
    must("mentions", "BIGINT", "how many mentions there were", "提及次数"),
    must("quantity_nos", "INTEGER[]", "the amounts that make the value", "构成该值的数量序号"),
    APART,
    must("corrected", "BOOLEAN", "a person put it in the place of what was read", "经人工更正"),
    may("value_read", "DOUBLE", "what was read from the text", "原抽取值"),
    FICTIONAL,
)

_APPROXIMATE, _RESOLUTION, _MENTIONS, _QUANTITY_NOS, _, _CORRECTED = VALUE_COLUMNS[-8:-2]

RESOLVED_COLUMNS = (REPORT_ID, INDICATOR_ID, *VALUE_COLUMNS[len(BODY) + 3 :][:5], _RESOLUTION, _MENTIONS, _QUANTITY_NOS, APART)

_BOUNDS = (
    _number("share_approximate", "share of values whose wording leaves an interval", "约数所占比例"),
    _number("figure_low", "least that the wording allows the sum (of a rate: the mean) to be", "合计（比率为均值）的下限"),
    _number("figure_high", "the most; NULL where open", "合计（比率为均值）的上限；无上限为空"),
)

_APART = (
    _count("n_apart", "bodies whose only value is of the other kind, in none of these figures", "口径不同、未计入的主体数"),
    _number("sum_apart", "sum of these values: of a stock what came new, of a flow what stands", "口径不同、未计入之值的合计"),
)

YEARLY_COLUMNS = (
    *GROUP,
    _count("n_places", "bodies that state the indicator", "有该指标的主体数"),
    _count("n_reports", "reports of the region, level and year, with or without it", "该地区该层级当年报告数"),
    _number("sum", "NULL for rates", "合计（比率为空）"),
    _number("mean", "mean over bodies", "均值"),
    _number("median", "median over bodies", "中位数"),
    _number("p25", "lower quartile", "下四分位数"),
    _number("p75", "upper quartile", "上四分位数"),
    _number("min", "smallest", "最小值"),
    _number("max", "greatest", "最大值"),
    *_BOUNDS,
    *_APART,
)

TREND_COLUMNS = (
    *GROUP,
    _count("n_places", "bodies that state the indicator", "有该指标的主体数"),
    may("n_places_before", "BIGINT", "the same in the year before", "上年有该指标的主体数"),
    _number("figure", "the sum, or the mean of a rate", "合计；比率为均值"),
    _number("figure_before", "the same in the year before", "上年同口径数"),
    _number("change", "figure - figure_before (percentage points for rates)", "变化量（比率为百分点）"),
    _number("change_pct", "change in percent of the year before; NULL for rates", "变化率（%），比率为空"),
    _count("matched_places", "bodies that state it in both years", "两年均有该指标的主体数"),
    _number("matched_figure", "figure over matched bodies", "可比主体合计"),
    _number("matched_before", "the same in the year before", "可比主体上年数"),
    _number("matched_change", "change over matched bodies", "可比变化量"),
    _number("matched_change_pct", "the same in percent; NULL for rates", "可比变化率（%）"),
    must(
        "direction",
        "VARCHAR",
        "rises, falls, unchanged or not_decidable, from the intervals of matched bodies",
        "方向（按可比主体区间判断）",
    ),
    *_BOUNDS,
    *_APART,
)

BODY_TREND_COLUMNS = (
    INDICATOR_ID,
    REPORT_YEAR,
    BODY_KEY,
    LEVEL,
    REPORT_ID,
    must("report_id_before", "VARCHAR", "the body's report of the year before", "上年报告"),
    *VALUE_COLUMNS[len(BODY) + 3 :][:4],
    APART,
    must("value_before", "DOUBLE", "the value of the year before", "上年数值"),
    may("low_before", "DOUBLE", "lower end of that", "上年下限"),
    may("high_before", "DOUBLE", "upper end of that; NULL where open", "上年上限；无上限为空"),
    must("exclusive_before", "BOOLEAN", "that upper end itself is not possible", "上年上限本身不可取"),
    must("change", "DOUBLE", "value - value_before (percentage points for rates)", "变化量（比率为百分点）"),
    _number("change_pct", "change in percent of the year before; NULL for rates", "变化率（%），比率为空"),
    must("direction", "VARCHAR", "rises, falls, unchanged or not_decidable, from the intervals", "方向（按区间判断）"),
)

GAP_COLUMNS = (
    may("place_code", "VARCHAR", "the place, NULL where unknown", "地名代码"),
    REPORT_YEAR,
    INDICATOR_ID,
    must(
        "reason",
        "VARCHAR",
        "no_report, rejected, unreadable, abolished, not_stated, not_applicable (no task of the level), states_nothing, "
        "truncated, conflict, corrected, or why the mentions were excluded: plan, ...",
        "缺失原因：无报告、文件被拒、无法读取、已撤销、未提及、本级无此职能、全文无数量、残缺、冲突、人工撤去，或提及被排除的原因",
    ),
    BODY_KEY,
    may("report_id", "VARCHAR", "the report that lacks it, NULL where there is none", "缺该指标的报告"),
)


def indicator_tables() -> tuple[Table, ...]:
    """Return the marts of indicators, without their `data_version`."""
    value_key = ("report_id", "indicator_id")
    return (
        Table(
            "marts",
            "indicator_mentions",
            (*value_key, "quantity_no"),
            "each mention, or why it is left out",
            "各次提及",
            MENTION_COLUMNS,
        ),
        Table("marts", "indicator_resolved", value_key, "several mentions made one", "各次提及合并为一", RESOLVED_COLUMNS),
        Table("marts", "indicator_values", value_key, "one value per report and indicator", "每报告每指标一值", VALUE_COLUMNS),
        Table(
            "marts", "indicator_yearly", GROUP_KEY, "yearly figures by level and region", "分层级分地区年度数", YEARLY_COLUMNS
        ),
        Table(
            "marts",
            "body_trend",
            ("body_key", "report_year", "indicator_id"),
            "each body's value with that of its year before",
            "各主体与其上年对比",
            BODY_TREND_COLUMNS,
        ),
        Table("marts", "indicator_trend", GROUP_KEY, "yearly figures with the year before", "与上年对比", TREND_COLUMNS),
        Table(
            "marts",
            "indicator_panel",
            ("body_key", "report_year", "indicator_id"),
            "place by year by indicator, for statistics packages",
            "地区—年度—指标面板",
            (*BODY, REPORT_YEAR, INDICATOR_ID, *RESOLVED_COLUMNS[2:7], _APPROXIMATE, _CORRECTED, APART, REPORT_ID, FICTIONAL),
        ),
        Table(
            "marts",
            "gaps",
            ("body_key", "report_year", "indicator_id"),
            "where no value is, and why",
            "缺失及原因",
            GAP_COLUMNS,
        ),
        Table("marts", "data_quality", ("run_id", "check_name"), "data tests of each run", "各次数据检查", CHECK_COLUMNS),
    )
