"""Dates in digits and in Chinese numerals, with what pages put around them."""

from datetime import date

import pytest

from tasks.parse.dates import first_date, number


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年1月30日", date(2024, 1, 30)),
        ("发布时间：2022-03-25 09:15", date(2022, 3, 25)),
        ("2022-03-2509:15", date(2022, 3, 25)),  # white space is gone from compact lines
        ("2021- 01- 20 08 : 32", date(2021, 1, 20)),
        ("2022/3/5", date(2022, 3, 5)),
        ("二〇二三年二月十日", date(2023, 2, 10)),
        ("二○二四年十二月三十一日", date(2024, 12, 31)),
        ("二零一九年十月二十日", date(2019, 10, 20)),
    ],
)
def test_a_date_is_read(text, day):
    assert first_date(text) == day


@pytest.mark.parametrize(
    "text", ["2023年度", "2021—2025年", "2022年12月底", "2022-2023年", "2023年2月30日", "电话022-23030851", ""]
)
def test_what_is_no_date(text):
    assert first_date(text) is None


@pytest.mark.parametrize(("text", "value"), [("十", 10), ("十二", 12), ("三十一", 31), ("二〇二四", 2024), ("07", 7)])
def test_numbers(text, value):
    assert number(text) == value
