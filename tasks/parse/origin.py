"""Whose report it is: the issuing body, its level and its place, from title, signature, opening and the rest of the text."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from tasks.model import Place
from tasks.parse.gazetteer import LEVELS, Mention, stem_of
from tasks.parse.page import Foot, Head
from tasks.parse.places import COUNTY, NOWHERE, PREFECTURE, PROVINCE, TOWNSHIP, Chain, PlaceRules, chains_in, decide, describe
from tasks.parse.words import any_of

OPENING_CHARS = 600
TOWNS = ("镇", "乡", "街道")
LEVEL_OF_KIND = {"镇": TOWNSHIP, "乡": TOWNSHIP, "街道": TOWNSHIP, "县": COUNTY, "区": COUNTY, "旗": COUNTY, "州": PREFECTURE}
LEVEL_OF_KIND |= {"省": PROVINCE, "自治区": PROVINCE}
# what stands before a name that is the subject of a clause or the head of a cited title
CLAUSE_START = " \n\t\u3000,，。;；年将《〈?？的"

PARTNERS = "与和同赴到向、及从"  # before a name that is somebody else
TOWN = re.compile(r"[一-鿿]{1,12}?(?:街道|苏木|[镇乡])")


class Origin(NamedTuple):
    """Who reports, at which level, from where."""

    issuer: str | None
    level: str | None
    place: Place


class Organ(NamedTuple):
    """A name read as an organ: the chain of places it begins with, what follows, and whether it is a department."""

    name: str
    chain: Chain | None
    rest: str
    department: bool


class OriginRules(NamedTuple):
    """Compiled words that tell organs apart."""

    places: PlaceRules
    party: re.Pattern[str]
    organ_stop: re.Pattern[str]
    government: re.Pattern[str]  # all that may follow a place's name where the place itself reports
    department: re.Pattern[str]
    running: re.Pattern[str]  # what follows a place's name in running text where it is part of an organ's
    generic: re.Pattern[str]  # 市人社局: a department that names no place
    handed: re.Pattern[str]


def compile_origin_rules(config: Mapping[str, Any], places: PlaceRules) -> OriginRules:
    """Compile the parts `organs`, `title` and `handover` of config/metadata.yaml."""
    organs = config["organs"]
    government, department = any_of(organs["government"]), any_of([*organs["department"], *organs["committee"]])
    running = any_of([*organs["department_in_text"], *organs["committee"]])
    return OriginRules(
        places=places,
        party=re.compile(rf"^(?:{any_of(organs['party'])})[一-鿿]{{2,40}}?(?:委员会|工作委员会|工委)(?=[一-鿿]{{2,}})"),
        organ_stop=re.compile(rf"{any_of(config['title']['organ_stops'])}|20\d\d|二[〇○零]|[《(（]"),
        government=re.compile(rf"^(?:{government})?$"),
        department=re.compile(rf"^(?!(?:{government})$)[一-鿿、]{{1,24}}?(?:{department})$"),
        running=re.compile(rf"(?P<government>{government})|(?P<department>[一-鿿、]{{1,16}}?(?:{running}))"),
        generic=re.compile(rf"(?P<kind>自治区|[省市区县州旗])(?P<rest>[一-鿿]{{1,16}}?(?:{running}))"),
        handed=re.compile(
            rf"(?:{any_of(config['handover'])})(?P<organ>[一-鿿]{{2,30}}?)(?=20\d\d年|关于|推进|开展|法治|本年|今年)"
        ),
    )


def read_origin(text: str, head: Head, foot: Foot, rules: OriginRules) -> Origin:
    """Read issuer, level and place of a report whose head and foot are known."""
    opening = text[head.body_start : min(foot.body_end, head.body_start + OPENING_CHARS)]
    body = text[head.body_start : foot.body_end]
    own = _own_kind((opening, body), rules.places.own_strong)
    named = next((organ for name in _names(head, foot, opening, rules) if (organ := read_organ(name, rules))), None)
    named = named or _subject(opening, own, rules)
    if named is None:
        return _anonymous(text, own or _own_kind((_unaddressed(opening), body), rules.places.own_weak), rules)
    if named.chain is None:
        return _from_text(named, text, rules)
    return _from_chain(named, named.chain, text, own, rules)


def _names(head: Head, foot: Foot, opening: str, rules: OriginRules) -> Iterator[str]:
    """What may name the issuer, the strongest first: title, signature, the sentence that hands over, the page."""
    if head.title:
        yield _title_organ(head.title, rules)
    yield from reversed(foot.organs)
    if handed := rules.handed.search(opening):
        yield handed["organ"]
    yield from (organ for organ in head.organs)


def _title_organ(title: str, rules: OriginRules) -> str:
    """The organ that a title begins with, the party's committee of a joint title left out; `` where it names none."""
    name = re.sub(r"^(?:关于)?(?:20\d\d年(?:度|以来)?)?", "", rules.party.sub("", title))
    stop = rules.organ_stop.search(name)
    return name[: stop.start()] if stop else name


def read_organ(name: str, rules: OriginRules) -> Organ | None:
    """Read a whole name as an organ; None where it is none (a newspaper, 我镇, a web site)."""
    name = re.sub(r"^(?:中共|中国共产党)", "", name)
    gazetteer = rules.places.gazetteer
    chain = next((chain for chain in chains_in(name, gazetteer) if chain.start == 0), None)
    rest = name[chain.end :] if chain else name
    if chain and rules.government.match(rest.removesuffix("委员会")):
        return Organ(name, chain, rest, department=False)
    if (
        (town := TOWN.match(rest))
        and rules.government.match(rest[town.end() :].removesuffix("委员会"))
        and not rest.startswith("我")
    ):
        return Organ(name, _with_town(name, chain, town[0], rules), rest, department=False)
    if rules.department.match(rest) and (chain or rules.generic.match(rest)):
        return Organ(name, chain, rest, department=True)
    if not chain and (generic := re.match(r"(自治区|[省市区县州旗])(?:人民)?政府$", name)):
        return Organ(name, None, generic[0], department=False)
    return None


def _with_town(name: str, chain: Chain | None, town: str, rules: OriginRules) -> Chain:
    """The chain with a township that the gazetteer knows under another tier, or not at all."""
    gazetteer, start = rules.places.gazetteer, chain.end if chain else 0
    places = [p for p in gazetteer.by_stem.get(stem_of(town), ()) if gazetteer.levels[p] == TOWNSHIP]
    if chain:
        places = [p for p in places if any(gazetteer.holds(upper, p) for upper in chain.places)]
    mention = Mention(start, start + len(town), town, tuple(places))
    return Chain(0, mention.end, (*(chain.mentions if chain else ()), mention))


def _own_kind(texts: Iterable[str], patterns: Mapping[str, re.Pattern[str]]) -> str | None:
    """What the first of these texts that says so calls itself: the lowest of 我局, 我镇, 我县; None where none does."""
    return next((kind for text in texts for kind, pattern in patterns.items() if pattern.search(text)), None)


def _unaddressed(opening: str) -> str:
    """The opening without the line that addresses those above: 市委、市政府："""
    line, _, rest = opening.lstrip().partition("\n")
    return rest if line.rstrip().endswith((":", "：")) else opening


def _subject(opening: str, own: str | None, rules: OriginRules) -> Organ | None:
    """The organ or place that is the subject of the opening: the first at a clause's start of the kind the text is of."""
    chains = chains_in(opening, rules.places.gazetteer)
    for chain in chains:
        before = opening[chain.start - 1] if chain.start else "\n"
        if before not in CLAUSE_START or before in "《〈":
            continue
        organ = _organ_at(opening, chain, rules)
        if own is None or (organ.department if own == "department" else not organ.department and _is_kind(chain.name, own)):
            return organ
    generic = rules.generic.search(opening) if own in (None, "department") else None
    if generic and (generic.start() == 0 or opening[generic.start() - 1] in CLAUSE_START):
        return Organ(generic[0], None, generic[0], department=True)
    return None


def _organ_at(text: str, chain: Chain, rules: OriginRules) -> Organ:
    """The organ that a chain in running text begins."""
    found = rules.running.match(text, chain.end)
    name = text[chain.start : found.end()] if found else text[chain.start : chain.end]
    return Organ(name, chain, found[0] if found else "", department=bool(found and found["department"]))


def _is_kind(name: str, kind: str) -> bool:
    return name.endswith(kind) and not (kind == "区" and name.endswith("自治区"))


def _from_chain(organ: Organ, chain: Chain, text: str, own: str | None, rules: OriginRules) -> Origin:
    """The origin of an organ that names its place."""
    gazetteer = rules.places.gazetteer
    kind = next((kind for kind in TOWNS if chain.name.endswith(kind)), own)
    places = decide(chain.places, text, rules.places, own=kind)
    place = describe(chain, places, gazetteer) if places else _unlisted(chain, text, rules)
    level = "department" if organ.department else _level(chain, places, text, rules)
    return Origin(_issuer(organ, chain, level), level, place)


def _unlisted(chain: Chain, text: str, rules: OriginRules) -> Place:
    """A township that no list has, in the county that its name or the text gives."""
    upper = chain.mentions[:-1]
    if upper:
        above = Chain(chain.start, upper[-1].end, upper)
        known = describe(above, decide(above.places, text, rules.places), rules.places.gazetteer)
    else:
        known = _surroundings(text, TOWNSHIP, rules)
    return known._replace(township=chain.name)


def _level(chain: Chain, places: tuple[int, ...], text: str, rules: OriginRules) -> str | None:
    levels = {rules.places.gazetteer.levels[place] for place in places or chain.places}
    if len(levels) == 1:
        return LEVELS[levels.pop()]
    return "township" if chain.name.endswith(TOWNS) else LEVELS[max(levels)] if levels else None


def _issuer(organ: Organ, chain: Chain, level: str | None) -> str:
    """The full name: a title that names only its place speaks for that place's government."""
    if organ.rest.removesuffix("政府") == "" and not organ.department:
        return organ.name[: chain.end - chain.start] + ("办事处" if chain.name.endswith("街道") else "人民政府")
    return organ.name


def _from_text(organ: Organ, text: str, rules: OriginRules) -> Origin:
    """The origin of an organ that only names its tier: 市人社局, 省政府."""
    kind = re.match("自治区|.", organ.rest)
    place, chain = _voted(text, kind[0] if kind else None, rules)
    level = "department" if organ.department else _tier_level(kind[0] if kind else None, chain, text, rules)
    issuer = organ.name
    if chain and kind:
        issuer = text[chain.start : chain.end] + organ.rest.removeprefix(kind[0])
    return Origin(issuer, level, place)


def _anonymous(text: str, own: str | None, rules: OriginRules) -> Origin:
    """The origin of a text that only says 我镇, 我局 or nothing of itself."""
    if own == "department":
        tier = next((kind for kind in ("县", "区", "旗", "州", "市", "省") if _speaks_of(kind, text, rules)), None)
        place, _ = _voted(text, tier, rules)
        return Origin(None, "department", place)
    place, chain = _voted(text, own, rules)
    if chain is None:
        return Origin(None, _tier_level(own, None, text, rules), place)
    organ = Organ(text[chain.start : chain.end], chain, "", department=False)
    level = _level(chain, chain.places, text, rules)
    return Origin(_issuer(organ, chain, level), level, place)


def _speaks_of(kind: str, text: str, rules: OriginRules) -> bool:
    return any(
        kind in patterns and patterns[kind].search(text)
        for patterns in (rules.places.own_strong, rules.places.own_weak, rules.places.parents)
    )


def _tier_level(kind: str | None, chain: Chain | None, text: str, rules: OriginRules) -> str | None:
    if chain:
        return _level(chain, chain.places, text, rules)
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
        weight = 1 + 2 * (before in CLAUSE_START) + (rules.running.match(text, cut.end) is not None) - 3 * (before in PARTNERS)
        votes[cut.name] += weight
        if cut.name not in chains or len(chains[cut.name].mentions) < len(cut.mentions):
            chains[cut.name] = cut
    if not votes or votes.most_common(1)[0][1] <= 0:
        return _surroundings(text, LEVEL_OF_KIND.get(kind or "", COUNTY), rules), None
    chain = chains[votes.most_common(1)[0][0]]
    return describe(chain, decide(chain.places, text, rules.places, own=kind), gazetteer), chain


def _cut(chain: Chain, kind: str | None) -> Chain | None:
    """The chain down to its name of this kind; whole where no kind is asked for."""
    if kind is None:
        return chain
    for at, mention in enumerate(chain.mentions):
        if _is_kind(mention.name, kind):
            return Chain(chain.start, mention.end, chain.mentions[: at + 1])
    return None


def _surroundings(text: str, below: int, rules: OriginRules) -> Place:
    """The place above `below` that cited titles agree on: 《……省……条例》 tells the province of a nameless town."""
    gazetteer = rules.places.gazetteer
    found: dict[int, Chain] = {}
    for chain in chains_in(text, gazetteer):
        if (
            chain.start
            and text[chain.start - 1] in "《〈"
            and len(chain.places) == 1
            and gazetteer.levels[chain.places[0]] < below
        ):
            found[chain.places[0]] = chain
    lowest = [p for p in found if not any(p in gazetteer.above(q) for q in found)]
    return describe(found[lowest[0]], lowest, gazetteer) if len(lowest) == 1 else NOWHERE
