"""Nothing that stands unchanged is read again, and nothing that was seen is forgotten."""

import os
import zipfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import pytest

from tasks.intake import take_in as module
from tasks.intake.archive import Archive
from tasks.intake.discover import Limits, list_inbox
from tasks.intake.take_in import Intake, Kept, take_in


def taken(place: Path, archive: Archive, known: Mapping[str, Kept] | None = None, batch: int = 100) -> list[Intake]:
    limits = Limits(max_bytes=1000)
    return list(take_in(list_inbox(str(place), limits), partial(standing, known or {}), archive, limits, batch))


def standing(known: Mapping[str, Kept], places: Sequence[str]) -> dict[str, list[Kept]]:
    """What stood at the places, as the ledger tells it."""
    found: dict[str, list[Kept]] = {}
    for source_uri, kept in known.items():
        found.setdefault(source_uri.partition("!/")[0], []).append(kept)
    return {place: found[place] for place in places if place in found}


def remembered(intakes: list[Intake]) -> dict[str, Kept]:
    return {one.source_uri: one for intake in intakes for one in intake.kept}


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.txt").write_text(name)
    with zipfile.ZipFile(folder / "d.zip", "w") as container:
        container.writestr("1.txt", "one")
        container.writestr("2.txt", "two")
    return folder


def test_batches_are_durable_when_they_are_handed_out(inbox: Path, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    sizes = []
    for intake in take_in(list_inbox(str(inbox), Limits()), partial(standing, {}), archive, Limits(), 2):
        sizes.append(len(intake.kept))
        assert all(archive.path(kept.sha256).exists() for kept in intake.kept)
    assert sum(sizes) == 5
    assert len(sizes) > 2


def test_unchanged_files_are_not_read_again(inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(tmp_path / "archive")
    first = taken(inbox, archive)
    monkeypatch.setattr(module, "read_offer", lambda offer, limits: pytest.fail(f"{offer.source_uri} was read again"))
    second = taken(inbox, archive, remembered(first))
    assert remembered(second) == remembered(first)
    assert sum(intake.read for intake in second) == 0


def test_a_changed_file_is_read_even_with_its_old_time(inbox: Path, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    known = remembered(taken(inbox, archive))
    times = (inbox / "a.txt").stat()
    (inbox / "a.txt").write_text("A")
    os.utime(inbox / "a.txt", ns=(times.st_atime_ns, times.st_mtime_ns))
    again = taken(inbox, archive, known)
    assert sum(intake.read for intake in again) == 1
    assert remembered(again)["a.txt"].sha256 != known["a.txt"].sha256


def test_what_the_archive_lost_is_read_again(inbox: Path, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    known = remembered(taken(inbox, archive))
    archive.path(known["b.txt"].sha256).unlink()
    assert sum(intake.read for intake in taken(inbox, archive, known)) == 1
    assert archive.read(known["b.txt"].sha256) == b"b"


def test_a_file_that_cannot_be_read_now_is_still_there(inbox: Path, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    known = remembered(taken(inbox, archive))
    (inbox / "a.txt").unlink()
    (inbox / "a.txt").symlink_to(inbox / "b.txt")
    (intake,) = taken(inbox, archive, known)
    assert [left.code for left in intake.left] == ["not_a_file"]
    assert remembered([intake]) == known


def test_an_inbox_of_several_batches_is_asked_for_piece_by_piece(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, asked = Archive(tmp_path / "archive"), []
    known = remembered(taken(inbox, archive))

    def ask(places: Sequence[str]) -> dict[str, list[Kept]]:
        asked.append(list(places))
        return standing(known, places)

    monkeypatch.setattr(module, "_TOGETHER", 3)
    again = list(take_in(list_inbox(str(inbox), Limits()), ask, archive, Limits(), 100))
    assert asked == [["a.txt", "b.txt", "c.txt"], ["d.zip"]]
    assert [(len(one.kept), one.read) for one in again] == [(3, 0), (2, 0)]
    assert remembered(again) == known
