"""The words in which commands tell a trend: figures, changes and directions."""

from flows.questions import Row
from warehouse.bounds import told_number

_DIRECTIONS = {"not_decidable": "not decidable"}


def told_figure(row: Row) -> str:
    """Write a yearly figure, with ≈ where approximate values are in it."""
    return f"{'≈' if row['share_approximate'] else ''}{told_number(row['figure'])}"


def told_change(row: Row) -> str:
    """Write the matched change in percent, of a rate in points; nothing where no body states both years, or from 0."""
    percent, points = row["matched_change_pct"], row["matched_change"]
    if percent is not None:
        return f"{_signed(percent)} %"
    return "" if points is None or row["matched_before"] == 0 else f"{_signed(points)} points"


def told_direction(row: Row) -> str:
    """Write the direction of the matched bodies; nothing where there is none."""
    direction: str = row["direction"]
    return _DIRECTIONS.get(direction, direction) if row["matched_places"] else ""


def _signed(value: float) -> str:
    """Write a change to one decimal, a smaller one to its first digit: no rise or fall is told as 0."""
    return f"{value:+.1f}" if abs(value) >= 0.05 else f"{value:+.1g}" if value else "0"
