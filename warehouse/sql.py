"""Reads the files of sql/: the text of a query, or a model with the header that says how it is kept."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from warehouse.errors import ContractError

KINDS = ("whole", "report", "body", "year", "year_after", "region", "region_after", "none")
"""What a night changes of a model's rows: any of them; or those of the reports that were read (and of others of the same
body and year); or of their bodies, in all years; or of their years; or of these years and the ones after them; or both, in the
regions only that the reports lie in. `none` is for
a view that is asked for a few rows at a time: nothing keeps or exports them."""

SQL = Path(__file__).parents[1] / "sql"
_HEADER = re.compile(r"^-- (\w+): *(.*)$", re.MULTILINE)
_PART = re.compile(r"^-- partition: (\w+)(?: where (.+))?$", re.MULTILINE)


class Part(NamedTuple):
    """Rows of a model that are made anew together: their kind, one of KINDS, and the condition that tells them apart."""

    kind: str
    where: str = "TRUE"


class Model(NamedTuple):
    """One SELECT of sql/core or sql/marts: `name` is `schema.table`, `materialized` is `table` or `view`."""

    name: str
    materialized: str
    key: tuple[str, ...]
    tests: tuple[str, ...]
    text: str
    parts: tuple[Part, ...] = (Part("whole"),)
    slices: tuple[str, ...] = ()  # how a build of all cuts it into pieces, to save memory (warehouse/slices.py)
    order: str | None = (
        None  # the columns by which a build of all lays the rows down: who asks for few of them reads few blocks
    )

    @property
    def is_exported(self) -> bool:
        """Whether its rows lie beside the warehouse as Parquet, too."""
        return self.parts != (Part("none"),)

    @property
    def is_whole(self) -> bool:
        """Whether a night may change any of its rows."""
        return any(part.kind == "whole" for part in self.parts)


class DataTest(NamedTuple):
    """One SELECT of sql/tests; `parts` say, as those of a model, in which rows a night may break it."""

    name: str
    text: str
    parts: tuple[Part, ...]


@cache
def query(name: str) -> str:
    """Return the statement in sql/`name`.sql."""
    return (SQL / f"{name}.sql").read_text("utf-8")


def read_model(path: Path) -> Model:
    """Read one model file; raises ContractError where its header is not whole."""
    text = path.read_text("utf-8")
    header = dict(_HEADER.findall(text))
    parts = _parts(text)
    whole = {"key", "tests"} <= header.keys() and {part.kind for part in parts} <= {*KINDS}
    if header.get("materialized") not in ("table", "view") or not whole:
        lines = f"-- materialized: table|view, -- key: ... and -- tests: ...; a -- partition: must be {'|'.join(KINDS)}"
        raise ContractError(f"{path.name} must begin with {lines}")
    name = f"{path.parent.name}.{path.stem}"
    return Model(
        name,
        header["materialized"],
        _names(header["key"]),
        _names(header["tests"]),
        text,
        parts,
        _names(header.get("slices", "")),
        header.get("order"),
    )


@cache
def read_models() -> tuple[Model, ...]:
    """Read every model of sql/core and sql/marts, by name."""
    return tuple(read_model(path) for layer in ("core", "marts") for path in sorted((SQL / layer).glob("*.sql")))


@cache
def read_tests() -> tuple[DataTest, ...]:
    """Read every data test of sql/tests, by name."""
    texts = [(path.stem, path.read_text("utf-8")) for path in sorted((SQL / "tests").glob("*.sql"))]
    return tuple(DataTest(name, text, _parts(text)) for name, text in texts)


def _parts(text: str) -> tuple[Part, ...]:
    return tuple(Part(kind, where or "TRUE") for kind, where in _PART.findall(text)) or (Part("whole"),)


def _names(listed: str) -> tuple[str, ...]:
    return tuple(name for name in re.split(r"[,\s]+", listed) if name)
