"""Copied sentences, repeated numbers and what forms leave behind, against small truth computed by hand."""

import pytest

from warehouse.signatures import sign_reports
from warehouse.warehouse import Warehouse


@pytest.fixture
def towns(desk):
    """Two townships of one county, named as reports name them."""
    desk.place("100101", "county")
    for code in ("100101001", "100101002"):
        desk.place(code, "township", "100101")
    desk.indicator("cases")
    desk.indicator("visits")
    desk.indicator("losses")
    return desk


def town(number, year, name="东镇"):
    return {"place_code": f"10010100{number}", "report_year": year, "township": name, "county": "甲县"}


def test_sentences_cover_the_text_and_fold_what_varies(towns):
    first = "甲县东镇2020年组织干部学习行政处罚法12次。"
    pieces = ["\n", "甲县西镇二〇二一年组织干部学习行政处罚法1,300次！\n", " 短句。", "没有句号的最后一行文字也算作是一句"]
    towns.put("a1", text=first, **town(1, 2020))
    towns.put("b1", text="".join(pieces), **town(2, 2020, "西镇"))
    towns.night({"a.txt": "a1", "b.txt": "b1"})
    cut = towns.ask("SELECT text_start, text_end, fold FROM core.sentences WHERE report_id = ? ORDER BY 1", towns.rid("b1"))
    assert ["".join(pieces)[start:end] for start, end, _ in cut] == pieces
    assert [fold is None for _, _, fold in cut] == [True, False, True, False]
    # the town's own name, years and numbers are masked: 东镇's sentence of 2020 is 西镇's of 2021
    assert towns.ask("SELECT fold FROM core.sentences WHERE report_id = ?", towns.rid("a1")) == [(cut[1][2],)]


def test_a_report_with_nothing_but_years_and_numbers_changed_is_copied_whole(towns):
    text = "{}年，东镇办理了群众关心的各类事项{}件。各村居委员会配合司法所排查邻里纠纷{}次并逐件登记。"
    towns.put("a1", text=text.format(2019, 12, 3), **town(1, 2019))
    towns.put("b1", text=text.format(2020, 15, 4), **town(1, 2020))
    towns.put("c1", text="西镇新写了一份与往年完全不同的报告而且句子足够长。", **town(1, 2021))
    towns.night({f"{name}.txt": name for name in ("a1", "b1", "c1")})
    columns = "report_id, other_report_id, sentences, shared_sentences, share"
    assert towns.ask(f"SELECT {columns} FROM marts.copied_text ORDER BY share DESC") == [
        (towns.rid("b1"), towns.rid("a1"), 2, 2, 1.0),
        (towns.rid("c1"), towns.rid("b1"), 1, 0, 0.0),
    ]
    traced = towns.ask("SELECT sentence, other_sentence FROM marts.copied_sentences ORDER BY sentence_no")
    assert traced[0] == ("2020年，东镇办理了群众关心的各类事项15件。", "2019年，东镇办理了群众关心的各类事项12件。")
    assert len(traced) == 2


def test_a_copy_with_every_sentence_reworked_is_found_by_its_wording(towns):
    """No sentence is equal, but most four-character pieces are: 西镇 changed one word of each sentence of 东镇."""
    sentences = [
        "组织执法人员参加行政处罚法专题培训并进行闭卷考试",
        "依托便民服务大厅设立法律咨询窗口为群众提供免费服务",
        "对辖区内餐饮单位和农贸市场开展食品安全联合执法行动",
        "完善重大行政决策程序落实公众参与和专家论证等制度",
        "聘请法律顾问参与合同审查和规范性文件合法性审核工作",
    ]
    reworked = [sentence.replace(old, new) for sentence, old, new in zip(sentences, "闭免联等和", "开义综的及", strict=True)]
    other = [
        "河道治理工程按期完工沿岸群众出行更加便利安全",
        "粮食播种面积保持稳定高标准农田建设稳步推进",
        "旅游接待人数创历史新高民宿产业发展势头良好",
    ]
    for name, number, said in (("a1", 1, sentences), ("b1", 2, reworked)):
        towns.put(name, text="。".join(said) + "。", **town(number, 2020, f"{number}镇"))
    towns.place("100101003", "township", "100101")
    towns.put("c1", text="。".join(other) + "。", **town(3, 2020, "北镇"))
    towns.night({f"{name}.txt": name for name in ("a1", "b1", "c1")})
    pairs = towns.ask("SELECT report_id, other_report_id, shared_sentences, likeness FROM marts.copied_text ORDER BY 1")
    assert [row[:3] for row in pairs] == [
        (towns.rid("a1"), towns.rid("b1"), 0),
        (towns.rid("b1"), towns.rid("a1"), 0),
    ]
    pieces = [{text[at : at + 4] for at in range(len(text) - 3)} for text in ("".join(sentences), "".join(reworked))]
    jaccard = len(pieces[0] & pieces[1]) / len(pieces[0] | pieces[1])
    assert pairs[0][3] == pairs[1][3] == pytest.approx(jaccard, abs=0.12)  # three standard errors of 128 hashes


def test_the_same_text_is_alike_whatever_its_numbers(towns):
    text = "{}年，组织执法人员参加行政处罚法专题培训{}次。"
    towns.put("a1", text=text.format(2019, 12), **town(1, 2019))
    towns.put("b1", text=text.format(2020, 3), **town(1, 2020))
    towns.night({"a.txt": "a1", "b.txt": "b1"})
    assert towns.ask("SELECT likeness FROM marts.copied_text") == [(1.0,)]


def test_a_text_that_is_read_again_is_signed_again(towns):
    towns.put("a1", text="原来的文本说的是一件事情。", **town(1, 2020))
    towns.night({"a.txt": "a1"})
    before = towns.ask("SELECT report_id, extractor_version, signature FROM store.signatures")
    towns.night({"a.txt": "a1"})
    assert towns.ask("SELECT report_id, extractor_version, signature FROM store.signatures") == before
    with Warehouse.open(towns.home) as warehouse:
        warehouse.con.execute("UPDATE store.reports SET extractor_version = 'newer'")
        warehouse.con.execute("UPDATE store.report_texts SET text = '后来读出的是另外一件事情。'")
        assert (sign_reports(warehouse.con), sign_reports(warehouse.con)) == (1, 0)
        after = warehouse.con.execute("SELECT report_id, extractor_version, signature FROM store.signatures").fetchall()
        warehouse.drop_rows([before[0][0]])
        assert sign_reports(warehouse.con) == 0
        assert warehouse.con.execute("SELECT count(*) FROM store.signatures").fetchone() == (0,)
    assert after[0][:2] == (before[0][0], "newer")
    assert after[0][2] != before[0][2]


def test_numbers_said_again_are_counted_small_ones_left_out(towns):
    def said(cases, visits, losses):
        values = {"cases": cases, "visits": visits, "losses": losses}
        return [towns.mention(name, value) for name, value in values.items()]

    towns.put("a1", mentions=said(12, 30, 9), **town(1, 2019))
    towns.put("b1", mentions=said(12, 31, 9), **town(1, 2020))
    towns.night({"a.txt": "a1", "b.txt": "b1"})
    assert towns.ask("SELECT numbers_compared, numbers_repeated FROM marts.copied_text") == [(2, 1)]


def test_blanks_of_a_form_are_found_where_they_stand(towns):
    text = "开展培训*次。办理案件××件，接待来访30次。规格为3x4。"
    towns.put("a1", text=text, **town(1, 2020))
    towns.put("b1", text="开展培训3次。", **town(1, 2021))
    towns.night({"a.txt": "a1", "b.txt": "b1"})
    rows = towns.ask("SELECT report_id, text_start, text_end, surface, sentence FROM marts.template_residue ORDER BY 2")
    assert rows == [
        (towns.rid("a1"), 4, 6, "*次", "开展培训*次。"),
        (towns.rid("a1"), 11, 14, "××件", "办理案件××件，接待来访30次。"),
    ]
    assert [text[start:end] for _, start, end, _, _ in rows] == ["*次", "××件"]
