"""Whose number an amount is, and whether it is only what was left of another."""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.measure.amounts import any_of
from tasks.measure.clauses import Context
from tasks.measure.cues import ANY, OWNER, REST, TOWN
from tasks.model import Metadata

SUBJECT = re.compile(r"(?:[，、\s]|(?:19|20)\d\d年度?|全年|今年)*")  # what may stand before a clause's subject
DIGIT = re.compile(r"\d")
NOUN = 2  # characters at the end of what is counted, by which two clauses count the same
LONGEST_SUBJECT = 16  # characters at the head of a clause in which a town's name may stand
HEAD = 4  # characters behind the subject's beginning within which a body is the subject
TOWNS_TOLD = frozenset(("township", "county", "prefecture"))
WITH_DEPARTMENTS = frozenset(("province", "prefecture", "county"))


@dataclass(frozen=True, slots=True)
class OwnerRules:
    """Compiled part `owner` of config/scopes.yaml."""

    higher: Mapping[str, re.Pattern[str]]  # by reach
    above: Mapping[str, re.Pattern[str]]  # by reach: an office above as the subject that opens a sentence
    own: re.Pattern[str]  # names of the reporting body itself
    ours: re.Pattern[str]  # of these, those that no other body is called by (我镇, 全镇, but not 司法所)
    other: re.Pattern[str]  # a body beside it
    returns: re.Pattern[str]  # behind the figure of a higher level these end its saying
    named: re.Pattern[str]  # what may be a town's name, as the subject (石沟镇调解纠纷143件): group `town`
    village: re.Pattern[str]  # a village by its name, as the subject of a denial (柳湾村连续三年无信访)
    tier: re.Pattern[str]  # what such a name ends in
    towns: Container[str]  # names of towns
    lower: re.Pattern[str]
    department: re.Pattern[str]
    not_subject: re.Pattern[str]  # 收到法院司法建议5份 are the body's own
    whole: re.Pattern[str]  # 全区, 全系统
    own_line: frozenset[str]  # of these, those of which the office is one (全系统)
    name_nothing: str  # characters between a body and its number
    denials: tuple[str, ...]  # 其中本局无
    beside: re.Pattern[str]  # behind an amount: the office's own of the same
    governing: re.Pattern[str]  # the bodies that govern a department
    offices_of: re.Pattern[str]  # behind the name of a level these make of it a body (市级部门)
    court: re.Pattern[str]  # a court that goes through its own cases (法院新收行政案件95件)
    own_case: re.Pattern[str]  # among which these name the body's own (其中以县政府为被告的11件)
    example_opens: frozenset[str]  # the characters with which such begins:
    example: re.Pattern[str]  # a sentence that tells of one place only (例如，柳溪村化解纠纷6起)
    rest_before: re.Pattern[str]  # 其余8件
    rest_behind: re.Pattern[str]  # 8件正在审理


def compile_owners(
    config: Mapping[str, Sequence[str] | Mapping[str, Sequence[str]]], own_bodies: Sequence[str], towns: Container[str]
) -> OwnerRules:
    """Compile the part `owner` of config/scopes.yaml; `own_bodies` are those of config/clauses.yaml, `towns` known names."""
    words: Mapping[str, Any] = config
    others = any_of(words["not_owners"])
    return OwnerRules(
        higher={reach: re.compile(f"(?:{any_of(names)})(?!{others})") for reach, names in words["higher"].items()},
        above={reach: re.compile(_office(signs, words)) for reach, signs in words["above"].items()},
        own=re.compile(f"(?<!在)(?:{any_of(own_bodies)})"),  # 在我镇 is where an office above was at work
        ours=re.compile(any_of([*(body for body in own_bodies if body[0] in "我本全"), *words["wholes"]])),
        other=re.compile(rf"{any_of(words['other'])}|与[我本].{{0,2}}(?:{any_of(words['adjoining'])})"),
        returns=re.compile(any_of([*own_bodies, *words["own_offices"], *words["returns"]])),
        named=re.compile(
            rf"(?:其中[，,]?)?{SUBJECT.pattern}(?P<town>[^\W\da-z]{{1,6}}?(?:{any_of(words['towns'])}))"
            rf"(?:[、和及与][^\W\da-z]{{1,6}}?(?:{any_of(words['towns'])}))*(?={any_of(words['town_acts'])})"
        ),
        village=re.compile(
            rf"{SUBJECT.pattern}(?!{any_of(words['no_villages'])})[^\W\da-z{words['not_in_villages']}]{{2,4}}?(?:{any_of(words['villages'])})"
            rf"(?={any_of(words['denies'])})"
        ),
        tier=re.compile(any_of(words["towns"])),
        towns=towns,
        lower=re.compile(
            f"(?<![及和与对为向给训])(?:{any_of(words['lower'])})"
        ),  # 县政府及所属部门 are the county's own, 为各村 and 培训各级干部 its acts
        department=re.compile(any_of(words["department"])),
        not_subject=re.compile(any_of(words["not_subjects"])),
        whole=re.compile(any_of(words["wholes"])),
        own_line=frozenset(words["own_line"]),
        name_nothing=words["name_nothing"],
        denials=tuple(words["denials"]),
        beside=re.compile(
            rf"[^。；，,\n]{{0,4}}[，,；](?:其中[，,]?)?(?:(?:19|20)\d\d年度?)?(?P<body>{any_of(words['own_offices'])})"
            rf"(?P<name>[^，。；,\n\d]*)(?P<counts>\d)?"
        ),
        governing=re.compile(rf"[省市州盟县区旗](?:人民)?(?:{any_of(words['governing'])})"),
        offices_of=re.compile(any_of(words["offices_of"])),
        court=re.compile(rf"法院[^，。；、,;\d被]{{0,6}}?(?:{any_of(words['court_acts'])})"),
        own_case=re.compile(any_of(words["own_cases"])),
        example_opens=frozenset(word[0] for word in (*words["examples"], "如", "以")),
        example=re.compile(
            rf"(?:{any_of(words['examples'])})|如[^，。；、：]{{2,6}}(?:{any_of(words['lowest'])})|以[^，。]{{2,10}}为例"
        ),
        rest_before=re.compile(rf"(?:{any_of(words['rest_before'])})(?:的|为|有|共)?\s?$"),
        rest_behind=re.compile(rf"[^，。；、（(\d]{{0,6}}?(?:{any_of(words['rest_behind'])})"),
    )


def _office(signs: str, words: Mapping[str, Any]) -> str:
    return rf"[{signs}](?:人民)?(?:{any_of(words['offices'])})(?!{any_of(words['not_acting'])})"


def reach_of(metadata: Metadata) -> str | None:
    """The key of `higher` that says whose territory is the body's own: its level, for a department that of its government.

    全省 in the report of a provincial department is no higher body's. What 全市 means to a county depends on what it is:
    to a county-level city itself, to others the prefecture; `county` is one of which nothing is known.
    """
    place = metadata.place
    reach = metadata.level
    if reach == "department" and place.province is not None:
        reach = "county" if place.county else "prefecture" if place.prefecture else "province"
    if reach == "county" and place.county:
        return "county_level_city" if place.county.endswith("市") else "county_below_city"
    return reach


def owners_of(
    text: str, contexts: Sequence[Context], metadata: Metadata, reach: str | None, rules: OwnerRules, cues: Sequence[int]
) -> list[str]:
    """Whose number each amount is; without a subject of its own it goes on as the one before (全省收到2万件，受理1.8万件)."""
    owners: list[str] = []
    for i, (context, cue) in enumerate(zip(contexts, cues, strict=True)):
        owner = owner_of(text, context, metadata.level, reach, rules, cue)
        if owner == "own" and cue & TOWN and (named := _named_town(text, context, metadata, rules)):
            owner = named
        goes_on = owner == "own" and i and owners[-1] == "higher_level" and contexts[i - 1].lead_start == context.lead_start
        # of a department whose place is unknown 全省 may be its own
        if (
            goes_on
            and reach != "department"
            and not rules.returns.search(text, contexts[i - 1].end, max(context.end, context.near_end))
        ):
            owner = "higher_level"
        owners.append(owner)
    return owners


def owner_of(text: str, context: Context, level: str | None, reach: str | None, rules: OwnerRules, cues: int = ANY) -> str:
    """Whose number it is: the reporting body's own unless the clause names another as its subject."""
    if not cues & OWNER:
        return "own"
    before = _from_subject(text, context.near_start, context.start)
    if _is_whole(text, context, before, reach or "", rules) or _is_beside_own(text, context, before, level, rules):
        return "higher_level"
    if _is_beside(text, context, before, rules) or _office_acts(text, context, reach or "", rules):
        return "other"
    if _court_goes_through(before, rules):
        return "other"
    if (found := rules.lower.search(before)) and found.start() <= HEAD and not rules.whole.match(before):
        return "lower_level"  # but 全县各级机关 are the county's own
    found = rules.department.search(before) if level in WITH_DEPARTMENTS else None
    if found and found.start() <= HEAD and not rules.not_subject.search(before, 0, found.start()):
        return "department"
    return "own"


def _from_subject(text: str, start: int, end: int) -> str:
    opening = SUBJECT.match(text, start, end)
    return text[opening.end() if opening else start : end]


def _is_whole(text: str, context: Context, before: str, reach: str, rules: OwnerRules) -> bool:
    """Whether all of a greater place are counted (全县1260件)."""
    if (higher := rules.higher.get(reach)) is None:
        return False
    found = higher.match(before)
    if found is None and context.near_start < context.quote_start:  # 调解纠纷：全区1260件
        found = higher.match(_from_subject(text, context.quote_start, context.start))
    if found is None or not found[0].endswith("级"):
        return found is not None
    return rules.offices_of.match(found.string, found.end()) is not None


def _is_beside_own(text: str, context: Context, before: str, level: str | None, rules: OwnerRules) -> bool:
    """Whether a department tells of its government, or of its region beside itself (全区共处罚210件，其中本局36件)."""
    if level != "department":
        return False
    if governing := rules.governing.match(before):
        return rules.own.search(before, governing.end()) is None  # 县政府常务会议审议我局文件4件
    whole = rules.whole.match(before)
    own = rules.beside.match(text, context.end) if whole else None
    if whole is None or own is None:
        return False
    name, counted = own["name"], before[whole.end() :]
    if name == counted:
        return True
    if whole[0] in rules.own_line or own["body"].endswith("级"):  # all offices of one's own line: 全系统210件，其中局本级36件
        return False
    same = name.endswith(counted[-NOUN:])
    return (same or not name.strip(rules.name_nothing)) if own["counts"] else same and name.startswith(rules.denials)


def _office_acts(text: str, context: Context, reach: str, rules: OwnerRules) -> bool:
    """Whether an office above opens the sentence as the one that acts, and the body itself does not come in behind it."""
    if (office := rules.above.get(reach)) is None:
        return False
    acting = office.match(text, context.lead_start)
    if acting is None and not DIGIT.search(text, context.lead_start, context.quote_start):  # 在街道支持下，区法院受理213件
        acting = office.match(text, context.quote_start)
    return acting is not None and rules.own.search(text, acting.end(), context.end) is None


def owner_of_zero(text: str, context: Context, metadata: Metadata, reach: str | None, rules: OwnerRules) -> str:
    """Whose zero it is: as `owner_of`, and a town or a village called by its name (柳湾村连续三年无信访)."""
    owner = owner_of(text, context, metadata.level, reach, rules)
    if owner != "own":
        return owner
    if named := _named_town(text, context, metadata, rules):
        return named
    return "lower_level" if rules.village.match(text, context.quote_start, context.end) else "own"


def _named_town(text: str, context: Context, metadata: Metadata, rules: OwnerRules) -> str | None:
    """Whose number it is that a town called by its name has: another's in a town's report, one below's in those above it."""
    home = metadata.place.township
    if metadata.level not in TOWNS_TOLD or (metadata.level == "township" and home is None):
        return None
    for start, end in ((context.quote_start, context.end), (context.lead_start, context.near_start)):
        found = rules.named.match(text, start, end) if rules.tier.search(text, start, start + LONGEST_SUBJECT) else None
        if found and found["town"] in rules.towns and not rules.ours.search(text, found.end(), context.end):
            break
    else:
        return None
    if metadata.level != "township":
        return "lower_level"
    return None if home and home[:2] == found["town"][:2] else "other"


def _is_beside(text: str, context: Context, before: str, rules: OwnerRules) -> bool:
    """Whether a body beside the reporting one is told of, in the clause or from the sentence on (邻近的石沟镇，调解143件)."""
    if rules.other.match(before):
        return True
    told = rules.other.match(text, context.lead_start, context.near_start)
    return told is not None and rules.own.search(text, told.end(), context.end) is None


def _court_goes_through(before: str, rules: OwnerRules) -> bool:
    """Whether a court tells of its own caseload, which is not that of the government (法院新收行政案件95件)."""
    court = rules.court.search(before)
    return court is not None and not rules.not_subject.search(before, 0, court.start()) and not rules.own_case.search(before)


def is_example(text: str, context: Context, rules: OwnerRules) -> bool:
    """Whether an amount is told of one place for the others (例如，柳溪村化解纠纷6起): no total of the report's."""
    for at in (context.lead_start, context.quote_start):
        if text[at] in rules.example_opens and rules.example.match(text, at, context.start):
            return True
    return False


def is_rest(text: str, context: Context, rules: OwnerRules, cues: int = ANY) -> bool:
    """Whether an amount is what was left of another (办结80件，其余8件正在审理): part of a total, and no indicator's value."""
    if not cues & REST:
        return False
    if rules.rest_before.search(text, max(0, context.near_start), context.start):
        return True
    return rules.rest_behind.match(text, context.end, max(context.near_end, context.end)) is not None
