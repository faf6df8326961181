"""An inbox full of traps, taken in by the real flow: each has its outcome, good reports stand beside them, nothing leaks."""

import csv
import io
import os
import resource
import time
from pathlib import Path

import duckdb
import pytest
from hostile_inbox import ABSENT, Hostile, cases, report
from typer.testing import CliRunner

from flows.cli import app
from flows.ingest import ingest
from tasks.intake.discover import plain_text
from warehouse.page.write import write_page

CASES = list(cases())
SECONDS = 240  # for all of them, on a busy machine
GOOD = 3


class Taken:
    """The inbox after one run: what became of each path, and the home."""

    def __init__(self, home: Path, left: dict[str, str], seconds: float) -> None:
        self.home, self.left, self.seconds = home, left, seconds
        with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
            rows = connection.execute("SELECT source_uri, coalesce(reject_code, status) FROM core.source_files").fetchall()
            self.good = connection.execute("SELECT count(*) FROM core.source_files WHERE source_uri LIKE 'good%'").fetchall()[
                0
            ][0]
            self.texts = connection.execute("SELECT source_text FROM core.report_texts").fetchall()
        self.files: dict[str, set[str]] = {}
        for uri, outcome in rows:
            self.files.setdefault(uri, set()).add(outcome)


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory, prefect_server_for_tests: None) -> Taken:
    folder, home = tmp_path_factory.mktemp("traps"), tmp_path_factory.mktemp("home")
    for number in range(GOOD):
        (folder / f"good{number}.txt").write_text(report(200 + number), "utf-8")
    for case in CASES:
        case.put(folder / os.fsdecode(case.name))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAZHI_HOME", str(home))
        patch.setenv("FAZHI_WORKERS", "1")
        started = time.monotonic()
        done = ingest([str(folder)])
    return Taken(home, {one.source_uri: f"left:{one.code}" for one in done.left}, time.monotonic() - started)


def test_there_are_as_many_as_promised() -> None:
    assert len(CASES) >= 40
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_each_has_its_outcome(taken: Taken, case: Hostile) -> None:
    place = plain_text(os.fsdecode(case.name)) + case.inside
    found = taken.files.get(place, set()) | ({taken.left[place]} if place in taken.left else set()) or {ABSENT}
    assert found <= set(case.outcomes), found


def test_it_takes_neither_long_nor_much(taken: Taken) -> None:
    assert taken.seconds < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 3 << 20  # kilobytes, of all tests of this process


def test_good_reports_stand_beside_them(taken: Taken) -> None:
    assert taken.good == GOOD


def test_nothing_was_written_beside_the_home_or_read_beside_the_inbox(taken: Taken) -> None:
    assert not list(taken.home.parent.rglob("climbed.txt"))
    assert not Path("/etc/cron.d/job").exists()
    assert not Path("owned").exists()
    assert not [text for (text,) in taken.texts if "root:x:0" in text]


def test_names_can_be_shown_without_harm(taken: Taken) -> None:
    asked = [
        CliRunner().invoke(app, ["status", "--home", str(taken.home)]),
        CliRunner().invoke(app, ["query", "FROM core.source_files", "--home", str(taken.home)]),
        CliRunner().invoke(app, ["query", "FROM core.source_files", "--format", "csv", "--home", str(taken.home)]),
    ]
    texts = "SELECT source_text, text FROM core.report_texts WHERE contains(source_text, 'owned')"
    shown = [
        CliRunner().invoke(app, ["explain", "escapes.txt", "--home", str(taken.home)]),
        CliRunner().invoke(app, ["query", texts, "--home", str(taken.home)]),
    ]
    assert all("owned" in one.stdout for one in shown)
    for one in (*asked, *shown):
        assert one.exit_code in (0, 1), one.stderr
        assert not set(map(chr, (*range(32), *range(127, 160)))) - {"\n"} & set(one.stdout)
        assert "\u202e" not in one.stdout
    rows = list(csv.reader(io.StringIO(asked[2].stdout)))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "@"))]
    assert "'=cmd|'calc'!A0.txt" in [cell for row in rows for cell in row]


def test_the_page_holds_no_markup_of_theirs(taken: Taken, tmp_path: Path) -> None:
    write_page(taken.home / "warehouse.duckdb", tmp_path / "page")
    for path in (tmp_path / "page").rglob("*.html"):
        content = path.read_text("utf-8")
        assert "document.title='changed'</script>" not in content, path
        assert "<iframe" not in content, path
