"""Writes core and marts as Parquet, partitioned by year and region: each release rewrites the parts that a build changed.

`export/<schema>/<table>/in_year=2023/in_region=5/*.parquet`; a table that is neither of reports nor of years is one file,
`export/<schema>/<table>.parquet`. The partition columns stand in the paths only. In a row, `data_version` names the build
that last wrote its part.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.parts import divided_by, located
from warehouse.schema import literal, models
from warehouse.sql import Model, read_models

FOLDER = "export"
_NO_ROWS = "no_rows.parquet"  # a partitioned table without rows still says which columns it has
_LONG_TEXTS = {"text", "sentence"}  # columns so long that a table which has one is written year by year, to save memory
_OPTIONS = "FORMAT parquet, COMPRESSION zstd"


def write_exports(con: duckdb.DuckDBPyConnection, folder: Path, whole: bool = False) -> list[Path]:
    """Write what `ledger.unpublished` names, or all (`whole`, or no export stands), below `folder`; return what was replaced.

    For a moment parts of two builds stand side by side. Where this fails, the next release writes the same parts again.
    """
    exported = [model for model in read_models() if model.is_exported]
    with _drafting(folder) as drafts:
        pending = [step for model in exported for step in _draft(con, folder, drafts, model, whole)]
        os.sync()  # one for all: an fsync for each of hundreds of small files would take longer than writing them
        for number, (draft, target) in enumerate(pending):
            _swap(draft, target, drafts / f"{number}.old")
    for model in exported:
        _tidy(con, folder, model)
    con.execute("DELETE FROM ledger.unpublished")
    return [target for _, target in pending]


def source(folder: Path, name: str) -> str:
    """Return the SQL that reads the export of the model `name` back, its partition columns left out."""
    path = folder.joinpath(*name.split("."))
    files = path / "**" / "*.parquet" if path.is_dir() else path.with_name(f"{path.name}.parquet")
    return f"read_parquet({literal(str(files))}, hive_partitioning = false)"


def _draft(
    con: duckdb.DuckDBPyConnection, folder: Path, drafts: Path, model: Model, whole: bool
) -> Iterator[tuple[Path, Path]]:
    """Write what is stale of one model; yield each draft, which need not be there, with the path that it is to take."""
    target, draft = folder.joinpath(*model.name.split(".")), drafts / model.name
    parts = con.execute(
        "SELECT DISTINCT in_year, in_region FROM ledger.unpublished WHERE model = ? ORDER BY ALL NULLS FIRST", [model.name]
    ).fetchall()
    rows = located(model, model.name)
    if rows is None:
        file = target.with_name(f"{target.name}.parquet")
        if whole or parts or not file.exists():
            draft = draft.with_name(f"{model.name}.parquet")
            con.execute(f"COPY (FROM {model.name} ORDER BY {_order(model)}) TO {literal(str(draft))} ({_OPTIONS})")
            yield draft, file
    elif whole or not target.is_dir() or (parts and parts[0][0] is None):
        _copy(con, model, rows, draft)
        draft.mkdir(exist_ok=True)
        yield draft, target
    elif parts:
        wanted = f"SELECT DISTINCT in_year, in_region FROM ledger.unpublished WHERE model = {literal(model.name)}"  # noqa: S608
        near = f"FROM ({rows}) AS found SEMI JOIN ({wanted}) AS wanted ON wanted.in_year = found.in_year"
        _copy(con, model, f"{near} AND coalesce(wanted.in_region, found.in_region) IS NOT DISTINCT FROM found.in_region", draft)
        for year, region in parts:
            part = Path(f"in_year={year}") if region is None else Path(f"in_year={year}", f"in_region={region}")
            yield draft / part, target / part


def _copy(con: duckdb.DuckDBPyConnection, model: Model, rows: str, draft: Path) -> None:
    years: list[str | None] = [None]
    if _LONG_TEXTS & {column.name for column in models()[model.name].columns}:
        years = [row[0] for row in con.execute(f"SELECT DISTINCT in_year FROM ({rows})").fetchall()]  # noqa: S608
    by = divided_by(model)
    kept = "*" if "in_region" in by else "* EXCLUDE (in_region)"
    for year in years:
        only = "" if year is None else f" WHERE in_year = {literal(year)}"
        chosen = f"SELECT {kept} FROM ({rows}){only}"  # noqa: S608
        options = f"{_OPTIONS}, PARTITION_BY ({', '.join(by)}), OVERWRITE_OR_IGNORE"
        con.execute(f"COPY ({chosen}) TO {literal(str(draft))} ({options})")


def _order(model: Model) -> str:
    return ", ".join(f'"{name}"' for name in models()[model.name].key) or "ALL"


@contextmanager
def _drafting(folder: Path) -> Iterator[Path]:
    drafts = folder / ".drafts"
    shutil.rmtree(drafts, ignore_errors=True)
    drafts.mkdir(parents=True)
    try:
        yield drafts
    finally:
        shutil.rmtree(drafts, ignore_errors=True)


def _swap(draft: Path, target: Path, aside: Path) -> None:
    """Let `draft` take the place of `target`; a draft that was not written leaves the place empty.

    A folder that gives way goes `aside`, among the drafts: a run that is killed here leaves nothing of it in the export.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if draft.is_file():
        draft.replace(target)
        return
    if target.is_dir():
        target.rename(aside)
    if draft.is_dir():
        draft.rename(target)


def _tidy(con: duckdb.DuckDBPyConnection, folder: Path, model: Model) -> None:
    """Take away years without a part, and let a partitioned table without any say its columns all the same."""
    target = folder.joinpath(*model.name.split("."))
    if not divided_by(model):
        return
    for year in target.glob("in_year=*"):
        if not any(year.iterdir()):
            year.rmdir()
    none = target / _NO_ROWS
    if any(target.glob("in_year=*")):
        none.unlink(missing_ok=True)
    elif not none.exists():
        con.execute(f"COPY (FROM {model.name} LIMIT 0) TO {literal(str(none))} ({_OPTIONS})")
    target.with_name(f"{target.name}.parquet").unlink(missing_ok=True)  # as older versions wrote it
