"""The marts that sql/marts builds: what analysts ask. Their columns are a contract that each build is held to."""

from warehouse.columns import (
    DATA_VERSION,
    INDICATOR_ID,
    LEVEL,
    PLACE_NAMES,
    REPORT_ID,
    REPORT_YEAR,
    Column,
    Table,
    may,
    must,
)
from warehouse.tables_ledger import CHECK_COLUMNS
from warehouse.tables_views import BODY_KEY, REGION, core_tables

ISSUER = may("issuer", "VARCHAR", "issuing body", "发文机关")
BODY = (BODY_KEY, LEVEL, ISSUER, *PLACE_NAMES)
GROUP = (INDICATOR_ID, REPORT_YEAR, must("level", "VARCHAR", "level of the reporting bodies", "报告主体层级"), *REGION)
GROUP_KEY = ("indicator_id", "report_year", "level", "region_level", "region_code")
AMOUNT = (
    may("value", "DOUBLE", "in the indicator's canonical unit", "数值（统一单位）"),
    may("value_low", "DOUBLE", "lower end of what the wording leaves open", "下限"),
    may("value_high", "DOUBLE", "upper end of what the wording leaves open; NULL where open", "上限；无上限为空"),
    must("high_exclusive", "BOOLEAN", "the upper end itself is not possible (8000余 is below 9000)", "上限本身不可取"),
    may("modifier", "VARCHAR", "NULL where exact, `about` where several modifiers meet", "修饰；精确时为空"),
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
    may("role", "VARCHAR", "`total` or `part` as the wording tells, NULL else", "总数或分项"),
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
    must("resolution", "VARCHAR", "single, last, max, total, total_of_parts, without_parts or sum", "多次提及的取值方式"),
    must("mentions", "BIGINT", "how many mentions there were", "提及次数"),
    must("quantity_nos", "INTEGER[]", "the amounts that make the value", "构成该值的数量序号"),
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
    _number("share_approximate", "share of values whose wording leaves an interval", "约数所占比例"),
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
    _number("share_approximate", "share of values whose wording leaves an interval", "约数所占比例"),
)

GAP_COLUMNS = (
    may("place_code", "VARCHAR", "the place, NULL where unknown", "地名代码"),
    REPORT_YEAR,
    INDICATOR_ID,
    must(
        "reason",
        "VARCHAR",
        "no_report, not_stated, truncated, conflict, or why the mentions were excluded: plan, other_period, ...",
        "缺失原因：无报告、未提及、残缺、冲突，或提及被排除的原因",
    ),
    BODY_KEY,
    may("report_id", "VARCHAR", "the report that lacks it, NULL where there is none", "缺该指标的报告"),
)

COMPLIANCE_COLUMNS = (
    REPORT_ID,
    must("part_no", "INTEGER", "number of the part in the regulation of 2019", "规定中的序号"),
    must("part", "VARCHAR", "achievements, problems, leader_duty, plan, other", "应载明的部分"),
    must("status", "VARCHAR", "present, empty, merged or missing", "状态：有、空、合并、缺"),
    may("section_path", "VARCHAR", "the section that holds it", "所在章节"),
    may("heading", "VARCHAR", "its heading, as evidence", "章节标题"),
    REPORT_YEAR,
    BODY_KEY,
    must(
        "truncated", "BOOLEAN", "the text breaks off: a missing part may have stood in the rest", "原文残缺，缺失部分或在其后"
    ),
)

COVERAGE_COLUMNS = (
    may("report_year", "INTEGER", "the year reported on; NULL where unknown", "报告年度；不明为空"),
    may("level", "VARCHAR", "level of the reporting bodies; NULL where unknown", "报告主体层级；不明为空"),
    *REGION,
    may("expected", "BIGINT", "bodies by the gazetteer; NULL for departments", "按地名库应有的主体数；部门为空"),
    _count("present", "bodies with a report", "有报告的主体数"),
    may("missing", "BIGINT", "expected - present, not below 0", "缺报告的主体数"),
    _count(
        "rejected",
        "files refused; they have no year, so one row of the country holds them",
        "拒收文件数（无年度，计入全国一行）",
    ),
    may("published_by", "DATE", "day by which all that are present and dated were out", "全部有日期报告公布完毕之日"),
    may("published_by_is", "VARCHAR", "which date that is: published_on, else issued_on", "所用日期：发布日期，否则成文日期"),
    may("days_late", "BIGINT", "days of that after 1 April of the following year, 0 in time", "晚于次年4月1日的天数，按时为0"),
    _count("late", "reports out after 1 April", "逾期公布的报告数"),
    _count("undated", "reports without any date", "无日期的报告数"),
)

CLAIM_COLUMNS = (
    REPORT_ID,
    must("what", "VARCHAR", "the rate that is claimed", "所称比率"),
    must("claimed", "DOUBLE", "as stated", "所称数值"),
    must("computed", "DOUBLE", "from the report's own parts, in percent", "按报告自身数字计算（%）"),
    must("numerator", "DOUBLE", "above the line", "分子"),
    must("denominator", "DOUBLE", "below the line", "分母"),
    must(
        "differs", "BOOLEAN", "by more than half a percentage point, intervals allowed for", "相差超过0.5个百分点（已计区间）"
    ),
)

COPY_COLUMNS = (
    REPORT_ID,
    must("other_report_id", "VARCHAR", "the report it shares sentences with", "另一报告"),
    must("relation", "VARCHAR", "`year_before` (same body) or `same_year` (other body)", "关系：本单位上年、他单位同年"),
    must("shared_sentences", "BIGINT", "sentences in common, years masked", "相同句数（年份已屏蔽）"),
    must("share", "DOUBLE", "of this report's sentences, 0 to 1", "占本报告句数之比"),
)


def _marts() -> tuple[Table, ...]:
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
        Table("marts", "indicator_values", value_key, "one value per report and indicator", "每报告每指标一值", VALUE_COLUMNS),
        Table(
            "marts", "indicator_yearly", GROUP_KEY, "yearly figures by level and region", "分层级分地区年度数", YEARLY_COLUMNS
        ),
        Table("marts", "indicator_trend", GROUP_KEY, "yearly figures with the year before", "与上年对比", TREND_COLUMNS),
        Table(
            "marts",
            "indicator_panel",
            ("body_key", "report_year", "indicator_id"),
            "place by year by indicator, for statistics packages",
            "地区—年度—指标面板",
            (*BODY, REPORT_YEAR, INDICATOR_ID, *VALUE_COLUMNS[len(BODY) + 3 :][:5], VALUE_COLUMNS[-4], REPORT_ID),
        ),
        Table(
            "marts",
            "gaps",
            ("body_key", "report_year", "indicator_id"),
            "where no value is, and why",
            "缺失及原因",
            GAP_COLUMNS,
        ),
        Table(
            "marts", "section_compliance", ("report_id", "part"), "the five mandated parts", "五个应载部分", COMPLIANCE_COLUMNS
        ),
        Table(
            "marts",
            "report_coverage",
            ("report_year", "level", "region_code"),
            "who reported, and when",
            "覆盖与公布",
            COVERAGE_COLUMNS,
        ),
        Table(
            "marts",
            "claimed_vs_computed",
            ("report_id", "what"),
            "stated rates against their parts",
            "所称与所算",
            CLAIM_COLUMNS,
        ),
        Table(
            "marts",
            "copied_text",
            ("report_id", "other_report_id"),
            "sentences shared with other reports",
            "雷同文字",
            COPY_COLUMNS,
        ),
        Table("marts", "data_quality", ("run_id", "check_name"), "data tests of each run", "各次数据检查", CHECK_COLUMNS),
    )


def model_tables() -> tuple[Table, ...]:
    """Return every table or view that sql/ builds, each with `data_version` as its last column."""
    return tuple(table._replace(columns=(*table.columns, DATA_VERSION)) for table in (*core_tables(), *_marts()))
