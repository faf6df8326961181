"""A backfill reads stored bytes again, only what was chosen, and never looks at an inbox."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from flows.backfill import backfill
from flows.ingest import ingest
from warehouse.warehouse import Warehouse

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
