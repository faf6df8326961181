"""The gold set's annotations point at their characters, account for every digit, and cover what issue reports show."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from goldset import SETS, build, compiled, read_markup

ROOT = Path(__file__).parents[2]
CODECS = {"utf-8": "utf-8-sig", "utf-16-le": "utf-16"}


@pytest.fixture(scope="module", params=SETS)
def half(request):
    files = list(compiled((request.param,)))
    if not files:
        pytest.skip(f"no sources in {request.param}/ yet")
    return files


def text_of(file):
    """The file as a right decoder yields it; None for what is no report or needs the project's own reader."""
    encoding = file.gold["report"].get("encoding")
    if not file.gold["is_report"] or encoding == "mixed":
        return None
    return file.raw.decode(CODECS.get(encoding, encoding))


def spans_of(gold):
    for key in ("sections", "quantities", "zero_statements"):
        yield from ((item["raw_span"], item.get("raw") or item.get("surface") or item["quote"]) for item in gold[key])
    for item in gold["not_quantities"]:
        yield from ((span, item["surface"]) for span in item["raw_spans"])


def test_annotations_point_at_their_surfaces(half):
    for file in half:
        text = text_of(file)
        for (start, end), surface in spans_of(file.gold) if text else ():
            assert text[start:end] == surface, file.name
        for sample in file.gold["normalized_text_samples"] if text else ():
            assert sample["raw"] in text


def test_every_digit_is_annotated(half):
    for file in half:
        text = text_of(file)
        known = {at for (start, end), _ in spans_of(file.gold) for at in range(start, end)} if text else set()
        stray = [text[max(0, m.start() - 9) : m.end() + 9] for m in re.finditer(r"\d", text or "") if m.start() not in known]
        assert all("bookmark" in place for place in stray), (file.name, stray)


def test_titles_are_those_of_the_text(half):
    for file in half:
        text, title = text_of(file), file.gold["report"].get("title")
        if text and title and file.gold["report"]["script"] == "simplified" and not file.gold["about"].startswith("mojibake"):
            plain = re.sub(r"\s|\[[^\]]*\]|\?", "", text)
            assert re.sub(r"\s", "", title) in plain, file.name


def test_indicators_and_places_are_known(half):
    catalogue = yaml.safe_load((ROOT / "config" / "indicators.yaml").read_text("utf-8"))
    known = {i["id"] for i in catalogue["indicators"]} | {None}
    places = {p["code"]: p for p in yaml.safe_load((ROOT / "config" / "places_overlay.yaml").read_text("utf-8"))["places"]}
    for file in half:
        for item in [*file.gold["quantities"], *file.gold.get("zero_statements", ())]:
            assert {item["indicator"], *item.get("indicator_alt", ())} <= known, (file.name, item)
        report = file.gold["report"]
        named = [report.get(level) for level in ("province", "prefecture", "county", "township") if report.get(level)]
        at = places.get(report.get("place_code"))
        while at:
            assert at["name"] == named.pop(), file.name
            at = places.get(at["parent_code"])
        assert not named or report["place_code"] is None, file.name


def test_each_half_covers_the_classes(half):
    reports = [file.gold for file in half if file.gold["is_report"]]
    seen = {key: {gold["report"][key] for gold in reports} for key in ("level", "script", "encoding")}
    assert seen["level"] == {"township", "county", "prefecture", "province", "department"}
    assert seen["script"] == {"simplified", "traditional"}
    assert {"utf-8", "gb18030"} < seen["encoding"]
    amounts = [q for gold in reports for q in gold["quantities"]]
    assert {"over", "nearly", "about", "at_least"} <= {q["modifier"] for q in amounts}
    assert {"annual", "point_in_time", "previous_year", "multi_year", "plan"} <= {q["scope"] for q in amounts}
    assert len(amounts) / len(reports) > 15
    assert len({q["indicator"] for q in amounts} - {None}) >= 60
    assert sum(len(gold["zero_statements"]) for gold in reports) >= 20
    kinds = Counter(kind for gold in reports for s in gold["sections"] if s["depth"] == 1 for kind in s["kind"])
    assert {"overview", "achievements", "leader_duty", "problems", "plan", "other"} <= kinds.keys()


def test_the_open_set_is_full_and_apart():
    names = {part: {file.name for file in compiled((part,))} for part in SETS}
    assert len(names["open"]) >= 80
    assert not names["open"] & names["aside"]


def test_build_writes_what_the_scorer_reads(tmp_path):
    count = build(tmp_path)
    assert count == len(list((tmp_path / "reports").iterdir())) == len(list((tmp_path / "gold").glob("*.json")))


@pytest.mark.parametrize("wrong", ["{十几次|legal_lectures}", "{1:一、|没有类别}", "{3次|no_such_indicator}"])
def test_wrong_markup_is_refused(wrong):
    with pytest.raises((ValueError, KeyError)):
        read_markup(wrong)
