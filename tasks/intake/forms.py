"""Characters that are only another form of a plain one: full-width digits and letters, radicals, compatibility forms."""

import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

# Ranges whose NFKC form is the same character plainly written. Full-width punctuation is none of them: the text keeps it.
RANGES = (
    (0xFF10, 0xFF1A),  # full-width digits
    (0xFF21, 0xFF3B),  # and letters
    (0xFF41, 0xFF5B),
    (0xFE50, 0xFE6C),  # small punctuation and the small percent sign
    (0x2F00, 0x2FD6),  # Kangxi radicals, which PDF exports put for the characters
    (0xF900, 0xFB00),  # CJK compatibility ideographs
)
# Those of the radicals supplement that are whole characters: they have no NFKC form.
# Source: EquivalentUnifiedIdeograph.txt of the Unicode database.
SUPPLEMENT = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "母民虎西见角贝车长长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)


@cache
def plain_forms() -> dict[int, int]:
    """Code point -> code point of the plain character; one character for one, none of them beyond the basic plane."""
    forms = {ord(old): ord(new) for old, new in SUPPLEMENT.items()}
    for start, end in RANGES:
        for code in range(start, end):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and ord(plain) != code and ord(plain) <= 0xFFFF:
                forms[code] = ord(plain)
    forms[ord("％")] = ord("%")
    forms[0x2F3E] = ord("户")  # its NFKC form is the Traditional 戶, the exports mean this one
    return forms


@cache
def plain_units() -> NDArray[np.uint16]:
    """The plain form of each of the 65,536 code units of UTF-16."""
    table = np.arange(0x10000, dtype=np.uint16)
    table[list(plain_forms())] = list(plain_forms().values())
    return table
