"""The schema of the warehouse: every table declared once -> Arrow schemas, DDL with comments, data dictionary."""

from functools import cache

import pyarrow as pa

from warehouse.columns import Table
from warehouse.tables_core import FACTS, chunk_tables, store_tables

CHUNK_TABLES = ("contents", "reports", *FACTS)
"""Names of the tables that one extracted chunk consists of, keyed by sha256."""


@cache
def _chunks() -> dict[str, pa.Schema]:
    return {table.name: table.arrow() for table in chunk_tables()}


def chunk_schema(name: str) -> pa.Schema:
    """Return the Arrow schema of the chunk table `name`, one of CHUNK_TABLES; KeyError for any other."""
    return _chunks()[name]


def stored_tables() -> tuple[Table, ...]:
    """Return the physical tables that only the loader and the ledger write."""
    return store_tables()


def quote(text: str) -> str:
    """Return `text` as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def ddl(table: Table, name: str | None = None) -> str:
    """Return CREATE TABLE IF NOT EXISTS for `table`, under another name where one is given."""
    columns = ",\n  ".join(column.ddl() for column in table.columns)
    return f"CREATE TABLE IF NOT EXISTS {name or table.full_name} (\n  {columns}\n)"


def comments(table: Table, kind: str = "TABLE") -> list[str]:
    """Return COMMENT ON statements for the table (or `kind` VIEW) and each column, Chinese and English."""
    lines = [f"COMMENT ON {kind} {table.full_name} IS {quote(f'{table.zh} / {table.en}')}"]
    for column in table.columns:
        lines.append(f'COMMENT ON COLUMN {table.full_name}."{column.name}" IS {quote(f"{column.zh} / {column.en}")}')
    return lines
