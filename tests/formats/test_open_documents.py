"""OpenDocument and rich text part by part: computed numbers, accepted text, notes, tables."""

import io
import zipfile

import pytest
from raw_documents import odt_of, open_text

from tasks.intake.readers.odt import read_odt
from tasks.intake.readers.read import read_bytes
from tasks.intake.readers.rtf import read_rtf
from tasks.intake.readers.tables import table_words
from tasks.knowledge import read_config

WORDS = table_words(read_config("readers"))

NAMES = (
    " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("style", "table", "drawing"))
    + ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xml="http://www.w3.org/XML/1998/namespace"'
)
LEVELS = """<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..."
style:num-suffix="、"/><text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="." text:display-levels="1">
<style:x text:label-followed-by="nothing"/></text:list-level-style-number></text:list-style>"""


def odt(body, styles=LEVELS):
    raw = (
        open_text(body)
        .decode()
        .replace("<office:body>", f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>")
    )
    raw = raw.replace("<office:document-content", f"<office:document-content {NAMES}", 1)
    return [piece for piece in read_odt(odt_of(raw.encode()), WORDS) if piece.text]


def listed(*items, attributes=""):
    return (
        f'<text:list text:style-name="L"{attributes}>'
        + "".join(f"<text:list-item>{i}</text:list-item>" for i in items)
        + "</text:list>"
    )


def p(text):
    return f"<text:p>{text}</text:p>"


def test_a_packed_mimetype_is_read_too():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", open_text(p("全年办理行政处罚案件36件。")))
    assert read_bytes(stream.getvalue()).text == "全年办理行政处罚案件36件。"


def test_lists_count_and_go_on_where_they_say_so():
    nested = (
        p("甲") + "<text:list>" + "".join(f"<text:list-item>{p(t)}</text:list-item>" for t in ("一段", "二段")) + "</text:list>"
    )
    body = listed(nested, p("乙")) + p("间") + listed(p("丙"), attributes=' text:continue-numbering="true"') + listed(p("丁"))
    assert [piece.text for piece in odt(body)] == ["一、 甲", "1.一段", "2.二段", "二、 乙", "间", "三、 丙", "一、 丁"]


def test_headings_count_by_the_outline():
    outline = LEVELS.replace("list-style ", "outline-style ").replace("/text:list-style", "/text:outline-style")
    body = "".join(f'<text:h text:outline-level="{level}">{text}</text:h>' for level, text in ((1, "甲"), (2, "乙"), (1, "丙")))
    found = odt(body, outline)
    assert [(piece.text, piece.kind, piece.level) for piece in found] == [
        ("一、 甲", "heading", 1), ("1.乙", "heading", 2), ("二、 丙", "heading", 1),
    ]  # fmt: skip


def test_deleted_text_stands_in_no_paragraph():
    deleted = f"<text:tracked-changes><text:changed-region><text:deletion>{p('旧')}</text:deletion></text:changed-region></text:tracked-changes>"
    assert [piece.text for piece in odt(deleted + p('共<text:change text:change-id="1"/>3件'))] == ["共3件"]


def test_blanks_notes_and_boxes():
    note = f"<text:note><text:note-citation>1</text:note-citation><text:note-body>{p('含街道')}</text:note-body></text:note>"
    box = f"<draw:frame><draw:text-box>{p('框内')}</draw:text-box></draw:frame>"
    found = odt(
        p(
            f'甲<text:s text:c="3"/>乙<text:tab/>丙<text:line-break/>丁{note}{box}<office:annotation>{p("批注")}</office:annotation>'
        )
    )
    assert [(piece.text, piece.kind) for piece in found] == [
        ("甲   乙\t丙\n丁", "paragraph"),
        ("框内", "text_box"),
        ("含街道", "footnote"),
    ]


def test_tables_of_an_open_document():
    rows = (("项目", "2022年", "2023年"), ("处罚（件）", "30", "36"))
    cells = ("".join(f"<table:table-cell>{p(cell)}</table:table-cell>" for cell in row) for row in rows)
    body = f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in cells)}</table:table>"
    assert [piece.text for piece in odt(body)][1] == "2022年处罚30件，2023年处罚36件。"


def test_merged_cells_of_an_open_document():
    rows = (
        f'<table:table-cell table:number-columns-spanned="3">{p("统计表（单位：件）")}</table:table-cell>'
        "<table:covered-table-cell/><table:covered-table-cell/>",
        "".join(f"<table:table-cell>{p(cell)}</table:table-cell>" for cell in ("类别", "项目", "2023年")),
        f'<table:table-cell table:number-rows-spanned="2">{p("执法")}</table:table-cell>'
        f"<table:table-cell>{p('处罚')}</table:table-cell><table:table-cell>{p('36')}</table:table-cell>",
        f"<table:covered-table-cell/><table:table-cell>{p('许可')}</table:table-cell><table:table-cell>{p('12')}</table:table-cell>",
    )
    body = f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in rows)}</table:table>"
    assert [piece.text for piece in odt(body)] == [
        "统计表（单位：件）", "类别\t项目\t2023年", "执法：2023年处罚36件。", "执法：2023年许可12件。",
    ]  # fmt: skip


def test_a_document_that_is_one_xml_file_reads_like_its_package():
    content = open_text(f"{p('甲')}{p('乙')}").replace(b"document-content", b"document")
    assert read_bytes(content).text == "甲\n乙"
    assert read_bytes(content).media_type == "application/vnd.oasis.opendocument.text-flat-xml"


def rtf(body):
    head = b"{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 x;}{\\f1\\fcharset136 y;}}\\f0 "
    return [piece for piece in read_rtf(head + body + b"}", WORDS) if piece.text]


def hexed(text, codec="gbk"):
    return b"".join(b"\\'%02x" % b for b in text.encode(codec))


def test_characters_of_rich_text():
    body = hexed("甲") + b"\\u20057?" + b"\\f1 " + hexed("國", "big5") + b"\\f0\\uc2\\u20057xy\\ldblquote a\\rdblquote\\~b\\par"
    assert rtf(body)[0].text == "甲乙國乙“a”\u00a0b"


def test_a_second_byte_that_looks_like_text():
    assert rtf(b"\\'90A\\par")[0].text == b"\x90A".decode("gbk")


def test_characters_beyond_the_basic_plane():
    assert rtf(b"\\u-10176?\\u-9216?\\par")[0].text == "𠀀"


def test_deleted_and_hidden_rich_text():
    assert rtf(b"a{\\deleted b}{\\v c}{\\revised d}\\deleted e\\plain f\\par")[0].text == "adf"


def test_struck_and_raised_rich_text():
    assert rtf(b"{\\strike 12}15{\\super 2} and {\\striked1 3}4\\super 1\\nosupersub 0\\par")[0].text == "15² and 4¹0"


def test_furniture_of_rich_text_is_no_text():
    assert [
        x.text
        for x in rtf(
            b"{\\header head\\par}{\\info{\\title t}}{\\*\\generator g}{\\field{\\*\\fldinst PAGE}{\\fldrslt 3}}x\\par"
        )
    ] == ["3x"]


def test_notes_boxes_and_levels_of_rich_text():
    box = b"{\\shp{\\*\\shpinst{\\sp{\\sn x}{\\sv 1}}{\\shptxt box\\par}}{\\shprslt again}}"
    found = rtf(b"\\outlinelevel0 {\\listtext 1.\\tab}head\\par\\pard text{\\footnote note}" + box + b"\\par")
    assert [(piece.text, piece.kind, piece.level) for piece in found] == [
        ("1.\thead", "heading", 1), ("note", "footnote", None), ("box", "text_box", None), ("text", "paragraph", None),
    ]  # fmt: skip


def test_tables_of_rich_text():
    row = b"\\trowd\\intbl %s\\cell %s\\cell\\row "
    body = row % (hexed("项目"), hexed("数量（件）")) + row % (hexed("处罚"), b"36") + b"\\pard after\\par"
    assert [(piece.text, piece.kind) for piece in rtf(body)] == [
        ("项目\t数量（件）", "table_row"), ("处罚36件。", "table_row"), ("after", "paragraph"),
    ]  # fmt: skip


def row(*cells, merged=(), shape=None):
    """A row of rich text in Word's manner: where its cells end and which go on, then their texts."""
    ends = shape or [1000 * at for at in range(1, len(cells) + 1)]
    marks = dict(merged)
    said = b"".join(marks.get(at, b"") + b"\\cellx%d" % end for at, end in enumerate(ends))
    return b"\\trowd\\trleft0" + said + b"\\pard\\intbl " + b"".join(hexed(cell) + b"\\cell " for cell in cells) + b"\\row "


LAST = "2022年处罚8件，2022年处罚金额1.5万元，2023年处罚9件，2023年处罚金额2.5万元。"
BELOW = row("", "件数", "金额（万元）", "件数", "金额（万元）", merged={0: b"\\clvmrg"}) + row("处罚", "8", "1.5", "9", "2.5")


@pytest.mark.parametrize(
    "head",
    [
        row("项目", "2022年", "2023年", merged={0: b"\\clvmgf"}, shape=[1000, 3000, 5010]),
        row("项目", "2022年", "", "2023年", "", merged={1: b"\\clmgf", 2: b"\\clmrg", 3: b"\\clmgf", 4: b"\\clmrg"}),
    ],
    ids=["wide cells", "merged cells"],
)
def test_heads_of_two_rows_of_rich_text(head):
    assert rtf(head + BELOW + b"\\pard after\\par")[-2].text == LAST


def test_a_table_in_a_cell_does_not_move_the_cells_around_it():
    inner = b"\\pard\\intbl\\itap2 a\\nestcell{\\*\\nesttableprops\\trowd\\cellx300\\cellx500\\nestrow}"
    body = (
        row("项目", "数量（件）").replace(b"\\row ", b"")
        + b"\\row "
        + row("处罚", "9").replace(b"\\cell ", inner + b"\\cell ", 1)
    )
    assert rtf(body + b"\\pard after\\par")[-2].text.endswith("9件。")
