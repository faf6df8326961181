"""Who speaks in a text, where its title does not say: the first words of the opening, and subdistricts in short."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from tasks.parse.gazetteer import Gazetteer, Mention
from tasks.parse.organs import LONGEST_SHORT, Organ, OrganRules, organ_at
from tasks.parse.page import ADDRESSEE
from tasks.parse.places import COUNTY, TOWNSHIP, Chain, chains_in

BEHIND_SUBJECT = re.compile(r"[一-鿿](?<![的和与及关对等])")
SHORT_STREET = re.compile(r"[一-鿿]{2,4}街(?![道区头巷坊镇面舞边])")
MOST_CHARS = 60  # of the opening: the subject of its first sentence stands no deeper


def unaddressed(opening: str, glued: re.Pattern[str]) -> str:
    """The opening without those above whom it addresses (市委、市政府：), on a line of their own or glued to the text."""
    line, _, rest = opening.lstrip().partition("\n")
    if ADDRESSEE.match(line.strip()):
        return rest
    return opening[found.end() :] if (found := glued.match(opening)) else opening


def own_kind(texts: Iterable[str], patterns: Mapping[str, re.Pattern[str]]) -> str | None:
    """What the first of these texts that says so calls itself: the lowest of 我局, 我镇, 我县; None where none does."""
    return next((kind for text in texts for kind, pattern in patterns.items() if pattern.search(text)), None)


def agrees(organ: Organ, own: str | None) -> bool:
    """Whether an organ can be the one that speaks of itself as `own`."""
    if own is None or own == "department" or organ.department:
        return own is None or organ.department == (own == "department")
    return organ.chain.name.endswith(own) if organ.chain else organ.rest.startswith(own)


def opening_department(opening: str, rules: OrganRules) -> Organ | None:
    """The department whose name opens the text (2023年，某市司法局在…领导下): it reports, whatever it then says of 我市.

    None where the first words are no department's name.
    """
    at = rules.first.match(opening)
    start = at.end() if at else 0
    if found := rules.national.match(opening, start):
        return Organ(found[0], None, found[0], department=True)
    chains = chains_in(opening, rules.places.gazetteer, start, min(len(opening), start + MOST_CHARS))
    named = next((organ_at(opening, chain, rules) for chain in chains if chain.start == start), None)
    named = named or _in_short(opening, start, rules) or _weakly(opening, start, rules)
    if named is None and (generic := rules.generic.match(opening, start)) and not set(generic["rest"]) & set("在、"):
        named = Organ(generic[0], None, generic[0], department=True)
    if named is None or not named.department:
        return None
    return named if BEHIND_SUBJECT.match(opening, start + len(named.name)) else None


def _in_short(opening: str, start: int, rules: OrganRules) -> Organ | None:
    """A department whose city stands without its tier: 某某人力资源和社会保障局 for 某某市…局."""
    gazetteer = rules.places.gazetteer
    for length in range(LONGEST_SHORT, 1, -1):
        short = opening[start : start + length]
        cities = tuple(p for p in gazetteer.named(f"{short}市") if gazetteer.levels[p] < COUNTY)
        found = rules.running.match(opening, start + length)
        if len(cities) == 1 and found and found["department"]:
            chain = Chain(start, start + length, (Mention(start, start + length, short, cities),))
            return Organ(short + found[0], chain, found[0], department=True)
    return None


def _weakly(opening: str, start: int, rules: OrganRules) -> Organ | None:
    """A department whose place bears a name that is a word too: 城区某某局."""
    mention = next((m for m in rules.places.gazetteer.mentions(opening, start, start + MOST_CHARS) if m.start == start), None)
    if mention is None:
        return None
    organ = organ_at(opening, Chain(start, mention.end, (mention,)), rules)
    return organ if organ.department else None


def short_street(text: str, gazetteer: Gazetteer) -> Chain | None:
    """The subdistrict that a text calls by its name without 道 (某某街): the one it names most; None where there is none."""
    votes: Counter[str] = Counter()
    first: dict[str, Mention] = {}
    for found in SHORT_STREET.finditer(text):
        for length in range(len(found[0]), 2, -1):
            short = found[0][-length:]
            places = tuple(p for p in gazetteer.named(f"{short}道") if gazetteer.levels[p] == TOWNSHIP)
            if places:
                votes[short] += 1
                first.setdefault(short, Mention(found.end() - length, found.end(), f"{short}道", places))
                break
    best = votes.most_common(1)
    if not best or best[0][1] < 2:  # once may be a street
        return None
    mention = first[best[0][0]]
    return Chain(0, len(mention.name), (mention,))
