"""Cues only spare searches: whatever words of config/scopes.yaml stand together, scope and owner are as without them."""

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.knowledge import read_config
from tasks.measure.contexts import contexts_of
from tasks.measure.cues import ANY, cues_of
from tasks.measure.measure import CONFIGS, MeasureRules, compile_measure
from tasks.measure.owners import is_rest, owner_of
from tasks.measure.quantities import read_amounts
from tasks.measure.scopes import Setting, scope_of

FORMS = ["2022年", "2021年、2022年分别", "近三年", "十二年来", "3年累计", "“十四五”以来", "1至6月", "7月以来", "前三季度"]
FORMS += ["下半年", "至2022年底", "2019年至2022年", "其中今年", "新"]
FILLING = ["受理", "案件", "3件", "28人", "由46条减少到16条", "，", "。", "；", "（", "）", "、", "\n"]


@cache
def rules() -> MeasureRules:
    return compile_measure({name: read_config(name) for name in CONFIGS})


def leaves(tree: object) -> list[str]:
    if isinstance(tree, str):
        return [tree]
    return [leaf for branch in (tree.values() if isinstance(tree, dict) else tree) for leaf in leaves(branch)]  # type: ignore[attr-defined]


WORDS = leaves(read_config("scopes")["scope"]) + leaves(read_config("scopes")["owner"])
PIECES = st.one_of(st.sampled_from(WORDS), st.sampled_from(FORMS), st.sampled_from(FILLING))
SETTINGS = st.builds(
    Setting,
    st.sampled_from([2022, None]),
    st.sampled_from([(), ("plan",), ("problems", "plan")]),
    st.sampled_from([True, False, None]),
)
REACHES = st.sampled_from(["township", "county", "county_below_city", "department", None])


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=14), SETTINGS, REACHES)
def test_cues_change_nothing(pieces: list[str], setting: Setting, reach: str | None) -> None:
    text = "一是开展工作。" + "".join(pieces) + "5件。"
    known = rules()
    amounts, _ = read_amounts(text, [], [], known.amounts)
    contexts = contexts_of(text, amounts, {}, known.clauses)
    for amount, context, cues in zip(amounts, contexts, cues_of(text, contexts, known.cues), strict=True):
        read = [
            (
                scope_of(text, amount.start, amount.end, context, setting, known.scopes, seen),
                owner_of(text, context, reach, reach, known.owners, seen),
                is_rest(text, context, known.owners, seen),
            )
            for seen in (cues, ANY)
        ]
        assert read[0] == read[1], text[context.quote_start : context.quote_end]
