"""Nights that are killed: a nursery under the tests' Prefect server, a home with a night behind it, and a changed inbox."""

import json
import os
import random
import select
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest

from warehouse.schema import models

PATIENCE = 150  # seconds that a night may take on a busy machine; it takes some five
TIMES = {"data_version", "first_seen_at", "last_seen_at", "evaluated_at"}
OF_RUNS = {"core.runs", "marts.data_quality"}  # as many rows as there were runs, killed ones too


class Night(NamedTuple):
    """How a night ended: the stage it was in (`end`: it ran through), its wait status, and when each stage began."""

    hit: str
    status: int
    stages: list[tuple[str, float]]


class Nursery:
    """Sends orders to nursery.py and reads its answers, never waiting for longer than PATIENCE."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def send(self, home: Path, inbox: Path, **order: Any) -> None:
        """Order a night: `stage`, `turn`, `wait` and `signal` say where and how it is struck; see nursery.py."""
        assert self._process.stdin
        line = json.dumps({"home": str(home), "inbox": str(inbox), "limit": PATIENCE - 30} | order)
        self._process.stdin.write(f"{line}\n".encode())
        self._process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """The next answer."""
        assert self._process.stdout
        if not select.select([self._process.stdout], [], [], PATIENCE)[0]:
            pytest.fail("the nursery does not answer")
        line = self._process.stdout.readline()
        assert line, "the nursery has died"
        return json.loads(line)

    def night(self, home: Path, inbox: Path, **order: Any) -> Night:
        """Run one night and return how it ended."""
        self.send(home, inbox, **order)
        answer = self.answer()
        done = Night(answer["hit"], answer["status"], answer["stages"])
        assert done.hit != "overdue", home.with_suffix(".log").read_text("utf-8")
        return done

    def whole_night(self, home: Path, inbox: Path) -> Night:
        """Run one night that nothing disturbs; it must succeed."""
        done = self.night(home, inbox)
        assert done.status == 0, home.with_suffix(".log").read_text("utf-8")
        return done


@pytest.fixture(scope="session")
def nursery(prefect_server_for_tests: None) -> Iterator[Nursery]:
    """A process that has loaded the flows, under the tests' Prefect server."""
    from prefect.settings import get_current_settings

    environment = os.environ | {"PREFECT_API_URL": str(get_current_settings().api.url)}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    script = Path(__file__).with_name("nursery.py")
    process = subprocess.Popen([sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    yield Nursery(process)
    assert process.stdin
    process.stdin.close()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        raise


class Scene(NamedTuple):
    """A home with one night behind it, the inbox as it stands now, and a home in which the second night ran undisturbed."""

    template: Path
    inbox: Path
    undisturbed: Path
    stages: list[tuple[str, float]]

    def home(self, folder: Path) -> Path:
        """A copy of the home before the second night."""
        return Path(shutil.copytree(self.template, folder))


@pytest.fixture(scope="session")
def scene(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Reports of two years; then new, changed, renamed, deleted, repeated and broken files, and twins of other bytes."""
    from generate import generate

    folder = tmp_path_factory.mktemp("scene")
    generate(folder, 8, (2021, 2022), 5, None)
    files = sorted((folder / "reports").iterdir())
    inbox = folder / "inbox"
    inbox.mkdir()
    for path in files[: len(files) // 2]:
        shutil.copy(path, inbox)
    nursery.whole_night(folder / "template", inbox)
    for path in files[len(files) // 2 :]:
        shutil.copy(path, inbox)
    change(inbox, files)
    shutil.copytree(folder / "template", folder / "undisturbed")
    done = nursery.whole_night(folder / "undisturbed", inbox)
    return Scene(folder / "template", inbox, folder / "undisturbed", done.stages)


def change(inbox: Path, files: list[Path]) -> None:
    """What happens to an inbox between two nights."""
    first, second, third, fourth, *_ = files
    (inbox / first.name).write_bytes(first.read_bytes().replace(b"1", b"2"))
    (inbox / second.name).rename(inbox / "renamed.txt")
    (inbox / third.name).unlink()
    shutil.copy(inbox / fourth.name, inbox / "copy.txt")
    for path in files[-5:]:  # the same text in other bytes, far behind in the listing: whose hash names the report?
        (inbox / f"twin-{path.name}").write_bytes(path.read_bytes() + b"\n")
    (inbox / "empty.txt").touch()
    (inbox / "noise.bin").write_bytes(bytes(range(256)) * 3)


@pytest.fixture(scope="session")
def differences() -> Callable[[Path, Path], dict[str, int]]:
    """Compare two published homes: tables of core and marts with rows that only one has, but for times and versions."""

    def compare(one: Path, other: Path) -> dict[str, int]:
        found = {}
        with duckdb.connect() as connection:
            for name, home in (("one", one), ("other", other)):
                connection.execute(f"ATTACH '{home / 'warehouse.duckdb'}' AS {name} (READ_ONLY)")
            for name, table in models().items():
                columns = ", ".join(f'"{column.name}"' for column in table.columns if column.name not in TIMES)
                sides = [f"SELECT {columns} FROM {side}.{name}" for side in ("one", "other")]
                sql = f"SELECT count(*) FROM (({sides[0]} EXCEPT ALL {sides[1]}) UNION ALL ({sides[1]} EXCEPT ALL {sides[0]}))"
                if name not in OF_RUNS and (rows := connection.execute(sql).fetchall()[0][0]):
                    found[name] = rows
        return found

    return compare


@pytest.fixture
def drawn() -> random.Random:
    """Chance, the same each time."""
    return random.Random(20261123)
