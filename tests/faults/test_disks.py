"""A full disk, a read-only disk, damaged files: nothing that is published suffers, and the next run brings it to its end."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.ingest import ingest
from flows.verify import verify

pytestmark = pytest.mark.usefixtures("prefect_server_for_tests")

MEGABYTES = 400
ROOMS = (0, 1, 6, 24)  # megabytes left free


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of MEGABYTES, mounted for this test; only root may do that."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode:
        message = "NOT TESTED ON A FULL OR READ-ONLY DISK: mounting a small tmpfs takes root and its capabilities"
        pytest.skip(message)
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def remount(folder: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(folder)], check=True)


def test_a_full_disk(small_disk, scene, differences, monkeypatch, tell) -> None:
    """The disk has room for ever more of what a night writes, until one night gets through."""
    home, filler = scene.home(small_disk / "home"), small_disk / "filler"
    monkeypatch.setenv("FAZHI_HOME", str(home))
    monkeypatch.setenv("FAZHI_WORKERS", "1")
    before, told = (home / "warehouse.duckdb").read_bytes(), []
    for room in ROOMS:
        fill(filler)
        os.truncate(filler, filler.stat().st_size - (room << 20))
        with suppress_and_note(told):
            ingest([str(scene.inbox)])
            before = (home / "warehouse.duckdb").read_bytes()
        assert (home / "warehouse.duckdb").read_bytes() == before, told
    filler.unlink()
    ingest([str(scene.inbox)])
    tell(f"nights stopped by a full disk: {len(told)} of {len(ROOMS)}")
    assert len(told) >= 2
    assert differences(home, scene.undisturbed) == {}
    assert verify(repair=False).found == ()


@contextmanager
def suppress_and_note(told: list[str]) -> Iterator[None]:
    """A night may fail in any way, as long as it leaves the home whole."""
    try:
        yield
    except Exception as error:
        told.append(f"{type(error).__name__}: {error}")


def fill(path: Path) -> None:
    """Take all the room that is left."""
    with path.open("wb") as file:
        try:
            while True:
                file.write(bytes(1 << 16))
                file.flush()
        except OSError:
            return


def test_a_home_that_turned_read_only(small_disk, scene, differences, monkeypatch) -> None:
    home = scene.home(small_disk / "home")
    monkeypatch.setenv("FAZHI_HOME", str(home))
    before = (home / "warehouse.duckdb").read_bytes()
    remount(small_disk, "ro")
    try:
        told = CliRunner().invoke(app, ["ingest", str(scene.inbox), "--home", str(home)])
        with pytest.raises(Exception, match=r"cannot be written to|Read-only"):
            ingest([str(scene.inbox)])
        asked = CliRunner().invoke(app, ["status", "--home", str(home)])
    finally:
        remount(small_disk, "rw")
    assert (told.exit_code, told.stderr.count("\n")) == (2, 1)
    assert "cannot be written to" in told.stderr
    assert "reports (2021 to 2022)" in asked.stdout
    assert (home / "warehouse.duckdb").read_bytes() == before
    ingest([str(scene.inbox)])
    assert differences(home, scene.undisturbed) == {}


def test_truncated_chunks_are_made_again(nursery, scene, tmp_path, differences) -> None:
    home = scene.home(tmp_path / "home")
    assert nursery.night(home, scene.inbox, stage="load", turn=2).hit == "load"
    chunks = list((home / "chunks").glob("*/*.parquet"))
    assert chunks
    for path in chunks:
        os.truncate(path, path.stat().st_size // 2)
    nursery.whole_night(home, scene.inbox)
    assert differences(home, scene.undisturbed) == {}


@pytest.mark.long
def test_a_content_damaged_before_it_is_read_costs_itself_only(nursery, scene, tmp_path, differences, monkeypatch) -> None:
    home = scene.home(tmp_path / "home")
    nursery.night(home, scene.inbox, stage="extract")
    known = {path.name for path in (scene.template / "archive").glob("??/??/*")}
    new = sorted(path for path in (home / "archive").glob("??/??/*") if path.name not in known)
    new[0].write_bytes(b"rotten")
    nursery.whole_night(home, scene.inbox)
    assert set(differences(home, scene.undisturbed)) >= {"core.source_files", "core.reports"}
    monkeypatch.setenv("FAZHI_HOME", str(home))
    done = verify()
    assert "raw bytes that are damaged" in [one.check for one in done.found]
    nursery.whole_night(home, scene.inbox)  # the inbox still has it
    assert differences(home, scene.undisturbed) == {}
    assert verify(repair=False).found == ()


@pytest.mark.long
def test_an_archive_folder_that_is_gone_is_named(scene, tmp_path, monkeypatch) -> None:
    home = scene.home(tmp_path / "home")
    monkeypatch.setenv("FAZHI_HOME", str(home))
    shutil.rmtree(home / "archive")
    assert [one.check for one in verify().left] == ["raw bytes that are missing from the archive"]
    ingest([str(scene.inbox)])
    assert (home / "archive").is_dir()
