"""The schema of the warehouse: every table declared once -> Arrow schemas, DDL with comments, data dictionary."""

from functools import cache
from typing import NamedTuple

import pyarrow as pa

from warehouse.tables.columns import Table
from warehouse.tables.core import FACTS, chunk_tables, store_tables
from warehouse.tables.ledger import ledger_tables
from warehouse.tables.models import model_tables

CHUNK_TABLES = ("contents", "reports", *FACTS)
"""Names of the tables that one extracted chunk consists of, keyed by sha256."""

SCHEMAS = {
    "core": ("what the reports say", "报告所载内容"),
    "marts": ("what analysts ask", "分析集市"),
    "store": ("rows as loaded; analysts read them through core", "入库原表（请经core查询）"),
    "built": ("rows as the models made them; analysts read them through core and marts", "模型产出的原表"),
    "ledger": ("what was offered, processed, run and checked", "台账：来件、处理、运行与检查"),
}


class Entry(NamedTuple):
    """One line of the data dictionary."""

    schema: str
    table: str
    column: str | None  # None for the table itself
    type: str | None
    nullable: bool | None
    en: str
    zh: str


@cache
def _chunk_schemas() -> dict[str, pa.Schema]:
    return {table.name: table.arrow() for table in chunk_tables()}


def chunk_schema(name: str) -> pa.Schema:
    """Return the Arrow schema of the chunk table `name`, one of CHUNK_TABLES; KeyError for any other."""
    return _chunk_schemas()[name]


@cache
def written_tables() -> tuple[Table, ...]:
    """Return the tables that loader and ledger write."""
    return (*ledger_tables(), *store_tables())


@cache
def models() -> dict[str, Table]:
    """Return the tables and views that sql/ builds, by `schema.name`."""
    return {table.full_name: table for table in model_tables()}


@cache
def built_tables() -> dict[str, Table]:
    """Return the tables that keep what models with rows of their own made, by the model's name; without `data_version`."""
    return {name: table._replace(schema="built", columns=table.columns[:-1]) for name, table in models().items()}


@cache
def reference_tables() -> frozenset[str]:
    """Return the names of the tables of `store` that hold knowledge (catalogue, gazetteer, ...), not reports."""
    return frozenset(
        table.full_name for table in store_tables() if "report_id" not in {column.name for column in table.columns}
    )


def dictionary(schemas: tuple[str, ...] = ("core", "marts")) -> list[Entry]:
    """Return the data dictionary of the given schemas: each table, followed by its columns."""
    entries: list[Entry] = []
    for table in (*model_tables(), *written_tables()):
        if table.schema in schemas:
            entries.append(Entry(table.schema, table.name, None, None, None, table.en, table.zh))
            entries += [Entry(table.schema, table.name, c.name, c.type, c.nullable, c.en, c.zh) for c in table.columns]
    return entries


def literal(text: str) -> str:
    """Return `text` as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def create_table(table: Table) -> str:
    """Return CREATE TABLE for `table`."""
    columns = ",\n  ".join(column.ddl() for column in table.columns)
    return f"CREATE TABLE {table.full_name} (\n  {columns}\n)"


def comments(table: Table, kind: str = "TABLE") -> list[str]:
    """Return COMMENT ON statements for the table (or `kind` VIEW) and its columns, Chinese and English."""
    return [
        f"COMMENT ON {kind} {table.full_name} IS {literal(f'{table.zh} / {table.en}')}",
        *(
            f'COMMENT ON COLUMN {table.full_name}."{column.name}" IS {literal(f"{column.zh} / {column.en}")}'
            for column in table.columns
        ),
    ]
