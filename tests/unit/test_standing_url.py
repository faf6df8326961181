"""A command uses the server of its own home's service, and never one that answers where that once stood."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from filelock import FileLock

from flows.prefect_server import SERVICE_LOCK, standing_url


class Healthy(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    """The API of a server that is well; whose it is, it does not say."""
    with HTTPServer(("127.0.0.1", 0), Healthy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/api"
        server.shutdown()


def test_only_a_service_that_holds_the_home_counts(tmp_path: Path, url: str) -> None:
    assert standing_url(tmp_path / "nowhere") is None
    assert not (tmp_path / "nowhere").exists()
    (tmp_path / "server.url").write_text(url)
    assert standing_url(tmp_path) is None  # left by a service that was killed; another one answers there now
    with FileLock(tmp_path / SERVICE_LOCK):
        assert standing_url(tmp_path) == url
        (tmp_path / "server.url").write_text("http://127.0.0.1:1/api")
        assert standing_url(tmp_path) is None  # it is only coming up
