"""Whatever words of the configuration stand together, the text is read, and its rows hold what the tables promise."""

import hashlib
from functools import cache
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.extract import Knowledge, extract_chunk, load_knowledge
from tasks.knowledge import read_config

HEAD = "乌桕县人民政府2023年法治政府建设情况报告\n2023年，我县推进法治政府建设，现将情况报告如下。\n一、主要举措和成效\n"
GIVEN = {"accuracy", "places", "places_overlay"}  # figures and names, no words of reports
LONGEST_WORD = 14
NUMERALS = [
    "3",
    "12",
    "200",
    "3,000",
    "１２",
    "两",
    "十",
    "一百二十",
    "万",
    "亿",
    "2023年",
    "9月",
    "98%",
    "〇",
    "○",
    "零",
    "半",
]
MODIFIERS = ["近", "约", "上", "数", "超过了", "以上", "余", "多", "到", "至", "其中"]
MARKS = list("，。；：、（）“”《》〔〕\n\n　 ,.:;%％-—~～/·+")


def words(tree: object) -> set[str]:
    """The Chinese leaves and keys of a configuration that are short enough to be words."""
    if isinstance(tree, str):
        return {tree} if len(tree) < LONGEST_WORD and any("一" <= c <= "鿿" for c in tree) else set()
    branches = [*tree, *tree.values()] if isinstance(tree, dict) else tree if isinstance(tree, list) else []
    return set().union(*map(words, branches))


CONFIG = Path(__file__).parents[2] / "config"
WORDS = sorted(set().union(*(words(read_config(p.stem)) for p in CONFIG.glob("*.yaml") if p.stem not in GIVEN)))
PIECES = st.one_of(*map(st.sampled_from, (WORDS, NUMERALS, MODIFIERS, MARKS)))


@cache
def knowledge() -> Knowledge:
    return load_knowledge()


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, min_size=5, max_size=60).map("".join))
def test_any_words_are_read(words: str) -> None:
    raw = (HEAD + words).encode()
    tables = extract_chunk([(hashlib.sha256(raw).hexdigest(), raw)], knowledge())
    if not tables["reports"].num_rows:  # rightly: words of news, plans, templates are among them
        assert tables["contents"].column("reject_code").to_pylist() == ["not_a_report"]
        return
    text = tables["report_texts"].column("text")[0].as_py()
    amounts = [row for row in tables["quantities"].to_pylist() if row["polarity"] != "negated"]
    for row in tables["quantities"].to_pylist():
        assert row["surface"] == text[row["text_start"] : row["text_end"]]
        assert row["value_low"] is None or row["value_low"] <= row["value"]
        assert row["value_high"] is None or row["value"] <= row["value_high"]
    numerals = tables["numerals"].to_pylist()
    for rows in (amounts, numerals):
        spans = sorted((row["text_start"], row["text_end"]) for row in rows)
        assert all(before[1] <= after[0] for before, after in pairwise(spans)), "one stands in another"
    assert all((row["quantity_no"] is None) != (row["reason"] is None) for row in numerals)
    accounted = {at for row in numerals for at in range(row["text_start"], row["text_end"])}
    assert all(at in accounted for at, character in enumerate(text) if character in "0123456789")
