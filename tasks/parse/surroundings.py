"""Where a body lies whose own name no list has: by the city its name begins with, or by whom its text cites and obeys."""

import re
from collections.abc import Iterable, Mapping

from tasks.model import Place
from tasks.parse.gazetteer import Gazetteer, Mention
from tasks.parse.organs import LONGEST_SHORT
from tasks.parse.places import COUNTY, NOWHERE, PROVINCE, Chain, PlaceRules, chains_in, describe

COMMITTEE = re.compile("委(?!托|员)|(?:人民)?政府")  # behind a place's name: those above, whose decisions a town carries out
TIERS_BEHIND = tuple("市州县区盟旗镇乡")
NUMBERED = re.compile(r"[(（](?P<sign>[一-鿿])[一-鿿]{1,8}[〔\[(（【]20\d\d")
CITED = re.compile("(?:[《〈]|法治(?!中国))(?P<begins>[一-鿿]{2,3})")


def surroundings(text: str, below: int, gazetteer: Gazetteer) -> Place:
    """The place above level `below` that the text agrees on: 《某省…条例》, 《某某道路…办法》, 在某县委领导下; else nowhere."""
    found: dict[int, Chain] = {}
    for chain in chains_in(text, gazetteer):
        cited = chain.start > 0 and text[chain.start - 1] in "《〈"
        if (cited or COMMITTEE.match(text, chain.end)) and len(chain.places) == 1 and gazetteer.levels[chain.places[0]] < below:
            found[chain.places[0]] = chain
    lowest = [p for p in found if not any(p in gazetteer.above(q) for q in found)]
    if len(lowest) == 1:
        return describe(found[lowest[0]], lowest, gazetteer)
    return NOWHERE if found else _cited_province(text, gazetteer)


def called_by_press(text: str, kind: str, rules: PlaceRules) -> Place:
    """The one place of this kind whose papers, stations or slogans the text names (某某日报, 法治某某); else nowhere."""
    if kind == "市" and not rules.has_counties.search(text):
        return NOWHERE  # a city below a prefecture, whose papers it may name
    found: dict[int, str] = {}
    for begins in rules.called.finditer(text):
        for short in {begins["press"] or begins["slogan"], (begins["press"] or begins["slogan"])[-2:]}:
            if len(named := rules.gazetteer.named(short + kind)) == 1:
                found[named[0]] = short + kind
    if len(found) != 1:
        return NOWHERE
    place, name = next(iter(found.items()))
    return describe(Chain(0, len(name), (Mention(0, len(name), name, (place,)),)), (place,), rules.gazetteer)


def province_in_short(text: str, gazetteer: Gazetteer) -> Place:
    """The province that a text of a province calls most by its name in short, more than once; else nowhere."""
    named = {gazetteer.names[p]: p for p, level in enumerate(gazetteer.levels) if level == PROVINCE}
    counts = {name: text.count(gazetteer.stem(name)) for name in named}
    best = max(counts, key=counts.__getitem__)
    others = max(count for name, count in counts.items() if name != best)
    return _province([named[best]], gazetteer) if counts[best] > max(1, others) else NOWHERE


def _cited_province(text: str, gazetteer: Gazetteer) -> Place:
    """The one province whose rules the text cites by its name in short."""
    provinces = {p for found in CITED.finditer(text) for p in _in_short(found["begins"], gazetteer)}
    if len(provinces) != 1:
        return NOWHERE
    return _province(provinces, gazetteer)


def _in_short(begins: str, gazetteer: Gazetteer) -> list[int]:
    if begins[2:] in TIERS_BEHIND:
        return []  # 海南州 is not 海南
    return [p for word in (begins, begins[:2]) for p in gazetteer.named(word) if gazetteer.levels[p] == PROVINCE]


def signed_province(text: str, signs: Mapping[str, str], gazetteer: Gazetteer) -> Place:
    """The one province whose sign the numbers of cited documents begin with; only a province's department may ask."""
    names = {signs[found["sign"]] for found in NUMBERED.finditer(text) if found["sign"] in signs}
    return _province(gazetteer.named(names.pop()), gazetteer) if len(names) == 1 else NOWHERE


def _province(places: Iterable[int], gazetteer: Gazetteer) -> Place:
    place = next(p for p in places if gazetteer.levels[p] == PROVINCE)
    name = gazetteer.names[place]
    return describe(Chain(0, len(name), (Mention(0, len(name), name, (place,)),)), (place,), gazetteer)


def zone_place(name: str, text: str, gazetteer: Gazetteer) -> Place | None:
    """The place that a zone no list has begins its name with: 某某新区, 某某经济技术开发区.

    A city or province; a county where the text names what it lies in, since zones share their names with counties
    elsewhere.
    """
    for length in range(LONGEST_SHORT, 1, -1):
        short = name[:length]
        named = {
            p for word in (short, f"{short}市", f"{short}省") for p in gazetteer.named(word) if gazetteer.levels[p] < COUNTY
        }
        counties = {gazetteer.todays[p] for kind in "区县市" for p in gazetteer.named(short + kind)} if not named else set()
        places = named or {p for p in counties if any(gazetteer.names[upper] in text for upper in gazetteer.above(p))}
        if len(places) == 1:
            return describe(Chain(0, length, (Mention(0, length, short, tuple(places)),)), tuple(places), gazetteer)
    return None


def zone_in_full(name: str, text: str, gazetteer: Gazetteer) -> str:
    """A zone's name with the place before it, where the text says it so (某某经济开发区 for 经济开发区)."""
    at = {found.start() for found in re.finditer(re.escape(name), text)}
    fuller = {text[start - length : start] + name for start in at for length in range(2, LONGEST_SHORT + 1) if start >= length}
    return next((full for full in sorted(fuller) if zone_place(full, text, gazetteer)), name)
