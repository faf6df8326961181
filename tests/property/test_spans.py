"""The way back to the source survives every repair: random texts with random damage."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.clean.normalize import clean, compile_rules
from tasks.clean.script import simplify
from tasks.clean.spans import Edit, Spans, apply_edits
from tasks.knowledge import read_config
from tasks.model import Decoded, Text

SOUND = ["清柏鎮", "法治", "著力", "乾", "2023年", "(一)", "36(場)次", "一、", "。", ",", "、", "Open Data", "é", "𠮷"]
GLOSSED = ["關(guān)", "會(huì )", "個(gè)", "12場(chǎng)次"]
BLANK = ["\n", "\r\n", "\n\n", " ", "\u3000", "\u200b", "\f", "\ue5e5", "&nbsp;", "?", "???"]
RESIDUE = ["4 598個", "１２", "&ldquo;", "[bookmark: _GoBack]", "PAGEREF _Toc1 \\h", "\ufffd", "㈠", "?，F將"]
DAMAGED = st.lists(st.sampled_from((*SOUND, *GLOSSED, *BLANK, *RESIDUE)), max_size=40).map("".join)
RESTORED = ("?,F", "&nbsp;", "&ldquo;")  # what stands for another text altogether


def cleaned(source: str) -> Text:
    return clean(Decoded(source, "utf-8", "text/plain", {}), compile_rules(read_config("repairs")))


@settings(max_examples=250, deadline=None)
@given(DAMAGED)
def test_each_character_points_at_where_it_came_from(source):
    result = cleaned(source)
    simple = simplify(source).replace("著", "着")
    before = (0, 0)
    for at, character in enumerate(result.text):
        start, end = result.spans.to_source(at, at + 1)
        assert 0 <= start <= end <= len(source)
        assert before <= (start, end)
        before = (start, end)
        piece = unicodedata.normalize("NFKC", source[start:end])
        if not character.isspace() and character in source and piece not in RESTORED:
            assert character in source[start:end] + piece + simple[start:end]


@settings(max_examples=250, deadline=None)
@given(DAMAGED, st.data())
def test_a_slice_covers_its_characters(source, data):
    result = cleaned(source)
    start = data.draw(st.integers(0, len(result.text)))
    end = data.draw(st.integers(start, len(result.text)))
    outer = result.spans.to_source(start, end)
    for at in range(start, end):
        inner = result.spans.to_source(at, at + 1)
        assert outer[0] <= inner[0] <= inner[1] <= outer[1]


@settings(max_examples=250, deadline=None)
@given(DAMAGED)
def test_cleaning_a_line_is_a_fixed_point(source):
    # over lines it is none: that a blank line stood between two is known only once
    source = source.replace("\r", "").replace("\n", "")
    once = cleaned(source).text
    assert cleaned(once).text == once


@given(st.text("ab", max_size=30), st.data())
def test_what_an_edit_leaves_maps_to_itself(text, data):
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    new = st.sampled_from(["", "x", "yz"])
    edits = [Edit(start, end, data.draw(new), "layout") for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    edited, step = apply_edits(text, edits)
    back = Spans((step,))
    kept = [i for i, c in enumerate(edited) if c in "ab"]
    assert "".join(text[slice(*back.to_source(i, i + 1))] for i in kept) == "".join(edited[i] for i in kept)


def test_an_end_takes_in_the_gloss_behind_and_no_layout():
    source = "備案文件3個(gè)   \n\n宣傳12場(chǎng )次。"
    result = cleaned(source)
    start = result.text.index("3个")
    assert source[slice(*result.spans.to_source(start, start + 2))] == "3個(gè)"
    start = result.text.index("12场次")
    assert source[slice(*result.spans.to_source(start, start + 4))] == "12場(chǎng )次"
