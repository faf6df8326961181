"""The tables of `ledger`: what was offered, what was processed by which code, which runs and checks there were."""

from warehouse.tables.columns import EXTRACTOR_VERSION, REPORT_ID, SHA256, TIMESTAMP, Table, may, must
from warehouse.tables.columns_core import CONTENT_COLUMNS

COUNTS = "MAP(VARCHAR, BIGINT)"
INBOX = must("inbox", "VARCHAR", "which inbox", "收件箱")
SOURCE_URI = must("source_uri", "VARCHAR", "where in the inbox: relative path or URI", "在收件箱中的位置")
RUN_NO = must("run_no", "INTEGER", "number of the run", "运行序号")

RUN_COLUMNS = (
    must("run_id", "VARCHAR", "the run", "运行编号"),
    RUN_NO,
    must("kind", "VARCHAR", "ingest, backfill, rebuild, ...", "运行种类"),
    must("started_at", TIMESTAMP, "when it began", "开始时间"),
    may("finished_at", TIMESTAMP, "when it ended, NULL while it runs", "结束时间"),
    must("outcome", "VARCHAR", "running, success, failed or interrupted", "结果：运行中、成功、失败、中断"),
    must("counts", COUNTS, "what it handled, by name", "各项计数"),
    may("message", "VARCHAR", "why it failed", "失败原因"),
    EXTRACTOR_VERSION,
)
TAKEN_IN = may("taken_in", "BOOLEAN", "whether it took in all of its inboxes", "是否已清点全部收件箱")

CHECK_COLUMNS = (
    must("run_id", "VARCHAR", "the run that checked", "运行编号"),
    must("check_name", "VARCHAR", "the data test", "数据检查项"),
    must("failed_rows", "BIGINT", "how many rows failed it", "未通过行数"),
    may("example", "VARCHAR", "one failing row", "未通过示例"),
    must("seconds", "DOUBLE", "time it took, in seconds", "耗时（秒）"),
)

YEAR_COUNT_COLUMNS = (
    RUN_NO,
    must("report_year", "INTEGER", "the year reported on", "报告年度"),
    must("reports", "BIGINT", "reports of the year", "报告数"),
    must("quantities", "BIGINT", "amounts of the year", "数量条数"),
)

OFFER_COLUMNS = (
    INBOX,
    SOURCE_URI,
    SHA256,
    must("size_bytes", "BIGINT", "size of the raw bytes", "原始字节数"),
    may("mtime_ns", "BIGINT", "time of the last change as the store tells, in nanoseconds", "文件修改时间（纳秒）"),
    must("first_run", "INTEGER", "run in which it was first offered", "首次出现的运行序号"),
    must("last_run", "INTEGER", "run in which it was last offered", "最近出现的运行序号"),
    must("first_seen_at", TIMESTAMP, "when it was first offered", "首次出现时间"),
    must("last_seen_at", TIMESTAMP, "when it was last offered", "最近出现时间"),
)


def ledger_tables() -> tuple[Table, ...]:
    """Return the tables of the ledger."""
    contents = (
        SHA256,
        *CONTENT_COLUMNS,
        RUN_NO,
        may("report_id", "VARCHAR", "the report it was last read into", "最近归入的报告"),
    )
    listing = (INBOX, RUN_NO)
    return (
        Table("ledger", "runs", ("run_id",), "one row per run", "运行记录", (*RUN_COLUMNS, TAKEN_IN)),
        Table(
            "ledger",
            "offers",
            ("inbox", "source_uri", "sha256"),
            "contents offered, and where",
            "曾出现的内容及位置",
            OFFER_COLUMNS,
        ),
        Table("ledger", "listings", ("inbox",), "newest run that saw the whole of an inbox", "最近一次完整清点", listing),
        Table("ledger", "contents", ("sha256",), "contents processed, and by which code", "已处理内容及所用版本", contents),
        Table(
            "ledger",
            "touched",
            (),
            "reports loaded or deleted since the models were last built",
            "上次建模以来入库或删除的报告",
            (REPORT_ID,),
        ),
        Table(
            "ledger",
            "models",
            ("model",),
            "which text of each model its rows were made by",
            "各模型所依据的SQL文本",
            (must("model", "VARCHAR", "the model", "模型"), must("digest", "VARCHAR", "hash of its text", "文本的哈希")),
        ),
        Table(
            "ledger",
            "unpublished",
            (),
            "parts of the exports that a build changed and no release has written yet",
            "已变动而尚未发布的导出分区",
            (
                must("model", "VARCHAR", "the model", "模型"),
                may("in_year", "VARCHAR", "year of the part; NULL for all of the table", "分区年度；整表为空"),
                may("in_region", "VARCHAR", "region of the part; NULL for all of the year", "分区地区；整年为空"),
            ),
        ),
        Table(
            "ledger",
            "unexported",
            ("report_id",),
            "new reports of which no row stands in the exports yet",
            "尚无任何行写入导出的新报告",
            (REPORT_ID,),
        ),
        Table(
            "ledger",
            "unexported_bodies",
            ("body_key",),
            "new bodies of which no row stands in the exports yet",
            "尚无任何行写入导出的新主体",
            (must("body_key", "VARCHAR", "the body", "主体"),),
        ),
        Table(
            "ledger",
            "exported",
            ("data_version",),
            "the build that the exports were last written from (at most one row)",
            "最近一次导出所依据的构建",
            (must("data_version", "VARCHAR", "the build", "数据版本"),),
        ),
        Table("ledger", "checks", ("run_id", "check_name"), "outcome of each data test", "数据检查结果", CHECK_COLUMNS),
        Table(
            "ledger",
            "year_counts",
            ("run_no", "report_year"),
            "rows by year of each release",
            "各次发布的年度行数",
            YEAR_COUNT_COLUMNS,
        ),
        Table(
            "ledger",
            "build",
            ("data_version",),
            "the build at hand (one row)",
            "当前构建",
            (must("data_version", "VARCHAR", "the build", "数据版本"), RUN_NO),
        ),
        Table(
            "ledger",
            "schema_version",
            ("version",),
            "which schema this file has (one row)",
            "文件结构版本",
            (must("version", "INTEGER", "number of the newest migration", "结构版本号"),),
        ),
    )
