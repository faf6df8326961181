"""Yearly figures and trends against small truth computed by hand."""

import pytest
from county_desk import COUNTY, TOWNS, exact, over, publish, trend


def test_a_new_large_place_in_year_two_leaves_the_matched_change_as_it_was(county):
    publish(
        county,
        ("east", 2020, [exact(county, 100)]),
        ("west", 2020, [exact(county, 50)]),
        ("east", 2021, [exact(county, 110)]),
        ("west", 2021, [exact(county, 55)]),
        ("large", 2021, [exact(county, 1000)]),
    )
    row = trend(county, 2021)
    assert (row["figure"], row["figure_before"], row["change"]) == (1165, 150, 1015)
    assert (row["n_places"], row["n_places_before"], row["matched_places"]) == (3, 2, 2)
    assert (row["matched_figure"], row["matched_before"], row["matched_change"]) == (165, 150, 15)
    assert row["matched_change_pct"] == pytest.approx(10)
    assert row["direction"] == "rises"


def test_the_first_year_has_no_year_before(county):
    publish(county, ("east", 2020, [exact(county, 100)]), ("east", 2022, [exact(county, 100)]))
    for year in (2020, 2022):
        row = trend(county, year)
        assert (row["figure_before"], row["change"], row["matched_places"]) == (None, None, 0)
        assert row["direction"] == "not_decidable"


def test_bounds_decide_the_direction(county):
    publish(
        county,
        ("east", 2020, [over(county, 8000, 9000)]),
        ("east", 2021, [exact(county, 8500)]),
        ("east", 2022, [exact(county, 12000)]),
        ("east", 2023, [exact(county, 12000)]),
        ("east", 2024, [over(county, 10000, 11000)]),
    )
    directions = [trend(county, year)["direction"] for year in range(2021, 2025)]
    assert directions == ["not_decidable", "rises", "unchanged", "falls"]


EDGES = [
    # 8000余 lies below 9000, so 9000 is more; from 8000 to 8000余 may be nothing
    ({"value_low": 8000, "value_high": 9000, "modifier": "over", "value": 8000}, 9000, "rises"),
    (8000, {"value_low": 8000, "value_high": 9000, "modifier": "over", "value": 8000}, "not_decidable"),
    # 近3000 lies below 3000
    (3000, {"value_high": 3000, "modifier": "nearly", "value": 3000}, "falls"),
    ({"value_high": 3000, "modifier": "nearly", "value": 3000}, 3000, "rises"),
    # 50以上 is open upward, 3以内 from 0
    ({"value_low": 50, "modifier": "at_least", "value": 50}, 60, "not_decidable"),
    (40, {"value_low": 50, "modifier": "at_least", "value": 50}, "rises"),
    ({"value_high": 3, "modifier": "at_most", "value": 3}, 4, "rises"),
    ({"value_high": 3, "modifier": "at_most", "value": 3}, 3, "not_decidable"),
    # 3至5 may be 5
    ({"value_low": 3, "value_high": 5, "value": 3}, 5, "not_decidable"),
    ({"value_low": 3, "value_high": 5, "value": 3}, 6, "rises"),
    # 约2000 and 约2000 need not be equal
    (
        {"value_low": 1800, "value_high": 2200, "modifier": "about", "value": 2000},
        {"value_low": 1800, "value_high": 2200, "modifier": "about", "value": 2000},
        "not_decidable",
    ),
]


def test_directions_at_the_edges_of_intervals(county):
    """Each pair in two years of its own, with a year between it and the next."""
    said = {}
    for number, (before, now, _) in enumerate(EDGES):
        said |= {2000 + 3 * number: before, 2001 + 3 * number: now}
    values = {year: one if isinstance(one, dict) else {"value": one} for year, one in said.items()}
    publish(county, *(("east", year, [county.mention("cases", **one)]) for year, one in values.items()))
    found = [trend(county, 2001 + 3 * number)["direction"] for number in range(len(EDGES))]
    assert found == [direction for _, _, direction in EDGES]


def test_rates_are_averaged_and_change_in_points(county):
    said = {"unit": "%", "value_kind": "percent"}
    publish(
        county,
        ("east", 2020, [county.mention("rate", 90, **said)]),
        ("west", 2020, [county.mention("rate", 80, **said)]),
        ("east", 2021, [county.mention("rate", 94, **said)]),
        ("west", 2021, [county.mention("rate", 84, **said)]),
        ("large", 2021, [county.mention("rate", 14, **said)]),
    )
    row = trend(county, 2021, "rate")
    assert (row["figure"], row["figure_before"], row["change"], row["change_pct"]) == (64, 85, -21, None)
    assert (row["matched_figure"], row["matched_before"], row["matched_change"], row["matched_change_pct"]) == (89, 85, 4, None)
    assert county.ask(
        'SELECT "sum", "mean" FROM marts.indicator_yearly WHERE report_year = 2020 AND region_code = ?', COUNTY
    ) == [(None, 85.0)]


def test_yearly_figures_of_a_region(county):
    publish(
        county,
        ("east", 2020, [exact(county, 10)]),
        ("west", 2020, [over(county, 20, 30)]),
        ("large", 2020, []),
    )
    columns = 'n_places, n_reports, "sum", "mean", "median", p25, p75, "min", "max", share_approximate'
    for code in (COUNTY, "100100", "100000", "000000"):
        assert county.ask(f"SELECT {columns} FROM marts.indicator_yearly WHERE region_code = ?", code) == [
            (2, 3, 30, 15, 15, 12.5, 17.5, 10, 20, 0.5)
        ]
    assert county.ask("SELECT count(*) FROM marts.indicator_yearly WHERE region_level = 'township'") == [(0,)]


def test_the_bounds_of_a_figure_are_those_of_its_values(county):
    publish(
        county,
        ("east", 2020, [exact(county, 100)]),
        ("west", 2020, [over(county, 8000, 9000)]),
        ("east", 2021, [county.mention("cases", 50, value_low=50, modifier="at_least")]),
        ("west", 2021, [exact(county, 12000)]),
    )
    bounds = [(row["figure"], row["figure_low"], row["figure_high"]) for row in (trend(county, 2020), trend(county, 2021))]
    assert bounds == [(8100, 8100, 9100), (12050, 12050, None)]


def test_the_bounds_of_a_rate_are_averaged(county):
    said = {"unit": "%", "value_kind": "percent"}
    publish(
        county,
        ("east", 2020, [county.mention("rate", 90, value_low=90, value_high=100, modifier="over", **said)]),
        ("west", 2020, [county.mention("rate", 80, **said)]),
    )
    row = trend(county, 2020, "rate")
    assert (row["figure"], row["figure_low"], row["figure_high"]) == (85, 85, 90)


def test_a_body_is_compared_with_its_own_year_before(county):
    publish(
        county,
        ("east", 2020, [over(county, 8000, 9000)]),
        ("east", 2021, [exact(county, 8500)]),
        ("east", 2022, [exact(county, 12000)]),
        ("east", 2024, [exact(county, 12000)]),
        ("west", 2021, [exact(county, 0)]),
        ("west", 2022, [exact(county, 4)]),
    )
    columns = "place_code, t.report_year, value_before, change, change_pct, direction"
    rows = county.ask(f"SELECT {columns} FROM marts.body_trend AS t JOIN core.reports USING (report_id) ORDER BY 1, 2")
    assert rows == [
        (TOWNS["east"], 2021, 8000, 500, 6.25, "not_decidable"),
        (TOWNS["east"], 2022, 8500, 3500, pytest.approx(41.1764706), "rises"),
        (TOWNS["west"], 2022, 0, 4, None, "rises"),
    ]


def test_bi_views_say_what_the_marts_say_under_names(county):
    county.indicator("visits", name_zh="接待次数", name_en="visits", direction="up")
    publish(county, *(("east", year, [county.mention("visits", value)]) for year, value in ((2020, 100), (2021, 130))))
    columns = "name_zh, name_en, report_year, value, value_before, change_pct, direction, days_late, fictional"
    assert county.ask(f"SELECT {columns} FROM marts.bi_values ORDER BY report_year") == [
        ("接待次数", "visits", 2020, 100, None, None, None, None, False),
        ("接待次数", "visits", 2021, 130, 100, 30, "rises", None, False),
    ]
    columns = "name_zh, wanted_direction, figure, figure_high, matched_change, direction"
    rows = county.ask(f"SELECT {columns} FROM marts.bi_trend WHERE report_year = 2021 AND region_code = ?", COUNTY)
    assert rows == [("接待次数", "up", 130, 130, 30, "rises")]


@pytest.fixture
def helpers(county):
    """The county with an indicator of which the year's end tells how many there are."""
    county.indicator("helpers", canonical_unit="名", flow="stock", aggregation="last", within_report="last")
    return county


def standing(desk, value):
    return desk.mention("helpers", value, unit="名", words="现有", scope="point_in_time")


def added(desk, value, words="今年新培养"):
    return desk.mention("helpers", value, unit="名", words=words)


def test_what_came_new_of_a_stock_is_not_added_to_what_others_have(helpers):
    publish(helpers, ("east", 2020, [standing(helpers, 40)]), ("west", 2020, [added(helpers, 32)]))
    row = trend(helpers, 2020, "helpers")
    assert (row["figure"], row["n_places"], row["figure_low"], row["figure_high"]) == (40, 1, 40, 40)
    assert (row["sum_apart"], row["n_apart"]) == (32, 1)
    values = helpers.ask("SELECT value, apart FROM marts.indicator_values ORDER BY value")
    assert values == [(32, True), (40, False)]


def test_of_a_report_that_tells_both_the_stock_counts(helpers):
    publish(helpers, ("east", 2020, [standing(helpers, 146), added(helpers, 32)]))
    row = trend(helpers, 2020, "helpers")
    assert (row["figure"], row["n_apart"], row["sum_apart"]) == (146, 0, None)


def test_what_came_new_is_not_compared_with_what_stood_the_year_before(helpers):
    publish(
        helpers,
        ("east", 2020, [standing(helpers, 40)]),
        ("west", 2020, [standing(helpers, 50)]),
        ("east", 2021, [added(helpers, 5)]),
        ("west", 2021, [standing(helpers, 60)]),
    )
    row = trend(helpers, 2021, "helpers")
    assert (row["matched_places"], row["matched_before"], row["matched_figure"], row["direction"]) == (1, 50, 60, "rises")
    assert helpers.ask("SELECT value_before, value FROM marts.body_trend") == [(50, 60)]


def test_where_all_tell_only_what_came_new_there_is_no_figure(helpers):
    publish(helpers, ("east", 2020, [added(helpers, 5)]), ("east", 2021, [added(helpers, 7)]))
    row = trend(helpers, 2021, "helpers")
    assert (row["n_places"], row["figure"], row["figure_high"], row["share_approximate"]) == (0, None, None, None)
    assert (row["n_apart"], row["sum_apart"], row["matched_places"], row["direction"]) == (1, 7, 0, "not_decidable")
    assert helpers.ask("SELECT value_before, value, direction FROM marts.body_trend") == [(5, 7, "rises")]


@pytest.mark.parametrize(
    ("words", "apart"),
    [("今年新培养", True), ("增聘", True), ("由74名增加到", False), ("培养人数已达", False), ("聘请", False)],
)
def test_wording_tells_what_came_new_from_how_many_there_are(helpers, words, apart):
    publish(helpers, ("east", 2020, [added(helpers, 9, words)]))
    assert helpers.ask("SELECT apart FROM marts.indicator_values") == [(apart,)]


@pytest.mark.parametrize("scope", ["point_in_time", "cumulative"])
def test_what_stands_of_a_flow_is_not_added_to_what_happened(county, scope):
    publish(county, ("east", 2020, [exact(county, 12)]), ("west", 2020, [exact(county, 300, words="现有", scope=scope)]))
    row = trend(county, 2020)
    assert (row["figure"], row["n_places"], row["sum_apart"], row["n_apart"]) == (12, 1, 300, 1)


def test_zeros_and_rates_are_never_of_another_kind(county):
    rate = county.mention("rate", 98, unit="%", value_kind="percent", scope="point_in_time")
    none = county.mention("cases", 0, polarity="negated", scope="point_in_time", unit=None, quote="未发生0", surface="0")
    publish(county, ("east", 2020, [rate, none]))
    assert county.ask("SELECT DISTINCT apart FROM marts.indicator_values") == [(False,)]
