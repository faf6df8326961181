"""Values, yearly figures and trends against small truth computed by hand."""

from datetime import date

import pytest

from warehouse.schema import models
from warehouse.warehouse import Warehouse

COUNTY = "100101"
TOWNS = {"east": "100101001", "west": "100101002", "large": "100101003"}


@pytest.fixture
def county(desk):
    """A county of three townships, one counted indicator and one rate."""
    desk.place("100000", "province")
    desk.place("100100", "prefecture", "100000")
    desk.place(COUNTY, "county", "100100")
    for code in TOWNS.values():
        desk.place(code, "township", COUNTY)
    desk.indicator("cases")
    desk.indicator("rate", unit_class="percent", canonical_unit="%", flow="rate", aggregation="mean")
    return desk


def publish(desk, *reports):
    """Load (town, year, mentions) as one report each."""
    standing = {}
    for number, (town, year, mentions) in enumerate(reports):
        name = desk.put(f"{number:x}0", mentions=mentions, place_code=TOWNS.get(town), report_year=year)
        standing[f"{name}.txt"] = name
    desk.night(standing)
    return desk


def trend(desk, year, indicator="cases", code=COUNTY):
    sql = "SELECT * FROM marts.indicator_trend WHERE indicator_id = ? AND report_year = ? AND region_code = ?"
    with Warehouse.open(desk.home) as warehouse:
        (row,) = warehouse.query(sql, [indicator, year, code]).to_pylist()
    return row


def exact(desk, value, **other):
    return desk.mention("cases", value, **other)


def over(desk, value, high):
    return desk.mention("cases", value, value_low=value, value_high=high, modifier="over")


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


@pytest.mark.parametrize(
    ("before", "now", "direction"),
    [
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
    ],
)
def test_directions_at_the_edges_of_intervals(county, before, now, direction):
    years = [said if isinstance(said, dict) else {"value": said} for said in (before, now)]
    publish(
        county, *(("east", year, [county.mention("cases", **said)]) for year, said in zip((2020, 2021), years, strict=True))
    )
    assert trend(county, 2021)["direction"] == direction


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


def test_invented_places_never_count_with_real_ones(county):
    county.place("990000", "province", code_source="fiction", name="澜省")
    county.place("990101001", "township", "990000", code_source="fiction")
    county.put("a0", mentions=[exact(county, 5)], place_code=TOWNS["east"])
    county.put("b0", mentions=[exact(county, 70)], place_code="990101001")
    # an invented place whose code is not known, by its candidates or by its province
    county.put("c0", mentions=[exact(county, 800)], place_candidates=["990101001", "990000"])
    county.put("d0", mentions=[exact(county, 9000)], province="澜省", township="无此镇")
    # a real place whose code is not known
    county.put("e0", mentions=[exact(county, 10)], place_candidates=[TOWNS["east"], "990101001"])
    county.night({f"{name}.txt": name for name in ("a0", "b0", "c0", "d0", "e0")})
    sums = "SELECT region, \"sum\", n_reports FROM marts.indicator_yearly WHERE region_level = 'country' ORDER BY region_code"
    assert county.ask(sums) == [("全国", 15, 2), ("虚构样本", 9870, 3)]
    assert county.ask(
        "SELECT region_code, present FROM marts.report_coverage WHERE region_level = 'country' AND present > 0"
    ) == [
        ("000000", 2),
        ("999999", 3),
    ]
    marked = county.ask("SELECT value FROM marts.indicator_panel WHERE fictional ORDER BY 1")
    assert (
        marked == county.ask("SELECT value FROM marts.indicator_values WHERE fictional ORDER BY 1") == [(70,), (800,), (9000,)]
    )
    assert county.ask("SELECT count(*) FROM core.reports WHERE fictional") == [(3,)]


def test_a_report_of_unknown_place_counts_in_the_country_only(county):
    publish(county, ("east", 2020, [exact(county, 10)]), ("nowhere", 2020, [exact(county, 5)]))
    assert county.ask('SELECT region_code, "sum" FROM marts.indicator_yearly ORDER BY 1') == [
        ("000000", 15),
        ("100000", 10),
        ("100100", 10),
        (COUNTY, 10),
    ]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"scope": "plan"}, "plan"),
        ({"scope": "previous_year"}, "other_period"),
        ({"scope": "part_year"}, "other_period"),
        ({"scope": "multi_year"}, "other_period"),
        ({"scope": "unknown"}, "period_unknown"),
        ({"owner": "higher_level"}, "other_body"),
        ({"owner": "department"}, "other_body"),
        ({"unit": "%", "value_kind": "percent_change"}, "change"),
        ({"unit": "%", "value_kind": "percent"}, "unit"),
        ({"unit": "公里", "value_kind": "distance"}, "unit"),
    ],
)
def test_what_is_not_the_bodys_own_figure_of_the_year_is_a_gap_with_its_reason(county, said, reason):
    publish(county, ("east", 2020, [exact(county, 7, **said)]))
    assert county.ask("SELECT count(*) FROM marts.indicator_values") == [(0,)]
    assert county.ask("SELECT reason FROM marts.gaps WHERE indicator_id = 'cases'") == [(reason,)]
    assert county.ask("SELECT excluded FROM marts.indicator_mentions") == [(reason,)]


@pytest.mark.parametrize("scope", ["annual", "cumulative", "point_in_time"])
def test_current_figures_enter(county, scope):
    publish(county, ("east", 2020, [exact(county, 7, scope=scope)]))
    assert county.ask("SELECT value FROM marts.indicator_values") == [(7,)]


def test_units_convert_to_the_canonical_one_and_counters_one_to_one(county):
    county.indicator("area", unit_class="area", canonical_unit="平方米")
    publish(
        county,
        ("east", 2020, [county.mention("area", 3, unit="亩", value_kind="area"), exact(county, 4, unit="个")]),
    )
    assert county.ask("SELECT indicator_id, value, value_high FROM marts.indicator_values ORDER BY 1") == [
        ("area", 2000, 2000),
        ("cases", 4, 4),
    ]


def test_a_zero_statement_is_a_value_of_zero(county):
    zero = exact(county, 0, unit=None, polarity="negated", surface="无案件", quote="无案件")
    publish(county, ("east", 2020, [zero]))
    assert county.ask("SELECT value, approximate FROM marts.indicator_values") == [(0, False)]


def test_an_amount_shared_by_two_indicators_enters_both(county):
    county.indicator("visits")
    publish(county, ("east", 2020, [exact(county, 9, indicator_ids=["cases", "visits"])]))
    assert county.ask("SELECT indicator_id, value FROM marts.indicator_values ORDER BY 1") == [("cases", 9), ("visits", 9)]


def test_the_report_published_last_is_the_one_in_use(county):
    place = {"place_code": TOWNS["east"], "report_year": 2020}
    county.put("a0", mentions=[exact(county, 1)], published_on=date(2021, 5, 1), **place)
    county.put("b0", mentions=[exact(county, 2)], published_on=date(2021, 3, 1), **place)
    county.put("c0", mentions=[exact(county, 3)], issued_on=date(2021, 6, 1), **place)
    county.night({f"{name}.txt": name for name in ("a0", "b0", "c0")})
    winner = county.rid("a0")
    assert county.ask("SELECT report_id, superseded_by FROM core.reports ORDER BY 1") == [
        (winner, None),
        (county.rid("b0"), winner),
        (county.rid("c0"), winner),
    ]
    assert county.ask("SELECT value FROM marts.indicator_values") == [(1,)]


def test_departments_of_one_county_are_bodies_of_their_own(county):
    for name, issuer in (("a0", "甲县司法局"), ("b0", "甲县财政局")):
        county.put(name, mentions=[exact(county, 5)], level="department", issuer=issuer, place_code=COUNTY)
    county.night({"a.txt": "a0", "b.txt": "b0"})
    assert county.ask('SELECT n_places, "sum" FROM marts.indicator_yearly WHERE region_code = ?', COUNTY) == [(2, 10)]


def test_a_code_of_another_book_is_the_same_body(county):
    county.place("100101901000", "township", COUNTY, same_as=TOWNS["east"])
    county.put("a0", mentions=[exact(county, 5)], place_code=TOWNS["east"], report_year=2020)
    county.put("b0", mentions=[exact(county, 6)], place_code="100101901000", report_year=2021)
    county.night({"a.txt": "a0", "b.txt": "b0"})
    assert trend(county, 2021)["matched_places"] == 1


def test_every_cell_is_a_value_or_a_gap(county):
    publish(
        county,
        ("east", 2020, [exact(county, 1)]),
        ("west", 2021, []),
        ("large", 2020, [exact(county, 1, scope="plan"), exact(county, 2)]),
    )
    rows = county.ask("SELECT place_code, report_year, indicator_id, reason FROM marts.gaps")
    gaps = {(code, year, indicator): reason for code, year, indicator, reason in rows}
    east, west, large = TOWNS.values()
    assert gaps == {
        (east, 2020, "rate"): "not_stated",
        (east, 2021, "cases"): "no_report",
        (east, 2021, "rate"): "no_report",
        (west, 2020, "cases"): "no_report",
        (west, 2020, "rate"): "no_report",
        (west, 2021, "cases"): "states_nothing",
        (west, 2021, "rate"): "states_nothing",
        (large, 2020, "rate"): "not_stated",
        (large, 2021, "cases"): "no_report",
        (large, 2021, "rate"): "no_report",
    }
    panel = county.ask("SELECT place_code, report_year, indicator_id, value FROM marts.indicator_panel ORDER BY 1")
    assert panel == [(east, 2020, "cases", 1), (large, 2020, "cases", 2)]


@pytest.mark.parametrize(
    ("path", "code", "reason"),
    [
        ("甲县/东镇2021年法治政府建设报告.pdf", "no_text_layer", "unreadable"),
        ("甲县/东镇/2021.doc", "encrypted", "unreadable"),
        ("甲县东镇2021年报告.png", "not_text", "rejected"),
        # a plan is no report, another year, two years, another town, a namesake without its county
        ("甲县东镇2021年计划.txt", "not_a_report", "no_report"),
        ("甲县东镇2022年报告.pdf", "no_text_layer", "no_report"),
        ("甲县东镇2021年报告2022发布.pdf", "no_text_layer", "no_report"),
        ("甲县西镇2021年报告.pdf", "no_text_layer", "no_report"),
        ("东镇2021年报告.pdf", "no_text_layer", "no_report"),
    ],
)
def test_a_refused_file_explains_the_gap_that_its_path_names(county, path, code, reason):
    county.put("a0", mentions=[exact(county, 1)], place_code=TOWNS["east"], county="甲县", township="东镇", report_year=2020)
    county.put("b0", mentions=[exact(county, 1)], place_code=TOWNS["west"], county="乙县", township="东镇", report_year=2021)
    county.put("c0", mentions=[exact(county, 1)], place_code=TOWNS["large"], county="甲县", township="西镇", report_year=2021)
    county.put("d0", mentions=[exact(county, 1)], place_code=COUNTY, level="county", county="甲县", report_year=2020)
    county.put("e0", fold=None, reject_code=code)
    county.night({"a.txt": "a0", "b.txt": "b0", "c.txt": "c0", "d.txt": "d0", path: "e0"})
    gaps = "SELECT reason FROM marts.gaps WHERE indicator_id = 'cases' AND report_year = 2021 AND place_code = ?"
    assert county.ask(gaps, TOWNS["east"]) == [(reason,)]
    assert county.ask(gaps, COUNTY) == [("no_report",)]


def test_each_other_gap_has_its_reason_once(county):
    county.place("100101004", "township", COUNTY, valid_to=2019)
    county.indicator("total", unit_class="percent", canonical_unit="%", aggregation="mean")
    rate = {"unit": "%", "value_kind": "percent"}
    said = [exact(county, 3, scope="plan"), county.mention("rate", 90, **rate), county.mention("rate", 70, **rate)]
    county.put("a0", mentions=said, place_code=TOWNS["east"], report_year=2020)
    county.put("b0", mentions=[], place_code=TOWNS["west"], report_year=2020)
    county.put("c0", mentions=[], truncated=True, place_code=TOWNS["large"], report_year=2020)
    county.put("d0", mentions=[exact(county, 1)], place_code="100101004", report_year=2018)
    county.night({f"{name}.txt": name for name in ("a0", "b0", "c0", "d0")})
    rows = county.ask("SELECT place_code, indicator_id, reason FROM marts.gaps WHERE report_year = 2020 ORDER BY 1, 2")
    east, west, large = TOWNS.values()
    assert rows == [
        (east, "cases", "plan"),
        (east, "rate", "conflict"),
        (east, "total", "not_stated"),
        *[(west, indicator, "states_nothing") for indicator in ("cases", "rate", "total")],
        *[(large, indicator, "truncated") for indicator in ("cases", "rate", "total")],
        *[("100101004", indicator, "abolished") for indicator in ("cases", "rate", "total")],
    ]


def test_a_report_of_unknown_place_is_a_problem_and_a_region_of_coverage(county):
    county.put("a0", mentions=[exact(county, 1)], place_candidates=[TOWNS["east"], TOWNS["west"]])
    county.put("b0", mentions=[exact(county, 1)], county="丙县", township="北镇")
    county.put("c0", mentions=[exact(county, 1)])
    county.put("d0", mentions=[exact(county, 1)], place_code=TOWNS["large"])
    county.night({f"{name}.txt": name for name in ("a0", "b0", "c0", "d0")})
    assert county.ask("SELECT report_id, code, message FROM core.problems ORDER BY 1") == [
        (county.rid("a0"), "place_ambiguous", f"the place named fits several codes: {TOWNS['east']}, {TOWNS['west']}"),
        (county.rid("b0"), "place_unknown", "no code is known for 丙县 北镇"),
        (county.rid("c0"), "place_unknown", "the report names no place that the gazetteer holds"),
    ]
    unknown = "SELECT region_code, region, level, expected, present FROM marts.report_coverage WHERE region_level = 'unknown'"
    assert county.ask(unknown) == [("unknown", "地区不明", "township", None, 3)]


def test_a_report_of_unknown_level_counts_nowhere_and_says_so(county):
    county.put("a0", mentions=[exact(county, 1)], level=None)
    county.night({"a.txt": "a0"})
    assert county.ask("SELECT code FROM core.problems ORDER BY 1") == [("level_unknown",), ("place_unknown",)]
    assert county.ask("SELECT region_level, level, present FROM marts.report_coverage") == [("unknown", None, 1)]
    assert county.ask("SELECT count(*) FROM marts.indicator_yearly") == [(0,)]


def test_a_number_missing_from_a_truncated_report_may_have_stood_in_the_rest(county):
    county.put("a0", truncated=True, place_code=TOWNS["east"])
    county.night({"a.txt": "a0"})
    assert set(county.ask("SELECT reason FROM marts.gaps")) == {("truncated",)}


def test_every_table_carries_the_version_of_its_build(county):
    publish(county, ("east", 2020, [exact(county, 1)]))
    (version,) = county.ask("SELECT run_id FROM ledger.runs")
    for name in models():
        assert county.ask(f"SELECT DISTINCT data_version FROM {name}") in ([version], []), name
    assert county.ask("SELECT DISTINCT data_version FROM marts.indicator_trend") == [version]
