"""Numbers of lists as Word, WPS and LibreOffice write them: a list's number is in no character of the file."""

from collections.abc import Callable

DIGITS = "〇一二三四五六七八九"
COUNTING_DIGITS = "零一二三四五六七八九"
FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def counting(number: int) -> str:
    """一, 十, 十一, 二十, 一百零三; up to 9999, as lists of documents count."""
    said = _positional(number, COUNTING_DIGITS, "十百千")
    return said.removeprefix("一") if 10 <= number < 20 else said


def _positional(number: int, digits: str, ranks: str) -> str:
    if not 0 < number < 10_000:
        return str(number)
    said, gap = "", False
    for rank in range(3, -1, -1):
        digit = number // 10**rank % 10
        if digit:
            said += (digits[0] if gap and said else "") + digits[digit] + (ranks[rank - 1] if rank else "")
        gap = not digit
    return said


def _formal(number: int) -> str:
    return _positional(number, FORMAL_DIGITS, "拾佰仟")


def _digits(number: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(number))


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    said = ""
    for value, letters in ROMAN:
        said += letters * (number // value)
        number %= value
    return said


def _one_of(characters: str) -> Callable[[int], str]:
    return lambda number: characters[number - 1] if 0 < number <= len(characters) else str(number)


def _run(first: str, count: int) -> str:
    return "".join(map(chr, range(ord(first), ord(first) + count)))


# names of ECMA-376 part 1, 17.18.59 (ST_NumberFormat)
FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": counting,
    "chineseCountingThousand": counting,
    "taiwaneseCounting": counting,
    "taiwaneseCountingThousand": counting,
    "japaneseCounting": counting,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    "chineseLegalSimplified": _formal,
    "ideographLegalTraditional": _formal,
    "ideographTraditional": _one_of(STEMS),
    "ideographZodiac": _one_of(BRANCHES),
    "ideographEnclosedCircle": _one_of(_run("㊀", 10)),
    "decimalEnclosedCircle": _one_of(_run("①", 20)),
    "decimalEnclosedCircleChinese": _one_of(_run("①", 20)),
    "decimalEnclosedParen": _one_of(_run("⑴", 20)),
    "decimalEnclosedFullstop": _one_of(_run("⒈", 20)),
    "decimalFullWidth": lambda number: str(number).translate(FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(FULL_WIDTH),
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": lambda number: "",
}


def format_number(number: int, name: str) -> str:
    """The `number` of a list in the format `name` of ECMA-376; plain digits in a format that is not known."""
    return FORMATS.get(name, str)(number)


def bullet(text: str) -> str:
    """The sign of a bulleted list; a symbol font's own code (Wingdings) says nothing outside that font."""
    return "•" if not text or any("\ue000" <= c <= "\uf8ff" for c in text) else text
