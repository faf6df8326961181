"""The words in which commands tell a trend, figures, changes and directions, and guess what a slip of the pen meant."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from warehouse.bounds import told_number

_DIRECTIONS = {"not_decidable": "not decidable"}


def told_figure(row: dict[str, Any]) -> str:
    """Write a yearly figure, with ≈ where approximate values are in it."""
    return f"{'≈' if row['share_approximate'] else ''}{told_number(row['figure'])}"


def told_change(row: dict[str, Any]) -> str:
    """Write the matched change in percent, of a rate in points; nothing where no body states both years, or from 0."""
    percent, points = row["matched_change_pct"], row["matched_change"]
    if percent is not None:
        return f"{_signed(percent)} %"
    return "" if points is None or row["matched_before"] == 0 else f"{_signed(points)} points"


def told_direction(row: dict[str, Any]) -> str:
    """Write the direction of the matched bodies; nothing where there is none."""
    direction: str = row["direction"]
    return _DIRECTIONS.get(direction, direction) if row["matched_places"] else ""


def _signed(value: float) -> str:
    """Write a change to one decimal, a smaller one to its first digit: no rise or fall is told as 0."""
    return f"{value:+.1f}" if abs(value) >= 0.05 else f"{value:+.1g}" if value else "0"


def nearest(name: str, names: Iterable[str]) -> str:
    """Return ` (did you mean NAME?)` of the name that is nearest to a mistyped one; nothing where none is near."""
    near = get_close_matches(name, list(names), n=1)
    return f" (did you mean {near[0]}?)" if near else ""
