"""The charts, declared once with Altair: the page fills them with a view's rows, the shell draws them as pictures."""

from typing import Any, Literal, NamedTuple

import altair as alt

from warehouse.page.labels import label

Chart = alt.LayerChart | alt.FacetChart  # what Altair declares a layered chart to be; none here has facets
Language = Literal["zh", "en"]
_PALE = 0.16  # opacity of what lies behind a line
_BAR = 14  # pixels: wider than a point, which must not hide it
FONT = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"


class Inks(NamedTuple):
    """The colours of a chart, told apart by the colour-blind (after Okabe and Ito); on the page they are the theme's."""

    ink: str
    faint: str
    own: str
    other: str
    ground: str


PAGE_INKS = Inks("var(--ink)", "var(--rule)", "var(--blue)", "var(--orange)", "var(--ground)")
PICTURE_INKS = Inks("#1d1c1a", "#d9d6cf", "#0067a5", "#c2500f", "#ffffff")


def trend_chart(rows: alt.ChartDataType, language: Language, inks: Inks) -> Chart:
    """Draw a region's figures by year: their bounds as a band, the matched panel dashed, approximate figures hollow.

    `rows` are those of sql/page/trend.sql for one indicator, level and region.
    """
    lines = _unbroken(rows)
    # where a bound is open the band ends at the figure, and an arrow says that it does not end there
    closed = lines.transform_calculate(top="datum.high === null ? datum.figure : datum.high")
    band = closed.mark_area(color=inks.own, opacity=_PALE).encode(
        _years(), _heights("low"), alt.Y2("top:Q"), alt.Detail("run:N")
    )
    alone = _alone(closed, inks.own).encode(_years(), y="low:Q", y2="top:Q")
    arrow = (
        alt.Chart(rows)
        .transform_filter("datum.high === null")
        .mark_text(text="↑", dy=-16, fontSize=14, color=inks.own)
        .encode(_years(), y="figure:Q")
    )
    line = lines.mark_line(color=inks.own, strokeWidth=2).encode(_years(), y="figure:Q", detail="run:N")
    matched = (
        alt.Chart(rows)
        .transform_filter("datum.matched_places > 0")
        .transform_calculate(year_before="datum.report_year - 1")
        .mark_rule(color=inks.other, strokeWidth=1.75, strokeDash=[5, 4])
        .encode(x="year_before:Q", x2="report_year:Q", y="matched_before:Q", y2="matched_figure:Q")
    )
    points = _points(rows, "figure", "datum.share_approximate > 0", inks).encode(
        tooltip=[
            alt.Tooltip("report_year:Q", title=_say("year", language), format="d"),
            alt.Tooltip("figure:Q", title=_say("figure", language), format=",.6~g"),
            alt.Tooltip("low:Q", title=f"{_say('bounds', language)} ≥", format=",.6~g"),
            alt.Tooltip("high:Q", title=f"{_say('bounds', language)} ≤", format=",.6~g"),
            alt.Tooltip("n_places:Q", title=_say("places_stating", language)),
            alt.Tooltip("matched_places:Q", title=_say("matched", language)),
        ]
    )
    return alt.layer(band, alone, matched, line, arrow, points).properties(width="container", height=280)


def ranking_chart(rows: alt.ChartDataType, language: Language, inks: Inks) -> Chart:
    """Draw regions, in the order of the rows, with their figure of one year; figures with approximate values are pale."""
    bars = alt.Chart(rows).encode(
        x=alt.X("figure:Q", title=None),
        y=alt.Y("region:N", title=None, sort=None, axis=alt.Axis(labelLimit=220)),
        tooltip=[
            alt.Tooltip("region:N", title=_say("choose_region", language)),
            alt.Tooltip("figure:Q", title=_say("figure", language), format=",.6~g"),
            alt.Tooltip("n_places:Q", title=_say("places_stating", language)),
        ],
    )
    pale = alt.when("datum.share_approximate > 0").then(alt.value(0.5)).otherwise(alt.value(1))
    told = bars.mark_text(align="left", dx=5, color=inks.ink).encode(text=alt.Text("figure:Q", format=",.6~g"))
    layers = alt.layer(bars.mark_bar(color=inks.own, height=14).encode(opacity=pale), told)
    # with the width of its container a chart cannot take its height from its rows: the page multiplies
    return layers.properties(width="container", usermeta={"row_height": 24})


def peers_chart(rows: alt.ChartDataType, language: Language, inks: Inks) -> Chart:
    """Draw a body's values by year beside its peers: their median dashed, their middle half as a band.

    `rows` are those of sql/page/panel.sql for one body and indicator.
    """
    lines = _unbroken(rows)
    band = lines.mark_area(color=inks.other, opacity=_PALE).encode(
        _years(), _heights("p25"), alt.Y2("p75:Q"), alt.Detail("run:N")
    )
    alone = _alone(lines, inks.other).encode(_years(), y="p25:Q", y2="p75:Q")
    median = lines.mark_line(color=inks.other, strokeWidth=1.75, strokeDash=[5, 4]).encode(
        _years(), y="median:Q", detail="run:N"
    )
    bounds = (
        alt.Chart(rows)
        .mark_rule(color=inks.own, strokeWidth=5, opacity=0.35)
        .encode(_years(), y="value_low:Q", y2="value_high:Q")
    )
    line = lines.mark_line(color=inks.own, strokeWidth=2).encode(_years(), y="value:Q", detail="run:N")
    points = _points(rows, "value", "datum.approximate", inks).encode(
        tooltip=[
            alt.Tooltip("report_year:Q", title=_say("year", language), format="d"),
            alt.Tooltip("value:Q", title=_say("figure", language), format=",.6~g"),
            alt.Tooltip("median:Q", title=_say("peers_median", language), format=",.6~g"),
            alt.Tooltip("peers_in:N", title=_say("peers_of", language)),
            alt.Tooltip("peers:Q", title=_say("places_stating", language)),
        ]
    )
    return alt.layer(band, alone, median, bounds, line, points).properties(width="container", height=260)


def chart_config(inks: Inks) -> dict[str, Any]:
    """Return the look that all charts share."""
    quiet = {
        "labelColor": inks.ink,
        "titleColor": inks.ink,
        "gridColor": inks.faint,
        "domainColor": inks.faint,
        "tickColor": inks.faint,
    }
    return {
        "font": FONT,
        "background": None if inks is PAGE_INKS else inks.ground,
        "view": {"stroke": None},
        "axis": {**quiet, "labelFontSize": 12, "titleFontSize": 12, "labelPadding": 6},
        "title": {"color": inks.ink, "subtitleColor": inks.ink, "anchor": "start", "fontSize": 15, "subtitleFontSize": 12},
    }


def page_charts() -> dict[str, dict[str, Any]]:
    """Return the Vega-Lite specifications of the page by name and language, without rows."""
    makers = {"trend": trend_chart, "ranking": ranking_chart, "peers": peers_chart}
    languages: tuple[Language, ...] = ("zh", "en")
    return {
        name: {language: make(alt.NamedData("rows"), language, PAGE_INKS).to_dict(validate=False) for language in languages}
        for name, make in makers.items()
    }


def _unbroken(rows: alt.ChartDataType) -> alt.Chart:
    """Number the runs of years without a gap: a line must not bridge years that have no figure."""
    years: list[alt.SortField | dict[str, str]] = [alt.SortField("report_year")]
    return (
        alt.Chart(rows)
        .transform_window(before="lag(report_year)", sort=years)
        .transform_calculate(jumps="datum.before !== null && datum.report_year - datum.before > 1 ? 1 : 0")
        .transform_window(run="sum(jumps)", sort=years, frame=[None, 0])
    )


def _alone(lines: alt.Chart, ink: str) -> alt.Chart:
    """Bars for years without a neighbour: a band over a single year has no width, and shows nothing."""
    single = lines.transform_joinaggregate(years_in_run="count()", groupby=["run"]).transform_filter("datum.years_in_run === 1")
    bars: alt.Chart = single.mark_rule(aria=False, color=ink, strokeWidth=_BAR, opacity=_PALE)
    return bars


def _years() -> alt.X:
    return alt.X(
        "report_year:Q",
        title=None,
        axis=alt.Axis(labelExpr="datum.value % 1 ? '' : format(datum.value, 'd')", tickMinStep=1, grid=False),
        scale=alt.Scale(zero=False, nice=False, padding=24),
    )


def _heights(field: str) -> alt.Y:
    # counts have no halves; of a rate below one percent the table has the value
    return alt.Y(f"{field}:Q", title=None, axis=alt.Axis(tickMinStep=1))


def _points(rows: alt.ChartDataType, field: str, approximate: str, inks: Inks) -> alt.Chart:
    fill = alt.when(approximate).then(alt.value(inks.ground)).otherwise(alt.value(inks.own))
    points: alt.Chart = alt.Chart(rows).mark_point(size=58, strokeWidth=2, stroke=inks.own, opacity=1)
    return points.encode(_years(), y=f"{field}:Q", fill=fill)


def _say(key: str, language: Language) -> str:
    return str(getattr(label(key), language))
