"""Calendar dates as reports and their pages write them."""

import re
from datetime import date

CHINESE_DIGITS = str.maketrans("〇○零Ｏ元一二三四五六七八九", "00001123456789")  # 元月 is January
YEAR = r"(?:19|20)\d\d|二[〇○零Ｏ][〇○零Ｏ一二三四五六七八九]{2}"
DATE = re.compile(
    rf"(?P<year>{YEAR})\s*(?:年|[-./])\s*(?P<month>1[0-2]|0?[1-9]|元|[一二三四五六七八九十]{{1,2}})\s*(?:月|[-./])\s*"
    r"(?P<day>3[01]|[12]\d|0?[1-9]|[一二三四五六七八九十]{1,3})\s*日?"  # the clock may follow without a space
)

# as pages of other countries' software print it: 18.03.2015
DAY_FIRST = re.compile(
    r"(?<!\d)(?P<day>3[01]|[12]\d|0?[1-9])\.(?P<month>1[0-2]|0?[1-9])\.(?P<year>(?:19|20)\d\d)(?!\d(?!\d?[:：]))"
)


def number(text: str) -> int:
    """A year, month or day in digits or Chinese numerals: 2024, 二〇二四, 十二, 三十一."""
    if "十" not in text:
        return int(text.translate(CHINESE_DIGITS))
    tens, _, ones = text.partition("十")
    return 10 * (number(tens) if tens else 1) + (number(ones) if ones else 0)


def date_of(found: re.Match[str]) -> date | None:
    """The date that a match of DATE writes; None where the calendar has no such day."""
    try:
        return date(number(found["year"]), number(found["month"]), number(found["day"]))
    except ValueError:
        return None


def first_date(text: str) -> date | None:
    """The first date in `text`, or None."""
    found = DATE.search(text) or DAY_FIRST.search(text)
    return found and date_of(found)
