"""Over a real standing server: nights that were missed are made up for by one run."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

pytestmark = pytest.mark.long

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


def test_nights_missed_while_the_service_was_dead_are_made_up_for_by_one_run(home: Path, write_into) -> None:
    write_into(home / "inbox", "a.txt")
    with served(home, "* * * * *", signal.SIGKILL) as (api, told):
        assert "Missed" not in told
        planned = wait_for(lambda: api.nights("SCHEDULED"), "the schedule")
    assert len(planned) >= 3
    time.sleep(130)  # two nights go by, a minute each
    with served(home, "0 0 1 1 *", signal.SIGTERM) as (api, told):
        assert told.count("Missed:    one run makes up for the nights missed, now") == 1
        wait_for(lambda: api.nights("COMPLETED"), "the run that makes up for them")
        time.sleep(POLLS)
        now = datetime.now(UTC).isoformat()
        assert [run["name"].split()[0] for run in api.nights("COMPLETED")] == ["nightly"]
        assert api.nights("RUNNING", "PENDING") == []
        assert len(api.nights("CANCELLED")) >= 2
        assert not [run for run in api.nights("SCHEDULED") if run["expected_start_time"] < now]
    assert ended_nights(home) == ["success"]
    with served(home, "0 0 1 1 *", signal.SIGTERM) as (_, told):
        assert "Missed" not in told
