"""Bodies that name themselves in full and whose place no list has: their level follows from their own name alone."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from tasks.model import Place
from tasks.parse.gazetteer import LEVELS
from tasks.parse.organs import OrganRules, read_organ, title_organs
from tasks.parse.places import COUNTY, NOWHERE, PREFECTURE, Chain, chains_in, describe
from tasks.parse.surroundings import surroundings


class Stranger(NamedTuple):
    """A body with its name in full, its level, and where it lies as far as its name or the text tells."""

    issuer: str
    level: str
    place: Place


def read_stranger(title: str | None, signed: Sequence[str], text: str, rules: OrganRules) -> Stranger | None:
    """The government or department that title or signature name in full, its place in no list; None where one is known.

    A bare place is its government's. A city is read as a prefecture, or as a county where a prefecture stands before it.
    """
    if any(read_organ(name, rules) for name in signed):
        return None
    names = (*(title_organs(title, rules) if title else ()), *reversed(signed))
    return next((stranger for name in names if (stranger := _read_name(rules.prefix.sub("", name), text, rules))), None)


def _read_name(name: str, text: str, rules: OrganRules) -> Stranger | None:
    chain = next((chain for chain in chains_in(name, rules.places.gazetteer) if chain.start == 0), None)
    named = rules.places.unlisted.fullmatch(name, chain.end if chain else 0)
    if named is None:
        return None
    rest = named["rest"]
    if rules.government.match(rest):
        issuer = name if rest.removesuffix("政府") else f"{name.removesuffix('政府')}人民政府"
        level = _level(named, chain, rules)
        return Stranger(issuer, LEVELS[level], _place(chain, text, level, rules))
    if rules.department.match(rest):
        return Stranger(name, "department", _place(chain, text, COUNTY, rules))
    return None


def _level(named: re.Match[str], chain: Chain | None, rules: OrganRules) -> int:
    if named["county"]:
        return COUNTY
    under_prefecture = chain is not None and rules.places.gazetteer.levels[chain.places[0]] == PREFECTURE
    return COUNTY if named["city"] and under_prefecture else PREFECTURE


def _place(chain: Chain | None, text: str, level: int, rules: OrganRules) -> Place:
    """What holds the place: by the name before its own, else by what the text cites and obeys."""
    gazetteer = rules.places.gazetteer
    if chain is None:
        return surroundings(text, level, gazetteer)
    return describe(chain, chain.places, gazetteer) if gazetteer.levels[chain.places[0]] < level else NOWHERE
