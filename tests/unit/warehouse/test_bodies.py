"""Which reports are of one body over the years: by place, and by name where no list of places has the body."""

import pytest

from warehouse import checks
from warehouse.warehouse import Warehouse


@pytest.fixture
def keys(county):
    """The body keys of reports that are described by their columns, in their order; the data tests have passed."""

    def found(*reports):
        standing = {}
        for number, report in enumerate(reports, 1):
            name = county.put(f"{number:x}0", report_year=2000 + number, mentions=[county.mention("cases", number)], **report)
            standing[f"{number}.txt"] = name
        county.night(standing)
        with Warehouse.open(county.home) as warehouse:
            warehouse.start_run("verify", county.version)
            checks.require(warehouse.run_checks())
        return [key for (key,) in county.ask("SELECT body_key FROM core.reports ORDER BY report_year")]

    return found


def test_two_towns_that_no_list_has_are_two_bodies_of_their_county(keys, county):
    east = {"place_code": "100101", "county": "甲县", "issuer": "甲县东新镇人民政府"}
    west = {"place_code": "100101", "county": "甲县", "issuer": "西新镇人民政府"}
    named = keys(east, west, east | {"issuer": "东新镇人民政府"})
    assert named == ["township|100101|东新镇人民政府", "township|100101|西新镇人民政府", "township|100101|东新镇人民政府"]
    assert county.ask("SELECT superseded_by FROM core.reports WHERE superseded_by IS NOT NULL") == []
    years = "SELECT DISTINCT report_year FROM marts.gaps WHERE body_key = ? AND reason = 'no_report'"
    assert county.ask(years, "township|100101|东新镇人民政府") == [(2002,)]


def test_a_city_that_no_list_has_is_not_its_province(keys):
    assert keys(
        {"level": "prefecture", "place_code": "100000", "issuer": "新州市人民政府"},
        {"level": "province", "place_code": "100000", "issuer": "甲省人民政府"},
        {"level": "prefecture", "place_code": "100000", "issuer": None},
    )[:2] == ["prefecture|100000|新州市人民政府", "province|100000"]


def test_without_any_region_a_name_must_say_whose_body_it_is(keys, county):
    whole = {"level": "county", "issuer": "屏澜县人民政府"}
    bare = {"issuer": "云台镇人民政府"}
    ambiguous = {"issuer": "屏澜县人民政府", "place_candidates": ["100101001", "100101002"]}
    first, second, *own = keys(whole, whole, bare, bare, ambiguous)
    assert (first, second) == ("county|屏澜县人民政府",) * 2
    assert own == [county.rid(f"{number}0") for number in (3, 4, 5)]
    assert county.ask("SELECT DISTINCT report_year FROM marts.gaps WHERE body_key = ?", own[0]) == [(2003,)]


def test_departments_of_a_place_are_told_apart_by_name(keys):
    desks = [{"level": "department", "place_code": "100101", "issuer": name} for name in ("甲县财政局", "甲县民政局", None)]
    assert keys(*desks)[:2] == ["department|100101|甲县财政局", "department|100101|甲县民政局"]


def test_a_department_is_one_with_and_without_the_names_of_the_places_above(keys, county):
    above = {"level": "department", "place_code": "100101", "province": "甲省", "prefecture": "乙市", "county": "丙县"}
    names = ("甲省乙市丙县民政局", "丙县民政局", "乙市丙县民政局", "民政局", "丙县财政局")
    found = keys(*({**above, "issuer": name} for name in names))
    assert found == ["department|100101|民政局"] * 4 + ["department|100101|财政局"]
