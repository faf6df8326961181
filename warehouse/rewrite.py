"""Makes one part of a model's rows anew: what differs is deleted and inserted, what is the same stays where it is."""

from collections.abc import Collection

import duckdb

from warehouse.connection import transaction
from warehouse.near import Group, Near
from warehouse.parts import divided_by, located, names_body
from warehouse.schema import built_tables
from warehouse.slices import groups, most_reports
from warehouse.sql import Model, Part
from warehouse.tables.columns import Table


def replace_part(con: duckdb.DuckDBPyConnection, near: Near, model: Model, part: Part) -> int:
    """Make the rows of `part` that lie near anew, in groups where they are many; return how many were inserted."""
    inserted = 0
    for where in groups(model, near.reports(part.kind), most_reports(con)):
        group = Group(model.slices[1], where) if where != "TRUE" else None
        fresh = near.text(model.text, part.kind, group)  # before: a transaction that fails would take its views along
        with transaction(con):
            inserted += _replace_group(con, near, model, part, fresh, group)
    return inserted


def _replace_group(
    con: duckdb.DuckDBPyConnection, near: Near, model: Model, part: Part, fresh: str, group: Group | None
) -> int:
    table = built_tables()[model.name]
    scope = near.scope(table, part) + (f" AND {group.where}" if group else "")
    columns = [f'"{column.name}"' for column in table.columns]
    told = f"*, hash({', '.join(columns)}) AS row_hash"  # key and hash: to compare each column takes twice as long
    con.execute(f"CREATE OR REPLACE TEMP TABLE near_fresh AS SELECT {told} FROM ({fresh}) WHERE {scope}")  # noqa: S608
    con.execute(f"CREATE OR REPLACE TEMP VIEW near_held AS SELECT rowid AS row_no, {told} FROM {table.full_name} WHERE {scope}")  # noqa: S608
    compared = ("row_hash", *model.key)
    same = " AND ".join(f'fresh."{name}" IS NOT DISTINCT FROM held."{name}"' for name in compared)
    con.execute(f"CREATE OR REPLACE TEMP TABLE near_gone AS FROM near_held AS held ANTI JOIN near_fresh AS fresh ON {same}")
    con.execute(f"CREATE OR REPLACE TEMP TABLE near_new AS FROM near_fresh AS fresh ANTI JOIN near_held AS held ON {same}")
    con.execute(f"DELETE FROM {table.full_name} WHERE rowid IN (SELECT row_no FROM near_gone)")  # noqa: S608
    new = "SELECT * EXCLUDE (row_hash) FROM near_new"
    inserted: int = con.execute(f"INSERT INTO {table.full_name} BY NAME {new}").fetchall()[0][0]
    mark_changed(con, model)
    return inserted


def same_rows(con: duckdb.DuckDBPyConnection, table: Table, rows: str) -> bool:
    """Whether `rows` (FROM ...) are those of `table`, in any order: told by their number and the sum of their hashes."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    counted = "SELECT count(*), sum(hash(line)::HUGEINT) FROM (SELECT {names} FROM ({rows})) AS line"
    held, fresh = (con.execute(counted.format(names=names, rows=one)).fetchall() for one in (f"FROM {table.full_name}", rows))
    return held == fresh


def mark_changed(con: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Note the parts of the exports in which rows were deleted or inserted just now, but for rows of new reports and bodies.

    These are added to their parts, whatever else is in them (`ledger.unexported`, `ledger.unexported_bodies`).
    """
    new = "FROM near_new"
    if "in_region" in divided_by(model):
        new += " ANTI JOIN near_added USING (report_id)"
        new += " ANTI JOIN near_added_bodies USING (body_key)" if names_body(model) else ""
    for rows in ("near_gone", f"({new})"):
        found = located(model, rows, "near_places")
        if found is None:
            con.execute(f"INSERT INTO ledger.unpublished SELECT DISTINCT ?, NULL, NULL FROM {rows}", [model.name])  # noqa: S608
        else:
            con.execute(f"INSERT INTO ledger.unpublished SELECT DISTINCT ?, in_year, in_region FROM ({found})", [model.name])  # noqa: S608


def mark_view(con: duckdb.DuckDBPyConnection, model: Model, inputs: Collection[str]) -> None:
    """Note for a view, whose rows nobody compares, the parts of its export that may have changed.

    Its rows stand where those of its `inputs` do: in parts in which rows of these changed, and those of reports read again.
    """
    changed = "FROM ledger.unpublished WHERE list_contains(?, model)"
    con.execute(f"INSERT INTO ledger.unpublished SELECT DISTINCT ?, in_year, in_region {changed}", [model.name, [*inputs]])
    if "in_region" in divided_by(model):
        read_again = "FROM near_places SEMI JOIN near_read USING (report_id) ANTI JOIN near_added USING (report_id)"
        con.execute(f"INSERT INTO ledger.unpublished SELECT DISTINCT ?, in_year, in_region {read_again}", [model.name])


def mark_all(con: duckdb.DuckDBPyConnection, name: str) -> None:
    """Note that all of a model's export is to be written anew."""
    con.execute("DELETE FROM ledger.unpublished WHERE model = ?", [name])
    con.execute("INSERT INTO ledger.unpublished VALUES (?, NULL, NULL)", [name])
