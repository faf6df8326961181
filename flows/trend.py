"""`fazhi trend`: an indicator over the years as a small line on the terminal, or as a picture with Chinese labels."""

from math import ceil, floor, log10
from pathlib import Path
from typing import Any

import plotext
from rich.table import Table

from flows.console import SaidError, out
from flows.parameters import level_called
from flows.questions import Row, ask, indicator_called
from flows.settings import Settings
from flows.words import told_change, told_direction, told_figure
from warehouse.bounds import told_number
from warehouse.connection import open_published
from warehouse.page.indicators import widest
from warehouse.page.labels import label

_WIDTH, _HEIGHT = 72, 16  # characters of the drawing
_SCALE = 2.0  # of the picture: twice the pixels, for print


def show_trend(settings: Settings, name: str, region: str | None, level: str | None, picture: Path | None) -> None:
    """Draw the trend of the one indicator that `name` names, of the widest region or of `region`.

    Raises SaidError where no indicator, or no figure of the region, fits, or several indicators do.
    """
    level = level_called(level) if level else None
    with open_published(settings.home) as connection:
        indicator = indicator_called(connection, name)
        asked = {"indicator": indicator["id"], "region": region, "level": level}
        rows = ask(connection, "trend_of", **asked)
        if not rows:
            raise SaidError(_why_none(indicator, region, level, ask(connection, "why_no_trend", **asked)[0]))
        if region:
            require_one_place(region, rows)
        shown = widest(rows)
        group = {name: shown[0][name] for name in ("level", "region_code")}
        silent = ask(connection, "silent_years", indicator=indicator["id"], **group)
    _say_title(indicator, shown)
    if picture:
        _save_picture(picture, indicator, shown)
        out.print(f"Written: {picture}", markup=False)
    else:
        _draw(shown)
    _print_figures(shown, silent)
    if others := sorted({row["level"] for row in rows} - {shown[0]["level"]}):
        out.print(f"Also held: {', '.join(others)} (choose with --level)", markup=False)


def _why_none(indicator: Row, region: str | None, level: str | None, found: Row) -> str:
    """Say why there is no trend: no report is of the region, none has the number, or what they have is kept apart."""
    asked = " at level ".join(filter(None, (region or "any region", level)))
    if not found["held"]:
        return "The warehouse holds no report yet: `fazhi ingest FOLDER` reads some, `fazhi status` says what was rejected."
    if not found["reports"]:
        return f"No report held is of {asked}: name a place or body in full, or by its code, as core.reports has it."
    told = f"The warehouse holds no figure of {indicator['name_zh']} for {asked}"
    if not found["apart"]:
        return f"{told}; marts.gaps has the reasons."
    one = f"{told_number(found['value'])} ({found['issuer']}, {found['report_year']})"
    return f"{told}: {one} counts what no trend of it adds up (column `apart` of marts.indicator_values)."


def require_one_place(region: str, rows: list[Row]) -> None:
    """Raise SaidError where rows of several places bear the name `region`: the trend of one would not be what was asked."""
    codes = sorted({code for row in rows for code in row["region_code"].split("|") if code.isdecimal()})
    if len(codes) > 1:
        raise SaidError(f"{region} fits several places: {', '.join(codes)}; name one by its code.")


def _title(indicator: Row, rows: list[Row]) -> tuple[str, str]:
    unit = f" ({indicator['canonical_unit']})" if indicator["canonical_unit"] else ""
    return f"{indicator['name_zh']}{unit}", f"{rows[0]['region']} · {label('level', rows[0]['level']).zh}"


def _say_title(indicator: Row, rows: list[Row]) -> None:
    title, where = _title(indicator, rows)
    out.print(f"{title}  {where}", style="bold", markup=False)


def _draw(rows: list[Row]) -> None:
    """Draw the figures as a line, a gap in the years as a gap, and what they may be at most and least as dots."""
    plotext.clear_figure()
    plotext.theme("clear")
    plotext.plot_size(_WIDTH, _HEIGHT)
    for run in _runs(rows):
        plotext.plot([row["report_year"] for row in run], [row["figure"] for row in run], marker="braille")
    for bound in ("low", "high"):
        open_to = [row for row in rows if row["share_approximate"] and row[bound] is not None]
        if open_to:
            plotext.scatter([row["report_year"] for row in open_to], [row[bound] for row in open_to], marker="·")
    years = [row["report_year"] for row in rows]
    plotext.scatter(years, [row["figure"] for row in rows], marker="●")
    plotext.xticks(years, [str(year) for year in years])
    drawn = [0.0, *(row[name] for row in rows for name in ("figure", "low", "high") if row[name] is not None)]
    heights = ticks(min(drawn), max(drawn), whole=all(row["figure"] == int(row["figure"]) for row in rows))
    plotext.yticks(heights, [told_number(height) for height in heights])
    plotext.ylim(heights[0], heights[-1])
    out.print(plotext.uncolorize(plotext.build()), markup=False, soft_wrap=True)
    if any(row["share_approximate"] for row in rows):
        out.print("● figure   · the least and the most that approximate wording (≈) leaves open", markup=False)


def ticks(low: float, high: float, whole: bool) -> list[float]:
    """Return the heights to mark from `low` to `high`: some five steps, round ones, and if `whole` of 1 at least."""
    rough = (high - low or 1.0) / 5
    power = 10.0 ** floor(log10(rough))
    step = next(times * power for times in (1, 2, 5, 10) if times * power >= rough)
    step = max(step, 1.0) if whole else step
    return [round(step * number, 10) for number in range(floor(low / step), max(ceil(high / step), 1) + 1)]


def _runs(rows: list[Row]) -> list[list[Row]]:
    runs: list[list[Row]] = []
    for row in rows:
        if runs and row["report_year"] == runs[-1][-1]["report_year"] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def _print_figures(rows: list[Row], silent: list[Row]) -> None:
    """Print a line a year; of one without a figure between two others why, as marts.gaps has it."""
    grid = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("year", "figure", "bounds", "places", "matched", "change", "direction"):
        grid.add_column(heading, justify="left" if heading == "direction" else "right")
    before = rows[0]["report_year"]
    for row in rows:
        for year in range(before + 1, row["report_year"]):
            causes = (f"{row['bodies']} {row['reason']}" for row in silent if row["report_year"] == year)
            grid.add_row(str(year), "none", *[""] * 4, ", ".join(causes))
        before = row["report_year"]
        grid.add_row(
            str(row["report_year"]),
            told_figure(row),
            f"{told_number(row['low'])} to {told_number(row['high'])}" if row["share_approximate"] else "",
            str(row["n_places"]),
            str(row["matched_places"] or ""),
            told_change(row),
            told_direction(row),
        )
    out.print(grid)


def _save_picture(target: Path, indicator: Row, rows: list[Row]) -> None:
    """Write the chart of the page as a PNG; its Chinese labels need a Chinese font (Debian: fonts-noto-cjk)."""
    import altair
    import vl_convert

    from warehouse.page.charts import FONT, PICTURE_INKS, chart_config, trend_chart

    title, where = _title(indicator, rows)
    chart: dict[str, Any] = trend_chart(altair.InlineData(values=rows), "zh", PICTURE_INKS).to_dict()
    chart |= {
        "width": 720,
        "title": {"text": title, "subtitle": [where, label("trend_chart_note").zh], "font": FONT},
        "config": chart_config(PICTURE_INKS),
        "padding": 16,
    }
    version = ".".join(altair.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    target.write_bytes(vl_convert.vegalite_to_png(chart, vl_version=version, scale=_SCALE))
