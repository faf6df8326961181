"""Chinese and Arabic numerals as values, with the place that a vague word such as 余 leaves open.

`8000余` leaves open the thousands (its last significant place), `120余` the tens, `1.2万余` the tenths of a 万.
"""

from functools import lru_cache
from typing import NamedTuple

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "半": 0.5}
DIGITS |= {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
LARGE = {"万": 10_000, "亿": 100_000_000}
_GREATEST = 1e15  # the budget of the whole country in 元 has fifteen digits; a DOUBLE tells no units beyond sixteen
_MOST_SIGNS = 40  # of a numeral with its scale: nine hundred million written out with every sign takes twenty


class Number(NamedTuple):
    """A value and the size of its last significant place (8000 -> 1000, 4733 -> 1, 1.2万 -> 1000)."""

    value: float
    place: float


@lru_cache(4096)  # most numbers are small, and stand in every report
def read_number(digits: str, scale: str = "") -> Number | None:
    """Read `digits` (Arabic or Chinese) times `scale` (a string of 百千万亿, may be empty).

    Returns None where the characters form no number (十百, 1.2.3), or a greater one than anybody can count.
    """
    if len(digits) + len(scale) > _MOST_SIGNS:
        return None
    number = _arabic(digits) if digits[0].isdecimal() else _han(digits)
    if number is None:
        return None
    if not scale and number.place >= 1:  # most: nothing to multiply, and no binary dust
        return number if number.value <= _GREATEST else None
    factor = 1.0
    for char in scale:
        factor *= LARGE.get(char) or SMALL[char]
    value = number.value * factor
    return Number(without_dust(value), without_dust(number.place * factor)) if value <= _GREATEST else None


def without_dust(value: float) -> float:
    """Undo the binary dust of 1.1 * 10000: reports never state more than four decimals."""
    return round(value, 6)


def _arabic(text: str) -> Number | None:
    plain = text if text.isdecimal() else text.replace(",", "").replace("，", "").replace("·", ".").replace("．", ".")
    if plain.count(".") > 1:
        return None
    whole, _, fraction = plain.partition(".")
    if fraction:
        return Number(float(plain), 10.0 ** -len(fraction))
    stripped = whole.rstrip("0")
    return Number(float(whole), 10.0 ** (len(whole) - len(stripped)) if stripped else 1.0)


def _han(text: str) -> Number | None:
    if len(text) > 1 and all(c in DIGITS for c in text):  # read digit by digit: 二〇二三
        return _arabic("".join(str(int(DIGITS[c])) for c in text)) if "半" not in text else None
    total = section = 0.0
    digit: float | None = None
    place = unit = 1.0
    for char in text:
        if char in DIGITS:
            if digit:
                return None
            digit, place = DIGITS[char], 1.0
        elif char in SMALL:
            unit = SMALL[char]
            section += unit * (1 if digit is None or digit == 0 else digit)
            digit, place = None, unit
        else:
            unit = LARGE[char]
            section += digit or 0
            total = (total + (section or (0 if total else 1))) * unit
            place = place * unit if section else unit
            section, digit = 0.0, None
    return Number(total + section + (digit or 0), place)
