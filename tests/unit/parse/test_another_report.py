"""Files that hold two reports, and those that only look so."""

import hashlib

import pytest

from tasks.extract import Knowledge, read_report
from tasks.model import Reading


def report(place: str, number: int, year: int = 2023, signed: bool = True) -> str:
    end = f"{place}人民政府\n{year + 1}年1月12日\n" if signed else ""
    return (
        f"{place}{year}年法治政府建设情况报告\n\n{year}年，{place}坚持依法行政，现将有关情况报告如下：\n一、主要举措和成效\n"
        f"全年调解矛盾纠纷{number}件。\n二、存在的问题\n执法人员业务能力有待提高。\n{end}"
    )


def read(text: str, knowledge: Knowledge) -> Reading:
    reading = read_report(hashlib.sha256(text.encode()).hexdigest(), text.encode(), knowledge)
    assert isinstance(reading, Reading)
    return reading


@pytest.mark.parametrize(
    "text",
    [
        report("石笏镇", 31) + report("乌桕镇", 47),
        report("石笏镇", 31, signed=False) + report("乌桕镇", 47),
        report("石笏镇", 31, 2022) + "\n\n" + report("石笏镇", 47, 2023),
        report("石笏镇", 31) + "　　" + report("青砚区司法局", 47).replace("人民政府", ""),
    ],
    ids=["two towns", "the first unsigned", "two years", "a town and a department"],
)
def test_the_second_report_is_named_and_not_read(text: str, knowledge: Knowledge) -> None:
    reading = read(text, knowledge)
    assert [q.value for q in reading.quantities] == [31]
    assert reading.metadata.place.township == "石笏镇"
    [told] = [p for p in reading.problems if p.code == "another_report"]
    assert told.text_start is not None
    assert reading.text.text[told.text_start : told.text_end] in told.message


@pytest.mark.parametrize(
    "text",
    [
        "石笏镇2023年法治政府建设情况报告\n" + report("石笏镇", 31),
        report("石笏镇", 31) + "\n乌桕镇2023年法治政府建设情况报告\n莲峤镇2023年法治政府建设情况报告\n",
        report("石笏镇", 31).replace("二、存在", "一、存在"),
        report("石笏镇", 31).replace("\n二、", "\n按照《乌桕镇2023年法治政府建设情况报告》改进。\n一、"),
    ],
    ids=["the title twice", "a list of others below", "a number twice", "another one cited"],
)
def test_one_report_is_one(text: str, knowledge: Knowledge) -> None:
    reading = read(text, knowledge)
    assert [q.value for q in reading.quantities] == [31]
    assert reading.metadata.another is None
