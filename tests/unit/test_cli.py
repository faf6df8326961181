"""What goes wrong at the command line is one sentence and exit status 2; what is asked read-only stays read-only."""

import json
import os
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from flows import cli
from flows.console import Mode


class Told:
    """How a command ended."""

    def __init__(self, *arguments: str) -> None:
        result = CliRunner().invoke(cli.app, arguments)
        self.status, self.out, self.err = result.exit_code, result.stdout, result.stderr


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a small published file, as DuckDB writes it."""
    folder = tmp_path / "home"
    folder.mkdir()
    with duckdb.connect(str(folder / "warehouse.duckdb")) as connection:
        connection.execute("CREATE TABLE t AS SELECT i, CASE i WHEN 0 THEN '=1+1' ELSE '龙' END AS text FROM range(2) AS r(i)")
    return folder


def ask(home: Path, sql: str, form: str = "table") -> Told:
    return Told("query", sql, "--format", form, "--home", str(home))


def assert_one_sentence(told: Told) -> None:
    assert told.status == 2
    assert told.err.startswith("fazhi: ")
    assert told.err.count("\n") == 1
    assert told.err.rstrip().endswith((".", "!"))
    assert "Traceback" not in told.err + told.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("ingest", "/nowhere/at/all"),
        ("ingest", "nosuchscheme://bucket/x"),
        ("status",),
        ("query", "SELECT 1"),
        ("explain", "abc"),
        ("tables", "core.nothing"),
        ("backfill", "--years", "last year"),
    ],
    ids=lambda arguments: " ".join(arguments),
)
def test_an_error_is_one_sentence(arguments: tuple[str, ...], tmp_path: Path) -> None:
    home = () if arguments[0] == "tables" else ("--home", str(tmp_path))
    assert_one_sentence(Told(*arguments, *home))


@pytest.mark.parametrize("sql", ["SELEC 1", "SELECT * FROM nowhere", "", "SELECT 1 FROM", "SELECT error('no')"])
def test_bad_sql_is_one_sentence(home: Path, sql: str) -> None:
    assert_one_sentence(ask(home, sql))


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE x (i INTEGER)",
        "DELETE FROM t",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM '/etc/hostname'",
        "COPY t TO '/tmp/fazhi-must-not-be-there.csv'",
        "ATTACH '/tmp/fazhi-must-not-be-there.duckdb'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
    ],
)
def test_a_query_can_only_read_the_warehouse(home: Path, sql: str) -> None:
    assert_one_sentence(ask(home, sql))


def test_a_query_prints_a_table(home: Path) -> None:
    told = ask(home, "SELECT text, i FROM t ORDER BY i")
    assert told.status == 0
    assert "龙" in told.out


def test_json_keeps_characters_and_types(home: Path) -> None:
    told = ask(home, "SELECT text, i, DATE '2024-01-02' AS d, [1, 2] AS l FROM t WHERE i = 1", "json")
    assert json.loads(told.out) == [{"text": "龙", "i": 1, "d": "2024-01-02", "l": [1, 2]}]


def test_formulas_in_csv_are_made_harmless(home: Path) -> None:
    assert ask(home, "SELECT text, -1 AS n FROM t ORDER BY i", "csv").out == "text,n\n'=1+1,-1\n龙,-1\n"


def test_a_file_that_is_no_warehouse_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "warehouse.duckdb").write_text("no database")
    assert_one_sentence(Told("query", "SELECT 1", "--home", str(tmp_path)))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_home_is_one_sentence(home: Path) -> None:
    home.chmod(0)
    try:
        assert_one_sentence(Told("query", "SELECT 1", "--home", str(home)))
        assert_one_sentence(Told("ingest", "--home", str(home)))
    finally:
        home.chmod(0o755)


def test_a_home_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("x")
    assert_one_sentence(Told("ingest", str(tmp_path), "--home", str(tmp_path / "home")))


def test_a_wrong_setting_is_one_sentence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAZHI_PORT", "many")
    told = ask(home, "SELECT 1")
    assert_one_sentence(told)
    assert "FAZHI_PORT=many" in told.err


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
