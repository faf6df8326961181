"""How much memory a build takes: what was set, and no more; where nothing was set a little, and more only if it must."""

import duckdb
import pytest

from warehouse import models, rewrite
from warehouse.sql import query
from warehouse.warehouse import Warehouse

ENOUGH_MB = 1200


def limit_mb(warehouse):
    return warehouse.query("SELECT parse_formatted_bytes(current_setting('memory_limit')) AS n")["n"][0].as_py() // 10**6


@pytest.fixture
def needy(monkeypatch):
    """Models lack memory while DuckDB may use less than ENOUGH_MB."""
    monkeypatch.setattr(models, "fill_next", lacking(models.fill_next))


def lacking(step):
    """A step of a build that lacks memory while DuckDB may use less than ENOUGH_MB."""

    def needing(con, *rest):
        limit = con.execute("SELECT parse_formatted_bytes(current_setting('memory_limit'))").fetchall()[0][0]
        if limit < ENOUGH_MB * 10**6:
            raise duckdb.OutOfMemoryException("Out of Memory Error: could not allocate block")
        return step(con, *rest)

    return needing


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


def test_a_night_that_lacks_memory_takes_more_and_ends_like_any(desk, monkeypatch):
    desk.indicator("cases")
    for number in range(1, 9):
        desk.put(f"{number}a", report_year=2020, issuer=f"第{number}局", mentions=[desk.mention("cases", number)])
    standing = {f"{number}a.txt": f"{number}a" for number in range(1, 8)}
    desk.night(standing)
    with monkeypatch.context() as patch:
        patch.setattr(rewrite, "mark_changed", lacking(rewrite.mark_changed))  # the last step of a transaction
        desk.night(standing | {"8a.txt": "8a"})
    assert desk.ask("SELECT count(*), sum(value) FROM marts.indicator_values") == [(8, 36)]


def test_a_piece_has_few_bodies_where_each_reported_in_one_of_many_years():
    """Bodies have gaps in all years: those that reported once in three years have as many as those that always did."""
    pieces = "SELECT body_key, any_value(piece) FROM ({}) GROUP BY body_key ORDER BY body_key"
    once = "(SELECT n AS report_id, n AS body_key, 2019 + n % 3 AS report_year FROM range(12) AS reports (n))"
    always = "(SELECT n AS report_id, n // 3 AS body_key, 2019 + n % 3 AS report_year FROM range(36) AS reports (n))"
    for reports in (once, always):
        found = duckdb.execute(pieces.format(query("slices/body").format(reports=reports)), {"most": 12}).fetchall()
        assert found == [(body, body // 4) for body in range(12)]
