"""A real browser over the page of the sample warehouse, from a file and from a web server on this machine."""

import os
import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from warehouse.page.write import write_page

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; without it these tests are skipped, in CI they fail.

    One a module: Playwright keeps an event loop running, in which other modules' tests could start none of their own.
    """
    executable = shutil.which("chromium")
    if executable is None:
        message = "NOT TESTED IN A BROWSER: chromium is not there (make tools, or apt-get install chromium fonts-noto-cjk)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(sample_home: Path) -> Path:
    """The folder of the page."""
    write_page(sample_home / "warehouse.duckdb", sample_home / "page")
    return sample_home / "page"


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of the page on a web server."""
    handler = partial(_Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """A test's output is no access log."""


@pytest.fixture
def base(request: pytest.FixtureRequest) -> str:
    """The page's address: as a file, or from the server where the test asks for that."""
    if getattr(request, "param", "file") == "file":
        return request.getfixturevalue("site").as_uri()
    return request.getfixturevalue("served")


class Watched:
    """What went wrong in a browser tab, and what it asked for beyond the page's own address."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        self.errors: list[str] = []
        self.strange: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.errors.append(said.text) if said.type in ("error", "warning") else None)
        page.route("**/*", self._judge)

    def _judge(self, route: Route) -> None:
        if route.request.url.startswith((self.base, "data:")):
            route.continue_()
        else:
            self.strange.append(route.request.url)
            route.abort()

    def open(self, name: str) -> Page:
        self.page.goto(f"{self.base}/{name}")
        self.page.wait_for_selector("#build:not(:empty)")
        return self.page


@pytest.fixture
def tab(browser: Browser, base: str) -> Iterator[Watched]:
    """A fresh tab on the page; afterwards nothing may have gone wrong in it, and nothing may have left the machine."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN", color_scheme="light")
    watched = Watched(context.new_page(), base)
    yield watched
    context.close()
    assert watched.errors == []
    assert watched.strange == []
