"""The values that a trend rests on are judged against annotations, and each miss names the stage at fault."""

import hashlib
from collections.abc import Mapping
from typing import Any

import pytest
from goldset import compile_source

from flows.values import faults, judge_values
from tasks.evaluate import Evaluation, figures
from tasks.extract import Knowledge, read_report

HEAD = """about: a township for this test
title: 石笏镇2023年法治政府建设情况报告
year: 2023
place: [衡泽市, null, 青砚区, 石笏镇]
code: "990101101"
level: township
issuer: 石笏镇人民政府
---
石笏镇<2023年>法治政府建设情况报告
{1:一、|主要成效|achievements}
"""


@pytest.fixture
def judged(knowledge: Knowledge) -> Any:
    def judge(body: str, values: Mapping[str, Any] | None = None, year: int = 2023) -> Evaluation:
        file = compile_source("one", HEAD.replace("year: 2023", f"year: {year}") + body + "\n")
        gold = {**file.gold, **({} if values is None else {"values": values})}
        return judge_values([(gold, read_report(hashlib.sha256(file.raw).hexdigest(), file.raw, knowledge))])

    return judge


TWICE = (
    "全镇调解矛盾纠纷{42件|disputes_mediated}，开展法治讲座{8余场|legal_lectures}。全年共调解矛盾纠纷{42件|disputes_mediated}。"
)


def test_what_is_read_right_is_right(judged: Any) -> None:
    evaluation = judged(TWICE, {"disputes_mediated": 42, "legal_lectures": [8, 9]})
    assert evaluation.misses == ()
    found = dict(figures(evaluation))
    assert {found[f"{stage}_{side}"] for stage in ("values", "values_by_hand") for side in ("precision", "recall")} == {1.0}
    assert evaluation.tallies[("values", None)].wanted == 2  # the number said twice is one value


@pytest.mark.parametrize(
    ("body", "stage"),
    [
        ("开展法治讲座{8场|law_training_sessions}。", "indicators"),
        ("开展法治讲座{8场|legal_lectures|s=plan}。", "scope"),
        ("开展法治讲座{8场|legal_lectures|o=higher_level}。", "owner"),
        ("开展法治讲座{8场|legal_lectures|m=about}。", "modifier"),
        ("开展法治讲座{8场|legal_lectures|v=9}。", "quantities"),
        ("全年发生案件若干，{0:防范有力|administrative_lawsuits|s=annual}。", "zeros"),
    ],
)
def test_a_miss_names_the_stage_at_fault(judged: Any, body: str, stage: str) -> None:
    assert set(faults(judged(body))) == {stage}


def test_a_value_of_another_year_is_wrong(judged: Any) -> None:
    evaluation = judged("开展法治讲座{8场|legal_lectures}。", year=2022)
    assert set(faults(evaluation)) == {"fields"}
    assert evaluation.tallies[("values", None)][:4] == (1, 0, 1, 0)


def test_a_fair_reading_is_no_miss(judged: Any) -> None:
    assert judged("开展法治讲座{8场|law_training_sessions,legal_lectures|s=plan,annual|o=higher_level,own}。").misses == ()


def test_the_models_are_judged_by_what_a_person_found(judged: Any) -> None:
    evaluation = judged(TWICE, {"disputes_mediated": 84, "inspections": 3, "legal_lectures": [8, 9]})
    assert [miss.message for miss in evaluation.misses] == [
        "disputes_mediated: 42, annotated 84 (marts)",
        "inspections: none, annotated 3 (marts)",
    ]


def test_a_person_may_allow_several_values(judged: Any) -> None:
    allowed = judged(
        TWICE,
        {"disputes_mediated": {"any": [84, 42]}, "legal_lectures": {"any": [[8, 9], None]}, "inspections": {"any": [3, None]}},
    )
    assert allowed.misses == ()
    assert allowed.tallies[("values_by_hand", None)][:4] == (2, 2, 2, 2)
    wrong = judged(TWICE, {"disputes_mediated": {"any": [84, None]}, "legal_lectures": [8, 9]})
    assert [miss.message for miss in wrong.misses] == ["disputes_mediated: 42, annotated 84 or none (marts)"]
    assert wrong.tallies[("values_by_hand", None)][:4] == (1, 1, 2, 1)


def test_a_report_that_was_not_read_has_none_of_its_values(knowledge: Knowledge) -> None:
    gold = compile_source("one", HEAD + TWICE + "\n").gold
    evaluation = judge_values([(gold, None)])
    assert evaluation.tallies[("values", None)][:4] == (2, 0, 0, 0)
    assert set(faults(evaluation)) == {"reports"}


def test_annotations_without_indicators_are_not_judged(knowledge: Knowledge) -> None:
    gold = compile_source("one", HEAD + TWICE + "\n").gold
    assert judge_values([({key: value for key, value in gold.items() if key != "sections"}, None)]).tallies == {}
