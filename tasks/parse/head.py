"""What stands before a report's body: its title, the dates and organs that the page names."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from tasks.parse.dates import first_date
from tasks.parse.page import BULLET, HEADING, Line, PageRules, cut_labels, is_body, is_furniture, labelled_date, lines_of
from tasks.parse.title import MAX_LINES, split_glued, title_at, without_neighbours

HEAD_CHARS = 3000  # page furniture before a report is shorter
HEAD_LINES = 60
COLUMN_LINES = 24  # a page's title follows the name of its column, a table of labels between them
SENTENCES_BEFORE_TITLE = 2  # a slogan, a letter that sends the report
SHORT_LINE = 30
INDEX_NUMBER = re.compile(r"\d{6}")
ANNEX = re.compile(r"附件?\d?[:：]?")
SENT = re.compile("特此[报汇上][告送报]")  # the end of a letter that sends a report
SIGNED_LINES = 5  # between that and the report's title: whose letter it is, its date
TODAY = re.compile("今天|今日|℃|°C")  # the date of the day on which somebody looked at the page, with its weather
HANDED_OVER = "如下"  # the sentence that hands over comes behind the title, never before


class Head(NamedTuple):
    """What stands before the body."""

    title: str | None
    lines: tuple[Line, ...]  # all before the body
    organs: tuple[str, ...]  # named by the page as author or source
    published_on: date | None
    issued_on: date | None
    body_start: int


class Row(NamedTuple):
    """A line, what it says without dates and site names behind it, and whether it is furniture."""

    line: Line
    bare: str
    furniture: bool


def read_head(text: str, rules: PageRules) -> Head:
    """Find title, dates and organs before the body, and where the body begins."""
    rows = _rows(text, rules)
    title, after = _find_title(rows, rules)
    while after < len(rows) and _belongs_to_head(rows, after, rules):
        again = _title_at(rows, after, rules)
        after += again[1] if again else 1
    start = rows[after].line.start if after < len(rows) else len(text)
    lines = tuple(row.line for row in rows[:after])
    joined = "\n".join(line.text for line in lines)
    if title is None and after < len(rows) and (glued := split_glued(rows[after].line.text, rules.title)):
        title, start = glued[0], _offset(text, start, glued[1])
        behind = rows[after].line.text[glued[1] :]
        if furniture := rules.furniture.match(behind):
            start = _offset(text, start, furniture.end())
            joined = f"{joined}\n{furniture[0]}"
            lines = (*lines, Line(start, start, furniture[0]))
    published, issued = _dates([line for line in lines if not _is_title(line, title)], joined, rules)
    organs = tuple(found["name"] for found in rules.organ.finditer(joined))
    title = without_neighbours(title, rules.title) if title else None
    return Head(title, lines, organs, published, issued, start)


def _rows(text: str, rules: PageRules) -> list[Row]:
    """The lines up to the first heading, which no title follows."""
    rows: list[Row] = []
    for line in lines_of(text, 0, min(len(text), HEAD_CHARS)):
        bare = cut_labels(line.text, rules)
        # what stands before a label may be a title, or a page's number: 信息索取号000014348/2022-00023生成日期...
        numbered = len(bare) < len(line.text) and INDEX_NUMBER.search(bare) is not None
        rows.append(Row(line, bare, numbered or is_furniture(bare, rules)))
        if len(rows) >= HEAD_LINES or HEADING.match(line.text):
            break
    return rows


def _is_title(line: Line, title: str | None) -> bool:
    """Whether a line is the title, whose dates are the period reported on: ...报告（2019年1月1日—12月31日）."""
    return title is not None and line.text == title


def _dates(lines: Sequence[Line], joined: str, rules: PageRules) -> tuple[date | None, date | None]:
    """When the page was published and the document written: by label, else a bare date; one in brackets counts for both."""
    plain = (line.text for line in lines if not rules.issued.search(line.text) and not rules.toolbar.match(line.text))
    bare = next((found for t in plain if not TODAY.search(t) and (found := first_date(rules.other_date.sub("", t)))), None)
    signed = next((found for line in lines if line.text[0] in "(（" and (found := first_date(line.text))), None)
    if sent := _sent(lines, rules):
        signed, bare = sent, None
    published, issued = labelled_date(joined, rules.published), labelled_date(joined, rules.issued) or signed
    generated = labelled_date(joined, rules.generated)
    return (published, issued or generated) if published else (generated or bare, issued)


def _sent(lines: Sequence[Line], rules: PageRules) -> date | None:
    """When a letter that sends the report as its annex was signed; None where no letter stands above."""
    for organ, dated, annex in zip(lines, lines[1:], lines[2:], strict=False):
        if ANNEX.fullmatch(annex.text) and rules.signature.match(organ.text):
            return first_date(dated.text)
    ended = next((at for at, line in enumerate(lines) if SENT.match(line.text)), len(lines))
    near = lines[ended + 1 : ended + 1 + SIGNED_LINES]
    return next((first_date(dated.text) for organ, dated in pairwise(near) if rules.signature.match(organ.text)), None)


def _offset(text: str, start: int, count: int) -> int:
    """The offset behind the first `count` characters from `start` that are not white space."""
    while count:
        count -= not text[start].isspace()
        start += 1
    return start


def _find_title(rows: Sequence[Row], rules: PageRules) -> tuple[str | None, int]:
    """The title and the index of the line behind it; (None, 0) where the body comes first."""
    sentences = 0
    for at, row in enumerate(rows):
        line = row.line.text
        if HEADING.match(line):
            break
        if quoted := rules.title.quoted.match(line):
            return quoted["title"], at + 1
        if letter := rules.title.letter.match(line):
            return _annexed(rows, at + 1, rules) or (letter["title"], at + 1)
        if labelled := _labelled_title(rows, at, rules):
            return labelled, at + 1
        found = _title_at(rows, at, rules)
        column = found and rules.title.bare.match(found[0]) and (sentences or _fuller_below(rows, at, rules))
        if found and not column and not _signed_below(rows, at, found[0], rules):
            return _handed_out(rows, at + found[1], found[0], rules) or (found[0], at + found[1])
        if not row.furniture and is_body(line):
            sentences += 1
            if sentences > SENTENCES_BEFORE_TITLE or HANDED_OVER in line:
                return _annexed(rows, at, rules) or (None, 0)
    return None, 0


def _annexed(rows: Sequence[Row], after: int, rules: PageRules) -> tuple[str, int] | None:
    """The title of a report that a letter sends as its annex; None where no line says 附件 and no title follows it."""
    for at in range(len(rows)):
        if SENT.match(rows[at].line.text):  # 特此报告, then who signs and when, then the report
            near = range(at + 1, min(at + 1 + SIGNED_LINES, len(rows)))
            return next(((found[0], k + found[1]) for k in near if (found := _title_at(rows, k, rules))), None)
    for at in range(after, len(rows) - 1):
        if ANNEX.fullmatch(rows[at].line.text) and (found := _title_at(rows, at + 1, rules)):
            return found[0], at + 1 + found[1]
    return None


def _handed_out(rows: Sequence[Row], after: int, notice: str, rules: PageRules) -> tuple[str, int] | None:
    """The report's own title below that of the notice that hands it out; None where the notice stands alone."""
    if not rules.title.carried.search(notice):
        return None
    for at in range(after, len(rows)):
        found = _title_at(rows, at, rules)
        if found and not rules.title.carried.search(found[0]):
            return found[0], at + found[1]
    return None


def _labelled_title(rows: Sequence[Row], at: int, rules: PageRules) -> str | None:
    """The title that a table of the page names, where none stands below."""
    found = rules.titled.search(rows[at].line.text)
    if not found or not rules.title.report.match(found["title"]):
        return None
    return None if any(rules.title.report.match(row.bare) for row in rows[at + 1 :]) else found["title"]


def _fuller_below(rows: Sequence[Row], at: int, rules: PageRules) -> bool:
    """Whether a title with organ or year stands a few lines below a bare one, which then is the name of a site's column."""
    for near in range(at + 1, min(at + 1 + COLUMN_LINES, len(rows))):
        found = _title_at(rows, near, rules)
        if found and not rules.title.bare.match(found[0]):
            return True
    return False


def _signed_below(rows: Sequence[Row], at: int, title: str, rules: PageRules) -> bool:
    """Whether the same title stands a few lines below with its organ before it: the page's title left the organ out."""
    if not rules.title.unsigned.match(title):
        return False
    near = (_title_at(rows, below, rules) for below in range(at + 1, min(at + 1 + COLUMN_LINES, len(rows))))
    return any(found and found[0] != title and found[0].endswith(title) for found in near)


def _title_at(rows: Sequence[Row], at: int, rules: PageRules) -> tuple[str, int] | None:
    pieces: list[str] = []
    for row in rows[at : at + MAX_LINES + 1]:
        if row.furniture:
            break
        pieces.append(row.bare)
    return title_at(pieces, rules.title) if pieces else None


def _belongs_to_head(rows: Sequence[Row], at: int, rules: PageRules) -> bool:
    """Whether a line behind the title is still no body: furniture, the title again, an organ, a date, a table's cell."""
    line = rows[at].line.text
    if rows[at].furniture:
        return True
    if is_body(line):
        return False
    if _title_at(rows, at, rules) or rules.published.search(line) or rules.issued.search(line):
        return True
    if at > 0 and (rules.signature.match(line) or (first_date(line) and len(line) <= SHORT_LINE)):
        return True
    beside = [rows[near].line.text for near in (at - 1, at + 1) if 0 <= near < len(rows)]
    return len(line) <= SHORT_LINE and any(_is_label(near, rules) for near in beside)


def _is_label(line: str, rules: PageRules) -> bool:
    bare = BULLET.sub("", line)
    found = rules.label.match(bare)
    return found is not None and not bare[found.end() :].strip(":：]】)）")
