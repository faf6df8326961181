"""Resolves the mentions of reports into values by the models of marts, in memory and apart from any warehouse."""

from collections.abc import Mapping
from typing import NamedTuple

import duckdb
import pyarrow as pa

from warehouse.connection import registered
from warehouse.patterns import set_patterns
from warehouse.sql import read_models

MODELS = ("core.indicators", "marts.indicator_mentions", "marts.indicator_resolved")
REFERENCE = ("indicators", "conversions", "role_patterns")


class Value(NamedTuple):
    """What a report says of an indicator (marts.indicator_resolved), in the indicator's canonical unit."""

    value: float
    value_low: float
    value_high: float | None  # None: no upper end is said
    high_exclusive: bool
    resolution: str
    quantity_nos: list[int]
    apart: bool


def resolve(chunk: Mapping[str, pa.Table], reference: Mapping[str, pa.Table]) -> dict[str, dict[str, Value]]:
    """Return the values of each report by its sha256, then by indicator, whichever version of it another one supersedes.

    `chunk` holds the chunk tables `reports`, `report_texts` and `quantities`, `reference` those of tasks.reference. A report
    without a year has no values.
    """
    texts = {model.name: model.text for model in read_models()}
    with duckdb.connect() as con:
        for schema in ("store", "core", "marts"):
            con.execute(f"CREATE SCHEMA {schema}")
        for name in REFERENCE:
            _keep(con, f"store.{name}", reference[name], "*")
        for name in ("quantities", "report_texts"):
            _keep(con, f"store.{name}", chunk[name], "sha256 AS report_id, * EXCLUDE (sha256)")
        _keep(con, "core.reports", chunk["reports"], "sha256 AS report_id, report_year, NULL AS superseded_by")
        set_patterns(con)
        for name in MODELS:
            con.execute(f"CREATE TABLE {name} AS {texts[name]}")
        columns = ", ".join(Value._fields)
        rows = con.execute(f"SELECT report_id, indicator_id, {columns} FROM marts.indicator_resolved ORDER BY ALL").fetchall()  # noqa: S608
    found: dict[str, dict[str, Value]] = {}
    for report_id, indicator_id, *facts in rows:
        found.setdefault(report_id, {})[indicator_id] = Value(*facts)
    return found


def _keep(con: duckdb.DuckDBPyConnection, name: str, rows: pa.Table, columns: str) -> None:
    with registered(con, "incoming", rows):
        con.execute(f"CREATE TABLE {name} AS SELECT {columns} FROM incoming")  # noqa: S608
