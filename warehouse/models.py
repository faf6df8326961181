"""Builds `core` and `marts`: runs the SELECTs of sql/ in the order of what they read, held to the declared columns."""

import time
from collections.abc import Iterable
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

import duckdb
import sqlglot
from sqlglot import exp

from warehouse.columns import Table
from warehouse.connection import transaction
from warehouse.errors import ContractError
from warehouse.schema import comments, create_table, models
from warehouse.sql import Model, read_models

VERSIONED = "SELECT model.*, build.data_version FROM (\n{text}\n) AS model CROSS JOIN ledger.build AS build"


class ModelRun(NamedTuple):
    """One model built: rows are counted for tables, None for views."""

    name: str
    rows: int | None
    seconds: float


@cache
def reads(model: Model) -> frozenset[str]:
    """Return the `schema.table` names that a model reads."""
    tree = sqlglot.parse_one(model.text, dialect="duckdb")
    return frozenset(f"{table.db}.{table.name}" for table in tree.find_all(exp.Table) if table.db)


def in_order(found: Iterable[Model]) -> list[Model]:
    """Sort models so that each comes after those it reads; raises ContractError for a circle."""
    by_name = {model.name: model for model in found}
    graph = {name: sorted(reads(model) & by_name.keys()) for name, model in sorted(by_name.items())}
    try:
        return [by_name[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        raise ContractError(f"Models read each other in a circle: {' -> '.join(error.args[1])}.") from error


def build_models(con: duckdb.DuckDBPyConnection) -> list[ModelRun]:
    """Build every model in one transaction: the models of before stay where one of them fails.

    Raises ContractError where a model's columns are not those that the schema declares.
    """
    found = in_order(read_models())
    if strangers := {model.name for model in found} ^ models().keys():
        raise ContractError(f"Models and schema disagree about {', '.join(sorted(strangers))}.")
    with transaction(con):
        for model in reversed(found):
            _drop(con, model.name)
        return [build(con, model) for model in found]


def build(con: duckdb.DuckDBPyConnection, model: Model) -> ModelRun:
    """Build one model whose inputs stand; see build_models for errors."""
    started = time.perf_counter()
    table = models()[model.name]
    text = VERSIONED.format(text=model.text.rstrip().removesuffix(";"))
    check_contract(con, model, table, text)
    rows = None
    if model.materialized == "table":
        con.execute(create_table(table))
        rows = con.execute(f"INSERT INTO {table.full_name} BY NAME {text}").fetchall()[0][0]
    else:
        con.execute(f"CREATE VIEW {table.full_name} AS {text}")
    for comment in comments(table, model.materialized.upper()):
        con.execute(comment)
    return ModelRun(model.name, rows, time.perf_counter() - started)


def check_contract(con: duckdb.DuckDBPyConnection, model: Model, table: Table, text: str) -> None:
    """Compare what the SELECT yields with what the schema declares: names, types and order, and the key of the header."""
    declared = [(column.name, column.type) for column in table.columns]
    found = [(row[0], row[1]) for row in con.execute(f"DESCRIBE {text}").fetchall()]
    if model.key != table.key:
        raise ContractError(f"{model.name} has the key {model.key} in its header, but {table.key} in the schema.")
    if declared != found:
        differing = [f"{want} declared, {got} found" for want, got in zip(declared, found, strict=False) if want != got]
        told = "; ".join(differing) or f"{len(declared)} columns declared, {len(found)} found"
        raise ContractError(f"{model.name} breaks its contract: {told}.")


def _drop(con: duckdb.DuckDBPyConnection, name: str) -> None:
    schema, table = name.split(".")
    kinds = con.execute(
        "SELECT table_type FROM information_schema.tables WHERE table_schema = ? AND table_name = ?", [schema, table]
    ).fetchall()
    for (kind,) in kinds:
        con.execute(f"DROP {'VIEW' if kind == 'VIEW' else 'TABLE'} {name}")
