"""Numbers that are the rest of one that was not read: 1,2000 份 is no 2000 份, 增减 -8 件 no 8 件."""

import re

from tasks.model import Numeral

WIDEST_GAP = 4
# Between two parts of one number: a damaged grouping or decimal point, a deviation, a range, a space that came in.
GAP = re.compile(r"\s?(?:[,，'’`.．·。±]|[-－−—–~～〜至到]{1,2})\s?| {1,2}")
SIGNS = frozenset("十百千万亿")
MINUS = frozenset("-－−")
BULLETS = frozenset("\n-－−—–")  # before or instead of a minus: a bullet or a dash
LOOKALIKES = frozenset("OＯ")  # of 〇: O三件 had a digit before
UNREAD = frozenset(("unknown", "word", "slogan"))


def is_torn(text: str, start: int, last: Numeral | None) -> bool:
    """Whether the number at `start` is no whole one: behind a minus, or behind a part that was not read (`last`)."""
    if text[start - 1 : start] in MINUS and (last is None or last.text_end < start - 1):
        return start > 1 and text[start - 2] not in BULLETS
    if text[start - 1 : start] in LOOKALIKES and not text[start].isdecimal():
        return True
    if last is None or start - last.text_end > WIDEST_GAP or last.reason not in UNREAD:
        return False
    if last.text_end == start:
        return last.reason == "unknown" or text[start - 1] in SIGNS
    return last.reason == "unknown" and GAP.fullmatch(text, last.text_end, start) is not None
