"""The lines of a page, and which of those around the report say something of it: its title, its labels and their values."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tasks.intake.readers.blocks import Piece

LABELLED = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff\s]{1,9}[:：]|\d{4}\s*[年/-]\s*\d{1,2}\s*[月/-]\s*\d{1,2}")
BARE_DATE = re.compile(r"[\s\d年月日/:：.-]{8,24}")
TERM = re.compile(r"/d[dt]\[\d+\]$")  # place of a term or its value
HEADLINE = 2  # level: headings below it are those of lists beside the text
LONGEST_LABEL = 12  # characters
TITLE_LENGTH = range(6, 60)  # characters
LONGEST_CELLS = 160  # characters of a row of facts
SPACE = re.compile(r"\s+")
FILE_NAME = re.compile(r"\.(?:docx?|wps|et|pdf|ofd|xlsx?|pptx?|zip|rar|7z|txt|jpe?g|png)\W*$", re.IGNORECASE)
OF_ATTACHMENT = re.compile(r"[附件下载点击查看链接详见阅览：:\d.、．，。【】（）()\[\]\s]*")


class Shown(NamedTuple):
    """A line of a page, and how much of it stands in links."""

    piece: Piece
    linked: str  # the text of its links, one behind the other
    beside: str  # its other text

    @property
    def is_link(self) -> bool:
        """Whether nothing of it stands outside links."""
        return not self.beside.strip()

    @property
    def is_attachment(self) -> bool:
        """Whether it is the name of a file that hangs on the page: 附件：1.年度报告.docx."""
        return FILE_NAME.search(self.linked) is not None and OF_ATTACHMENT.fullmatch(self.beside) is not None


def telling(lines: Iterable[Shown], page_title: str, title_ends: tuple[str, ...]) -> Iterator[Piece]:
    """Of the lines before a report those that say something of it.

    `page_title` is what a browser shows as the page's title; `title_ends` are words that end titles of documents.
    """
    named = SPACE.sub("", page_title)
    before: Shown | None = None
    kept = False
    for line in lines:
        # the label of a date that stands on a line of its own must not get lost: it says which date it is
        if before and not kept and BARE_DATE.fullmatch(line.piece.text) and _may_be_label(before):
            yield before.piece
        kept = _tells(line, named, title_ends)
        if kept:
            yield line.piece
        before = line


def _tells(line: Shown, named: str, title_ends: tuple[str, ...]) -> bool:
    piece = line.piece
    if piece.kind == "heading" and piece.level is not None and piece.level <= HEADLINE:
        return True
    if LABELLED.search(piece.text):
        return True
    if line.is_link:
        return False
    if piece.kind == "table_row" and "\t" in piece.text.strip():
        return len(piece.text) <= LONGEST_CELLS
    compact = SPACE.sub("", piece.text)
    is_title = len(compact) in TITLE_LENGTH and (compact in named or compact.endswith(title_ends))
    return is_title or TERM.search(piece.place) is not None


def _may_be_label(line: Shown) -> bool:
    return not line.is_link and len(line.piece.text) <= LONGEST_LABEL
