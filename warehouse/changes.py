"""Says before it happens what a release, or a second reading, would change in values that analysts have seen."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from warehouse.errors import TooMuchChangedError
from warehouse.models import Build
from warehouse.publish import PUBLISHED
from warehouse.schema import chunk_schema, literal
from warehouse.sql import query

_FEW = 10  # changed values: fewer say nothing about a share
_SHOWN = 50
_VALUES = "marts.indicator_values"
STOPPED = "Stopped before publishing"
"""How the message of a run begins that waits for `fazhi accept`."""

Row = dict[str, Any]


class Changes(NamedTuple):
    """Values compared, how many were added, removed and changed, and examples of these."""

    values: int
    added: int
    removed: int
    changed: int
    examples: list[Row]

    @property
    def differing(self) -> int:
        """How many of the compared values are not the same any more."""
        return self.added + self.removed + self.changed

    @property
    def share(self) -> float:
        """The part of the compared values that differs."""
        return self.differing / self.values if self.values else 0.0


NOTHING = Changes(0, 0, 0, 0, [])


def changes_to_publish(con: duckdb.DuckDBPyConnection, home: Path, build: Build | None = None) -> Changes:
    """Compare the build in the working file with the published one, over reports whose bytes are the same in both.

    With a `build` of a part on top of what is published, only what lies near is compared: the rest is the same. Nothing is
    compared where nothing is published, or a file so damaged that nobody reads it.
    """
    if not (home / PUBLISHED).exists():
        return NOTHING
    near = build.near if build and _VALUES not in build.renewed else None
    text = query("release/changed_values")
    try:
        con.execute(f"ATTACH {literal(str(home / PUBLISHED))} AS published (READ_ONLY)")
    except duckdb.Error:
        return NOTHING
    try:
        found = _rows(con, near.text(text, "report") if near else text)
    except duckdb.IOException:
        return NOTHING
    finally:
        con.execute("DETACH published")
    apart = con.execute(query("release/values_apart")).fetchall()[0][0] if near else 0
    counts = Counter({row["outcome"]: row["n"] for row in found})
    examples = [one for row in found for one in row["examples"] or []]
    return Changes(apart + counts.total(), counts["added"], counts["removed"], counts["changed"], examples[:_SHOWN])


def require_acceptable(changes: Changes, most: float, run_id: str) -> None:
    """Raise TooMuchChangedError where more than the share `most` of the values, and more than a few, would change."""
    if changes.differing >= _FEW and changes.share > most:
        raise TooMuchChangedError(
            f"{STOPPED}: {changes.differing} of {changes.values} values would change ({changes.added} added, "
            f"{changes.removed} removed, {changes.changed} changed); `fazhi accept {run_id}` publishes them."
        )


def changes_by_reading(con: duckdb.DuckDBPyConnection, hashes: Sequence[str], amounts: pa.Table) -> Changes:
    """Compare `amounts`, what a new reading of these contents finds (the chunk table quantities), with what is loaded."""
    con.register("sampled", pa.table({"sha256": pa.array(hashes, pa.string())}))
    con.register("reread", amounts.cast(chunk_schema("quantities")))
    try:
        rows = _rows(con, query("release/sampled_changes"))
    finally:
        con.unregister("sampled")
        con.unregister("reread")
    found = Counter(row["outcome"] for row in rows)
    return Changes(amounts.num_rows, found["added"], found["removed"], found["changed"], rows[:_SHOWN])


def chosen_by_region(con: duckdb.DuckDBPyConnection, hashes: Sequence[str]) -> list[Row]:
    """Count contents per year and region, refused ones by reject code: report_year, region, reject_code, contents."""
    con.register("chosen", pa.table({"sha256": pa.array(hashes, pa.string())}))
    try:
        return _rows(con, query("release/chosen_by_region"))
    finally:
        con.unregister("chosen")


def _rows(con: duckdb.DuckDBPyConnection, text: str) -> list[Row]:
    rows: list[Row] = con.sql(text).to_arrow_table().to_pylist()
    return rows
