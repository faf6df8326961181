"""A command uses the server of its own home's service, and never one that answers where that once stood."""

import base64
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from unittest.mock import patch

import pytest
from filelock import FileLock

from flows.prefect_server import SERVICE_LOCK, ServerError, prefect_server, standing_url


class Healthy(BaseHTTPRequestHandler):
    asks_for = f"Basic {base64.b64encode(b'fazhi:right').decode()}"

    def do_GET(self) -> None:
        known = self.path == "/api/health" or self.headers["Authorization"] == self.asks_for
        self.send_response(200 if known else 401)
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


@pytest.mark.parametrize("login", [None, "fazhi:wrong"])
def test_a_password_that_the_service_refuses_is_asked_for(tmp_path: Path, url: str, login: str | None) -> None:
    with patch.dict(os.environ, PREFECT_API_URL=url):
        os.environ.pop("PREFECT_API_AUTH_STRING", None)
        with (
            pytest.raises(ServerError, match="asks for its password: set FAZHI_PASSWORD"),
            prefect_server(tmp_path, login=login),
        ):
            pass
        with prefect_server(tmp_path, login="fazhi:right") as used:
            assert used == url
