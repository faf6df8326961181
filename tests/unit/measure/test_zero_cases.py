"""Zero statements by the cases in tests/cases/zeros.yaml."""

from pathlib import Path

import pytest
import yaml

from tasks.knowledge import read_config
from tasks.measure.zeros import ZeroRules, compile_zeros, find_zeros

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "zeros.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def rules() -> ZeroRules:
    return compile_zeros(read_config("zeros"), read_config("indicators"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_case(case, rules):
    text = case["text"]
    found = find_zeros(text, 0, len(text), rules)
    assert [[text[z.start : z.end], list(z.indicator_ids)] for z in found] == case["zeros"]
