"""The page writes what changed and nothing else, and says what its data say."""

import json
import re
from pathlib import Path

import duckdb
import pytest

from tasks.knowledge import read_config
from warehouse.bounds import told_bounds
from warehouse.page.bodies import body_of
from warehouse.page.files import Folder
from warehouse.page.indicators import invented, widest
from warehouse.page.labels import labels
from warehouse.page.overview import accuracy_grid, grid
from warehouse.page.render import change, number, percent, spoken_bounds, spoken_name, to_json
from warehouse.page.write import refresh_page, write_page

MOST_BYTES_OF_40_REPORTS = 5_000_000


@pytest.fixture(scope="module")
def page(sample_home: Path) -> Path:
    write_page(sample_home / "warehouse.duckdb", sample_home / "page")
    return sample_home / "page"


def test_a_second_writing_changes_nothing(page: Path, sample_home: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in page.rglob("*.html")}
    done = write_page(sample_home / "warehouse.duckdb", page)
    assert (done.written, done.removed) == (0, 0)
    assert {path: path.stat().st_mtime_ns for path in page.rglob("*.html")} == before


def test_a_lost_file_is_written_again(page: Path, sample_home: Path) -> None:
    (page / "places.html").unlink()
    assert write_page(sample_home / "warehouse.duckdb", page).written == 1
    assert (page / "places.html").is_file()


def test_only_a_home_that_has_a_page_is_refreshed(sample_home: Path, tmp_path: Path) -> None:
    (tmp_path / "warehouse.duckdb").write_bytes((sample_home / "warehouse.duckdb").read_bytes())
    assert refresh_page(tmp_path) is None
    assert list(tmp_path.iterdir()) == [tmp_path / "warehouse.duckdb"]


def test_what_is_gone_is_removed_and_what_changed_is_made_anew(tmp_path: Path) -> None:
    first = Folder(tmp_path, "code 1", changed_only=True)
    first.put("a/one.html", "x", lambda: "one")
    first.put("two.html", "x", lambda: "two")
    first.close()
    second = Folder(tmp_path, "code 1", changed_only=True)
    second.put("a/one.html", "y", lambda: "changed")
    second.close()
    assert (second.written, second.unchanged, second.removed) == (1, 0, 1)
    assert (tmp_path / "a" / "one.html").read_text() == "changed"
    assert not (tmp_path / "two.html").exists()


@pytest.mark.parametrize("fingerprint", ["", "y"])
def test_newer_code_makes_every_file_anew(tmp_path: Path, fingerprint: str) -> None:
    for code in ("code 1", "code 2"):
        folder = Folder(tmp_path, code, changed_only=True)
        folder.put("one.html", fingerprint, lambda code=code: code)
        folder.close()
        assert (tmp_path / "one.html").read_text() == code


def test_forty_reports_stay_below_five_megabytes(page: Path) -> None:
    reports = sorted(path.stat().st_size for path in page.glob("report/*/*.html"))
    rest = sum(path.stat().st_size for path in page.rglob("*") if path.is_file()) - sum(reports)
    assert rest + 40 * sum(reports) / len(reports) < MOST_BYTES_OF_40_REPORTS


def test_every_link_and_file_named_is_there(page: Path) -> None:
    for path in page.rglob("*.html"):
        for target in re.findall(r'(?:href|src)="([^"#:]+)"', path.read_text("utf-8")):
            assert (path.parent / target).resolve().is_file(), f"{path.name} names {target}"


def test_every_amount_of_a_report_is_marked_once(page: Path, sample_home: Path) -> None:
    with duckdb.connect(str(sample_home / "warehouse.duckdb"), read_only=True) as con:
        counts = con.execute("SELECT report_id, count(*) FROM core.quantities GROUP BY 1 ORDER BY 1 LIMIT 20").fetchall()
    for report_id, amounts in counts:
        text = (page / "report" / report_id[:2] / f"{report_id}.html").read_text("utf-8")
        assert len(re.findall(r' id="m\d+"', text)) == len(set(re.findall(r' id="m\d+"', text))) == amounts
        assert len(re.findall(r'<li id="a\d+"', text)) == amounts


def test_data_files_are_scripts_that_hand_over_json(page: Path) -> None:
    for path in [*page.glob("data/trend/*.js"), page / "data" / "search.js"]:
        text = path.read_text("utf-8")
        json.loads(text[text.index(",") + 1 :].removesuffix(");\n"))


def test_labels_have_both_languages() -> None:
    assert all(zh.strip() and en.strip() for zh, en in labels().values())


@pytest.mark.parametrize(
    ("row", "written"),
    [
        ({"value_low": 8000.0, "value_high": 9000.0, "high_exclusive": True}, "[8,000 to 9,000)"),
        ({"value_low": 8000.0, "value_high": 9000.0, "modifier": "over"}, "[8,000 to 9,000)"),
        ({"value_low": 0.0, "value_high": 3000.0, "high_exclusive": True, "modifier": "nearly"}, "[0 to 3,000)"),
        ({"value_low": None, "value_high": 3.0, "modifier": "at_most"}, "(open to 3]"),
        ({"value_low": 50.0, "value_high": None, "modifier": "at_least"}, "[50 to open)"),
        ({"value_low": 3.0, "value_high": 5.0, "modifier": None}, "[3 to 5]"),
    ],
)
def test_bounds_are_written_as_intervals(row: dict[str, object], written: str) -> None:
    assert told_bounds(row) == written


def test_bounds_are_spoken_in_both_languages() -> None:
    row = {"value_low": 50.0, "value_high": None, "modifier": "at_least"}
    assert spoken_bounds(row) == '<span data-en="[50 – open)">[50 – 不限)</span>'
    assert spoken_bounds(row | {"value_high": 60.0}) == "[50 – 60]"


def test_a_fall_is_written_with_a_minus_as_wide_as_the_plus() -> None:
    assert [change(percent) for percent in (4.26, 0.0, -20.94)] == ["+4.3 %", "+0.0 %", "−20.9 %"]


def test_numbers_and_shares() -> None:
    assert [number(value) for value in (None, 12000.0, 98.5, 0.33333)] == ["", "12,000", "98.5", "0.3333"]
    assert [percent(value) for value in (None, 0.0, 0.001, 0.5, 1.0)] == ["", "0 %", "<1 %", "50 %", "100 %"]


def test_what_others_wrote_is_escaped() -> None:
    assert "<" not in to_json({"x": "</script><script>"}).replace("\\u003c", "")
    assert spoken_name(("<b>", '"><i>')) == '<span data-en="&#34;&gt;&lt;i&gt;">&lt;b&gt;</span>'


def test_fiction_stands_apart_and_unknown_places_have_a_row(page: Path) -> None:
    overview = (page / "index.html").read_text("utf-8")
    assert 'data-en="Unknown place">地区不明</span></th>' in overview
    assert re.search(r'澜川省 <span class="fiction"><span data-en="fictional">虚构样本', overview)
    assert [overview.count(f'data-en="{name}">') for name in ("Country", "Invented places")] == [1, 1]
    # what no sample says is all that the real country holds: 杜撰镇 of 2022; a sample's bare 砚溪镇, a real name too, is none
    grids = dict(
        zip(("province", "country", "invented"), re.findall(r"<table class=\"grid\">.*?</table>", overview, re.S), strict=True)
    )
    assert re.findall(r'<td class="shade\d">(\d+) ', grids["country"]) == ["1"]
    place = (page / "place" / "county-990101.html").read_text("utf-8")
    assert '<span class="fiction">' in place


def test_the_overview_shows_what_the_release_was_measured_at(page: Path) -> None:
    overview = (page / "index.html").read_text("utf-8")
    section = overview[overview.index("准确度</span></h2>") :]
    measured = read_config("accuracy")["figures"]
    indicators = next(row for row in measured if (row["gold"], row["stage"]) == ("open", "indicators"))
    assert f"<b>{indicators['f1']:.3f}</b> <small>{indicators['precision']:.3f} / {indicators['recall']:.3f} · " in section
    assert "fazhi evaluate" in section


def test_accuracy_is_laid_out_by_stage_and_set() -> None:
    def row(gold: str, stage: str, version: str = "v1") -> dict[str, object]:
        return {"gold": gold, "stage": stage, "f1": 1.0, "evaluated_at": 1, "extractor_version": version}

    told = accuracy_grid([row("real", "scope"), row("open", "numerals"), row("open", "fields", "v0")], "v1")
    assert told["sets"] == ["open", "real"]
    assert {stage: [gold for gold, cell in cells.items() if cell] for stage, cells in told["lines"].items()} == {
        "fields": ["open"],
        "scope": ["real"],
        "numerals": ["open"],
    }
    assert (told["released"], told["older"]) == (True, True)
    own = accuracy_grid([row("mine/gold", "scope")], "v1")
    assert (own["sets"], own["released"], own["older"]) == (["mine/gold"], False, False)


def test_real_figures_are_shown_before_invented_ones() -> None:
    same = {"level": "county", "region_level": "country", "n_places": 9}
    rows = [same | {"region_code": "999999", "report_year": year} for year in (2020, 2021)]
    province = same | {"region_level": "province", "region_code": "990000", "report_year": 2021}
    real = same | {"region_code": "000000", "report_year": 2021, "n_places": 1}
    assert widest([*rows, province, real]) == [real]
    assert widest([*rows, province]) == rows


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        (True, ("999999", "990101001", "department|990101|某局")),
        (False, ("000000", "110101", "659001", "county|110101", "1f00c0ffee990101")),
    ],
)
def test_invented_regions_are_told_by_their_code(told: bool, codes: tuple[str, ...]) -> None:
    assert {invented(code) for code in codes} == {told}


def test_a_body_that_no_list_has_bears_its_own_name_and_file() -> None:
    columns = {"province": "甲省", "prefecture": None, "county": None, "township": None, "place_code": "990000", "title": None}
    row = {**columns, "years": [2023], "fictional": False, "level": "county", "issuer": "屏澜县人民政府"}
    unlisted = body_of({**row, "body_key": "county|990000|屏澜县人民政府"})
    province = body_of({**row, "level": "province", "issuer": "甲省人民政府", "body_key": "province|990000"})
    assert (unlisted.name, unlisted.path) == ("屏澜县人民政府", "甲省")
    assert (province.name, province.path, province.file) == ("甲省", "", "place/province-990000.html")
    assert "990000" not in unlisted.file


def test_a_grid_has_one_cell_a_year_and_tells_nothing_from_little() -> None:
    rows = [
        {"code": "1", "name": "甲省", "report_year": 2021, "present": 3, "expected": 4, "departments": 0},
        {"code": "1", "name": "甲省", "report_year": 2022, "present": 0, "expected": 4, "departments": 2},
        {"code": "2", "name": "乙省", "report_year": 2021, "present": 0, "expected": 9, "departments": 0},
    ]
    (line,) = grid(rows, "code", "name")
    assert [(year, cell["shade"], cell["share"]) for year, cell in line["cells"].items()] == [(2021, 4, 0.75), (2022, 1, 0.0)]
