"""Amounts, and numerals that count nothing, by the cases in tests/cases/amounts.yaml."""

from pathlib import Path

import pytest
import yaml

from tasks.knowledge import read_config
from tasks.measure.amounts import AmountRules, compile_amounts
from tasks.measure.masks import compile_masks
from tasks.measure.quantities import read_amounts
from tasks.measure.units import compile_units

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "amounts.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def rules() -> AmountRules:
    return compile_amounts(compile_units(read_config("units")), compile_masks(read_config("numerals")), read_config("amounts"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_case(case, rules):
    text = case["text"]
    amounts, numerals = read_amounts(text, [], [], rules)
    got = [[text[a.start : a.end], a.value, a.low, a.high, a.unit, a.modifier] for a in amounts]
    want = [
        [s, v, *(None if b is None else pytest.approx(b) for b in (low, high)), u, m]
        for s, v, low, high, u, m in case["amounts"]
    ]
    assert got == want
    reasons: dict[str, list[str]] = {}
    for numeral in numerals:
        if numeral.reason:
            reasons.setdefault(numeral.reason, []).append(text[numeral.text_start : numeral.text_end])
    assert reasons == {reason: list(map(str, found)) for reason, found in case.get("none", {}).items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_every_digit_is_accounted_for(case, rules):
    text = case["text"]
    _, numerals = read_amounts(text, [], [], rules)
    held = {i for n in numerals for i in range(n.text_start, n.text_end)}
    assert all(i in held for i, char in enumerate(text) if char.isdecimal())


def test_a_chinese_count_in_a_heading_is_rhetoric(rules):
    text = "（一）抓好三个环节\n完成三个项目。"
    amounts, numerals = read_amounts(text, [(0, 3)], [(0, 9)], rules)
    assert [text[a.start : a.end] for a in amounts] == ["三个"]
    assert [n.reason for n in numerals] == ["list_marker", "slogan", None]


def test_percentages_in_a_row_all_say_a_change(rules):
    text = "事故起数、死亡人数同比下降17.7%、12.5%，化解率98%，投诉量和信访量分别减少8%和6%。"
    amounts, _ = read_amounts(text, [], [], rules)
    kinds = [(text[a.start : a.end], a.kind) for a in amounts]
    change = "percent_change"
    assert kinds == [("17.7%", change), ("12.5%", change), ("98%", "percent"), ("8%", change), ("6%", change)]
