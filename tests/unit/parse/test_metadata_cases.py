"""What reports say of themselves, as data: titles, years, dates, places, and what is no report."""

from functools import cache
from pathlib import Path

import pytest
import yaml

from tasks.clean.spans import Spans
from tasks.knowledge import read_config
from tasks.model import Metadata, NotAReport, Text
from tasks.parse.gazetteer import load_gazetteer
from tasks.parse.metadata import MetadataRules, compile_rules, read_metadata

CASES = Path(__file__).parents[2] / "cases" / "metadata"
FILES = sorted(path.name for path in CASES.glob("*.yaml"))


@cache
def rules() -> MetadataRules:
    places = read_config("places")
    gazetteer = load_gazetteer(places, read_config("places_overlay")["places"])
    return compile_rules({"metadata": read_config("metadata"), "places": places}, gazetteer)


def read(text: str) -> Metadata | NotAReport:
    return read_metadata(Text(text, text, Spans(), (), {}, "simplified"), rules())


def cases(file: str) -> list[dict]:
    return [
        case | {"id": f"{file.removesuffix('.yaml')}: {case['name']}"}
        for case in yaml.safe_load((CASES / file).read_text("utf-8"))
    ]


def facts(text: str, found: Metadata) -> dict[str, object]:
    return {
        **found._asdict(),
        **found.place._asdict(),
        "candidates": list(found.place.place_candidates),
        "starts": text[found.body_start : found.body_end].lstrip(),
        "ends": text[found.body_start : found.body_end].rstrip(),
    }


@pytest.mark.parametrize("case", [case for file in FILES for case in cases(file)], ids=lambda case: case["id"])
def test_what_a_report_says_of_itself(case):
    found = read(case["text"])
    if "reject" in case:
        assert isinstance(found, NotAReport), found
        assert found.kind == case["reject"]
        return
    assert isinstance(found, Metadata), found
    got = facts(case["text"], found)
    for field, want in case["expect"].items():
        if field == "starts":
            assert got[field].startswith(want), f"{field}: {got[field][:40]!r}"
        elif field == "ends":
            assert got[field].endswith(want), f"{field}: {got[field][-40:]!r}"
        else:
            assert got[field] == want, field
