"""Word files part by part: computed numbers, accepted text, what stands beside the text, tables, places."""

import struct

import pytest
from raw_documents import W, docx_of, word

from tasks.intake.readers.doc_properties import row_shape
from tasks.intake.readers.docx import read_docx
from tasks.intake.readers.tables import table_words
from tasks.knowledge import read_config

WORDS = table_words(read_config("readers"))

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
LISTS = f"""<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2.%3"/><w:isLgl/></w:lvl>
</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf06c"/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
</w:numbering>"""
STYLES = f"""<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>
<w:outlineLvl w:val="0"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="2"><w:name w:val="my heading"/><w:basedOn w:val="1"/></w:style>
<w:style w:type="paragraph" w:styleId="9"><w:name w:val="TOC 1"/></w:style></w:styles>"""


def p(text, properties="", tail=""):
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r>{tail}</w:p>"


def item(text, level=0, number=1):
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def styled(text, style, more=""):
    return p(text, f'<w:pStyle w:val="{style}"/>{more}')


def read(body, **parts):
    parts = {
        "word/numbering.xml": LISTS.encode(),
        "word/styles.xml": STYLES.encode(),
        **{k: v.encode() for k, v in parts.items()},
    }
    return [piece for piece in read_docx(docx_of(word(body), **parts), WORDS) if piece.text]


def texts(body, **parts):
    return [piece.text for piece in read(body, **parts)]


def test_numbers_start_anew_below_a_new_heading():
    body = item("总体") + item("组织", 1) + item("执法", 1) + item("问题") + item("队伍", 1)
    assert texts(body) == ["一、总体", "（一）组织", "（二）执法", "二、问题", "（一）队伍"]


def test_a_legal_number_is_in_digits():
    assert texts(item("总体") + item("组织", 1) + item("会议", 2))[2] == "1.1 会议"


def test_a_list_may_start_elsewhere_and_the_other_goes_on():
    assert texts(item("甲") + item("乙", number=3) + item("丙", number=3)) == ["一、甲", "五、乙", "六、丙"]


def test_numbers_come_from_styles_and_the_styles_they_are_based_on():
    body = styled("甲", "1") + styled("乙", "2") + styled("丙", "2", '<w:numPr><w:numId w:val="0"/></w:numPr>')
    found = read(body)
    assert [piece.text for piece in found] == ["一、甲", "二、乙", "丙"]
    assert {(piece.kind, piece.level) for piece in found} == {("heading", 1)}


def test_an_empty_list_paragraph_is_not_counted():
    assert texts(item("甲") + item("") + item("乙")) == ["一、甲", "二、乙"]


def test_a_bullet_of_a_symbol_font():
    assert texts(item("甲", number=2)) == ["• 甲"]


def test_a_contents_list_is_left_out():
    assert texts(styled("一、甲 1", "9") + p("正文")) == ["正文"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            "<w:p><w:r><w:t>办结</w:t></w:r><w:del><w:r><w:delText>38</w:delText></w:r></w:del><w:ins><w:r><w:t>36</w:t></w:r></w:ins></w:p>",
            "办结36",
        ),
        (
            "<w:p><w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新处</w:t></w:r></w:moveTo></w:p>",
            "新处",
        ),
        (
            "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>可见</w:t></w:r></w:p>",
            "可见",
        ),
        (
            "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>12</w:t></w:r><w:r><w:t>15件</w:t></w:r>"
            "<w:r><w:rPr><w:dstrike/></w:rPr><w:t>31场</w:t></w:r><w:r><w:rPr><w:strike w:val='0'/></w:rPr><w:t>3场</w:t></w:r></w:p>",
            "15件3场",
        ),
        (
            "<w:p><w:r><w:t>调解5</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r><w:r><w:t>件</w:t></w:r></w:p>",
            "调解5²件",
        ),
        ("<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText><w:t>7</w:t></w:r></w:p>", "7"),
        (
            "<w:p><w:bookmarkStart w:id='0' w:name='_GoBack'/><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p>",
            "甲\t乙\n丙",
        ),
        (
            "<w:p><w:r><w:ruby><w:rt><w:r><w:t>hàn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>汉</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>",
            "汉",
        ),
        (
            "<w:p><w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink><w:sdt><w:sdtContent><w:r><w:t>接</w:t></w:r></w:sdtContent></w:sdt></w:p>",
            "链接",
        ),
    ],
)
def test_accepted_and_visible_text(body, text):
    assert texts(body) == [text]


def test_a_deleted_paragraph_mark_joins_two_paragraphs():
    assert texts(p("前半", "<w:rPr><w:del/></w:rPr>") + p("后半")) == ["前半后半"]


def test_a_text_box_is_read_once_after_its_paragraph():
    box = "<w:txbxContent>" + p("框内文字") + "</w:txbxContent>"
    both = f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>'
    found = read(p("正文", tail=f"<w:r>{both}</w:r>"))
    assert [(piece.text, piece.kind) for piece in found] == [("正文", "paragraph"), ("框内文字", "text_box")]


def test_a_footnote_stands_after_its_paragraph():
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{p("含街道")}</w:footnote></w:footnotes>'
    found = read(p("共12件", tail='<w:r><w:footnoteReference w:id="2"/></w:r>') + p("下文"), **{"word/footnotes.xml": notes})
    assert [(piece.text, piece.kind) for piece in found] == [
        ("共12件", "paragraph"),
        ("含街道", "footnote"),
        ("下文", "paragraph"),
    ]


def test_heads_and_feet_are_no_text():
    assert texts(p("正文"), **{"word/header1.xml": f'<w:hdr xmlns:w="{W}">{p("页眉")}</w:hdr>'}) == ["正文"]


def table(*rows):
    cells = ("".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def test_rows_of_a_table_have_their_place():
    found = read(p("如下：") + table(("项目", "数量（件）"), ("行政处罚", "36")) + p("此致"))
    assert [(piece.text, piece.kind, piece.place) for piece in found][1:] == [
        ("项目\t数量（件）", "table_row", "table 1, row 1"),
        ("行政处罚36件。", "table_row", "table 1, row 2"),
        ("此致", "paragraph", "paragraph 6"),
    ]


def test_a_table_that_is_only_a_frame_yields_its_paragraphs():
    prose = p("全年召开会议4次。") + p("培训执法人员50人次。")
    assert texts(table((prose,))) == ["全年召开会议4次。", "培训执法人员50人次。"]
    assert texts(table(("做法", prose))) == ["做法", "全年召开会议4次。", "培训执法人员50人次。"]


def test_the_line_over_a_table_gives_its_unit():
    body = p("单位：件") + table(("项目", "2022年", "2023年"), ("行政处罚", "30", "36"))
    assert texts(body)[2] == "2022年行政处罚30件，2023年行政处罚36件。"


def test_merged_cells_of_a_table():
    body = table(("类别", "项目", "数量（件）"), ("执法", "处罚", "36"), ("", "许可", "12"))
    first, _, rest = body.partition(p("执法"))
    second, _, last = rest.partition(p(""))
    merge = "<w:tcPr><w:vMerge{}/></w:tcPr>"
    body = first + merge.format(' w:val="restart"') + p("执法") + second + merge.format("") + p("") + last
    assert texts(body)[1:] == ["执法\t处罚36件。", "执法\t许可12件。"]


def test_a_row_that_begins_further_in_keeps_its_columns():
    body = table(("", "2022年", "2023年"), ("处罚（件）", "8", "9"))
    body = body.replace(f"<w:tr><w:tc>{p('')}</w:tc>", '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>', 1)
    assert texts(body)[1] == "2022年处罚8件，2023年处罚9件。"


LINKED = LISTS.replace(
    '<w:numFmt w:val="chineseCountingThousand"/>', '<w:numFmt w:val="chineseCountingThousand"/><w:pStyle w:val="3"/>'
)
LINKED_STYLES = STYLES.replace(
    "</w:styles>",
    '<w:style w:type="paragraph" w:styleId="3"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    "</w:style></w:styles>",
)


def test_a_style_stands_at_the_level_that_names_it():
    parts = {"word/numbering.xml": LINKED, "word/styles.xml": LINKED_STYLES}
    assert texts(styled("总体", "1") + styled("组织", "3") + styled("执法", "3"), **parts) == [
        "一、总体",
        "（一）组织",
        "（二）执法",
    ]


def test_a_list_may_take_its_levels_from_a_list_style():
    styled_list = LISTS.replace('w:abstractNumId="0">\n', 'w:abstractNumId="0"><w:styleLink w:val="L"/>\n', 1).replace(
        "</w:numbering>",
        '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:num w:numId="8"><w:abstractNumId w:val="8"/></w:num></w:numbering>',
    )
    assert texts(item("总体", number=8) + item("组织", 1, number=8), **{"word/numbering.xml": styled_list}) == [
        "一、总体",
        "（一）组织",
    ]


def test_a_table_of_contents_that_word_makes_is_left_out():
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    contents = f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{p('一、总体 3')}</w:sdtContent></w:sdt>"
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('全年办结36件。')}</w:sdtContent></w:sdt>"
    assert texts(contents + control) == ["全年办结36件。"]


def test_a_deleted_row_is_gone():
    body = table(("甲", "乙"), ("丙", "丁")).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 1)
    assert texts(body) == ["丙\t丁"]


def cells_of_word_97(*flags, edges=(0, 1000, 2000, 3000), rest=b""):
    """The properties of a row's end: edges of its cells, flags of the first ones ([MS-DOC] 2.9.327)."""
    held = struct.pack(f"<B{len(edges)}h", len(edges) - 1, *edges) + b"".join(struct.pack("<H18x", flag) for flag in flags)
    return struct.pack("<HH", 0xD608, len(held) + 1) + held + rest


@pytest.mark.parametrize(
    ("raw", "above", "beside"),
    [
        (cells_of_word_97(0, 0, 0), (False, False, False), (False, False, False)),
        (cells_of_word_97(0x20, 0, 0), (True, False, False), (False, False, False)),
        (cells_of_word_97(0x60, 2, 1), (False, False, False), (False, False, True)),
        (cells_of_word_97(0x20), (True, False, False), (False, False, False)),
        (cells_of_word_97(0, 0, 0, rest=b"\x24\x56\x01\x03"), (False, False, False), (False, False, True)),
        (cells_of_word_97(0, 0, 0, rest=b"\x2b\xd6\x02\x00\x01"), (True, False, False), (False, False, False)),
    ],
    ids=["apart", "from above", "first and second", "flags left out", "merged later", "merged from above later"],
)
def test_which_cells_of_word_97_go_on(raw, above, beside):
    shape = row_shape(b"\x16\x24\x01" + raw)  # another property first
    assert [(cell.left, cell.right) for cell in shape] == [(0, 1000), (1000, 2000), (2000, 3000)]
    assert (tuple(cell.above for cell in shape), tuple(cell.beside for cell in shape)) == (above, beside)


def test_a_row_that_says_nothing_of_its_cells():
    assert row_shape(b"\x16\x24\x01") == ()
