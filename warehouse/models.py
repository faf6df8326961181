"""Builds `core` and `marts`: runs the SELECTs of sql/ in the order of what they read, held to the declared columns.

The rows of a model stand in the table `built.<name>`; `core` and `marts` hold views, which add the version of the build.
A build makes anew only what lies near the reports that were touched since the last one (warehouse/near.py), and ends
with the same rows as a build of everything.
"""

import hashlib
import time
from collections.abc import Iterable
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

import duckdb
import sqlglot
from sqlglot import exp

from warehouse.connection import transaction
from warehouse.errors import ContractError
from warehouse.near import Near, few_touched, substitute
from warehouse.rewrite import mark_all, mark_near, replace_part, same_rows
from warehouse.schema import built_tables, comments, create_table, models, reference_tables
from warehouse.sql import Model, read_models

VERSIONED = "SELECT model.*, build.data_version FROM (\n{text}\n) AS model CROSS JOIN ledger.build AS build"


class ModelRun(NamedTuple):
    """One model built: how (`whole`, `part`, `kept`, `view`), rows written (None for views), and the time in seconds."""

    name: str
    how: str
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


def build_models(con: duckdb.DuckDBPyConnection, whole: bool = False) -> list[ModelRun]:
    """Build every model in one transaction: the models of before stay where one of them fails.

    With `whole` all rows are made anew, whatever was touched. Raises ContractError where a model's columns are not those
    that the schema declares.
    """
    found = in_order(read_models())
    if strangers := {model.name for model in found} ^ models().keys():
        raise ContractError(f"Models and schema disagree about {', '.join(sorted(strangers))}.")
    with transaction(con):
        return _Build(con, found, whole).run()


def forget_readers(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Have the next build make the models that read `table` anew: it holds other rows now."""
    for model in read_models():
        if table in reads(model):
            con.execute("DELETE FROM ledger.models WHERE model = ?", [model.name])


def digest(model: Model) -> str:
    """A short hash of all that decides what a model makes of its inputs: its SQL and its declared columns."""
    return hashlib.sha256(f"{model.text}\n{models()[model.name]}".encode()).hexdigest()[:16]


class _Build:
    """One build: which models are made anew as a whole, and what lies near for the others."""

    def __init__(self, con: duckdb.DuckDBPyConnection, found: list[Model], whole: bool) -> None:
        self._con, self._models = con, found
        self._by_name = {model.name: model for model in found}
        self._made_by = dict(con.execute("SELECT model, digest FROM ledger.models").fetchall())
        self._new_text = {model.name for model in found if self._made_by.get(model.name) != digest(model)}
        self._all = whole or len(self._new_text) == len(found) or not few_touched(con)
        self._near = None if self._all else Near(con, self._by_name)
        self._renewed: set[str] = set()  # rows that do not lie near may have changed, too: what reads them is made anew

    def run(self) -> list[ModelRun]:
        if self._all or self._new_text:
            for model in reversed(self._models):
                _drop(self._con, model.name)
        runs = [self._timed(model) for model in self._models]
        for name in self._new_text:
            self._con.execute("DELETE FROM ledger.models WHERE model = ?", [name])
            self._con.execute("INSERT INTO ledger.models VALUES (?, ?)", [name, digest(self._by_name[name])])
        self._con.execute("DELETE FROM ledger.touched")
        return runs

    def _timed(self, model: Model) -> ModelRun:
        started = time.perf_counter()
        if model.name in self._new_text:
            _check_contract(self._con, model, self._plain(model))
        how, rows = self._make(model)
        if self._all or self._new_text:
            self._show(model)
        return ModelRun(model.name, how, rows, time.perf_counter() - started)

    def _make(self, model: Model) -> tuple[str, int | None]:
        stale = self._near is None or model.name in self._new_text or bool(self._inputs(model) & self._renewed)
        if model.materialized == "view":
            if stale:
                self._renewed.add(model.name)
            if stale or model.is_whole:
                mark_all(self._con, model.name)
            else:
                mark_near(self._con, model)
            return "view", None
        if stale:
            return "whole", self._make_whole(model)
        if model.is_whole:
            return self._make_again(model)
        assert self._near is not None
        return "part", sum(replace_part(self._con, self._near, model, part) for part in model.parts)

    def _make_whole(self, model: Model, tell: bool = True) -> int:
        table = built_tables()[model.name]
        self._con.execute(f"DROP TABLE IF EXISTS {table.full_name}")
        self._con.execute(create_table(table))
        for comment in comments(table):
            self._con.execute(comment)
        rows: int = self._con.execute(f"INSERT INTO {table.full_name} BY NAME {self._plain(model)}").fetchall()[0][0]
        if tell:
            self._renewed.add(model.name)
        mark_all(self._con, model.name)
        return rows

    def _make_again(self, model: Model) -> tuple[str, int]:
        """Make a model of which any row may change; where none did, what reads it need not know."""
        if self._inputs(model) <= reference_tables():  # where one of these changes, the model counts as never made
            return "kept", 0
        table = built_tables()[model.name]
        if same_rows(self._con, table, self._plain(model)):
            return "kept", 0
        if self._near and "body_key" in {column.name for column in table.columns}:
            self._near.widen(table)
            return "whole", self._make_whole(model, tell=False)
        return "whole", self._make_whole(model)

    def _inputs(self, model: Model) -> set[str]:
        """What a model reads, and what the views among that read."""
        found = set(reads(model))
        for name in [*found]:
            inner = self._by_name.get(name)
            if inner and inner.materialized == "view":
                found |= self._inputs(inner)
        return found

    def _plain(self, model: Model) -> str:
        """The model's SELECT, over rows as they are built rather than through the views that add the version."""
        return substitute(model.text, self._rows_of)

    def _rows_of(self, name: str) -> str:
        model = self._by_name.get(name)
        return built_tables()[name].full_name if model and model.materialized == "table" else name

    def _show(self, model: Model) -> None:
        """Create what analysts see of a model: a view, which adds the version of the build."""
        table = models()[model.name]
        text = f"FROM {built_tables()[model.name].full_name}" if model.materialized == "table" else model.text
        self._con.execute(f"CREATE VIEW {table.full_name} AS {VERSIONED.format(text=text.rstrip().removesuffix(';'))}")
        for comment in comments(table, "VIEW"):
            self._con.execute(comment)


def _check_contract(con: duckdb.DuckDBPyConnection, model: Model, text: str) -> None:
    """Compare what the SELECT yields with what the schema declares: names, types and order, and the key of the header."""
    table = models()[model.name]
    declared = [(column.name, column.type) for column in table.columns[:-1]]
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
