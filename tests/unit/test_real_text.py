"""Decoding and cleaning of real reports against their annotations; skipped where those are not beside the project."""

import json
import re
import unicodedata
from pathlib import Path

import pytest

from tasks.clean.normalize import clean, compile_rules
from tasks.clean.script import simplify
from tasks.intake.readers import read_bytes
from tasks.knowledge import read_config
from tasks.model import Text

GLOSS = re.compile(r"\([a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü]*\s?\)|\[bookmark")


def annotated(shared: Path) -> list[tuple[str, bytes, dict]]:
    found = []
    for gold in sorted((*shared.glob("gold/*.json"), *shared.glob("openings/gold/*.json"))):
        annotation = json.loads(gold.read_text("utf-8"))
        raw = (gold.parents[1] / "reports" / annotation["file"]).read_bytes()
        found.append((annotation["file"], raw, annotation))
    return found


@pytest.fixture(scope="module")
def cleaned(shared: Path) -> list[tuple[str, Text, str | None, dict]]:
    rules = compile_rules(read_config("repairs"))
    read = [(name, read_bytes(raw), annotation) for name, raw, annotation in annotated(shared)]
    return [(name, clean(decoded, rules), decoded.encoding, annotation) for name, decoded, annotation in read]


def plain(text: str) -> str:
    return re.sub(r"[\s\"'“”]+", "", unicodedata.normalize("NFKC", text))


def test_codec_and_script(cleaned):
    for name, text, encoding, annotation in cleaned:
        report = annotation.get("report", {})
        assert (name, encoding) == (name, report.get("encoding", encoding))
        assert (name, text.script) == (name, report.get("script", text.script))


def test_samples_of_normalized_text(cleaned):
    wanted = [
        (name, s["normalized"], text.text) for name, text, _, gold in cleaned for s in gold.get("normalized_text_samples", [])
    ]
    assert wanted
    missing = [(name, sample) for name, sample, text in wanted if plain(sample) not in plain(text)]
    assert not missing


def test_no_residue_is_left(cleaned):
    assert not [(name, GLOSS.findall(text.text)) for name, text, _, _ in cleaned if GLOSS.search(text.text)]


def test_annotated_amounts_are_found_through_the_way_back(cleaned):
    for name, text, _, annotation in cleaned:
        origins = [text.spans.to_source(at, at + 1) for at in range(len(text.text))]
        for quantity in annotation.get("quantities", []):
            start, end = quantity["raw_span"]
            inside = "".join(c for c, (a, b) in zip(text.text, origins, strict=True) if start <= a and b <= end)
            assert (name, plain(inside)) == (name, plain(simplify(quantity["surface"])))
