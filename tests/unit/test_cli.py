"""What goes wrong at the command line is one sentence and exit status 2."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len
from told import Told, ask, assert_one_sentence, small_home
from typer.testing import CliRunner

from flows import cli
from flows.console import Mode, sentence
from warehouse.warehouse import WORK

NOBODY = 65534  # the user that owns nothing


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


def test_an_environment_of_an_older_lock_is_told_so() -> None:
    told = sentence(ModuleNotFoundError("No module named 'newer'", name="newer"))
    assert told == "The environment lacks newer: bring it up to date with `make setup`, and call the command again."


@pytest.mark.parametrize(
    "arguments",
    [
        ("ingest", "/nowhere/at/all"),
        ("ingest", "nosuchscheme://bucket/x"),
        ("status",),
        ("query", "SELECT 1"),
        ("explain", "abc"),
        ("tables", "core.nothing"),
        ("rebuild",),
        ("accept", "000001"),
        ("backfill",),
        ("backfill", "--years", "last year"),
    ],
    ids=lambda arguments: " ".join(arguments),
)
def test_an_error_is_one_sentence(arguments: tuple[str, ...], tmp_path: Path) -> None:
    home = () if arguments[0] == "tables" else ("--home", str(tmp_path))
    assert_one_sentence(Told(*arguments, *home))


def test_a_mistyped_table_is_told_the_nearest() -> None:
    assert (
        "no table marts.indicator_trnd (did you mean marts.indicator_trend?); `fazhi tables` lists"
        in Told("tables", "marts.indicator_trnd").err
    )
    assert "did you mean" not in Told("tables", "qqqq").err


def test_the_home_may_stand_before_the_command(home: Path, tmp_path: Path) -> None:
    asked = ("query", "SELECT count(*) AS n FROM t", "--format", "csv")
    before, behind = Told("--home", str(home), *asked), Told(*asked, "--home", str(home))
    assert (before.status, before.out) == (behind.status, behind.out) == (0, behind.out)
    nearer = Told("--home", str(tmp_path / "another"), *asked, "--home", str(home))
    assert nearer.out == behind.out


def test_who_asks_an_empty_home_is_told_how_to_fill_it(tmp_path: Path) -> None:
    told = Told("trend", "行政检查次数", "--home", str(tmp_path))
    assert_one_sentence(told)
    assert "`fazhi ingest FOLDER` reads reports into it" in told.err


def test_a_home_that_is_mistyped_is_not_made(tmp_path: Path) -> None:
    for command in ("backfill", "rebuild", "verify"):
        assert_one_sentence(Told(command, "--home", str(tmp_path / "nowhere")))
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_of_other_files_becomes_no_home(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    for command in ("backfill", "rebuild", "verify", "status", "page"):
        told = Told(command, "--home", str(tmp_path))
        assert_one_sentence(told)
        assert str(tmp_path) in told.err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_wrong_level_is_said_with_the_right_ones(home: Path) -> None:
    (home / WORK).touch()
    told = Told("backfill", "--level", "town", "--home", str(home))
    assert_one_sentence(told)
    assert "the levels are province, prefecture, county, township, department" in told.err


def test_a_table_is_as_wide_as_it_is_told() -> None:
    """By COLUMNS where the output is no terminal; as wide as its content where nothing is said."""
    command = [sys.executable, "-c", "from flows.cli import main; main()", "tables", "marts.indicator_trend"]
    widths = {}
    for columns in ("60", "100", ""):
        told = subprocess.run(command, capture_output=True, text=True, timeout=60, env=os.environ | {"COLUMNS": columns})
        widths[columns] = max(cell_len(line) for line in told.stdout.splitlines())
    assert (widths["60"], widths["100"]) == (60, 100)
    assert widths[""] > 100


def test_tables_are_a_short_list_and_one_shows_its_columns() -> None:
    listed = Told("tables").out
    assert "marts.gaps" in listed
    assert len(listed.splitlines()) < 60
    one = Told("tables", "gaps").out
    assert "report_year" in one
    assert "marts.outliers" not in one
    assert "marts.outliers" in Told("tables", "marts").out


def test_the_dictionary_is_written_into_the_home(home: Path) -> None:
    assert Told("docs", "--home", str(home)).status == 0
    assert (home / "docs" / "dictionary.html").is_file()
    assert Told("docs", "--output", str(home.parent / "d.html")).status == 0
    assert (home.parent / "d.html").is_file()


def test_a_file_that_is_no_warehouse_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "warehouse.duckdb").write_text("no database")
    assert_one_sentence(Told("query", "SELECT 1", "--home", str(tmp_path)))


@pytest.fixture
def nobody(home: Path) -> Iterator[None]:
    """Root may read everything, so a test of what may not be read runs as another."""
    ask(home, "SELECT 1")  # while the modules that this needs can still be imported, wherever they lie
    user = os.geteuid()
    home.chmod(0)
    if user == 0:
        os.seteuid(NOBODY)
    yield
    os.seteuid(user)
    home.chmod(0o755)


@pytest.mark.usefixtures("nobody")
def test_an_unreadable_home_is_one_sentence(home: Path) -> None:
    told = ask(home, "SELECT 1")
    assert_one_sentence(told)
    assert "Permission denied" in told.err


def test_a_home_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("x")
    assert_one_sentence(Told("ingest", str(tmp_path), "--home", str(tmp_path / "home")))


def test_what_cannot_be_read_or_written_is_said_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    nowhere = Told("ingest", str(tmp_path), "--home", str(tmp_path / "file" / "home"))
    assert_one_sentence(nowhere)
    assert nowhere.err.endswith("cannot be the home (Not a directory); choose another with --home or FAZHI_HOME.\n")
    missing = Told("ingest", str(tmp_path / "none"), "--home", str(tmp_path / "home"))
    assert_one_sentence(missing)
    assert missing.err.endswith("Name a folder, file, zip or URL that can be read.\n")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("FAZHI_PORT", "many", "Input should be a valid integer"),
        ("FAZHI_TIMEZONE", "Mars/Base", "no time zone is called so"),
        ("FAZHI_TIMEZONE", "../../etc/passwd", "no time zone is called so"),
        ("FAZHI_SCHEDULE", "* * * * * *", "a cron line has five fields"),
    ],
)
def test_a_wrong_setting_is_one_sentence(home: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str) -> None:
    monkeypatch.setenv(name, value)
    told = ask(home, "SELECT 1")
    assert_one_sentence(told)
    assert f"{name}={value}: {says}" in told.err


def test_debug_shows_where(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(Mode, "debug", True)
    told = ask(home, "SELEC 1")
    assert told.status == 2
    assert "Traceback" in told.err


def test_a_wrong_option_is_said_with_status_2(home: Path) -> None:
    assert Told("query").status == 2
    assert ask(home, "SELECT 1", "xml").status == 2


def test_help_and_version() -> None:
    assert Told("--help").status == 0
    assert Told("--version").out.startswith("fazhi ")


def test_a_password_that_prefect_cannot_compare_is_refused_unshown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FAZHI_PASSWORD", "密码geheim")
    told = CliRunner().invoke(cli.app, ["status", "--home", str(tmp_path)])
    assert told.exit_code == 2
    assert "FAZHI_PASSWORD: " in told.stderr
    assert "ASCII" in told.stderr
    assert "geheim" not in told.stderr


@pytest.mark.parametrize("command", [("status",), ("trend", "x"), ("explain", "x")])
def test_a_file_that_another_version_built_is_said(home: Path, command: tuple[str, ...]) -> None:
    told = Told(*command, "--home", str(home))  # its tables are not those of today
    assert_one_sentence(told)
    assert "built by another version of fazhi" in told.err
    assert "`fazhi rebuild`" in told.err
