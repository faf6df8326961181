"""The tables and views of `core` that sql/core builds over what the loader wrote: `core` as analysts see it."""

from warehouse.tables.columns import (
    LEVEL,
    PLACE_NAMES,
    REPORT_ID,
    REPORT_YEAR,
    SHA256,
    TEXT_END,
    TEXT_START,
    TIMESTAMP,
    Table,
    may,
    must,
)
from warehouse.tables.columns_core import (
    ACCURACY_COLUMNS,
    INDICATOR_COLUMNS,
    PLACE_COLUMNS,
    SECTION_COLUMNS,
    STORED_REPORT_COLUMNS,
)
from warehouse.tables.core import FACTS, fact_table
from warehouse.tables.ledger import INBOX, RUN_COLUMNS, SOURCE_URI

BODY_KEY = must(
    "body_key",
    "VARCHAR",
    "the reporting body over the years: level and place, and the name of departments and unlisted bodies; else the report",
    "跨年度的报告主体：层级与地名，部门及名录未载者加机关名；主体不明时为报告自身",
)
BODY = (BODY_KEY, LEVEL, may("issuer", "VARCHAR", "issuing body", "发文机关"), *PLACE_NAMES)
FICTIONAL = must(
    "fictional",
    "BOOLEAN",
    "of an invented place, or a sample by the name of its file; never counts with real ones",
    "虚构地区或样本，不与真实数据合计",
)
REGION = (
    must(
        "region_level",
        "VARCHAR",
        "country, province, prefecture, county, township; in coverage also unknown",
        "地区层级：全国、省、市、县、乡；覆盖表中另有不明",
    ),
    must(
        "region_code",
        "VARCHAR",
        "code of the region; 000000 is the country, 999999 the country of the invented places",
        "地区代码；全国为000000，虚构样本为999999",
    ),
    must("region", "VARCHAR", "name of the region", "地区名称"),
)
SOURCE_FILE_COLUMNS = (
    INBOX,
    SOURCE_URI,
    SHA256,
    must("size_bytes", "BIGINT", "size of the raw bytes", "原始字节数"),
    may("media_type", "VARCHAR", "format by content, not by file name", "按内容判断的格式"),
    may("encoding", "VARCHAR", "Python codec in lower case, `mixed`, NULL for binary formats", "编码（Python名称小写）"),
    must("status", "VARCHAR", "loaded, duplicate, superseded or rejected", "状态：入库、重复、被取代、拒收"),
    may("report_id", "VARCHAR", "the report it produced, duplicates, or was superseded by", "产生、重复或取代它的报告"),
    may("reject_code", "VARCHAR", "stable code of the reason", "拒收原因代码"),
    may("reject_reason", "VARCHAR", "a sentence that tells a person what to do", "拒收原因及处理建议"),
    must("first_seen_at", TIMESTAMP, "when it was first offered", "首次出现时间"),
    must("last_seen_at", TIMESTAMP, "when it was last offered", "最近出现时间"),
)


def core_tables() -> tuple[Table, ...]:
    """Return the tables and views of `core`, without their `data_version`."""
    body_of_report = (
        *STORED_REPORT_COLUMNS,
        BODY_KEY,
        may(
            "superseded_by",
            "VARCHAR",
            "the report that marts use instead: called corrected, published, signed or come in later; NULL for the one in use",
            "集市改用的报告；在用者为空",
        ),
        must("numerals_unaccounted", "BIGINT", "numerals that are no amount and have no reason why not", "未说明的数字串个数"),
        may("numerals_accounted_share", "DOUBLE", "share of numerals that are accounted for, 0 to 1", "已说明的数字串所占比例"),
        FICTIONAL,
    )
    sentences = (
        REPORT_ID,
        must("sentence_no", "BIGINT", "number in order of appearance", "按出现顺序的序号"),
        TEXT_START,
        TEXT_END,
        may(
            "fold",
            "UBIGINT",
            "hash of the sentence, its numbers, place names and white space masked; NULL below 15 characters",
            "屏蔽数字、地名与空白后的哈希；不足15字为空",
        ),
    )
    text_of_section = (
        *(c for c in SECTION_COLUMNS if c.name != "items"),
        may("text", "VARCHAR", "its text without the heading", "正文"),
    )
    return (
        Table(
            "core",
            "source_files",
            ("inbox", "source_uri", "sha256"),
            "every content ever offered",
            "曾出现的全部文件",
            SOURCE_FILE_COLUMNS,
        ),
        Table("core", "reports", ("report_id",), "one row per distinct report", "每份报告一行", body_of_report),
        Table(
            "core",
            "bodies",
            ("report_id",),
            "the body that each report is of",
            "各报告的主体",
            (REPORT_ID, BODY_KEY),
        ),
        Table(
            "core",
            "samples",
            ("report_id",),
            "the reports that are samples by the name of their file: fiction, whatever places they name",
            "文件名注明为样本的报告：虚构，不论所称地名",
            (
                REPORT_ID,
                must("names_real_place", "BOOLEAN", "the place that the sample names exists", "样本所称地名实有其地"),
            ),
        ),
        Table(
            "core",
            "years",
            ("report_year",),
            "the years reported on",
            "报告所述的各年度",
            (REPORT_YEAR,),
        ),
        *(fact_table("core", name) for name in FACTS),
        Table(
            "core",
            "section_texts",
            ("report_id", "section_path"),
            "text of each section",
            "各章节正文",
            (REPORT_ID, *text_of_section),
        ),
        Table("core", "sentences", ("report_id", "sentence_no"), "each text cut into sentences", "各报告的句子", sentences),
        Table("core", "indicators", ("id",), "the catalogue", "指标目录", INDICATOR_COLUMNS),
        Table("core", "places", ("code",), "the gazetteer", "地名库", PLACE_COLUMNS),
        Table(
            "core",
            "place_regions",
            ("place_code", "region_code"),
            "each place, and the regions it lies in, itself and the country included",
            "各地所属地区（含自身与全国）",
            (must("place_code", "VARCHAR", "the place", "地名代码"), *REGION),
        ),
        Table(
            "core",
            "listed_places",
            ("place_code",),
            "governments of today, under the code that stands for the place",
            "现行政府名录，以现行代码计",
            (must("place_code", "VARCHAR", "the place", "地名代码"),),
        ),
        Table(
            "core",
            "unlisted_places",
            ("place_code",),
            "places that reported and stand in no list of today's governments",
            "有报告而不在现行政府名录中的地方",
            (must("place_code", "VARCHAR", "the place", "地名代码"),),
        ),
        Table(
            "core",
            "report_regions",
            ("report_id", "region_code"),
            "regions of reports in use",
            "在用报告所属地区",
            (REPORT_ID, *REGION),
        ),
        Table("core", "runs", ("run_id",), "one row per run", "运行记录", RUN_COLUMNS),
        Table(
            "core",
            "accuracy",
            ("gold", "stage", "indicator_id"),
            "figures of the last evaluation",
            "最近一次评测",
            ACCURACY_COLUMNS,
        ),
    )
