"""The decode ladder: which codec reads a file, what is marked as lost, what is refused and how."""

import pytest
from opencc import OpenCC

from tasks.intake.decode import Undecodable, decode

SIMPLIFIED = (
    "清柏县人民政府关于2023年度法治政府建设情况的报告\r\n"
    "2023年，清柏县坚持依法行政，深入推进法治政府建设，各项工作取得积极成效。现将有关情况报告如下：\r\n"
    "一、主要举措和成效\r\n"
    "（一）加强组织领导。全年召开专题会议12次，听取工作汇报3次，研究解决问题18个。\r\n"
    "（二）规范行政执法。组织执法人员参加培训，共有56人取得行政执法证件，合格率100%。\r\n"
)
TRADITIONAL = OpenCC("s2t").convert(SIMPLIFIED)
LOST = "\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL], ids=["simplified", "traditional"])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16-le", "utf-16-be", "utf-32-le"])
def test_whole_files(text, codec):
    mark = "\ufeff".encode(codec) if codec.startswith("utf-32") else b""
    decoded = decode(mark + text.encode(codec))
    assert (decoded.text, decoded.encoding, decoded.edits) == (text, codec, {})


def test_big5():
    decoded = decode(TRADITIONAL.encode("big5"))
    assert (decoded.text, decoded.encoding) == (TRADITIONAL, "big5")


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be"])
def test_byte_order_mark_is_no_text(codec):
    decoded = decode("\ufeff".encode(codec) + SIMPLIFIED.encode(codec))
    assert (decoded.text, decoded.encoding) == (SIMPLIFIED, codec)


def test_a_lying_byte_order_mark_is_ignored():
    decoded = decode(b"\xef\xbb\xbf" + SIMPLIFIED.encode("gb18030"))
    assert (decoded.text, decoded.encoding) == (SIMPLIFIED, "gb18030")


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16-le"])
@pytest.mark.parametrize("start", range(0, 100, 9))
def test_short_pieces(codec, start):
    piece = SIMPLIFIED[start : start + 70]
    decoded = decode(piece.encode(codec))
    assert (decoded.text, decoded.encoding) == (piece, codec)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5", "utf-16-le"])
def test_a_download_cut_inside_a_character(codec):
    text = TRADITIONAL[:-2]  # ends with a Chinese character
    decoded = decode(text.encode(codec)[:-1])
    assert (decoded.text, decoded.encoding, decoded.edits) == (text[:-1], codec, {"cut_character": 1})


@pytest.mark.parametrize("first", ["utf-8", "gb18030"])
def test_half_of_one_codec_and_half_of_another(first):
    second = "gb18030" if first == "utf-8" else "utf-8"
    line = SIMPLIFIED.index("一、")
    head, tail = SIMPLIFIED[:line], SIMPLIFIED[line:]
    decoded = decode(head.encode(first) + tail.encode(second))
    assert (decoded.text, decoded.encoding) == (SIMPLIFIED, "mixed")


@pytest.mark.parametrize("codec", ["gb18030", "utf-8"])
@pytest.mark.parametrize("word", ["坚持依法", "会议12次", "行政执法。"])
def test_one_lost_byte_costs_one_character(codec, word):
    at = len(SIMPLIFIED[: SIMPLIFIED.index(word) + 1].encode(codec))
    raw = SIMPLIFIED.encode(codec)
    decoded = decode(raw[:at] + raw[at + 1 :])
    assert decoded.encoding == codec
    head, _, tail = decoded.text.partition(LOST)
    assert decoded.text.count(LOST) in (1, 2)
    assert SIMPLIFIED.startswith(head[:-1])
    assert SIMPLIFIED.endswith(tail.lstrip(LOST)[1:])
    assert sum(decoded.edits.values()) >= 1


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b" \r\n\t\n", "empty"),
        ("\u3000\n\u3000".encode(), "empty"),
        (bytes(range(256)) * 40, "not_text"),
        (b"\0" * 5000, "not_text"),
        (bytes(range(128, 256)) * 40, "undecodable"),
        (b"\xff" * 100_000, "undecodable"),
        (b"a" * 2001, "too_large"),
    ],
)
def test_what_is_no_text_is_refused_with_advice(raw, code):
    with pytest.raises(Undecodable) as refusal:
        decode(raw, max_bytes=2000 if code == "too_large" else 1 << 20)
    assert refusal.value.code == code
    assert refusal.value.message.startswith(str(refusal.value)[:10])
    assert "请" in refusal.value.message


def test_line_ends_are_kept():
    text = "第一行的内容\r\n第二行的内容\n第三行的内容\r第四行的内容"
    assert decode(text.encode()).text == text
    assert decode(text.encode("gb18030")).text == text
