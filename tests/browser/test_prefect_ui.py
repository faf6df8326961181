"""An operator in the Prefect UI logs in, fills the backfill form, sees the run complete and opens its artifacts."""

import base64
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from flows.observe import _table, harmless_rows

PICTURES = Path(__file__).parents[1] / "artifacts"
FAZHI = Path(sys.executable).with_name("fazhi")
PATIENCE = 240  # seconds on a busy machine; starting takes some fifteen on an idle one
PASSWORD = "tell no:one"


class Served(NamedTuple):
    """A standing server with its runner: its address, its home, the process, and what it has said."""

    url: str
    home: Path
    process: subprocess.Popen[str]
    log: Path


def fazhi(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment |= {"FAZHI_HOME": str(home), "FAZHI_PASSWORD": PASSWORD}
    return subprocess.run([str(FAZHI), *arguments], capture_output=True, text=True, timeout=PATIENCE, env=environment)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, write_into: Callable[..., Path], browser: Browser) -> Iterator[Served]:
    """`fazhi serve` with a password over a home of six reports, all of them read by older code."""
    home = tmp_path_factory.mktemp("served")
    for year in (2020, 2021, 2022):
        for town in ("石笏", "乌桕"):
            write_into(home / "inbox", f"{town}{year}.txt", place=f"衡泽市青砚区{town}镇", year=year, lectures=year - 2000)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment |= {"FAZHI_HOME": str(home), "FAZHI_PORT": "0", "FAZHI_SCHEDULE": "0 0 1 1 *", "FAZHI_PASSWORD": PASSWORD}
    log = home / "said.txt"
    with log.open("w") as said:
        process = subprocess.Popen(
            [str(FAZHI), "serve"], stdout=said, stderr=said, text=True, env=environment, start_new_session=True
        )
    try:
        deadline = time.monotonic() + PATIENCE
        while "Ctrl-C" not in log.read_text("utf-8"):
            assert process.poll() is None, log.read_text("utf-8")
            assert time.monotonic() < deadline
            time.sleep(0.2)
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text("utf-8"))
        assert found
        done = fazhi(home, "ingest")
        assert done.returncode == 0, done.stderr
        with duckdb.connect(str(home / "work.duckdb")) as connection:
            connection.execute("UPDATE ledger.contents SET extractor_version = 'older'")
        yield Served(found[0], home, process, log)
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        said = log.read_text("utf-8")
        assert said.endswith("Stopped.\n")
        assert "Warning" not in said


@pytest.fixture
def page(served: Served, browser: Browser) -> Iterator[Page]:
    """A tab of somebody who has not logged in; it may ask nobody but the server."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page, strange = context.new_page(), []
    page.on("request", lambda one: strange.append(one.url) if served.url.split("//")[1] not in one.url else None)
    page.set_default_timeout(60_000)
    yield page
    context.close()
    assert [url for url in strange if not url.startswith(("data:", "blob:"))] == []


def log_in(page: Page, served: Served, password: str = PASSWORD) -> None:
    page.goto(f"{served.url}/deployments")
    page.locator("input[type=password]").fill(f"fazhi:{password}")
    page.get_by_role("button", name="Login").click()


def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    page.wait_for_timeout(500)  # let what moves come to rest
    page.screenshot(path=PICTURES / f"prefect-{name}.png")


def test_the_ui_lets_nobody_in_without_the_password(page: Page, served: Served) -> None:
    log_in(page, served, "wrong")
    page.wait_for_timeout(1500)
    assert "/login" in page.url
    picture(page, "login")
    log_in(page, served)
    for name in ("nightly", "backfill", "rebuild", "verify"):
        expect(page.get_by_role("link", name=name, exact=True).first).to_be_visible(timeout=30_000)
    picture(page, "deployments")
    assert PASSWORD not in "".join(path.read_text("utf-8") for path in [served.log, *(served.home / "logs").glob("*.log")])


def test_a_backfill_is_started_from_its_form_and_shows_what_would_change(page: Page, served: Served) -> None:
    log_in(page, served)
    page.get_by_role("link", name="backfill", exact=True).first.click()
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_text("Custom run").click()
    page.get_by_role("button", name="int", exact=True).first.click()
    page.locator("input[type=number]").first.fill("2021")
    picture(page, "form")
    before = (served.home / "warehouse.duckdb").read_bytes()
    with page.expect_response("**/create_flow_run") as created:  # a page that is left before has sent nothing
        page.get_by_role("button", name="Submit").click()
    assert created.value.ok
    run = find_run(page, served)
    run.click()
    page.wait_for_url("**/flow-run/**")
    expect(page.get_by_text("Completed").first).to_be_visible(timeout=PATIENCE * 1000)
    page.get_by_text("Artifacts", exact=True).first.click()
    expect(page.get_by_text("4 files chosen, per year and region").first).to_be_visible(timeout=30_000)
    picture(page, "backfill")
    page.get_by_text("backfill-selection").last.click()
    expect(page.get_by_text("衡泽市").first).to_be_visible(timeout=30_000)
    picture(page, "artifact")
    assert (served.home / "warehouse.duckdb").read_bytes() == before  # it was a dry run
    assert "leaked" not in served.log.read_text("utf-8")


MARKUP = (
    "<img src=x onerror=\"document.title='changed'\">",
    "<script>document.title='changed'</script>",
    "[click](javascript:document.title='changed')",
    "![x](http://192.0.2.1/x.png)",
    "| a | b |\n|---|---|",
)


def ask(served: Served, path: str, **body: object) -> Any:
    """What the server's API answers to somebody who knows the password."""
    word = base64.b64encode(f"fazhi:{PASSWORD}".encode()).decode()
    headers = {"Content-Type": "application/json", "Authorization": f"Basic {word}"}
    request = urllib.request.Request(f"{served.url}/api/{path}", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def keep_artifact(served: Served, kind: str, data: str) -> str:
    """Put an artifact where those of the runs lie, and return its id."""
    return str(ask(served, "artifacts/", key=f"hostile-{kind}", type=kind, data=data)["id"])


def test_what_reports_say_is_no_markup_in_an_artifact(page: Page, served: Served) -> None:
    rows = [{"title": text, "of": "竹溪镇"} for text in MARKUP]
    table = json.dumps(harmless_rows(rows))
    kept = [keep_artifact(served, "markdown", _table("Rejected", rows)), keep_artifact(served, "table", table)]
    log_in(page, served)
    page.wait_for_url("**/deployments**")
    for artifact in kept:
        page.goto(f"{served.url}/artifacts/artifact/{artifact}")
        expect(page.get_by_text("document.title='changed'").first).to_be_visible(timeout=30_000)
        page.wait_for_timeout(1000)
        assert "changed" not in page.title()
        assert page.locator("img[src=x], img[src*='192.0.2.1'], a[href^='javascript:']").count() == 0
        expect(page.locator("table table")).to_have_count(0)


def find_run(page: Page, served: Served) -> Locator:
    """The link to the run, once it is at its end and has named itself after what it found."""
    deadline = time.monotonic() + PATIENCE
    while True:
        [run] = ask(served, "flow_runs/filter", deployments={"name": {"any_": ["backfill"]}})
        if run["state_type"] == "COMPLETED":
            break
        told = f"{run['name']} is {run['state']}: {served.log.read_text('utf-8')}\n{logged(served)}"
        assert run["state_type"] in ("SCHEDULED", "PENDING", "RUNNING"), told
        assert time.monotonic() < deadline, told
        time.sleep(1)
    assert ": 4 would be read again" in run["name"]
    page.goto(f"{served.url}/runs")
    return page.get_by_role("link", name=run["name"]).first


def logged(served: Served) -> str:
    """What the runs and the server have written into their logs."""
    logs = [*(served.home / "logs").glob("*.log"), *served.home.rglob("server.log")]
    return "\n".join(f"{path.name}:\n{path.read_text('utf-8')}" for path in logs)
