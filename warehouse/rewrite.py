"""Makes one part of a model's rows anew: what differs is deleted and inserted, what is the same stays where it is."""

import duckdb

from warehouse.columns import Table
from warehouse.near import Near
from warehouse.parts import located
from warehouse.schema import built_tables
from warehouse.sql import Model, Part

_NEAR_REPORTS = {"report": "near_reports", "body": "near_body_reports"}
_NEAR_YEARS = {"year": "near_years", "year_after": "near_years_after"}


def replace_part(con: duckdb.DuckDBPyConnection, near: Near, model: Model, part: Part) -> int:
    """Make the rows of `part` that lie near anew; return how many were inserted. The caller holds a transaction."""
    table = built_tables()[model.name]
    scope = near.scope(table, part)
    con.execute(f"CREATE OR REPLACE TEMP TABLE near_fresh AS SELECT * FROM ({near.text(model.text, part.kind)}) WHERE {scope}")  # noqa: S608
    con.execute(f"CREATE OR REPLACE TEMP VIEW near_held AS SELECT rowid AS row_no, * FROM {table.full_name} WHERE {scope}")  # noqa: S608
    same = " AND ".join(f'fresh."{column.name}" IS NOT DISTINCT FROM held."{column.name}"' for column in table.columns)
    con.execute(f"CREATE OR REPLACE TEMP TABLE near_gone AS FROM near_held AS held ANTI JOIN near_fresh AS fresh ON {same}")
    con.execute(f"CREATE OR REPLACE TEMP TABLE near_new AS FROM near_fresh AS fresh ANTI JOIN near_held AS held ON {same}")
    con.execute(f"DELETE FROM {table.full_name} WHERE rowid IN (SELECT row_no FROM near_gone)")  # noqa: S608
    inserted: int = con.execute(f"INSERT INTO {table.full_name} BY NAME FROM near_new").fetchall()[0][0]
    mark_changed(con, model)
    return inserted


def same_rows(con: duckdb.DuckDBPyConnection, table: Table, rows: str) -> bool:
    """Whether `rows` (FROM ...) are those of `table`, in any order: told by their number and the sum of their hashes."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    counted = "SELECT count(*), sum(hash(line)::HUGEINT) FROM (SELECT {names} FROM ({rows})) AS line"
    held, fresh = (con.execute(counted.format(names=names, rows=one)).fetchall() for one in (f"FROM {table.full_name}", rows))
    return held == fresh


def mark_changed(con: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Note the parts of the exports in which rows were deleted or inserted just now."""
    for rows in ("near_gone", "near_new"):
        found = located(model, rows, "near_places")
        if found is None:
            con.execute(f"INSERT INTO ledger.unpublished SELECT DISTINCT ?, NULL, NULL FROM {rows}", [model.name])  # noqa: S608
        else:
            con.execute(f"INSERT INTO ledger.unpublished SELECT DISTINCT ?, in_year, in_region FROM ({found})", [model.name])  # noqa: S608


def mark_near(con: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Note for a view, whose rows nobody compares, the parts of its export that may have changed."""
    for part in model.parts:
        if part.kind in _NEAR_REPORTS:
            found = f"FROM near_places SEMI JOIN {_NEAR_REPORTS[part.kind]} USING (report_id)"
            con.execute(f"INSERT INTO ledger.unpublished SELECT DISTINCT ?, in_year, in_region {found}", [model.name])
        else:
            found = f"FROM {_NEAR_YEARS[part.kind]}"
            con.execute(f"INSERT INTO ledger.unpublished SELECT ?, report_year::VARCHAR, NULL {found}", [model.name])


def mark_all(con: duckdb.DuckDBPyConnection, name: str) -> None:
    """Note that all of a model's export is to be written anew."""
    con.execute("DELETE FROM ledger.unpublished WHERE model = ?", [name])
    con.execute("INSERT INTO ledger.unpublished VALUES (?, NULL, NULL)", [name])
