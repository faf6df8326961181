"""Where each column of the models comes from: read out of the SQL itself by sqlglot."""

from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.lineage import Node, lineage

from warehouse.schema import models, written_tables
from warehouse.sql import Model

Sources = dict[str, list[str]]


def column_sources(model: Model) -> Sources:
    """Return for each column of a model the columns (`schema.table.column`) that it is made of.

    A column that is made of none (a constant, a count) has an empty list; so has every column of a model whose SQL
    sqlglot cannot resolve.
    """
    try:
        nodes = lineage(None, model.text, _schema(), dialect="duckdb")
    except (SqlglotError, KeyError, ValueError):
        nodes = {}
    names = [column.name for column in models()[model.name].columns[:-1]]
    return {name: _leaves(nodes[name]) if isinstance(nodes, dict) and name in nodes else [] for name in names}


def _schema() -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = {}
    for table in (*written_tables(), *models().values()):
        found.setdefault(table.schema, {})[table.name] = {column.name: column.type for column in table.columns}
    return found


def _leaves(node: Node) -> list[str]:
    leaves = {
        f"{leaf.source.db}.{leaf.source.name}.{leaf.name.rsplit('.', 1)[-1]}"
        for leaf in node.walk()
        if not leaf.downstream and isinstance(leaf.source, exp.Table) and leaf.source.db
    }
    return sorted(leaf for leaf in leaves if not leaf.endswith(".*"))
