"""Over a real standing server: missed nights are made up for by one run; prefect.yaml deploys, and its worker works."""

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
PATIENCE = 240  # seconds on a busy machine
POLLS = 25  # seconds: two polls of a runner or a worker, and the start of a run that should not be there


def environment(home: Path, **settings: str) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    quiet = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "NO_COLOR": "1"}
    return ours | quiet | {"FAZHI_HOME": str(home), "FAZHI_WORKERS": "1"} | settings


class Api:
    """The API of a Prefect server."""

    def __init__(self, url: str) -> None:
        self._url = url

    def ask(self, path: str, **body: Any) -> Any:
        request = urllib.request.Request(f"{self._url}{path}", json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def nights(self, *states: str) -> list[dict[str, Any]]:
        """The runs of the nightly deployment in these states."""
        return self.ask(
            "/flow_runs/filter",
            deployments={"name": {"any_": ["nightly"]}},
            flow_runs={"state": {"type": {"any_": list(states)}}},
        )


def wait_for(condition: Callable[[], Any], what: str) -> Any:
    deadline = time.monotonic() + PATIENCE
    while not (met := condition()):
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.5)
    return met


@contextmanager
def served(home: Path, schedule: str, end: signal.Signals) -> Iterator[tuple[Api, str]]:
    """`fazhi serve`, until it is ended by `end`, with all of its processes; yields its API and what it has said."""
    command, said = [str(BIN / "fazhi"), "serve"], home / "said.txt"
    settings = environment(home, FAZHI_PORT="0", FAZHI_SCHEDULE=schedule, FAZHI_SETTLE_SECONDS="0")
    with said.open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=settings, start_new_session=True)
    try:
        wait_for(lambda: "Ctrl-C" in said.read_text("utf-8") or process.poll() is not None, "the service")
        told = said.read_text("utf-8")
        found = re.search(r"http://127\.0\.0\.1:\d+", told)
        assert found, told
        yield Api(f"{found[0]}/api"), told
    finally:
        os.killpg(process.pid, end)
        process.wait(60)


def ended_nights(home: Path) -> list[str]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        rows = connection.execute("SELECT outcome FROM ledger.runs WHERE kind = 'nightly' AND outcome = 'success'").fetchall()
    return [outcome for (outcome,) in rows]


def let_nights_pass(database: Path) -> None:
    """Set back all nights that are planned by four days: three of them are late then."""
    with closing(sqlite3.connect(database, timeout=60)) as connection, connection:
        for column in ("expected_start_time", "next_scheduled_start_time"):
            earlier = f"strftime('%Y-%m-%d %H:%M:%f000', {column}, '-4 days')"
            connection.execute(f"UPDATE flow_run SET {column} = {earlier} WHERE auto_scheduled")
        planned = "id IN (SELECT state_id FROM flow_run WHERE auto_scheduled)"
        earlier = "json_set(state_details, '$.scheduled_time', '2020-01-01T00:00:00Z')"
        connection.execute(f"UPDATE flow_run_state SET state_details = {earlier} WHERE {planned}")


def test_nights_missed_while_the_service_was_dead_are_made_up_for_by_one_run(home: Path, write_into) -> None:
    write_into(home / "inbox", "a.txt")
    with served(home, "0 2 * * *", signal.SIGKILL) as (api, told):
        assert "Missed" not in told
        planned = wait_for(lambda: api.nights("SCHEDULED"), "the schedule")
    assert len(planned) == 3
    let_nights_pass(home / "prefect" / "prefect.db")
    with served(home, "0 0 1 1 *", signal.SIGTERM) as (api, told):
        assert told.count("Missed:    one run makes up for the nights missed, now") == 1
        wait_for(lambda: api.nights("COMPLETED"), "the run that makes up for them")
        time.sleep(POLLS)
        now = datetime.now(UTC).isoformat()
        assert [run["name"].split()[0] for run in api.nights("COMPLETED")] == ["nightly"]
        assert api.nights("RUNNING", "PENDING") == []
        assert {run["id"] for run in api.nights("CANCELLED")} == {run["id"] for run in planned}
        assert not [run for run in api.nights("SCHEDULED") if run["expected_start_time"] < now]
    assert ended_nights(home) == ["success"]
    with served(home, "0 0 1 1 *", signal.SIGTERM) as (_, told):
        assert "Missed" not in told


def prefect(*arguments: str, cwd: Path, settings: dict[str, str]) -> str:
    command = [str(BIN / "prefect"), *arguments]
    done = subprocess.run(
        command, cwd=cwd, env=settings, capture_output=True, text=True, timeout=PATIENCE, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What a checkout holds for Prefect, and nothing that was made here."""
    folder = tmp_path / "checkout"
    for name in ("flows", "tasks", "warehouse", "sql", "config"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "prefect.yaml", folder)
    return folder


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[str]:
    """A Prefect server as somebody else runs it, over a database of its own; yields the URL of its API."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url, log = f"http://127.0.0.1:{port}/api", tmp_path / "server.log"
    settings = environment(tmp_path / "home", PREFECT_HOME=str(tmp_path / "prefect"), PREFECT_API_URL=url)
    with log.open("w") as said:
        command = [str(BIN / "prefect"), "server", "start", "--host", "127.0.0.1", "--port", str(port)]
        process = subprocess.Popen(command, stdout=said, stderr=said, env=settings, start_new_session=True)

    def answers() -> bool:
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=2):
                return True
        except OSError:
            return False

    try:
        wait_for(answers, "the server")
        yield url
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)


def test_prefect_yaml_deploys_and_its_worker_makes_up_for_missed_nights_once(tmp_path, checkout, own_server, write_into):
    home = tmp_path / "home"
    write_into(home / "inbox", "a.txt")
    os.utime(home / "inbox" / "a.txt", (0, 0))  # it came long ago
    settings = environment(home, PREFECT_HOME=str(tmp_path / "prefect"), PREFECT_API_URL=own_server)
    steps = re.findall(r"^#   prefect (.*)$", (checkout / "prefect.yaml").read_text("utf-8"), re.M)
    assert [step.split()[0] for step in steps] == ["work-pool", "global-concurrency-limit", "deploy", "worker"]
    for step in steps[:-1]:
        prefect(*step.split(), cwd=checkout, settings=settings)
    api = Api(own_server)
    names = {one["name"] for one in api.ask("/deployments/filter")}
    assert names == {"nightly", "backfill", "rebuild", "verify"}
    wait_for(lambda: len(api.nights("SCHEDULED")) >= 3, "the schedule")
    let_nights_pass(tmp_path / "prefect" / "prefect.db")
    late = {run["id"] for run in api.nights("SCHEDULED")}
    several = steps[-1].replace("--limit 1", "--limit 2").split()  # two begin at once, and one of them leaves it to the other
    worker = subprocess.Popen([str(BIN / "prefect"), *several], cwd=checkout, env=settings, start_new_session=True)
    try:
        wait_for(lambda: api.nights("COMPLETED", "FAILED", "CRASHED"), "the run that makes up for them")
        time.sleep(POLLS)
    finally:
        os.killpg(worker.pid, signal.SIGKILL)  # in order it would end when its run has; there should be none
        worker.wait(60)
    done, left_out = api.nights("COMPLETED"), api.nights("CANCELLED")
    assert len(done) == 1
    assert {run["id"] for run in (*done, *left_out)} == late
    assert len(left_out) == 2
    begun = [run["expected_start_time"] for run in left_out if run["run_count"]]
    assert begun, "one of the two that began at once left it to the other"
    assert max(begun) < done[0]["expected_start_time"]
    assert ended_nights(home) == ["success"]
