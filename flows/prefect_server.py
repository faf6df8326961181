"""Starts a Prefect server of this home: for one command, or standing with its UI; it ends with the process that started it.

Prefect can start such a server by itself, but then imports the whole server in the client process as well: started here,
ahead of everything else, it comes up while the flow's own modules load, and saves some four seconds of each run.
"""

import base64
import errno
import gc
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

from filelock import FileLock, Timeout

from flows.prefect_home import lay_out, prefect_environment

SERVICE_LOCK = "serve.lock"
"""Held, beside Prefect's database, by the one service of a home for as long as it stands."""
HEALTH_SECONDS = 2.0  # an idle server answers in milliseconds
_STARTUP_SECONDS = 120  # a cold disk, and a new home's database to lay out


class ServerError(Exception):
    """The Prefect server did not start; the message is one sentence for a person."""


@contextmanager
def prefect_server(
    home: Path, host: str = "127.0.0.1", port: int | None = None, standing: bool = False, login: str | None = None
) -> Iterator[str]:
    """Run a server over `home` and yield the URL of its API at once; `wait_until_up` waits for it.

    A server that already stands (`PREFECT_API_URL`, or `fazhi serve` on this home) is used instead of a temporary one.
    A standing server has the UI, the schedules, and `port`; a temporary one takes a free port.
    With `login` (user:password) API and UI ask for it. Raises ServerError where the port is taken, or a standing server refuses
    the password.
    """
    if login:
        os.environ.update(PREFECT_API_AUTH_STRING=login, PREFECT_SERVER_API_AUTH_STRING=login)
    os.environ.update({name: value for name, value in prefect_environment(home).items() if name not in os.environ})
    running = None if standing else os.environ.get("PREFECT_API_URL") or standing_url(home)
    if running:
        os.environ["PREFECT_API_URL"] = running
        _require_login(running)
        yield running
        return
    if not standing:
        os.environ.setdefault("PREFECT_LOGGING_TO_API_ENABLED", "false")  # the log file has it all; nobody waits for an upload
    url = f"http://{host}:{_free_port(host, port)}/api"
    before = os.environ.get("PREFECT_API_URL")
    os.environ["PREFECT_API_URL"] = url
    child = _start(home, url, standing)
    try:
        yield url
    finally:
        _stop(child)
        os.environ.pop("PREFECT_API_URL")
        if before:
            os.environ["PREFECT_API_URL"] = before


def _require_login(url: str) -> None:
    """Raise ServerError where the server at `url` asks for another password than this process has."""
    request = urllib.request.Request(f"{url}/admin/version")  # noqa: S310  # the server that was chosen
    if login := os.environ.get("PREFECT_API_AUTH_STRING"):
        request.add_header("Authorization", f"Basic {base64.b64encode(login.encode()).decode()}")
    try:
        urllib.request.urlopen(request, timeout=HEALTH_SECONDS * 10).close()  # noqa: S310
    except urllib.error.HTTPError as error:
        if error.code == HTTPStatus.UNAUTHORIZED:
            told = f"The service at {url.removesuffix('/api')} asks for its password"
            raise ServerError(f"{told}: set FAZHI_PASSWORD to that with which it was started.") from error
    except OSError:
        return  # who needs it will wait for it, and say so


def wait_until_up(url: str, seconds: float = _STARTUP_SECONDS) -> None:
    """Return when the API at `url` answers; raise ServerError when it does not within `seconds`."""
    deadline = time.monotonic() + seconds
    while not _answers(url):
        if time.monotonic() > deadline:
            raise ServerError(f"The Prefect server at {url} did not start within {seconds:.0f} seconds.")
        time.sleep(0.05)


def standing_url(home: Path) -> str | None:
    """Return the URL of the API of the service whose Prefect files lie in `home`; None where no service stands.

    The lock tells, not the address: that of a service that was killed may be another home's by now.
    """
    try:
        url = (home / "server.url").read_text()
        with FileLock(home / SERVICE_LOCK, timeout=0):
            return None
    except Timeout:
        return url if _answers(url) else None
    except OSError:  # no service ever stood here; or it is somebody else's, and so is the lock
        return None


def _start(home: Path, url: str, standing: bool) -> subprocess.Popen[bytes]:
    home.mkdir(parents=True, exist_ok=True)
    with (home / "server.log").open("ab") as log:
        child = subprocess.Popen(  # noqa: S603  # our own module, our own arguments
            [sys.executable, "-m", "flows.prefect_server", url, "standing" if standing else "temporary"],
            stdin=subprocess.PIPE,  # its end tells the server that this process is gone, however it went
            stdout=log,
            stderr=log,
            env=_closed(url) | os.environ,
            start_new_session=True,  # a Ctrl-C is for this process, which then ends the server in order
        )
    if standing:
        (home / "server.url").write_text(url)
    return child


def _closed(url: str) -> dict[str, str]:
    """Let the UI ask the server that it came from, under whatever name, and no page from elsewhere ask it anything."""
    return {"PREFECT_SERVER_UI_API_URL": "/api", "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": url.removesuffix("/api")}


def _stop(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(timeout=10)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    if child.stdin:
        child.stdin.close()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=HEALTH_SECONDS) as answer:  # noqa: S310  # our own loopback address
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def _free_port(host: str, port: int | None) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port or 0))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise ServerError(f"Port {port} on {host} is in use; choose another with FAZHI_PORT or --port.") from error
            told = f"{host}, port {port}, cannot be listened on ({error.strerror or error})"
            raise ServerError(f"{told}; choose others with FAZHI_HOST and FAZHI_PORT.") from error
        return int(probe.getsockname()[1])


def _serve(url: str, standing: bool) -> None:
    """Run the server in this process until the parent's end of standard input closes."""
    gc.disable()  # what is imported stays: to search it for garbage takes a sixth of the start
    import uvicorn
    from prefect.server.api.server import create_app
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    threading.Thread(target=_end_with_parent, daemon=True).start()
    lay_out(Path(os.environ["PREFECT_HOME"]))
    host, port = url.removeprefix("http://").removesuffix("/api").rsplit(":", 1)
    app = create_app(ephemeral=not standing, final=True)
    # a page from elsewhere whose name was made to lead here (DNS rebinding) knows no password; without one, its name tells
    known = ["*"] if os.environ.get("PREFECT_SERVER_API_AUTH_STRING") else [host, "127.0.0.1", "localhost"]
    gc.freeze()
    gc.enable()
    uvicorn.run(TrustedHostMiddleware(app, known, www_redirect=False), host=host, port=int(port), log_level="error")


def _end_with_parent() -> None:
    import signal

    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    _serve(sys.argv[1], sys.argv[2] == "standing")
