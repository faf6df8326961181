"""What the models of sql/ read, and the order that follows from it."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter

import sqlglot
from sqlglot import exp

from warehouse.errors import ContractError
from warehouse.near import substitute
from warehouse.patterns import TABLE, asks_for_patterns
from warehouse.schema import models
from warehouse.sql import Model, read_tests


@cache
def reads(model: Model) -> frozenset[str]:
    """Return the `schema.table` names that a model reads."""
    tree = sqlglot.parse_one(model.text, dialect="duckdb")
    named = (f"{table.db}.{table.name}" for table in tree.find_all(exp.Table) if table.db)
    return frozenset((*named, TABLE) if asks_for_patterns(model.text) else named)


def in_order(found: Iterable[Model]) -> list[Model]:
    """Sort models so that each comes after those it reads; raises ContractError for a circle."""
    by_name = {model.name: model for model in found}
    graph = {name: sorted(reads(model) & by_name.keys()) for name, model in sorted(by_name.items())}
    try:
        return [by_name[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        raise ContractError(f"Models read each other in a circle: {' -> '.join(error.args[1])}.") from error


def all_inputs(model: Model, by_name: Mapping[str, Model]) -> set[str]:
    """Return what a model reads, and what the views among that read."""
    found = set(reads(model))
    for name in [*found]:
        inner = by_name.get(name)
        if inner and inner.materialized == "view":
            found |= all_inputs(inner, by_name)
    return found


def over_tables(model: Model, by_name: Mapping[str, Model], table_of: Callable[[str], str]) -> str:
    """Return the model's SELECT over the tables that hold its inputs' rows (`table_of` a model's name), views written out."""

    def name_of(name: str) -> str:
        inner = by_name.get(name)
        if inner is None:
            return name
        return table_of(name) if inner.materialized == "table" else f"({over_tables(inner, by_name, table_of)})"

    return substitute(model.text, name_of)


def digest(model: Model) -> str:
    """Return a short hash of all that decides what a model's rows are: its SQL, its declared columns, and its data tests."""
    tests = [test.text for test in read_tests() if test.name in model.tests]
    return hashlib.sha256("\n".join((model.text, str(models()[model.name]), *tests)).encode()).hexdigest()[:16]
