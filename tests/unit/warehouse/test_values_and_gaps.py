"""Which values of which bodies count where, and why others are gaps."""

from datetime import date

import pytest
from county_desk import COUNTY, TOWNS, exact, publish, trend

from warehouse.schema import models


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


def test_a_sample_is_fiction_whatever_place_it_names(county):
    county.place("990000", "province", code_source="fiction", name="澜省")
    county.put("a0", mentions=[exact(county, 5)], place_code=TOWNS["east"])
    county.put("b0", mentions=[exact(county, 70)], place_code=TOWNS["east"], published_on=date(2021, 5, 1))
    county.put("c0", mentions=[exact(county, 800)], place_candidates=[TOWNS["east"], "990000"])
    county.put("d0", mentions=[exact(county, 10)], place_code=TOWNS["west"])
    named = {"a.txt": "a0", "in/fictional-sample-000001.txt": "b0", "z.zip!/fictional-sample-000002-v2.html": "c0"}
    county.night(named | {"d.txt": "d0", "not-a-fictional-sample/d.txt": "d0"})
    sums = "SELECT region_code, \"sum\", n_reports FROM marts.indicator_yearly WHERE level = 'township' ORDER BY 1"
    assert county.ask(sums) == [("000000", 15, 2), ("100000", 15, 2), ("100100", 15, 2), (COUNTY, 15, 2), ("999999", 870, 2)]
    taken = "SELECT report_id, place_code, place_candidates FROM core.reports WHERE fictional ORDER BY 1"
    assert county.ask(taken) == [(county.rid("b0"), None, [TOWNS["east"]]), (county.rid("c0"), None, [TOWNS["east"], "990000"])]
    assert county.ask("SELECT count(*) FROM core.reports WHERE superseded_by IS NOT NULL") == [(0,)]


def test_what_was_first_offered_as_a_report_is_no_sample_by_a_later_name(county):
    county.put("a0", mentions=[exact(county, 5)], place_code=TOWNS["east"])
    county.put("b0", mentions=[exact(county, 7)], place_code=TOWNS["west"])
    county.night({"a.txt": "a0", "fictional-sample-000001.txt": "b0"})
    county.night({"fictional-sample-000002.txt": "a0", "b.txt": "b0"})
    assert county.ask("SELECT report_id FROM core.reports WHERE fictional") == [(county.rid("b0"),)]


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


@pytest.mark.parametrize("title", ["关于法治政府建设情况的报告（更正版）", "【修订】法治政府建设情况报告"])
@pytest.mark.parametrize("names", [("a0", "b0"), ("b0", "a0")])
def test_of_two_versions_the_one_called_corrected_counts(county, names, title):
    """Whatever their hashes say; and what disagrees with it is told."""
    first, second = names
    alike = {"place_code": TOWNS["east"], "report_year": 2020, "issued_on": date(2021, 3, 1)}
    county.put(first, mentions=[exact(county, 1)], title="关于法治政府建设情况的报告", published_on=date(2021, 3, 9), **alike)
    county.put(second, mentions=[exact(county, 2)], title=title, **alike)
    county.night({"original.txt": first, "other.txt": second})
    assert county.ask("SELECT value FROM marts.indicator_values") == [(2,)]
    assert county.ask("SELECT report_id, message FROM core.problems WHERE code = 'versions_disagree'") == [
        (county.rid(second), f"another report of this body and year, {county.rid(first)}, has other amounts: of cases")
    ]


@pytest.mark.parametrize("names", [("a0", "b0"), ("b0", "a0")])
def test_of_two_like_versions_the_one_that_came_in_last_counts(county, names):
    for name, value in zip(names, (1, 2), strict=True):
        county.put(name, mentions=[exact(county, value)], place_code=TOWNS["east"], report_year=2020)
    county.night({"old/report.txt": names[0]})
    county.night({"old/report.txt": names[0], "new/report.txt": names[1]})
    county.night({"old/report.txt": names[0], "new/report.txt": names[1], "again/report.txt": names[0]})
    assert county.ask("SELECT value FROM marts.indicator_values") == [(2,)]


def test_versions_that_say_the_same_do_not_disagree(county):
    for name in ("a0", "b0"):
        county.put(name, mentions=[exact(county, 1)], place_code=TOWNS["east"], report_year=2020)
    county.night({"a.txt": "a0", "b.txt": "b0"})
    assert county.ask("SELECT count(*) FROM core.problems WHERE code = 'versions_disagree'") == [(0,)]


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


def test_what_is_no_task_of_a_township_is_no_number_that_it_left_out(county):
    county.indicator("accepted", name_zh="行政复议受理件数")
    county.put("a0", mentions=[exact(county, 5)], place_code=TOWNS["east"])
    county.put("b0", mentions=[exact(county, 5)], place_code=COUNTY, level="county")
    county.put("c0", mentions=[county.mention("accepted", 2)], place_code=TOWNS["west"])
    county.put("d0", mentions=[county.mention("accepted", 2, scope="plan")], place_code=TOWNS["large"])
    county.night({f"{name}.txt": name for name in ("a0", "b0", "c0", "d0")})
    gaps = dict(county.ask("SELECT place_code, reason FROM marts.gaps WHERE indicator_id = 'accepted'"))
    assert gaps == {TOWNS["east"]: "not_applicable", COUNTY: "not_stated", TOWNS["large"]: "plan"}


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
