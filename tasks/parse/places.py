"""Which place a name means: chains of names, short forms, older names, and honest doubt where several places fit."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from tasks.model import Place
from tasks.parse.gazetteer import LEVELS, Gazetteer, Mention

TIERS_ABOVE = (("",), ("市", "州", "地区", "盟"), ("县", "区", "市", "旗"))  # what an older or shorter name ends in, by level
NOWHERE = Place(None, None, None, None, None, ())
PROVINCE, PREFECTURE, COUNTY, TOWNSHIP = range(4)
# what stands before a name that is the subject of a clause or the head of a cited title
CLAUSE_START = " \n\t\u3000,，。;；年将《〈?？的"
BETWEEN = ("", "人民政府", "县", "区", "市")  # what may stand inside a chain; a doubled 县 is a slip seen in the wild


class Chain(NamedTuple):
    """Names that stand one behind the other and hold each other: 重庆市/大足区/雍溪镇."""

    start: int
    end: int
    mentions: tuple[Mention, ...]  # each with the places that fit the names before it

    @property
    def name(self) -> str:
        """The last and lowest name as it stands in the text."""
        return self.mentions[-1].name

    @property
    def places(self) -> tuple[int, ...]:
        """The candidates for the last name."""
        return self.mentions[-1].places


@dataclass(frozen=True, slots=True)
class PlaceRules:
    """The gazetteer with the words of config/places.yaml."""

    gazetteer: Gazetteer
    own_strong: Mapping[str, re.Pattern[str]]  # by kind, the lowest tier first: 我局, 我镇, 我县
    own_weak: Mapping[str, re.Pattern[str]]  # 镇党委, 全县
    under: re.Pattern[str]  # in such words a body speaks of the government it works under
    unlisted: re.Pattern[str]  # the full name of a body whose place no list has, by kind, and the rest of its name
    parents: Mapping[str, re.Pattern[str]]
    above_city: re.Pattern[str]
    inside_municipality: re.Pattern[str]
    called: re.Pattern[str]  # a place in short, before the name of its press or behind a slogan's word
    has_counties: re.Pattern[str]  # what a prefecture speaks of
    signs: Mapping[str, re.Pattern[str]]
    region: re.Pattern[str]  # the bodies of an autonomous region: beside them 我区 may be the region itself
    in_region: re.Pattern[str]  # but for these, which stand below it


def compile_place_rules(config: Mapping[str, Any], gazetteer: Gazetteer) -> PlaceRules:
    """Compile config/places.yaml around a loaded gazetteer."""

    def patterns(words: Mapping[str, Sequence[str]]) -> dict[str, re.Pattern[str]]:
        return {key: re.compile("|".join(values)) for key, values in words.items() if values}

    return PlaceRules(
        gazetteer=gazetteer,
        own_strong=patterns(config["own_words"]["strong"]),
        own_weak={
            kind: re.compile(f"(?<![各区县市州])(?:{p.pattern})") for kind, p in patterns(config["own_words"]["weak"]).items()
        },
        under=re.compile(config["under"]),
        unlisted=re.compile(config["unlisted"]),
        parents=patterns(config["parent_words"]),
        above_city=re.compile("|".join(config["above_city"])),
        inside_municipality=re.compile("|".join(config["inside_municipality"])),
        called=re.compile(
            rf"(?P<press>[一-鿿]{{2,3}})(?:{'|'.join(config['press'])})"
            rf"|(?:{'|'.join(config['slogans'])})(?P<slogan>[一-鿿]{{2}})(?![一-鿿]?[市县区省])"
        ),
        has_counties=re.compile("|".join(config["has_counties"])),
        signs=patterns(config["province_signs"]),
        region=re.compile("|".join(config["region"])),
        in_region=re.compile("|".join(config["in_region"])),
    )


def chains_in(text: str, gazetteer: Gazetteer, start: int = 0, end: int | None = None) -> list[Chain]:
    """The chains of names in `text[start:end]`; weak names count only in a chain, short ones also at the head of a clause."""
    chains: list[Chain] = []
    for mention in gazetteer.mentions(text, start, end):
        last = chains[-1] if chains else None
        if last and text[last.end : mention.start] in BETWEEN and (fits := _inside(last, mention, gazetteer)):
            chains[-1] = Chain(last.start, mention.end, (*last.mentions, mention._replace(places=fits)))
        else:
            chains.append(Chain(mention.start, mention.end, (mention,)))
    return [chain for chain in chains if len(chain.mentions) > 1 or _stands_alone(chain, text, start, gazetteer)]


def _stands_alone(chain: Chain, text: str, start: int, gazetteer: Gazetteer) -> bool:
    """Whether a single name is surely a place: no common word, and of two characters only at the head of a clause."""
    if chain.name in gazetteer.weak:
        return False
    return chain.name not in gazetteer.short or chain.start == start or text[chain.start - 1] in CLAUSE_START


def _inside(chain: Chain, mention: Mention, gazetteer: Gazetteer) -> tuple[int, ...]:
    """The places of `mention` that lie in a candidate of `chain`, by its name or else by its stem."""
    fits = _held(chain.places, mention.places, gazetteer)
    if not fits:
        fits = _held(chain.places, gazetteer.by_stem.get(gazetteer.stem(mention.name), ()), gazetteer)
    return fits


def _held(uppers: Iterable[int], places: Iterable[int], gazetteer: Gazetteer) -> tuple[int, ...]:
    uppers = tuple(uppers)
    return tuple(place for place in places if any(gazetteer.holds(upper, place) for upper in uppers))


def decide(places: Sequence[int], text: str, rules: PlaceRules, *, own: str | None = None) -> tuple[int, ...]:
    """Those of `places` that the text speaks for: one, or several where it leaves the question open.

    Names of the places above, the kind of county that a township reports to, and what only one province has are
    evidence; a namesake with less of it than another drops out.
    """
    places = _living(places, rules.gazetteer)
    if len(places) < 2:
        return tuple(places)
    scores = {place: _evidence(place, text, rules) for place in places}
    best = max(scores.values())
    left = [place for place in places if scores[place] == best] if best > 0 else list(places)
    if len(left) > 1 and own in ("镇", "乡", "街道"):
        left = _by_parent_kind(left, text, rules) or left
    return tuple(left)


def _living(places: Sequence[int], gazetteer: Gazetteer) -> list[int]:
    """Without places that another candidate stands for today."""
    return [place for place in places if gazetteer.todays[place] == place or gazetteer.todays[place] not in places]


def _evidence(place: int, text: str, rules: PlaceRules) -> int:
    gazetteer, score = rules.gazetteer, 0
    for above in gazetteer.above(place):
        name, level = gazetteer.names[above], gazetteer.levels[above]
        stem = gazetteer.stem(name)
        if name in text:
            score += 3 * level + 2
        elif len(stem) >= 2 and any(f"{stem}{tier}" in text for tier in TIERS_ABOVE[level]):
            score += 3 * level + 1
        if level == PROVINCE and (sign := rules.signs.get(gazetteer.codes[above])) and sign.search(text):
            score += 2
    return score


def _by_parent_kind(places: Sequence[int], text: str, rules: PlaceRules) -> list[int]:
    """The townships whose county is of the kind that the text reports to: 县委, 区委, or 市委 alone."""
    kinds = [kind for kind in ("旗", "县", "区") if kind in rules.parents and rules.parents[kind].search(text)]
    if not kinds and rules.parents["市"].search(text):
        kinds = ["市"]
    if len(kinds) != 1:
        return []
    gazetteer = rules.gazetteer
    return [place for place in places if gazetteer.names[gazetteer.parents[place]].endswith(kinds[0])]


def describe(chain: Chain, places: Sequence[int], gazetteer: Gazetteer) -> Place:
    """The place as the report names it, its places above by the gazetteer where all candidates agree on them."""
    names: list[str | None] = [None] * len(LEVELS)
    for level in range(len(LEVELS)):
        found = {
            gazetteer.names[p] for place in places for p in (place, *gazetteer.above(place)) if gazetteer.levels[p] == level
        }
        holders = [place for place in places if level in {gazetteer.levels[p] for p in (place, *gazetteer.above(place))}]
        if len(found) == 1 and len(holders) == len(places):
            names[level] = found.pop()
    for mention in chain.mentions:
        bearer = next((p for p in mention.places if any(p == q or gazetteer.holds(p, q) for q in places)), None)
        if mention is chain.mentions[-1]:
            bearer = places[0]  # by its stem the last name may be a place of another tier
        if bearer is not None and _as_named(mention.name, names[gazetteer.levels[bearer]]):
            names[gazetteer.levels[bearer]] = mention.name
    codes = tuple(sorted({gazetteer.codes[place] for place in places}))
    code, candidates = (codes[0], ()) if len(codes) == 1 else (None, codes)
    return Place(names[PROVINCE], names[PREFECTURE], names[COUNTY], names[TOWNSHIP], code, candidates)


def _as_named(name: str, official: str | None) -> bool:
    """Whether the report's own name for the place is kept: another tier or an older name, but no short form."""
    return official is None or not ("自治" in official or "族乡" in official or official.startswith(name))
