"""Writes an amount, and what it may be as one kind of interval, on the page and on the terminal: `[8,000 to 9,000)`."""

from collections.abc import Mapping
from typing import Any

_BELOW = ("over", "nearly")  # 8000余 stays below 9000, 近3000 below 3000


def told_bounds(row: Mapping[str, Any], to: str = "to", unsaid: str = "open") -> str:
    """Write value_low and value_high of a row; a round bracket stands where the end itself is not possible, or is `unsaid`.

    Whether it is possible tells `high_exclusive` (marts), or `modifier` where a row (core.quantities) has none.
    """
    low, high = row["value_low"], row["value_high"]
    below = row["high_exclusive"] if "high_exclusive" in row else row.get("modifier") in _BELOW
    opening, closing = "(" if low is None else "[", ")" if high is None or below else "]"
    ends = (unsaid if end is None else told_number(end) for end in (low, high))
    return f"{opening}{f' {to} '.join(ends)}{closing}"


def told_number(value: float | None) -> str:
    """Write a number with groups of three, at most four decimals; `open` stands for a bound that is not there."""
    return "open" if value is None else f"{round(value, 4):,.12g}"
