"""Which numerals count nothing, and why: dates, ordinals, document numbers, names, slogans, codes."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

HAN = "零〇一二三四五六七八九十百千万亿两廿卅"
FORMAL = "壹贰叁肆伍陆柒捌玖拾佰仟"  # as sums are written out
YEAR = r"(?:19|20)\d\d"
NULL = "〇零○ＯOo0"  # offices type what looks like 〇
HAN_MORE = rf"(?:[{HAN}○]|[OＯ](?![A-Za-z]*[A-NP-Za-z]))*"  # what follows the first sign of a Chinese numeral
HAN_YEAR = rf"(?:二[{NULL}]|一九)[{NULL}一二三四五六七八九]{{2}}"
DASH = r"[-—–~～至到一]{1,2}"

DAY_WORDS = "DAY_WORDS"  # where the words of the catalogue go in
# Tried at the start of a run of Arabic digits, first match wins. Sources: GB/T 15835 (numerals in publications)
# for the forms of dates, GB/T 9704 (official documents) for document numbers.
ARABIC = (
    rf"(?P<document_number>{YEAR}\s?[〕\]】）)]\s?(?:第\s?)?\d+\s?号|{YEAR}\s?〕\s?\d+|\d+\s?号(?!召|称|角))"
    rf"|(?P<date>{YEAR}\s?年(?:度)?(?:\s?\d{{1,2}}\s?月(?:\s?\d{{1,2}}\s?[日号]?)?)?|{YEAR}(?:{DASH}|\s?[/.．]\s?){YEAR}(?:\s?年)?"
    rf"|{YEAR}{YEAR}\s?年?|{YEAR}(?:1[0-2]|0?[1-9])(?:[12]\d|3[01]|0?[1-9])\s?日|{YEAR}\s?[-/.．]\s?\d{{1,2}}(?![\d]*\s?[平亩公万亿元千米吨㎡%％])(?:\s?[-/.．]\s?\d{{1,2}})?"
    r"|\d{1,2}(?:[-—–~～至到,，、]\d{1,2})?\s?月(?!度)(?:\s?\d{1,2}(?:\s?[日号]|(?=[-—–~～至到，。；、,;:：）)\s]|$))(?:[-—–~～至到]\d{1,2}\s?日)?)?(?:份)?"
    r"|(?<!法定)(?<![压缩减短][缩短至少][至到为])(?<![压缩减短][至到为])(?:\d{1,2}[-—–~～至到]\d{1,2}\s?日|\d{1,2}\s?日(?!内|以内|常|均))|\d{1,2}[:：]\d\d(?:[:：]\d\d)?"
    r"|(?:0?[1-9]|1[0-2])\s?[.·•‧・。]\s?(?:[12]\d|3[01]|0?[1-9])(?![\d.%％万亿个件人元倍公米平亩])(?=(?:、\d{1,2}[.·•‧・]\d{1,2})*[^，。；、,;]{0,12}(?:DAY_WORDS|[”\"』」])))"
    r"|(?P<phone>0\d{2,3}[-—]?\d{7,8}|1[3-9]\d{9}|400[-—]?\d{3}[-—]?\d{4})"
    r"|(?P<name>24\s?小时(?!办|内)|\d+\s?[x×*]\s?24|\d\.\d\s?版|(?:19|20)\d\d\s?版)|(?P<code>\d+(?:\.\d+)?\s?[+＋×xX*]\s?[\dA-Za-zNn]+|\d+(?=[A-Za-z])(?!\d*(?:km|m²))|\d+(?:\.\d+){2,})"
    r"|(?P<list_marker>\d{1,2}[.．](?=(?:19|20)\d\d年))|(?P<ordinal>\d{1,2}\s?级(?!次))|(?P<slogan>\d{1,2}个\d(?=[”\"’」]))"
    r"|(?P<anniversary>\d+\s?周年)|(?P<fraction>[1-9]/[1-9]\d?(?![\d/]))"
)
# The same at the start of a run of Chinese numerals.
CHINESE = re.compile(
    rf"(?P<date>{HAN_YEAR}\s?年?(?:度)?(?:[一二三四五六七八九十]{{1,2}}月)?(?:[一二三四五六七八九十]{{1,3}}日)?|[一二三四五六七八九十]{{1,2}}月(?:[一二三四五六七八九十]{{1,3}}日|份)?"
    r"|[一二三四]季度|[一二三四五六七八九十]{1,3}日)"
    rf"|(?P<document_number>[{HAN}]{{1,4}}号(?!召|称|角))"
    rf"|(?P<congress>[{HAN}]{{1,3}}届(?:[{HAN}]{{1,3}}中全会|[{HAN}]{{1,3}}次)?|[{HAN}]{{1,3}}次(?=(?:[、和及至到][{HAN}]{{1,3}}次){{0,6}}(?:全体会议|全会)))"
    rf"|(?P<list_marker>[{HAN}]{{1,3}}(?=是|则|要(?!求|点|素|件|闻)))"
    rf"|(?P<fraction>[{HAN}]{{1,3}}分之[{HAN}\d]+)"
    rf"|(?P<anniversary>[{HAN}]{{1,3}}周年)"
    r"|(?P<word>一年(?=来|度|之|初))"
)
# What the forms of ARABIC have behind their first digits, or eight digits and more: only there are they tried.
FORMED = re.compile(
    r"\d+(?:[.·．]\d+)?\s?[A-Za-zＡ-Ｚａ-ｚ年月日号级个〕\]】）)小版周x×*+＋.·•‧・。．/:：,，、—–~～至到一-]|\d{8}"
)
REASONS = {"phone": "phone", "code": "code", "anniversary": "name", "congress": "name"}


@dataclass(frozen=True, slots=True)
class MaskRules:
    """Compiled config/numerals.yaml."""

    words: AhoCorasick  # the longest at each place
    reasons: tuple[str, ...]  # of each of the words
    arabic: re.Pattern[str]  # forms at the start of Arabic digits that are no amounts
    hotlines: frozenset[str]
    versioned: re.Pattern[str]  # what a version is of: 2.0方案
    slogan: re.Pattern[str]  # what makes a slogan of the counter before it


@dataclass(frozen=True, slots=True)
class Masks:
    """The spans of one text in which numerals are names: sorted, without overlap."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    reasons: tuple[str, ...]

    def covering(self, start: int, end: int) -> str | None:
        """The reason of the span that holds `[start, end)` whole, or None."""
        i = bisect_right(self.starts, start) - 1
        return self.reasons[i] if i >= 0 and self.ends[i] >= end else None


NO_MASKS = Masks((), (), ())


def compile_masks(config: Mapping[str, Any]) -> MaskRules:
    """Compile config/numerals.yaml into one automaton, so that a longer list costs no longer scan."""
    reasons = {word: reason for reason, words in config["words"].items() for word in words}
    return MaskRules(
        words=AhoCorasick(reasons, MatchKind.LeftmostLongest),
        reasons=tuple(reasons.values()),
        arabic=re.compile(ARABIC.replace(DAY_WORDS, "|".join(config["day_words"]))),
        hotlines=frozenset(config["hotlines"]),
        versioned=re.compile("|".join(map(re.escape, config["versioned"]))),
        slogan=re.compile("|".join(map(re.escape, sorted(config["slogan_objects"], key=len, reverse=True)))),
    )


def find_words(text: str, rules: MaskRules) -> Masks:
    """The listed expressions of a text, the longest at each place."""
    found = rules.words.find_matches_as_indexes(text)  # in the order of the text, without overlap
    if not found:
        return NO_MASKS
    words, starts, ends = zip(*found, strict=True)
    return Masks(starts, ends, tuple(map(rules.reasons.__getitem__, words)))


TITLES = re.compile(r"《[^《》\n]{1,80}(?:[〈<][^〉>\n]{1,60}[〉>][^《》\n]{0,40})?》")
QUOTES = re.compile(
    r"“([^“”\n。]{1,12})”|\"([^\"\n。]{1,12})\"|「([^「」\n。]{1,12})」|‘([^‘’\n。]{1,12})’|『([^『』\n。]{1,12})』"
)


def find_titles(text: str) -> Masks:
    """Titles of laws and documents: numerals inside are part of a name."""
    return masks_of([m.span() for m in TITLES.finditer(text)], "name")


def find_quotes(text: str) -> Masks:
    """Short quoted expressions, without their quotes: “15441”, “四个自信”, “12条”."""
    return masks_of([(m.start() + 1, m.end() - 1) for m in QUOTES.finditer(text)], "name")


def masks_of(spans: Sequence[tuple[int, int]], reason: str) -> Masks:
    """Sorted spans that are masked for one reason."""
    if not spans:
        return NO_MASKS
    starts, ends = zip(*spans, strict=True)
    return Masks(starts, ends, (reason,) * len(starts))
