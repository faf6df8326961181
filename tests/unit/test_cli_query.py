"""What is asked at the command line stays read-only, and its rows go where and in the form that was asked for."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from told import Told, ask, assert_one_sentence, small_home

NOBODY = 65534  # the user that owns nothing


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
