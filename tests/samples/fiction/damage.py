"""What happens to a page on its way: script, glosses, residue, lost spaces, broken lines, cut ends, odd codecs."""

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from random import Random

from .marked import Change, Marked, change
from .stock import read

AMBIGUOUS = "着"  # converters disagree on these; left as they are
USUAL = {"众": "眾", "群": "群", "为": "為", "里": "裡"}  # what pages write where the dictionary names a rarer form first


@cache
def traditional_table() -> dict[int, str]:
    """Simplified to Traditional, character by character, as page converters do it."""
    lines = files("opencc").joinpath("dictionary/STCharacters.txt").read_text("utf-8").splitlines()
    pairs = (line.split() for line in lines if "\t" in line or " " in line)
    table = {pair[0]: pair[1] for pair in pairs if len(pair[0]) == 1 and pair[0] not in AMBIGUOUS}
    return str.maketrans({**table, **USUAL})


def to_traditional(piece: Marked, chance: Random) -> Marked:
    """Convert the script; offsets stay."""
    return Marked(piece.text.translate(traditional_table()), piece.marks)


def gloss(piece: Marked, chance: Random) -> Marked:
    """Leave the syllable in parentheses behind many characters, some with a space inside."""
    syllables = read("glosses")
    spots = [at for at, char in enumerate(piece.text) if char in syllables and chance.random() < 0.5]
    glossed = ((at, piece.text[at], " " if chance.random() < 0.1 else "") for at in spots)
    return change(piece, [Change(at, at + 1, f"{char}({syllables[char]}{space})") for at, char, space in glossed])


def word_residue(piece: Marked, chance: Random) -> Marked:
    """Leave a Word bookmark, and a form feed, at the start of lines."""
    starts = _line_starts(piece.text)
    chosen = sorted(chance.sample(starts, min(2, len(starts))))
    return change(piece, [Change(at, at, residue) for at, residue in zip(chosen, ("[bookmark: _GoBack]", "\f"), strict=False)])


def exotic_spaces(piece: Marked, chance: Random) -> Marked:
    """Indent paragraphs with spaces of all kinds, and slip zero-width ones in after full stops."""
    starts = {at: chance.choice(("\u3000\u3000", "\u2002\u2002", "\xa0\xa0\xa0\xa0", "\t")) for at in _line_starts(piece.text)}
    stops = {m.end(): "\u200b" for m in re.finditer("。(?!\n)", piece.text) if chance.random() < 0.1}
    return change(piece, [Change(at, at, space) for at, space in sorted({**stops, **starts}.items())])


def lost_spaces(piece: Marked, chance: Random) -> Marked:
    """Question marks where a codec lost the indent."""
    hit = [at for at in _line_starts(piece.text) if chance.random() < 0.6]
    return change(piece, [Change(at, at, "?" * chance.randint(1, 3)) for at in hit])


def broken_lines(piece: Marked, chance: Random) -> Marked:
    """Hard line breaks inside sentences, as pasted from a narrow page; never inside a heading or an amount."""
    closed = [m for m in piece.marks if m.kind != "sample"]
    inside = {at for m in closed for at in range(m.start, m.end + 1)}
    spots = [m.end() for m in re.finditer("[\u4e00-\u9fff，、](?=[\u4e00-\u9fff])", piece.text) if m.end() not in inside]
    body = [at for at in spots if _long_line(piece.text, at)]
    chosen = sorted(chance.sample(body, min(4, len(body))))
    return change(piece, [Change(at, at, "\n") for at in chosen])


def _long_line(text: str, at: int) -> bool:
    return at - text.rfind("\n", 0, at) > 24 and (text.find("\n", at) % (len(text) + 1)) - at > 12


def spaced_digits(piece: Marked, chance: Random) -> Marked:
    """A space between a number and its unit, as justified text leaves it."""
    amounts = [m for m in piece.marks if m.kind == "amount" and chance.random() < 0.4]
    ends = (m.end - len(piece.text[m.start : m.end].lstrip("0123456789.,")) for m in amounts)
    spots = [at for at, m in zip(ends, amounts, strict=True) if m.start < at < m.end]
    return change(piece, [Change(at, at, " ") for at in spots])


def full_width_digits(piece: Marked, chance: Random) -> Marked:
    """All digits of the amounts full-width; offsets stay."""
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    amounts = [m for m in piece.marks if m.kind == "amount"]
    return change(piece, [Change(m.start, m.end, piece.text[m.start : m.end].translate(wide)) for m in amounts])


def utf8_as_latin1(piece: Marked, chance: Random) -> Marked:
    """UTF-8 once read as Latin-1 and saved again: every byte became a character."""
    return _byte_by_byte(piece, "utf-8")


def gbk_as_latin1(piece: Marked, chance: Random) -> Marked:
    """GB18030 once read as Latin-1 and saved again."""
    return _byte_by_byte(piece, "gb18030")


def _byte_by_byte(piece: Marked, codec: str) -> Marked:
    wide = ((at, char) for at, char in enumerate(piece.text) if not char.isascii())
    return change(piece, [Change(at, at + 1, char.encode(codec).decode("latin-1")) for at, char in wide])


def lost_lead_bytes(piece: Marked, chance: Random) -> Marked:
    """`。現` became `?，F`: the first byte of a full stop was lost on a GBK page of Traditional text."""
    changes = []
    for m in re.finditer(r"。(?=[^\x00-\x7f])", piece.text):
        rest = piece.text[m.start() : m.start() + 2].encode("gbk", "replace")[1:]
        if rest[2:].isalpha() and chance.random() < 0.5:
            changes.append(Change(m.start(), m.start() + 2, "?" + rest.decode("gbk", "replace")))
    return change(piece, changes)


def cut_off(piece: Marked, chance: Random) -> Marked:
    """The text breaks off in its last third, between two marks."""
    end = int(len(piece.text) * chance.uniform(0.66, 0.9))
    end = min([m.start for m in piece.marks if m.kind != "sample" and m.start < end < m.end], default=end)
    return Marked(piece.text[:end], tuple(m for m in piece.marks if m.end <= end))


def _line_starts(text: str) -> list[int]:
    return [m.start() for m in re.finditer(r"(?m)^(?=[^\s])", text)][3:]


DAMAGES: dict[str, Callable[[Marked, Random], Marked]] = {
    "word_residue": word_residue,
    "exotic_spaces": exotic_spaces,
    "lost_spaces": lost_spaces,
    "broken_lines": broken_lines,
    "spaced_digits": spaced_digits,
    "full_width_digits": full_width_digits,
    "cut_off": cut_off,
}
ALL_DAMAGES = DAMAGES | {
    "to_traditional": to_traditional,
    "gloss": gloss,
    "utf8_as_latin1": utf8_as_latin1,
    "gbk_as_latin1": gbk_as_latin1,
    "lost_lead_bytes": lost_lead_bytes,
}
