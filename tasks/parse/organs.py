"""Names of organs: the places they begin with, and whether a place itself or one of its departments is meant."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from tasks.parse.gazetteer import Mention
from tasks.parse.places import COUNTY, TOWNSHIP, Chain, PlaceRules, chains_in
from tasks.parse.words import any_of

# 某区人民政府某街道办事处: a subdistrict's office is one of the government above it
TOWN = re.compile(r"(?:人民政府)?(?P<name>[一-鿿]{1,12}?(?:街道|苏木|[镇乡]))")
LONGEST_SHORT = 3  # characters of a place's name without its tier: 黑龙江, 石家庄
BRANCH = re.compile(r"[局队所](?P<place>[一-鿿]{2,5}?)分[局队所]$")
OFFICE = r"(?:人民)?政府办公[室厅]"  # of a government: a department, though its name begins like the government's
TIER = r"自治区|[省市区县州旗]"


class Organ(NamedTuple):
    """A name read as an organ: the chain of places it begins with, what follows, and whether it is a department."""

    name: str
    chain: Chain | None
    rest: str
    department: bool


@dataclass(frozen=True, slots=True)
class OrganRules:
    """Compiled words that tell organs apart."""

    places: PlaceRules
    lead: re.Pattern[str]  # what stands before the organ in a title
    prefix: re.Pattern[str]  # what may stand before the first place's name
    party_ahead: re.Pattern[str]  # the same at the end of what stands before a name
    commission: re.Pattern[str]  # of a committee of the party for government by law: others report to it
    party: re.Pattern[str]  # the committee that a joint title names first
    stop: re.Pattern[str]  # what ends the organ in a title
    government: re.Pattern[str]  # all that may follow a place's name where the place itself reports
    zone: re.Pattern[str]  # a development zone that governs like a county
    zoned: re.Pattern[str]  # a department of a zone's committee
    office: re.Pattern[str]  # a subdistrict's office that leaves out 街道
    department: re.Pattern[str]
    running: re.Pattern[str]  # what follows a place's name in running text where it is part of an organ's
    generic: re.Pattern[str]  # 市人社局: a department that names no place
    first: re.Pattern[str]  # what may stand before the organ that opens a text
    national: re.Pattern[str]  # a ministry: its name begins with no place
    signs: Mapping[str, str]  # the sign of a province in numbers of documents, and its name
    tier: re.Pattern[str]  # 省政府: a government that names no place


def compile_organ_rules(config: Mapping[str, Any], places: PlaceRules) -> OrganRules:
    """Compile the parts `organs` and `title` of config/metadata.yaml."""
    organs = config["organs"]
    government, department = (
        any_of([*organs["government"], *organs["heads"]]),
        any_of([*organs["department"], *organs["committee"]]),
    )
    bureaus = any_of([*organs["department_in_text"], *organs["committee"]])
    running = rf"[一-鿿、]{{1,16}}?(?:{bureaus})|{any_of(organs['commissions'])}"
    year = r"(?:19|20)\d\d年度?(?:以来|至今|期间|底|初|末)?"
    ground = rf"(?:{any_of(organs['grounds'])})[^。\n]{{2,160}}?要求[，,]"
    return OrganRules(
        places=places,
        lead=re.compile(rf"^(?:关于)?(?:{any_of(config['title']['senders'])})?《?(?:关于)?(?:20\d\d年(?:度|以来)?)?"),
        prefix=re.compile(rf"^(?:{any_of([*organs['party'], *organs['central']])})"),
        party_ahead=re.compile(rf"(?:{any_of(organs['party'])})$"),
        commission=re.compile(organs["law_commission"]),
        party=re.compile(rf"^(?:{any_of(organs['party'])})[一-鿿]{{2,40}}?(?:{any_of(organs['party_ends'])})(?=[一-鿿]{{2,}})"),
        stop=re.compile(rf"{any_of(config['title']['organ_stops'])}|20\d\d|二[〇○零]|[《(（]"),
        government=re.compile(rf"^(?:{government})?$"),
        zone=re.compile(rf"^[一-鿿]*?(?:{any_of(organs['zones'])})(?:党工委)?(?:{any_of(organs['committee'])})?$"),
        zoned=re.compile(
            rf"^(?![一-鿿]*(?:{any_of(organs['committee'])})$)[一-鿿]*?(?:{any_of(organs['zones'])})(?:党工委)?"
            rf"(?:{any_of(organs['committee'])})?[一-鿿、]{{1,16}}?(?:{department})$"
        ),
        office=re.compile(
            rf"(?:[一-鿿]{{2,10}}?(?:{any_of(organs['zones'])}|合作区))?(?P<name>(?!驻)[一-鿿]{{2,6}}?(?<!街道))办事处"
        ),
        department=re.compile(rf"^(?!(?:{government})$)[一-鿿、]{{1,24}}?(?:{department})$"),
        running=re.compile(
            rf"(?P<government>(?!{OFFICE})(?:{any_of(organs['government'])}))|(?P<department>{OFFICE}|{running})"
        ),
        generic=re.compile(rf"(?P<kind>{TIER})(?P<rest>{OFFICE}|{running})"),
        first=re.compile(
            rf"\s*{ground}|\s*(?:(?:{year}|{any_of(organs['first_words'])})\s?[，,]?)?"
            rf"(?:在[^，,。\n]{{2,40}}[，,]){{0,3}}(?:原(?={any_of(organs['national'])}))?"
        ),
        national=re.compile(rf"(?:{any_of(organs['national'])})"),
        signs=organs["province_signs"],
        tier=re.compile(rf"^(?P<kind>{TIER})(?:人民)?政府$"),
    )


def title_organs(title: str, rules: OrganRules) -> Iterable[str]:
    """What may be the organ of a title: its beginning without the party committee of a joint title, or its end in brackets."""
    name = rules.party.sub("", rules.lead.sub("", title))
    stop = rules.stop.search(name)
    yield name[: stop.start()] if stop else name
    if aside := re.search(r"(?:[(（]|[-—–]+)(?P<name>[一-鿿]{3,30})[)）]?$", title):
        yield aside["name"]


def title_subject(title: str, rules: OrganRules) -> str:
    """What a title says its report is about: 某区 of 某区司法局关于某区2023年...; `` where it does not say."""
    _, _, about = title.partition("关于")
    stop = rules.stop.search(about)
    return about[: stop.start()] if stop else ""


def read_organ(name: str, rules: OrganRules) -> Organ | None:
    """Read a whole name as an organ; None where it is none (a newspaper, 我镇, a web site)."""
    if rules.national.fullmatch(name):
        return Organ(name, None, name, department=True)
    name = rules.prefix.sub("", name)
    chain = _leading_chain(name, rules)
    rest = name[chain.end :] if chain else name
    if chain and (rules.government.match(rest.removesuffix("委员会")) or _is_zone(chain, rest, rules)):
        return Organ(name, chain, rest, department=False)
    town = None if rest.startswith(("我", "本", "各")) else TOWN.match(rest)
    if town and rules.government.match(rest[town.end() :].removesuffix("委员会")):
        return Organ(name, _with_town(chain, town["name"], rules), rest[town.end() :], department=False)
    if chain and (office := rules.office.fullmatch(rest)):  # 某区某某办事处: a subdistrict's, the word for it left out
        return Organ(name, _with_town(chain, f"{office['name']}街道", rules), "办事处", department=False)
    if rules.department.match(rest) and (chain or rules.generic.match(rest)):
        return Organ(name, chain and _of_branch(chain, rest, rules), rest, department=True)
    if rules.zoned.match(name):
        return Organ(name, None, name, department=True)
    return Organ(name, None, name, department=False) if rules.tier.match(name) or rules.zone.match(name) else None


def _leading_chain(name: str, rules: OrganRules) -> Chain | None:
    """The chain that a name begins with; the first place may stand without its tier: 重庆某区, 成都某区."""
    gazetteer = rules.places.gazetteer
    chain = next((chain for chain in chains_in(name, gazetteer) if chain.start <= LONGEST_SHORT), None)
    if chain is None or chain.start == 0:
        return chain
    short = name[: chain.start]
    uppers = [p for word in (short, f"{short}市") for p in gazetteer.named(word) if gazetteer.levels[p] < COUNTY]
    held = tuple(place for place in chain.mentions[0].places if any(gazetteer.holds(upper, place) for upper in uppers))
    if not held:
        return None
    first = Mention(0, chain.start, short, tuple(uppers))
    return Chain(0, chain.end, (first, chain.mentions[0]._replace(places=held), *chain.mentions[1:]))


def _of_branch(chain: Chain, rest: str, rules: OrganRules) -> Chain:
    """The chain of a branch that a prefecture's bureau keeps in a county: 某市生态环境局某某分局."""
    found, gazetteer = BRANCH.search(rest), rules.places.gazetteer
    if not found or gazetteer.levels[chain.places[0]] >= COUNTY:
        return chain
    named = gazetteer.named(found["place"]) or gazetteer.by_stem.get(gazetteer.stem(found["place"]), ())
    places = [p for p in named if gazetteer.levels[p] == COUNTY and gazetteer.todays[p] == p]
    held = tuple(p for p in places if any(gazetteer.holds(upper, p) for upper in chain.places))
    if len(held) != 1:
        return chain
    return chain._replace(mentions=(*chain.mentions, Mention(chain.end, chain.end, gazetteer.names[held[0]], held)))


def _is_zone(chain: Chain, rest: str, rules: OrganRules) -> bool:
    return bool(rest) and rules.zone.match(chain.name + rest) is not None


def beginning(name: str, rules: OrganRules) -> Organ | None:
    """The organ that a name begins with, whatever follows: a last resort for titles with foreign words in them."""
    chain = _leading_chain(name, rules)
    return organ_at(name, chain, rules) if chain else None


def organ_at(text: str, chain: Chain, rules: OrganRules) -> Organ:
    """The organ that a chain in running text begins."""
    found = rules.running.match(text, chain.end)
    name = text[chain.start : found.end()] if found else text[chain.start : chain.end]
    return Organ(name, chain, found[0] if found else "", department=bool(found and found["department"]))


def _with_town(chain: Chain | None, town: str, rules: OrganRules) -> Chain:
    """The chain with a township that the gazetteer knows under another tier, or not at all."""
    gazetteer, start = rules.places.gazetteer, chain.end if chain else 0
    places = [p for p in gazetteer.by_stem.get(gazetteer.stem(town), ()) if gazetteer.levels[p] == TOWNSHIP]
    if chain:
        places = [p for p in places if any(gazetteer.holds(upper, p) for upper in chain.places)]
    mention = Mention(start, start + len(town), town, tuple(places))
    return Chain(0, mention.end, (*(chain.mentions if chain else ()), mention))
