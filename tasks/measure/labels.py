"""What the items of a list behind a colon count: 开展执法检查：安全120次、环保140次 are inspections, though no item says so."""

from collections.abc import Sequence

from tasks.measure.amounts import Amount
from tasks.measure.clauses import LIST_MARKS, ClauseRules, Context

COLONS = frozenset("：:")
SAME_LIST = frozenset("，,；;")
SHORTEST, LONGEST = 4, 40  # characters of a label
NEXT_ITEM = 40  # characters behind an item in which the next one stands
NO_LABEL = 0, 0


def labels_of(text: str, amounts: Sequence[Amount], contexts: Sequence[Context], rules: ClauseRules) -> list[tuple[int, int]]:
    """The span of each amount's label, empty for what is no item of such a list or names its own object.

    A list has two items of one counter at least: a single number behind a colon may count anything (合同审查：意见30条).
    """
    if not any(colon in text for colon in COLONS):
        return [NO_LABEL] * len(amounts)
    labels: list[tuple[int, int]] = []
    for at, (amount, context) in enumerate(zip(amounts, contexts, strict=True)):
        last = contexts[at - 1] if at else None
        label = NO_LABEL
        if last is not None and labels[-1][1] and _goes_on(text, last, context) and amounts[at - 1].unit == amount.unit:
            label = labels[-1]
        elif text[context.quote_start - 1] in COLONS and (last is None or last.end < context.quote_start):
            label = _before_colon(text, context, last) if _has_next(amounts, at, context) else NO_LABEL
        labels.append(NO_LABEL if label[1] and _names_its_own(text, context, rules) else label)
    return labels


def _names_its_own(text: str, context: Context, rules: ClauseRules) -> bool:
    """Whether an item has a verb, or counts a thing that is no kind of what the label names."""
    if rules.verbs.search(text, context.near_start, context.start):
        return True
    return rules.own_things.search(text, context.near_start, context.start) is not None


def _goes_on(text: str, last: Context, context: Context) -> bool:
    """Whether an item stands right behind the last one, in its clause or in the next."""
    if last.quote_start == context.quote_start:
        return text.startswith(LIST_MARKS, context.near_start)
    return last.quote_end + 1 == context.quote_start and text[last.quote_end] in SAME_LIST


def _before_colon(text: str, context: Context, last: Context | None) -> tuple[int, int]:
    """The clause that ends with the colon, where it holds no amount and no other list."""
    end = context.quote_start - 1
    start = max(context.lead_start, end - LONGEST, last.quote_end if last else 0)
    start = max(start, *(text.rfind(mark, start, end) + 1 for mark in "，,；;。\n"))
    return (start, end) if end - start >= SHORTEST and (last is None or last.end <= start) else NO_LABEL


def _has_next(amounts: Sequence[Amount], at: int, context: Context) -> bool:
    following = amounts[at + 1] if at + 1 < len(amounts) else None
    return following is not None and following.unit == amounts[at].unit and following.start - context.end <= NEXT_ITEM
