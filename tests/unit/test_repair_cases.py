"""Every class of damage as data: what is repaired, what is flagged, what must not change."""

from pathlib import Path

import pytest
import yaml

from tasks.clean.normalize import clean, compile_rules
from tasks.knowledge import read_config
from tasks.model import Decoded, Text

CASES = Path(__file__).parents[1] / "cases"
REPAIRS = yaml.safe_load((CASES / "repairs.yaml").read_text("utf-8"))
STAYS = yaml.safe_load((CASES / "clean_text_stays.yaml").read_text("utf-8"))
LAYOUT = {"layout", "line_join"}


def cleaned(source: str) -> Text:
    return clean(Decoded(source, "utf-8", "text/plain", {}), compile_rules(read_config("repairs")))


@pytest.mark.parametrize("case", REPAIRS, ids=lambda case: case["name"])
def test_damage_is_repaired_and_recorded(case):
    source = case["source"]
    if "recode" in case:
        right, wrong = case["recode"]
        source = source.encode(right).decode(wrong, "replace")
    result = cleaned(source)
    assert result.text == case["text"]
    assert result.source == source
    assert {kind: result.edits.get(kind, 0) for kind in case.get("edits", {})} == case.get("edits", {})


@pytest.mark.parametrize("source", STAYS)
def test_clean_text_stays(source):
    result = cleaned(source)
    assert result.text == source
    assert not result.edits
    assert result.script == "simplified"


def test_all_clean_snippets_together_stay():
    source = "\n".join(f"{line}。" for line in STAYS)
    assert cleaned(source).text == source


def test_the_negative_set_is_large():
    assert len(STAYS) >= 40
