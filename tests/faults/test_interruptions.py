"""Two runs at once, SIGTERM, a clock that was set back, a dead lock: each ends as an operator would expect."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from flows.ingest import ingest
from warehouse.errors import WarehouseLockedError

pytestmark = pytest.mark.usefixtures("prefect_server_for_tests")

FAZHI = Path(sys.executable).with_name("fazhi")
PATIENCE = 180  # seconds


def test_of_two_runs_at_once_the_second_is_told(nursery, scene, tmp_path, differences, monkeypatch) -> None:
    home = scene.home(tmp_path / "home")
    nursery.send(home, scene.inbox, stage="models", signal=signal.SIGSTOP)
    stopped = nursery.answer()["stopped"]
    monkeypatch.setenv("FAZHI_HOME", str(home))
    try:
        with pytest.raises(WarehouseLockedError, match="Another run is writing"):
            ingest([str(scene.inbox)])
    finally:
        os.kill(stopped, signal.SIGCONT)
    assert nursery.answer()["hit"] == "end"
    assert differences(home, scene.undisturbed) == {}


@pytest.mark.long
def test_the_lock_of_a_dead_run_holds_nobody_up(nursery, scene, tmp_path, monkeypatch) -> None:
    home = scene.home(tmp_path / "home")
    nursery.night(home, scene.inbox, stage="checks")
    assert (home / "work.lock").exists()
    monkeypatch.setenv("FAZHI_HOME", str(home))
    assert ingest([str(scene.inbox)]).published


@pytest.mark.long
def test_sigterm_ends_a_command_in_order(scene, tmp_path, nursery, differences) -> None:
    from prefect.settings import get_current_settings

    home = scene.home(tmp_path / "home")
    settings = {"FAZHI_CHUNK_REPORTS": "1", "FAZHI_WORKERS": "1", "PREFECT_API_URL": str(get_current_settings().api.url)}
    command = [str(FAZHI), "ingest", str(scene.inbox), "--home", str(home)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | settings, text=True)
    deadline = datetime.now(UTC) + timedelta(seconds=PATIENCE)
    while not list((home / "chunks").glob("*")) and running.poll() is None:
        assert datetime.now(UTC) < deadline
    running.terminate()
    out, errors = running.communicate(timeout=PATIENCE)
    assert (running.returncode, out.splitlines()) == (130, ["Starting Prefect, which takes some seconds ..."])
    assert errors == "Stopped. What was committed is kept; the next run goes on from there.\n"
    with duckdb.connect(str(home / "work.duckdb"), read_only=True) as connection:
        outcomes = connection.execute("SELECT outcome FROM ledger.runs ORDER BY run_no").fetchall()
    assert outcomes == [("success",), ("interrupted",)]
    nursery.whole_night(home, scene.inbox)
    assert differences(home, scene.undisturbed) == {}


def test_a_clock_that_was_set_back_mixes_nothing_up(home, inbox, write, monkeypatch) -> None:
    class Tomorrow(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(days=1)

    path = write("a.txt", lectures=12)
    ahead = (datetime.now(UTC) + timedelta(days=1)).timestamp()
    os.utime(path, (ahead, ahead))
    with monkeypatch.context() as patch:
        patch.setattr("warehouse.ledger.datetime", Tomorrow)
        ingest([str(inbox)])
    write("a.txt", lectures=13)
    write("b.txt", year=2020)
    ingest([str(inbox)], settle_seconds=0)
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        files = connection.execute("SELECT source_uri, status FROM core.source_files ORDER BY ALL").fetchall()
        value = connection.execute("SELECT value FROM core.quantities WHERE surface = '13场次'").fetchall()
        spans = connection.execute("SELECT bool_and(first_seen_at <= last_seen_at) FROM core.source_files").fetchall()
        runs = connection.execute("SELECT bool_and(finished_at >= started_at) FROM core.runs").fetchall()
    assert files == [("a.txt", "loaded"), ("a.txt", "superseded"), ("b.txt", "loaded")]
    assert value == [(13.0,)]
    assert spans == runs == [(True,)]
