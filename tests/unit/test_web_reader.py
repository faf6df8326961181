"""Pages to text: the report without furniture, metadata lines in front, whatever charset the page claims."""

import pytest

from tasks.intake.decode import Unreadable
from tasks.intake.readers import Limits, read_bytes

PAGE = """<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>清柏县人民政府网</title>
<style>p {{ color: red }}</style><script>var day = "2024-09-09";</script></head>
<body>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zfxxgk">政府信息公开</a></li></ul></div>
<h1>清柏县双溪镇2023年法治政府建设情况报告</h1>
<table class="meta"><tr><td>索引号：</td><td>01-2024-0007</td><td>发布日期：</td><td>2024-01-18</td></tr></table>
<div class="tools">字号：<a>大</a> <a>中</a> <a>小</a></div>
<div id="content">
<p>&nbsp;&nbsp;2023年，双溪镇坚持依法行政，各项工作取得<ruby>积<rp>(</rp><rt>jī</rt><rp>)</rp></ruby><span>极</span><b>成效</b>。现将有关情况报告如下：</p>
<p>一、主要举措和成效</p>
<p>（一）加强组织领导。全年召开专题会议4次，<br>研究解决问题6个。</p>
<table><tr><td>行政处罚</td><td>12件</td></tr><tr><td>行政检查</td><td>236次</td></tr></table>
<p>二、存在的不足，主要是队伍力量薄弱，创新不够，办法不多；宣传形式较为单一，覆盖面有待扩大。</p>
<p style="text-align:right">双溪镇人民政府</p><p>2024年1月10日</p>
<script>document.write("打印");</script>
</div>
<div class="related"><ul><li><a>上一篇：关于放假的通知，请周知</a></li></ul></div>
<footer>主办单位：清柏县人民政府办公室，网站标识码：0000000001，备案号：00000号</footer>
</body></html>"""
LINES = [
    "清柏县双溪镇2023年法治政府建设情况报告",
    "索引号：\t01-2024-0007\t发布日期：\t2024-01-18",
    "字号：大 中 小",
    "\u00a0\u00a02023年，双溪镇坚持依法行政，各项工作取得积极成效。现将有关情况报告如下：",
    "一、主要举措和成效",
    "（一）加强组织领导。全年召开专题会议4次，",
    "研究解决问题6个。",
    "行政处罚\t12件",
    "行政检查\t236次",
    "二、存在的不足，主要是队伍力量薄弱，创新不够，办法不多；宣传形式较为单一，覆盖面有待扩大。",
    "双溪镇人民政府",
    "2024年1月10日",
]


@pytest.mark.parametrize("claimed", ["utf-8", "gb2312"])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16-le"])
def test_page(claimed, codec):
    decoded = read_bytes(PAGE.format(charset=claimed).encode(codec))
    assert (decoded.media_type, decoded.encoding) == ("text/html", codec)
    assert decoded.text.split("\n") == LINES


def test_plain_text_with_an_angle_bracket_is_plain_text():
    decoded = read_bytes("依据<行政处罚法>，清柏县共办理案件12件。".encode())
    assert decoded.media_type == "text/plain"
    assert decoded.text.startswith("依据<行政处罚法>")


def test_a_page_without_text_is_empty():
    with pytest.raises(Unreadable) as refusal:
        read_bytes(b"<html><head><title>x</title></head><body><script>load()</script></body></html>")
    assert refusal.value.code == "empty"


def test_deep_nesting_is_read():
    raw = ("<html><body>" + "<div>" * 3_000 + "清柏县依法行政，成效明显。" + "</div>" * 3_000 + "</body></html>").encode()
    assert read_bytes(raw).text == "清柏县依法行政，成效明显。"


def test_nesting_without_end_is_refused_before_it_costs_time():
    with pytest.raises(Unreadable) as refusal:
        read_bytes(("<html><body>清柏县" + "<div>" * 1_000_000).encode())
    assert refusal.value.code == "unreadable"


@pytest.mark.parametrize(
    ("raw", "code", "named"),
    [
        (b"PK\x03\x04\x14\0\x06\0 other.bin \0\0", "unsupported_format", "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted", ""),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "not_text", "image/png"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "not_text", "image/jpeg"),
    ],
)
def test_other_formats_are_refused_with_advice(raw, code, named):
    with pytest.raises(Unreadable) as refusal:
        read_bytes(raw)
    assert refusal.value.code == code
    assert named in refusal.value.message
    assert "请" in refusal.value.message


def test_a_limit_on_size():
    with pytest.raises(Unreadable) as refusal:
        read_bytes("清柏县".encode() * 100, Limits(max_bytes=100))
    assert refusal.value.code == "too_large"
