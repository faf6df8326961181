"""What goes by .doc and .xml and is no Word file of its time: XML of Word 2003, flat OPC, pages of Word and WPS."""

import parts_document
import pytest
from format_facts import facts_of
from format_writers import reports
from measure_formats import equal
from raw_documents import docx_of, flat_opc, word, word_2003
from word_writers import OFFICE_HEAD, WORD_WRITERS

from tasks.intake.readers.read import read_bytes
from tasks.intake.readers.tables import table_words
from tasks.intake.readers.word_xml import read_word_2003
from tasks.knowledge import read_config

WORDS = table_words(read_config("readers"))
STYLES = (
    '<w:style w:type="paragraph" w:default="on" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="0"/>'
    '</w:pPr></w:style><w:style w:type="character" w:styleId="h"><w:name w:val="unseen"/><w:rPr><w:vanish/></w:rPr></w:style>'
)


@pytest.mark.parametrize("label", WORD_WRITERS)
def test_the_facts_are_those_of_the_text(label, knowledge):
    for _, text in reports(6, seed=3):
        assert equal(facts_of(WORD_WRITERS[label](text), knowledge), facts_of(text.encode(), knowledge)) == (True, True, True)


def test_the_parts_of_a_word_file_in_one_file():
    whole, flat = read_bytes(parts_document.make()), read_bytes(flat_opc(parts_document.make()))
    assert (flat.text, flat.blocks) == (whole.text, whole.blocks)
    assert flat.media_type == "application/vnd.ms-word.flat-opc"


def p(text, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def read(body):
    return [piece for piece in read_word_2003(word_2003(body, styles=STYLES), WORDS) if piece.text]


def texts(body):
    return [piece.text for piece in read(body)]


def test_headings_go_by_their_style():
    assert [(piece.kind, piece.level) for piece in read(p("甲", '<w:pStyle w:val="1"/>') + p("乙"))] == [
        ("heading", 1), ("paragraph", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("space", "tenth"), [("", "一〇、"), (' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"', "十、")]
)
def test_lists_of_libreoffice_count_as_they_do_on_its_pages(space, tenth):
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="9"/><w:nfc w:val="10"/><w:suff w:val="Nothing"/><w:lvlText w:val="%1、"/></w:lvl>'
    )
    lists = f'<w:listDef w:listDefId="1"{space}>{level}</w:listDef><w:list w:ilfo="1"><w:ilst w:val="1"/></w:list>'
    item = '<w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/></w:listPr>'
    raw = word_2003(p("甲", item) + p("乙", item), lists=lists)
    assert [piece.text for piece in read_word_2003(raw, WORDS)] == ["九、甲", f"{tenth}乙"]


def annotation(kind, content=""):
    held = f"<aml:content>{content}</aml:content>" if content else ""
    return f'<aml:annotation aml:id="1" w:type="Word.{kind}">{held}</aml:annotation>'


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            f"<w:p><w:r><w:t>办结</w:t></w:r>{annotation('Deletion', '<w:r><w:delText>38</w:delText></w:r>')}"
            f"{annotation('Insertion', '<w:r><w:t>36</w:t></w:r>')}</w:p>",
            ["办结36"],
        ),
        (p("前半", f"<w:rPr>{annotation('Deletion')}</w:rPr>") + p("后半"), ["前半后半"]),
        (annotation("Insertion", p("新段")) + annotation("Deletion", p("旧段")), ["新段"]),
        (f"<w:p><w:r><w:t>甲</w:t>{annotation('Comment', p('改为88件'))}</w:r></w:p>", ["甲"]),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:rPr><w:vanish w:val='off'/></w:rPr><w:t>显</w:t></w:r></w:p>", ["显"]),
        ("<w:p><w:r><w:rPr><w:rStyle w:val='h'/></w:rPr><w:t>隐</w:t></w:r><w:r><w:t>显</w:t></w:r></w:p>", ["显"]),
        (f"<wx:sub-section>{p('甲')}<wx:pBdrGroup>{p('乙')}</wx:pBdrGroup></wx:sub-section>", ["甲", "乙"]),
        ("<w:p><st1:chsdate xmlns:st1='urn:tags'><w:r><w:t>2024年1月8日</w:t></w:r></st1:chsdate></w:p>", ["2024年1月8日"]),
        (f"<ns0:form xmlns:ns0='urn:office'>{p('甲')}</ns0:form>", ["甲"]),
    ],
)  # fmt: skip
def test_accepted_and_visible_text(body, said):
    assert texts(body) == said


def test_notes_and_boxes_stand_behind_their_paragraph():
    box = f"<w:pict><v:shape><v:textbox><w:txbxContent>{p('框内')}</w:txbxContent></v:textbox></v:shape></w:pict>"
    body = f"<w:p><w:r><w:t>办结36件</w:t></w:r><w:r><w:footnote>{p('含街道')}</w:footnote></w:r><w:r>{box}</w:r></w:p>" + p(
        "下文"
    )
    assert [(piece.text, piece.kind) for piece in read(body)] == [
        ("办结36件", "paragraph"), ("框内", "text_box"), ("含街道", "footnote"), ("下文", "paragraph"),
    ]  # fmt: skip


def row(*cells):
    return "<w:tr>" + "".join(f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>" for text, properties in cells) + "</w:tr>"


def test_merged_cells():
    begins, goes_on = '<w:vmerge w:val="restart"/>', "<w:vmerge/>"
    head = row(("类别", ""), ("2023年", '<w:gridSpan w:val="2"/>')) + row(("类别", ""), ("件数", ""), ("金额（万元）", ""))
    body = row(("处罚", begins), ("3", ""), ("1.5", "")) + row(("", goes_on), ("4", ""), ("2.5", ""))
    assert texts(f"<w:tbl>{head}{body}</w:tbl>")[2:] == [
        "2023年处罚3件，2023年处罚金额1.5万元。",
        "2023年处罚4件，2023年处罚金额2.5万元。",
    ]


def test_a_cell_of_a_docx_that_goes_on_from_the_one_on_its_left():
    cells = [("统计", '<w:hMerge w:val="restart"/>'), ("", "<w:hMerge/>")]
    rows = row(*cells) + row(("处罚", ""), ("3件", ""))
    assert read_bytes(docx_of(word(f"<w:tbl>{rows}</w:tbl>"))).text == "统计\n处罚\t3件"


def page(body):
    markup = OFFICE_HEAD % ("gb2312", "x") + f"<body lang=ZH-CN><div class=Section1>{body}</div></body></html>"
    return read_bytes(markup.encode("gb18030")).text.split("\n")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<p>办结<span class=msoDel><del cite='mailto:a'>38</del></span><span class=msoIns><ins>36</ins></span>件。</p>", ["办结36件。"]),
        ("<p>甲，乙<span style='display:none;mso-hide:all'>隐</span><span style='mso-hide:all'>藏</span>。</p>", ["甲，乙。"]),
        ("<p>办结36件<span class=MsoCommentReference><a class=msocomanchor href='#_msocom_1'>[张1]</a></span>。</p>"
         "<div style='mso-element:comment-list'><div style='mso-element:comment'><p>原为99件。</p></div></div>", ["办结36件。"]),
        ("<p>办结36件<a href='#_ftn1'><span class=MsoFootnoteReference><![if !supportFootnotes]>[1]<![endif]></span></a>。</p>"
         "<div style='mso-element:footnote-list'><p class=MsoFootnoteText><a><span class=MsoFootnoteReference>[1]</span></a>含简易程序12件。</p></div>",
         ["办结36件。", "含简易程序12件。"]),
        ("<p>办结36件。</p><div style='mso-element:header'><p>机密</p></div><div style='mso-element:footer'><p>— 3 —</p></div>", ["办结36件。"]),
        ("<xml><w:data>FFFF</w:data></xml><p>办结36件。</p>", ["办结36件。"]),
        ("<p class=MsoToc1><a href='#_Toc1'>一、做法. 1</a></p><p>办结36件。</p>", ["办结36件。"]),
        ("<p>甲。</p><!--[if gte vml 1]><v:textbox><div>框内</div></v:textbox><![endif]--><![if !vml]><table><tr><td>框内。</td></tr></table><![endif]>",
         ["甲。", "框内。"]),
    ],
)  # fmt: skip
def test_pages_of_word(body, said):
    assert page(body) == said
