"""The pages of the reference that are made from what decides: schema and SQL, catalogue, command line."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import typer

from flows.cli import app
from tasks.knowledge import read_config
from warehouse.schema import SCHEMAS, models
from warehouse.sql import read_models


def write_pages(folder: Path) -> None:
    """Write every generated page into `folder`; pages that say what they said before stay untouched."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = {"tables": tables_page(), "commands": commands_page(), "indicators": indicators_page()}
    for name, text in pages.items():
        path = folder / f"{name}.md"
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")


def tables_page() -> str:
    """Every table of core and marts: what it holds, how it is made, its columns in English and Chinese."""
    lines = [
        "# Tables",
        "",
        "Made from the schema and from `sql/`. `fazhi docs` writes the same with the lineage of every column.",
    ]
    notes = {model.name: _comment(model.text) for model in read_models()}
    for schema in ("core", "marts"):
        lines += ["", f"## {schema}: {SCHEMAS[schema][0]} {SCHEMAS[schema][1]}"]
        for table in (table for table in models().values() if table.schema == schema):
            lines += [
                "",
                f"### {table.full_name}",
                "",
                f"{table.zh}. {_text(table.en)}.",
                "",
                _text(notes[table.full_name]),
                "",
            ]
            if table.key:
                lines += [f"Key: {', '.join(f'`{name}`' for name in table.key)}", ""]
            rows = ((f"`{c.name}`", f"{c.type}{'' if c.nullable else ' NOT NULL'}", _text(c.en), c.zh) for c in table.columns)
            lines += _grid(("column", "type", "meaning", "含义"), rows)
    return "\n".join(lines) + "\n"


def commands_page() -> str:
    """Every command with its arguments and options."""
    group: Any = typer.main.get_command(app)  # typer keeps a command line library of its own, without public types
    lines = ["# Commands", "", _text(group.help or ""), ""]
    for name, command in sorted(group.commands.items()):
        context = typer.Context(command)
        usage = " ".join(piece.replace("[[", "[").replace("]]", "]") for piece in command.collect_usage_pieces(context))
        lines += [f"## fazhi {name}", "", _text(command.help or ""), "", f"    fazhi {name} {usage}", ""]
        records = (parameter.get_help_record(context) for parameter in command.params)
        rows = [(f"`{names}`".replace("|", "\\|"), _text(meaning)) for names, meaning in filter(None, records)]
        lines += [*_grid(("argument or option", "meaning"), rows), ""]
    return "\n".join(lines)


def indicators_page() -> str:
    """The catalogue of indicators."""
    rows = (
        (f"`{one['id']}`", one["name_zh"], one.get("canonical_unit") or "", one["flow"], one["aggregation"])
        for one in read_config("indicators")["indicators"]
    )
    head = [
        "# Indicators",
        "",
        "The catalogue, `config/indicators.yaml`. A rate is averaged over bodies, all else is summed.",
        "",
    ]
    return "\n".join([*head, *_grid(("id", "名称", "unit", "flow", "over bodies"), rows)]) + "\n"


def _comment(sql: str) -> str:
    lines = [line.removeprefix("--").strip() for line in sql.splitlines() if line.startswith("--")]
    return " ".join(line for line in lines if not re.match(r"(materialized|key|tests|partition):", line))


def _grid(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return [*lines, *("| " + " | ".join(row) + " |" for row in rows)]


def _text(written: str) -> str:
    """Escape what Markdown would take for its own, outside of `code`."""
    parts = written.replace("\n", " ").split("`")
    parts[::2] = [re.sub(r"([*_<>|\[\]{}$\\])", r"\\\1", part) for part in parts[::2]]
    return "`".join(part.replace("|", "\\|") if at % 2 else part for at, part in enumerate(parts))
