"""Builds the models around what was touched since the last build: each in transactions of its own, in the order of the walk."""

import time
from functools import partial
from typing import NamedTuple

import duckdb

from warehouse.connection import transaction, with_enough_memory
from warehouse.fill import fill_next, next_name, take_name
from warehouse.graph import all_inputs, over_tables
from warehouse.near import Near
from warehouse.rewrite import mark_all, mark_view, replace_part, same_rows
from warehouse.schema import built_tables, reference_tables
from warehouse.sql import Model


class ModelRun(NamedTuple):
    """One model built: how (`whole`, `part`, `kept`, `view`), rows written (None for views), and the time in seconds."""

    name: str
    how: str
    rows: int | None
    seconds: float


class Around:
    """A build around what was touched: which models are made anew as a whole, and what lies near."""

    def __init__(self, con: duckdb.DuckDBPyConnection, found: list[Model], may_take_more: bool = False) -> None:
        """Note what lies near what was touched; `found` are all models, each after those that it reads."""
        self._con, self._models, self._may_take_more = con, found, may_take_more
        self._by_name = {model.name: model for model in found}
        self.near = Near(con, self._by_name)
        self._renewed: set[str] = set()  # rows that do not lie near changed, too: what reads them is made anew

    def build(self) -> list[ModelRun]:
        """Bring every model up to date. Where that fails, some are and others are not: only a build of all helps then."""
        runs = []
        for left, new in (("unexported", "near_added"), ("unexported_bodies", "near_added_bodies")):
            self._con.execute(f"INSERT INTO ledger.{left} (FROM {new} EXCEPT FROM ledger.{left})")
        for model in self._models:
            started = time.perf_counter()
            how, rows = self._view(model) if model.materialized == "view" else self._enough(model)
            runs.append(ModelRun(model.name, how, rows, time.perf_counter() - started))
        return runs

    def _view(self, model: Model) -> tuple[str, None]:
        """A view has no rows to make; but its export has."""
        if not model.is_exported:
            return "view", None
        inputs = all_inputs(model, self._by_name)
        with transaction(self._con):
            if model.is_whole or inputs & self._renewed:
                mark_all(self._con, model.name)
            else:
                mark_view(self._con, model, inputs)
        return "view", None

    def _enough(self, model: Model) -> tuple[str, int]:
        return with_enough_memory(self._con, partial(self._make, model), self._may_take_more)

    def _make(self, model: Model) -> tuple[str, int]:
        inputs = all_inputs(model, self._by_name)
        if model.is_whole:
            return self._make_again(model, inputs)
        if inputs & self._renewed:
            return "whole", self._make_whole(model)
        rows = 0
        for part in model.parts:
            rows += replace_part(self._con, self.near, model, part)
        return "part", rows

    def _make_again(self, model: Model, inputs: set[str]) -> tuple[str, int]:
        """Make a model of which any row may change; where none did, what reads it need not know."""
        if inputs <= reference_tables():
            return "kept", 0
        table, made = built_tables()[model.name], next_name(model.name)
        rows = fill_next(self._con, model, self._text(model))
        if same_rows(self._con, table, f"FROM {made}"):
            self._con.execute(f"DROP TABLE {made}")
            return "kept", 0
        keyed = "body_key" in {column.name for column in table.columns}
        if keyed:
            self.near.widen(table, made)
        self._take(model, tell=not keyed)
        return "whole", rows

    def _make_whole(self, model: Model) -> int:
        rows = fill_next(self._con, model, self._text(model))
        self._take(model, tell=True)
        return rows

    def _take(self, model: Model, tell: bool) -> None:
        with transaction(self._con):
            take_name(self._con, model)
            mark_all(self._con, model.name)
        if tell:
            self._renewed.add(model.name)

    def _text(self, model: Model) -> str:
        return over_tables(model, self._by_name, lambda name: built_tables()[name].full_name)
