"""Narrows models to what the runs since the last build touched: their reports, bodies and years, and the inputs near them."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

import duckdb

from warehouse.schema import built_tables, models, written_tables
from warehouse.sql import Model, Part, query
from warehouse.tables.columns import Table

SETS = (
    *("read", "before", "added", "cells", "reports", "bodies", "added_bodies", "body_reports"),
    *("years", "years_after", "years_around", "year_reports", "around_reports", "regions"),
)
TEXTS = "store.report_texts"
LOOKS = ("places",)  # of all reports, so asked anew rather than kept
_NAMES = re.compile(r"(?<![.\w])(?:core|marts|store)\.[a-z_]+\b")
_REMARKS = re.compile(r"--.*")
_MOST_TOUCHED = 0.2  # beyond this share of all reports, building everything is faster than finding out what stays

# which of its reports, bodies or years a kind of part makes anew, and which it reads for that
_MADE: dict[str, Mapping[str, str]] = {
    "report": {"report_id": "near_reports"},
    "body": {"body_key": "near_bodies", "report_id": "near_body_reports"},
    "year": {"report_year": "near_years", "report_id": "near_year_reports"},
    "year_after": {"report_year": "near_years_after"},
}
_READ: dict[str, Mapping[str, str]] = {
    **_MADE,
    "body": {"report_id": "near_body_reports"},
    "year_after": {"report_year": "near_years_around", "report_id": "near_around_reports"},
}


# their rows are made anew in the regions of the reports only: those of the country, and few of the many counties
_REGIONAL = {"region": "year", "region_after": "year_after"}
for _kind, _like in _REGIONAL.items():
    _MADE[_kind], _READ[_kind] = _MADE[_like], _READ[_like]


def few_touched(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether so little was touched since the last build that it pays to build around it only."""
    touched, reports = con.execute(
        "SELECT (SELECT count(DISTINCT report_id) FROM ledger.touched), (SELECT count(*) FROM store.reports)"
    ).fetchall()[0]
    return bool(touched <= _MOST_TOUCHED * reports)


def substitute(text: str, name_of: Callable[[str], str]) -> str:
    """Replace each `schema.table` that `text` reads by what `name_of` calls it."""
    return _NAMES.sub(lambda found: name_of(found[0]), _REMARKS.sub("", text))


class Group(NamedTuple):
    """Rows that are made together because the values of a column, by which no row mixes others, fulfil a condition."""

    column: str
    where: str


class Near:
    """What the runs since the last build touched, as temporary tables; made before the first model is built."""

    def __init__(self, con: duckdb.DuckDBPyConnection, by_name: Mapping[str, Model]) -> None:
        """Make the sets of sql/near/ in the caller's transaction."""
        self._con, self._by_name = con, by_name
        self._tables = {table.full_name: table for table in written_tables()} | models()
        self._views: set[str] = set()
        for kind, names in (("TABLE", SETS), ("VIEW", LOOKS)):
            for name in names:
                con.execute(f"CREATE OR REPLACE TEMP {kind} near_{name} AS {query(f'near/{name}')}")

    def widen(self, table: Table, made: str) -> None:
        """Count the bodies as near whose rows differ between `table` and the table `made`, which holds its new ones."""
        held, fresh = f"FROM {table.full_name}", f"FROM {made}"
        differing = f"SELECT body_key FROM (({fresh} EXCEPT ALL {held}) UNION ALL ({held} EXCEPT ALL {fresh}))"  # noqa: S608
        self._con.execute(f"INSERT INTO near_bodies (({differing}) EXCEPT (FROM near_bodies))")
        self._con.execute(
            "INSERT INTO near_body_reports SELECT report_id FROM built.reports SEMI JOIN near_bodies USING (body_key) "
            "WHERE report_id NOT IN (FROM near_body_reports)"
        )

    def reports(self, kind: str) -> int:
        """How many reports a part of that kind is made of."""
        among = _READ[kind]["report_id"]
        return int(self._con.execute(f"SELECT count(*) FROM {among}").fetchall()[0][0])  # noqa: S608

    def scope(self, table: Table, part: Part) -> str:
        """The condition that a row of `table` belongs to the part and is near; a row without a year is always near."""
        column, among = _first(_MADE[part.kind], table)
        unknown = f"{column} IS NULL OR " if column == "report_year" else ""
        where = f"({unknown}{column} IN (FROM {among})) AND ({part.where})"
        return f"{where} AND region_code IN (FROM near_regions)" if _by_region(part.kind, table) else where

    def text(self, text: str, kind: str, group: Group | None = None) -> str:
        """The SELECT `text` over inputs cut down to what lies near, and to a group; a condition of the part comes on top."""
        return substitute(text, lambda name: self._grouped(name, kind, group) if group else self.input(name, kind))

    def _grouped(self, name: str, kind: str, group: Group) -> str:
        has = {column.name for column in self._tables[name].columns} if name in self._tables else set()
        near = self.input(name, kind)
        return f"(SELECT * FROM {near} WHERE {group.where})" if group.column in has else near  # noqa: S608

    def input(self, name: str, kind: str) -> str:
        """The name of a temporary view of what lies near of one input; the input itself where it has nothing to go by."""
        if name not in self._tables:  # an alias with a point that looks like one
            return name
        view = f"near_{kind}_{name.replace('.', '_')}"
        if view not in self._views:
            self._con.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS {self._narrowed(name, kind)}")
            self._views.add(view)
        return view

    def _narrowed(self, name: str, kind: str) -> str:
        model = self._by_name.get(name)
        if model and model.materialized == "view":
            return self.text(model.text, kind)
        found = _first(_READ[kind], self._tables[name], must=False)
        held = built_tables()[name].full_name if model else name
        if not found[0]:
            return f"FROM {held}"
        text = narrowed(held, *found)
        return f"{text} SEMI JOIN near_regions USING (region_code)" if _by_region(kind, self._tables[name]) else text


def narrowed(name: str, column: str, among: str) -> str:
    """The SELECT of the rows of the table `name` whose `column` is in the set `among`, which names none twice."""
    # a join, not IN: of a join the planner can estimate how many rows it yields
    join = f"{name} AS held INNER JOIN {among} AS near ON near.{column} = held.{column}"
    if name == TEXTS:  # by their row numbers, so that texts around are not even unpacked: 0.01 core s of 200,000, not 0.5
        return f"SELECT * FROM {name} WHERE rowid IN (SELECT held.rowid FROM {join})"  # noqa: S608
    return f"SELECT held.* FROM {join}"  # noqa: S608


def _by_region(kind: str, table: Table) -> bool:
    return kind in _REGIONAL and "region_code" in {column.name for column in table.columns}


def _first(among: Mapping[str, str], table: Table, must: bool = True) -> tuple[str, str]:
    columns = {column.name for column in table.columns}
    for column, near in among.items():
        if column in columns:
            return column, near
    if must:
        raise KeyError(f"{table.full_name} has none of the columns {', '.join(among)}.")
    return "", ""
