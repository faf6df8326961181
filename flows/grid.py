"""Prints rows as tables on a terminal."""

from collections.abc import Iterable, Sequence

from rich.markup import escape
from rich.table import Table

from flows.console import err, harmless, out

_MOST_ROWS = 200


def print_rows(
    title: str | None, names: Sequence[str], rows: Sequence[Iterable[object]], most: int | None = _MOST_ROWS
) -> None:
    """Print rows as a table under their column names: the first `most`, None for all; on stderr how many more there are."""
    grid = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    for name in names:
        grid.add_column(escape(harmless(name)), overflow="fold")
    for row in rows[:most]:
        grid.add_row(*(_cell(value) for value in row))
    out.print(grid)
    if most is not None and len(rows) > most:
        err.print(f"{len(rows) - most} more rows; --format csv prints all, --output FILE writes them.")
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
