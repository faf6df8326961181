"""How a text is cut into runs, aligned with its source, and made visible."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.page.texts import REMOVED, paint, repairs, runs, visible


def told(source: str, text: str) -> list[tuple[str, str | None]]:
    """The repairs of `source` as (what stood there, what it became or None), in order."""
    layer, replacements = repairs(source, text)
    return [
        (run.text, None if run.marks[0] == REMOVED else replacements[run.marks[0] - 1])
        for run in runs(source, layer)
        if run.marks[0]
    ]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("關(guān)于", "关于", [("關", "关"), ("(guān)", None)]),
        ("現(xiàn)將烏柏鎮", "现将乌柏镇", [("現", "现"), ("(xiàn)", None), ("將烏", "将乌"), ("鎮", "镇")]),
        ("4\u3000598個", "4598个", [("\u3000", None), ("個", "个")]),
        ("36(場)次", "36(场)次", [("場", "场")]),
        ("相同的文字", "相同的文字", []),
        ("", "", []),
    ],
)
def test_a_repair_shows_what_was_and_what_became(source, text, expected):
    assert told(source, text) == expected


def test_the_shorter_of_two_overlapping_amounts_shows_and_the_longer_begins_once():
    text = "无行政应诉败诉3件的情况"
    cut = runs(text, paint(len(text), [(0, 12, 1), (7, 9, 2)]))
    assert [(run.text, run.marks[0], run.first) for run in cut] == [
        ("无行政应诉败诉", 1, True),
        ("3件", 2, True),
        ("的情况", 1, False),
    ]


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(1, 9)), max_size=8))
def test_runs_joined_are_the_text(text, spans):
    layer = paint(len(text), [(min(a, b, len(text)), min(max(a, b), len(text)), number) for a, b, number in spans])
    cut = runs(text, layer)
    assert "".join(run.text for run in cut) == text
    assert all(one.marks != other.marks for one, other in pairwise(cut))


@given(st.text(alphabet="镇鎮关關()guān 　9件。\n", max_size=40), st.text(alphabet="镇关9件。\n", max_size=40))
def test_repairs_lead_from_the_source_to_the_text(source, text):
    layer, replacements = repairs(source, text)
    kept = "".join(
        run.text if not run.marks[0] else "" if run.marks[0] == REMOVED else replacements[run.marks[0] - 1]
        for run in runs(source, layer)
    )
    position = 0
    for char in kept:  # insertions have no characters of the source to stand on: what is left must be the text in order
        position = text.index(char, position) + 1


def test_what_has_no_shape_shows_its_code():
    assert visible("甲\u3000乙\u200b丙 丁\n") == "甲‹3000›乙‹200B›丙 丁\n"
