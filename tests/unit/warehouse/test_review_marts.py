"""What a person should look at again: dates, outliers, sums of towns, corrections, unaccounted numerals; computed by hand."""

from datetime import date

import duckdb
import pytest

from flows.summary import print_idle_corrections
from warehouse import checks
from warehouse.load import note_touched
from warehouse.warehouse import WORK, Warehouse

COUNTY = "100101"


@pytest.fixture
def county(desk):
    """A county of three townships, one counted indicator and one rate."""
    desk.place("100000", "province")
    desk.place(COUNTY, "county", "100000")
    for number in range(1, 4):
        desk.place(f"{COUNTY}00{number}", "township", COUNTY)
    desk.indicator("cases")
    desk.indicator("rate", unit_class="percent", canonical_unit="%", flow="rate", aggregation="mean")
    return desk


def town(number, year=2020, **other):
    return {"place_code": f"{COUNTY}00{number}", "report_year": year, **other}


def failed(desk):
    """Names of the data tests that find something on a build of what stands."""
    with Warehouse.open(desk.home) as warehouse:
        warehouse.start_run("rebuild", desk.version)
        desk.build(warehouse)
        results = warehouse.run_checks()
        warehouse.finish_run("success", {})
    return {result.name: result for result in results if result.failed_rows}


def test_the_calendar_says_when_and_on_which_date_that_rests(county):
    county.put("a1", published_on=date(2021, 3, 31), issued_on=date(2021, 1, 5), **town(1))
    county.put("b1", published_on=date(2021, 4, 11), **town(2))
    county.put("c1", issued_on=date(2021, 5, 1), **town(3))
    # the date of another document on the page
    county.put("d1", published_on=date(2020, 5, 1), **town(1, 2021))
    county.put("e1", issued_on=date(2022, 4, 1), **town(2, 2021))
    county.night({f"{name}.txt": name for name in ("a1", "b1", "c1", "d1", "e1")})
    assert county.ask("SELECT due_on, dated, dated_is, days_late, in_time FROM marts.duty_calendar ORDER BY report_id") == [
        (date(2021, 4, 1), date(2021, 3, 31), "published_on", 0, True),
        (date(2021, 4, 1), date(2021, 4, 11), "published_on", 10, False),
        (date(2021, 4, 1), date(2021, 5, 1), "issued_on", 30, False),
        (date(2022, 4, 1), None, None, None, None),
        (date(2022, 4, 1), date(2022, 4, 1), "issued_on", 0, True),
    ]
    shares = county.ask(
        "SELECT report_year, n_reports, n_judged, n_met, share FROM marts.duty_shares "
        "WHERE duty = 'in_time' AND region_code = ? ORDER BY 1",
        COUNTY,
    )
    assert shares == [(2020, 3, 3, 1, pytest.approx(1 / 3)), (2021, 2, 1, 1, 1.0)]
    ends = "SELECT round(share_low, 4), round(share_high, 4) FROM marts.duty_shares WHERE duty = 'in_time' AND region_code = ?"
    # by Wilson's formula with z = 1.96, worked out by hand: 1 of 3, and 1 of 1
    assert county.ask(f"{ends} ORDER BY report_year", COUNTY) == [(0.0615, 0.7923), (0.2065, 1.0)]


def test_shares_of_parts_leave_out_reports_that_break_off(county):
    part = {"section_path": "1", "text_start": 0, "body_start": 0, "text_end": 2, "kinds": ["problems", "plan"]}
    county.put("a1", text="不足", sections=[part], **town(1))
    county.put("b1", **town(2))
    county.put("c1", truncated=True, **town(3))
    county.night({f"{name}.txt": name for name in ("a1", "b1", "c1")})
    rows = county.ask(
        "SELECT duty, n_reports, n_judged, n_met, share FROM marts.duty_shares WHERE region_code = '000000' ORDER BY 1"
    )
    assert {row[0]: row[1:] for row in rows} == {
        "achievements": (3, 2, 0, 0.0),
        "in_time": (3, 0, 0, None),
        "leader_duty": (3, 2, 0, 0.0),
        "other": (3, 2, 0, 0.0),
        "plan": (3, 2, 1, 0.5),
        "problems": (3, 2, 1, 0.5),
    }
    none_judged = "SELECT share_low, share_high FROM marts.duty_shares WHERE region_code = '000000' AND n_judged = 0"
    assert county.ask(none_judged) == [(None, None)]


def test_a_value_far_from_the_bodys_other_years_is_an_outlier(county):
    for year, value in zip(range(2018, 2023), (40, 44, 48, 4600, 50), strict=True):
        county.put(f"{year}0", mentions=[county.mention("cases", value)], **town(1, year))
    # three years are too few to judge by
    for year, value in zip(range(2018, 2021), (1, 1, 900), strict=True):
        county.put(f"{year}1", mentions=[county.mention("cases", value)], **town(2, year))
    county.night({f"{name}.txt": name for name in county.contents_by_name()})
    rows = county.ask("SELECT report_year, basis, value, round(typical, 6), n FROM marts.outliers")
    assert rows == [(2021, "history", 4600, 48, 5)]


def test_a_value_far_from_its_peers_is_an_outlier_and_a_rate_above_all_is_impossible(county):
    for number in range(9):
        county.place(f"{COUNTY}10{number}", "township", COUNTY)
        said = [county.mention("cases", 30 + number if number else 3000)]
        if number < 2:
            said.append(county.mention("rate", 90 + 30 * number, unit="%", value_kind="percent"))
        county.put(f"a{number}0", mentions=said, place_code=f"{COUNTY}10{number}")
    county.night({f"{name}.txt": name for name in county.contents_by_name()})
    assert county.ask(
        "SELECT basis, indicator_id, value, round(typical, 6), n, compared_with FROM marts.outliers ORDER BY 1"
    ) == [
        ("impossible", "rate", 120, None, 1, "0 to 100 %"),
        ("peers", "cases", 3000, 35, 9, "地100000"),
    ]


@pytest.mark.parametrize(
    ("own", "parts", "verdict"),
    [
        (60, (10, 20, 30), "agree"),
        (50, (10, 20, 30), "parts_exceed"),
        (25, (10, 20), "parts_exceed"),
        (70, (10, 20, 30), "whole_exceeds"),
        (70, (10, 20), "parts_missing"),
    ],
)
def test_a_countys_figure_is_held_against_its_towns(county, own, parts, verdict):
    county.put("a1", mentions=[county.mention("cases", own)], level="county", place_code=COUNTY)
    for number, value in enumerate(parts, 1):
        county.put(f"b{number}0", mentions=[county.mention("cases", value)], **town(number))
    county.night({f"{name}.txt": name for name in county.contents_by_name()})
    columns = "report_id, value, parts, n_parts, n_expected, verdict"
    assert county.ask(f"SELECT {columns} FROM marts.rollup_check") == [
        (county.rid("a1"), own, sum(parts), len(parts), 3, verdict)
    ]


def test_a_correction_replaces_a_value_and_is_shown_as_one(county):
    county.indicator("visits")
    about = {"value_low": 1000, "value_high": 2000, "modifier": "over"}
    county.put("a1", mentions=[county.mention("cases", 1360, **about), county.mention("visits", 7)], **town(1))
    county.correct("a1", "cases", expect=1360, value=136)
    county.correct("a1", "rate", expect=None, value=98)
    county.correct("a1", "visits", expect=7, value=None)
    county.correct("b1", "cases", expect=1, value=2)
    county.night({"a.txt": "a1"})
    columns = "indicator_id, value, value_low, value_high, modifier, approximate, resolution, corrected, value_read"
    assert county.ask(f"SELECT {columns} FROM marts.indicator_values ORDER BY 1") == [
        ("cases", 136, 136, 136, None, False, "corrected", True, 1360),
        ("rate", 98, 98, 98, None, False, "corrected", True, None),
    ]
    assert county.ask("SELECT indicator_id, reason FROM marts.gaps") == [("visits", "corrected")]
    assert county.ask("SELECT report_id, indicator_id, status FROM marts.corrections ORDER BY 1, 2") == [
        (county.rid("a1"), "cases", "applied"),
        (county.rid("a1"), "rate", "applied"),
        (county.rid("a1"), "visits", "applied"),
        (county.rid("b1"), "cases", "unknown_report"),
    ]
    assert failed(county) == {}


def test_corrections_of_reports_that_are_not_held_are_named(county, capsys):
    county.put("a1", mentions=[county.mention("cases", 13)], **town(1))
    county.put("b1", mentions=[county.mention("cases", 14)], **town(2, year=None))
    for name, indicator in (("a1", "cases"), ("b1", "cases"), ("c1", "rate"), ("c2", "cases")):
        county.correct(name, indicator, expect=13, value=136)
    county.night({"a.txt": "a1", "b.txt": "b1"})
    assert county.ask("SELECT status FROM marts.corrections ORDER BY report_id") == [
        ("applied",),
        ("not_in_use",),
        ("unknown_report",),
        ("unknown_report",),
    ]
    with duckdb.connect(str(county.home / WORK), read_only=True) as working:
        print_idle_corrections(working)
    told = capsys.readouterr().out.splitlines()
    assert [line.split("(")[0].strip() for line in told] == [
        f"no report {county.rid('c1')} is held: its correction of rate changes nothing",
        f"no report {county.rid('c2')} is held: its correction of cases changes nothing",
    ]


@pytest.mark.parametrize(
    ("indicator", "expect", "status"),
    [
        ("cases", 12, "guard_failed"),
        ("cases", None, "guard_failed"),
        ("rate", 5, "guard_failed"),
        ("nix", 1, "unknown_indicator"),
    ],
)
def test_a_correction_whose_guard_fails_is_not_applied_and_stops_the_release(county, indicator, expect, status):
    county.put("a1", mentions=[county.mention("cases", 13)], **town(1))
    county.correct("a1", indicator, expect=expect, value=136)
    county.night({"a.txt": "a1"})
    assert county.ask("SELECT indicator_id, value, corrected FROM marts.indicator_values") == [("cases", 13, False)]
    assert county.ask("SELECT status FROM marts.corrections") == [(status,)]
    assert set(failed(county)) == {"corrections_hold"}


def test_numerals_without_a_reason_are_counted_and_too_many_stop_the_release(county):
    county.put("a1", **town(1))
    county.put("b1", **town(2))
    county.night({"a.txt": "a1", "b.txt": "b1"})
    add = (
        "INSERT INTO store.numerals BY NAME SELECT ? AS report_id, i AS text_start, i + 1 AS text_end, '7' AS surface, "
        "CASE WHEN i < 30 THEN 'unknown' ELSE 'date' END AS reason FROM range(?) AS numbers (i)"
    )
    with Warehouse.open(county.home) as warehouse:
        warehouse.con.execute(add, [county.rid("a1"), 299])
        note_touched(warehouse.con, [county.rid("a1")])
    # 299 are too few to be judged
    assert failed(county) == {}
    with Warehouse.open(county.home) as warehouse:
        warehouse.con.execute(add, [county.rid("b1"), 1])
        note_touched(warehouse.con, [county.rid("b1")])
    found = failed(county)["numerals_are_accounted_for"]
    assert county.rid("a1") + ": 30" in found.example
    rows = county.ask("SELECT numerals_unaccounted, numerals_accounted_share FROM core.reports ORDER BY report_id")
    assert rows == [(30, pytest.approx(1 - 30 / 299)), (1, 0.0)]
    with pytest.raises(checks.ChecksFailedError):
        checks.require([found])


def test_a_floor_that_is_kept_stops_nothing(county):
    county.put("a1", **town(1))
    county.night({"a.txt": "a1"})
    with Warehouse.open(county.home) as warehouse:
        warehouse.con.execute(
            "INSERT INTO store.numerals BY NAME SELECT report_id, i AS text_start, i + 1 AS text_end, '7' AS surface, "
            "CASE WHEN i < 30 THEN 'other' ELSE 'date' END AS reason FROM store.reports, range(300) AS numbers (i)"
        )
    assert failed(county) == {}
