"""The samples keep their promises: truth points at the text, bytes are decodable and repeatable, coverage is wide."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from fiction.batch import generate, samples
from fiction.encode import CODECS
from fiction.plan import facts

ROOT = Path(__file__).parents[2]
CODEC_OF = {name.removesuffix("-sig"): name for name in CODECS.values()} | {"utf-8": "utf-8-sig"}


def line_of(raw):
    """A line of a mixed file, by the codec that reads it."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def read(sample):
    """The text as a right decoder yields it, or None where only the project's own reader can tell."""
    if sample.gold is None or not sample.gold["is_report"] or sample.name.endswith(".html") or "byte-lost" in sample.name:
        return None
    encoding = sample.gold["report"]["encoding"]
    if encoding == "mixed":
        return "".join(map(line_of, sample.raw.splitlines(keepends=True)))
    return sample.raw.decode(CODEC_OF[encoding]).removeprefix("\ufeff")


@pytest.fixture(scope="module")
def some():
    return list(samples(12, (2019, 2023), 1))


def spans_of(gold):
    for key in ("sections", "quantities", "zero_statements"):
        yield from ((item["raw_span"], item.get("raw") or item.get("surface") or item["quote"]) for item in gold[key])
    for item in gold["not_quantities"]:
        yield from ((span, item["surface"]) for span in item["raw_spans"])


def test_spans_point_at_their_surfaces(some):
    checked = 0
    for sample in some:
        text = read(sample)
        for (start, end), surface in spans_of(sample.gold) if text else ():
            assert text[start:end] == surface, sample.name
            checked += 1
    assert checked > 3000


def test_amounts_hold_their_value(some):
    for sample in some:
        for q in (sample.gold or {}).get("quantities", ()):
            plain = re.fullmatch(r"(\d+)([^\d.,万萬\s]+)", q["surface"])
            if plain and plain[1].isascii() and q["unit"] != "元":
                assert q["value"] == int(plain[1]), (sample.name, q)


def test_every_digit_of_a_report_is_accounted_for(some):
    for sample in some:
        text = read(sample)
        if not text:
            continue
        known = {at for (start, end), _ in spans_of(sample.gold) for at in range(start, end)}
        stray = [text[max(0, m.start() - 8) : m.end() + 8] for m in re.finditer(r"\d", text) if m.start() not in known]
        assert not stray, (sample.name, stray[:3])


def test_same_seed_same_bytes_and_another_seed_other_bytes(some):
    assert [(s.name, s.raw) for s in samples(12, (2019, 2023), 1)] == [(s.name, s.raw) for s in some]
    assert [s.raw for s in samples(12, (2019, 2023), 2)] != [s.raw for s in some]


def test_coverage_of_places_levels_indicators_and_troubles(some):
    reports = [s.gold["report"] for s in some if s.gold and s.gold["is_report"]]
    assert len({(r["place_code"], r["level"]) for r in reports}) >= 8
    assert {r["level"] for r in reports} == {"township", "county", "prefecture", "province", "department"}
    assert {r["encoding"] for r in reports} == {"utf-8", "gb18030", "utf-16-le", "big5", "mixed"}
    assert {r["script"] for r in reports} == {"simplified", "traditional"}
    assert any(r["title"] is None for r in reports)
    stated = Counter(name for s in some if s.plan for name in s.stated)
    assert len(stated) >= 75
    scopes = {q["scope"] for s in some if s.gold for q in s.gold["quantities"]}
    assert {"annual", "point_in_time", "previous_year", "multi_year", "plan"} <= scopes
    assert sum(len(s.gold.get("zero_statements", ())) for s in some if s.gold) >= 10
    assert sum(s.gold is not None and not s.gold["is_report"] for s in some) >= 5
    assert {s.name for s in some if s.gold is None} == {
        "fictional-sample-other-empty.txt",
        "fictional-sample-other-picture.txt",
        "fictional-sample-other-塔澜市应急管理局2022年报告.txt",
    }


def test_indicators_are_those_of_the_catalogue():
    catalogue = ROOT / "config" / "indicators.yaml"
    known = {i["id"] for i in yaml.safe_load(catalogue.read_text("utf-8"))["indicators"]}
    assert set(facts()) <= known


def test_each_fact_has_several_wordings():
    assert all(len(set(fact["say"])) >= 4 and all(say.count("_") == 1 for say in fact["say"]) for fact in facts().values())


def test_generate_writes_reports_truth_and_figures(tmp_path):
    written = generate(tmp_path, places=8, years=(2020, 2021))
    assert written == len(list((tmp_path / "reports").iterdir()))
    assert len(list((tmp_path / "truth").glob("*.json"))) == written - 3
    assert (tmp_path / "figures.csv").read_text("utf-8").count("\n") > 300


def test_any_number_of_reports():
    assert sum(1 for _ in samples(0, (2019, 2020), 1, reports=300)) == 300


def test_a_twin_says_what_its_original_says_in_the_other_script(some):
    by_name = {s.name: s for s in some}
    twin = next(s for s in some if s.name.endswith("-twin.txt"))
    original = by_name[twin.name.replace("-twin", "")]
    assert twin.gold["report"]["script"] == "traditional"
    assert [q["value"] for q in twin.gold["quantities"]] == [q["value"] for q in original.gold["quantities"]]


def test_one_body_corrects_its_report_of_a_year(some):
    versions = Counter((s.plan.body, s.plan.year) for s in some if s.plan)
    assert [count for count in versions.values() if count > 1] == [2]
