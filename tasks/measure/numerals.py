"""Chinese and Arabic numerals as values, with the place that a vague word such as 余 leaves open.

`8000余` leaves open the thousands (its last significant place), `120余` the tens, `1.2万余` the tenths of a 万.
What forms no number for certain (`1万2`, 五二, 百十) is None: no amount is better than a wrong one.
"""

import re
from functools import lru_cache
from typing import NamedTuple

ZEROS = "零〇○OＯ"  # offices type what looks like 〇
DIGITS = dict.fromkeys(ZEROS, 0) | {c: i for i, c in enumerate("一二三四五六七八九", 1)} | {"两": 2, "半": 0.5}
DIGITS |= {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
LARGE = {"万": 10_000, "亿": 100_000_000}
_TENS = str.maketrans({"廿": "二十", "卅": "三十"})
_GREATEST = 1e15  # the budget of the whole country in 元 has fifteen digits; a DOUBLE tells no units beyond sixteen
_MOST_SIGNS = 40  # of a numeral with its scale: nine hundred million written out with every sign takes twenty
_SIGN = re.compile("[百千万亿]")
_PIECE = re.compile(r"(零?)(\d[\d,，.]*)([百千]?[万亿]{1,2}|[百千]|$)")  # of 3亿2000万, 1万零500
_APART = (DIGITS["三"], DIGITS["五"])  # 三五 is said of few; else the two digits are neighbours


class Number(NamedTuple):
    """A value and the size of its last significant place (8000 -> 1000, 4733 -> 1, 1.2万 -> 1000)."""

    value: float
    place: float


@lru_cache(4096)  # most numbers are small, and stand in every report
def read_number(digits: str, scale: str = "") -> Number | None:
    """Read `digits` (Arabic, Chinese, or Arabic with signs between: 3亿2000) times `scale` (of 百千万亿, may be empty).

    Returns None where the characters form no number (十百, 1.2.3), or a greater one than anybody can count.
    """
    if len(digits) + len(scale) > _MOST_SIGNS:
        return None
    if digits[0].isdecimal() and _SIGN.search(digits):
        return _mixed(digits + scale)
    number = _arabic(digits) if digits[0].isdecimal() else _han(digits)
    if number is None:
        return None
    if not scale and number.place >= 1:  # most: nothing to multiply, and no binary dust
        return number if number.value <= _GREATEST else None
    factor = _factor(scale)
    value = number.value * factor
    return Number(without_dust(value), without_dust(number.place * factor)) if value <= _GREATEST else None


def read_either(digits: str, scale: str = "") -> tuple[Number, Number] | None:
    """The ends of a Chinese numeral that leaves two digits open: 两三 is 2 to 3, 五六千 5000 to 6000, 十二三 12 to 13."""
    if all(c in DIGITS for c in digits) and len(digits) > len("两三"):
        return None  # read digit by digit: 二三四
    pairs = [at for at in range(len(digits) - 1) if _neighbours(digits[at], digits[at + 1])]
    if len(pairs) != 1:
        return None
    at = pairs[0]
    low = read_number(digits[: at + 1] + digits[at + 2 :], scale)
    high = read_number(digits[:at] + digits[at + 1 :], scale)
    return (low, high) if low and high else None


def _neighbours(left: str, right: str) -> bool:
    pair = DIGITS.get(left, 0), DIGITS.get(right, 0)
    return pair[0] >= 1 and (pair[1] - pair[0] == 1 or pair == _APART)


def without_dust(value: float) -> float:
    """Undo the binary dust of 1.1 * 10000: reports never state more than four decimals."""
    return round(value, 6)


def _factor(scale: str) -> float:
    factor = 1.0
    for char in scale:
        factor *= LARGE.get(char) or SMALL[char]
    return factor


def _arabic(text: str) -> Number | None:
    plain = text if text.isdecimal() else text.replace(",", "").replace("，", "").replace("·", ".").replace("．", ".")
    if plain.count(".") > 1:
        return None
    whole, _, fraction = plain.partition(".")
    if fraction:
        return Number(float(plain), 10.0 ** -len(fraction))
    stripped = whole.rstrip("0")
    return Number(float(whole), 10.0 ** (len(whole) - len(stripped)) if stripped else 1.0)


def _mixed(text: str) -> Number | None:
    """3亿2000万, 12万8千, 1万零500: pieces that fall in size. None where one does not: 1万2 is 12,000 or 10,002."""
    pieces = list(_PIECE.finditer(text))
    if "".join(piece[0] for piece in pieces) != text:
        return None
    total, above, place = 0.0, _GREATEST, 1.0
    for piece in pieces:
        zero, digits, scale = piece.groups()
        number, factor = _arabic(digits), _factor(scale)
        if number is None or number.value * factor >= above:
            return None
        if not scale and not zero and len(digits) == 1 and above >= SMALL["百"]:
            return None
        total, above, place = total + number.value * factor, factor, number.place * factor
    return Number(without_dust(total), without_dust(place))


def _han(text: str) -> Number | None:
    whole, point, fraction = text.partition("点")
    if point:
        return _decimal(whole, fraction)
    if len(text) > 1 and all(c in DIGITS for c in text):
        return _digit_by_digit(text)
    return _written_out(text.translate(_TENS))


def _decimal(whole: str, fraction: str) -> Number | None:
    """三点五, 九十八点六."""
    number = _han(whole)
    if number is None or not fraction or any(c not in DIGITS for c in fraction):
        return None
    size = 10.0 ** -len(fraction)
    return Number(without_dust(number.value + int("".join(str(int(DIGITS[c])) for c in fraction)) * size), size)


def _digit_by_digit(text: str) -> Number | None:
    """二〇二三, 三〇, 一二三; two digits without a zero (七八, 五二) are no number of two places."""
    if "半" in text or (len(text) == len("七八") and not any(c in ZEROS for c in text)):
        return None
    return _arabic("".join(str(int(DIGITS[c])) for c in text))


def _written_out(text: str) -> Number | None:
    """一千二百零三, 三亿二千万, 一万二 (12,000): what stands before 亿 or 万 is multiplied, what stands behind is less."""
    sign = next((sign for sign in ("亿", "万") if sign in text), None)
    if sign is None:
        return _section(text)
    factor = LARGE[sign]
    head, _, tail = text.rpartition(sign)
    above = _written_out(head) if head else Number(1.0, 1.0)
    if above is None or not tail:
        return above and Number(above.value * factor, above.place * factor)
    below = Number(DIGITS[tail] * factor / 10, factor / 10) if tail in DIGITS else _written_out(tail)
    if below is None or below.value >= factor:
        return None
    return Number(above.value * factor + below.value, below.place)


def _section(text: str) -> Number | None:
    """Below 万: signs that fall in size, with a digit before each; a digit right behind 百 or 千 counts the next sign."""
    total, unit, place = 0.0, LARGE["万"], 1.0
    digit: float | None = None
    for char in text:
        if char in DIGITS:
            if digit:
                return None
            digit, place = DIGITS[char], 1.0
        elif SMALL[char] >= unit or (digit is None and total):
            return None  # 十百, 百十
        else:
            unit = SMALL[char]
            total += unit * (digit or 1)
            digit, place = None, float(unit)
    if digit and unit < LARGE["万"] and unit > SMALL["十"] and text[-2] in SMALL:
        return Number(total + digit * unit / 10, unit / 10)
    return Number(total + (digit or 0), place)
