"""Which lines are the title of a report on government by law: joined over line breaks, in all the genre's wordings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.parse.words import any_of

MAX_LINES = 4  # a title broken over more has not been seen
MAX_CHARS = 110
RUN_AHEAD = re.compile(r"^.*(?:20\d\d-\d{1,2}-\d{1,2}(?:\d{1,2}:\d{2})?[|｜]?|[|｜])")
TWICE = re.compile(r"(?P<title>.{8,}?)[|｜]?(?P=title)$")


@dataclass(frozen=True, slots=True)
class TitleRules:
    """Compiled words of config/metadata.yaml that make a title."""

    report: re.Pattern[str]  # a whole title
    quoted: re.Pattern[str]  # 《...》是...发布的通知: an encyclopedia's way
    piece: re.Pattern[str]  # a line that may be a part of a title
    opener: re.Pattern[str]  # a line that may begin a title broken over lines
    broken: re.Pattern[str]  # a line that surely does
    bare: re.Pattern[str]  # a title that names neither organ nor year: it may be a column of the site
    joined: re.Pattern[str]  # how a later line of a broken title begins
    committee: re.Pattern[str]  # the party's of a place
    closer: re.Pattern[str]  # a line that only ends a title
    glued: re.Pattern[str]  # a title with the first sentence, or the page's furniture, behind it
    unsigned: re.Pattern[str]  # a title that names no organ
    column: re.Pattern[str]  # the name of the site's column in brackets before a title
    letter: re.Pattern[str]  # the title of a letter that sends a report
    carried: re.Pattern[str]  # the title of a notice that hands out a report, whose own title stands below


def compile_title_rules(config: Mapping[str, Any]) -> TitleRules:
    """Compile the part `title` of config/metadata.yaml."""
    words, organs = config["title"], config["organs"]
    subject, genre = any_of(words["subjects"]), any_of(words["genres"])
    core = rf"[^。；;！？!?:：,，]{{0,60}}?(?:{subject})[^。；;！？!?:：]{{0,40}}?(?:{genre})"
    sequel = rf"(?:[》”]?(?:{any_of(words['carriers'])}))?(?:[及和与暨、][^。；;！？]{{0,30}}(?:{any_of(words['sequels'])}))?"
    bracket = r"(?:[(（\[【][^()（）\[\]【】]{0,20}[)）\]】])?"
    signed = r"(?:[-—–]{1,2}[一-鿿]{3,20})?"  # ...情况报告——某县司法局
    organ = any_of(word for kind in ("government", "department", "committee", "tiers") for word in organs[kind])
    starters = any_of(words["starters"])
    # the body addressed, where its line ran together with the title's: 某市委、某市人民政府：
    addressed = rf"(?!的)(?:中共)?[一-鿿、，,]{{0,30}}(?:{any_of(words['addressees'])})[:：]"
    names = [word for kind in config["labels"].values() for word in kind]
    # 根据某规定要求，某局总结2025年法治政府建设情况：a sentence, however much of it reads like a title
    sentence = any_of(word for word in words["first_words"] if len(word) > 1)
    # a label of two characters is one only with its colon: 时间：, 来源：
    labels = rf"{any_of(word for word in names if len(word) > 2)}|(?:{any_of(word for word in names if len(word) <= 2)})[:：]"
    return TitleRules(
        report=re.compile(rf"^(?:{core}){sequel}{bracket}{signed}$"),
        quoted=re.compile(rf"^《(?P<title>{core}{sequel}{bracket})》是"),
        piece=re.compile(r"^[^。；;！？!?:：,，]{2,60}$"),
        opener=re.compile(rf"^(?:{starters})|20\d\d年|{subject}|(?:{organ})$"),
        broken=re.compile(rf"^.{{6,}}(?:20\d\d年|[12]\d{{0,3}}$)|^(?:{starters})(?!.*(?:{organ})$)"),
        bare=re.compile(rf"^(?:{subject})(?!.*20\d\d)"),
        joined=re.compile(rf"^(?:{starters}|20\d\d年|{subject}|推进|全面|贯彻|落实)"),
        committee=re.compile(rf"^(?:{any_of(organs['party'])})(?P<place>[一-鿿]{{2,24}}?)(?:{any_of(organs['party_ends'])})$"),
        closer=re.compile(rf"^[^。；;！？!?:：,，]{{0,14}}(?:{genre}){sequel}{bracket}$"),
        glued=re.compile(
            rf"^(?!{sentence})(?P<title>{core})(?=[(（\[【]?(?:20\d\d[-./年]|{labels})|{any_of(words['first_words'])}|{addressed}|(?P=title))"
        ),
        unsigned=re.compile(rf"^(?:(?:20\d\d|二[〇○零][〇○零一二三四五六七八九]{{2}})年(?:度)?)?(?:推进)?(?:{subject})"),
        column=re.compile(r"^[\[【][^\[\]【】]{2,20}[\]】](?=.)"),
        letter=re.compile(rf"^关于(?:{any_of(words['senders'])})《(?P<title>{core}{sequel})》的(?:{genre}|函|请示)$"),
        carried=re.compile(rf"(?:{any_of(words['carriers'])}){bracket}$"),
    )


def title_at(lines: Sequence[str], rules: TitleRules) -> tuple[str, int] | None:
    """The title that begins with the first of these compact lines, and how many lines it takes; None where there is none."""
    if lines and rules.report.match(rules.column.sub("", lines[0])):
        lines = [rules.column.sub("", lines[0]), *lines[1:]]
    joined = ""
    for count, line in enumerate(lines[:MAX_LINES], start=1):
        alone = rules.report.match(line)
        begins = alone or rules.opener.search(line) or rules.broken.search(line)
        if not rules.piece.match(line) or (count == 1 and not begins):
            return None
        goes_on = rules.joined.match(line) or rules.broken.search(joined) or _is_joint(joined, line, rules)
        if count > 1 and alone and not goes_on:
            return None  # a title of its own below the name of a site or an organ
        joined += line
        if len(joined) > MAX_CHARS:
            return None
        if rules.report.match(joined):
            more = lines[count] if count < len(lines) else ""
            # 情况 is a genre of its own, and often goes on: ...建设情况 / 的报告
            if joined.endswith("情况") and len(more) <= 8 and rules.closer.match(more):
                return joined + more, count + 1
            return joined, count
    return None


def _is_joint(above: str, line: str, rules: TitleRules) -> bool:
    """Whether the party's committee stands above a title that begins with its own place: 中共某镇委员会 / 某镇人民政府关于……"""
    committee = rules.committee.match(above)
    return committee is not None and line.startswith(committee["place"])


def split_glued(line: str, rules: TitleRules) -> tuple[str, int] | None:
    """The title at the head of a line that goes on with the first sentence, and its length; None where there is none."""
    found = rules.glued.match(line)
    return (found["title"], found.end("title")) if found and found.end("title") <= MAX_CHARS // 2 else None


def without_neighbours(title: str, rules: TitleRules) -> str:
    """A title without what ran together with it on a page whose lines were lost: a date, the same title again."""
    bare = RUN_AHEAD.sub("", title)
    bare = bare if rules.report.match(bare) else title
    twice = TWICE.match(bare)
    return twice["title"] if twice else bare
