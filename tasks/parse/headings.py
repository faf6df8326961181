"""Where headings stand: markers at the beginning of lines and, in reports run together, inside them.

Numbering follows GB/T 9704 (official documents): 一、 then （一） then 1. then （1）, with widths mixed in practice.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

HAN_DIGITS = "一二三四五六七八九十"
STYLES = ("part", "han", "han_paren", "arabic", "decimal", "arabic_paren", "circled")  # from the outermost to the innermost
RANKS = {style: rank for rank, style in enumerate(STYLES)}
# a heading begins anew the numbering of what is deeper, but 1. may run on across its parents
BEGUN_ANEW = {style: [deeper for deeper in STYLES[rank + 1 :] if deeper != "arabic"] for style, rank in RANKS.items()}
MARKER = re.compile(
    rf"(?P<part>第[{HAN_DIGITS}]{{1,3}}(?:部分|章|节)[、:：，,\s]?)"
    rf"|(?P<han>[{HAN_DIGITS}]{{1,3}}\s?[、．.，,：:](?![{HAN_DIGITS}]*[级季类等]))"
    rf"|(?P<han_paren>[（(]?\s?[{HAN_DIGITS}]{{1,3}}\s?[）)][、．.]?|[㈠-㈩])"
    r"|(?P<arabic>\d{1,2}\s?[.．、](?:(?!\d)|(?=(?:19|20)\d\d年|\d{1,2}月|\d{5}[一-鿿]|1(?:10|19|2\d)[一-鿿]))|[⒈-⒛])"
    r"|(?P<decimal>\d{1,2}[.．]\d{1,2}、?\s?(?=[一-鿿])(?![万亿元倍月]))"
    r"|(?P<arabic_paren>[（(]\s?\d{1,2}\s?[）)][、．.]?|\d{1,2}[）)]|[⑴-⒇])"
    r"|(?P<circled>[①-⑳])"
)
ONE_ENDS = "统唯同专单五六七八十之万逐合不如归划其为每任"  # 统一、五一、之一: 一 is the end of a word
# A marker inside a line opens a section only behind the end of a sentence, or right behind a first-level heading. Like ITEM
# it begins with one set of characters, which the scan skips to; what must stand before is asked behind it.
ENDS = "。；;！!？?：:…”）)"
INLINE = re.compile(
    rf"[（(第{HAN_DIGITS}](?:(?:(?<=[{ENDS}].)|(?P<blank>(?<=[{ENDS}]\s.)))"
    rf"(?:(?<=[（(])(?=\s?[{HAN_DIGITS}]{{1,3}}\s?[）)](?!项|款|条|类))|(?<=[{HAN_DIGITS}])(?=[{HAN_DIGITS}]{{0,2}}、)"
    rf"|(?<=第)(?=[{HAN_DIGITS}]{{1,2}}部分))"
    rf"|(?<=[^，。；：、（(\d第].)(?:(?<=[（(])(?=一[）)](?!项|款|条|类))|(?<=一)(?<![{ONE_ENDS}]一)(?=、(?![{HAN_DIGITS}]))))"
)
EMPHASIS = "*#"
ANNEXES = re.compile(r"附件?[:：]")  # 1. 2. on the lines below name tables and lists
ENUMERATING = ("arabic", "arabic_paren", "circled")
ENCLOSED = re.compile("[①-⑳⑴-⒇⒈-⒛㈠-㈩]")  # one character that holds the whole number
ITEM = re.compile(
    rf"[{HAN_DIGITS}首其再最](?:(?<=^.)|(?<=[。；;：:，,！\n、 ].))"
    rf"(?:(?<=[{HAN_DIGITS}])[{HAN_DIGITS}]?(?:是|要|则)|(?:(?<=首)先|(?<=[其再])次|(?<=最)后)[，,])"
)
GLUED_ITEM = re.compile(r"一是|一要|首先，")
CONTENTS_PAGE = re.compile(r"[.．…·\s]*\d*$")  # behind a line of a table of contents
SENTENCE_END = re.compile(r"[。！!？?；;]")
CLAUSE_END = re.compile(r"[，,：:]")
LONGEST_HEADING = 50  # characters; a longer first sentence is text, and its first clauses are the heading
LONGEST_LINE_HEADING = 110  # of a line that no full stop ends: offices ask for headings of a hundred characters
SHORTEST_GLUED = 18  # characters of a first sentence that may hold a heading and the text glued to it
FEWEST_BEFORE = 6  # of them are the heading's
MOST_COMMAS = 2  # a heading has few clauses, unless they run parallel
LONGEST_CLAUSE = 18  # characters of each of many clauses that stand alone on a line
MOST_CLAUSES = 6
WRAPPED = 6  # breaks inside sentences: so many come from the width of a page, and tell nothing of headings


class Heading(NamedTuple):
    """A marker with its heading: offsets in the normalized text."""

    start: int
    marker_end: int
    heading_end: int
    body_start: int
    style: str
    ordinal: int


def find_headings(text: str, start: int, end: int, breaks: Sequence[int], subject: re.Pattern[str]) -> list[Heading]:
    """All headings of `text[start:end]`, in order.

    `breaks` are the offsets of line breaks that were mended; `subject` is what the text of a section may begin with
    (镇党委始终) where nothing parts it from the heading.
    """
    found: list[Heading] = []
    last: dict[str, int] = {}
    annexes = False
    for line_start, line_end, inline in _lines(text, start, end):
        marker = MARKER.match(text, line_start, line_end)
        if not marker or not (style := marker.lastgroup):
            annexes = ANNEXES.match(text, line_start, line_end) is not None
            continue
        annexes = annexes and style == "arabic"
        if annexes:
            continue
        ordinal = _ordinal(marker[0])
        if not _continues(style, ordinal, last, inline) or (style == "decimal" and not _below(marker[0], last)):
            continue
        if (style in ENUMERATING or inline) and _enumerates(text, marker, ordinal, line_end):
            continue
        stop = _heading_end(text, _behind_marker(text, marker.end(), line_end), line_end, breaks, subject)
        heading = _read(text, marker, line_end, stop, style, ordinal)
        if heading.heading_end == heading.marker_end:
            continue
        last[style] = ordinal
        for deeper in BEGUN_ANEW[style]:
            last.pop(deeper, None)
        found.append(heading)
    return _without_contents(text, found)


def _without_contents(text: str, found: list[Heading]) -> list[Heading]:
    """The headings without a table of contents, whose lines come again, in their order, with text behind them."""
    if not any(h.ordinal == found[0].ordinal and h.style == found[0].style for h in found[2:]):
        return found
    names = [(h.style, h.ordinal, CONTENTS_PAGE.sub("", text[h.marker_end : h.heading_end])) for h in found]
    count = next((at for at in range(2, len(names)) if names[at] == names[0]), 0)
    if not count or any(text[a.heading_end : b.start].strip() for a, b in pairwise(found[:count])):
        return found
    later = iter(names[count:])
    return found[count:] if all(name in later for name in names[:count]) else found


def _enumerates(text: str, marker: re.Match[str], ordinal: int, line_end: int) -> bool:
    """（1）...（2）... and 1、...2、... within one paragraph enumerate, and so do ：（一）...；（二）..., they head nothing."""
    if marker.lastgroup in ENUMERATING:
        following = _next_marker(marker[0].strip(), ordinal)
        at = text.find(following, marker.end(), line_end)
        return at > 0 and text[at - 1] in "。；;，,！! "
    items = text[marker.start() - 1] in "；;" or text[line_end - 1 : line_end] in ("；", ";")
    return marker.lastgroup == "han_paren" and items and "。" not in text[marker.end() : line_end - 1]


def _next_marker(marker: str, ordinal: int) -> str:
    return chr(ord(marker) + 1) if ENCLOSED.match(marker) else marker.replace(str(ordinal), str(ordinal + 1))


def count_items(text: str, start: int, end: int) -> int:
    """How many 一是/二是/首先 leads stand in `text[start:end]`."""
    return len(ITEM.findall(text, start, end))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Physical lines, cut again where a marker stands inside one; True for the pieces behind the first."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        at, inline = _behind_emphasis(text, start, stop), False
        for marker in INLINE.finditer(text, start + 1, stop):
            yield at, marker.start() - (marker["blank"] is not None), inline
            at, inline = marker.start(), True
        yield at, stop, inline
        start = stop + 1


def _behind_emphasis(text: str, start: int, stop: int) -> int:
    """Where a line begins behind the signs of Markdown: **一、主要做法**, ## （一）加强领导."""
    while start < stop and text[start] in EMPHASIS:
        start += 1
    return start


@lru_cache(1024)  # 一、 and （二） stand in every report
def _ordinal(marker: str) -> int:
    if ENCLOSED.match(marker):
        return int(unicodedata.numeric(marker[0]))
    if digits := re.findall(r"\d+", marker):
        return int(digits[-1])
    han = re.search(f"[{HAN_DIGITS}]+", marker)
    value = 0
    for char in han[0] if han else "":
        value = (value or 1) * 10 if char == "十" else value + HAN_DIGITS.index(char) + 1
    return value


def _continues(style: str, ordinal: int, last: dict[str, int], inline: bool) -> bool:
    """Whether a marker can be the next of its kind: at a line's start Chinese ones always, others in sequence."""
    previous = last.get(style, 0)
    if ordinal == previous + 1 or ordinal == 1:
        return True
    return not inline and style in ("part", "han", "han_paren")


def _below(marker: str, last: Mapping[str, int]) -> bool:
    """Whether a marker of two numbers (2.1) begins with that of an open section."""
    return int(marker.replace("．", ".").split(".")[0]) in {last.get(style) for style in ("part", "han", "han_paren", "arabic")}


def _behind_marker(text: str, marker_end: int, line_end: int) -> int:
    while marker_end < line_end and text[marker_end] in " 　":
        marker_end += 1
    return marker_end


def _read(text: str, marker: re.Match[str], line_end: int, heading_end: int, style: str, ordinal: int) -> Heading:
    """The heading that ends at `heading_end`, and where its text begins on the rest of the line."""
    start, marker_end = marker.start(), _behind_marker(text, marker.end(), line_end)
    body = heading_end
    while body < line_end and text[body] in f"。，,；;：:！!？? {EMPHASIS}":
        body += 1
    marker_stop = start + len(text[start:marker_end].rstrip())
    return Heading(start, marker_stop, heading_end, body, style, ordinal)


def _heading_end(text: str, start: int, end: int, breaks: Sequence[int], subject: re.Pattern[str]) -> int:
    sentence = SENTENCE_END.search(text, start, end)
    stop = sentence.start() if sentence else end
    item = GLUED_ITEM.search(text, start + 2, stop)
    if item:
        stop = item.start()
        return _trim(text, start, stop)
    if sentence and len(breaks) < WRAPPED and (broken := _before_break(text, start, stop, breaks)):
        return broken
    if sentence and stop - start > SHORTEST_GLUED and (glued := _glued(text, start, stop, subject)):
        return glued
    longest = LONGEST_LINE_HEADING if sentence is None else LONGEST_HEADING
    few = len(CLAUSE_END.findall(text, start, stop)) <= MOST_COMMAS
    if stop - start <= longest and (few or _parallel(text[start:stop], alone=sentence is None)):
        return _trim(text, start, _colon(text, start, stop))
    return _trim(text, start, _first_clauses(text, start, stop))


def _glued(text: str, start: int, stop: int, subject: re.Pattern[str]) -> int | None:
    """Where a heading ends whose text begins right behind it with the body's name: 健全工作机制镇党委始终把……"""
    if text.find("委", start, stop) < 0 and text.find("我", start, stop) < 0:
        return None
    found = subject.search(text, start + FEWEST_BEFORE, stop)
    if not found or not _fits(text, start, found.start()):
        return None
    # the name of the place before 镇党委 is no word of the heading: it begins clauses elsewhere
    named = (found.end("tier") - length for length in range(3, 6)) if found["tier"] else ()
    begins = (at for at in named if at > start + FEWEST_BEFORE and _begins_clauses(text, text[at : found.end("tier")]))
    return next(begins, found.start())


def _fits(text: str, start: int, stop: int) -> bool:
    """Whether `text[start:stop]` may be a heading by itself, to its last character."""
    return (
        stop - start <= LONGEST_HEADING
        and not CLAUSE_END.match(text, stop - 1)
        and (len(CLAUSE_END.findall(text, start, stop)) <= MOST_COMMAS)
    )


def _begins_clauses(text: str, name: str) -> bool:
    return any(f"{before}{name}" in text for before in "，,。\n ")


def _parallel(name: str, *, alone: bool) -> bool:
    """Whether many clauses are one heading: short and a line by themselves, or each as long as the others.

    So are 强化领导，健全机制，压实责任，细化分工。
    """
    lengths = [len(clause) for clause in CLAUSE_END.split(name)]
    if len(lengths) > MOST_CLAUSES or not all(lengths):
        return False
    return max(lengths) <= LONGEST_CLAUSE if alone else max(lengths) - min(lengths) <= 1


def _colon(text: str, start: int, stop: int) -> int:
    """A colon inside ends the heading when real text follows it."""
    for mark in ("：", ":"):
        at = text.find(mark, start, stop)
        if start < at < stop - 1:
            return at
    return stop


def _before_break(text: str, start: int, stop: int, breaks: Sequence[int]) -> int | None:
    """A heading whose line broke off inside the sentence ends at the last comma before the break."""
    i = bisect_right(breaks, start)
    if i == len(breaks) or breaks[i] > min(stop, start + LONGEST_LINE_HEADING):
        return None
    comma = max(text.rfind(mark, start, breaks[i]) for mark in "，,")
    return comma if comma > start else None


def _first_clauses(text: str, start: int, stop: int) -> int:
    """The first clause, and the second where it runs parallel (加强组织领导，落实工作责任，...)."""
    first = CLAUSE_END.search(text, start, stop)
    if not first:
        return stop
    second = CLAUSE_END.search(text, first.end(), stop)
    if second and abs((second.start() - first.end()) - (first.start() - start)) <= 1 and second.start() - start <= 32:
        return second.start()
    return first.start()


def _trim(text: str, start: int, stop: int) -> int:
    while stop > start and text[stop - 1] in f"。，,；;：:、 　{EMPHASIS}":
        stop -= 1
    return stop
