"""The identity of a report's text: equal for twins in another script, width, layout or file format."""

import unicodedata
from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tasks.intake.plausible import script_dictionaries, units_of

DROPPED = 0


def fold(text: str, gateway_words: Iterable[tuple[str, str]] = ()) -> str:
    """Fold away script, width, case, white space and punctuation; digits and letters of all scripts stay.

    `gateway_words` are pairs of a word that Big5 gateways put and the mainland's own (品质, 质量), folded likewise.
    """
    folded = _table()[units_of(text)]
    result: str = folded[folded != DROPPED].tobytes().decode("utf-16-le", "surrogatepass")
    for word, original in gateway_words:
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
