"""How a table and its columns are declared: the vocabulary of the warehouse's schema."""

from typing import NamedTuple

import pyarrow as pa

ARROW_TYPES: dict[str, pa.DataType] = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "UBIGINT": pa.uint64(),
    "DATE": pa.date32(),
    "TIMESTAMP WITH TIME ZONE": pa.timestamp("us", tz="UTC"),
    "VARCHAR[]": pa.list_(pa.string()),
    "BIGINT[]": pa.list_(pa.int64()),
    "INTEGER[]": pa.list_(pa.int32()),
    "MAP(VARCHAR, INTEGER)": pa.map_(pa.string(), pa.int32()),
    "MAP(VARCHAR, BIGINT)": pa.map_(pa.string(), pa.int64()),
}


class Column(NamedTuple):
    """One column: its DuckDB type, whether NULL may stand in it, and what it means in English and Chinese."""

    name: str
    type: str
    nullable: bool
    en: str
    zh: str

    def arrow(self) -> pa.Field:
        """Return the column as an Arrow field."""
        return pa.field(self.name, ARROW_TYPES[self.type], self.nullable)

    def ddl(self) -> str:
        """Return the column as it stands in CREATE TABLE."""
        return f'"{self.name}" {self.type}{"" if self.nullable else " NOT NULL"}'


class Table(NamedTuple):
    """One table or view: `key` is what a data test holds unique (DuckDB primary keys would double the cost of loading)."""

    schema: str
    name: str
    key: tuple[str, ...]
    en: str
    zh: str
    columns: tuple[Column, ...]

    @property
    def full_name(self) -> str:
        """`schema.name`, as SQL writes it."""
        return f"{self.schema}.{self.name}"

    def arrow(self) -> pa.Schema:
        """Return the Arrow schema of the table."""
        return pa.schema([column.arrow() for column in self.columns])


def must(name: str, type_: str, en: str, zh: str) -> Column:
    """Declare a column that is never NULL."""
    return Column(name, type_, False, en, zh)


def may(name: str, type_: str, en: str, zh: str) -> Column:
    """Declare a column that may be NULL."""
    return Column(name, type_, True, en, zh)


TIMESTAMP = "TIMESTAMP WITH TIME ZONE"
EDITS = "MAP(VARCHAR, INTEGER)"

SHA256 = must("sha256", "VARCHAR", "SHA-256 of the raw bytes, in hexadecimal", "原始字节的SHA-256（十六进制）")
REPORT_ID = must(
    "report_id",
    "VARCHAR",
    "the report: first 16 hex digits of the sha256 of the first file that carried it",
    "报告编号：最早载有该报告的文件之sha256前16位",
)
DATA_VERSION = must("data_version", "VARCHAR", "the build that the table belongs to", "所属的数据版本（构建批次）")
EXTRACTOR_VERSION = must(
    "extractor_version",
    "VARCHAR",
    "hash over extraction code, catalogue and gazetteer: tells which rows are stale",
    "抽取代码、指标目录与地名库的哈希，用以判断哪些行已过时",
)
INDICATOR_ID = must("indicator_id", "VARCHAR", "the indicator of the catalogue", "指标目录中的指标编号")
REPORT_YEAR = must(
    "report_year", "INTEGER", "the year reported on, not the year of publication", "报告所述年度（不是发布年度）"
)
LEVEL = may(
    "level",
    "VARCHAR",
    "level of the reporting body: province, prefecture, county, township or department",
    "报告主体层级：省、市、县、乡镇（街道）或部门",
)
TEXT_START = must(
    "text_start", "BIGINT", "where it begins in the normalized text, in code points", "在规范化文本中的起点（按码点）"
)
TEXT_END = must("text_end", "BIGINT", "where it ends in the normalized text, exclusive", "在规范化文本中的终点（不含）")
PLACE_NAMES = (
    may("province", "VARCHAR", "full official name of the province; NULL where unknown", "省级行政区全称；不明为空"),
    may(
        "prefecture", "VARCHAR", "prefecture; NULL where the county lies directly under a province", "地级行政区；省直管时为空"
    ),
    may(
        "county",
        "VARCHAR",
        "full official name of the county; NULL for bodies above it, and where unknown",
        "县级行政区全称；上级主体及不明为空",
    ),
    may("township", "VARCHAR", "township, town or street; NULL for bodies above it", "乡镇或街道；上级主体为空"),
    may(
        "place_code",
        "VARCHAR",
        "code of the lowest known place (6 digits to county, 9 or 12 below); NULL when ambiguous",
        "已知最低一级地名代码（县及以上6位，以下9或12位）；有歧义时为空",
    ),
)
