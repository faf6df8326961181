"""How two code books and the history of changes become one table of places; all places here are invented."""

import pytest

from warehouse.gazetteer.refresh import (
    Row,
    Town,
    add_history,
    merge_divisions,
    merge_towns,
    nbs_rows,
    short_names,
    with_parents,
)


def row(code: str, name: str, level: str, parent: str | None, source: str = "nbs2023", aliases: tuple[str, ...] = ()) -> Row:
    return Row(code, source, name, level, parent, None, None, aliases, None)


def base() -> dict[str, Row]:
    rows = [
        row("990000", "澜川省", "province", None),
        row("990100", "衡泽市", "prefecture", "990000"),
        row("990101", "青砚区", "county", "990100"),
        row("990171", "衡泽经济开发区", "county", "990100"),
    ]
    return {r.code: r for r in rows}


@pytest.mark.parametrize(
    ("name", "level", "short"),
    [
        ("芦汀苗族自治县", "county", ("芦汀县",)),
        ("霁岭哈尼族彝族自治州", "prefecture", ("霁岭州",)),
        ("沙原蒙古自治县", "county", ("沙原县",)),
        ("苦荞坪彝族乡", "township", ("苦荞坪乡",)),
        ("垦原维吾尔自治区", "province", ("垦原",)),
        ("朔屿市", "province", ("朔屿",)),
        ("青砚区", "county", ()),
        ("白族镇", "township", ()),
    ],
)
def test_short_names(name, level, short):
    assert short_names(name, level) == short


def test_tiers_that_are_no_places_give_way_to_the_place_above(tmp_path):
    files = {
        "provinces": "code,name\n98,朔屿市\n",
        "cities": "code,name,provinceCode\n9801,市辖区,98\n9802,渔阳市,98\n",
        "areas": "code,name,cityCode,provinceCode\n980101,澄浦区,9801,98\n980200,渔阳市,9802,98\n",
        "streets": "code,name,areaCode,provinceCode,cityCode\n"
        "980101103,澄浦区盐篷镇,980101,98,9801\n980200101,渔港镇,980200,98,9802\n",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    parents = {r.name: (r.code, r.parent_code) for r in nbs_rows(tmp_path)}
    assert parents == {
        "朔屿市": ("980000", None),
        "渔阳市": ("980200", "980000"),
        "澄浦区": ("980101", "980000"),
        "盐篷镇": ("980101103", "980101"),
        "渔港镇": ("980200101", "980200"),
    }


def test_one_row_where_both_books_agree_and_the_ministry_s_name_where_not():
    rows = base()
    merge_divisions(
        rows,
        [row("990101", "青砚区", "county", "990100", "mca2026"), row("990100", "衡泽大市", "prefecture", "990000", "mca2026")],
    )
    assert rows["990101"].code_source == "nbs2023+mca2026"
    assert (rows["990100"].name, rows["990100"].aliases) == ("衡泽大市", ("衡泽市",))


def test_a_township_s_second_code_points_to_the_first():
    rows = base() | {"990101113": row("990101113", "石笏镇", "township", "990101")}
    merge_towns(rows, [Town("990101115000", "990101", "石笏镇", False)])
    assert rows["990101113"].code_source == "nbs2023"
    assert rows["990101115000"].same_as == "990101113"


def test_a_township_of_the_same_stem_and_code_is_one_row_under_the_ministry_s_name():
    rows = base() | {"990101007": row("990101007", "石笏地区", "township", "990101")}
    merge_towns(rows, [Town("990101007000", "990101", "石笏镇", False)])
    assert rows["990101007"] == row("990101007", "石笏镇", "township", "990101", "nbs2023+mca2026", ("石笏地区",))
    assert "990101007000" not in rows


def test_neighbours_of_one_stem_are_not_mixed_up():
    rows = base()
    rows |= {
        "990101001": row("990101001", "莲峤街道", "township", "990101"),
        "990101105": row("990101105", "莲峤镇", "township", "990101"),
    }
    merge_towns(rows, [Town("990101105000", "990101", "莲峤镇", False), Town("990101001000", "990101", "莲峤街道", True)])
    assert rows["990101105"].name == "莲峤镇"
    assert (rows["990101001"].name, rows["990101001"].valid_to) == ("莲峤街道", 2026)


def test_a_township_under_a_zone_is_that_of_the_county():
    rows = base() | {"990171002": row("990171002", "临港街道", "township", "990171")}
    merge_towns(rows, [Town("990101012000", "990101", "临港街道", False)])
    assert rows["990171002"].same_as == "990101012000"
    assert rows["990101012000"].same_as is None


def test_history_keeps_what_ended_and_names_what_stands_for_it_today():
    rows = base()
    event = {"year": 2018, "level": 3, "type": "撤县设区"}
    old, new = (
        {"code": "990123000000", "name": "青砚县", "parent_code": "990100000000"},
        {"code": "990101000000", "name": "青砚区"},
    )
    add_history(rows, [event | {"old": old, "new": new}])
    assert rows["990123"] == Row("990123", "history", "青砚县", "county", "990100", None, 2018, (), "990101")


def test_a_code_given_to_another_place_tells_nothing_of_the_old_one():
    rows = base()
    old, new = (
        {"code": "990124000000", "name": "旧县", "parent_code": "990199000000"},
        {"code": "990101000000", "name": "青砚区"},
    )
    add_history(rows, [{"year": 1982, "level": 3, "type": "码位改派", "old": old, "new": new}])
    assert rows["990124"].same_as is None
    assert {r.code: r.parent_code for r in with_parents(rows)}["990124"] == "990100"


def test_a_renamed_place_keeps_its_code_and_gains_an_alias():
    rows = base()
    place = {"code": "990101000000", "parent_code": "990100000000"}
    add_history(
        rows, [{"year": 2015, "level": 3, "type": "更名", "old": place | {"name": "砚郊区"}, "new": place | {"name": "青砚区"}}]
    )
    assert rows["990101"].aliases == ("砚郊区",)
