"""Tables that count become clauses with unit and year; all others keep their cells as they are."""

import pytest

from tasks.intake.readers.numbering import FORMATS, bullet, format_number
from tasks.intake.readers.tables import is_counted, row_lines

UNITS = ("单位", "计量单位")


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([["项目", "数量（件）"], ["行政处罚", "36"]], ["项目\t数量（件）", "行政处罚36件"]),
        (
            [["项目", "单位", "2022年", "2023年"], ["行政处罚", "件", "30", "36"]],
            ["项目\t单位\t2022年\t2023年", "行政处罚：2022年30件，2023年36件"],
        ),
        (
            [["项目", "单位", "数量"], ["行政处罚", "件", "36"], ["罚没款", "万元", "1.5"]],
            ["项目\t单位\t数量", "行政处罚36件", "罚没款1.5万元"],
        ),
        (
            [["所别", "行政处罚(件)", "行政检查(次)"], ["执法所", "3", "1,200"]],
            ["所别\t行政处罚(件)\t行政检查(次)", "执法所：行政处罚3件，行政检查1,200次"],
        ),
        (
            [["序号", "项目", "数量（件）"], ["1", "行政处罚", "36"], ["2", "行政许可", "12"]],
            ["序号\t项目\t数量（件）", "1\t行政处罚36件", "2\t行政许可12件"],
        ),
        ([["项目", "占比"], ["办结率", "98.5%"]], ["项目\t占比", "办结率98.5%"]),
        ([["项目", "数量（件）"], ["行政处罚", "36"], ["行政强制", "—"]], ["项目\t数量（件）", "行政处罚36件", "行政强制"]),
        ([["索引号", "01-2024"], ["发布日期", "2024-01-18"]], ["索引号\t01-2024", "发布日期\t2024-01-18"]),
        ([["行政处罚", "36件"], ["行政许可", "12件"]], ["行政处罚\t36件", "行政许可\t12件"]),
        ([["单位", "人数"], ["司法所", "5"]], ["单位\t人数", "司法所5"]),
        ([["a", "数量"], ["1", "2", "3"]], ["a\t数量", "1\t2\t3"]),
        ([["甲"]], ["甲"]),
        ([], []),
    ],
)
def test_rows(rows, lines):
    assert row_lines(rows, UNITS) == lines


def test_only_tables_with_a_head_over_numbers_are_counted():
    assert is_counted([["项目", "件数"], ["处罚", "3"]])
    assert not is_counted([["1", "2"], ["3", "4"]])
    assert not is_counted([["项目", "件数"], ["处罚", "三件"]])


@pytest.mark.parametrize(
    ("name", "number", "said"),
    [
        ("chineseCounting", 1, "一"), ("chineseCounting", 10, "十"), ("chineseCounting", 11, "十一"), ("chineseCounting", 20, "二十"),
        ("chineseCountingThousand", 103, "一百零三"), ("chineseCountingThousand", 1010, "一千零一十"), ("ideographDigital", 12, "一二"),
        ("chineseLegalSimplified", 12, "壹拾贰"), ("ideographTraditional", 3, "丙"), ("decimalEnclosedCircle", 3, "③"),
        ("decimalEnclosedParen", 12, "⑿"), ("decimalFullWidth", 12, "１２"), ("decimalZero", 7, "07"), ("lowerLetter", 27, "aa"),
        ("upperRoman", 14, "XIV"), ("none", 5, ""), ("never heard of", 5, "5"), ("chineseCounting", 0, "0"), ("chineseCounting", 10_000, "10000"),
    ],
)  # fmt: skip
def test_numbers_of_lists(name, number, said):
    assert format_number(number, name) == said


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_any_number(name):
    assert all(isinstance(format_number(number, name), str) for number in range(200))


def test_bullets():
    assert (bullet("●"), bullet("\uf06c"), bullet("")) == ("●", "•", "•")
