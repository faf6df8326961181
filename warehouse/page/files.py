"""Keeps a folder of generated files: writes what changed, removes what is gone, and remembers what each was made of."""

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypedDict

MANIFEST = "manifest.json"


class Manifest(TypedDict):
    """What a folder was made by, and the fingerprint of each of its files."""

    maker: str
    files: dict[str, str]


class Folder:
    """A folder of generated files, each known by the fingerprint of what it was made of."""

    def __init__(self, root: Path, maker: str, changed_only: bool) -> None:
        """Open `root`; `maker` is the fingerprint of the code: files of another maker are made anew."""
        self.root, self.maker = root, maker
        self.written, self.unchanged, self.removed = 0, 0, 0
        self._before = self._read_manifest()
        self._known = self._before["files"] if changed_only and self._before["maker"] == maker else {}
        self._kept: dict[str, str] = {}

    def stands(self, name: str, fingerprint: str) -> bool:
        """Tell whether `name` stands as made of `fingerprint`; it is kept then."""
        if self._known.get(name) != fingerprint or not (self.root / name).is_file():
            return False
        self._kept[name] = fingerprint
        self.unchanged += 1
        return True

    def put(self, name: str, fingerprint: str, make: Callable[[], str]) -> None:
        """Write `name` with the text of `make`, unless it stands as made of `fingerprint`."""
        if self.stands(name, fingerprint):
            return
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            _replace(path, make())
        else:
            path.write_text(make(), "utf-8")
        self._kept[name] = fingerprint
        self.written += 1

    def close(self) -> None:
        """Remove the files that were not put this time and note what stands."""
        for name in self._before["files"].keys() - self._kept.keys():
            (self.root / name).unlink(missing_ok=True)
            self.removed += 1
        _replace(self.root / MANIFEST, json.dumps({"maker": self.maker, "files": self._kept}, indent=0))

    def size(self) -> int:
        """Return the bytes of all files that stand."""
        return sum((self.root / name).stat().st_size for name in self._kept)

    def _read_manifest(self) -> Manifest:
        path = self.root / MANIFEST
        found: Manifest = json.loads(path.read_text("utf-8")) if path.is_file() else {"maker": "", "files": {}}
        return found


def _replace(path: Path, text: str) -> None:
    """Write `path` so that a reader sees the old file or the new one."""
    draft = path.with_name(f".{path.name}.draft")
    draft.write_text(text, "utf-8")
    draft.replace(path)


def fingerprint(content: object) -> str:
    """Return a short hash of anything that is written the same way each time (rows, lists, texts)."""
    return hashlib.blake2s(repr(content).encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


def fingerprint_of_files(paths: Iterable[Path]) -> str:
    """Return a short hash over the bytes of `paths`."""
    digest = hashlib.blake2s(digest_size=10)
    for path in sorted(paths):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
