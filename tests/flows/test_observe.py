"""What an operator sees of a run beside its outcome: name, summary, failing rows, log lines, a message to a webhook."""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from html import unescape
from http.server import BaseHTTPRequestHandler, HTTPServer, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import duckdb
import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey, FlowRunFilter, FlowRunFilterStartTime
from prefect.client.schemas.sorting import ArtifactSort, FlowRunSort
from typer.testing import CliRunner

from flows.cli import app
from flows.ingest import ingest
from flows.journal import JsonLines
from flows.observe import _Shown, show_summary
from flows.walk import build_and_publish
from warehouse.errors import ChecksFailedError

pytestmark = pytest.mark.usefixtures("prefect_server_for_tests")

Write = Callable[..., Path]


def artifact(key: str) -> str:
    """The newest artifact of this key, as text."""
    with get_client(sync_client=True) as client:
        found = client.read_artifacts(
            artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=[key])), sort=ArtifactSort.CREATED_DESC, limit=1
        )
    return str(found[0].data)


def newest_run() -> str:
    """The name of the run that began last; nights that are only planned, by other tests of this server, have not begun."""
    begun = FlowRunFilter(start_time=FlowRunFilterStartTime(is_null_=False))
    with get_client(sync_client=True) as client:
        return client.read_flow_runs(flow_run_filter=begun, sort=FlowRunSort.START_TIME_DESC, limit=1)[0].name


def test_a_run_is_named_after_what_it_found(home: Path, inbox: Path, write: Write) -> None:
    write("a.txt")
    (inbox / "[x](javascript:alert).txt").touch()
    ingest([str(inbox)])
    assert newest_run().startswith("ingest 20")
    assert newest_run().endswith(": 2 new")
    summary = artifact("ingest")
    for heading in ("Rejected", "Gaps", "Slowest files", "Accuracy of the release", "Where it stands"):
        assert f"### {heading}\n" in summary
    assert "&#91;x&#93;&#40;javascript:alert&#41;.txt" in summary
    ingest([str(inbox)])
    assert newest_run().endswith(": nothing new")


@pytest.fixture
def webhook() -> Iterator[tuple[str, list[dict[str, str]]]]:
    told: list[dict[str, str]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """A test's output is no access log."""

    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/token", told
        server.shutdown()


def test_a_failed_data_test_shows_its_rows_and_tells_the_webhook(home, inbox, write, monkeypatch, webhook) -> None:
    address, told = webhook
    monkeypatch.setenv("FAZHI_WEBHOOK", address)
    write("a.txt")

    def spoiled(warehouse, *others) -> None:
        warehouse.con.execute("UPDATE store.quantities SET value_low = value + 1 WHERE quantity_no = 1")
        build_and_publish(warehouse, *others)

    monkeypatch.setattr("flows.ingest.build_and_publish", spoiled)
    with pytest.raises(ChecksFailedError):
        ingest([str(inbox)])
    assert not (home / "warehouse.duckdb").exists()
    rows = unescape(artifact("failing-rows"))
    assert "bounds_hold_the_value" in rows
    assert "quantity_no" in rows
    assert [one["state"] for one in told] == ["Failed"]
    assert "Data tests failed" in told[0]["text"]


def test_progress_of_a_deployments_run(home: Path) -> None:
    from prefect import flow

    @flow
    def reading() -> None:
        shown = _Shown()
        for stage, done, total in (("archive", 0, None), ("load", 50, 100), ("page", 0, None)):
            shown._told = 0.0
            shown(stage, done, total)

    reading()
    assert float(artifact("progress")) == 100


def test_names_from_outside_are_no_markup() -> None:
    from collections import Counter

    from prefect import flow

    @flow
    def summed() -> None:
        show_summary("marks", "Marks", Counter(files=1), [("Files", [{"path": "a|b\n<script>`x`"}])])

    summed()
    assert "| a&#124;b &#60;script&#62;&#96;x&#96; |" in artifact("marks")


def test_a_log_line_carries_its_ids() -> None:
    record = logging.makeLogRecord({"msg": "%s", "args": ("loaded",), "name": "fazhi.files", "levelname": "INFO"})
    record.report_id, record.run_id = "49e2407f8b48099c", "000007-x"
    line = json.loads(JsonLines().format(record))
    assert (line["message"], line["report_id"], line["run_id"], line["level"]) == (
        "loaded", "49e2407f8b48099c", "000007-x", "INFO",
    )  # fmt: skip


def test_the_secrets_of_an_address_are_in_no_history(home: Path, inbox: Path, write: Write) -> None:
    write("a.txt")

    class Folder(SimpleHTTPRequestHandler):
        def __init__(self, *args: object) -> None:
            super().__init__(*args, directory=str(inbox))

        def log_message(self, *_: object) -> None:
            """A test's output is no access log."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Folder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://reader:pw123@127.0.0.1:{server.server_port}/a.txt?id=7&X-Amz-Signature=s456,8&token=t789"
        told = CliRunner().invoke(app, ["ingest", address, "--home", str(home)])
        server.shutdown()
    assert told.exit_code == 0, told.stderr
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        rows = connection.execute("SELECT source_uri, status FROM core.source_files").fetchall()
    assert rows == [("a.txt?id=7&X-Amz-Signature=...&token=...", "loaded")]
    with get_client(sync_client=True) as client:
        kept = "".join(run.model_dump_json() for run in client.read_flow_runs(limit=50))
    kept += artifact("ingest") + told.stdout + "".join(path.read_text("utf-8") for path in (home / "logs").glob("*.log"))
    assert not [secret for secret in ("pw123", "s456", "t789") if secret in kept]
