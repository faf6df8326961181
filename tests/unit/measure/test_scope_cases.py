"""Which period an amount speaks of, whose it is and whether it is a mere remainder, by the cases in tests/cases/scopes.yaml."""

import re
from pathlib import Path

import pytest
import yaml

from tasks.knowledge import read_config
from tasks.measure.measure import CONFIGS, MeasureRules, compile_measure, measure
from tasks.model import Metadata, Place, Quantity, Section

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "scopes.yaml").read_text("utf-8"))
NOT_INSIDE_A_NUMBER = r"(?<![\d.,零一二三四五六七八九十百千万两])"
TOWNS = frozenset(("石沟镇", "柳河乡", "红石街道", "青岭镇"))
TOLD = {
    "scopes": lambda q: (q.scope,),
    "owners": lambda q: (q.owner,),
    "indicators": lambda q: q.indicator_ids or (None,),
}


@pytest.fixture(scope="module")
def rules() -> MeasureRules:
    return compile_measure({name: read_config(name) for name in CONFIGS}, TOWNS)


def read(case, rules) -> list[Quantity]:
    text = case["text"]
    kinds = tuple(case.get("kinds", ()))  # of the part in which the sentence stands
    place = Place(None, None, case.get("county"), case.get("township"), None, ())
    metadata = Metadata(None, 2023, place, case.get("level", "county"), None, None, None, False, 0, len(text))
    return measure(text, [Section("0", None, 0, 0, None, None, kinds, 0, 0, 0, len(text))], metadata, rules)[0]


def at(case, key, quantities) -> list[Quantity]:
    surface, _, nth = key.partition("#")
    start, end = list(re.finditer(NOT_INSIDE_A_NUMBER + re.escape(surface), case["text"]))[int(nth or 1) - 1].span()
    return [q for q in quantities if q.polarity == "stated" and q.text_start < end and start < q.text_end]


def zeros_at(case, clause, quantities) -> list[Quantity]:
    start = case["text"].index(clause)
    end = start + len(clause)
    return [q for q in quantities if q.polarity == "negated" and q.text_start < end and start < q.text_end]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_case(case, rules):
    quantities = read(case, rules)
    for name, told in TOLD.items():
        for key, fair in case.get(name, {}).items():
            found = {value for q in at(case, key, quantities) for value in told(q)}
            assert found, key
            assert found <= set(fair), key
    for name in ("scope", "owner"):
        for clause, fair in case.get(f"zero_{name}s", {}).items():
            found = {getattr(q, name) for q in zeros_at(case, clause, quantities)}
            assert found, clause
            assert found <= set(fair), clause
