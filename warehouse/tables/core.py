"""The tables of `core`: what the reports say. Their columns are declared in columns_core.py."""

from warehouse.tables.columns import REPORT_ID, SHA256, Column, Table
from warehouse.tables.columns_core import (
    ACCURACY_COLUMNS,
    BLOCK_COLUMNS,
    CONTENT_COLUMNS,
    INDICATOR_COLUMNS,
    NUMERAL_COLUMNS,
    PLACE_COLUMNS,
    PROBLEM_COLUMNS,
    QUANTITY_COLUMNS,
    REPORT_COLUMNS,
    SECTION_COLUMNS,
    SIGNATURE_COLUMNS,
    STORED_REPORT_COLUMNS,
    TEXT_COLUMNS,
)
from warehouse.tables.reference import reference_tables

_FACTS: dict[str, tuple[tuple[str, ...] | None, tuple[Column, ...], str, str]] = {
    "report_texts": ((), TEXT_COLUMNS, "source and normalized text of each report", "各报告的原文与规范化文本"),
    "sections": (("section_path",), SECTION_COLUMNS, "the tree of headings", "章节树"),
    "quantities": (("quantity_no",), QUANTITY_COLUMNS, "one row per amount and per zero statement", "每个数量及零陈述一行"),
    "numerals": (("text_start",), NUMERAL_COLUMNS, "every numeral: its amount, or why it is none", "每个数字串及其归属或原因"),
    "blocks": (
        ("block_no",),
        BLOCK_COLUMNS,
        "where each block of a Word file, PDF or page stood; none for plain text",
        "Word、PDF、网页各块在原文件中的位置；纯文本无",
    ),
    "problems": (None, PROBLEM_COLUMNS, "doubts that the extraction did not guess away", "抽取存疑之处"),
}
FACTS = tuple(_FACTS)


def fact_table(schema: str, name: str, owner: Column = REPORT_ID) -> Table:
    """Return the fact table `name`, its rows keyed by `owner` (report_id, or sha256 before the report is known)."""
    key, body, en, zh = _FACTS[name]
    return Table(schema, name, () if key is None else (owner.name, *key), en, zh, (owner, *body))


def chunk_tables() -> tuple[Table, ...]:
    """Tables that one extracted chunk hands to the loader, keyed by sha256: the loader knows the reports."""
    contents = Table(
        "chunk", "contents", ("sha256",), "one row per content read or rejected", "每个内容一行", (SHA256, *CONTENT_COLUMNS)
    )
    reports = Table("chunk", "reports", ("sha256",), "what each report says of itself", "报告元数据", (SHA256, *REPORT_COLUMNS))
    return (contents, reports, *(fact_table("chunk", name, SHA256) for name in FACTS))


def store_tables() -> tuple[Table, ...]:
    """Tables that the loader writes; analysts read them through `core`."""
    return (
        Table(
            "store", "reports", ("report_id",), "the loaded version of each report", "各报告已入库版本", STORED_REPORT_COLUMNS
        ),
        *(fact_table("store", name) for name in FACTS),
        Table("store", "indicators", ("id",), "the catalogue as given", "指标目录", INDICATOR_COLUMNS),
        Table("store", "places", ("code",), "the gazetteer as given", "地名库", PLACE_COLUMNS),
        Table("store", "accuracy", ("gold", "stage", "indicator_id"), "the last evaluation", "最近一次评测", ACCURACY_COLUMNS),
        Table(
            "store",
            "accuracy_of_release",
            ("gold", "stage", "indicator_id"),
            "what the project measured on its gold sets",
            "项目自测结果",
            ACCURACY_COLUMNS,
        ),
        Table(
            "store", "signatures", ("report_id",), "MinHash of each report's text", "各报告文本的MinHash签名", SIGNATURE_COLUMNS
        ),
        *reference_tables(),
    )
