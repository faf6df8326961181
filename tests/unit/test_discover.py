"""An inbox of any kind is listed without reading it; links, pipes and what has not settled are left with a reason."""

import os
import subprocess
import time
from pathlib import Path

import fsspec
import pytest

from tasks.intake.discover import InboxError, Left, Limits, Offer, list_inbox, sentence, without_secret

AS_IT_STANDS = Limits()


def listed(place: Path | str, limits: Limits = AS_IT_STANDS, now: float | None = None) -> list[Offer | Left]:
    return list(list_inbox(str(place), limits, now).entries)


def test_a_folder_is_walked_in_depth_and_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/a.txt", "名称.txt", "two\nlines.txt", "-rf.txt", ".hidden"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    listing = list_inbox(str(tmp_path), Limits())
    offers = list(listing.entries)
    assert listing.inbox == str(tmp_path)
    assert listing.whole
    assert [offer.source_uri for offer in offers] == [
        "-rf.txt", ".hidden", "a/a.txt", "a/z.txt", "b.txt", r"two\nlines.txt", "名称.txt",
    ]  # fmt: skip
    assert {offer.inbox for offer in offers} == {str(tmp_path)}


def test_a_single_file_stands_in_the_inbox_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("1")
    (tmp_path / "two.txt").write_text("2")
    listing = list_inbox(str(tmp_path / "one.txt"), Limits())
    assert (listing.inbox, listing.whole, listing.asked) == (str(tmp_path), False, str(tmp_path / "one.txt"))
    assert [offer.source_uri for offer in listing.entries] == ["one.txt"]


def test_links_and_pipes_are_never_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("secret")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "file").symlink_to(outside / "secret.txt")
    (inbox / "folder").symlink_to(outside)
    (inbox / "loop").symlink_to(inbox)
    os.mkfifo(inbox / "pipe")
    assert {(one.source_uri, one.code) for one in listed(inbox) if isinstance(one, Left)} == {
        ("file", "not_a_file"), ("folder", "not_a_file"), ("loop", "not_a_file"), ("pipe", "not_a_file"),
    }  # fmt: skip
    assert not [one for one in listed(inbox) if isinstance(one, Offer)]


def test_folders_deeper_than_a_path_is_long_cost_themselves_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "good.txt").write_text("a")
    monkeypatch.chdir(inbox)
    for _ in range(2500):
        Path("d").mkdir()
        os.chdir("d")
    Path("unseen.txt").write_text("b")
    os.chdir(inbox)
    try:
        assert [one.source_uri for one in listed(inbox) if isinstance(one, Offer)] == ["good.txt"]
        (left,) = [one for one in listed(inbox) if isinstance(one, Left)]
        assert (left.code, left.reason) == ("unreadable", "could not be looked at: file name too long.")
    finally:
        subprocess.run(["rm", "-rf", "d"], check=True)  # pytest's own way to tidy up is recursive


def test_a_name_that_is_no_text_is_written_out(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb1\xa8\xb8\xe6.txt")).touch()
    assert [offer.source_uri for offer in listed(tmp_path)] == [r"\xb1\xa8\xb8\xe6.txt"]


@pytest.mark.parametrize(("age", "settles"), [(5, False), (59, False), (61, True), (-5, False), (-3600, True)])
def test_what_changed_in_the_last_minute_waits(tmp_path: Path, age: float, settles: bool) -> None:
    path = tmp_path / "report.txt"
    path.write_text("x")
    now = time.time()
    os.utime(path, (now - age, now - age))
    (scheduled,) = listed(tmp_path, Limits(settle_seconds=60), now)
    (explicit,) = listed(tmp_path, Limits(settle_seconds=0), now)
    assert isinstance(scheduled, Offer) is settles
    assert settles or scheduled.code == "settling"
    assert isinstance(explicit, Offer)


@pytest.mark.parametrize("place", ["nowhere", "file:///nowhere/at/all", "nosuchscheme://x/y", "memory://nothing-here"])
def test_a_place_that_is_not_there_is_one_sentence(place: str) -> None:
    with pytest.raises(InboxError, match=r"cannot be read: .*\.$") as caught:
        list_inbox(place, Limits())
    assert "\n" not in str(caught.value)


def test_a_url_is_listed_like_a_folder() -> None:
    store = fsspec.filesystem("memory")
    store.pipe({"/box/2021/a.txt": b"a", "/box/b.txt": b"bb"})
    try:
        listing = list_inbox("memory://box", Limits())
        assert [(offer.source_uri, offer.size_bytes) for offer in listing.entries] == [("2021/a.txt", 1), ("b.txt", 2)]
        single = list_inbox("memory://box/2021/a.txt", Limits())
        assert [offer.source_uri for offer in single.entries] == ["a.txt"]
        assert not single.whole
    finally:
        store.rm("/box", recursive=True)


def test_a_driver_that_is_missing_is_named() -> None:
    missing = {"class": "nosuchdriver.Store", "err": "Install nosuchdriver to access Stores"}
    fsspec.register_implementation("fazhistore", missing["class"], errtxt=missing["err"])
    with pytest.raises(InboxError, match="its driver is not installed: install nosuchdriver to access Stores"):
        list_inbox("fazhistore://box/a.txt", Limits())


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("No such file", "no such file."),
        ("HTTPFileSystem needs aiohttp.", "HTTPFileSystem needs aiohttp."),
        ("I/O error", "I/O error."),
        ("URL is no address", "URL is no address."),
    ],
)
def test_only_a_word_loses_its_capital_letter(said: str, told: str) -> None:
    assert sentence(OSError(said)) == told


def test_a_password_in_a_url_is_not_kept() -> None:
    with pytest.raises(InboxError) as caught:
        list_inbox("nosuchscheme://user:pw123@host/path?token=t456", Limits())
    assert "pw123" not in str(caught.value)
    assert "t456" not in str(caught.value)


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("ftp://user:pw123@host/a,b", "ftp://host/a,b"),
        ("https://host/a.pdf?X-Amz-Signature=1", "https://host/a.pdf"),
        ("/srv/in?box#1/user:pw@x", "/srv/in?box#1/user:pw@x"),  # a folder may be called so
    ],
)
def test_a_place_is_told_without_its_secret(place: str, told: str) -> None:
    assert without_secret(place) == told
