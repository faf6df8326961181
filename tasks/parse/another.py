"""Where another whole report begins behind the first: files are sometimes put together, and its numbers are not the first's."""

import re
from collections.abc import Iterator
from itertools import pairwise

from tasks.model import Metadata, Problem
from tasks.parse.title import MAX_CHARS, TitleRules

FIRST_PART = re.compile(r"^[^\S\n]*一、", re.MULTILINE)
TITLE_LINE = re.compile(rf"^[^\S\n]*(?P<title>(?=[^\n]*(?:19|20)\d\d年)[^\n。；]{{8,{MAX_CHARS}}})$", re.MULTILINE)


def another_report(text: str, start: int, rules: TitleRules) -> tuple[int, int] | None:
    """The span of the title, between two first parts of `text[start:]`, that begins another report; None for most.

    A title alone proves nothing, because a page may name it again, and so may a list of others: a first part must have
    stood before it, and must come behind it.
    """
    parts = [found.start() for found in FIRST_PART.finditer(text, start)]
    for before, behind in pairwise(parts):
        for line in TITLE_LINE.finditer(text, before, behind):
            if rules.report.match(line["title"].strip()):
                return line.span("title")
    return None


def left_out(text: str, metadata: Metadata) -> Iterator[Problem]:
    """The problem that says which other report of the file is not read."""
    if metadata.another:
        start, end = metadata.another
        yield Problem("another_report", start, end, f"another report begins here and is not read: {text[start:end]}")
