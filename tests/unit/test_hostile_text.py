"""Texts made to hurt: decoding, cleaning and folding stay fast on whatever repeats without end."""

import time
from contextlib import suppress

import pytest

from tasks.chunks import extract_by_catalogue
from tasks.clean.fold import fold
from tasks.clean.normalize import clean, compile_rules
from tasks.intake.decode import Unreadable
from tasks.intake.readers import read_bytes
from tasks.knowledge import read_config
from tasks.model import Decoded

LENGTH = 40_000  # characters: ten times a long report
SECONDS = 10.0  # room for a busy machine; a quadratic pass over this length takes minutes
REPEATED = [
    "（",
    "關(ā",
    "關(āāāāā",
    "?",
    "法?，",
    "?法律政",
    "? ",
    "   ?",
    "[bookmark:",
    'HYPERLINK "',
    "TOC \\o ",
    "&amp;",
    "&a",
    "<p ",
    "</",
]
REPEATED += [
    "法www.a",
    "法www.abcd法",
    "於",
    "乾縣關",
    "關于乾县\n",
    " \n",
    "a ",
    "1 234 ",
    "索引号: ",
    "\u200b法",
    "\ue000法",
    "2021",
    "\f",
    "é¡¹",
]
REPEATED += [
    "å\x90\x8d",
    "\r",
    "《法律\n",
    "法，\n",
    "法律" * 20 + "\n",
    "１．",
    "法\ufffd",
    "法治\ufffd建设",
    "08:3 2",
    "𠮷關",
    "法 \n",
    "\n-1-",
    "2 0 2 ",
]


@pytest.mark.parametrize("piece", REPEATED, ids=ascii)
def test_cleaning_is_linear(piece):
    source = (piece * (LENGTH // len(piece) + 1))[:LENGTH]
    rules = compile_rules(read_config("repairs"))
    started = time.perf_counter()
    result = clean(Decoded(source, "utf-8", "text/plain", {}), rules)
    fold(result.text, rules.gateway_words)
    assert time.perf_counter() - started < SECONDS
    assert result.source == source


BYTES = [b"\xff" * 400_000, b"\x81" * 400_000, (b"\xb0\xa1" * 500 + b"\x80") * 400, b"\xb0\xa1\xb0\n" * 16_000]
BYTES += [
    b"\xb7\xa8\xd6\n" * 12_000,
    b"<html><body>" + b"<div>" * 80_000,
    b"<html>" + "<p>法，".encode() * 40_000,
    b"<" * 400_000,
]


@pytest.mark.parametrize("raw", BYTES, ids=range(len(BYTES)))
def test_reading_is_linear(raw):
    started = time.perf_counter()
    with suppress(Unreadable):
        read_bytes(raw)
    assert time.perf_counter() - started < SECONDS


def test_a_text_that_would_take_minutes_is_too_large() -> None:
    raw = ("一是开展检查1次；" * 60_000).encode()  # 540,000 characters in a file of a tenth of the limit
    with pytest.raises(Unreadable) as refused:
        read_bytes(raw)
    assert refused.value.code == "too_large"
    assert "540000 字" in refused.value.message
    assert len(read_bytes(raw[: len(raw) // 2]).text) == 270_000


def test_a_chunk_of_long_texts_is_packed_as_it_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = [
        f"石沟县人民政府{year}年法治政府建设情况报告\n一、主要成效\n" + "全年开展检查1次；" * 200 for year in range(2015, 2021)
    ]
    contents = [(f"{number:064}", body.encode()) for number, body in enumerate(bodies)]
    whole = extract_by_catalogue(contents)
    monkeypatch.setattr("tasks.extract._MOST_ROWS", 300)
    packed = extract_by_catalogue(contents)
    assert packed["quantities"].num_rows == whole["quantities"].num_rows > 1000
    for name, table in whole.items():
        drop = ["seconds"] if "seconds" in table.column_names else []
        assert packed[name].drop_columns(drop).combine_chunks() == table.drop_columns(drop).combine_chunks(), name
    assert packed["quantities"].column(0).num_chunks > 1
