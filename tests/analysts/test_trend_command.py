"""`fazhi trend`, `fazhi page` and `fazhi query --format excel` as an analyst types them."""

import io
import re
from pathlib import Path

import altair
import duckdb
import openpyxl
import pytest
import vl_convert
from typer.testing import CliRunner, Result

from flows import cli
from flows.console import SaidError
from flows.trend import _why_none, require_one_place, ticks
from flows.words import told_change, told_direction, told_figure
from warehouse.page.charts import PICTURE_INKS, peers_chart, trend_chart


def fazhi(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, arguments)


def test_a_trend_is_drawn_with_its_figures(sample_home: Path) -> None:
    told = fazhi("trend", "行政检查次数", "--home", str(sample_home))
    assert told.exit_code == 0, told.output
    heading, *lines = told.stdout.splitlines()
    assert heading.startswith("行政检查次数 (次)  ")
    assert any("●" in line for line in lines)
    assert "\x1b" not in told.stdout  # a file or another program reads it too
    header = next(line for line in lines if line.startswith("year")).split()
    assert header == ["year", "figure", "bounds", "places", "matched", "change", "direction"]
    assert any(line.split()[1].startswith("≈") for line in lines if line[:2] == "20")


@pytest.mark.parametrize(
    ("low", "high", "whole", "marked"),
    [
        (0.0, 5_000_000.0, True, [0, 1_000_000, 2_000_000, 3_000_000, 4_000_000, 5_000_000]),
        (0.0, 37.0, True, [0, 10, 20, 30, 40]),
        (0.0, 2.0, True, [0, 1, 2]),
        (0.0, 0.0, True, [0, 1]),
        (-3.0, 1.2, False, [-3, -2, -1, 0, 1, 2]),
        (0.0, 0.9, False, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
    ],
)
def test_an_axis_is_marked_at_round_numbers(low: float, high: float, whole: bool, marked: list[float]) -> None:
    assert ticks(low, high, whole) == marked


@pytest.mark.parametrize("region", ["青砚区", "990101", "砚台街道"])
def test_a_region_is_named_by_name_or_code(sample_home: Path, region: str) -> None:
    told = fazhi(
        "trend", "administrative_penalty_amount", "--region", region, "--level", "township", "--home", str(sample_home)
    )
    assert told.exit_code == 0, told.output
    assert told.stdout.splitlines()[0].endswith("· 乡镇（街道）")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("没有的指标",), "No indicator's id or name holds 没有的指标"),
        (("复议",), "复议 fits 8 indicators: "),
        (("行政检查次数", "--region", "不在册的县"), "No report held is of 不在册的县"),
        (("行政检查次数", "--level", "town"), "town is no level; the levels are province, "),
        (("行政检察次数",), "holds 行政检察次数 (did you mean 行政检查次数?); the table core.indicators lists them all."),
        (("法",), "; … and "),
    ],
)
def test_what_does_not_fit_is_one_sentence(sample_home: Path, arguments: tuple[str, ...], said: str) -> None:
    told = fazhi("trend", *arguments, "--home", str(sample_home))
    assert told.exit_code == 2
    assert said in told.stderr
    assert told.stderr.count("\n") == 1


def test_a_bodys_own_trend_has_changes_and_directions(sample_home: Path) -> None:
    with duckdb.connect(str(sample_home / "warehouse.duckdb"), read_only=True) as con:
        indicator, code, year, change, direction = con.execute(
            """SELECT indicator_id, place_code, t.report_year, change_pct, direction
               FROM marts.body_trend AS t JOIN core.reports USING (report_id)
               WHERE t.level = 'township' AND direction = 'rises' AND change_pct > 1 ORDER BY ALL LIMIT 1"""
        ).fetchone()
    told = fazhi("trend", indicator, "--region", code, "--level", "乡镇", "--home", str(sample_home))
    assert told.exit_code == 0, told.output
    line = next(line for line in told.stdout.splitlines() if line.startswith(str(year)))
    assert line.split()[-4:] == ["1", f"{change:+.1f}", "%", direction]


def test_what_the_marks_of_the_drawing_mean_is_said(sample_home: Path) -> None:
    told = fazhi("trend", "行政检查次数", "--home", str(sample_home)).stdout
    assert "● figure   · the least and the most" in told
    assert "not_decidable" not in told
    assert "choose with --level" in told


def row(**other: object) -> dict[str, object]:
    plain = {
        "matched_places": 2,
        "matched_change_pct": None,
        "matched_change": 0.0,
        "matched_before": 5.0,
        "share_approximate": 0,
    }
    return {**plain, "direction": "rises", "figure": 6000.0, **other}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"matched_change_pct": 12.34}, "+12.3 %"),
        ({"matched_change_pct": -0.04}, "-0.04 %"),
        ({"matched_change_pct": 0.0}, "0 %"),
        ({"matched_change": -2.5}, "-2.5 points"),
        ({"matched_change": 3.0, "matched_before": 0.0}, ""),
        ({"matched_change": None}, ""),
    ],
)
def test_a_change_is_never_told_as_a_signed_zero(change: dict[str, object], told: str) -> None:
    assert told_change(row(**change)) == told


def test_directions_and_figures_are_words_of_a_person() -> None:
    assert told_direction(row(direction="not_decidable")) == "not decidable"
    assert told_direction(row(matched_places=0)) == ""
    assert (told_figure(row()), told_figure(row(share_approximate=0.5))) == ("6,000", "≈6,000")


def test_a_name_of_several_places_is_asked_back() -> None:
    rows = [{"region_code": code} for code in ("township|990101001", "990101001", "department|990202103|某局")]
    require_one_place("白镇", rows[:2])
    with pytest.raises(SaidError, match="fits several places: 990101001, 990202103"):
        require_one_place("白镇", rows)


def test_a_warehouse_without_reports_says_how_to_fill_it() -> None:
    indicator = {"id": "inspections", "name_zh": "行政检查次数"}
    assert "`fazhi ingest FOLDER` reads some" in _why_none(indicator, None, None, {"held": 0, "reports": 0})
    assert "No report held is of 某市" in _why_none(indicator, "某市", None, {"held": 1, "reports": 0})


def test_a_picture_is_a_png_of_its_size(sample_home: Path, tmp_path: Path) -> None:
    target = tmp_path / "trend.png"
    told = fazhi("trend", "inspections", "--png", str(target), "--home", str(sample_home))
    assert told.exit_code == 0, told.output
    head = target.read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    assert int.from_bytes(head[16:20], "big") > 1400  # twice 720 and its margins


def bars_of(chart: altair.LayerChart) -> list[float]:
    """Heights of the bars that stand for the bounds of years without a neighbour, in the order of the years."""
    svg = vl_convert.vegalite_to_svg(chart.to_dict())
    bars = re.findall(r'<line [^>]*transform="translate\(([\d.]+),[^>]*y2="(-?[\d.]+)"[^>]*stroke-width="14"', svg)
    return [abs(float(height)) for _, height in sorted(bars, key=lambda bar: float(bar[0]))]


def test_a_year_without_neighbours_shows_its_bounds() -> None:
    bounds = {2018: (8000, 9000), 2020: (8500, None), 2022: (11800, 13500), 2023: (12000, 13000), 2025: (6000, 8000)}
    rows = [
        row(report_year=year, figure=low + 500, low=low, high=high, n_places=3, matched_figure=low, share_approximate=0.5)
        for year, (low, high) in bounds.items()
    ]
    heights = bars_of(trend_chart(altair.InlineData(values=rows), "zh", PICTURE_INKS))
    assert heights == pytest.approx([2 * heights[1], heights[1], 4 * heights[1]], rel=0.01), (
        "1,000, 500 up to the figure, 2,000"
    )
    peers = [
        {"report_year": year, "value": 7, "value_low": 7, "value_high": 7, "p25": 5, "p75": 9, "median": 6}
        for year in (2020, 2022)
    ]
    assert len(bars_of(peers_chart(altair.InlineData(values=peers), "zh", PICTURE_INKS))) == 2


def test_a_year_without_a_figure_says_why(sample_home: Path) -> None:
    """Of the years of each region, those between two figures."""
    with duckdb.connect(str(sample_home / "warehouse.duckdb"), read_only=True) as connection:
        indicator, level, year = connection.execute(
            "SELECT indicator_id, level, min(report_year) + 1 FROM marts.indicator_trend "
            "WHERE region_code = '999999' AND n_places > 0 GROUP BY indicator_id, level "
            "HAVING NOT list_contains(list(report_year), min(report_year) + 1) AND count(*) > 1 ORDER BY ALL LIMIT 1"
        ).fetchall()[0]
        reasons = connection.execute(
            "SELECT reason, count(*) FROM marts.gaps WHERE indicator_id = ? AND report_year = ? "
            "AND starts_with(body_key, ? || '|') AND starts_with(place_code, '99') GROUP BY reason",
            [indicator, year, level],
        ).fetchall()
    told = fazhi("trend", indicator, "--region", "虚构样本", "--level", level, "--home", str(sample_home))
    line = next(line for line in told.stdout.splitlines() if line.startswith(f"{year}  "))
    assert line.split()[1] == "none"
    assert reasons
    assert all(f"{bodies} {reason}" in line for reason, bodies in reasons)


def test_a_page_is_written_once(sample_home: Path) -> None:
    assert (fazhi("page", "--home", str(sample_home))).exit_code == 0
    again = fazhi("page", "--home", str(sample_home))
    assert "0 files written" in again.stdout


def test_excel_keeps_types_and_runs_no_formula(sample_home: Path) -> None:
    sql = (
        "SELECT '=1+1' AS f, 'http://example.org' AS u, 12.5 AS x, 7 AS n, DATE '2024-03-01' AS d, NULL AS nothing, [1, 2] AS l"
    )
    told = fazhi("query", sql, "--format", "excel", "--home", str(sample_home))
    assert told.exit_code == 0, told.output
    names, cells = openpyxl.load_workbook(io.BytesIO(told.stdout_bytes)).active.iter_rows()
    assert [cell.value for cell in names] == ["f", "u", "x", "n", "d", "nothing", "l"]
    assert [cell.data_type for cell in cells] == ["s", "s", "n", "n", "d", "n", "s"]
    assert [cell.value for cell in cells][:4] == ["=1+1", "http://example.org", 12.5, 7]


@pytest.mark.parametrize(
    ("condition", "hint"),
    [
        (
            "indicator_id = 'inspectons'",
            "No indicator has the id inspectons (did you mean inspections?); the table core.indicators",
        ),
        (
            "indicator_id IN ('inspections', '行政检查次数')",
            "No indicator has the id 行政检查次数 (行政检查次数 is inspections); ",
        ),
        ("indicator_id = 'inspections' AND report_year = 1990", None),
        ("report_year = 1990", None),
    ],
)
def test_a_query_that_finds_nothing_is_told_of_an_id_that_no_indicator_has(sample_home, condition, hint) -> None:
    told = fazhi(
        "query", f"SELECT 1 FROM marts.indicator_trend WHERE {condition} AND n_places > 1e9", "--home", str(sample_home)
    )
    assert told.exit_code == 0
    assert (hint in told.stderr) if hint else ("No indicator" not in told.stderr)


def test_why_there_is_no_trend_is_said(sample_home: Path) -> None:
    nowhere = fazhi("trend", "行政检查次数", "--region", "火星", "--home", str(sample_home))
    assert nowhere.exit_code == 2
    assert "No report held is of 火星" in nowhere.stderr
    nothing = fazhi("trend", "行政检查次数", "--region", "杜撰镇人民政府", "--level", "township", "--home", str(sample_home))
    assert "holds no figure of 行政检查次数 for 杜撰镇人民政府 at level township; marts.gaps has the reasons." in nothing.stderr


def test_a_value_that_is_kept_apart_is_named(sample_home: Path) -> None:
    """Only a stock is added up, and this body says only how many came new."""
    with duckdb.connect(str(sample_home / "warehouse.duckdb"), read_only=True) as connection:
        issuer, value = connection.execute(
            "SELECT issuer, any_value(value) FROM marts.indicator_values WHERE indicator_id = 'law_literate_citizens' "
            "GROUP BY issuer HAVING bool_and(apart) AND count(*) = 1 ORDER BY issuer LIMIT 1"
        ).fetchall()[0]
    told = fazhi("trend", "law_literate_citizens", "--region", issuer, "--home", str(sample_home))
    assert told.exit_code == 2
    assert f"{value:,.0f} ({issuer}, " in told.stderr
