"""The values that a trend rests on against annotations: one a report and indicator, as the marts resolve its mentions.

Two stages. `values`: the mentions read and the mentions annotated go through the same models; where what comes out differs,
a mention was misread. `values_by_hand`: what was read is held against the values that a person found in the report
(`values` of the annotation), so that the models themselves are judged. A value counts as right when its bounds and its
year are. What a report states of the other kind than the indicator (`apart`) enters no trend and is not judged.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from math import isclose
from typing import NamedTuple

from tasks.annotated import Pair, as_annotated, is_judged, mentioned, pairs
from tasks.evaluate import Evaluation, Gold, Miss, Tally, accepted
from tasks.model import Reading, Rejected
from tasks.reference import reference_tables
from tasks.rows import no_rows, packed, report_rows
from warehouse.resolve import resolve

Interval = tuple[float, float | None]
Values = Mapping[str, Interval]  # by indicator
Fair = Mapping[str, set[Interval | None]]  # by indicator: the readings that are as good as each other, None for no value
Given = float | list[float | None] | None
CLOSE = 1e-6  # relative: sums of decimals


class Case(NamedTuple):
    """One annotated report: what the marts make of what was read, and of what was annotated."""

    gold: Gold
    read: Values
    annotated: Values
    pairs: tuple[Pair, ...]
    year_is_right: bool
    is_read: bool


class _Judge:
    """The counts and misses so far."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, str | None], Counter[str]] = {}
        self.misses: list[Miss] = []

    def compare(self, stage: str, case: Case, wanted: Fair) -> None:
        """Judge the values read of one report against those wanted."""
        self.counts.setdefault((stage, None), Counter())
        for indicator in sorted(case.read.keys() | wanted.keys()):
            got, fair = case.read.get(indicator), wanted.get(indicator, {None})
            right = int(case.year_is_right and any(_same(got, want) for want in fair))
            missing = int(right or None not in fair)
            if got is None and not missing:
                continue
            counts = Counter(wanted=missing, offered=int(got is not None), hit=right, right=right)
            for key in ((stage, None), (stage, indicator)):
                self.counts.setdefault(key, Counter()).update(counts)
            if not right:
                told = f"{indicator}: {_told(got)}, annotated {' or '.join(sorted(map(_told, fair)))}"
                self.misses.append(Miss(case.gold["file"], stage, f"{told} ({_fault(case, indicator, stage)})"))


def judge_values(outcomes: Iterable[tuple[Gold, Reading | Rejected | None]]) -> Evaluation:
    """Judge the values of every report whose annotation tells the indicators of all its amounts, or its values."""
    judge = _Judge()
    for case in _cases([one for one in outcomes if one[0].get("is_report", True) and is_judged(one[0])]):
        judge.compare("values", case, {name: {value} for name, value in case.annotated.items()})
        if "values" in case.gold:
            judge.compare("values_by_hand", case, {name: _fair(given) for name, given in case.gold["values"].items()})
    return Evaluation(
        {key: Tally(*(counts[n] for n in Tally._fields)) for key, counts in judge.counts.items()}, tuple(judge.misses)
    )


def faults(evaluation: Evaluation) -> Counter[str]:
    """How many values are missing or wrong, by the stage that is at fault."""
    return Counter(miss.message.rsplit("(", 1)[1].rstrip(")") for miss in evaluation.misses if miss.stage == "values")


def _cases(outcomes: list[tuple[Gold, Reading | Rejected | None]]) -> list[Case]:
    found = [(gold, outcome, pairs(gold, outcome)) for gold, outcome in outcomes if isinstance(outcome, Reading)]
    read = _resolved(outcome for _, outcome, _ in found)
    annotated = _resolved(as_annotated(*one[:2], one[2]) for one in found)
    cases = [
        Case(
            gold,
            read.get(outcome.sha256, {}),
            annotated.get(outcome.sha256, {}),
            tuple(mentions),
            outcome.metadata.report_year in accepted(gold["report"], "report_year"),
            True,
        )
        for gold, outcome, mentions in found
    ]
    unread = [gold for gold, outcome in outcomes if not isinstance(outcome, Reading)]
    return cases + [Case(gold, {}, dict.fromkeys(mentioned(gold), (0.0, None)), (), False, False) for gold in unread]


def _resolved(readings: Iterable[Reading]) -> dict[str, Values]:
    rows = no_rows()
    for reading in readings:
        report_rows(rows, reading)
    found = resolve(packed(rows), reference_tables())
    return {
        sha256: {name: (one.value_low, one.value_high) for name, one in values.items() if not one.apart}
        for sha256, values in found.items()
    }


def _fair(given: Given | Mapping[str, list[Given]]) -> set[Interval | None]:
    """The readings of an annotated value: one, or any of several."""
    return {_interval(one) for one in given["any"]} if isinstance(given, Mapping) else {_interval(given)}


def _interval(given: Given) -> Interval | None:
    if given is None:
        return None
    low, high = given if isinstance(given, list) else (given, given)
    return low or 0.0, high


def _same(got: Interval | None, want: Interval | None) -> bool:
    if got is None or want is None:
        return False
    ends = zip(got, want, strict=True)
    return all(a == b or (a is not None and b is not None and isclose(a, b, rel_tol=CLOSE)) for a, b in ends)


def _told(one: Interval | None) -> str:
    if one is None:
        return "none"
    low, high = ("open" if end is None else f"{end:g}" for end in one)
    return low if low == high else f"{low} to {high}"


def _fault(case: Case, indicator: str, stage: str) -> str:
    """The stage that went wrong first; `marts` where all mentions were read right."""
    if not case.is_read:
        return "reports"
    if not case.year_is_right:
        return "fields"
    return next(filter(None, (pair.fault(indicator) for pair in case.pairs)), "marts" if stage != "values" else "mixed")
