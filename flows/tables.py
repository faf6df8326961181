"""`fazhi tables`: the data dictionary on a terminal, a list at first, one table or one schema in full."""

from rich.markup import escape
from rich.table import Table

from flows.console import SaidError, out
from flows.words import nearest
from warehouse.schema import SCHEMAS, Entry, dictionary


def show_tables(name: str | None) -> None:
    """Print the tables with what each holds; of the table (or schema, or part of a name) `name` columns, types and meanings.

    Raises SaidError where nothing is called `name`.
    """
    entries = dictionary()
    if name is None:
        _print_list(entries)
        return
    asked = [entry for entry in entries if name in (entry.table, f"{entry.schema}.{entry.table}", entry.schema)]
    asked = asked or [entry for entry in entries if name in entry.table]
    if not asked:
        names = [entry.table for entry in entries] + [f"{entry.schema}.{entry.table}" for entry in entries]
        raise SaidError(f"There is no table {name}{nearest(name, names)}; `fazhi tables` lists them all.")
    for head in [entry for entry in asked if entry.column is None]:
        _print_columns(head, [one for one in asked if one.column and (one.schema, one.table) == (head.schema, head.table)])


def _print_list(entries: list[Entry]) -> None:
    for schema in dict.fromkeys(entry.schema for entry in entries):
        en, zh = SCHEMAS[schema]
        grid = _grid(f"{schema}: {en} {zh}", "table", "holds", "内容")
        for head in (entry for entry in entries if entry.schema == schema and entry.column is None):
            grid.add_row(*map(escape, (f"{schema}.{head.table}", head.en, head.zh)))
        out.print(grid)
    out.print("The columns of one: fazhi tables marts.indicator_trend", markup=False)


def _print_columns(head: Entry, columns: list[Entry]) -> None:
    grid = _grid(f"{head.schema}.{head.table}: {head.en} {head.zh}", "column", "type", "meaning", "含义")
    for entry in columns:
        grid.add_row(*map(escape, (entry.column or "", entry.type or "", entry.en, entry.zh)))
    out.print(grid)


def _grid(title: str, *headings: str) -> Table:
    grid = Table(title=escape(title), title_justify="left", title_style="bold", box=None, pad_edge=False)
    for heading in headings:
        grid.add_column(heading, overflow="fold")
    return grid
