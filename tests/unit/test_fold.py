"""The identity of a report: equal for twins, different for reports that differ in one character of the text."""

import pytest
from opencc import OpenCC

from tasks.clean.fold import fold
from tasks.clean.normalize import clean, compile_rules
from tasks.intake.readers import read_bytes
from tasks.knowledge import read_config

LINES = [
    "双溪镇2023年法治政府建设情况报告",
    "2023年，双溪镇坚持依法行政（以下简称“我镇”），办理案件1.2万件，群众满意率98.5%。",
    "一、主要举措",
    "（一）加强学习。随着改革深入，乾元村、后街社区干部学法12次，成效显著，高质量发展有序推进。",
]
REPORT = "\n".join(LINES)
RULES = compile_rules(read_config("repairs"))


def folded(raw: bytes) -> str:
    return fold(clean(read_bytes(raw), RULES).text, RULES.gateway_words)


TRADITIONAL = OpenCC("s2tw").convert(REPORT)
WIDE_DIGITS = {ord("0") + i: 0xFF10 + i for i in range(10)}
TWINS = {
    "traditional": TRADITIONAL.encode(),
    "traditional in Big5, with a gateway's words": TRADITIONAL.replace("高質量", "高品質").encode("big5"),
    "glosses": TRADITIONAL.replace("關", "關(guān)").replace("時", "時(shí)").replace("會", "會(huì )").encode(),
    "half-width punctuation": REPORT.translate(str.maketrans("，。：（）", ",.:()")).encode(),
    "full-width digits": REPORT.translate(WIDE_DIGITS).encode(),
    "blanks, blank lines, other line ends": REPORT.replace("\n", "\r\n\r\n\u3000")
    .replace("2023年", "2023 年")
    .encode("gb18030"),
    "page": ("<html><body><div>" + "".join(f"<p>{line}</p>" for line in LINES) + "</div></body></html>").encode(),
}


@pytest.mark.parametrize("raw", TWINS.values(), ids=TWINS.keys())
def test_twins_are_one_report(raw):
    assert folded(raw) == folded(REPORT.encode())


@pytest.mark.parametrize(("old", "new"), [("12次", "13次"), ("双溪镇", "三溪镇"), ("1.2万", "1.3万"), ("坚持", "主持")])
def test_other_reports_are_others(old, new):
    assert folded(REPORT.replace(old, new).encode()) != folded(REPORT.encode())


def test_nothing_but_letters_and_digits_is_left():
    assert fold("２０２３年，ＡＢ c—（一）①㈠…《乾著》") == "2023年abc一1一干着"
