"""Files and folders of a web server are an inbox like any other; what goes wrong there is one sentence without secrets."""

import os
import threading
import urllib.parse
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tasks.intake.archive import Archive
from tasks.intake.discover import InboxError, Left, Limits, Offer, list_inbox
from tasks.intake.fetch import Content, Refused, read_offer
from tasks.intake.take_in import Kept, take_in

LISTING = """<a href="?C=N;O=D">Name</a> <a href="/">Parent</a> <a href="#top">top</a> <a href="https://elsewhere.invalid/x.txt">x</a>
<a href="a.txt">a</a> and in the text http://elsewhere.invalid/b.txt"""


def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[str]:
    """A folder as Python's own server shows it; it hands out no parts of files."""
    for name, text in {"甲县 2021.txt": "甲", "2020/乙县.html": "乙", "2020/large.txt": "大" * 2_000_000}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    class Quiet(SimpleHTTPRequestHandler):
        def __init__(self, *args: object) -> None:
            super().__init__(*args, directory=str(tmp_path))

        def log_message(self, *_: object) -> None:
            pass

    yield from serving(Quiet)


@pytest.fixture
def odd() -> Iterator[str]:
    """A server that tells no sizes, sorts its listing, refuses some and breaks off."""

    class Odd(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urllib.parse.urlsplit(self.path).path
            self.send_response(403 if path == "/secret.txt" else 200)
            self.send_header("Content-Type", "text/html")
            if path == "/broken.txt":
                self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(LISTING.encode() if path == "/box/" else b"x" * 300)

        do_HEAD = do_GET  # noqa: N815  # the name that the server looks for

        def log_message(self, *_: object) -> None:
            pass

    yield from serving(Odd)


def read(url: str, max_bytes: int = 50_000_000) -> list[Content | Refused | Left]:
    limits = Limits(max_bytes)
    entries = list(list_inbox(url, limits).entries)
    assert all(isinstance(entry, Offer) for entry in entries)
    return [found for offer in entries for found in read_offer(offer, limits)]


@pytest.fixture
def counted(tmp_path: Path) -> Iterator[tuple[str, Path, list[str]]]:
    """A server over a folder, the folder, and the files that were fetched from it."""
    fetched: list[str] = []
    shown = tmp_path / "shown"
    shown.mkdir()

    class Counting(SimpleHTTPRequestHandler):
        def __init__(self, *args: object) -> None:
            super().__init__(*args, directory=str(shown))

        def do_GET(self) -> None:
            if not self.path.endswith("/"):
                fetched.append(self.path)
            super().do_GET()

        def log_message(self, *_: object) -> None:
            pass

    yield from ((url, shown, fetched) for url in serving(Counting))


def test_what_the_server_says_is_as_it_was_is_not_fetched_again(counted: tuple[str, Path, list[str]], tmp_path: Path) -> None:
    url, shown, fetched = counted
    for name in ("a.txt", "b.txt", "c.zip"):
        (shown / name).write_text(name)
        os.utime(shown / name, (1_700_000_000, 1_700_000_000))
    with zipfile.ZipFile(shown / "c.zip", "w") as container:
        container.writestr("d.txt", "d")
    archive, kept = Archive(tmp_path / "archive"), dict[str, list[Kept]]()

    def night() -> list[str]:
        fetched.clear()
        listing = list_inbox(url + "/", Limits())
        (batch,) = take_in(listing, lambda places: {place: kept.get(place, []) for place in places}, archive, Limits(), 100)
        kept.clear()
        for one in batch.kept:
            kept.setdefault(one.source_uri.partition("!/")[0], []).append(one)
        assert [one.source_uri for one in batch.kept] == ["a.txt", "b.txt", "c.zip!/d.txt"]
        return sorted(fetched)

    assert night() == ["/a.txt", "/b.txt", "/c.zip"]
    assert night() == []
    (shown / "b.txt").write_text("changed")
    assert night() == ["/b.txt"]


def test_a_server_that_says_nothing_of_its_files_is_asked_for_them(odd: str) -> None:
    (offer,) = list_inbox(f"{odd}/box/", Limits()).entries
    assert isinstance(offer, Offer)
    assert offer.stamp_ns is None


@pytest.mark.parametrize("end", ["/", ""])
def test_a_folder_is_walked(folder: str, end: str) -> None:
    found = read(f"{folder}/2020{end}")
    assert [(one.inbox, one.source_uri, len(one.raw)) for one in found if isinstance(one, Content)] == [
        (f"{folder}/2020", "乙县.html", 3),
        (f"{folder}/2020", "large.txt", 6_000_000),
    ]
    assert [one.source_uri for one in read(f"{folder}/")] == ["甲县 2021.txt", "2020/乙县.html", "2020/large.txt"]


def test_a_file_stands_alone(folder: str) -> None:
    url = f"{folder}/{urllib.parse.quote('甲县 2021.txt')}"
    assert read(url) == [Content(folder, "甲县 2021.txt", "甲".encode())]
    assert not list_inbox(url, Limits()).whole


def test_what_is_too_large_is_refused_by_its_content(folder: str, odd: str) -> None:
    (known,) = read(f"{folder}/2020/large.txt", max_bytes=100_000)
    (unknown,) = read(f"{odd}/box/a.txt", max_bytes=100)
    assert [one.code for one in (known, unknown) if isinstance(one, Refused)] == ["too_large"] * 2
    (endless,) = read(f"{odd}/box/a.txt", max_bytes=2)
    assert isinstance(endless, Left)
    assert endless.reason.startswith("has more than 200 bytes")


def test_only_files_below_are_taken_from_a_listing(odd: str) -> None:
    assert [one.source_uri for one in read(f"{odd}/box/")] == ["a.txt"]


def test_a_page_is_known_by_its_whole_address(odd: str) -> None:
    (found,) = read(f"{odd}/view?id=7&of=a/b")
    assert (found.inbox, found.source_uri) == (odd, "view?id=7&of=a/b")


def test_a_transfer_that_breaks_off_waits(odd: str) -> None:
    (found,) = read(f"{odd}/broken.txt")
    assert isinstance(found, Left)
    assert found.code == "unreadable"


def test_a_page_behind_a_slash_that_links_to_nothing_is_a_file(odd: str) -> None:
    (found,) = read(f"{odd}/2020/report/")
    assert (found.inbox, found.source_uri) == (f"{odd}/2020", "report/")


def test_what_a_server_refuses_is_said(odd: str) -> None:
    with pytest.raises(InboxError) as caught:
        list_inbox(odd.replace("//", "//user:pw123@") + "/secret.txt?token=t456", Limits())
    assert str(caught.value).endswith("cannot be read: the server answers 403 Forbidden.")
    assert not any(secret in str(caught.value) for secret in ("pw123", "t456"))


def test_a_file_or_server_that_is_not_there_is_said(folder: str) -> None:
    with pytest.raises(InboxError, match="the server answers 404"):
        list_inbox(f"{folder}/nothing.txt", Limits())
    with pytest.raises(InboxError, match=r"cannot be read: connect call failed .*\.$"):
        list_inbox("http://127.0.0.1:1/a.txt", Limits())
