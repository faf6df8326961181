"""Many nights in a row over an inbox that people work in: the ledger accounts for every file that was ever offered."""

import hashlib
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from flows.ingest import ingest
from flows.verify import verify

pytestmark = pytest.mark.usefixtures("prefect_server_for_tests")

TOWNS = tuple(f"衡泽市青砚区{name}镇" for name in ("石笏", "乌桕", "莲峤", "白鹭", "松溪", "竹林", "梅岭", "杏花"))
BROKEN = (b"", b"PK\x03\x04 cut", bytes(range(256)) * 4, "今天天气很好。".encode(), b"\xff\xfe")


class Inbox:
    """A folder in which files come, change, move and go, and what has been offered from it so far."""

    def __init__(self, folder: Path, write: Callable[..., Path], drawn: random.Random) -> None:
        self.folder, self.drawn = folder, drawn
        self._write = write
        self._made = 0
        self.good: set[Path] = set()
        self.offered: set[tuple[str, str]] = set()

    def day(self) -> None:
        """What happens between two nights."""
        happenings = (self.new, self.new, self.new, self.change, self.rename, self.repeat, self.twin, self.spoil, self.delete)
        for happening in self.drawn.choices(happenings, k=self.drawn.randint(0, 8)):
            happening()

    def note(self) -> None:
        """Note what stands there now: the night will offer it."""
        self.offered |= {(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in self.folder.iterdir()}

    def new(self) -> None:
        self._made += 1
        name = f"{self._made:04}.txt"
        place, year = self.drawn.choice(TOWNS), self.drawn.randint(2015, 2024)
        self.good.add(self._write(self.folder, name, place=place, year=year, lectures=self._made))

    def change(self) -> None:
        if path := self._any():
            path.write_bytes(path.read_bytes().replace("场次".encode(), f"{self.drawn.randint(1, 9)}场次".encode()))

    def rename(self) -> None:
        if path := self._any():
            self._made += 1
            self.good = self.good - {path} | {path.rename(self.folder / f"{self._made:04}-moved.txt")}

    def repeat(self) -> None:
        self._copy(b"")

    def twin(self) -> None:
        self._copy(b"\n\n")

    def spoil(self) -> None:
        self._made += 1
        (self.folder / f"{self._made:04}-broken.docx").write_bytes(self.drawn.choice(BROKEN))

    def delete(self) -> None:
        if path := self._any():
            path.unlink()
            self.good.discard(path)

    def _copy(self, more: bytes) -> None:
        if path := self._any():
            self._made += 1
            copy = self.folder / f"{self._made:04}-copy.txt"
            copy.write_bytes(path.read_bytes() + more)
            self.good.add(copy)

    def _any(self) -> Path | None:
        return self.drawn.choice(sorted(self.good)) if self.good else None


def soak(inbox: Inbox, home: Path, nights: int) -> Counter[str]:
    """Live through the nights; each must account for all that was offered up to then."""
    states = Counter[str]()
    for _ in range(nights):
        inbox.day()
        inbox.note()
        ingest([str(inbox.folder)])
        with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
            rows = connection.execute("SELECT source_uri, sha256, status FROM core.source_files").fetchall()
            reports = connection.execute("SELECT count(*) FROM core.reports").fetchall()[0][0]
        assert {(uri, sha256) for uri, sha256, _ in rows} == inbox.offered
        assert len(rows) == len(inbox.offered)
        states = Counter(status for _, _, status in rows)
        assert states.total() == sum(states[name] for name in ("loaded", "duplicate", "superseded", "rejected"))
        assert states["loaded"] == reports
        status_of = {(uri, sha256): status for uri, sha256, status in rows}
        for path in inbox.folder.iterdir():
            status = status_of[path.name, hashlib.sha256(path.read_bytes()).hexdigest()]
            assert status in ({"loaded", "duplicate"} if path in inbox.good else {"rejected"}), path.name
    return states


def live(inbox_folder: Path, home: Path, write_into, drawn: random.Random, nights: int, tell: Callable[[str], None]) -> None:
    inbox = Inbox(inbox_folder, write_into, drawn)
    for _ in range(6):
        inbox.new()
    states = soak(inbox, home, nights)
    told = " + ".join(f"{number} {name}" for name, number in sorted(states.items()))
    tell(f"{nights} nights: {len(inbox.offered)} files offered = {told}")
    assert verify(repair=False).found == ()


def test_five_nights(inbox, home, write_into, drawn, tell) -> None:
    live(inbox, home, write_into, drawn, 5, tell)


@pytest.mark.long
def test_thirty_nights(inbox, home, write_into, drawn, tell) -> None:
    live(inbox, home, write_into, drawn, 30, tell)
