"""What an amount is, and the expressions and words that find one, compiled from config/."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tasks.measure.masks import FORMAL, HAN, HAN_MORE, MaskRules
from tasks.measure.numerals import Number, read_number, without_dust
from tasks.measure.units import UnitRules

PLAIN = r"\d+(?:[,，]\d{3}(?!\d))+(?:\.\d+)?|\d+(?:[.·．]\d+)?"
SIGN = "(?:[百千]?[万亿]|[百千])"
ARABIC_NUMBER = rf"{PLAIN}|(?:{PLAIN})(?:{SIGN}零?(?:{PLAIN}))+"  # 3亿2000(万), 1万零500
HAN_NUMBER = rf"[{HAN}]{HAN_MORE}(?:点[〇零一二三四五六七八九]+)?"
# Begins with one set of characters, which the scan skips to; behind it the forms of ARABIC_NUMBER, a Chinese
# numeral, or two signs and more of one in formal writing (壹佰贰拾; but 队伍).
RUN = re.compile(
    rf"[\d{HAN}{FORMAL}](?:(?<=\d)(?:\d*(?:[,，]\d{{3}}(?!\d))+(?:\.\d+)?|\d*(?:[.·．](?!(?:19|20)\d\d年)\d+)?)|(?<=[{HAN}]){HAN_MORE}"
    rf"|(?<=[{FORMAL}])[{FORMAL}零万亿]+)"
)
ACT_AHEAD = 12  # characters before a number in which the name of an act stands
LONGEST_ACT = 6  # digits
SUM_AHEAD = 12  # characters before a number in which it is said to be money
CLOSED = r"(?=[，。；;、）)\n]|$)"
FARTHEST_APART = 100  # times, of the ends of a range that do not share their scale
RANGE_DASH = r"\s?(?:[-－−—–~～〜]{1,2}|至|到)\s?"

ROW = re.compile(r"(?P<num>(?!(?:19|20)\d\d)\d{1,4})(?:、\d{1,4})*、(?P<last>\d{1,2}(?!\d))")
NAMES_AHEAD = re.compile(r"(?P<names>[^，。；：,;:\n\d]+)(?:\d{1,4}、)*$")
LIST_MARK = re.compile("[、和及与]")
FARTHEST_NAMES = 48  # characters before such a row in which its names stand


@dataclass(slots=True)
class Amount:
    """A number with its unit and bounds, and where it stands; nothing is said yet of what it counts."""

    start: int  # of the modifier in front, if any
    end: int
    value: float
    low: float | None
    high: float | None
    unit: str
    unit_class: str
    kind: str
    modifier: str | None


@dataclass(frozen=True, slots=True)
class AmountRules:
    """Compiled expressions and lists for the pass."""

    units: UnitRules
    masks: MaskRules
    amount: re.Pattern[str]
    han_amount: re.Pattern[str]
    span: re.Pattern[str]  # 3至5次, 1-2个
    reach: int  # characters behind the lower number within which the dash of a span begins
    before: re.Pattern[str]  # modifiers in front
    period_units: frozenset[str]
    period_before: re.Pattern[str]
    period_behind: re.Pattern[str]
    changes: re.Pattern[str]
    not_modifiers: Mapping[str, frozenset[str]]
    sum: re.Pattern[str]  # a sum of money that leaves its unit out (损失突破3000万)
    of_money: re.Pattern[str]  # before a number these say that it is one
    act: re.Pattern[str]  # acts that are counted without a counter (行政处罚0、行政许可12): their name before the number,
    next_act: re.Pattern[str]  # and what closes it, or the next of the list
    call: re.Pattern[str]
    least_words: tuple[str, ...]
    least_from_afar: re.Pattern[str]  # begins with one of these words
    anaphora: frozenset[str]
    ranked_units: frozenset[str]
    deadline_units: frozenset[str]


def compile_amounts(units: UnitRules, masks: MaskRules, words: Mapping[str, Any]) -> AmountRules:
    """Build the anchored expressions from the unit catalogue and config/amounts.yaml (`words`)."""
    behind = "|".join(sorted((w for w in units.behind if len(w) > 1), key=len, reverse=True))
    before = "|".join(sorted(units.before, key=len, reverse=True))

    def amount(number: str, pattern: str) -> re.Pattern[str]:
        loose = "[多余]"
        scale = rf"(?P<mid>{loose})?\s?(?P<scale>[百千]?[万亿]{{1,2}}|百|千(?![米克瓦]))?(?P<tail>{loose})?\s?"
        unit = (
            rf"(?:大?(?P<big>{units.big_pattern})|(?P<unit>{pattern})"
            rf"|[（(](?P<inner>{pattern})[）)](?P<outer>{pattern})?)"
        )
        return re.compile(
            rf"(?P<num>{number})\s?{scale}{unit}(?!(?<=元)\d角)(?:[（(](?P<again>次|件|名|个)[）)])?(?:\s?(?P<behind>{behind}))?"
        )

    return AmountRules(
        units=units,
        masks=masks,
        amount=amount(ARABIC_NUMBER, units.pattern),
        han_amount=amount(f"{HAN_NUMBER}|[{HAN}{FORMAL}]+", units.pattern),
        span=re.compile(
            rf"(?P<low>{ARABIC_NUMBER}|{HAN_NUMBER})(?P<low_scale>{SIGN})?(?P<low_unit>{units.pattern})?{RANGE_DASH}"
            rf"(?P<high>{ARABIC_NUMBER}|{HAN_NUMBER})(?P<scale>{SIGN})?(?P<more>[多余])?\s?(?P<unit>{units.pattern})"
        ),
        reach=len("千万") + len("5千") + max(map(len, units.units)) + len(" -"),
        before=re.compile(rf"(?P<word>{before})了?[^\S\n]?\Z"),
        period_units=frozenset(words["period_units"]),
        period_before=re.compile(f"(?<!提)(?:{any_of(words['period_before'])})$"),  # 提前2年 is a duration
        period_behind=re.compile(f"(?!{any_of(words['period_not_behind'])})(?:{any_of(words['period_behind'])})"),
        changes=re.compile(rf"(?:{any_of(words['changes'])})[^，。；,;\d到至为]{{0,6}}$"),
        not_modifiers={word: frozenset(chars) for word, chars in words["not_modifiers"].items()},
        sum=re.compile(
            rf"(?P<num>{ARABIC_NUMBER})\s?(?P<mid>[多余])?(?P<scale>[百千]?[万亿])(?P<tail>[多余])?(?P<behind>{behind})?{CLOSED}"
        ),
        of_money=re.compile(rf"(?:{any_of(words['of_money'])})[^，。；、,;\d]{{0,6}}$"),
        act=re.compile(f"(?:{any_of(words['acts_counted'])})(?:{any_of(words['acts_named'])})*[：:\\s]?$"),
        next_act=re.compile(rf"[，,。；;\n]|$|[、和及](?:{any_of(words['acts_counted'])})"),
        call=re.compile(rf"(?:{any_of(words['call_words'])})[)）:：号]{{0,3}}\s?$"),
        least_words=tuple(words["least_from_afar"]),
        least_from_afar=re.compile(rf"(?:{any_of(words['least_from_afar'])})[^，。；：、,;\d]{{1,12}}$"),
        anaphora=frozenset(words["anaphora"]),
        ranked_units=frozenset(words["ranked_units"]),
        deadline_units=frozenset(words["deadline_units"]),
    )


def sum_at(text: str, start: int, rules: AmountRules) -> re.Match[str] | None:
    """The number at `start` that is a sum of money though no unit stands behind it: groups num, mid, scale, tail, behind."""
    found = rules.sum.match(text, start)
    return found if found and rules.of_money.search(text, max(0, start - SUM_AHEAD), start) else None


def act_at(text: str, start: int, end: int, rules: AmountRules) -> Amount | None:
    """The number in `text[start:end]` that counts acts, though no counter stands behind it; it has no unit."""
    digits = text[start:end]
    if not digits.isdecimal() or end - start > LONGEST_ACT or not rules.next_act.match(text, end):
        return None
    if not rules.act.search(text, max(0, start - ACT_AHEAD), start):
        return None
    return Amount(start, end, float(digits), float(digits), float(digits), "", "case", "count", None)


def shared_at(text: str, start: int, rules: AmountRules) -> Amount | None:
    """The number at `start` of a row that shares its last counter, behind as many names (人大代表建议、政协提案12、3件).

    260 of 1、260件 may be the rest of a number written with the wrong mark.
    """
    row = ROW.match(text, start)
    if row is None or (found := rules.amount.match(text, row.start("last"))) is None:
        return None
    unit = rules.units.units.get(found["unit"] or "")
    names = NAMES_AHEAD.search(text, max(0, start - FARTHEST_NAMES), start)
    if unit is None or unit.kind != "count" or names is None:
        return None
    numbers = text.count("、", names.end("names"), row.end()) + 1
    if len(LIST_MARK.findall(names["names"])) + 1 != numbers:
        return None
    value = float(row["num"])
    return Amount(start, row.end("num"), value, value, value, unit.name, unit.unit_class, unit.kind, None)


def any_of(words: Iterable[str]) -> str:
    """An alternation of words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def bounds(number: Number, modifier: str | None) -> tuple[float | None, float | None]:
    """The interval that a modifier leaves open, as the contract fixes it."""
    value = number.value
    match modifier:
        case "over":
            return value, value + number.place
        case "nearly":
            return None, value
        case "about":
            return without_dust(value * 0.9), without_dust(value * 1.1)
        case "several":  # 数十 is anything from ten to a hundred
            return value, value * 10
        case "at_least":
            return value, None
        case "at_most":
            return None, value
        case _:
            return value, value


def range_of(span: re.Match[str], rules: AmountRules) -> Amount | None:
    """3至5次, 8000元至1.2万元, 1至2万余份: the lower end is the value. None where the ends make no range."""
    ends = _ends(span)
    unit = rules.units.units[span["unit"]]
    if ends is None or span["low_unit"] not in (None, span["unit"]):
        return None
    low, high = ends
    top = high.value + (high.place if span["more"] else 0)
    return Amount(span.start(), span.end(), low.value, low.value, top, unit.name, unit.unit_class, unit.kind, None)


def _ends(span: re.Match[str]) -> tuple[Number, Number] | None:
    """A lower end without unit and scale shares that of the upper (1至2万份), if it is no greater then (9000至1万份)."""
    high = read_number(span["high"], span["scale"] or "")
    own = read_number(span["low"], span["low_scale"] or "")
    if high is None or own is None:
        return None
    shared = None if span["low_scale"] or span["low_unit"] else read_number(span["low"], span["scale"] or "")
    if shared and shared.value <= high.value:
        return shared, high
    whole = span["low_scale"] or span["low_unit"] or own.value * FARTHEST_APART >= high.value
    return (own, high) if whole and own.value <= high.value else None
