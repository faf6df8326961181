"""Builds `core` and `marts`: runs the SELECTs of sql/ in the order of what they read, held to the declared columns.

The rows of a model stand in the table `built.<name>`; `core` and `marts` hold views, which add the version of the build.
A build makes anew only what lies near the reports that were touched since the last one (warehouse/near.py), and ends
with the same rows as a build of everything.
"""

import time
from typing import NamedTuple

import duckdb

from warehouse.connection import transaction
from warehouse.errors import ContractError
from warehouse.graph import all_inputs, digest, in_order, over_tables
from warehouse.near import Near, few_touched
from warehouse.rewrite import mark_all, mark_near, replace_part, same_rows
from warehouse.schema import built_tables, comments, create_table, literal, models, reference_tables
from warehouse.sql import Model, query, read_models

VERSIONED = "SELECT model.*, build.data_version FROM (\n{text}\n) AS model CROSS JOIN ledger.build AS build"


class ModelRun(NamedTuple):
    """One model built: how (`whole`, `part`, `kept`, `view`), rows written (None for views), and the time in seconds."""

    name: str
    how: str
    rows: int | None
    seconds: float


def build_models(con: duckdb.DuckDBPyConnection, whole: bool = False) -> list[ModelRun]:
    """Build every model: around what was touched since the last build, or (`whole`, a new text, much touched) all.

    The models of before stay where one of them fails. Raises ContractError where a model's columns are not those that
    the schema declares.
    """
    _drop_half(con)
    found = in_order(read_models())
    if strangers := {model.name for model in found} ^ models().keys():
        raise ContractError(f"Models and schema disagree about {', '.join(sorted(strangers))}.")
    made_by = dict(con.execute("SELECT model, digest FROM ledger.models").fetchall())
    if whole or made_by != {model.name: digest(model) for model in found} or not few_touched(con):
        return _build_all(con, found)
    with transaction(con):
        return _Around(con, found).build()


def forget_readers(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Have the next build make everything anew where a model reads `table`, which holds other rows now."""
    for model in read_models():
        if model.materialized == "table" and table in all_inputs(model, {one.name: one for one in read_models()}):
            con.execute("DELETE FROM ledger.models WHERE model = ?", [model.name])


def _drop_half(con: duckdb.DuckDBPyConnection) -> None:
    """Drop the rows that a build which was killed made beside those of before: they would be published with the rest."""
    for (name,) in con.execute(query("ledger/half_built")).fetchall():
        con.execute(f"DROP TABLE built.{name}")


def _build_all(con: duckdb.DuckDBPyConnection, found: list[Model]) -> list[ModelRun]:
    """Make all rows anew beside those of before, each model on its own, and let them take the names in one transaction.

    Rows of an open transaction have no statistics: joins over them take up to ten times as long.
    """
    by_name = {model.name: model for model in found}
    runs = []
    for model in found:
        started = time.perf_counter()
        text = over_tables(model, by_name, lambda name: f"built.next_{built_tables()[name].name}")
        _check_contract(con, model, text)
        rows = None
        if model.materialized == "table":
            table = built_tables()[model.name]
            rows = _fill(
                con, f"built.next_{table.name}", create_table(table._replace(name=f"next_{table.name}")), text, model.slices
            )
        runs.append(ModelRun(model.name, "whole" if rows is not None else "view", rows, time.perf_counter() - started))
    with transaction(con):
        _take_names(con, found)
        con.execute("DELETE FROM ledger.models")
        con.executemany("INSERT INTO ledger.models VALUES (?, ?)", [(model.name, digest(model)) for model in found])
        con.execute("DELETE FROM ledger.touched")
        for model in found:
            if model.is_exported:
                mark_all(con, model.name)
    return runs


def _fill(con: duckdb.DuckDBPyConnection, name: str, create: str, text: str, slices: str | None) -> int:
    con.execute(f"DROP TABLE IF EXISTS {name}")
    con.execute(create)
    made = [con.execute(f"INSERT INTO {name} BY NAME {one}").fetchall()[0][0] for one in _sliced(con, text, slices)]
    return sum(made)


def _sliced(con: duckdb.DuckDBPyConnection, text: str, column: str | None) -> list[str]:
    """The SELECT in pieces, one for each value of `column` among the reports and one for the rest: together the same rows."""
    if column is None:
        return [text]
    values = con.execute(f"SELECT DISTINCT {column}::VARCHAR FROM store.reports ORDER BY ALL").fetchall()  # noqa: S608
    known = [literal(value) for (value,) in values if value is not None]
    rest = f"{column} IS NULL OR {column} NOT IN ({', '.join(known)})" if known else "TRUE"
    conditions = [*(f"{column} = {value}" for value in known), rest]
    return [f"SELECT * FROM ({text.rstrip().removesuffix(';')}) WHERE {condition}" for condition in conditions]  # noqa: S608


def _take_names(con: duckdb.DuckDBPyConnection, found: list[Model]) -> None:
    for model in reversed(found):
        _drop(con, model.name)
    for model in found:
        if model.materialized == "table":
            table = built_tables()[model.name]
            con.execute(f"DROP TABLE IF EXISTS {table.full_name}")
            con.execute(f"ALTER TABLE built.next_{table.name} RENAME TO {table.name}")
            for comment in comments(table):
                con.execute(comment)
    for model in found:
        _show(con, model)


class _Around:
    """A build around what was touched, in one transaction: which models are made anew as a whole, and what lies near."""

    def __init__(self, con: duckdb.DuckDBPyConnection, found: list[Model]) -> None:
        self._con, self._models = con, found
        self._by_name = {model.name: model for model in found}
        self._near = Near(con, self._by_name)
        self._renewed: set[str] = set()  # rows that do not lie near changed, too: what reads them is made anew

    def build(self) -> list[ModelRun]:
        runs = []
        for model in self._models:
            started = time.perf_counter()
            how, rows = self._view(model) if model.materialized == "view" else self._make(model)
            runs.append(ModelRun(model.name, how, rows, time.perf_counter() - started))
        self._con.execute("DELETE FROM ledger.touched")
        return runs

    def _view(self, model: Model) -> tuple[str, None]:
        """A view has no rows to make; but its export has."""
        if not model.is_exported:
            return "view", None
        stale = model.is_whole or bool(all_inputs(model, self._by_name) & self._renewed)
        mark_all(self._con, model.name) if stale else mark_near(self._con, model)
        return "view", None

    def _make(self, model: Model) -> tuple[str, int]:
        inputs = all_inputs(model, self._by_name)
        if model.is_whole:
            return self._make_again(model, inputs)
        if inputs & self._renewed:
            return "whole", self._make_whole(model)
        return "part", sum(replace_part(self._con, self._near, model, part) for part in model.parts)

    def _make_again(self, model: Model, inputs: set[str]) -> tuple[str, int]:
        """Make a model of which any row may change; where none did, what reads it need not know."""
        table = built_tables()[model.name]
        if inputs <= reference_tables() or same_rows(self._con, table, self._text(model)):
            return "kept", 0
        if "body_key" in {column.name for column in table.columns}:
            self._near.widen(table)
            return "whole", self._make_whole(model, tell=False)
        return "whole", self._make_whole(model)

    def _make_whole(self, model: Model, tell: bool = True) -> int:
        table = built_tables()[model.name]
        rows = _fill(self._con, table.full_name, create_table(table), self._text(model), model.slices)
        for comment in comments(table):
            self._con.execute(comment)
        if tell:
            self._renewed.add(model.name)
        mark_all(self._con, model.name)
        return rows

    def _text(self, model: Model) -> str:
        return over_tables(model, self._by_name, lambda name: built_tables()[name].full_name)


def _show(con: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Create what analysts see of a model: a view, which adds the version of the build."""
    table = models()[model.name]
    text = f"FROM {built_tables()[model.name].full_name}" if model.materialized == "table" else model.text
    con.execute(f"CREATE VIEW {table.full_name} AS {VERSIONED.format(text=text.rstrip().removesuffix(';'))}")
    for comment in comments(table, "VIEW"):
        con.execute(comment)


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
