"""Keeps every raw content once, by its hash: nothing is ever read from an inbox twice, and nothing here is altered."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path


class DamagedError(Exception):
    """A kept content is missing or no longer has its hash; the message names the file."""


def fingerprint(raw: bytes) -> str:
    """Return the lower-case hex sha256 that addresses `raw`."""
    return hashlib.sha256(raw).hexdigest()


class Archive:
    """Raw contents under `root/ab/cd/<sha256>`.

    `put` only stages; `seal` makes all that was staged durable and visible at once. An fsync for each file would
    cost more than reading the report, so a batch is synced twice as a whole: its bytes before they get their names,
    then the names. A crash in between leaves staged files, which the next `seal` of the same contents replaces.
    """

    def __init__(self, root: Path) -> None:
        """Keep contents below `root`, which is created by the first `put`."""
        self._root = root
        self._staging = root / "incoming"
        self._staged: dict[str, Path] = {}

    def path(self, sha256: str) -> Path:
        """Where the content of this hash lies, or would lie."""
        return self._root / sha256[:2] / sha256[2:4] / sha256

    def put(self, raw: bytes) -> str:
        """Stage `raw` unless it is kept already, and return its hash."""
        sha256 = fingerprint(raw)
        if sha256 not in self._staged and not self.path(sha256).exists():
            self._staging.mkdir(parents=True, exist_ok=True)
            staged = self._staging / sha256
            staged.write_bytes(raw)
            self._staged[sha256] = staged
        return sha256

    def seal(self) -> int:
        """Make the staged contents durable; return how many there were."""
        if not self._staged:
            return 0
        os.sync()
        for sha256, staged in self._staged.items():
            target = self.path(sha256)
            target.parent.mkdir(parents=True, exist_ok=True)
            staged.replace(target)
        os.sync()
        count = len(self._staged)
        self._staged.clear()
        return count

    def read(self, sha256: str) -> bytes:
        """Return the content of this hash, proven to be it.

        Raises DamagedError where it is missing or altered.
        """
        path = self.path(sha256)
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise DamagedError(f"{path} cannot be read: {error.strerror}.") from error
        if fingerprint(raw) != sha256:
            raise DamagedError(f"{path} no longer has the hash that it is named by; put the original back.")
        return raw

    def set_aside(self, sha256: str) -> Path:
        """Take a damaged content out of its place and return where it lies now; the inbox may still hold it whole."""
        target = self._root / "damaged" / sha256
        target.parent.mkdir(parents=True, exist_ok=True)
        return self.path(sha256).replace(target)

    def hashes(self) -> Iterator[str]:
        """Every hash that is kept, in order."""
        for path in sorted(self._root.glob("??/??/*")):
            yield path.name
