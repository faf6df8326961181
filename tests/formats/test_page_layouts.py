"""Pages of many generators: the report without the page's furniture, and the furniture's facts as metadata."""

from random import Random

import pytest
from format_facts import facts_of
from format_writers import reports, write_eml
from page_layouts import FOOT, LAYOUTS, PUBLISHED, STATES_FACTS, WRITTEN

from tasks.extract import read_report
from tasks.intake.readers.read import read_bytes

TEXTS = dict(reports(3, seed=17))
UNDATED = """青砚区司法局2023年法治政府建设情况报告
2023年，青砚区司法局坚持依法行政，现将有关情况报告如下：
一、主要举措和成效
（一）规范执法。全年办理行政处罚案件36件，开展法治宣传活动12场次，发放资料3000余份，调解矛盾纠纷25件。
二、存在的不足
队伍力量还较为薄弱，执法人员的业务能力有待提高，宣传的覆盖面不够广。
三、下一步打算
一是加强培训，提高执法水平。二是创新形式，扩大宣传范围。"""


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_the_report_is_read_whole_and_in_order(layout, codec):
    # the pages declare UTF-8 whatever they are in
    for text in TEXTS.values():
        decoded = read_bytes(LAYOUTS[layout](text.split("\n"), Random(1)).encode(codec))
        assert decoded.encoding == codec
        assert text in "\n".join(line.strip("\xa0") for line in decoded.text.split("\n"))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_furniture_below_the_report_is_out(layout):
    text = next(iter(TEXTS.values()))
    tail = read_bytes(LAYOUTS[layout](text.split("\n"), Random(1)).encode()).text.partition(text.split("\n")[-1])[2]
    assert "推荐阅读" not in tail
    if layout not in ("tag_soup", "tools"):  # these put the foot beside the paragraphs
        assert FOOT not in tail


@pytest.mark.parametrize("layout", sorted(STATES_FACTS))
def test_facts_of_the_furniture_are_metadata(layout, knowledge):
    reading = read_report("0" * 64, LAYOUTS[layout](UNDATED.split("\n"), Random(1)).encode(), knowledge)
    assert str(reading.metadata.published_on) == PUBLISHED
    assert str(reading.metadata.issued_on) == WRITTEN
    assert "司法局" in reading.metadata.issuer
    assert reading.metadata.title == UNDATED.split("\n")[0]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_amounts_are_those_of_the_text(layout, knowledge):
    found = facts_of(LAYOUTS[layout](UNDATED.split("\n"), Random(1)).encode(), knowledge)
    wanted = facts_of(UNDATED.encode(), knowledge)
    assert (found.amounts, found.sections) == (wanted.amounts, wanted.sections)


def test_places_on_a_page():
    decoded = read_bytes(LAYOUTS["plain_article"](UNDATED.split("\n"), Random(1)).encode())
    block = decoded.blocks[-1]
    assert block.place == "body/div[2]/p[8]"
    assert decoded.text[block.text_start : block.text_end] == UNDATED.split("\n")[-1]


def page(body):
    return read_bytes(f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()).text.split("\n")


PROSE = "<p>全年办结案件36件，开展宣传12场次，发放资料3000余份，调解纠纷25件。</p>"


def test_places_in_a_mail():
    found = read_bytes(write_eml("石塘镇2023年法治政府建设情况报告\n\n2023年，石塘镇开展行政处罚36件。"))
    at = found.text.index("36件")
    assert [block.place for block in found.blocks if block.text_start <= at < block.text_end] == ["mail body, line 3"]


def test_what_is_not_shown_is_not_read():
    assert len(page(f"<div>{PROSE}</div><div style='DISPLAY: none'>{PROSE}</div><div hidden>页脚</div>")) == 1


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("办结<s>12</s>15件", "办结15件"),
        ("办结<strike>12件</strike>15件", "办结15件"),
        ("办结<span style='text-decoration: line-through'>12</span>15件", "办结15件"),
        ("办结<span style='visibility:hidden'>12</span>15件", "办结15件"),
        ("发放10<sup>3</sup>份", "发放10³份"),
        ("面积68.5km<sup>2</sup>，培训12<sup>[1]</sup>次", "面积68.5km²，培训12次"),
    ],
)
def test_what_is_struck_out_or_raised_joins_no_number(markup, text):
    assert page(f"<p>{markup}。</p>{PROSE}")[0] == f"{text}。"


def test_a_report_that_only_a_script_shows_is_read():
    assert page(f"<p>打开全文，请点击。</p><div style='display:none'>{PROSE}</div>")[-1] == PROSE[3:-4]


def test_marks_of_notes_part_no_number_from_its_unit():
    assert page(PROSE.replace("36", "36<sup>[1]</sup>") + "<p>面积5m<sup>2</sup>。</p>") == [PROSE[3:-4], "面积5m²。"]


def test_what_was_deleted_is_not_read():
    assert page("<p>全年办结案件<del>38</del><ins>36</ins>件，宣传12场次。</p>") == ["全年办结案件36件，宣传12场次。"]


@pytest.mark.parametrize(
    ("tag", "lines"),
    [
        ('<ol style="list-style-type:cjk-ideographic">', ["一、甲", "二、乙"]),
        ('<ol start="3" type="1">', ["3. 甲", "4. 乙"]),
        ("<ol>", ["甲", "乙"]),
        ('<ol style="list-style:none">', ["甲", "乙"]),
        ("<ul>", ["甲", "乙"]),
    ],
)
def test_numbers_of_lists_that_say_how_they_count(tag, lines):
    assert page(f"{tag}<li>甲</li><li>乙</li></{tag[1:3]}>") == lines


TABLE = "<p>青砚区司法局办理案件情况如下，单位为件。</p><table><tr><th>项目</th><th>数量（件）</th></tr><tr><td>行政处罚</td><td>36</td></tr></table>"


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        (TABLE, ["项目\t数量（件）", "行政处罚36件。"]),
        (TABLE.replace("<td>行政", "<td rowspan=2>行政"), ["项目\t数量（件）", "行政处罚36件。"]),
        (TABLE.replace("<td>36", "<td><table><tr><td>36</td></tr></table>"), ["项目\t数量（件）", "行政处罚", "36"]),
    ],
)
def test_tables_that_count(markup, lines):
    assert read_bytes(f"<html><body><div>{markup}</div></body></html>".encode()).text.split("\n")[1:] == lines
