"""What goes wrong at the command line is one sentence and exit status 2; what is asked read-only stays read-only."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from flows import cli
from flows.console import Mode
from warehouse.warehouse import WORK

NOBODY = 65534  # the user that owns nothing


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
        ("rebuild",),
        ("backfill",),
        ("backfill", "--years", "last year"),
    ],
    ids=lambda arguments: " ".join(arguments),
)
def test_an_error_is_one_sentence(arguments: tuple[str, ...], tmp_path: Path) -> None:
    home = () if arguments[0] == "tables" else ("--home", str(tmp_path))
    assert_one_sentence(Told(*arguments, *home))


def test_a_home_that_is_mistyped_is_not_made(tmp_path: Path) -> None:
    for command in ("backfill", "rebuild", "verify"):
        assert_one_sentence(Told(command, "--home", str(tmp_path / "nowhere")))
    assert not (tmp_path / "nowhere").exists()


def test_a_wrong_level_is_said_with_the_right_ones(home: Path) -> None:
    (home / WORK).touch()
    told = Told("backfill", "--level", "town", "--home", str(home))
    assert_one_sentence(told)
    assert "the levels are province, prefecture, county, township, department" in told.err


def test_a_format_and_an_ending_that_contradict_are_refused(home: Path, tmp_path: Path) -> None:
    told = Told("query", "SELECT 1", "--format", "csv", "--output", str(tmp_path / "x.xlsx"), "--home", str(home))
    assert_one_sentence(told)
    assert not (tmp_path / "x.xlsx").exists()


@pytest.mark.parametrize("sql", ["SELEC 1", "", " -- nothing", "SELECT 1 FROM", "SELECT error('no')", "SELECT 1; SELECT 2"])
def test_bad_sql_is_one_sentence(home: Path, sql: str) -> None:
    assert_one_sentence(ask(home, sql))


@pytest.mark.parametrize("sql", ["SELECT * FROM nowhere", "SELECT nothing FROM t"])
def test_a_wrong_name_leads_to_the_dictionary(home: Path, sql: str) -> None:
    told = ask(home, sql)
    assert_one_sentence(told)
    assert "`fazhi tables" in told.err


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


@pytest.mark.parametrize("sql", ["DELETE FROM t", "DROP TABLE t", "INSERT INTO t VALUES (1)", "CREATE TABLE x (i INTEGER)"])
def test_what_would_write_is_told_so(home: Path, sql: str) -> None:
    assert "The warehouse is read-only" in ask(home, sql).err


def test_a_folder_that_is_not_there_is_named(home: Path) -> None:
    told = Told("query", "SELECT 1", "--output", "/nowhere/x.csv", "--home", str(home))
    assert_one_sentence(told)
    assert "The folder /nowhere is not there" in told.err


def test_a_query_prints_a_table(home: Path) -> None:
    told = ask(home, "SELECT text, i FROM t ORDER BY i")
    assert told.status == 0
    assert "龙" in told.out


def test_json_keeps_characters_and_types(home: Path) -> None:
    told = ask(home, "SELECT text, i, DATE '2024-01-02' AS d, [1, 2] AS l FROM t WHERE i = 1", "json")
    assert json.loads(told.out) == [{"text": "龙", "i": 1, "d": "2024-01-02", "l": [1, 2]}]


def test_formulas_in_csv_are_made_harmless(home: Path) -> None:
    assert ask(home, "SELECT text, -1 AS n FROM t ORDER BY i", "csv").out == "text,n\n'=1+1,-1\n龙,-1\n"
    odd = "SELECT ' =1' AS a, '＝1' AS b, 1 AS \"=c\""
    assert ask(home, odd, "csv").out == "a,b,'=c\n' =1,'＝1,1\n"


@pytest.mark.parametrize("name", ["work.duckdb", "warehouse.duckdb", "archive/rows.csv"])
def test_no_rows_are_written_over_the_homes_own_files(home: Path, name: str) -> None:
    before = sorted((path, path.stat().st_size) for path in home.rglob("*"))
    target = str(home / name)
    assert_one_sentence(Told("query", "SELECT 1 AS a", "--format", "csv", "--output", target, "--home", str(home)))
    assert sorted((path, path.stat().st_size) for path in home.rglob("*")) == before


@pytest.mark.parametrize(
    ("name", "begins"),
    [("r.csv", b"text\n'=1+1"), ("r.json", b"[\n {"), ("r.parquet", b"PAR1"), ("r.xlsx", b"PK"), ("r.txt", "┏".encode())],
)
def test_rows_go_to_a_file_in_the_form_that_its_ending_names(home: Path, name: str, begins: bytes) -> None:
    target = home.parent / name
    told = Told("query", "SELECT text FROM t ORDER BY i", "--output", str(target), "--home", str(home))
    assert (told.status, told.err) == (0, "")
    assert target.read_bytes().startswith(begins)


def test_a_file_whose_ending_names_no_form_is_one_sentence(home: Path) -> None:
    assert_one_sentence(Told("query", "SELECT 1", "--output", str(home / "rows.doc"), "--home", str(home)))
    assert not (home / "rows.doc").exists()


@pytest.mark.parametrize("form", ["parquet", "excel"])
def test_binary_rows_never_reach_a_terminal(home: Path, form: str) -> None:
    shown, terminal = pty.openpty()
    command = [sys.executable, "-c", "from flows.cli import main; main()", "query", "SELECT 1 AS a", "--format", form]
    done = subprocess.run([*command, "--home", str(home)], stdout=terminal, stderr=subprocess.PIPE, text=True, timeout=60)
    os.close(terminal)
    os.close(shown)
    assert done.returncode == 2
    assert f"--output rows.{'xlsx' if form == 'excel' else form}" in done.stderr


def test_parquet_is_written_without_a_warning(home: Path, recwarn: pytest.WarningsRecorder) -> None:
    target = home.parent / "rows.parquet"
    assert Told("query", "FROM t", "-o", str(target), "--home", str(home)).status == 0
    assert pq.read_table(target).column("text").to_pylist() == ["=1+1", "龙"]
    assert [str(one.message) for one in recwarn] == []


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


def test_what_is_printed_moves_no_terminal(home: Path) -> None:
    for sql in (
        r"SELECT chr(27) || ']0;owned' || chr(7) AS t",
        'SELECT 1 AS "\x1b[31mred"',
        "SELECT chr(8238) || 'x', chr(155) || 'y'",
    ):
        told = ask(home, sql)
        assert told.status == 0, told.err
        assert not set("\x1b\x07\x9b\u202e") & set(told.out)
        assert "\\" in told.out  # it is written out
    assert "\x1b" not in Told("explain", "\x1b[31mred", "--home", str(home)).err
    assert ask(home, 'SELECT 1 AS "[/x]"').status == 0  # no markup either


@pytest.mark.parametrize("command", [("status",), ("trend", "x"), ("explain", "x")])
def test_a_file_that_another_version_built_is_said(home: Path, command: tuple[str, ...]) -> None:
    told = Told(*command, "--home", str(home))  # its tables are not those of today
    assert_one_sentence(told)
    assert "built by another version of fazhi" in told.err
    assert "`fazhi rebuild`" in told.err
