"""The single writer: one transaction per chunk, the same end however often a run was killed, one process at a time."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from warehouse.errors import ContractError, WarehouseError, WarehouseLockedError
from warehouse.schema import written_tables
from warehouse.warehouse import Selection, Warehouse

STANDING = {f"{n}.txt": name for n, name in enumerate(("a1", "b1", "c1", "d1", "e1", "e2", "d0"))}


@pytest.fixture
def full(desk):
    """A desk with reports, twins, a refused file and amounts."""
    desk.indicator("cases")
    desk.put("a1", mentions=[desk.mention("cases", 3)])
    desk.put("b1", fold="twins")
    desk.put("c1", fold="twins", mentions=[desk.mention("cases", 5)])
    desk.put("d1", fold=None)
    desk.put("d0", fold="other twins", published_on=date(2021, 3, 1))
    desk.put("e1", fold="other twins")
    desk.put("e2", mentions=[desk.mention("cases", 7), desk.mention("cases", 8)])
    return desk


def everything(desk):
    """All rows of all written tables, but for what tells the time or the number of runs."""
    moving = {
        "first_seen_at",
        "last_seen_at",
        "started_at",
        "finished_at",
        "run_id",
        "run_no",
        "first_run",
        "last_run",
        "seconds",
    }
    found = {}
    for table in written_tables():
        if table.name not in ("runs", "build", "checks", "year_counts", "touched"):
            columns = ", ".join(f'"{column.name}"' for column in table.columns if column.name not in moving)
            found[table.full_name] = sorted(map(str, desk.ask(f"SELECT {columns} FROM {table.full_name}")))
    return found


def test_a_run_killed_between_chunks_ends_like_one_never_disturbed(full, tmp_path):
    full.night(STANDING, chunk=2)
    undisturbed = everything(full)
    assert undisturbed["store.quantities"]
    for killed_after in range(4):
        full.home = tmp_path / f"killed-{killed_after}"
        full.night(STANDING, chunk=2, stop_after=killed_after)
        full.night(STANDING, chunk=2)
        assert everything(full) == undisturbed


def test_the_killed_run_is_noted_as_failed_and_a_dead_one_as_interrupted(full):
    full.night(STANDING, stop_after=0)
    with Warehouse.open(full.home) as warehouse:
        warehouse.con.execute("UPDATE ledger.runs SET outcome = 'running'")
        warehouse.start_run("ingest", full.version)
        assert warehouse.con.execute("SELECT outcome FROM ledger.runs ORDER BY run_no").fetchall() == [
            ("interrupted",),
            ("running",),
        ]
    assert full.ask("SELECT outcome FROM ledger.runs ORDER BY run_no") == [("interrupted",), ("failed",)]


def test_loading_a_chunk_again_changes_nothing(full):
    full.night(STANDING)
    before = everything(full)
    with Warehouse.open(full.home) as warehouse:
        warehouse.start_run("ingest", full.version)
        result = warehouse.load_chunk(full.chunk(*map(full.sha, STANDING.values())))
        assert (result.loaded, result.duplicates, result.outdated, result.rejected) == (4, 2, 0, 1)
    assert everything(full) == before


def test_nothing_is_pending_after_a_run_and_the_next_processes_nothing(full):
    full.night(STANDING)
    with Warehouse.open(full.home) as warehouse:
        warehouse.start_run("ingest", full.version)
        full.offer(warehouse, STANDING)
        assert warehouse.pending().num_rows == 0
        known = warehouse.known_offers("inbox", STANDING).to_pylist()
    assert {(row["source_uri"], row["sha256"], row["mtime_ns"]) for row in known} == {
        (uri, full.sha(name), 1) for uri, name in STANDING.items()
    }


def test_a_chunk_that_fails_half_way_leaves_no_row(full, monkeypatch):
    with Warehouse.open(full.home) as warehouse:
        warehouse.start_run("ingest", full.version)
        full.offer(warehouse, STANDING)
        monkeypatch.setattr("warehouse.load.REPORT_TABLES", ("reports", "sections", "no_such_table"))
        with pytest.raises(Exception, match="no_such_table"):
            warehouse.load_chunk(full.chunk(*map(full.sha, STANDING.values())))
        assert warehouse.con.execute("SELECT count(*) FROM store.reports").fetchall() == [(0,)]
        assert warehouse.con.execute("SELECT count(*) FROM ledger.contents").fetchall() == [(0,)]


def test_a_chunk_without_a_declared_column_is_refused(full, opened):
    chunk = full.chunk(full.sha("a1"))
    chunk["quantities"] = chunk["quantities"].drop_columns(["quote"])
    with pytest.raises(ContractError, match="quantities lacks the columns quote"):
        opened.load_chunk(chunk)


def test_a_chunk_with_null_where_none_may_be_is_refused(full, opened):
    full.put("a1", mentions=[{**full.mention("cases", 3), "scope": None}])
    with pytest.raises(ContractError, match="'scope' with null values"):
        opened.load_chunk(full.chunk(full.sha("a1")))


def test_a_content_that_was_never_offered_is_refused(full, opened):
    with pytest.raises(ContractError, match="has been offered"):
        opened.load_chunk(full.chunk(full.sha("a1")))


def test_reading_again_replaces_the_rows_of_stale_contents(full):
    full.night(STANDING)
    full.version = "extractor-2"
    full.put("a1", mentions=[full.mention("cases", 4)])
    with Warehouse.open(full.home) as warehouse:
        warehouse.start_run("backfill", full.version)
        stale = warehouse.stored(Selection(not_by=full.version))["sha256"].to_pylist()
        assert stale == sorted(map(full.sha, STANDING.values()))
        warehouse.load_chunk(full.chunk(*stale))
        assert warehouse.settle() == 0
        assert warehouse.stored(Selection(not_by=full.version)).num_rows == 0
    assert full.ask("SELECT value FROM store.quantities WHERE report_id = ?", full.rid("a1")) == [(4.0,)]


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(year_from=2021), ["b1"]),
        (Selection(year_to=2020), ["a1"]),
        (Selection(places=("100100",)), ["a1"]),
        (Selection(places=("地100101001",)), ["a1"]),
        (Selection(levels=("county",)), ["b1"]),
        (Selection(rejected=True, reject_codes=("empty",)), ["c1"]),
        (Selection(rejected=True, reject_codes=("encrypted",)), []),
        (Selection(rejected=True, offered_from=date(2020, 1, 1)), ["c1"]),
        (Selection(rejected=True, offered_from=date(2999, 1, 1)), []),
        (Selection(), ["a1", "b1", "c1"]),
    ],
)
def test_a_backfill_chooses_by_year_place_level_or_reject_code(desk, selection, expected):
    desk.place("100000", "province")
    desk.place("100100", "prefecture", "100000")
    desk.place("100101", "county", "100100")
    desk.place("100101001", "township", "100101")
    desk.put("a1", place_code="100101001", report_year=2020)
    desk.put("b1", level="county", report_year=2021)
    desk.put("c1", fold=None)
    desk.night({"a.txt": "a1", "b.txt": "b1", "c.txt": "c1"})
    with Warehouse.open(desk.home) as warehouse:
        assert warehouse.stored(selection)["sha256"].to_pylist() == [desk.sha(name) for name in expected]


def test_the_summary_adds_up(full):
    full.night(STANDING)
    with Warehouse.open(full.home) as warehouse:
        summary = warehouse.summary(full.version)
    assert summary.counts == {
        "files": 7,
        "loaded": 4,
        "duplicate": 2,
        "rejected": 1,
        "reports": 4,
        "sections": 4,
        "quantities": 3,
        "quantities_with_indicator": 3,
        "stale": 0,
    }
    assert summary.rejects == {"empty": 1}


def test_a_second_process_gets_one_clear_sentence(desk):
    code = (
        "import sys; from pathlib import Path; from warehouse.warehouse import Warehouse\n"
        "from warehouse.errors import WarehouseLockedError\n"
        "try: Warehouse.open(Path(sys.argv[1]))\n"
        "except WarehouseLockedError as error: print(error)"
    )
    with Warehouse.open(desk.home):
        command = [sys.executable, "-c", code, str(desk.home)]
        told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3])
    assert told.stdout.startswith("Another run is writing to")


def test_the_lock_ends_with_the_warehouse(desk):
    with Warehouse.open(desk.home), pytest.raises(WarehouseLockedError):
        Warehouse.open(desk.home)
    with Warehouse.open(desk.home) as warehouse:
        assert warehouse.pending().num_rows == 0
    with pytest.raises(WarehouseError, match="closed"):
        warehouse.pending()


def test_a_home_of_another_schema_is_refused_with_its_reason(desk):
    with Warehouse.open(desk.home) as warehouse:
        warehouse.con.execute("ALTER TABLE store.sections DROP COLUMN items")
    with pytest.raises(ContractError, match=r"store\.sections has other columns"):
        Warehouse.open(desk.home)
