"""What surrounds a report on its page: the title, the blocks before it, the signature and the page's foot behind it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from tasks.parse.dates import DATE, date_of, first_date
from tasks.parse.title import MAX_LINES, TitleRules, compile_title_rules, split_glued, title_at
from tasks.parse.words import any_of

HEAD_CHARS = 3000  # page furniture before a report is shorter
PEEK_CHARS = 240  # of a line: enough to tell what it is
HEAD_LINES = 60
COLUMN_LINES = 8  # a page's title follows the name of its column soon
SENTENCES_BEFORE_TITLE = 2  # a slogan, a letter that sends the report
FOOT_LINES = 30
SHORT_LINE = 30
LONG_LINE = 60  # compact characters: furniture and titles are shorter, sentences may be longer
HEADING = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十]部分|[(（][一二三四五六七八九十]{1,3}[)）]")
SPACE = re.compile(r"\s+")
HAN = re.compile("[一-鿿]")
DATE_TAIL = re.compile(rf"(?<=[一-鿿]){DATE.pattern}(?:\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}})?)?$")
SITE_TAIL = re.compile(r"[-_|｜][^-_|｜。]{2,20}$")  # a browser's title: ...报告-某县人民政府
BULLET = re.compile(r"^[-•·*●◆▪|｜>]+")
CRUMBS = re.compile(r"[>＞»→›]|>>")
DOCUMENT_NUMBER = re.compile(r"^.{1,14}[〔\[(（【]20\d\d[〕\])）】]\d+号$")
CLOCK = re.compile(r"\d{1,2}[:：]\d{2}")
ADDRESSEE = re.compile(r"^[^。；;一二三]{2,40}[:：]$")
SENTENCE_END = '。！？!?；;”"』」)）】….'


class Line(NamedTuple):
    """One line that is not blank: its place in the text, and its first characters (its last in a foot) without white space."""

    start: int
    end: int
    text: str


class Head(NamedTuple):
    """What stands before the body."""

    title: str | None
    lines: tuple[Line, ...]  # all before the body
    organs: tuple[str, ...]  # named by the page as author or source
    published_on: date | None
    issued_on: date | None
    body_start: int


class Foot(NamedTuple):
    """What stands behind the body."""

    organs: tuple[str, ...]  # that sign
    issued_on: date | None
    published_on: date | None
    body_end: int
    truncated: bool


class PageRules(NamedTuple):
    """Compiled words of config/metadata.yaml that tell a page's furniture."""

    title: TitleRules
    label: re.Pattern[str]
    published: re.Pattern[str]
    issued: re.Pattern[str]
    other_date: re.Pattern[str]
    organ: re.Pattern[str]
    titled: re.Pattern[str]
    toolbar: re.Pattern[str]
    footer: re.Pattern[str]
    signature: re.Pattern[str]


def compile_page_rules(config: Mapping[str, Any]) -> PageRules:
    """Compile the parts `title`, `labels`, `toolbar`, `footers` and `organs` of config/metadata.yaml."""
    labels, organs = config["labels"], config["organs"]
    every = [word for words in labels.values() for word in words]
    ends = any_of(word for kind in ("government", "department", "committee", "signing_tiers") for word in organs[kind])
    return PageRules(
        title=compile_title_rules(config),
        label=re.compile(rf"^[\[【(（]?(?:{any_of(every)})"),
        published=_dated(labels["published"]),
        issued=_dated(labels["issued"]),
        other_date=re.compile(rf"(?:{any_of(labels['other_dates'])})[:：]?(?:{DATE.pattern})"),
        organ=re.compile(
            rf"(?:{any_of(labels['organ'])})[\]】)）]?[:：]?(?P<name>[一-鿿]{{2,30}}?)(?={any_of(every)}|[^一-鿿]|$)"
        ),
        titled=re.compile(rf"(?:{any_of(labels['title'])})[\]】]?[:：](?P<title>.+?)(?=(?:{any_of(every)})[\]】]?[:：]|$)"),
        toolbar=re.compile(rf"^[\[【(（]*(?:{any_of(config['toolbar'])})"),
        footer=re.compile(rf"^[\[【(（]*(?:{any_of(config['footers'])})|ICP备|公网安备|版权所有|网站标识码|主办单位"),
        signature=re.compile(rf"^(?:[(（]?)[一-鿿]{{2,40}}?(?:{ends})[)）]?$"),
    )


def _dated(labels: Iterable[str]) -> re.Pattern[str]:
    """Labels with a date behind them; 日期 and 时间 alone must not be the end of another label."""
    long, short = [word for word in labels if len(word) > 2], [word for word in labels if len(word) <= 2]
    return re.compile(
        rf"(?:{any_of(long)}|(?<![一-鿿])(?:{any_of(short) or '$'}))[\]】)）]?[:：]?[\[【(（]?\s?(?={DATE.pattern})"
    )


def lines_of(text: str, start: int, end: int) -> Iterator[Line]:
    """The lines of `text[start:end]` that are not blank, from the first."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        compact = SPACE.sub("", text[start : min(stop, start + PEEK_CHARS)])
        if compact and compact.strip("?？"):
            yield Line(start, stop, compact)
        start = stop + 1


def lines_back(text: str, start: int, end: int) -> Iterator[Line]:
    """The lines of `text[start:end]` that are not blank, from the last."""
    while end > start:
        begin = text.rfind("\n", start, end) + 1 or start
        compact = SPACE.sub("", text[max(begin, end - PEEK_CHARS) : end])
        if compact and compact.strip("?？"):
            yield Line(begin, end, compact)
        end = begin - 1


def is_furniture(line: str, rules: PageRules) -> bool:
    """Whether a compact line belongs to the page and not to the report."""
    bare = BULLET.sub("", line)
    if not HAN.search(bare) or DOCUMENT_NUMBER.match(bare):
        return True
    if len(bare) > 2 * LONG_LINE or "。" in bare:
        return False
    if len(bare) != len(line) and len(bare) <= LONG_LINE and not rules.title.report.match(bare):
        return True
    if rules.label.match(bare) or rules.toolbar.match(bare) or CRUMBS.search(bare):
        return True
    found = DATE.search(bare)
    if not found or len(bare) > LONG_LINE:
        return False
    return bool(CLOCK.search(bare)) or len(bare) - len(found[0]) <= 2


def cut_labels(line: str, rules: PageRules) -> str:
    """A compact line without a date, labelled or not, or a site's name behind it: a title may share its line with 发布时间."""
    found = rules.published.search(line) or rules.issued.search(line) or SITE_TAIL.search(line) or DATE_TAIL.search(line)
    return line[: found.start()] if found and found.start() else line


def is_body(line: str) -> bool:
    """Whether a compact line is running text: a heading, an addressee, a sentence."""
    if HEADING.match(line) or ADDRESSEE.match(line):
        return True
    return len(line) > LONG_LINE or "。" in line or bool(re.match(r"(?:20\d\d年|今年)[^,，]{0,12}[,，]", line))


def read_head(text: str, rules: PageRules) -> Head:
    """Find title, dates and organs before the body, and where the body begins."""
    lines = []
    for line in lines_of(text, 0, min(len(text), HEAD_CHARS)):
        lines.append(line)
        if len(lines) >= HEAD_LINES or (len(lines) > 1 and HEADING.match(line.text)):
            break
    title, after = _find_title(lines, rules)
    while after < len(lines) and _belongs_to_head(lines, after, rules):
        again = _title_at(lines, after, rules)
        after += again[1] if again else 1
    start = lines[after].start if after < len(lines) else len(text)
    if glued := _glued(lines, after, title, rules):
        title, start = glued[0], _offset(text, lines[after].start, glued[1])
    head = tuple(lines[:after])
    joined = "\n".join(line.text for line in head)
    dated = [line.text for line in head if not rules.issued.search(line.text) and not rules.toolbar.match(line.text)]
    bare = next((d for line in dated if (d := first_date(rules.other_date.sub("", line)))), None)
    signed = next((d for line in head if line.text[0] in "(（" and (d := first_date(line.text))), None)
    return Head(
        title=title,
        lines=head,
        organs=tuple(found["name"] for found in rules.organ.finditer(joined)),
        published_on=_labelled(joined, rules.published) or bare,
        issued_on=_labelled(joined, rules.issued) or signed,
        body_start=start,
    )


def _offset(text: str, start: int, count: int) -> int:
    """The offset behind the first `count` characters from `start` that are not white space."""
    while count:
        count -= not text[start].isspace()
        start += 1
    return start


def _labelled(text: str, label: re.Pattern[str]) -> date | None:
    for found in label.finditer(text):
        if value := DATE.match(text, found.end()):
            return date_of(value)
    return None


def _find_title(lines: Sequence[Line], rules: PageRules) -> tuple[str | None, int]:
    """The title and the index of the line behind it; (None, 0) where the body comes first."""
    sentences = 0
    for at, line in enumerate(lines):
        if HEADING.match(line.text):
            break
        if quoted := rules.title.quoted.match(line.text):
            return quoted["title"], at + 1
        if labelled := rules.titled.search(line.text):
            fits = rules.title.report.match(labelled["title"])
            if fits and not any(rules.title.report.match(later.text) for later in lines[at + 1 :]):
                return labelled["title"], at + 1
        found = _title_at(lines, at, rules)
        if found and not (rules.title.bare.match(found[0]) and _fuller_below(lines, at, rules)):
            return found[0], at + found[1]
        if is_body(line.text) and not is_furniture(line.text, rules):
            sentences += 1
            if sentences > SENTENCES_BEFORE_TITLE:
                break
    return None, 0


def _fuller_below(lines: Sequence[Line], at: int, rules: PageRules) -> bool:
    """Whether a title with organ or year stands a few lines below a bare one, which then is the name of a site's column."""
    for near in range(at + 1, min(at + 1 + COLUMN_LINES, len(lines))):
        found = _title_at(lines, near, rules)
        if found and not rules.title.bare.match(found[0]):
            return True
    return False


def _title_at(lines: Sequence[Line], at: int, rules: PageRules) -> tuple[str, int] | None:
    pieces: list[str] = []
    for line in lines[at : at + MAX_LINES + 1]:
        bare = cut_labels(line.text, rules)
        if is_furniture(bare, rules):
            break
        pieces.append(bare)
    return title_at(pieces, rules.title)


def _belongs_to_head(lines: Sequence[Line], at: int, rules: PageRules) -> bool:
    line = lines[at].text
    if is_furniture(line, rules):
        return True
    if is_body(line):
        return False
    if _title_at(lines, at, rules):
        return True
    if at > 0 and (rules.signature.match(line) or (first_date(line) and len(line) <= 24)):
        return True
    # the cell of a table of labels and values, one below the other
    beside = [lines[near].text for near in (at - 1, at + 1) if 0 <= near < len(lines)]
    return len(line) <= SHORT_LINE and any(_is_label(near, rules) for near in beside)


def _is_label(line: str, rules: PageRules) -> bool:
    bare = BULLET.sub("", line)
    found = rules.label.match(bare)
    return found is not None and not bare[found.end() :].strip(":：]】)）")


def _glued(lines: Sequence[Line], at: int, title: str | None, rules: PageRules) -> tuple[str, int] | None:
    """A title that runs straight into the first sentence of its line, and where it ends in the line."""
    if title or at >= len(lines):
        return None
    return split_glued(lines[at].text, rules.title)


def read_foot(text: str, start: int, rules: PageRules) -> Foot:
    """Find the signature and the end of the body, from the last line up."""
    issued, published, end = None, None, len(text.rstrip())
    organs: list[str] = []
    for line in islice(lines_back(text, start, len(text)), FOOT_LINES):
        short = len(line.text) <= LONG_LINE and "。" not in line.text
        if short and rules.footer.search(line.text):
            published = published or _labelled(line.text, rules.published)
            end = end if organs or issued else line.start
        elif short and (found := _signed(line.text, rules)):
            organs = [*found[0], *organs]
            issued = issued or found[1]
        else:
            finished = line.text[-1] in SENTENCE_END
            if finished or issued:
                return Foot(tuple(organs), issued, published, line.end, truncated=not finished and not issued)
            # what looks like an organ's name, without a date and behind an open sentence, is the sentence's rest
            return Foot((), None, published, max(end, line.end) if organs else line.end, truncated=True)
    return Foot(tuple(organs), issued, published, start, truncated=False)


def _signed(line: str, rules: PageRules) -> tuple[list[str], date | None] | None:
    """The organ and the date of one line of a signature; None where it is none."""
    found = DATE.search(line)
    if found and found.end() >= len(line) - 1 and found.start() <= LONG_LINE // 2:
        name = line[: found.start()].strip("(（,，")
        if not name or rules.signature.match(name):
            return ([name] if name else []), date_of(found)
    if len(line) <= LONG_LINE and rules.signature.match(line) and not HEADING.match(line):
        return [line.strip("()（）")], None
    return None
