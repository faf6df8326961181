"""The fast conversion is byte for byte that of opencc-python-reimplemented."""

import random

from opencc import OpenCC

from tasks.clean.script import simplify
from tasks.intake.plausible import script_dictionaries

STRINGS = 12_000
SEED = 20240131


def invented(rng: random.Random, phrases: list[str], characters: list[str], filler: str) -> str:
    """A string dense in what decides a conversion: whole phrases, their heads and tails, odd characters, separators."""
    parts = []
    for _ in range(rng.randint(1, 12)):
        phrase = rng.choice(phrases)
        cut = rng.randrange(len(phrase))
        pieces = (
            phrase,
            phrase[cut:],
            phrase[:cut],
            rng.choice(filler),
            rng.choice(characters),
            rng.choice("，。 \n-(a1?〇𠮷"),
        )
        parts.append(rng.choice(pieces))
    return "".join(parts)


def test_identical_on_many_strings():
    phrases, characters = map(list, script_dictionaries())
    rng, reference = random.Random(SEED), OpenCC("t2s")
    filler = "".join(phrases)
    for _ in range(STRINGS):
        text = invented(rng, phrases, characters, filler)
        assert simplify(text) == reference.convert(text), text


def test_every_character_and_phrase_alone():
    phrases, characters = script_dictionaries()
    reference = OpenCC("t2s")
    for text in (*phrases, *characters):
        assert simplify(text) == reference.convert(text), text


def test_length_is_kept():
    phrases, characters = script_dictionaries()
    assert all(len(old) == len(new) for old, new in (*phrases.items(), *characters.items()))
