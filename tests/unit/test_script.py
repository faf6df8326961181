"""When a text counts as Traditional, and which of its lines are converted."""

import pytest

from tasks.clean.normalize import clean, compile_rules
from tasks.clean.script import simplify
from tasks.knowledge import read_config
from tasks.model import Decoded


def cleaned(text: str):
    return clean(Decoded(text, "utf-8", "text/plain", {}), compile_rules(read_config("repairs")))


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("清柏縣關於法治政府建設情況的報告", "traditional"),
        ("清柏县关于法治政府建设情况的报告", "simplified"),
        ("規范并干部于后", "simplified"),  # one character decides nothing
        ("規范執法，并聯審批，干部隊伍建設", "traditional"),
        ("於家村、後街、乾县、徵羽、麽些族、著名", "simplified"),  # GB 2312 has them all
        ("", "simplified"),
        ("2023", "simplified"),
    ],
)
def test_script(text, script):
    assert cleaned(text).script == script


def test_a_traditional_line_in_a_simplified_text_is_converted_alone():
    before, after = "乾县於家村关于执法监督与证据审查工作情况的报告。", "乾元後街关于开展法治宣传的说明。"
    result = cleaned(f"{before}\n關於執法監督的說明\n{after}")
    assert result.text == f"{before}\n关于执法监督的说明\n{after}"
    assert result.script == "simplified"


def test_a_simplified_line_in_a_traditional_text_stays():
    text = "關於執法監督與證據審查的說明。\n乾县的实际情况。\n關於開展法治宣傳的說明。"
    assert cleaned(text).text == "关于执法监督与证据审查的说明。\n乾县的实际情况。\n关于开展法治宣传的说明。"


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("乾隆年間的乾淨後廳", "乾隆年间的干净后厅"),
        ("老態龍鍾的鍾先生瞭解情況", "老态龙钟的钟先生了解情况"),
        ("憑藉計畫答覆", "凭借计划答复"),
        ("樊於期於此", "樊於期于此"),
        ("𠮷野家與鎮政府", "𠮷野家与镇政府"),
    ],
)
def test_phrases_decide(traditional, simplified):
    assert simplify(traditional) == simplified
