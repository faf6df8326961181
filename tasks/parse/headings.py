"""Where headings stand: markers at the beginning of lines and, in reports run together, inside them.

Numbering follows GB/T 9704 (official documents): 一、 then （一） then 1. then （1）, with widths mixed in practice.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

HAN_DIGITS = "一二三四五六七八九十"
STYLES = ("part", "han", "han_paren", "arabic", "arabic_paren", "circled")  # from the outermost to the innermost
RANKS = {style: rank for rank, style in enumerate(STYLES)}
# a heading begins anew the numbering of what is deeper, but 1. may run on across its parents
BEGUN_ANEW = {style: [deeper for deeper in STYLES[rank + 1 :] if deeper != "arabic"] for style, rank in RANKS.items()}
MARKER = re.compile(
    rf"(?P<part>第[{HAN_DIGITS}]{{1,3}}(?:部分|章|节)[、:：，,\s]?)"
    rf"|(?P<han>[{HAN_DIGITS}]{{1,3}}\s?[、．.](?![{HAN_DIGITS}]*[级季类等]))"
    rf"|(?P<han_paren>[（(]?\s?[{HAN_DIGITS}]{{1,3}}\s?[）)][、．.]?)"
    r"|(?P<arabic>\d{1,2}\s?[.．、](?!\d))"
    r"|(?P<arabic_paren>[（(]\s?\d{1,2}\s?[）)][、．.]?|\d{1,2}[）)])"
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
ENUMERATING = ("arabic", "arabic_paren")
CIRCLED = {c: i for i, c in enumerate("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", 1)}
ITEM = re.compile(
    rf"[{HAN_DIGITS}首其再最](?:(?<=^.)|(?<=[。；;：:，,！\n、 ].))"
    rf"(?:(?<=[{HAN_DIGITS}])[{HAN_DIGITS}]?(?:是|要|则)|(?:(?<=首)先|(?<=[其再])次|(?<=最)后)[，,])"
)
GLUED_ITEM = re.compile(r"一是|一要|首先，")
SENTENCE_END = re.compile(r"[。！!？?；;]")
CLAUSE_END = re.compile(r"[，,：:]")
LONGEST_HEADING = 50  # characters; a longer first sentence is text, and its first clauses are the heading
LONGEST_LINE_HEADING = 64  # of a line that no full stop ends
MOST_COMMAS = 2  # a heading has few clauses


class Heading(NamedTuple):
    """A marker with its heading: offsets in the normalized text."""

    start: int
    marker_end: int
    heading_end: int
    body_start: int
    style: str
    ordinal: int


def find_headings(text: str, start: int, end: int, breaks: Sequence[int]) -> list[Heading]:
    """All headings of `text[start:end]`, in order. `breaks` are the offsets of line breaks that were mended."""
    found: list[Heading] = []
    last: dict[str, int] = {}
    for line_start, line_end, inline in _lines(text, start, end):
        marker = MARKER.match(text, line_start, line_end)
        if not marker or not (style := marker.lastgroup):
            continue
        ordinal = _ordinal(marker[0])
        if not _continues(style, ordinal, last, inline):
            continue
        if style in ENUMERATING and _enumerates(text, marker, ordinal, line_end):
            continue
        heading = _read(text, marker.start(), marker.end(), line_end, style, ordinal, breaks)
        if heading.heading_end == heading.marker_end:
            continue
        last[style] = ordinal
        for deeper in BEGUN_ANEW[style]:
            last.pop(deeper, None)
        found.append(heading)
    return found


def _enumerates(text: str, marker: re.Match[str], ordinal: int, line_end: int) -> bool:
    """（1）...（2）... and 1、...2、... within one paragraph enumerate, they head nothing."""
    following = marker[0].strip().replace(str(ordinal), str(ordinal + 1))
    at = text.find(following, marker.end(), line_end)
    return at > 0 and text[at - 1] in "。；;，,！! "


def count_items(text: str, start: int, end: int) -> int:
    """How many 一是/二是/首先 leads stand in `text[start:end]`."""
    return len(ITEM.findall(text, start, end))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Physical lines, cut again where a marker stands inside one; True for the pieces behind the first."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        at, inline = start, False
        for marker in INLINE.finditer(text, start + 1, stop):
            yield at, marker.start() - (marker["blank"] is not None), inline
            at, inline = marker.start(), True
        yield at, stop, inline
        start = stop + 1


@lru_cache(1024)  # 一、 and （二） stand in every report
def _ordinal(marker: str) -> int:
    if marker[0] in CIRCLED:
        return CIRCLED[marker[0]]
    if digits := re.search(r"\d+", marker):
        return int(digits[0])
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


def _read(text: str, start: int, marker_end: int, line_end: int, style: str, ordinal: int, breaks: Sequence[int]) -> Heading:
    """Where the heading ends and its text begins, on the rest of the line."""
    while marker_end < line_end and text[marker_end] in " 　":
        marker_end += 1
    heading_end = _heading_end(text, marker_end, line_end, breaks)
    body = heading_end
    while body < line_end and text[body] in "。，,；;：:！!？? ":
        body += 1
    marker_stop = start + len(text[start:marker_end].rstrip())
    return Heading(start, marker_stop, heading_end, body, style, ordinal)


def _heading_end(text: str, start: int, end: int, breaks: Sequence[int]) -> int:
    sentence = SENTENCE_END.search(text, start, end)
    stop = sentence.start() if sentence else end
    item = GLUED_ITEM.search(text, start + 2, stop)
    if item:
        stop = item.start()
        return _trim(text, start, stop)
    if broken := _before_break(text, start, stop, breaks):
        return broken
    longest = LONGEST_LINE_HEADING if sentence is None else LONGEST_HEADING
    if stop - start <= longest and len(CLAUSE_END.findall(text, start, stop)) <= MOST_COMMAS:
        return _trim(text, start, _colon(text, start, stop))
    return _trim(text, start, _first_clauses(text, start, stop))


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
    while stop > start and text[stop - 1] in "。，,；;：:、 　":
        stop -= 1
    return stop
