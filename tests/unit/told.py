"""A command run in this process, a home to run it on, and what an error may look like."""

from pathlib import Path

import duckdb
from typer.testing import CliRunner

from flows import cli


class Told:
    """How a command ended."""

    def __init__(self, *arguments: str) -> None:
        result = CliRunner().invoke(cli.app, arguments)
        self.status, self.out, self.err = result.exit_code, result.stdout, result.stderr


def small_home(folder: Path) -> Path:
    """Make `folder` a home with a small published file, as DuckDB writes it."""
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
