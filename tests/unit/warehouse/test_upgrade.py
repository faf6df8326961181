"""Working files of every schema from the first on are upgraded with all their rows; those of a newer fazhi are refused."""

from pathlib import Path

import duckdb
import pytest

from tasks.reference import reference_tables
from warehouse import checks
from warehouse.connection import STORAGE
from warehouse.errors import ContractError
from warehouse.schema import written_tables
from warehouse.upgrade import SCHEMA_VERSION
from warehouse.warehouse import WORK, Warehouse

HOMES = sorted((Path(__file__).parent / "homes").glob("schema-*.sql"))


def laid_out(script: Path, home: Path) -> Path:
    """A home whose working file an older version wrote."""
    home.mkdir(exist_ok=True)
    with duckdb.connect(str(home / WORK), config=dict(STORAGE)) as connection:
        connection.execute(script.read_text("utf-8"))
    return home


def rows(home: Path, table: str, columns: str = "*") -> list[tuple[object, ...]]:
    with duckdb.connect(str(home / WORK)) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        return connection.execute(f"FROM {table} SELECT {columns} ORDER BY ALL").fetchall()


def columns_of(home: Path, table: str) -> str:
    with duckdb.connect(str(home / WORK)) as connection:
        return ", ".join(column[0] for column in connection.execute(f"FROM {table} LIMIT 0").description or ())


def test_there_is_a_home_of_each_schema_before_todays() -> None:
    assert [path.stem for path in HOMES] == [f"schema-{number}" for number in range(1, SCHEMA_VERSION)]


@pytest.mark.parametrize("script", HOMES, ids=lambda path: path.stem)
def test_an_older_home_is_upgraded_with_all_its_rows(script: Path, tmp_path: Path) -> None:
    home = laid_out(script, tmp_path / "home")
    tables = ("store.reports", "store.quantities", "store.numerals", "store.sections", "store.report_texts")
    columns = {table: columns_of(home, table) for table in tables}  # later versions may have added some
    before = {table: rows(home, table, columns[table]) for table in tables}
    with Warehouse.open(home) as warehouse:
        assert warehouse.pending().num_rows == 0
        warehouse.start_run("ingest", "later")
        warehouse.load_reference(**reference_tables())
        warehouse.build_models()
        checks.require(warehouse.run_checks())
        warehouse.finish_run("success", {})
        warehouse.publish()
    assert {table: rows(home, table, columns[table]) for table in tables} == before
    assert rows(home, "ledger.schema_version") == [(SCHEMA_VERSION,)]
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as published:
        assert published.execute("SELECT report_year FROM core.reports ORDER BY 1").fetchall() == [(2021,), (2022,)]
        assert published.execute("SELECT value FROM core.quantities WHERE unit = '场次' ORDER BY 1").fetchall() == [
            (12,),
            (15,),
        ]


@pytest.mark.parametrize("script", HOMES, ids=lambda path: path.stem)
def test_an_upgraded_file_is_laid_out_like_a_new_one(script: Path, tmp_path: Path) -> None:
    layouts = []
    for home in (laid_out(script, tmp_path / "old"), tmp_path / "new"):
        with Warehouse.open(home) as warehouse:
            sql = (
                "SELECT schema_name, table_name, column_name, data_type, column_index FROM duckdb_columns() WHERE NOT internal"
            )
            written = tuple(table.full_name for table in written_tables())
            layouts.append([row for row in warehouse.con.execute(sql).fetchall() if f"{row[0]}.{row[1]}" in written])
    assert sorted(layouts[0]) == sorted(layouts[1])


def test_a_newer_home_is_refused_and_left_alone(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path) as warehouse:
        warehouse.con.execute("UPDATE ledger.schema_version SET version = 99")
    with pytest.raises(ContractError, match="newer fazhi \\(schema 99"), Warehouse.open(tmp_path):
        pass
    assert rows(tmp_path, "ledger.schema_version") == [(99,)]


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    home = laid_out(HOMES[0], tmp_path / "home")
    with duckdb.connect(str(home / WORK)) as connection:
        connection.execute("ALTER TABLE store.problems ADD COLUMN stranger INTEGER")
    with pytest.raises(ContractError, match=r"store\.problems has other columns"), Warehouse.open(home):
        pass
    with duckdb.connect(str(home / WORK)) as connection:
        tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'ledger'").fetchall()
    assert ("schema_version",) not in tables


def test_a_column_that_is_only_missing_is_added(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path) as warehouse:
        warehouse.con.execute("ALTER TABLE ledger.runs DROP COLUMN message")
    with Warehouse.open(tmp_path) as warehouse:
        warehouse.start_run("ingest", "version")
        warehouse.finish_run("success", {}, "told")
    assert "told" in rows(tmp_path, "ledger.runs")[0]
