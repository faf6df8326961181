"""Line breaks as data: which are the text's own, which a page put inside a sentence."""

from pathlib import Path

import pytest
import yaml

from tasks.clean.normalize import clean, compile_rules
from tasks.knowledge import read_config
from tasks.model import Decoded

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "line_breaks.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_breaks(case):
    source = "\n".join(case["source"])
    result = clean(Decoded(source, "utf-8", "text/plain", {}), compile_rules(read_config("repairs")))
    assert result.text.split("\n") == case["text"]
    assert len(result.breaks) == case.get("breaks", 0) == result.edits.get("line_join", 0)
    for at in result.breaks:
        start, end = result.spans.to_source(at - 1, at + 1)
        assert "\n" in source[start:end]
