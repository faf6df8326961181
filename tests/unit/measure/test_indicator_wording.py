"""How much of offices' wording the extraction reads right: sentences with all their fair readings, against pinned floors.

The misses of the open cases are printed (`pytest -s`, or when a floor is broken). Of the cases set aside only the
share right is told, so that no rule can be fitted to them.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tasks.knowledge import read_config
from tasks.measure.measure import CONFIGS, MeasureRules, compile_measure, measure
from tasks.model import Metadata, Place, Quantity, Section

CASES = Path(__file__).parents[2] / "cases"
OPEN, OPEN_2, ASIDE = "indicator_wording.yaml", "indicator_wording_2.yaml", "indicator_wording_aside.yaml"
CLASSES = "indicator_classes_1.yaml"
CLASSES_2 = "indicator_classes_2.yaml"  # zero statements, scopes and the second half of the catalogue
CLASSES_3 = "indicator_classes_3.yaml"  # what reading whole reports row by row has shown
CLASSES_4 = "indicator_classes_4.yaml"  # what published reports of all levels have shown at first reading
CLASSES_5 = "indicator_classes_5.yaml"  # what departments' reports have shown at first reading
CLASSES_6 = "indicator_classes_6.yaml"  # what pages of towns, counties and courts have shown at first reading
CLASSES_7 = "indicator_classes_7.yaml"  # what reports of bureaus and towns have shown at first reading
FRESH = "indicator_fresh_1.yaml"  # written blind; read right at first: 0.909 of the amounts
FRESH_2 = "indicator_fresh_2.yaml"  # again, in ordinary wording: 0.969
FRESH_3 = "indicator_fresh_3.yaml"  # in paragraphs: 0.945
FRESH_4 = "indicator_fresh_4.yaml"  # again: 0.959
FRESH_5 = "indicator_fresh_5.yaml"  # in constructions hard to read: 0.947
FRESH_6 = "indicator_fresh_6.yaml"  # the last, in the ordinary mixture: 0.970
FRESH_ZEROS = "indicator_fresh_zeros.yaml"  # 0.861
KNOWN = "indicator_known_classes.yaml"  # classes that were known to be missed
FLOORS = {  # share right as found; raise it when the rules get better, never lower it
    (OPEN, "amounts"): 0.985,
    (OPEN, "zeros"): 0.98,
    (OPEN, "scopes"): 0.96,
    (OPEN_2, "amounts"): 0.97,
    (OPEN_2, "zeros"): 0.96,
    (OPEN_2, "scopes"): 0.923,
    (ASIDE, "amounts"): 0.97,
    (ASIDE, "zeros"): 0.93,
    (ASIDE, "scopes"): 0.94,
    (CLASSES, "amounts"): 0.99,
    (CLASSES_2, "amounts"): 0.99,
    (CLASSES_2, "zeros"): 0.99,
    (CLASSES_2, "scopes"): 0.99,
    (CLASSES_3, "amounts"): 0.99,
    (CLASSES_3, "scopes"): 0.99,
    (CLASSES_3, "zeros"): 0.99,
    (CLASSES_4, "amounts"): 0.99,
    (CLASSES_4, "zeros"): 0.99,
    (CLASSES_4, "scopes"): 0.99,
    (CLASSES_5, "amounts"): 0.99,
    (CLASSES_5, "zeros"): 0.99,
    (CLASSES_5, "scopes"): 0.99,
    (CLASSES_6, "amounts"): 0.99,
    (CLASSES_6, "zeros"): 0.99,
    (CLASSES_6, "scopes"): 0.99,
    (CLASSES_7, "amounts"): 0.99,
    (CLASSES_7, "scopes"): 0.99,
    (FRESH, "amounts"): 0.98,
    (FRESH, "scopes"): 0.99,
    (FRESH, "zeros"): 0.83,
    (FRESH_2, "amounts"): 0.99,
    (FRESH_2, "zeros"): 0.99,
    (FRESH_3, "amounts"): 0.99,
    (FRESH_3, "zeros"): 0.99,
    (FRESH_4, "amounts"): 0.975,
    (FRESH_4, "zeros"): 0.99,
    (FRESH_5, "amounts"): 0.99,
    (FRESH_5, "scopes"): 0.99,
    (FRESH_6, "amounts"): 0.99,
    (FRESH_6, "zeros"): 0.99,
    (FRESH_6, "scopes"): 0.99,
    (FRESH_ZEROS, "amounts"): 0.99,
    (FRESH_ZEROS, "zeros"): 0.99,
    (KNOWN, "amounts"): 0.99,
    (KNOWN, "zeros"): 0.99,
    (KNOWN, "scopes"): 0.99,
    (KNOWN, "zero_scopes"): 1.0,
    (KNOWN, "zero_owners"): 1.0,
}
YEAR = 2023  # where a case names no other
NOT_INSIDE_A_NUMBER = r"(?<![\d.,零一二三四五六七八九十百千万两])"

Case = dict[str, Any]
Miss = tuple[str, object, object]  # what was asked about, the fair readings, what was read
Judge = Callable[[Case, list[Quantity]], Iterator[Miss | None]]


@pytest.fixture(scope="module")
def rules() -> MeasureRules:
    return compile_measure({name: read_config(name) for name in CONFIGS})


def _read(case: Case, rules: MeasureRules) -> list[Quantity]:
    """The sentence as the whole text of a report, below a heading where the case has one; offsets are those of the sentence."""
    head = f"一、{case['heading']}\n" if "heading" in case else ""
    text, body = head + case["text"], len(head)
    section = Section("0", None, 0, int(body > 0), head[:2] or None, head[2:].strip() or None, (), 0, 0, body, len(text))
    nowhere = Place(None, None, None, None, None, ())
    metadata = Metadata(None, case.get("year", YEAR), nowhere, case.get("level"), None, None, None, False, 0, len(text))
    quantities = measure(text, [section], metadata, rules)[0]
    return [q._replace(text_start=q.text_start - body, text_end=q.text_end - body) for q in quantities]


def _position(text: str, key: str) -> tuple[int, int]:
    """Where `36件`, or its second standing `36件#2`, is in the text."""
    surface, _, nth = key.partition("#")
    match = list(re.finditer(NOT_INSIDE_A_NUMBER + re.escape(surface), text))[int(nth or 1) - 1]
    return match.span()


def _at(quantities: list[Quantity], start: int, end: int) -> list[Quantity]:
    return [q for q in quantities if q.text_start < end and start < q.text_end]


def _fair(read: set[str], fair: list[str | None]) -> bool:
    """Whether what was read is one of the fair readings, or several of them that share the amount."""
    return read <= set(fair) if read else not fair or None in fair


def _judge_amounts(case: Case, quantities: list[Quantity]) -> Iterator[Miss | None]:
    stated = [q for q in quantities if q.polarity == "stated"]
    for key, fair in case["amounts"].items():
        found = _at(stated, *_position(case["text"], key))
        read = {indicator for q in found for indicator in q.indicator_ids}
        yield None if found and _fair(read, fair) else (key, fair, sorted(read) if found else "no amount")


def _judge_zeros(case: Case, quantities: list[Quantity]) -> Iterator[Miss | None]:
    """Each clause once; where there is none, or one too many, that counts as one more."""
    zeros = [q for q in quantities if q.polarity == "negated"]
    expected: list[Quantity] = []
    for zero in case["zeros"]:
        start = case["text"].index(zero["clause"])
        found = _at(zeros, start, start + len(zero["clause"]))
        expected += found
        read = {indicator for q in found for indicator in q.indicator_ids}
        right = bool(found) and _fair(read, zero["indicators"])
        yield None if right else (zero["clause"], zero["indicators"], sorted(read) if found else "no zero")
    extra = [q.surface for q in zeros if q not in expected]
    if extra or not case["zeros"]:
        yield (case["text"], "no (other) zero", extra) if extra else None


def _judge_scopes(case: Case, quantities: list[Quantity]) -> Iterator[Miss | None]:
    for key, fair in case["scopes"].items():
        read = {q.scope for q in _at(quantities, *_position(case["text"], key))}
        yield None if read and read <= set(fair) else (key, fair, sorted(read))


def _judge_zeros_by(name: str, field: str) -> Judge:
    """Of what period, or whose, each zero statement is."""

    def judge(case: Case, quantities: list[Quantity]) -> Iterator[Miss | None]:
        zeros = [q for q in quantities if q.polarity == "negated"]
        for clause, fair in case[name].items():
            start = case["text"].index(clause)
            read = {getattr(q, field) for q in _at(zeros, start, start + len(clause))}
            yield None if read and read <= set(fair) else (clause, fair, sorted(read))

    return judge


JUDGES: dict[str, Judge] = {
    "amounts": _judge_amounts,
    "zeros": _judge_zeros,
    "scopes": _judge_scopes,
    "zero_scopes": _judge_zeros_by("zero_scopes", "scope"),
    "zero_owners": _judge_zeros_by("zero_owners", "owner"),
}


def _share_right(name: str, kind: str, rules: MeasureRules) -> float:
    """The share of the questions of one kind that are read right; tells the misses of the open files."""
    right = asked = 0
    for case in yaml.safe_load((CASES / name).read_text("utf-8")):
        for miss in JUDGES[kind](case, _read(case, rules)) if kind in case else ():
            asked += 1
            right += miss is None
            if miss is not None and name != ASIDE:
                print(f"{case['text']}\n    {miss[0]}: {miss[1]}, read {miss[2]}")
    print(f"{name}, {kind}: {right} of {asked} right")
    return right / asked


@pytest.mark.parametrize(("name", "kind"), FLOORS)
def test_share_right_stays_above_its_floor(name, kind, rules):
    assert _share_right(name, kind, rules) >= FLOORS[name, kind]


@pytest.mark.parametrize(
    ("sentence", "indicators"),
    [
        ("全年召开会议36次。", []),  # the heading alone makes no session on law of every meeting
        ("全年召开专题会议2次。", ["rule_of_law_meetings"]),
        ("全年召开会议4次，研究依法行政工作。", ["rule_of_law_meetings"]),
    ],
)
def test_what_a_heading_may_stand_in_for(sentence, indicators, rules):
    marker, heading = "一、", "推进法治政府建设\n"
    body = len(marker + heading)
    text = marker + heading + sentence
    section = Section("1", None, 1, 1, marker, heading.strip(), ("achievements",), 0, 0, body, len(text))
    metadata = Metadata(None, YEAR, Place(*[None] * 5, ()), "township", None, None, None, False, 0, len(text))
    assert [i for q in measure(text, [section], metadata, rules)[0] for i in q.indicator_ids] == indicators
