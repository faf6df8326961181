"""The knowledge in config/, loaded and checked against its schema: enumerable facts as data, never as code."""

import json
from collections.abc import Iterator
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, FormatChecker, TypeChecker, ValidationError, validators
from jsonschema.exceptions import best_match

SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
CONFIG = Path(__file__).parents[1] / "config"


def _is_number(_: TypeChecker, value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


# YAML writes NaN and infinity, which JSON schema takes for numbers; and a date must be a day of the calendar
_VALIDATOR = validators.extend(
    Draft202012Validator, type_checker=Draft202012Validator.TYPE_CHECKER.redefine("number", _is_number)
)
_FORMATS = FormatChecker(("date",))


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
    except (OSError, ValueError, yaml.YAMLError) as error:  # what is no UTF-8 or no JSON is a ValueError
        raise KnowledgeError(f"config/{name}.yaml cannot be read: {error}") from error
    if worst := _worst(_VALIDATOR(schema, format_checker=_FORMATS).iter_errors(data)):
        where = "/".join(map(str, worst.absolute_path)) or "(top)"
        raise KnowledgeError(f"config/{name}.yaml, at {where}: {worst.message}")
    return data


def read_overlay() -> list[dict[str, Any]]:
    """Return the places that `config/places_overlay.yaml` adds to the gazetteer.

    Raises KnowledgeError for one that lies in itself, at once or by way of others: who climbs from it never arrives.
    """
    places: list[dict[str, Any]] = read_config("places_overlay")["places"]
    parents = {place["code"]: place["parent_code"] for place in places}
    for number, place in enumerate(places):
        above: set[str] = set()
        code = place["code"]
        while (code := parents.get(code)) and code not in above:
            above.add(code)
        if place["code"] in above:
            told = f"{place['name']} ({place['code']}) lies in itself by its parent_code"
            raise KnowledgeError(f"config/places_overlay.yaml, at places/{number}: {told}.")
    return places


def _worst(errors: Iterator[ValidationError]) -> ValidationError | None:
    """The error to show: an unknown field before all, because the one that is then missing is the same, spelled right."""
    found = [*errors]
    worst: ValidationError | None = best_match([one for one in found if one.validator == "additionalProperties"] or found)
    return worst
