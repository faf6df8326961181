"""The identity of a report's text: equal for twins in another script, width, layout or file format."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tasks.intake.plausible import script_dictionaries, units_of

DROPPED = 0


@dataclass(frozen=True, slots=True)
class GatewayWords:
    """Words that Big5 gateways put, each with the mainland's own (品质, 质量)."""

    pairs: tuple[tuple[str, str], ...]
    any: re.Pattern[str]

    @classmethod
    def of(cls, words: Mapping[str, str]) -> "GatewayWords":
        """Of such words, as config/repairs.yaml lists them."""
        return cls(tuple(words.items()), re.compile("|".join(map(re.escape, words))))


def fold(text: str, gateway_words: GatewayWords | None = None) -> str:
    """Fold away script, width, case, white space and punctuation; digits and letters of all scripts stay.

    Gateway words are folded into the mainland's own.
    """
    folded = _table()[units_of(text)]
    result: str = folded[folded != DROPPED].tobytes().decode("utf-16-le", "surrogatepass")
    if gateway_words and gateway_words.any.search(result):  # one look instead of one for each word
        for word, original in gateway_words.pairs:
            result = result.replace(word, original)
    return result


@cache
def _table() -> NDArray[np.uint16]:
    """The folded code unit of each code unit; DROPPED for what is no letter and no digit."""
    characters = script_dictionaries()[1]
    table = np.arange(0x10000, dtype=np.uint16)
    for unit in range(0x10000):
        if 0xD800 <= unit < 0xE000:
            continue
        kept = "".join(c for c in unicodedata.normalize("NFKC", chr(unit)).casefold() if c.isalnum())
        simple = characters.get(kept, kept)
        table[unit] = DROPPED if not kept else ord(simple) if len(simple) == 1 and ord(simple) <= 0xFFFF else unit
    table[ord("著")] = ord("着")
    return table
