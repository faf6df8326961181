"""The knowledge in config/, loaded and checked against its schema: enumerable facts as data, never as code."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
CONFIG = Path(__file__).parents[1] / "config"


class KnowledgeError(ValueError):
    """A file of config/ is missing or breaks its schema; the message names the file and the field."""


@cache
def read_config(name: str) -> dict[str, Any]:
    """Return `config/<name>.yaml`, checked against `config/schema/<name>.json`.

    Raises KnowledgeError with the path of the offending field. Cached: treat the result as read-only.
    """
    path = CONFIG / f"{name}.yaml"
    try:
        data: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=SAFE)  # noqa: S506  # safe, and in C where it can be
        schema = json.loads((CONFIG / "schema" / f"{name}.json").read_text("utf-8"))
        jsonschema.validate(data, schema)
    except jsonschema.ValidationError as error:
        where = "/".join(map(str, error.absolute_path)) or "(top)"
        raise KnowledgeError(f"config/{name}.yaml, at {where}: {error.message}") from error
    except (OSError, yaml.YAMLError, json.JSONDecodeError) as error:
        raise KnowledgeError(f"config/{name}.yaml cannot be read: {error}") from error
    return data
