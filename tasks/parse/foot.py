"""What stands behind a report's body: the signature with its date, and the foot of the page."""

import re
from datetime import date
from itertools import islice
from typing import NamedTuple

from tasks.parse.dates import DATE, date_of
from tasks.parse.page import HEADING, LONG_LINE, PageRules, labelled_date, lines_back

FOOT_LINES = 30
PAGE_LINES = 60  # a page shows below a report lists of others, too
LABEL = re.compile(r"^[\[【(（]?[一-鿿]{2,6}[\]】)）]?[:：]")
SENTENCE_END = '。！？!?；;”"』」)）】….'


class Foot(NamedTuple):
    """What stands behind the body."""

    organs: tuple[str, ...]  # that sign
    issued_on: date | None
    published_on: date | None
    body_end: int
    truncated: bool


def read_foot(text: str, start: int, rules: PageRules) -> Foot:
    """Find the signature and the end of the body, from the last line up."""
    foot = _read_up(text, start, rules)
    if foot.issued_on and not foot.truncated:
        return foot
    above = _above_page(text, start, rules)
    return above if above and (above.issued_on or foot.truncated) else foot


def _above_page(text: str, start: int, rules: PageRules) -> Foot | None:
    """The foot where a finished sentence is followed by a signature with its day, or by words that only pages have.

    What the page shows below these (lists of other reports, counters, ratings, buttons) need not be known word by word,
    as long as none of it is running text.
    """
    lines = list(islice(lines_back(text, start, len(text)), PAGE_LINES))
    published = None
    for at, line in enumerate(lines):
        if rules.imprint.match(line.text):
            continue
        if len(line.text) > LONG_LINE or "。" in line.text or HEADING.match(line.text):
            of_page = at > 0 and line.text[-1] in SENTENCE_END and rules.footer.search(lines[at - 1].text)
            return Foot((), None, published, line.end, truncated=False) if of_page else None
        organs, issued = _signed(line.text, rules) or ([], None)
        above = at + 1
        if issued and not organs and above + 1 < len(lines) and (signed := _signed(lines[above].text, rules)):
            organs, above = signed[0], above + 1
        if issued and organs and above < len(lines) and lines[above].text[-1] in SENTENCE_END:
            return Foot(tuple(organs), issued, published, lines[above].end, truncated=False)
        published = published or labelled_date(line.text, rules.published)
    return None


def _read_up(text: str, start: int, rules: PageRules) -> Foot:
    """The foot as long as each line from the last one up is known to belong to it."""
    issued, published, end = None, None, len(text.rstrip())
    organs: list[str] = []
    for line in islice(lines_back(text, start, len(text)), FOOT_LINES):
        short = len(line.text) <= LONG_LINE and "。" not in line.text
        if rules.imprint.match(line.text) or (short and _is_of_page(line.text, rules)):
            published = published or labelled_date(line.text, rules.published)
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


def _is_of_page(line: str, rules: PageRules) -> bool:
    """Whether a short line below a report is known to be the page's."""
    return bool(rules.footer.search(line) or (LABEL.match(line) and rules.label.match(line)))


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
