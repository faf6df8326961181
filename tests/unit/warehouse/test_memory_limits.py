"""How much memory a build takes: what was set, and no more; where nothing was set a little, and more only if it must."""

import duckdb
import pytest

from warehouse import models
from warehouse.warehouse import Warehouse

ENOUGH_MB = 1200


def limit_mb(warehouse):
    return warehouse.query("SELECT parse_formatted_bytes(current_setting('memory_limit')) AS n")["n"][0].as_py() // 10**6


@pytest.fixture
def needy(monkeypatch):
    """Models lack memory while DuckDB may use less than ENOUGH_MB."""
    whole_fill = models.fill_next

    def lacking(con, model, text):
        limit = con.execute("SELECT parse_formatted_bytes(current_setting('memory_limit'))").fetchall()[0][0]
        if limit < ENOUGH_MB * 10**6:
            raise duckdb.OutOfMemoryException("Out of Memory Error: could not allocate block")
        return whole_fill(con, model, text)

    monkeypatch.setattr(models, "fill_next", lacking)


def test_a_build_that_lacks_memory_takes_more_where_nobody_set_how_much(desk, needy):
    with Warehouse.open(desk.home) as warehouse:
        assert limit_mb(warehouse) in range(990, 1001)
        warehouse.start_run("ingest", desk.version)
        assert desk.build(warehouse)
        assert limit_mb(warehouse) > ENOUGH_MB


def test_a_build_never_takes_more_than_was_set(desk, needy):
    with Warehouse.open(desk.home, memory_mb=500) as warehouse:
        warehouse.start_run("ingest", desk.version)
        with pytest.raises(duckdb.OutOfMemoryException):
            desk.build(warehouse)
        assert limit_mb(warehouse) in range(490, 501)
