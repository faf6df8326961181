"""Compliance, coverage, claims and copies against small truth computed by hand."""

from datetime import date

import pytest

ALIKE = "本镇组织干部学习行政处罚法并开展集中测试。各村居委员会配合司法所排查邻里纠纷并逐件登记。"


def section(path, kinds, start, end, heading="标题"):
    return {"section_path": path, "kinds": kinds, "text_start": start, "body_start": start, "text_end": end, "heading": heading}


def test_the_five_parts_are_present_empty_merged_or_missing(desk):
    text = "成效显著。无。 　\n计划与其他。"
    sections = [
        section("0", ["overview", "achievements"], 0, 5, "举措"),
        section("1", ["problems"], 5, 7, "不足"),
        section("2", ["leader_duty"], 7, 10, "履职"),
        section("3", ["plan", "other"], 10, 16, "打算"),
        section("3.1", [], 10, 16),
    ]
    sections[-1]["depth"] = 2
    desk.put("a1", text=text, sections=sections)
    desk.put("b1", text=text, sections=[section("0", ["achievements"], 0, 5)])
    desk.night({"a.txt": "a1", "b.txt": "b1"})
    columns = "part, status, section_path, heading"
    assert desk.ask(f"SELECT {columns} FROM marts.section_compliance WHERE report_id = ? ORDER BY part_no", desk.rid("a1")) == [
        ("achievements", "present", "0", "举措"),
        ("problems", "present", "1", "不足"),
        ("leader_duty", "empty", "2", "履职"),
        ("plan", "merged", "3", "打算"),
        ("other", "merged", "3", "打算"),
    ]
    statuses = desk.ask("SELECT status FROM marts.section_compliance WHERE report_id = ? ORDER BY part_no", desk.rid("b1"))
    assert [status for (status,) in statuses] == ["present", "missing", "missing", "missing", "missing"]


def test_of_several_sections_of_a_part_the_fullest_counts(desk):
    sections = [section("1", ["problems"], 0, 0), section("2", ["problems"], 0, 3)]
    desk.put("a1", text="有不足", sections=sections)
    desk.night({"a.txt": "a1"})
    assert desk.ask("SELECT status, section_path FROM marts.section_compliance WHERE part = 'problems'") == [("present", "2")]


@pytest.fixture
def county(desk):
    """A county of two townships of today; one abolished, one that only statisticians list, one invented, one founded late."""
    desk.place("100000", "province")
    desk.place("100101", "county", "100000")
    desk.place("100101001", "township", "100101")
    desk.place("100101002", "township", "100101")
    desk.place("100101003", "township", "100101", valid_to=2018)
    desk.place("100101901000", "township", "100101", same_as="100101001")
    desk.place("990101001", "township", "100101", code_source="fiction")
    desk.place("100101004", "township", "100101", code_source="nbs2023")
    desk.place("100101005", "township", "100101", code_source="nbs2023+mca2026", valid_from=2020)
    return desk


COVERAGE = (
    "SELECT expected, present, missing, published_by, published_by_is, days_late, late, undated FROM marts.report_coverage"
)


def test_coverage_counts_against_the_gazetteer_of_the_year(county):
    county.put("a1", place_code="100101001", report_year=2018, published_on=date(2019, 4, 11))
    county.put("b1", place_code="100101002", report_year=2018, issued_on=date(2019, 3, 20))
    county.put("c1", place_code="100101001", report_year=2020)
    county.put("d1", fold=None)
    county.night({f"{name}.txt": name for name in ("a1", "b1", "c1", "d1")})
    where = " WHERE level = 'township' AND region_code = ? AND report_year = ?"
    assert county.ask(COVERAGE + where, "100101", 2018) == [(2, 2, 0, date(2019, 4, 11), "published_on", 10, 1, 0)]
    assert county.ask(COVERAGE + where, "100101", 2020) == [(3, 1, 2, None, None, None, 0, 1)]
    assert county.ask(COVERAGE + where, "100101002", 2018) == [(1, 1, 0, date(2019, 3, 20), "issued_on", 0, 0, 0)]
    assert county.ask(COVERAGE + " WHERE level = 'county' AND region_code = ? AND report_year = 2018", "100101") == [
        (1, 0, 1, None, None, None, 0, 0)
    ]
    assert county.ask("SELECT region_code, rejected FROM marts.report_coverage WHERE rejected > 0") == [("000000", 1)]


def test_a_township_with_two_codes_is_expected_whether_it_reported_or_not(county):
    county.place("100101006", "township", "100101", code_source="nbs2023")
    county.place("100101906000", "township", "100101", code_source="mca2026", same_as="100101006")
    where = " WHERE level = 'township' AND region_code = '100101' AND report_year = 2018"
    county.put("a1", place_code="100101001", report_year=2018)
    county.night({"a.txt": "a1"})
    assert [row[:3] for row in county.ask(COVERAGE + where)] == [(3, 1, 2)]
    county.put("b1", place_code="100101906000", report_year=2018)
    county.night({"b.txt": "b1"})
    assert [row[:3] for row in county.ask(COVERAGE + where)] == [(3, 2, 1)]
    assert county.ask("SELECT place_code FROM core.unlisted_places") == []


def test_a_zone_that_only_statisticians_list_is_expected_once_it_reports(county):
    county.place("100171", "county", "100000", code_source="nbs2023")
    where = " WHERE level = 'county' AND region_code = '100000' AND report_year = 2018"
    county.put("a1", place_code="100101", level="county", report_year=2018)
    county.night({"a.txt": "a1"})
    assert [row[:3] for row in county.ask(COVERAGE + where)] == [(1, 1, 0)]
    county.put("b1", place_code="100171", level="county", report_year=2019)
    county.night({"b.txt": "b1"})
    assert [row[:3] for row in county.ask(COVERAGE + where)] == [(2, 1, 1)]
    assert county.ask("SELECT place_code FROM core.unlisted_places") == [("100171",)]


def test_a_place_that_reported_is_expected_whatever_list_it_stands_in(county):
    county.put("a1", place_code="100101004")
    county.put("b1", place_code="990101001")
    county.night({"a.txt": "a1", "b.txt": "b1"})
    assert county.ask(
        "SELECT expected, present FROM marts.report_coverage WHERE level = 'township' AND region_code = '100101'"
    ) == [(5, 2)]


@pytest.mark.parametrize(
    ("day", "days_late", "late"), [(date(2021, 4, 1), 0, 0), (date(2021, 4, 2), 1, 1), (date(2021, 1, 5), 0, 0)]
)
def test_days_late_count_from_the_first_of_april(county, day, days_late, late):
    county.put("a1", place_code="100101001", published_on=day)
    county.night({"a.txt": "a1"})
    assert county.ask("SELECT days_late, late FROM marts.report_coverage WHERE region_code = '100101001'") == [
        (days_late, late)
    ]


def test_departments_have_no_expected_number(county):
    county.put("a1", place_code="100101", level="department", issuer="甲县司法局")
    county.night({"a.txt": "a1"})
    rows = county.ask("SELECT expected, present, missing FROM marts.report_coverage WHERE level = 'department'")
    assert set(rows) == {(None, 1, None)}


def test_a_department_makes_no_unlisted_place_one_that_must_report(desk):
    desk.place("990000", "province", code_source="fiction")
    desk.place("990100", "prefecture", "990000", code_source="fiction")
    desk.place("990101", "county", "990100", code_source="fiction")
    desk.put("a1", place_code="990101", level="county")
    desk.put("b1", place_code="990100", level="department", issuer="乙市司法局")
    desk.night({"a.txt": "a1", "b.txt": "b1"})
    sql = "SELECT level, expected, present FROM marts.report_coverage WHERE region_code = '990000' ORDER BY level"
    assert desk.ask(sql) == [("county", 1, 1), ("department", None, 1)]


@pytest.mark.parametrize(
    ("claimed", "parts", "differs"),
    [
        (90, [(20, {}), (18, {})], False),
        (90.4, [(20, {}), (18, {})], False),
        (95, [(20, {}), (18, {})], True),
        # 20余 cases leave the computed rate open down to 18 / 30
        (80, [(20, {"value_low": 20, "value_high": 30, "modifier": "over"}), (18, {})], False),
    ],
)
def test_a_stated_rate_is_held_against_its_parts(desk, claimed, parts, differs):
    desk.indicator("all")
    desk.indicator("won")
    desk.indicator("rate", unit_class="percent", canonical_unit="%", aggregation="mean", numerator="won", denominator="all")
    (whole, whole_words), (won, won_words) = parts
    mentions = [
        desk.mention("rate", claimed, unit="%", value_kind="percent"),
        desk.mention("all", whole, **whole_words),
        desk.mention("won", won, **won_words),
    ]
    desk.put("a1", mentions=mentions)
    desk.night({"a.txt": "a1"})
    columns = "what, claimed, computed, numerator, denominator, differs"
    assert desk.ask(f"SELECT {columns} FROM marts.claimed_vs_computed") == [("rate", claimed, 90, 18, 20, differs)]


def rated(desk, *mentions):
    """The computed rates and verdicts of one report that states a rate after these mentions."""
    for name in ("all", "won"):
        desk.indicator(name)
    desk.indicator("rate", unit_class="percent", canonical_unit="%", aggregation="mean", numerator="won", denominator="all")
    desk.put("a1", mentions=mentions)
    desk.night({"a.txt": "a1"})
    return desk.ask("SELECT round(computed, 1), denominator, verdict FROM marts.claimed_vs_computed")


def test_a_rate_may_be_of_one_of_several_denominators(desk):
    rate = desk.mention("rate", 6.5, unit="%", value_kind="percent")
    told = [desk.mention("all", 31, words="一审"), desk.mention("all", 12, words="二审"), desk.mention("won", 2), rate]
    assert rated(desk, *told) == [(6.5, 31, "agrees")]


def test_two_amounts_of_what_is_counted_make_no_fraction(desk):
    rate = desk.mention("rate", 9.7, unit="%", value_kind="percent")
    assert rated(desk, desk.mention("won", 5, words="撤销"), desk.mention("won", 1, words="确认违法"), rate) == []


def test_what_the_head_alone_did_is_no_numerator(desk):
    rate = desk.mention("rate", 100, unit="%", value_kind="percent")
    assert rated(desk, desk.mention("all", 21), rate, desk.mention("won", 2, words="正职出庭")) == []


def test_a_report_copied_with_the_year_changed_is_flagged_whole(county):
    text = "{}年，甲镇办理了群众关心的各类事项。" + ALIKE
    county.put("a1", text=text.format(2019), place_code="100101001", report_year=2019)
    county.put("b1", text=text.format(2020), place_code="100101001", report_year=2020)
    county.put("c1", text="乙镇另写一份完全不同的报告且句子足够长。" + ALIKE, place_code="100101002", report_year=2020)
    county.night({f"{name}.txt": name for name in ("a1", "b1", "c1")})
    pairs = county.ask(
        "SELECT report_id, other_report_id, relation, shared_sentences, round(share, 3) FROM marts.copied_text ORDER BY 1, 3"
    )
    b1, c1 = county.rid("b1"), county.rid("c1")
    assert pairs == [
        (b1, c1, "same_year", 2, 0.667),
        (b1, county.rid("a1"), "year_before", 3, 1.0),
        (c1, b1, "same_year", 2, 0.667),
    ]
