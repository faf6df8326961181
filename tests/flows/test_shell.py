"""The command line as a person uses it: own processes, a real Prefect server, Ctrl-C."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

FAZHI = Path(sys.executable).with_name("fazhi")
PATIENCE = 180  # seconds; a start-up takes some ten on an idle machine


def fazhi(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    command = [str(FAZHI), *arguments, "--home", str(home)]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, env=environment, cwd=home.parent)


def processes_of(home: Path) -> list[str]:
    """Command lines of the processes that still run for this home."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if int(process.name) != os.getpid() and f"FAZHI_HOME={home}\0" in (process / "environ").read_text("utf-8"):
                found.append((process / "cmdline").read_text("utf-8").replace("\0", " "))
        except OSError:
            continue  # ended meanwhile
    return found


STARTING = "Starting Prefect, which takes some seconds ...\n"


def wait_for(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.1)


def test_from_an_inbox_to_an_explained_number(home: Path, inbox: Path, write: Callable[..., Path]) -> None:
    path = write("report.txt", lectures=12)
    first = fazhi(home, "ingest", str(inbox))
    assert first.returncode == 0, first.stderr
    assert first.stdout.startswith(STARTING), "a pipe has no progress line"
    assert f"inbox {inbox}\n  1 file seen, 1 new, 1 read, 0 left" in first.stdout
    assert "of the new: 1 loaded, 0 duplicate, 0 superseded, 0 rejected" in first.stdout
    assert "Trend" in first.stdout
    assert first.stderr == ""
    again = fazhi(home, "ingest", str(inbox))
    assert again.returncode == 0
    assert "Nothing new" in again.stdout

    rows = json.loads(fazhi(home, "query", "SELECT report_id, report_year FROM core.reports", "--format", "json").stdout)
    assert [row["report_year"] for row in rows] == [2022]
    status = fazhi(home, "status").stdout
    assert "1 reports (2022 to 2022)" in status
    assert "Stale: none" in status
    assert "1 run found nothing new" in status
    assert "1 file seen, 1 new: 1 loaded, 0 duplicate, 0 superseded, 0 rejected" in status

    raw = path.read_bytes()
    for name in (rows[0]["report_id"][:10], "report.txt", str(path.relative_to(home.parent))):
        told = fazhi(home, "explain", name).stdout
        shown = re.search(r"12场次 = 12 场次.*?characters (\d+) to (\d+) of the source, bytes (\d+) to (\d+)", told, re.S)
        assert shown, told
        characters, positions = slice(int(shown[1]), int(shown[2])), slice(int(shown[3]), int(shown[4]))
        assert raw.decode()[characters] == raw[positions].decode() == "12场次"
    assert fazhi(home, "explain", "report.txt", "no_such_indicator").returncode == 2
    assert fazhi(home, "explain", "report.txt", "emergency_drills").stdout.endswith("shows all its amounts.\n")


def test_ctrl_c_leaves_nothing_half_done_and_no_process(home: Path, inbox: Path, write: Callable[..., Path]) -> None:
    for number in range(60):
        write(f"{number}.txt", year=2015 + number % 5, lectures=10 + number)
    environment = os.environ | {"FAZHI_CHUNK_REPORTS": "1", "FAZHI_WORKERS": "2", "FAZHI_HOME": str(home)}
    command = [str(FAZHI), "ingest", str(inbox)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, start_new_session=True)
    wait_for((home / "chunks").exists, "the first chunk")
    time.sleep(0.5)
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: the whole foreground group
    out, errors = running.communicate(timeout=PATIENCE)
    assert (running.returncode, out) == (130, STARTING.encode())
    assert errors.decode() == "Stopped. What was committed is kept; the next run goes on from there.\n"
    wait_for(lambda: not processes_of(home), "the run's processes to end")
    assert not (home / "warehouse.duckdb").exists()
    finished = fazhi(home, "ingest", str(inbox))
    assert finished.returncode == 0, finished.stderr
    assert "60 files seen, 0 new, 0 read" in finished.stdout
    counted = fazhi(home, "query", "SELECT count(*) AS n FROM core.reports", "--format", "csv").stdout
    assert counted == "n\n60\n"


@pytest.fixture
def running(home: Path) -> Iterator[subprocess.Popen[str]]:
    """`fazhi serve`, which does not outlive a test that fails."""
    # without what Prefect's test harness set for the tests before this one
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment |= {"FAZHI_HOME": str(home), "FAZHI_PORT": "0"}
    # the server's scheduler has stood still once, and nobody was told: nights stand planned without it
    environment |= {"PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false"}
    command = [str(FAZHI), "serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True, start_new_session=True) as service:
        try:
            yield service
        finally:
            if service.poll() is None:
                os.killpg(service.pid, signal.SIGKILL)


def assert_closed_to_other_pages(url: str) -> None:
    """What the operator's browser has from elsewhere steers no server: not as itself, and not under a name bent to it."""
    asked = urllib.request.Request(f"{url}/api/admin/version", headers={"Origin": "http://elsewhere.example"})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        assert answer.headers["Access-Control-Allow-Origin"] is None
    for path in ("/api/admin/version", "/deployments", "/ui-settings"):
        bent = urllib.request.Request(f"{url}{path}", headers={"Host": "rebound.example"})
        with pytest.raises(urllib.error.HTTPError, match="400"):
            urllib.request.urlopen(bent, timeout=10)
    with urllib.request.urlopen(f"{url}/ui-settings", timeout=10) as answer:
        assert json.load(answer)["api_url"] == "/api"  # of whatever address the UI is opened at


def test_serve_starts_and_stops_without_orphans(home: Path, running: subprocess.Popen[str]) -> None:
    assert running.stdout
    told = ""
    while "Ctrl-C" not in told:
        line = running.stdout.readline()
        assert line, f"ended early: {told}"
        told += line
    url = re.search(r"http://127\.0\.0\.1:\d+", told)
    assert url, told
    assert re.search(r"^Next: +20\d\d-\d\d-\d\d 02:00 \(Asia/Shanghai\)$", told, re.M), told

    def asked(what: str) -> list[dict[str, Any]]:
        request = urllib.request.Request(f"{url[0]}/api/{what}/filter", b"{}", {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    names = {"nightly", "backfill", "rebuild", "verify"}
    assert {deployment["name"] for deployment in asked("deployments")} == names
    assert {run["state_type"] for run in asked("flow_runs")} == {"SCHEDULED"}
    assert all(run["expected_start_time"][10:16] == "T18:00" for run in asked("flow_runs"))  # 02:00 in Shanghai
    browser = urllib.request.Request(f"{url[0]}/deployments", headers={"Accept": "text/html"})
    with urllib.request.urlopen(browser, timeout=10) as page:
        assert b"Prefect" in page.read()
    assert_closed_to_other_pages(url[0])
    second = fazhi(home, "serve", "--port", "0")
    assert (second.returncode, second.stderr.count("\n")) == (2, 1)
    assert "is served already" in second.stderr
    os.killpg(running.pid, signal.SIGINT)
    assert running.wait(PATIENCE) == 0
    wait_for(lambda: not processes_of(home), "the server to end")


@pytest.mark.long
def test_a_killed_command_takes_its_server_along(home: Path, inbox: Path, write: Callable[..., Path]) -> None:
    write("a.txt")
    running = subprocess.Popen([str(FAZHI), "ingest", str(inbox)], env=os.environ | {"FAZHI_HOME": str(home)})
    wait_for((home / "prefect" / "server.log").exists, "the server")
    running.kill()
    running.wait()
    wait_for(lambda: not processes_of(home), "the server to end")
