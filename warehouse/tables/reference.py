"""The tables of `store` that no text fills: conversions, wording, floors, corrections, and what re-readings changed."""

from warehouse.tables.columns import EXTRACTOR_VERSION, INDICATOR_ID, REPORT_ID, SHA256, Table, may, must

CONVERSION_COLUMNS = (
    must("unit", "VARCHAR", "unit as reports write it", "原单位"),
    must("canonical_unit", "VARCHAR", "unit of the indicator", "统一单位"),
    must("factor", "DOUBLE", "canonical units in one unit", "换算系数"),
)

PATTERN_COLUMNS = (
    must(
        "role",
        "VARCHAR",
        "what the wording marks: total, part, list, growth, fall, residue, addition, persons, body or correction",
        "用语的作用",
    ),
    must("pattern", "VARCHAR", "RE2 pattern", "正则"),
)

FLOOR_COLUMNS = (
    must("measure", "VARCHAR", "the figure that is judged", "被检查的指标"),
    must("floor", "DOUBLE", "below it a build is not released", "下限，低于则不发布"),
    must("at_least", "BIGINT", "how many cases the figure must rest on to be judged", "至少需有的样本数"),
)

CORRECTION_COLUMNS = (
    REPORT_ID,
    INDICATOR_ID,
    may("expect", "DOUBLE", "what the report is read as, for the correction to hold; NULL for nothing", "更正成立的前提值"),
    may("value", "DOUBLE", "the right value; NULL takes the value out", "更正值；为空则撤去"),
    must("decided_on", "DATE", "when it was decided", "决定日期"),
    must("reason", "VARCHAR", "why", "更正理由"),
)

CHANGE_COLUMNS = (
    REPORT_ID,
    SHA256,
    must("run_no", "INTEGER", "the run that read the content again", "重新抽取的运行序号"),
    must("extractor_version_before", "VARCHAR", "who had read it before", "此前所用抽取版本"),
    EXTRACTOR_VERSION,
    must("change", "VARCHAR", "added, removed or changed", "新增、消失或改变"),
    may(
        "source_start", "BIGINT", "where the amount begins in source_text; NULL for the report itself", "在source_text中的起点"
    ),
    may("source_end", "BIGINT", "where it ends, exclusive", "在source_text中的终点（不含）"),
    may("surface", "VARCHAR", "the amount as written; NULL for the report itself", "数量的写法"),
    must("field", "VARCHAR", "which value changed", "改变的字段"),
    may("before", "VARCHAR", "as it was read before", "此前的值"),
    may("after", "VARCHAR", "as it is read now", "现在的值"),
)


def reference_tables() -> tuple[Table, ...]:
    """Return these tables."""
    return (
        Table(
            "store", "conversions", ("unit", "canonical_unit"), "which units convert into which", "单位换算", CONVERSION_COLUMNS
        ),
        Table(
            "store",
            "role_patterns",
            ("role",),
            "wording that marks totals, parts and claims",
            "总数、分项等用语",
            PATTERN_COLUMNS,
        ),
        Table("store", "floors", ("measure",), "figures below which a build is not released", "发布下限", FLOOR_COLUMNS),
        Table(
            "store",
            "corrections",
            ("report_id", "indicator_id"),
            "values that a person corrected",
            "人工更正",
            CORRECTION_COLUMNS,
        ),
        Table("store", "changes", (), "what re-readings changed", "重新抽取的变化", CHANGE_COLUMNS),
    )
