"""What the marts make of a report's sentences: one value an indicator, by the cases in tests/cases/values.yaml."""

import hashlib
from pathlib import Path

import pytest
import yaml

from tasks.extract import Knowledge, extract_chunk
from tasks.reference import reference_tables
from warehouse.resolve import resolve

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "values.yaml").read_text("utf-8"))
FRAME = """石笏镇人民政府关于2021年法治政府建设情况的报告

2021年，石笏镇推进法治政府建设，现将有关情况报告如下：
一、主要举措和成效
（一）基本情况。{text}
二、存在的问题
工作仍有不足。
"""


@pytest.fixture(scope="module")
def values(knowledge: Knowledge) -> dict[str, dict[str, float]]:
    """The values of each case by its text, all of them read and resolved together."""
    contents = {case["text"]: FRAME.format(text=case["text"]).encode() for case in CASES}
    hashes = {text: hashlib.sha256(raw).hexdigest() for text, raw in contents.items()}
    chunk = extract_chunk([(hashes[text], raw) for text, raw in contents.items()], knowledge)
    found = resolve(chunk, reference_tables())
    return {text: {indicator: one.value for indicator, one in found.get(sha256, {}).items()} for text, sha256 in hashes.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_value_of_a_text(case, values):
    found = values[case["text"]]
    assert {indicator: found.get(indicator) for indicator in case["values"]} == case["values"]
