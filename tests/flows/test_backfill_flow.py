"""A backfill reads stored bytes again, only what was chosen, and never looks at an inbox."""

import shutil
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.compute as pc
import pytest
from typer.testing import CliRunner

from flows.backfill import backfill
from flows.cli import app
from flows.console import SaidError
from flows.ingest import ingest
from tasks.chunks import Tables, extract_by_catalogue
from warehouse.errors import TooMuchChangedError
from warehouse.schema import models
from warehouse.warehouse import Selection, Warehouse


def values_of(home: Path) -> list[float]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        return [row[0] for row in connection.execute("SELECT value FROM marts.indicator_values ORDER BY ALL").fetchall()]


pytestmark = pytest.mark.usefixtures("prefect_server_for_tests")


@pytest.fixture
def aged(home: Path, inbox: Path, write: Callable[..., Path]) -> Path:
    """A home of four reports that older code read; the inbox is gone."""
    for year in (2020, 2021):
        write(f"s{year}.txt", place="衡泽市青砚区石笏镇", year=year)
        write(f"w{year}.txt", place="衡泽市青砚区乌桕镇", year=year)
    ingest([str(inbox)])
    with Warehouse.open(home) as warehouse:
        warehouse.con.execute("UPDATE ledger.contents SET extractor_version = 'older'")
    shutil.rmtree(inbox)
    return home


def test_a_dry_run_only_tells(aged: Path) -> None:
    before = (aged / "warehouse.duckdb").read_bytes()
    assert backfill()["selected"] == 4
    assert (aged / "warehouse.duckdb").read_bytes() == before


def test_a_dry_run_shows_on_a_sample_what_would_change(aged: Path) -> None:
    with Warehouse.open(aged) as warehouse:
        warehouse.con.execute("UPDATE store.quantities SET value = value + 1 WHERE quantity_no = 1")
        warehouse.con.execute("DELETE FROM store.quantities WHERE quantity_no = 2")
    told = backfill()
    assert (told["sampled"], told["added"], told["removed"], told["changed"]) == (4, 4, 0, 4)


def test_reasons_choose(aged: Path, inbox: Path) -> None:
    assert backfill(reason="rejected_again")["selected"] == 0
    inbox.mkdir()
    (inbox / "empty.txt").touch()
    ingest([str(inbox)])  # what no inbox offers any more stays stale
    assert backfill(reason="code_changed")["selected"] == 4
    assert backfill(reason="everything")["selected"] == 5
    assert backfill(reason="rejected_again", reject_codes=["empty"])["selected"] == 1
    assert backfill(reason="rejected_again", rejected_since=date(2999, 1, 1))["selected"] == 0


def test_recognition_that_was_switched_on_reads_what_it_may_add_to(aged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SaidError, match="FAZHI_OCR=1"):
        backfill(reason="pages_without_text")
    monkeypatch.setenv("FAZHI_OCR", "1")
    assert backfill(reason="pages_without_text")["selected"] == 0
    with Warehouse.open(aged) as warehouse:
        named = "SELECT report_id, 'pages_without_text', NULL, NULL, 'page 2 of 3' FROM store.reports LIMIT 1"
        warehouse.con.execute(f"INSERT INTO store.problems (report_id, code, text_start, text_end, message) {named}")
        assert warehouse.stored(Selection(pages_without_text=True)).num_rows == 1
    assert backfill(reason="pages_without_text")["selected"] == 1


def test_a_release_that_changes_much_waits_until_it_is_accepted(aged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def doubled(contents: Iterable[tuple[str, bytes]], ocr: bool) -> Tables:
        tables = extract_by_catalogue(contents, ocr)
        amounts = tables["quantities"]
        values = pc.multiply(amounts["value"], 2)
        for name in ("value", "value_low", "value_high"):
            amounts = amounts.set_column(amounts.schema.get_field_index(name), amounts.schema.field(name), values)
        return tables | {"quantities": amounts}

    with monkeypatch.context() as patch:
        patch.setattr("flows.backfill.extract_by_catalogue", doubled)
        with pytest.raises(TooMuchChangedError, match="values would change"):
            backfill(dry_run=False)
    before = values_of(aged)
    told = CliRunner().invoke(app, ["rebuild", "--home", str(aged)])  # it stays stopped, whoever tries
    assert (told.exit_code, told.stderr.count("\n")) == (2, 1)
    assert "values would change" in told.stderr
    assert values_of(aged) == before
    with Warehouse.open(aged) as warehouse:
        stopped = warehouse.con.execute("SELECT run_id FROM ledger.runs ORDER BY run_no DESC").fetchall()
    told = CliRunner().invoke(app, ["accept", stopped[1][0], "--home", str(aged)])
    assert told.exit_code == 2
    assert "is not the last run" in told.stderr
    told = CliRunner().invoke(app, ["rebuild", "--accept", "--home", str(aged)])
    assert told.exit_code == 0, told.stderr
    assert f"{len(models())} models built; {len(before)} published values changed." in told.stdout
    assert values_of(aged) == [2 * value for value in before]
    assert "models built" in CliRunner().invoke(app, ["status", "--home", str(aged)]).stdout


def test_years_and_places_choose(aged: Path) -> None:
    assert backfill(years_from=2021)["selected"] == 2
    assert backfill(years_to=2020, places=["石笏镇"])["selected"] == 1
    assert backfill(places=["青砚区"], limit=3)["selected"] == 3
    assert backfill(levels=["province"])["selected"] == 0


def test_what_was_chosen_is_read_again(aged: Path) -> None:
    done = backfill(years_from=2021, dry_run=False)
    assert (done["processed"], done["loaded"]) == (2, 2)
    with duckdb.connect(str(aged / "warehouse.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM core.reports").fetchone() == (4,)
    assert backfill()["selected"] == 2
