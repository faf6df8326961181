"""Reads the files of sql/: the text of a query, or a model with the header that says how it is kept."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from warehouse.errors import ContractError

SQL = Path(__file__).parents[1] / "sql"
_HEADER = re.compile(r"^-- (\w+): *(.*)$", re.MULTILINE)


class Model(NamedTuple):
    """One SELECT of sql/core or sql/marts: `name` is `schema.table`, `materialized` is `table` or `view`."""

    name: str
    materialized: str
    key: tuple[str, ...]
    tests: tuple[str, ...]
    text: str


@cache
def query(name: str) -> str:
    """Return the statement in sql/`name`.sql."""
    return (SQL / f"{name}.sql").read_text("utf-8")


def read_model(path: Path) -> Model:
    """Read one model file; raises ContractError where its header is not whole."""
    text = path.read_text("utf-8")
    header = dict(_HEADER.findall(text))
    if header.get("materialized") not in ("table", "view") or not {"key", "tests"} <= header.keys():
        raise ContractError(f"{path.name} must begin with -- materialized: table|view, -- key: ... and -- tests: ...")
    return Model(
        f"{path.parent.name}.{path.stem}", header["materialized"], _names(header["key"]), _names(header["tests"]), text
    )


def read_models(folder: Path = SQL) -> list[Model]:
    """Read every model of core/ and marts/ below `folder`, by name."""
    return [read_model(path) for layer in ("core", "marts") for path in sorted((folder / layer).glob("*.sql"))]


def _names(listed: str) -> tuple[str, ...]:
    return tuple(name for name in re.split(r"[,\s]+", listed) if name)
