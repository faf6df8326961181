"""Numerals read back as what they were written from."""

from hypothesis import given
from hypothesis import strategies as st

from tasks.knowledge import read_config
from tasks.measure.amounts import bounds
from tasks.measure.masks import compile_masks
from tasks.measure.numerals import read_either, read_number
from tasks.measure.quantities import FORMED

MASKS = compile_masks(read_config("numerals"))
DIGITS = "零一二三四五六七八九"


def han(number: int) -> str:
    """Write a number below 10,000 the ordinary way: 1203 -> 一千二百零三."""
    out, gap = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            out += ("零" if gap and out else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return out.removeprefix("一") if out.startswith("一十") else out


@given(st.integers(1, 9999))
def test_chinese_numerals_read_back(number):
    assert read_number(han(number)).value == number


@given(st.integers(1, 9999), st.sampled_from([("", 1), ("万", 10_000), ("亿", 100_000_000)]))
def test_scales_multiply(number, scale):
    name, factor = scale
    assert read_number(str(number), name).value == number * factor
    assert read_number(han(number) + name).value == number * factor


@given(st.integers(1, 9999), st.integers(1, 9999), st.sampled_from([("万", 10_000), ("亿", 100_000_000)]))
def test_what_stands_behind_a_sign_is_added(above, below, scale):
    name, factor = scale
    assert read_number(f"{above}{name}零{below}").value == above * factor + below
    assert read_number(f"{han(above)}{name}零{han(below)}").value == above * factor + below


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_numbers_of_two_large_signs(above, below):
    value = above * 100_000_000 + below * 10_000
    assert read_number(f"{above}亿{below}", "万").value == value
    assert read_number(f"{han(above)}亿{han(below)}万").value == value


@given(st.integers(2, 8), st.sampled_from([("", 1), ("十", 10), ("百", 100), ("千", 1000), ("万", 10_000)]))
def test_two_digits_side_by_side_are_a_range(digit, scale):
    name, factor = scale
    low, high = read_either(DIGITS[digit] + DIGITS[digit + 1] + name)
    assert (low.value, high.value) == (digit * factor, (digit + 1) * factor)


@given(st.integers(0, 10**9))
def test_thousands_separators_change_nothing(number):
    assert read_number(f"{number:,}").value == number


@given(st.integers(0, 10**7), st.sampled_from([None, "over", "nearly", "about", "at_least", "at_most"]))
def test_bounds_hold_the_value(number, modifier):
    read = read_number(str(number))
    low, high = bounds(read, modifier)
    assert low is None or low <= number
    assert high is None or number <= high


@given(
    st.text(alphabet="0123456789 年月日号〕]】）)-—–~～至到一./．:：·•‧・。xX×*+＋An小时周版度份召24", max_size=18),
    st.integers(0, 9),
)
def test_forms_that_count_nothing_are_tried_wherever_they_stand(rest: str, digit: int) -> None:
    text = f"{digit}{rest}宪法日"
    assert FORMED.match(text) or not MASKS.arabic.match(text)
