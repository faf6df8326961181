"""`fazhi trend`, `fazhi page` and `fazhi query --format excel` as an analyst types them."""

import io
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from flows import cli


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
        (("行政检查次数", "--region", "不在册的县"), "holds no figure of 行政检查次数 for 不在册的县"),
    ],
)
def test_what_does_not_fit_is_one_sentence(sample_home: Path, arguments: tuple[str, ...], said: str) -> None:
    told = fazhi("trend", *arguments, "--home", str(sample_home))
    assert told.exit_code == 2
    assert said in told.stderr
    assert told.stderr.count("\n") == 1


def test_a_picture_is_a_png_of_its_size(sample_home: Path, tmp_path: Path) -> None:
    target = tmp_path / "trend.png"
    told = fazhi("trend", "inspections", "--png", str(target), "--home", str(sample_home))
    assert told.exit_code == 0, told.output
    head = target.read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    assert int.from_bytes(head[16:20], "big") > 1400  # twice 720 and its margins


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
