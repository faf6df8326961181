"""As many names as numbers: in 继续有效、修改、废止分别为289件、12件、63件 the nth number belongs to the nth name."""

import re
from collections.abc import Sequence
from itertools import pairwise

from tasks.measure.amounts import Amount
from tasks.measure.clauses import LIST_MARKS, ClauseRules, Context

NAME = re.compile(r"[^、和及与]+")
MOST_NAMES = 12
RESPECTIVELY = "分别"


def respectively(text: str, amounts: Sequence[Amount], contexts: list[Context], rules: ClauseRules) -> list[Context]:
    """Give each number of a row the name at its place: behind 分别, or of one counter (人大代表建议、政协提案12件、3件)."""
    for first, context in enumerate(contexts[:-1]):
        if contexts[first + 1].quote_start != context.quote_start:
            continue
        if first and contexts[first - 1].quote_start == context.quote_start:
            continue
        row = _row(contexts, first)
        found = rules.respectively.search(text, context.quote_start, context.start)
        end = found.start() if found else context.start
        names = [m.span() for m in NAME.finditer(text, context.quote_start, end)]
        # 市、县两级网上可办率分别达到100%、98.4% parts no names; 签收率、办结率分别 does
        shares = text[end - 1] == "率" and not all(text[last - 1] == "率" for _, last in names)
        if len(names) != len(row) or shares or not (found or _is_bare(text, [amounts[i] for i in row], names, rules)):
            continue
        for (start, last), i in zip(names, row, strict=True):
            contexts[i].near_start, contexts[i].near_end, contexts[i].tail_end = start, last, end
    return contexts


def _row(contexts: Sequence[Context], first: int) -> list[int]:
    """The amounts of a clause, from its first on."""
    last = min(first + MOST_NAMES, len(contexts))
    return [i for i in range(first, last) if contexts[i].quote_start == contexts[first].quote_start]


def _is_bare(text: str, row: Sequence[Amount], names: Sequence[tuple[int, int]], rules: ClauseRules) -> bool:
    """Whether nothing but marks of a list stands between the numbers, and each counts what stands at its place before them.

    That is so for numbers of one counter (8场、120人次 count the same thing twice), or where each name has its verb
    (悬挂横幅、发放资料30条、2000份), but not in 2022年、2023年分别办理12件、15件, which names one thing.
    """
    if any(text[a.end : b.start] not in LIST_MARKS for a, b in pairwise(row)) or RESPECTIVELY in text[slice(*names[-1])]:
        return False
    return all(a.unit == b.unit for a, b in pairwise(row)) or all(rules.verbs.match(text, start) for start, _ in names)
