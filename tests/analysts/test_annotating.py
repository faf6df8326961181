"""The annotation that docs/annotating.md shows is one that `fazhi evaluate` reads, and says what the report says."""

import json
import re
from pathlib import Path

from flows.evaluate import evaluate_folder
from tasks.evaluate import figures

PAGE = (Path(__file__).parents[2] / "docs" / "annotating.md").read_text("utf-8")


def shown(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def test_the_annotation_shown_is_judged_right(tmp_path: Path) -> None:
    annotation = json.loads(shown("json"))
    (tmp_path / "gold").mkdir()
    (tmp_path / "reports").mkdir()
    (tmp_path / "gold" / "shixi.json").write_text(shown("json"), "utf-8")
    (tmp_path / "reports" / annotation["file"]).write_text(shown("text report"), "utf-8")
    evaluation = evaluate_folder(tmp_path / "gold", tmp_path / "reports")
    assert evaluation.misses == ()
    assert {stage for stage, _ in evaluation.tallies} >= {
        "fields",
        "sections",
        "kinds",
        "quantities",
        "indicators",
        "zeros",
        "values",
    }
    assert dict(figures(evaluation))["indicators_recall"] == 1.0
    assert evaluation.tallies[("values", None)].wanted == 3


def test_spans_are_counted_in_the_text_shown() -> None:
    annotation, text = json.loads(shown("json")), shown("text report")
    for amount in annotation["quantities"]:
        start, end = amount["raw_span"]
        assert text[start:end] == amount["surface"]
