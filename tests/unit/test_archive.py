"""Raw bytes are kept once, by their hash, and proven when they are read back."""

import hashlib
from pathlib import Path

import pytest

from tasks.intake.archive import Archive, DamagedError


def test_contents_appear_only_when_sealed(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    sha256 = archive.put(b"raw")
    assert sha256 == hashlib.sha256(b"raw").hexdigest()
    assert not archive.path(sha256).exists()
    assert archive.seal() == 1
    assert archive.path(sha256) == tmp_path / "archive" / sha256[:2] / sha256[2:4] / sha256
    assert archive.read(sha256) == b"raw"


def test_the_same_content_is_kept_once(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    assert archive.put(b"raw") == archive.put(b"raw")
    assert archive.seal() == 1
    before = archive.path(archive.put(b"raw")).stat().st_mtime_ns
    assert archive.seal() == 0
    assert archive.path(hashlib.sha256(b"raw").hexdigest()).stat().st_mtime_ns == before
    assert list(archive.hashes()) == [hashlib.sha256(b"raw").hexdigest()]


def test_what_a_killed_run_staged_is_staged_again(tmp_path: Path) -> None:
    Archive(tmp_path).put(b"raw")  # never sealed
    archive = Archive(tmp_path)
    sha256 = archive.put(b"raw")
    assert archive.seal() == 1
    assert archive.read(sha256) == b"raw"


def test_damage_is_seen(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    sha256 = archive.put(b"raw")
    archive.seal()
    archive.path(sha256).write_bytes(b"rot")
    with pytest.raises(DamagedError, match="no longer has the hash"):
        archive.read(sha256)
    archive.path(sha256).unlink()
    with pytest.raises(DamagedError, match="cannot be read"):
        archive.read(sha256)
