"""Prints rows as tables on a terminal."""

from collections.abc import Iterable, Sequence

from rich.markup import escape
from rich.table import Table

from flows.console import err, harmless, out

_MOST_ROWS = 200


def print_rows(title: str | None, names: Sequence[str], rows: Sequence[Iterable[object]]) -> None:
    """Print rows as a table under their column names: the first 200; how many more there are is said on stderr."""
    grid = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    for name in names:
        grid.add_column(escape(harmless(name)), overflow="fold")
    for row in rows[:_MOST_ROWS]:
        grid.add_row(*(_cell(value) for value in row))
    out.print(grid)
    if len(rows) > _MOST_ROWS:
        err.print(f"{len(rows) - _MOST_ROWS} more rows; --format csv prints all, --output FILE writes them.")
    if not rows:
        err.print("No rows.")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.10g}"
    if isinstance(value, list | tuple):
        return escape(harmless(", ".join(map(str, value))))
    if isinstance(value, dict):
        return escape(harmless(", ".join(f"{key} {number}" for key, number in value.items() if number)))
    return escape(f"{value:%Y-%m-%d %H:%M}" if hasattr(value, "hour") else harmless(str(value)))
