"""Every numeral of a report is an amount or is accounted for: the one anchored pass that decides which.

The pass anchors on runs of digits (a scan in C), and tries the forms of dates, names and amounts only there:
a number-anchored expression is several times faster than one that begins with optional words.
"""

import re
from collections.abc import Sequence

from tasks.measure.amounts import RUN, Amount, AmountRules, act_at, bounds, range_of, shared_at, sum_at
from tasks.measure.masks import (
    CHINESE,
    FORMED,
    HAN,
    REASONS,
    find_quotes,
    find_titles,
    find_words,
    masks_of,
)
from tasks.measure.numerals import Number, read_either, read_number
from tasks.measure.torn import is_torn
from tasks.model import Numeral

BULLET_BEFORE = frozenset("\n。；;：:，,、 ”")
ORDINAL_JOINS = frozenset("、和至到—-")
ORDINALS = re.compile(rf"第(?:[{HAN}]{{1,2}}|\d{{1,2}})[、和至到—-]$")  # 第二、三批
SERVICE_NUMBER = re.compile(r"12[0-9]{3}|9[56]\d{3}")  # 12316 and its like: numbers of public services begin so
YEAR_ALONE = re.compile(r"(?:19|20)\d\d")
DASH = re.compile(r"[-－−—–~～〜至到]")
# a single letter makes a code of what follows: X012县道, A4纸, 1e9
LETTER_BEFORE = re.compile(r"(?<![A-Za-z])[A-Za-z]$|\d[A-Za-z]$")
VERSION = re.compile(r"\d\.0")
SHORTEST_PHONE = 5  # digits
CLAUSE_END = frozenset("，。；;,、\n！!：:）)")
PERCENT = re.compile(rf"百分之\s?(?P<num>[{HAN}]+(?:点[{HAN}]+)?|\d+(?:\.\d+)?)")
LOOSE = re.compile(rf"(?P<num>\d+|[{HAN}]+)个(?P<more>[多半])(?P<unit>小时|月|星期|学时)")
BARE = frozenset("百千万亿")
RANK = re.compile("(?<![之以目提当此先])前$")
PERCENT_AHEAD = re.compile(r"\d+(?:\.\d+)?[%％]")
CONTINUOUS = re.compile("连续|为期|历时")
SEVERAL = frozenset("数几上")
ROUND = frozenset("十百千万亿")
JOINS = frozenset(("、", "和", "及", "，", ","))
OPENING_QUOTES = frozenset('“"「‘『')
CLOSING_QUOTES = frozenset('”"」’』')
CUT_QUOTE = re.compile(r"[^“”\"「」‘’『』\n。]{0,12}\s*")  # the text breaks off inside a quotation


def read_amounts(
    text: str, markers: Sequence[tuple[int, int]], headings: Sequence[tuple[int, int]], rules: AmountRules
) -> tuple[list[Amount], list[Numeral]]:
    """Read every amount of a normalized text, and account for every other numeral.

    `markers` are the spans of heading markers (二、), `headings` those of headings: there a Chinese numeral with a
    counter is rhetoric (抓好三个环节). `Numeral.quantity_no` is the index into the amounts, from 0.
    """
    reader = _Reader(text, markers, headings, rules)
    for run in RUN.finditer(text):
        reader.take(run)
    return reader.amounts, reader.numerals


class _Reader:
    """The state of one pass: how far the text is spoken for, and by what."""

    def __init__(
        self, text: str, markers: Sequence[tuple[int, int]], headings: Sequence[tuple[int, int]], rules: AmountRules
    ) -> None:
        self.text, self.rules = text, rules
        self.words = find_words(text, rules.masks)
        self.titles, self.quotes = find_titles(text), find_quotes(text)
        self.markers, self.headings = masks_of(markers, "list_marker"), masks_of(headings, "slogan")
        self.amounts: list[Amount] = []
        self.numerals: list[Numeral] = []
        self.until = 0
        self.holder: int | None = None
        self.reason: str | None = None
        self.least = any(word in text for word in rules.least_words)

    def take(self, run: re.Match[str]) -> None:
        """Decide one run of digits."""
        start, end = run.span()
        if start >= self.until:
            arabic = self.text[start].isdecimal()
            self.reason, self.until = self._arabic(start, end) if arabic else self._chinese(start, end)
            self.holder = len(self.amounts) - 1 if self.reason is None else None
        self.numerals.append(Numeral(start, end, self.holder, self.reason))

    # each returns (reason or None for an amount, where the decision ends)

    def _arabic(self, start: int, end: int) -> tuple[str | None, int]:
        text = self.text
        common = self._common(start, end)
        if common:
            return common, end
        if FORMED.match(text, start) and (form := self.rules.masks.arabic.match(text, start)):
            kind = form.lastgroup or "unknown"
            return REASONS.get(kind, kind), form.end()
        surface = text[start:end]
        hotline = surface in self.rules.masks.hotlines or (len(surface) == 5 and SERVICE_NUMBER.fullmatch(surface))
        if hotline and not self.rules.amount.match(text, start):
            return "phone", end
        if end - start >= SHORTEST_PHONE and self.rules.call.search(text, max(0, start - 12), start):
            return "phone", end
        if self._quoted(start, end) and not text.startswith(("%", "％"), end):
            return "name", end
        before = text[start - 1 : start]
        if before.isascii() and before.isalpha() and LETTER_BEFORE.search(text, max(0, start - 2), start):
            return "code", end
        if found := self._amount(start, end, self.rules.amount) or self._unitless(start, end):
            return found
        if before == "、" and self.numerals and self.numerals[-1].reason == "phone" and self.numerals[-1].text_end == start - 1:
            return "phone", end  # 12345、710热线
        if text.startswith("大", end):
            return "slogan", end  # 3大举措
        if VERSION.fullmatch(surface) and self.rules.masks.versioned.match(text, end):
            return "name", end
        if YEAR_ALONE.fullmatch(text, start, end):
            return "date", end
        if (before.isascii() and before.isalpha()) or before in "+＋×" or text[end : end + 1] in "+＋×":
            return "code", end
        if before in BULLET_BEFORE | {""} and text[end : end + 1] in tuple(".．、)）") and end - start < 3:
            return "list_marker", end
        return "unknown", end

    def _chinese(self, start: int, end: int) -> tuple[str | None, int]:
        text = self.text
        common = self._common(start, end)
        if common:
            return common, end
        if (percent := PERCENT.match(text, start)) and (number := read_number(percent["num"])):
            return None, self._add(start, percent.end(), number, "%", "percent", None)
        word = self.words.covering(start, end)
        exact = word is not None and self.words.covering(start, end + 1) is None and self.words.covering(start - 1, end) is None
        if word and not exact:
            return word, end
        if form := CHINESE.match(text, start):
            kind = form.lastgroup or "unknown"
            return REASONS.get(kind, kind), form.end()
        if self.headings.covering(start, end):
            return "slogan", end
        if self._quoted(start, end):
            return word or "slogan", end
        if found := self._amount(start, end, self.rules.han_amount):
            return found
        return word or ("slogan" if text.startswith("大", end) else "word"), end  # 三大攻坚战

    def _common(self, start: int, end: int) -> str | None:
        """What holds for digits of either script."""
        if reason := self.markers.covering(start, end):
            return reason
        before, after = self.text[start - 1 : start], self.text[end : end + 1]
        if before == "第" or (before in ORDINAL_JOINS and ORDINALS.search(self.text, max(0, start - 8), start)):
            return "ordinal"
        if self.titles.covering(start, end):
            return "name"
        return "list_marker" if before and before in "（(" and after and after in "）)" and end - start < 3 else None

    def _quoted(self, start: int, end: int) -> bool:
        """A numeral that opens a short quotation is a code or a slogan; deeper inside it may count."""
        if self.text[start - 1 : start] not in OPENING_QUOTES:
            return False
        return self.quotes.covering(start, end) is not None or CUT_QUOTE.fullmatch(self.text, end) is not None

    def _amount(self, start: int, end: int, pattern: re.Pattern[str]) -> tuple[str | None, int] | None:
        """Read an amount at `start`: (None, its end), or (why it counts nothing, `end`), or None without a counter."""
        text, rules = self.text, self.rules
        if is_torn(text, start, self.numerals[-1] if self.numerals else None):
            return None
        # a dash must follow within reach, else the long expression is not tried
        if (
            DASH.search(text, end, end + rules.reach)
            and (span := rules.span.match(text, start))
            and (amount := range_of(span, rules))
        ):
            self.amounts.append(amount)
            return None, amount.end
        if text.startswith("个", end) and (until := self._loose(start)):
            return None, until
        found = pattern.match(text, start)
        if not found:
            return None
        digits, mid, scale, tail, big, plain, inner, outer, again, behind = found.groups("")
        number = read_number(digits, scale)
        either = None if number else read_either(digits, scale)
        if (number := either[1] if either else number) is None:
            return None
        unit = big or plain or inner + outer
        if again and unit + again in rules.units.units:
            unit += again
        begin, before = self._before(start)
        if not before and self.least and rules.least_from_afar.search(text, max(0, start - 16), start):
            before = "at_least"  # said before the verb it holds for the number behind it (至少举办讲座1场)
        if reason := self._rhetoric(start, found, number, unit, before):
            return reason, end
        modifier = "over" if mid or tail else rules.units.behind.get(behind) or before
        end = self._add(begin, found.end(), number, unit, None, modifier)
        if either:
            self._widen(either[0])
        return None, end

    def _unitless(self, start: int, end: int) -> tuple[None, int] | None:
        """Acts of a list (行政处罚0、行政许可12), items of a row (12、3件), or money without its unit (挽回损失突破3000万)."""
        if act := act_at(self.text, start, end, self.rules) or shared_at(self.text, start, self.rules):
            self.amounts.append(act)
            return None, end
        if not (found := sum_at(self.text, start, self.rules)) or not (number := read_number(found["num"], found["scale"])):
            return None
        begin, before = self._before(start)
        vague = "over" if found["mid"] or found["tail"] else self.rules.units.behind.get(found["behind"] or "")
        return None, self._add(begin, found.end(), number, "元", None, vague or before)

    def _loose(self, start: int) -> int | None:
        """3个多月 is three and more, 2个半小时 two and a half."""
        found = LOOSE.match(self.text, start)
        whole = read_number(found["num"]) if found else None
        if not found or not whole or found["unit"] not in self.rules.units.units:
            return None
        if found["more"] == "多":
            return self._add(start, found.end(), whole, found["unit"], None, "over")
        return self._add(start, found.end(), Number(whole.value + 0.5, 0.1), found["unit"], None, None)

    def _rhetoric(self, start: int, found: re.Match[str], number: Number, unit: str, modifier: str | None) -> str | None:
        """Why a numeral with a counter counts nothing: 近三年 is a period, 一 and 百 are words, 三个到位 a slogan."""
        text, after = self.text, self.text[found.end() : found.end() + 6]
        rules = self.rules
        if unit in rules.period_units and (
            number.value >= 1000
            or (rules.period_behind.match(after) and not (unit in rules.deadline_units and after.startswith("内")))
            or rules.period_before.search(text[max(0, start - 2) : start])
        ):
            return "date"
        if unit in rules.ranked_units and RANK.search(text, max(0, start - 2), start):
            return "ordinal"
        if unit == "个" and PERCENT_AHEAD.match(after):
            return "slogan"  # 4个100%
        if text[start].isdecimal():
            return "slogan" if number.value == 1 and unit in rules.units.nouns else None  # 1村1顾问
        if CONTINUOUS.search(text, max(0, start - 2), start):
            return None  # 连续两年全面达标, 为期三天
        if start and text[start - 1] in self.rules.anaphora:
            return "word"
        if number.value == 1 and not (unit in self.rules.units.one_counters and (not after or after[0] in CLAUSE_END)):
            return "word"
        if after and after[0] in CLOSING_QUOTES and self.quotes.covering(start, found.end()):
            return "slogan"  # “普法十分钟”
        if found["num"] == "二":  # two are 两; 二人 and 二级 are words
            return "word"
        vague = modifier or found["mid"] or found["tail"] or found["behind"]
        if found["num"] in BARE and not vague:
            return "slogan"
        if number.value <= 10 and unit in self.rules.units.arabic_only:
            return "word"
        return "slogan" if (after and after[0] in OPENING_QUOTES) or self.rules.masks.slogan.match(after) else None

    def _before(self, start: int) -> tuple[int, str | None]:
        """Where a modifier in front begins, and what it says."""
        near = self.text[max(0, start - 5) : start]
        if near and near[-1] in SEVERAL and self.text[start] in ROUND and not near.endswith("以上"):  # 数十, 上万; not 总数35
            return start - 1, "at_least" if near[-1] == "上" else "several"
        found = self.rules.before.search(near)
        if not found:
            return start, None
        word = found["word"]
        at = start - len(near) + found.start()
        if at > 0 and self.text[at - 1] in self.rules.not_modifiers.get(word, ()):
            return start, None
        return at, self.rules.units.before[word]

    def _widen(self, low: Number) -> None:
        """The last amount is a range from `low` to what it was read as (两三次); with 以上 it stays open above."""
        last = self.amounts[-1]
        last.value, last.low = low.value, low.value
        if last.high is not None:
            last.modifier = None

    def _add(self, start: int, end: int, number: Number, unit: str, kind: str | None, modifier: str | None) -> int:
        known = self.rules.units.units.get(unit)
        unit = "%" if unit == "％" else unit
        kind = known.kind if known else kind or "count"
        if kind == "percent" and ("百分点" in unit or self._changes(start)):
            kind = "percent_change"
        low, high = bounds(number, modifier)
        modifier = "about" if modifier == "several" else modifier
        self.amounts.append(
            Amount(start, end, number.value, low, high, unit, known.unit_class if known else "piece", kind, modifier)
        )
        return end

    def _changes(self, start: int) -> bool:
        """Whether a percentage says by how much something changed: itself, or in a row behind one that does (下降3%、2%)."""
        last = self.amounts[-1] if self.amounts else None
        if last and last.kind == "percent_change" and self.text[last.end : start] in JOINS:
            return True
        return self.rules.changes.search(self.text[max(0, start - 12) : start]) is not None
