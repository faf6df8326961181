"""The first view: what is covered, how right it is, and when it was last built."""

from typing import Any

from warehouse.page.rows import Row

_SETS = ("open", "aside", "real", "openings")
_STAGES = (
    *("reports", "fields", "sections", "kinds", "quantities", "modifier", "scope", "indicators", "zeros"),
    *("values", "values_by_hand", "numerals"),
)


def grid(rows: list[Row], key: str, name: str) -> list[dict[str, Any]]:
    """Lay rows out as lines of one cell a year: `key` tells the lines apart, `name` is what they are called."""
    years = sorted({row["report_year"] for row in rows if _held(row)})
    lines: dict[str, dict[str, Any]] = {}
    for row in rows:
        start = {"key": row[key], "name": row[name], "fictional": row.get("fictional"), "cells": dict.fromkeys(years)}
        line = lines.setdefault(row[key], start)
        if row["report_year"] in line["cells"]:
            line["cells"][row["report_year"]] = row | {"share": _share(row), "shade": _shade(row)}
    return [line for line in lines.values() if any(cell and _held(cell) for cell in line["cells"].values())]


def accuracy_grid(rows: list[Row], extractor_version: str | None) -> dict[str, Any]:
    """Lay the figures of sql/page/accuracy.sql out as lines of stages with one cell a gold set.

    `older` says that another version of the code was measured than the one that read the reports.
    """
    sets = list(dict.fromkeys(row["gold"] for row in rows))
    sets.sort(key=lambda gold: _SETS.index(gold) if gold in _SETS else len(_SETS))
    lines: dict[str, dict[str, Row | None]] = {}
    for row in sorted(rows, key=lambda row: _STAGES.index(row["stage"]) if row["stage"] in _STAGES else len(_STAGES)):
        lines.setdefault(row["stage"], dict.fromkeys(sets))[row["gold"]] = row
    return {
        "sets": sets,
        "lines": lines,
        "released": bool(sets) and set(sets) <= set(_SETS),
        "measured": max((row["evaluated_at"] for row in rows), default=None),
        "older": any(row["extractor_version"] != extractor_version for row in rows),
    }


def _held(row: Row) -> int:
    return int(row["present"] or 0) + int(row.get("departments") or 0)


def _share(row: Row) -> float | None:
    return row["present"] / row["expected"] if row["expected"] else None


def _shade(row: Row) -> int:
    """Return 0 (nothing) to 5 (all that are expected), in fifths; 1 where only departments reported."""
    share = _share(row)
    if not row["present"]:
        return 1 if row.get("departments") else 0
    return 1 if share is None else min(5, 1 + int(share * 4))
