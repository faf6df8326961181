"""The views of the indicators: their list, and for each its trend, its ranking of regions and its table."""

import json
from collections import Counter
from typing import Any

from warehouse.page.labels import label
from warehouse.page.rows import Row

TREND_COLUMNS = (
    "level", "region_level", "region_code", "region", "report_year", "n_places", "n_reports", "figure", "low", "high",
    "share_approximate", "matched_places", "matched_before", "matched_figure", "matched_change_pct", "direction",
    "n_apart", "sum_apart",
)  # fmt: skip
_FICTION_FROM = "97"  # GB/T 2260 assigns no code from here on: places of the overlay, and the country of their own
_BROAD = ("country", "province")


def indicator_name(row: Row) -> tuple[str, str]:
    """Return the Chinese and the English name; the id, which is English words, stands in for a missing one."""
    return row["name_zh"], row["name_en"] or str(row["id"]).replace("_", " ")


def indicator_file(indicator_id: str) -> str:
    """Return the file of an indicator's page."""
    return f"indicator/{indicator_id}.html"


def trend_data(indicator_id: str, rows: list[Row]) -> str:
    """Return the data file of one indicator: a script, because a page opened from a file may load nothing else.

    A row ends with its last cell that holds something.
    """
    table = [_cells(row) for row in rows]
    content = json.dumps({"columns": TREND_COLUMNS, "rows": table}, ensure_ascii=False, separators=(",", ":"))
    return f"fazhi.receive({json.dumps(f'trend/{indicator_id}')},{content});\n"


def trend_view(indicator: Row, rows: list[Row]) -> dict[str, Any]:
    """Return what the template of an indicator shows without scripts: the trend of its widest level over all regions."""
    return {"indicator": indicator, "name": indicator_name(indicator), "shown": widest(rows), "choices": choices(rows)}


def widest(rows: list[Row]) -> list[Row]:
    """Return the rows of the level and region with most figures, the broadest region first, real places before invented."""
    figures, bodies = Counter[tuple[str, str, str]](), Counter[tuple[str, str, str]]()
    for row in rows:
        group = row["level"], row["region_level"], row["region_code"]
        figures[group] += row["n_places"] > 0
        bodies[group] += row["n_places"]
    broad = [group for group in figures if group[1] in _BROAD] or list(figures)
    real = [group for group in broad if not invented(group[2])] or broad
    best = max(real, key=lambda group: (figures[group], bodies[group], group[1] == "country", group[2]), default=None)
    return [row for row in rows if (row["level"], row["region_level"], row["region_code"]) == best]


def invented(region_code: str) -> bool:
    """Tell whether a region, or the place in a body's key (`county|990101`), is one of the invented ones."""
    return next((code for code in region_code.split("|") if code.isdecimal()), "") >= _FICTION_FROM


def choices(rows: list[Row]) -> list[tuple[str, int]]:
    """Return the levels that have figures, with the number of regions of each."""
    regions = {(row["level"], row["region_code"]) for row in rows}
    return sorted(Counter(level for level, _ in regions).items())


def _cells(row: Row) -> list[object]:
    cells = [_short(row[column]) for column in TREND_COLUMNS]
    while cells[-1] is None:
        cells.pop()
    return cells


def _short(value: object) -> object:
    if not isinstance(value, float):
        return value
    return int(value) if value.is_integer() else float(f"{value:.10g}")


def search_entry(indicator: Row) -> list[str]:
    """Return what the search knows of an indicator: kind, Chinese name, English name, file."""
    zh, en = indicator_name(indicator)
    return ["indicator", zh, en, indicator_file(indicator["id"]), label("indicator").zh]
