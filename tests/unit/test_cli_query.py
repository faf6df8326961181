"""What is asked at the command line stays read-only, and its rows go where and in the form that was asked for."""

import csv
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from told import Told, ask, assert_one_sentence, small_home

FAZHI = (sys.executable, "-c", "from flows.cli import main; main()")
ENDLESS = "SELECT count(*) FROM range(1000000) AS a(i), range(10000000) AS b(i) WHERE a.i + b.i = 7"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


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


def test_lists_are_told_without_the_marks_of_a_language(home: Path) -> None:
    sql = "SELECT [1, 2] AS n, ['龙', '=1'] AS t, [] AS e, [NULL, 3] AS h, {'a': ['龙']} AS s, [{'b': 1}] AS l, ['=1'] AS f"
    cells = ["1; 2", "龙; =1", "", "; 3", '{"a": ["龙"]}', '[{"b": 1}]']
    assert list(csv.reader(ask(home, sql, "csv").out.splitlines())) == [[*"ntehslf"], [*cells, "'=1"]]
    target = home.parent / "lists.xlsx"
    assert Told("query", sql, "-o", str(target), "--home", str(home)).status == 0
    told = [cell.value or "" for cell in openpyxl.load_workbook(target).active[2]]
    assert told == [*cells, "=1"]


def test_a_table_in_a_file_has_all_rows(home: Path) -> None:
    target = home.parent / "rows.txt"
    told = Told("query", "SELECT 'row ' || i AS t FROM range(300) AS r(i)", "-o", str(target), "--home", str(home))
    assert (told.status, told.err) == (0, "")
    assert target.read_text("utf-8").count("row ") == 300


@pytest.mark.parametrize("text", ["-1", "+3", "-12,345.60", "-2.5%", "+1e-9"])
def test_a_number_written_as_text_is_no_formula(home: Path, text: str) -> None:
    assert ask(home, f"SELECT '{text}' AS t, 1 AS i", "json").out.count(f'"{text}"') == 1
    assert ask(home, f"SELECT '{text}' AS t", "csv").out.replace('"', "") == f"t\n{text}\n"


@pytest.mark.parametrize("text", ["-1+1", "+A1", "-1-cmd", "-", "=-1", "@1", "--1", "-1 "])
def test_what_only_begins_like_a_number_is_one(home: Path, text: str) -> None:
    assert ask(home, f"SELECT '{text}' AS t", "csv").out == f"t\n'{text}\n"


def test_columns_of_one_name_are_told_apart_in_every_form(home: Path) -> None:
    sql, names = "SELECT 1 AS a, 2 AS a, 3 AS b, 4 AS a", ["a", "a_1", "b", "a_2"]
    assert json.loads(ask(home, sql, "json").out) == [dict(zip(names, (1, 2, 3, 4), strict=True))]
    assert ask(home, sql, "csv").out == "a,a_1,b,a_2\n1,2,3,4\n"
    assert [word for word in ask(home, sql).out.split() if word.strip("a_12b") == ""][:4] == names
    target = home.parent / "rows.parquet"
    assert Told("query", sql, "-o", str(target), "--home", str(home)).status == 0
    assert pq.read_table(target).column_names == names


def test_json_has_neither_nan_nor_infinity(home: Path) -> None:
    told = ask(
        home,
        "SELECT 'nan'::DOUBLE AS n, [-'inf'::DOUBLE, 1.5] AS l, {'x': 'inf'::FLOAT} AS s, MAP {DATE '2024-01-02': 1} AS m",
        "json",
    )
    row = json.loads(told.out, parse_constant=pytest.fail)[0]
    assert row == {"n": None, "l": [None, 1.5], "s": {"x": None}, "m": {"2024-01-02": 1}}


@pytest.mark.parametrize(("number", "prefix"), [(signal.SIGINT, ""), (signal.SIGTERM, "EXPLAIN ANALYZE ")])
def test_a_statement_that_runs_is_stopped_by_a_signal(home: Path, number: signal.Signals, prefix: str) -> None:
    command = [*FAZHI, "query", prefix + ENDLESS, "--home", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        try:
            _wait_until_it_computes(running)
            running.send_signal(number)
            told = running.communicate(timeout=20)
        finally:
            running.kill()
    assert (running.returncode, told) == (130, ("", "Stopped: the query was given up, and nothing was written.\n"))


def _wait_until_it_computes(running: subprocess.Popen[str]) -> None:
    """Return once its threads have used more of the processor than a start-up can."""
    used, stat = 0, Path(f"/proc/{running.pid}/stat")
    while used < 2 * os.sysconf("SC_CLK_TCK"):
        assert running.poll() is None
        time.sleep(0.05)
        used = sum(map(int, stat.read_text().rsplit(")", 1)[1].split()[11:13]))


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_an_output_that_lacks_a_character_is_no_error(home: Path, form: str) -> None:
    command = [*FAZHI, "query", "SELECT '龙' AS \"名\"", "--format", form, "--home", str(home)]
    env = os.environ | {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, env=env, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (rb"\u9f99" if form == "table" else "龙".encode()) in done.stdout


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_no_form_moves_a_terminal(home: Path, form: str) -> None:
    shown, terminal = pty.openpty()
    command = [*FAZHI, "query", "SELECT chr(27) || ']0;owned' || chr(7) AS t", "--format", form, "--home", str(home)]
    done = subprocess.run(command, stdout=terminal, stderr=subprocess.PIPE, timeout=60, env=os.environ | {"NO_COLOR": "1"})
    os.close(terminal)
    seen = os.read(shown, 10_000)
    os.close(shown)
    assert done.returncode == 0, done.stderr
    assert b"owned" in seen
    assert b"\x1b]" not in seen
    assert b"\x07" not in seen


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
    command = [*FAZHI, "query", "SELECT 1 AS a", "--format", form, "--home", str(home)]
    done = subprocess.run(command, stdout=terminal, stderr=subprocess.PIPE, text=True, timeout=60)
    os.close(terminal)
    os.close(shown)
    assert done.returncode == 2
    assert f"--output rows.{'xlsx' if form == 'excel' else form}" in done.stderr


def test_parquet_is_written_without_a_warning(home: Path, recwarn: pytest.WarningsRecorder) -> None:
    target = home.parent / "rows.parquet"
    assert Told("query", "FROM t", "-o", str(target), "--home", str(home)).status == 0
    assert pq.read_table(target).column("text").to_pylist() == ["=1+1", "龙"]
    assert [str(one.message) for one in recwarn] == []


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
