"""Publishing: one swap, readers undisturbed, nothing half written, readable for others."""

import errno
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from warehouse import publish
from warehouse.errors import NothingPublishedError, WarehouseError
from warehouse.publish import publish_file, replacing
from warehouse.schema import models
from warehouse.sql import read_models
from warehouse.verify import release_findings
from warehouse.warehouse import Warehouse, open_published

# each statement in a new connection, until `reports` reports are there (or for good 30 seconds)
READER = """
import sys, time, duckdb
path, reports = sys.argv[1], int(sys.argv[2])
seen, stop = [], time.monotonic() + 30
while seen[-1:] != [reports] and time.monotonic() < stop:
    with duckdb.connect(path, read_only=True) as con:
        counts = con.execute("SELECT count(*), (SELECT count(*) FROM core.source_files) FROM core.reports").fetchall()[0]
    if counts[0] != counts[1]:
        sys.exit(f"torn read: {counts}")
    if seen[-1:] != [counts[0]]:
        seen.append(counts[0])
        print(counts[0], flush=True)
"""
# one connection held open; it answers whenever it is asked
HOLDER = """
import sys, duckdb
con = duckdb.connect(sys.argv[1], read_only=True)
for line in sys.stdin:
    print(con.execute("SELECT count(*) FROM core.reports").fetchall()[0][0], flush=True)
"""


@contextmanager
def process(code, *arguments):
    """Another process that runs this code; it does not outlive the test."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", code, *map(str, arguments)], **pipes) as running:
        try:
            yield running
        finally:
            running.kill()


@pytest.fixture
def published(desk):
    """A home with one report, published."""
    desk.put("a1", text="第一段。")
    _night(desk, {"a.txt": "a1"})
    return desk


def _night(desk, standing):
    with Warehouse.open(desk.home) as warehouse:
        warehouse.start_run("ingest", desk.version)
        desk.offer(warehouse, standing)
        warehouse.load_chunk(desk.chunk(*warehouse.pending()["sha256"].to_pylist()))
        warehouse.settle()
        desk.build(warehouse)
        warehouse.finish_run("success", {"files": len(standing)})
        return warehouse.publish()


def test_readers_in_other_processes_see_whole_builds_only(published):
    path = published.home / "warehouse.duckdb"
    with process(READER, path, 3) as reader, process(HOLDER, path) as holder:
        assert reader.stdout.readline() == "1\n"
        assert _ask(holder) == 1
        standing = {"a.txt": "a1"}
        for name in ("b1", "c1"):
            published.put(name)
            standing[f"{name}.txt"] = name
            _night(published, standing)
            assert reader.stdout.readline() == f"{len(standing)}\n"
            # what is open stays as it was until it reconnects
            assert _ask(holder) == 1
        assert reader.communicate(timeout=30) == ("", "")
        assert reader.returncode == 0


def _ask(holder):
    holder.stdin.write("\n")
    holder.stdin.flush()
    return int(holder.stdout.readline())


def test_no_log_no_draft_and_no_lock_is_left_on_what_analysts_open(published):
    names = {path.name for path in published.home.iterdir()}
    assert names == {"warehouse.duckdb", "work.duckdb", "work.lock", "export"}
    assert not list(published.home.rglob(".*"))


def test_the_run_that_is_published_says_success(published):
    with open_published(published.home) as con:
        assert con.execute("SELECT outcome, counts['files'], finished_at >= started_at FROM core.runs").fetchall() == [
            ("success", 1, True)
        ]


def test_the_storage_version_is_one_that_older_clients_read(published):
    with duckdb.connect(str(published.home / "warehouse.duckdb"), read_only=True) as con:
        (tags,) = con.execute("SELECT tags FROM duckdb_databases() WHERE database_name = 'warehouse'").fetchone()
    assert tags["storage_version"].startswith("v1.2.0")


def test_exports_equal_the_tables(published):
    with open_published(published.home) as con:
        for table in (models()[model.name] for model in read_models() if model.is_exported):
            place = published.home / "export" / table.schema / table.name
            rows = pq.read_table(place if place.is_dir() else place.with_name(f"{table.name}.parquet"), partitioning=None)
            (count,) = con.execute(f"SELECT count(*) FROM {table.full_name}").fetchone()
            assert rows.num_rows == count
            assert rows.column_names == [column.name for column in table.columns]


def test_the_published_file_reaches_no_other_file(published, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n", "utf-8")
    with open_published(published.home) as con:
        for attempt in (f"SELECT * FROM '{secret}'", "SET enable_external_access = true", "CREATE TABLE core.x (a INTEGER)"):
            with pytest.raises(duckdb.Error):
                con.execute(attempt)


def test_a_home_without_a_release_says_so(tmp_path):
    with pytest.raises(NothingPublishedError, match="Nothing has been published"):
        open_published(tmp_path)


def test_a_file_that_is_not_closed_is_not_published(tmp_path):
    (tmp_path / "work.duckdb").write_bytes(b"data")
    (tmp_path / "work.duckdb.wal").write_bytes(b"log")
    with pytest.raises(WarehouseError, match="not closed cleanly"):
        publish_file(tmp_path / "work.duckdb", tmp_path)
    assert not (tmp_path / "warehouse.duckdb").exists()


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError("No space left on device")])
def test_an_interrupted_publish_leaves_the_last_release_and_a_failed_run(published, monkeypatch, stop):
    before = (published.home / "warehouse.duckdb").read_bytes()

    def copy_half(source, target):
        target.write_bytes(source.read_bytes()[:1000])
        raise stop

    monkeypatch.setattr(publish, "_copy", copy_half)
    published.put("b1")
    with pytest.raises((KeyboardInterrupt, OSError)):
        _night(published, {"a.txt": "a1", "b.txt": "b1"})
    assert (published.home / "warehouse.duckdb").read_bytes() == before
    assert not list(published.home.glob(".*draft"))
    assert published.ask("SELECT outcome FROM ledger.runs ORDER BY run_no") == [("success",), ("failed",)]


def test_a_file_is_copied_whole_where_the_kernel_cannot_copy_it(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    (tmp_path / "work.duckdb").write_bytes(b"data" * 1000)
    monkeypatch.setattr(publish.os, "copy_file_range", refuse)
    assert publish_file(tmp_path / "work.duckdb", tmp_path).read_bytes() == b"data" * 1000


def test_a_file_with_much_free_space_is_written_anew_with_the_same_rows_comments_and_readers(published, monkeypatch):
    monkeypatch.setattr(publish, "_LEAST_FREE_MB", 0)
    monkeypatch.setattr(publish, "_MOST_FREE", 0.25)
    left = published.home / ".work.duckdb.draft.wal"
    left.write_bytes(b"of a run that was killed while it wrote the file anew")
    with Warehouse.open(published.home) as warehouse:
        warehouse.con.execute("CREATE TABLE built.large AS SELECT hash(n) AS n FROM range(2000000) AS numbers (n)")
        warehouse.con.execute("CREATE TABLE built.behind AS SELECT 1 AS n")
        warehouse.con.execute("CHECKPOINT")
        warehouse.con.execute("DROP TABLE built.large")
    before = _said(published.home / "work.duckdb")
    published.put("b1", text="第二段。")
    _night(published, {"a.txt": "a1", "b.txt": "b1"})
    assert not left.exists()
    after = _said(published.home / "work.duckdb")
    assert after == _said(published.home / "warehouse.duckdb")
    assert after["size"] < before["size"] / 2
    assert after | {"size": 0} == before | {"size": 0, "texts": [("第一段。",), ("第二段。",)]}
    published.put("c1")
    _night(published, {"a.txt": "a1", "b.txt": "b1", "c.txt": "c1"})
    assert published.ask("SELECT outcome FROM ledger.runs") == [("success",)] * 3


def _said(path):
    """What a warehouse file holds, as far as a file that is written anew might lose it."""
    with duckdb.connect(str(path), read_only=True) as con:
        asked = {
            "texts": "SELECT text FROM store.report_texts",
            "tables": "SELECT schema_name, table_name, comment FROM duckdb_tables() ORDER BY ALL",
            "views": "SELECT schema_name, view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY ALL",
            "columns": "SELECT schema_name, table_name, column_name, data_type, is_nullable, column_default, comment "
            "FROM duckdb_columns() WHERE NOT internal ORDER BY ALL",
            "version": "SELECT left(tags['storage_version'], 6) FROM duckdb_databases() WHERE path IS NOT NULL",
        }
        return {"size": path.stat().st_size} | {name: con.execute(text).fetchall() for name, text in asked.items()}


def test_a_draft_takes_the_name_only_when_it_is_whole(tmp_path):
    target = tmp_path / "table.parquet"
    target.write_text("old", "utf-8")
    with pytest.raises(FileNotFoundError), replacing(target) as draft:
        target.with_name("there_is_no_such_file").read_text("utf-8")
    assert target.read_text("utf-8") == "old"
    with replacing(target) as draft:
        draft.write_text("new", "utf-8")
    assert [path.read_text("utf-8") for path in tmp_path.iterdir()] == ["new"]


class Killed(BaseException):
    """The process is gone."""


def test_a_publish_killed_between_two_steps_is_brought_to_its_end(published, monkeypatch):
    """Each time it gets one step further: a folder renamed, a file replaced, a folder removed."""
    standing = {"a.txt": "a1"}
    for step in range(7):
        published.put(f"b{step}", text=f"第{step}段。")
        standing[f"b{step}.txt"] = f"b{step}"
        with monkeypatch.context() as patch:
            _kill_at(patch, step)
            with pytest.raises(Killed):
                _night(published, standing)
        _night(published, standing)
        with Warehouse.open(published.home) as warehouse:
            assert list(release_findings(warehouse.con, published.home)) == [], f"killed at step {step}"
    assert [path.name for path in published.home.glob("export/**/.*")] == []


def _kill_at(patch, step):
    left, dead = step, False

    def counted(real, *arguments, **options):
        nonlocal left, dead
        if dead:
            return None  # what cleans up behind an error does nothing in a process that is gone
        if left == 0:
            dead = True
            raise Killed
        left -= 1
        return real(*arguments, **options)

    for owner, name in ((Path, "rename"), (Path, "replace"), (shutil, "rmtree")):
        real = getattr(owner, name)
        patch.setattr(owner, name, lambda *given, _real=real, **options: counted(_real, *given, **options))
