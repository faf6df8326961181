"""Copied sentences, repeated numbers and what forms leave behind, against small truth computed by hand."""

import pytest


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
