"""The list of today's governments, asked of the gazetteer as it is published."""

import duckdb
import pytest

from tasks.parse.gazetteer import PARQUET
from warehouse.sql import SQL, read_model

AT_LEAST = {"province": 31, "prefecture": 333, "county": 2_800, "township": 38_000}


@pytest.fixture(scope="module")
def books():
    con = duckdb.connect()
    con.execute("CREATE SCHEMA core")
    con.execute("CREATE TABLE core.places AS SELECT * FROM read_parquet(?)", [str(PARQUET)])
    con.execute(f"CREATE VIEW core.listed_places AS {read_model(SQL / 'core' / 'listed_places.sql').text}")
    return con


def test_every_government_of_the_ministrys_list_counts_once_whatever_its_code_in_the_other_book(books):
    listed = dict(
        books.sql(
            "SELECT places.level, count(*) FROM core.listed_places AS listed"
            " JOIN core.places AS places ON places.code = listed.place_code AND places.valid_to IS NULL GROUP BY ALL"
        ).fetchall()
    )
    named = dict(
        books.sql(
            "SELECT level, count(*) FROM core.places WHERE contains(code_source, 'mca') AND valid_to IS NULL GROUP BY ALL"
        ).fetchall()
    )
    assert listed == {**named, "province": 31}
    assert all(listed[level] >= least for level, least in AT_LEAST.items())


def test_it_lists_a_town_with_two_codes_and_no_zone(books):
    listed = {code for (code,) in books.sql("FROM core.listed_places").fetchall()}
    assert "500111113" in listed  # 雍溪镇: 500111115000 in the ministry's book
    assert "500111115000" not in listed
    assert "130171" not in listed  # 石家庄高新技术产业开发区
