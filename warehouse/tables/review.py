"""The marts that judge reports: compliance, dates, coverage, claims, copies, outliers, sums, corrections, re-readings."""

from warehouse.tables.columns import (
    INDICATOR_ID,
    LEVEL,
    REPORT_ID,
    REPORT_YEAR,
    SHA256,
    TEXT_END,
    TEXT_START,
    Column,
    Table,
    may,
    must,
)
from warehouse.tables.ledger import INBOX, SOURCE_URI
from warehouse.tables.reference import CHANGE_COLUMNS, CORRECTION_COLUMNS
from warehouse.tables.views import BODY, BODY_KEY, REGION


def _count(name: str, en: str, zh: str) -> Column:
    return must(name, "BIGINT", en, zh)


def _number(name: str, en: str, zh: str) -> Column:
    return may(name, "DOUBLE", en, zh)


QUANTITY_NO = must("quantity_no", "INTEGER", "the amount in core.quantities", "对应的数量序号")
PARTS_OPEN = must(
    "parts_open",
    "BOOLEAN",
    "the wording does not say that the parts are all and apart: a difference is a question, no contradiction",
    "用语未表明分项列尽且互不重叠，不等未必矛盾",
)
OTHER_REPORT = must("other_report_id", "VARCHAR", "the report it shares sentences with", "另一报告")

REFUSED_COLUMNS = (
    INBOX,
    SOURCE_URI,
    SHA256,
    BODY_KEY,
    REPORT_YEAR,
    must("reject_code", "VARCHAR", "why it was refused", "拒收原因代码"),
    must("unreadable", "BOOLEAN", "a document that nothing could be read from", "无法读出内容"),
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

CALENDAR_COLUMNS = (
    REPORT_ID,
    REPORT_YEAR,
    *BODY,
    must("due_on", "DATE", "1 April of the following year", "次年4月1日"),
    may("dated", "DATE", "when it was out", "公布日期"),
    may("dated_is", "VARCHAR", "which date that is: published_on, else issued_on", "所用日期：发布日期，否则成文日期"),
    may("days_late", "BIGINT", "days after due_on, 0 in time; NULL without a date", "逾期天数，按时为0；无日期为空"),
    may("in_time", "BOOLEAN", "out by due_on", "按时公布"),
)

SHARE_COLUMNS = (
    REPORT_YEAR,
    must("level", "VARCHAR", "level of the reporting bodies", "报告主体层级"),
    *REGION,
    must("duty", "VARCHAR", "in_time, or the mandated part: achievements, problems, ...", "义务：按时公布，或应载明的部分"),
    _count("n_reports", "reports in use", "在用报告数"),
    _count("n_judged", "those that can be judged (dated; not broken off)", "可判断的报告数"),
    _count("n_met", "those that met it", "履行的报告数"),
    _number("share", "n_met of n_judged, 0 to 1", "履行比例"),
    _number(
        "share_low", "lower end of its 95 % interval (Wilson): wide where few were judged", "比例的95%置信区间下限（Wilson法）"
    ),
    _number("share_high", "upper end of that interval", "比例的95%置信区间上限"),
)

LIST_COLUMNS = (
    REPORT_ID,
    QUANTITY_NO,
    must("what", "VARCHAR", "the total's indicator, else what is counted", "总数的指标，否则为被计量的事物"),
    must("unit", "VARCHAR", "unit of total and parts", "单位"),
    must("opened_by", "VARCHAR", "the word between total and parts", "总数与分项之间的用语"),
    must("total", "DOUBLE", "as stated", "所称总数"),
    _number("total_low", "lower end of the total", "总数下限"),
    _number("total_high", "upper end of the total, NULL where open", "总数上限；无上限为空"),
    must("parts", "DOUBLE", "sum of the parts", "分项之和"),
    _number("parts_low", "lower end of that sum", "分项之和下限"),
    _number("parts_high", "upper end of that sum, NULL where open", "分项之和上限；无上限为空"),
    PARTS_OPEN,
    must("part_nos", "INTEGER[]", "the amounts that are its parts", "各分项的数量序号"),
)

CLAIM_COLUMNS = (
    REPORT_ID,
    must("claim", "VARCHAR", "rate, total or growth", "种类：比率、总数、增幅"),
    must("what", "VARCHAR", "the indicator that is claimed, else what is counted", "所称指标，否则为被计量的事物"),
    must("quantity_no", "INTEGER", "the claim in core.quantities", "所称数量的序号"),
    must("claimed", "DOUBLE", "as stated; a fall is negative", "所称数值；下降为负"),
    must("computed", "DOUBLE", "from the report's own numbers (rates and growth in percent)", "按报告自身数字计算"),
    _number("numerator", "above the line; this year's value of a growth", "分子；增幅为当年值"),
    _number("denominator", "below the line; the value of the year before of a growth", "分母；增幅为上年值"),
    may("denominator_is", "VARCHAR", "the indicator below the line, and of which year", "分母的指标及年度"),
    may("other_report_id", "VARCHAR", "of a growth: the report of the year before", "增幅所对照的上年报告"),
    must("computed_from", "INTEGER[]", "the amounts of this report that it is computed from", "计算所用的数量序号"),
    PARTS_OPEN,
    _number("claimed_low", "lower end of what is claimed", "所称下限"),
    _number("claimed_high", "upper end of it, NULL where open", "所称上限；无上限为空"),
    _number("computed_low", "lower end of what is computed", "所算下限"),
    _number("computed_high", "upper end of it, NULL where open", "所算上限；无上限为空"),
    must(
        "differs",
        "BOOLEAN",
        "the intervals lie apart: rates and growth by more than half a percentage point, totals by anything",
        "区间不相交：比率、增幅相差超过0.5个百分点，总数不等",
    ),
    must(
        "verdict",
        "VARCHAR",
        "agrees (the numbers as written), differs (intervals apart, nothing left open), else not_decidable",
        "结论：相符（字面数值）、不符（区间相离且无未尽之处）、无法判定",
    ),
)

COPY_COLUMNS = (
    REPORT_ID,
    OTHER_REPORT,
    must("relation", "VARCHAR", "`year_before` (same body) or `same_year` (other body)", "关系：本单位上年、他单位同年"),
    _count("sentences", "different sentences of 15 characters and more in this report", "本报告15字以上的不同句数"),
    _count("shared_sentences", "sentences in common; years, numbers and places masked", "相同句数（年份、数字、地名已屏蔽）"),
    must("share", "DOUBLE", "of this report's sentences, 0 to 1", "占本报告句数之比"),
    _number("likeness", "MinHash estimate of the wording in common with the other report, 0 to 1", "用语相似度（MinHash估计）"),
    _count("numbers_compared", "indicators that both state, this one at ten or more", "两报告均有且本报告不小于10的指标数"),
    _count("numbers_repeated", "those to which both give the very same value", "其中数值完全相同的指标数"),
)

COPIED_SENTENCE_COLUMNS = (
    REPORT_ID,
    OTHER_REPORT,
    _count("sentence_no", "the sentence in core.sentences", "句序"),
    _count("other_sentence_no", "the sentence of the other report", "另一报告的句序"),
    TEXT_START,
    TEXT_END,
    _count("other_text_start", "where it begins in the other text", "在另一文本中的起点"),
    _count("other_text_end", "where it ends there, exclusive", "在另一文本中的终点（不含）"),
    must("sentence", "VARCHAR", "as it stands in this report", "本报告原句"),
    must("other_sentence", "VARCHAR", "as it stands in the other", "另一报告原句"),
)

RESIDUE_COLUMNS = (
    REPORT_ID,
    TEXT_START,
    TEXT_END,
    must("surface", "VARCHAR", "what the form left behind", "模板残留"),
    must("sentence", "VARCHAR", "the sentence it stands in", "所在句"),
)

OUTLIER_COLUMNS = (
    REPORT_ID,
    INDICATOR_ID,
    must("basis", "VARCHAR", "history, peers or impossible", "依据：本地历年、同级同年、不可能"),
    REPORT_YEAR,
    BODY_KEY,
    LEVEL,
    must("value", "DOUBLE", "the value in doubt", "存疑数值"),
    _number("typical", "the median it is compared with", "对照中位数"),
    _number("score", "modified z-score", "修正Z分数"),
    _count("n", "values compared, itself included", "参与比较的数值个数（含自身）"),
    must("compared_with", "VARCHAR", "the region of the peers, or the body's own other years", "对照范围"),
)

ROLLUP_COLUMNS = (
    REPORT_ID,
    INDICATOR_ID,
    REPORT_YEAR,
    BODY_KEY,
    LEVEL,
    may("place_code", "VARCHAR", "the place whose own figure it is", "本级地名代码"),
    must("value", "DOUBLE", "its own figure", "本级数值"),
    _number("value_low", "lower end of it", "本级下限"),
    _number("value_high", "upper end of it, NULL where open", "本级上限；无上限为空"),
    must("parts", "DOUBLE", "sum of the places directly below", "下级之和"),
    _number("parts_low", "lower end of that sum", "下级之和下限"),
    _number("parts_high", "upper end of that sum, NULL where open", "下级之和上限；无上限为空"),
    _count("n_parts", "places below that state it", "有该指标的下级数"),
    may("n_expected", "BIGINT", "places below by the gazetteer", "按地名库应有的下级数"),
    must(
        "verdict", "VARCHAR", "agree, parts_exceed, whole_exceeds or parts_missing", "结论：相符、下级超出、本级超出、下级不全"
    ),
)

CORRECTED_COLUMNS = (
    *CORRECTION_COLUMNS[:3],
    _number("value_read", "what is read from the report today", "现抽取值"),
    CORRECTION_COLUMNS[3],
    must(
        "status",
        "VARCHAR",
        "applied, guard_failed, unknown_indicator, unknown_report or not_in_use",
        "状态：已用、前提不符、指标不明、无此报告、报告未用",
    ),
    *CORRECTION_COLUMNS[4:],
)

REREAD_COLUMNS = (
    REPORT_ID,
    may("report_year", "INTEGER", "the year reported on", "报告年度"),
    may("issuer", "VARCHAR", "issuing body", "发文机关"),
    *(column for column in CHANGE_COLUMNS if column not in (REPORT_ID, SHA256)),
)


def _mart(name: str, key: str, en: str, zh: str, columns: tuple[Column, ...]) -> Table:
    return Table("marts", name, tuple(key.split()), en, zh, columns)


def review_tables() -> tuple[Table, ...]:
    """Return the marts that judge reports, without their `data_version`."""
    return (
        _mart("section_compliance", "report_id part", "the five mandated parts", "五个应载部分", COMPLIANCE_COLUMNS),
        _mart("duty_calendar", "report_id", "when each report was out", "公布时限", CALENDAR_COLUMNS),
        _mart("duty_shares", "report_year level region_code duty", "share that met each duty", "义务履行比例", SHARE_COLUMNS),
        _mart("report_coverage", "report_year level region_code", "who reported, and when", "覆盖与公布", COVERAGE_COLUMNS),
        _mart(
            "refused_reports",
            "inbox source_uri sha256",
            "refused files that by their path are a body's report",
            "按路径可辨的拒收报告",
            REFUSED_COLUMNS,
        ),
        _mart("part_lists", "report_id quantity_no", "totals and their parts", "总数与分项", LIST_COLUMNS),
        _mart(
            "claimed_vs_computed",
            "report_id claim what quantity_no",
            "stated rates, totals and growth against the numbers",
            "所称与所算",
            CLAIM_COLUMNS,
        ),
        _mart("copied_text", "report_id other_report_id", "sentences shared with other reports", "雷同文字", COPY_COLUMNS),
        _mart(
            "copied_sentences",
            "",
            "the sentences that two reports share",
            "雷同句子",
            COPIED_SENTENCE_COLUMNS,
        ),
        _mart("template_residue", "report_id text_start", "blanks of a form never filled in", "模板残留", RESIDUE_COLUMNS),
        _mart("outliers", "report_id indicator_id basis", "values to look at again", "离群值", OUTLIER_COLUMNS),
        _mart("rollup_check", "report_id indicator_id", "a place against the sum of those below", "上下级核对", ROLLUP_COLUMNS),
        _mart("corrections", "report_id indicator_id", "values that a person corrected", "人工更正", CORRECTED_COLUMNS),
        _mart("changes", "", "what re-readings changed", "重新抽取的变化", REREAD_COLUMNS),
    )
