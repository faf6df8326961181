"""Builds `core` and `marts`: runs the SELECTs of sql/ in the order of what they read, held to the declared columns.

The rows of a model stand in the table `built.<name>`; `core` and `marts` hold views, which add the version of the build.
A build makes anew only what lies near the reports that were touched since the last one (warehouse/near.py), and ends
with the same rows as a build of everything.
"""

import time
from functools import partial
from typing import NamedTuple

import duckdb

from warehouse.around import Around, ModelRun
from warehouse.connection import transaction, with_enough_memory
from warehouse.errors import ContractError
from warehouse.fill import drop_half, fill_next, next_name, take_name
from warehouse.graph import all_inputs, digest, in_order, over_tables
from warehouse.near import Near, few_touched
from warehouse.patterns import set_patterns
from warehouse.rewrite import mark_all
from warehouse.schema import built_tables, comments, models
from warehouse.sql import Model, read_models

VERSIONED = "SELECT model.*, build.data_version FROM (\n{text}\n) AS model CROSS JOIN ledger.build AS build"


class Build(NamedTuple):
    """What a build did: the models in their order, and what lies near what was touched; None where all was made anew."""

    runs: list[ModelRun]
    near: Near | None = None

    @property
    def renewed(self) -> set[str]:
        """The models of which any row may have changed."""
        return {run.name for run in self.runs if run.how == "whole"}


def build_models(con: duckdb.DuckDBPyConnection, whole: bool = False, may_take_more: bool = False) -> Build:
    """Build every model: around what was touched since the last build, or (`whole`, a new text, much touched) all.

    Where one of them fails, the models of before stay if all were to be made; after a build of a part that did not come to
    its end the next one makes all. Raises ContractError where a model's columns are not those that the schema declares.
    """
    drop_half(con)
    set_patterns(con)
    found = in_order(read_models())
    if strangers := {model.name for model in found} ^ models().keys():
        raise ContractError(f"Models and schema disagree about {', '.join(sorted(strangers))}.")
    made_by = dict(con.execute("SELECT model, digest FROM ledger.models").fetchall())
    if whole or made_by != {model.name: digest(model) for model in found} or not few_touched(con):
        return Build(_build_all(con, found, may_take_more))
    around = Around(con, found, may_take_more)
    con.execute("DELETE FROM ledger.models")  # until the end: models of two states, which only a build of all mends
    runs = around.build()
    with transaction(con):
        _note_built(con, found)
    return Build(runs, around.near)


def forget_readers(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Have the next build make everything anew where a model reads `table`, which holds other rows now."""
    for model in read_models():
        if model.materialized == "table" and table in all_inputs(model, {one.name: one for one in read_models()}):
            con.execute("DELETE FROM ledger.models WHERE model = ?", [model.name])


def _build_all(con: duckdb.DuckDBPyConnection, found: list[Model], may_take_more: bool) -> list[ModelRun]:
    """Make all rows anew beside those of before, each model on its own, and let them take the names in one transaction."""
    by_name = {model.name: model for model in found}
    runs = []
    for model in found:
        started = time.perf_counter()
        text = over_tables(model, by_name, next_name)
        _check_contract(con, model, text)
        fill = partial(fill_next, con, model, text)
        rows = with_enough_memory(con, fill, may_take_more) if model.materialized == "table" else None
        runs.append(ModelRun(model.name, "whole" if rows is not None else "view", rows, time.perf_counter() - started))
    with transaction(con):
        _take_names(con, found)
        _note_built(con, found)
        for model in found:
            if model.is_exported:
                mark_all(con, model.name)
    return runs


def _note_built(con: duckdb.DuckDBPyConnection, found: list[Model]) -> None:
    """Note by which text each model was made, and that nothing was touched since."""
    con.execute("DELETE FROM ledger.models")
    con.executemany("INSERT INTO ledger.models VALUES (?, ?)", [(model.name, digest(model)) for model in found])
    con.execute("DELETE FROM ledger.touched")


def _take_names(con: duckdb.DuckDBPyConnection, found: list[Model]) -> None:
    for model in reversed(found):
        _drop(con, model.name)
    for model in found:
        if model.materialized == "table":
            take_name(con, model)
    for model in found:
        _show(con, model)


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
