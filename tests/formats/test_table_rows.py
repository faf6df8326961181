"""Tables that count become clauses with unit and year; all others keep their cells as they are."""

import pytest

from tasks.intake.readers.antiword import table_rows
from tasks.intake.readers.grid import Edged, Spanning, guess_merged, spread
from tasks.intake.readers.numbering import FORMATS, bullet, format_number
from tasks.intake.readers.tables import is_counted, row_lines, table_pieces, table_words
from tasks.knowledge import read_config

WORDS = table_words(read_config("readers"))


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([["项目", "数量（件）"], ["行政处罚", "36"]], ["项目\t数量（件）", "行政处罚36件。"]),
        (
            [["项目", "单位", "2022年", "2023年"], ["行政处罚", "件", "30", "36"]],
            ["项目\t单位\t2022年\t2023年", "2022年行政处罚30件，2023年行政处罚36件。"],
        ),
        (
            [["项目", "单位", "数量"], ["行政处罚", "件", "36"], ["罚没款", "万元", "1.5"]],
            ["项目\t单位\t数量", "行政处罚36件。", "罚没款1.5万元。"],
        ),
        (
            [["所别", "行政处罚(件)", "行政检查(次)"], ["执法所", "3", "1,200"]],
            ["所别\t行政处罚(件)\t行政检查(次)", "执法所：行政处罚3件，行政检查1,200次。"],
        ),
        (
            [["序号", "项目", "数量（件）"], ["1", "行政处罚", "36"], ["2", "行政许可", "12"]],
            ["序号\t项目\t数量（件）", "1\t行政处罚36件。", "2\t行政许可12件。"],
        ),
        ([["项目", "占比"], ["办结率", "98.5%"]], ["项目\t占比", "办结率98.5%。"]),
        ([["项目", "数量（件）"], ["行政处罚", "36"], ["行政强制", "—"]], ["项目\t数量（件）", "行政处罚36件。", "行政强制。"]),
        (
            [["项目", "2022年（件）", "2023年（件）"], ["行政处罚", "30", "36"]],
            [..., "2022年行政处罚30件，2023年行政处罚36件。"],
        ),
        ([["项目", "2022年", "2023年"], ["罚没款", "1.2万元", "1.5万元"]], [..., "2022年罚没款1.2万元，2023年罚没款1.5万元。"]),
        (
            [["项目", "2023年", "同比增长（%）"], ["行政检查（次）", "36", "20"]],
            [..., "2023年行政检查36次，行政检查同比增长20%。"],
        ),
        (
            [["年份", "行政处罚（件）", "行政检查（次）"], ["2022", "30", "100"], ["2023", "36", "120"]],
            [..., "2022年行政处罚30件，2022年行政检查100次。", "2023年行政处罚36件，2023年行政检查120次。"],
        ),
        ([["项目", "数量（件）", "备注"], ["行政处罚", "36", "含简易程序"]], [..., "行政处罚36件\t含简易程序。"]),
        ([["项目", "件数", "项目", "件数"], ["处罚", "36", "许可", "12"]], [..., "处罚36件；许可12件。"]),
        ([["所别", "办理件数", "参训人数"], ["甲所", "36", "8"]], [..., "甲所：办理件数36件，参训人数8人。"]),
        ([["索引号", "01-2024"], ["发布日期", "2024-01-18"]], ["索引号\t01-2024", "发布日期\t2024-01-18"]),
        ([["行政处罚", "36件"], ["行政许可", "12件"]], ["行政处罚\t36件", "行政许可\t12件"]),
        ([["单位", "人数"], ["司法所", "5"]], ["单位\t人数", "司法所5人。"]),
        ([["时间", "内容"], ["3月", "学法"], ["4月", "培训"]], ["时间\t内容", "3月\t学法", "4月\t培训"]),
        ([["a", "数量"], ["1", "2", "3"]], ["a\t数量", "1\t2\t3"]),
        (  # rows end before the last column, or have one cell and do not say that it goes across
            [
                ["2023年执法情况统计表"],
                ["项目", "2022年", "2023年", "备注"],
                ["行政处罚（件）", "30", "36"],
                ["行政许可（件）", "12"],
            ],
            [..., ..., "2022年行政处罚30件，2023年行政处罚36件。", "2022年行政许可12件。"],
        ),
        (
            [["项目", "单位", "数量"], ["一、执法"], ["行政处罚", "件", "36"], ["二、调解"], ["纠纷", "件", "51"]],
            [..., "一、执法", "行政处罚36件。", "二、调解", "纠纷51件。"],
        ),
        (  # a cell too many: which number lacks its name nobody knows
            [["项目", "2022年", "2023年"], ["行政处罚", "件", "30", "36"]],
            ["项目\t2022年\t2023年", "行政处罚\t件\t30\t36"],
        ),
        (  # whose they are stands in the first column, what they count above the numbers
            [["单位", "行政处罚（件）"], ["执法队", "20"], ["合计", "31"]],
            ["单位\t行政处罚（件）", "执法队：行政处罚20件。", "合计：行政处罚31件。"],
        ),
        (
            [["序号", "执法主体", "行政处罚（件）"], ["1", "甲所", "20"], ["2", "乙所", "11"]],
            [..., "1\t甲所：行政处罚20件。", "2\t乙所：行政处罚11件。"],
        ),
        ([["村别", "2022年", "2023年"], ["柳沙村", "30", "36"]], [..., "2022年柳沙村30，2023年柳沙村36。"]),
        (
            [["类别", "项目", "2022年", "2023年"], ["执法", "行政处罚（件）", "30", "36"]],
            [..., "执法：2022年行政处罚30件，2023年行政处罚36件。"],
        ),
        ([["甲"]], ["甲"]),
        ([], []),
    ],
)
def test_rows(rows, lines):
    said = row_lines(rows, WORDS)
    assert said == [line if line is not ... else said[at] for at, line in enumerate(lines)]


TWO_HEADS = [
    [Spanning("项目", rows=2), Spanning("2022年", columns=2), Spanning("2023年", columns=2)],
    [Spanning("件数"), Spanning("金额（万元）"), Spanning("件数"), Spanning("金额（万元）")],
    [Spanning("行政处罚"), Spanning("30"), Spanning("5.2"), Spanning("36"), Spanning("6.1")],
]
CATEGORIES = [
    [Spanning("类别"), Spanning("项目"), Spanning("数量（件）")],
    [Spanning("执法", rows=2), Spanning("行政处罚"), Spanning("36")],
    [Spanning("行政许可"), Spanning("12")],
]
CAPTION_AND_GROUPS = [
    [Spanning("2023年情况统计表（单位：件）", columns=3)],
    [Spanning("项目"), Spanning("2022年"), Spanning("2023年")],
    [Spanning("一、市场监管", columns=3)],
    [Spanning("行政处罚"), Spanning("30"), Spanning("36")],
]


@pytest.mark.parametrize(
    ("rows", "last"),
    [
        (TWO_HEADS, "2022年行政处罚30件，2022年行政处罚金额5.2万元，2023年行政处罚36件，2023年行政处罚金额6.1万元。"),
        (CATEGORIES, "执法\t行政许可12件。"),
        (CAPTION_AND_GROUPS, "2022年行政处罚30件，2023年行政处罚36件。"),
    ],
)
def test_merged_cells(rows, last):
    lines = row_lines(spread(rows), WORDS)
    assert len(lines) == len(rows)
    assert lines[-1] == last


def test_a_number_over_merged_rows_is_said_once():
    rows = [[Spanning("项目"), Spanning("件数")], [Spanning("甲"), Spanning("36", rows=2)], [Spanning("乙")]]
    assert row_lines(spread(rows), WORDS)[1:] == ["甲36件。", "乙。"]


def test_cells_of_formats_that_tell_no_merging():
    rows = [["统计表"], ["类别", "项目", "件数"], ["执法", "处罚", "36"], ["", "许可", "12"]]
    assert row_lines(guess_merged(rows), WORDS) == ["统计表", "类别\t项目\t件数", "执法\t处罚36件。", "执法\t许可12件。"]


@pytest.mark.parametrize(
    ("above", "said"),
    [
        ("单位：件", "36件"), ("表一 办理情况（单位：件）", "36件"), ("计量单位:万元", "36万元"), ("责任单位：司法局", "36"),
        ("单位：件、万元", "36"), ("", "36"),
    ],
)  # fmt: skip
def test_the_unit_over_a_table_is_that_of_all_its_numbers_but_rates(above, said):
    rows = [["项目", "2023年", "占比"], ["办结", "36", "80"]]
    assert row_lines(rows, WORDS, above)[1] == f"2023年办结{said}，办结占比80。"


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


@pytest.mark.parametrize("head", ["2024年计划", "年度目标", "去年同期"])
def test_amounts_are_said_with_the_head_of_their_column(head: str) -> None:
    rows = [["项目", "2023年", head], ["调解纠纷", "55件", "66件"]]
    assert f"{head}66件" in row_lines(rows, WORDS)[1]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["项目", "全区", "本镇"], ["行政处罚（件）", "210", "36"]], ["全区行政处罚210件，本镇行政处罚36件。"]),
        ([["项目", "全市（件）", "其中：本局（件）"], ["行政处罚", "210", "36"]], ["全市行政处罚210件，本局行政处罚36件。"]),
        ([["项目", "全县件数", "县本级件数"], ["行政处罚", "210", "36"]], ["全县行政处罚210件，县本级行政处罚36件。"]),
        ([["项目", "2023年全市", "全市2022年"], ["处罚（件）", "9", "8"]], ["2023年全市处罚9件，2022年全市处罚8件。"]),
        (
            [["范围", "处罚（件）", "检查（次）"], ["全区", "210", "900"], ["其中：本镇", "36", "77"]],
            ["全区处罚210件，全区检查900次。", "本镇处罚36件，本镇检查77次。"],
        ),
        ([["范围", "行政处罚（件）"], ["全区", "210"], ["本镇", "36"]], ["全区行政处罚210件。", "本镇行政处罚36件。"]),
        ([["类别", "全国人大代表建议"], ["主办", "5件"]], ["主办5件。"]),
        ([["项目", "2022年件数", "2023年件数"], ["处罚", "8", "9"]], ["2022年处罚8件，2023年处罚9件。"]),
    ],
)
def test_whose_numbers_these_are_is_said_with_each(rows, said):
    assert row_lines(rows, WORDS)[1:] == said


def edged(*rows):
    return [[Edged(text, left, right) for text, left, right in row] for row in rows]


def test_cells_are_laid_out_by_their_edges_drawn_by_hand():
    rows = edged(
        [("项目", 0, 1000), ("执法案件（件）", 1000, 3010)],
        [("", -20, 1015), ("一般程序", 1015, 2030), ("简易程序", 2030, 2990)],
        [("东所", 0, 980), ("12", 980, 1990), ("40", 1990, 3000)],
    )
    rows[1][0] = rows[1][0]._replace(above=True)
    assert [piece.text for piece in table_pieces(rows, 1, 1, WORDS, "")][2:] == [
        "东所：执法案件一般程序12件，执法案件简易程序40件。"
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["项目", "2022年", "2023年"], ["件数", "金额", "件数", "金额"], ["处罚", "30", "5.2", "36", "6.1"]],
        [["项目", "2022年", "", "2023年", ""], ["", "件数", "金额", "件数", "金额"], ["处罚", "30", "5.2", "36", "6.1"]],
    ],
)
def test_a_head_that_nobody_can_tell_is_a_problem_and_ties_nothing(rows):
    problem, *pieces = table_pieces([[Edged(cell) for cell in row] for row in rows], 3, 1, WORDS, "")
    assert (problem.code, problem.message[:8]) == ("table_unclear", "table 3:")
    assert pieces[-1].text == "处罚\t30\t5.2\t36\t6.1"


def test_rows_that_antiword_may_have_broken_are_a_problem():
    printed = ["|所名      |件数|备注|", "|东城综合执|12  |    |", "|法中队    |    |    |"]
    problem, *pieces = table_pieces(table_rows(printed), 1, 1, WORDS, "")
    assert problem.code == "table_unclear"
    assert [piece.text for piece in pieces][1:] == ["东城综合执\t12", "法中队"]
