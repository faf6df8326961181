"""Whose report it is: the issuing body, its level and its place, from title, signature, opening and the rest of the text."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from tasks.model import Place
from tasks.parse.foot import Foot
from tasks.parse.gazetteer import LEVELS
from tasks.parse.head import Head
from tasks.parse.organs import (
    Organ,
    OrganRules,
    beginning,
    compile_organ_rules,
    organ_at,
    read_organ,
    title_organs,
    title_subject,
)
from tasks.parse.places import (
    CLAUSE_START,
    COUNTY,
    NOWHERE,
    PREFECTURE,
    PROVINCE,
    TOWNSHIP,
    Chain,
    PlaceRules,
    chains_in,
    decide,
    describe,
)
from tasks.parse.speaker import agrees, opening_department, own_kind, short_street, unaddressed
from tasks.parse.strangers import read_stranger
from tasks.parse.surroundings import called_by_press, province_in_short, signed_province, surroundings, zone_in_full, zone_place
from tasks.parse.words import any_of

OPENING_CHARS = 600
TOWNS = ("镇", "乡", "街道", "苏木")
LEVEL_OF_KIND = {"镇": TOWNSHIP, "乡": TOWNSHIP, "街道": TOWNSHIP, "县": COUNTY, "区": COUNTY, "旗": COUNTY, "州": PREFECTURE}
LEVEL_OF_KIND |= {"省": PROVINCE, "自治区": PROVINCE}
PROVINCIAL = re.compile("我厅|厅党组")  # only a province has such departments
PARTNERS = "与和同赴到向、及从"  # before a name that is somebody else


class Origin(NamedTuple):
    """Who reports, at which level, from where."""

    issuer: str | None
    level: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class OriginRules:
    """Compiled words that tell whose a text is."""

    places: PlaceRules
    organs: OrganRules
    handed: re.Pattern[str]  # whom the sentence that hands over names
    addressed: re.Pattern[str]  # those above on the line on which the text goes on


def compile_origin_rules(config: Mapping[str, Any], places: PlaceRules) -> OriginRules:
    """Compile the parts `organs`, `title` and `handover` of config/metadata.yaml."""
    return OriginRules(
        places=places,
        addressed=re.compile(rf"\s*(?:中共)?[一-鿿、]{{1,30}}(?:{any_of(config['title']['addressees'])})[:：]"),
        organs=compile_organ_rules(config, places),
        handed=re.compile(
            rf"(?:{any_of(config['handover'])})(?P<organ>[一-鿿]{{2,30}}?)(?=20\d\d年|{any_of(config['handover_stops'])})"
        ),
    )


def read_origin(text: str, head: Head, foot: Foot, rules: OriginRules) -> Origin:
    """Read issuer, level and place of a report whose head and foot are known."""
    opening = unaddressed(text[head.body_start : min(foot.body_end, head.body_start + OPENING_CHARS)], rules.addressed)
    if head.title and (titled := _of_title(head.title, opening, rules)):
        return _of_organ(_in_full(titled, (*reversed(foot.organs), *head.organs), rules), text, None, rules)
    if stranger := read_stranger(head.title, foot.organs, text, rules.organs):
        return Origin(*stranger)
    body = text[head.body_start : foot.body_end]
    own = own_kind((opening, body), rules.places.own_strong)
    if own == "区" and rules.places.region.search(body) and not rules.places.in_region.search(body):
        own = "自治区"
    if own not in TOWNS and opening_department(opening, rules.organs):
        own = "department"
    for organ in _named(head, foot, opening, own, rules):
        if agrees(organ, own):
            return _of_organ(organ, text, own, rules)
    if head.title and (cut := beginning(next(iter(title_organs(head.title, rules.organs))), rules.organs)):
        return _of_organ(cut, text, own, rules)
    return _anonymous(text, own or _weakly_own(opening, body, rules), rules)


def _weakly_own(opening: str, body: str, rules: OriginRules) -> str | None:
    """What a text calls itself in passing, those it works under aside."""
    return own_kind((rules.places.under.sub("", part) for part in (opening, body)), rules.places.own_weak)


def _of_title(title: str, opening: str, rules: OriginRules) -> Organ | None:
    """The organ that a title names.

    A department that reports 关于某区 reports for the district; a title of nothing but a place says less than a body
    that speaks of 我局.
    """
    organ = next((organ for name in title_organs(title, rules.organs) if (organ := read_organ(name, rules.organs))), None)
    if organ is None or organ.chain is None:
        return organ
    if organ.department:
        about = read_organ(title_subject(title, rules.organs), rules.organs)
        for_place = (
            about is not None and about.chain is not None and not about.department and about.chain.name == organ.chain.name
        )
        return organ._replace(department=not for_place)
    if not organ.rest and own_kind((opening,), rules.places.own_strong) == "department":
        return organ._replace(department=True)
    return organ


def _in_full(organ: Organ, names: Iterable[str], rules: OriginRules) -> Organ:
    """The organ as signature or page name it, where the title names nothing but its place."""
    if organ.rest or organ.chain is None:
        return organ
    fuller = (read_organ(name, rules.organs) for name in names)
    return next(
        (f for f in fuller if f and f.chain and f.rest and not f.department and f.chain.name == organ.chain.name), organ
    )


def _named(head: Head, foot: Foot, opening: str, own: str | None, rules: OriginRules) -> Iterator[Organ]:
    """The organs that may be the issuer, the strongest first: signature, the sentence that hands over, page, opening."""
    for name in reversed(foot.organs):
        if organ := read_organ(name, rules.organs):
            # 我区 above the signature of its justice bureau: the bureau signs for the district
            yield organ._replace(department=False) if own in LEVEL_OF_KIND and own not in TOWNS else organ
    handed = rules.handed.search(opening)
    for name in (*((handed["organ"],) if handed else ()), *head.organs):
        if organ := read_organ(name, rules.organs):
            yield organ
    if subject := _subject(opening, own, rules):
        yield subject


def _is_kind(name: str, kind: str) -> bool:
    return name.endswith(kind) and not (kind == "区" and name.endswith("自治区"))


def _subject(opening: str, own: str | None, rules: OriginRules) -> Organ | None:
    """The organ or place that is the subject of the opening: the first at a clause's start that can be the speaker."""
    if own == "department" and (first := opening_department(opening, rules.organs)):
        return first
    for chain in chains_in(opening, rules.places.gazetteer):
        before = rules.organs.party_ahead.sub("", opening[: chain.start])[-1:] or "\n"
        if before in CLAUSE_START and before not in "《〈" and agrees(organ := organ_at(opening, chain, rules.organs), own):
            return organ
    if own not in (None, "department"):
        return None
    generic = next((g for g in rules.organs.generic.finditer(opening) if not rules.organs.commission.search(g[0])), None)
    before = opening[generic.start() - 1] if generic and generic.start() else "\n"
    if generic is None or before not in CLAUSE_START or before in "《〈":
        return None
    return Organ(generic[0], None, generic[0], department=True)


def _of_organ(organ: Organ, text: str, own: str | None, rules: OriginRules) -> Origin:
    """The origin of an organ; the rest of the text decides which of several places of its name is meant."""
    if organ.chain is None:
        return _of_tier(organ, text, rules)
    kind = next((kind for kind in TOWNS if organ.chain.name.endswith(kind)), own)
    places = decide(organ.chain.places, text, rules.places, own=kind)
    place = describe(organ.chain, places, rules.places.gazetteer) if places else _unlisted(organ.chain, text, rules)
    level = "department" if organ.department else _level(organ, places, rules)
    return Origin(_issuer(organ, organ.chain), level, place)


def _unlisted(chain: Chain, text: str, rules: OriginRules) -> Place:
    """A township that no list has, in the county that its name or the text gives."""
    upper = chain.mentions[:-1]
    if upper:
        above = Chain(chain.start, upper[-1].end, upper)
        known = describe(above, decide(above.places, text, rules.places), rules.places.gazetteer)
    else:
        known = surroundings(text, TOWNSHIP, rules.places.gazetteer)
    return known._replace(township=chain.name)


def _level(organ: Organ, places: Iterable[int], rules: OriginRules) -> str | None:
    """The level of a place that reports itself; a development zone reports like a county."""
    if organ.chain is None or (organ.rest and rules.organs.zone.match(organ.chain.name + organ.rest)):
        return LEVELS[COUNTY]
    if organ.chain.name.endswith(TOWNS):
        return LEVELS[TOWNSHIP]
    levels = {rules.places.gazetteer.levels[place] for place in places}
    return LEVELS[max(levels)] if levels else None


def _issuer(organ: Organ, chain: Chain) -> str | None:
    """The full name: a title that names only its place speaks for that place's government."""
    if organ.rest.removesuffix("政府"):
        return organ.name
    if organ.department:
        return None
    return organ.name[: chain.end - chain.start] + ("办事处" if chain.name.endswith("街道") else "人民政府")


def _of_tier(organ: Organ, text: str, rules: OriginRules) -> Origin:
    """The origin of an organ that names no known place: 市人社局, 省政府, a zone's committee."""
    if rules.organs.national.fullmatch(organ.rest):
        return Origin(organ.name, "department", NOWHERE)
    if rules.organs.zone.match(organ.rest) or rules.organs.zoned.match(organ.rest):
        gazetteer = rules.places.gazetteer
        name = organ.name if zone_place(organ.name, text, gazetteer) else zone_in_full(organ.name, text, gazetteer)
        place = zone_place(name, text, gazetteer) or surroundings(text, COUNTY, gazetteer)
        return Origin(name, "department" if organ.department else LEVELS[COUNTY], place)
    tier = "自治区" if organ.rest.startswith("自治区") else organ.rest[:1]
    place, chain = _voted(text, tier, rules)
    level = "department" if organ.department else _tier_level(tier, chain, text, rules)
    named = text[chain.start : chain.end] + organ.rest.removeprefix(tier) if chain else organ.name
    return Origin(named, level, place)


def _anonymous(text: str, own: str | None, rules: OriginRules) -> Origin:
    """The origin of a text that only says 我镇, 我局 or nothing of itself."""
    if own == "department":
        tier = next((kind for kind in ("县", "旗", "区", "州", "市", "省") if _speaks_of(kind, text, rules)), None)
        place = _voted(text, tier, rules)[0]
        if place == NOWHERE and PROVINCIAL.search(text):
            place = signed_province(text, rules.organs.signs, rules.places.gazetteer)
        return Origin(None, own, place)
    place, chain = _voted(text, own, rules)
    if chain is None and own == "街道" and (street := short_street(text, rules.places.gazetteer)):
        return _of_organ(Organ(street.name, street, "", department=False), text, own, rules)
    if chain is None:
        return Origin(None, _tier_level(own, None, text, rules), place)
    organ = organ_at(text, chain, rules.organs)
    if own is not None or not organ.department:
        organ = Organ(text[chain.start : chain.end], chain, "", department=False)
    level = "department" if organ.department else _level(organ, chain.places, rules)
    return Origin(_issuer(organ, chain), level, place)


def _speaks_of(kind: str, text: str, rules: OriginRules) -> bool:
    words = (rules.places.own_strong, rules.places.own_weak, rules.places.parents)
    return any(kind in patterns and patterns[kind].search(text) for patterns in words)


def _tier_level(kind: str | None, chain: Chain | None, text: str, rules: OriginRules) -> str | None:
    if chain:
        return _level(Organ("", chain, "", department=False), chain.places, rules)
    if kind == "市":
        alone = rules.places.inside_municipality.search(text) and not rules.places.above_city.search(text)
        return LEVELS[PROVINCE if alone else PREFECTURE]
    return LEVELS[LEVEL_OF_KIND[kind]] if kind in LEVEL_OF_KIND else None


def _voted(text: str, kind: str | None, rules: OriginRules) -> tuple[Place, Chain | None]:
    """The place of this kind that the whole text speaks of most, and a chain that names it; NOWHERE where none does."""
    gazetteer = rules.places.gazetteer
    votes: Counter[str] = Counter()
    chains: dict[str, Chain] = {}
    for chain in chains_in(text, gazetteer):
        cut = _cut(chain, kind)
        if cut is None:
            continue
        before = text[chain.start - 1] if chain.start else "\n"
        named = rules.organs.running.match(text, cut.end) is not None
        votes[cut.name] += 1 + 2 * (before in CLAUSE_START) + named - 3 * (before in PARTNERS)
        if cut.name not in chains or len(chains[cut.name].mentions) < len(cut.mentions):
            chains[cut.name] = cut
    best = votes.most_common(1)
    if not best or best[0][1] <= 0:
        around = surroundings(text, LEVEL_OF_KIND.get(kind or "", COUNTY), gazetteer)
        if kind in ("省", "自治区"):
            called = province_in_short(text, gazetteer)
        else:
            called = called_by_press(text, kind, rules.places) if kind and kind not in TOWNS else NOWHERE
        return (around if called == NOWHERE else called), None
    chain = chains[best[0][0]]
    return describe(chain, decide(chain.places, text, rules.places, own=kind), gazetteer), chain


def _cut(chain: Chain, kind: str | None) -> Chain | None:
    """The chain down to its name of this kind; whole where no kind is asked for."""
    if kind is None:
        return chain
    for at, mention in enumerate(chain.mentions):
        if _is_kind(mention.name, kind):
            return Chain(chain.start, mention.end, chain.mentions[: at + 1])
    return None
