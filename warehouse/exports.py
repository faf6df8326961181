"""Writes core and marts as Parquet, partitioned by year and region: each release writes what a build changed.

`export/<schema>/<table>/in_year=2023/in_region=5/*.parquet`; a table that is neither of reports nor of years is one file,
`export/<schema>/<table>.parquet`. The partition columns stand in the paths only. Rows of new reports and bodies are added to
their part as a file of their own; a part in which other rows changed, or with many such files, is written anew. In a row,
`data_version` names the build that wrote its file.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.connection import transaction
from warehouse.models import VERSIONED
from warehouse.near import TEXTS, narrowed, substitute
from warehouse.parts import REPORTS_PLACED, divided_by, in_part, located, names_body, stands_alone
from warehouse.schema import literal, models
from warehouse.sql import Model, read_models

FOLDER = "export"
DRAFTS = ".drafts"  # in it: what a release writes before it swaps it in
WRITTEN = "data_version.txt"  # names the build that the exports are of: to what another one left nothing is added
NO_ROWS = "no_rows.parquet"  # a partitioned table without rows still says which columns it has
_LONG_TEXTS = {"text", "sentence"}  # columns so long that a table which has one is written year by year, to save memory
_OPTIONS = "FORMAT parquet, COMPRESSION zstd"
_MOST_FILES = 24  # of a part: more are slow to read
_STALE = "SELECT DISTINCT in_year, in_region FROM ledger.unpublished WHERE model = {model}"
_SAME_PART = (
    "stale.in_year = {rows}.in_year AND coalesce(stale.in_region, {rows}.in_region) IS NOT DISTINCT FROM {rows}.in_region"
)


def write_exports(con: duckdb.DuckDBPyConnection, folder: Path, whole: bool = False) -> list[Path]:
    """Write what `ledger.unpublished` and `ledger.unexported` name, or all, below `folder`; return what was written.

    All is written where `whole` says so, and where the exports are not those that this working file wrote last. For a moment
    parts of two builds stand side by side; where this fails then, the next release writes all.
    """
    exported = [model for model in read_models() if model.is_exported]
    whole = whole or not _is_own(con, folder)
    with _drafting(folder) as drafts:
        pending = [step for model in exported for step in _draft(con, folder, drafts, model, whole)]
        os.sync()  # one for all: an fsync for each of hundreds of small files would take longer than writing them
        (folder / WRITTEN).unlink(missing_ok=True)
        for number, (draft, target) in enumerate(pending):
            _swap(draft, target, drafts / f"{number}.old")
    for model in exported:
        _tidy(con, folder, model)
    with transaction(con):
        for table in ("unpublished", "unexported", "unexported_bodies", "exported"):
            con.execute(f"DELETE FROM ledger.{table}")  # noqa: S608
        con.execute("INSERT INTO ledger.exported SELECT data_version FROM ledger.build")
    (folder / WRITTEN).write_text(_version(con, "build"))
    return [target for _, target in pending]


def _is_own(con: duckdb.DuckDBPyConnection, folder: Path) -> bool:
    written = folder / WRITTEN
    return written.exists() and written.read_text() == _version(con, "exported")


def _version(con: duckdb.DuckDBPyConnection, table: str) -> str:
    return "".join(row[0] for row in con.execute(f"SELECT data_version FROM ledger.{table}").fetchall())  # noqa: S608


def source(folder: Path, name: str) -> str:
    """Return the SQL that reads the export of the model `name` back, its partition columns left out."""
    path = folder.joinpath(*name.split("."))
    file = path.with_name(f"{path.name}.parquet")
    files = path / "**" / "*.parquet" if path.is_dir() and not file.is_file() else file
    return f"read_parquet({literal(str(files))}, hive_partitioning = false)"


def _draft(
    con: duckdb.DuckDBPyConnection, folder: Path, drafts: Path, model: Model, whole: bool
) -> Iterator[tuple[Path, Path]]:
    """Write what is stale of one model; yield each draft, which need not be there, with the path that it is to take."""
    target, draft = folder.joinpath(*model.name.split(".")), drafts / model.name
    _note_crowded(con, model, target)
    parts = con.execute(_of(model, f"{_STALE} ORDER BY ALL NULLS FIRST", "")).fetchall()
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
    else:
        if parts:
            yield from _draft_parts(con, model, parts, draft, target)
        if "in_region" in divided_by(model):
            yield from _draft_added(con, model, drafts / f"{model.name}.added", target)


def _note_crowded(con: duckdb.DuckDBPyConnection, model: Model, target: Path) -> None:
    """Have the part with the most files written anew where they are too many: one of each model a release, so in turns."""
    counted = [(len([*part.iterdir()]), part) for part in target.glob("in_year=*/in_region=*")]
    if counted and (fullest := max(counted))[0] >= _MOST_FILES:
        year, region = (name.partition("=")[2] for name in fullest[1].parts[-2:])
        con.execute("INSERT INTO ledger.unpublished VALUES (?, ?, ?)", [model.name, year, region])


def _draft_parts(
    con: duckdb.DuckDBPyConnection, model: Model, parts: Sequence[tuple[str, str | None]], draft: Path, target: Path
) -> Iterator[tuple[Path, Path]]:
    """Write parts anew."""
    stale = f"SEMI JOIN ({_STALE}) AS stale ON {_SAME_PART}"
    rows = located(model, model.name, f"(FROM {REPORTS_PLACED} AS placed {_of(model, stale, 'placed')})")
    _copy(con, model, f"FROM ({rows}) AS found {_of(model, stale, 'found')}", draft)
    whole_years = {year for year, region in parts if region is None}
    for year, region in parts:
        if region is None:
            yield draft / f"in_year={year}", target / f"in_year={year}"
        elif year not in whole_years:
            part = Path(f"in_year={year}", f"in_region={region}")
            yield draft / part, target / part


def _draft_added(con: duckdb.DuckDBPyConnection, model: Model, draft: Path, target: Path) -> Iterator[tuple[Path, Path]]:
    """Write the rows of new reports and bodies that are to be added to parts which stay."""
    stale = _of(model, f"ANTI JOIN ({_STALE}) AS stale ON {_SAME_PART}", "found")
    rows = located(model, f"({_added(model)})")
    _copy_cut_up(con, model, f"FROM ({rows}) AS found {stale}", draft, f"added_{_version(con, 'build')}")
    for file in sorted(draft.glob("*/*/*.parquet")):
        yield file, target / file.relative_to(draft)


def _added(model: Model) -> str:
    """The SELECT of a model's rows of new reports, and of new bodies."""
    by_report = narrowed(_rows(model), "report_id", "ledger.unexported")
    if not names_body(model):
        return by_report
    by_body = narrowed(_rows(model), "body_key", "ledger.unexported_bodies")
    return f"{by_report} UNION ALL {by_body} ANTI JOIN ledger.unexported USING (report_id)"


def _rows(model: Model) -> str:
    """What holds the model's rows; of a view of texts its SELECT over those of new reports, because it reads no others."""
    if model.materialized == "table" or TEXTS not in model.text:
        return model.name
    few = narrowed(TEXTS, "report_id", "ledger.unexported")
    text = substitute(model.text, lambda name: f"({few})" if name == TEXTS else name)
    return f"({VERSIONED.format(text=text)})"


def _of(model: Model, text: str, rows: str) -> str:
    return text.format(model=literal(model.name), rows=rows)


def _copy(con: duckdb.DuckDBPyConnection, model: Model, rows: str, draft: Path) -> None:
    """Write `rows`, a file for each part where that is faster than to cut them up while they are written."""
    if stands_alone(model) or divided_by(model) == ("in_year",):
        for year, region in con.execute(f"SELECT DISTINCT in_year, in_region FROM ({rows})").fetchall():  # noqa: S608
            _copy_part(con, model, year, region, draft)
    else:
        _copy_cut_up(con, model, rows, draft)


def _copy_part(con: duckdb.DuckDBPyConnection, model: Model, year: str, region: str | None, draft: Path) -> None:
    """Write all rows of one part: in a half to a third of the time that they take cut up with those of others."""
    file = draft / f"in_year={year}" / (f"in_region={region}" if region else "") / "data_0.parquet"
    file.parent.mkdir(parents=True, exist_ok=True)
    where = in_part(year, region)
    con.execute(f"COPY (FROM {model.name} WHERE {where}) TO {literal(str(file))} ({_OPTIONS})")


def _copy_cut_up(con: duckdb.DuckDBPyConnection, model: Model, rows: str, draft: Path, name: str = "data") -> None:
    """Write `rows` to their parts in one go, long texts year by year; the files of a part are called `name`_0 and so on."""
    years: list[str | None] = [None]
    if _LONG_TEXTS & {column.name for column in models()[model.name].columns}:
        years = [row[0] for row in con.execute(f"SELECT DISTINCT in_year FROM ({rows})").fetchall()]  # noqa: S608
    for year in years:
        found = f"FROM ({rows})" if year is None else f"FROM ({rows}) WHERE in_year = {literal(year)}"
        how = f"{_OPTIONS}, PARTITION_BY (in_year, in_region), OVERWRITE_OR_IGNORE, FILENAME_PATTERN '{name}_{{i}}'"
        con.execute(f"COPY ({found}) TO {literal(str(draft))} ({how})")


def _order(model: Model) -> str:
    return ", ".join(f'"{name}"' for name in models()[model.name].key) or "ALL"


@contextmanager
def _drafting(folder: Path) -> Iterator[Path]:
    drafts = folder / DRAFTS
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
    none = target / NO_ROWS
    if any(target.glob("in_year=*")):
        none.unlink(missing_ok=True)
    elif not none.exists():
        con.execute(f"COPY (FROM {model.name} LIMIT 0) TO {literal(str(none))} ({_OPTIONS})")
    target.with_name(f"{target.name}.parquet").unlink(missing_ok=True)  # as older versions wrote it
