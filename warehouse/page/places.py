"""The view of one body: its years, its parts and twins, its values beside those of its peers."""

from typing import Any

from warehouse.page.bodies import Body, report_file
from warehouse.page.indicators import indicator_file, indicator_name
from warehouse.page.rows import Row, grouped
from warehouse.page.shown import value_cell

CHART_COLUMNS = (
    "report_year", "value", "value_low", "value_high", "approximate", "median", "p25", "p75", "peers", "peers_in",
)  # fmt: skip


def place_view(
    body: Body, reports: list[Row], values: list[Row], gaps: list[Row], indicators: dict[str, Row]
) -> dict[str, Any]:
    """Return what the template of a body shows; `reports` are those in use, `values` those of sql/page/panel.sql."""
    years = sorted(report["report_year"] for report in reports)
    found = grouped(values, "indicator_id")
    by_indicator = {name: found[name] for name in indicators if name in found}  # what most reports state comes first
    reasons = {(gap["indicator_id"], gap["report_year"]): gap["reason"] for gap in gaps}
    return {
        "body": body,
        "years": years,
        "reports": [_report_line(report) for report in sorted(reports, key=lambda row: -row["report_year"])],
        "lines": [_line(indicators[name], rows, years, reasons) for name, rows in by_indicator.items()],
        "series": {"columns": CHART_COLUMNS, "rows": {name: _table(rows) for name, rows in by_indicator.items()}},
    }


def _table(rows: list[Row]) -> list[list[Any]]:
    return [[row[column] for column in CHART_COLUMNS] for row in rows]


def _report_line(report: Row) -> dict[str, Any]:
    return {
        "year": report["report_year"],
        "file": report_file(report["report_id"]),
        "title": report["title"],
        "dated": report["dated"],
        "dated_is": report["dated_is"],
        "days_late": report["days_late"],
        "parts": report["parts"],
        "copied": {relation: _most_shared(report["copies"], relation) for relation in ("year_before", "same_year")},
    }


def _most_shared(copies: list[dict[str, Any]], relation: str) -> float | None:
    return max((copy["share"] for copy in copies if copy["relation"] == relation), default=None)


def _line(indicator: Row, values: list[Row], years: list[int], reasons: dict[tuple[str, int], str]) -> dict[str, Any]:
    by_year = {row["report_year"]: row for row in values}
    cells = [value_cell(by_year.get(year), reasons.get((indicator["id"], year), "not_stated")) for year in years]
    return {
        "id": indicator["id"],
        "name": indicator_name(indicator),
        "unit": indicator["canonical_unit"],
        "file": indicator_file(indicator["id"]),
        "cells": cells,
        "last": values[-1],
    }
