"""The generator's stock of words and facts: the YAML files of data/."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"


@cache
def read(name: str) -> dict[str, Any]:
    """Return data/<name>.yaml; treat it as read-only."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Any] = yaml.load((DATA / f"{name}.yaml").read_text("utf-8"), Loader=loader)
    return found
