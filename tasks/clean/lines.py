"""Which line breaks are the text's own, and which a page or an export put inside a sentence."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from itertools import pairwise

SENTENCE_END = "。！？；：!?;:…"
CLAUSE_END = "，、,"
NEVER_FIRST = "。，、；：！？”）》,;:)"
CLOSING = "”’」』）)》〉】〕\"'"
OPENING_OF = {"《": "》", "〈": "〉", "（": "）", "(": ")", "“": "”", "【": "】", "〔": "〕"}
NUMERAL = "一二三四五六七八九十百零〇两"
MARKER = re.compile(
    rf"[ \t\u3000]*(?:第?[{NUMERAL}]{{1,4}}[、，,.．：:]|第[{NUMERAL}]{{1,4}}[章节条部分是]"
    rf"|[（(][ ]?[{NUMERAL}\d]{{1,3}}[ ]?[)）]|\d{{1,2}}[)）、．]|\d{{1,2}}\.(?!\d)|[①-⑳⑴-⒇⒈-⒛㈠-㈩]"
    rf"|[{NUMERAL}]{{1,2}}[是要]|其[{NUMERAL}]|[-—–●■◆▲•·※★☆□○◎])"
)
NUMBER_ALONE = re.compile(rf"第[{NUMERAL}]{{1,3}}部分|[（(][ ]?[{NUMERAL}]{{1,3}}[ ]?[)）]|\d{{1,2}}[.．]|[⑴-⒇⒈-⒛㈠-㈩]")
FIRST_LEVEL = re.compile(rf"[ \t\u3000]*[{NUMERAL}]{{1,3}}、")  # hardly ever does text run on behind it
DATE_LINE = re.compile(r"[（(]?\s*(?:\d{4}|[二〇○零一三四五六七八九]{4})\s*[年/.-].{1,6}[月/.-].{1,4}日?\s*[）)]?\s*\Z")
LABEL = re.compile(r"[\u4e00-\u9fff \u3000]{2,10}[:：](?!\Z)")
SENTENCE = re.compile("[。！？；：!;:，,]")
STOP = re.compile("[。！？；!;]")
YEAR_OPENS = re.compile(r"20\d\d年")
DATE_PARTS = ("年", "月", "日")
SPACED = re.compile(r"\d+\s+[年月日]")
LETTER = re.compile("[一-鿿]")
HOLDS_NEXT, HOLDS_LAST = "[【(（>＞»›•-", "|｜]】)）"  # signs before and behind what they belong to
COMMA = re.compile(r"(?<!\d)[，,]|[，,](?!\d{3})")  # none that groups the digits of a number
DASHES = "-—–"
ONE_LINE = 600  # characters: no paragraph of a report is so long and most of its text
LONG_LINE = 150
FEW_MARKERS = 3
CHINESE_MARKER = re.compile(rf"第?[{NUMERAL}]{{1,3}}(?:、|部分)|[（(][{NUMERAL}]{{1,3}}[)）]")  # 1. 2. 3. may be an enumeration
# behind a heading and a blank: the subject of a sentence that ends on the same line
OPENS_SENTENCE = re.compile(
    r"(?:20\d\d年|今年|一年来|我[局委院镇乡县区市州省街]|全[局镇乡县区市州省年](?!面)|一是|首先)[^\n。]{8,}。"
)
COUNTED = re.compile(r"[ ]?\d+(?:\.\d+)?[万亿]?[余多]?(?:人次|场次|件次|批次|[件次人名个份项场起条家户宗万余多%％])")
LONG_CLAUSE = 30  # characters of a line without a marker that has a comma and no end: it is no heading
LONG_HEADING = 45  # characters: what runs on from a longer line without a stop is its sentence
TITLE = 60  # characters: titles are no longer
LONGEST_HEADING = 110  # nor headings
NARROWEST = 30  # columns of the narrowest page seen
WIDEST = 100  # characters: a longer line is a paragraph
FULL_LINES = 4  # so many show where a page ends
SLACK = 3  # columns: a wide character that did not fit, and a stop that hangs over


def breaks_to_remove(lines: Sequence[str], blank_between: Sequence[bool]) -> list[bool]:
    """For each break between two non-blank lines whether it stands inside a sentence.

    `blank_between[i]` tells whether blank lines stand between line i and line i + 1.
    """
    open_ends = [_is_open(line) for line in lines]
    edge = _page_edge(lines, open_ends) if sum(open_ends) > 2 else 0
    broken = {len(line) for line in lines if line[-1:] in CLAUSE_END and len(line) < LONG_HEADING}
    in_text = False
    removed = []
    for (line, following), is_open, blank in zip(pairwise(lines), open_ends, blank_between, strict=False):
        in_text = in_text or _is_prose(line)
        removed.append(is_open and bool(following) and _continues(line, following, blank, edge if in_text else 0, broken))
    return removed


def lost_breaks(text: str, blanks: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """The blanks that stand for line breaks.

    Where an export ran lines of a report together into one, a blank behind a sentence, before a marker, or behind the title
    or a heading was a break; elsewhere one between a heading and the sentence that it is glued to.
    """
    starts = [start for start, _ in blanks]
    found: set[tuple[int, int]] = set()
    first = 0
    for line in text.split("\n"):
        inside = blanks[bisect_right(starts, first) : bisect_left(starts, first + len(line))]
        if inside and _run_together(text, line, inside):
            found |= _breaks_of_line(text, first, inside)
        elif inside and (glued := _behind_heading(text, first, inside)):
            found.add(glued)
        first += len(line) + 1
    return found


def _run_together(text: str, line: str, blanks: Sequence[tuple[int, int]]) -> bool:
    """Whether a line holds several paragraphs: most of the text, or markers behind blanks."""
    if len(line) >= (LONG_LINE if len(line) == len(text) else ONE_LINE) and 2 * len(line) >= len(text):
        return True
    return len(line) >= LONG_LINE and sum(CHINESE_MARKER.match(text, end) is not None for _, end in blanks) >= FEW_MARKERS


def _breaks_of_line(text: str, first: int, blanks: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """The blanks of a line of several paragraphs that part them: before the first sentence all, where furniture stands."""
    line_start, token, above = first, first, first == 0
    found: set[tuple[int, int]] = set()
    for start, end in blanks:
        line, after = text[line_start : min(start, line_start + LONGEST_HEADING)], text[end : end + 12]
        marked = MARKER.match(after) and after[0] not in DASHES
        above = above and len(line) < TITLE and not CHINESE_MARKER.match(line) and not _is_prose(line)
        heads = not text[start - 1].isdigit() and _heads(line, line_start == first, after)
        if text[start - 1] in "。！？" or marked or heads or (above and _parts_furniture(text[token:start], after)):
            found.add((start, end))
            line_start = end
        token = end
    return found


def _heads(line: str, is_first: bool, after: str) -> bool:
    """Whether a stretch before a blank is the title or a heading, its text behind the blank."""
    if marker := MARKER.match(line):
        counts = after[:1].isdigit() and not YEAR_OPENS.match(after)
        return marker.end() < len(line) < LONGEST_HEADING and not counts and not STOP.search(line, marker.end())
    return is_first and len(line) < TITLE and not SENTENCE.search(line) and not SPACED.match(after)


def _parts_furniture(token: str, after: str) -> bool:
    """Whether the blank behind a token above the text parts two lines.

    It does not in what brackets hold, between the letters of 索 引 号, in 清柏镇 2023 年, where all numbers stand apart.
    """
    if token[-1:] in HOLDS_NEXT or after[:1] in HOLDS_LAST or (token[-1:].isdigit() and after[:1] in DATE_PARTS):
        return False
    return not LETTER.fullmatch(token) and not (SPACED.match(after) and LETTER.match(token[-1:]))


def _behind_heading(text: str, first: int, blanks: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The blank between a heading and its text on one line (一、主要工作 2023年，我镇……); None where there is none."""
    marker = MARKER.match(text, first)
    behind = next((blank for blank in blanks if marker and blank[0] > marker.end()), None)
    if marker is None or behind is None or behind[0] - first > TITLE or not OPENS_SENTENCE.match(text, behind[1]):
        return None
    return None if SENTENCE.search(text, marker.end(), behind[0]) else behind


def _is_open(line: str) -> bool:
    """Whether a line stops without the end of a sentence."""
    end = line[-1:]
    if end in CLOSING:
        end = line.rstrip(CLOSING)[-1:]
    return bool(end) and end not in SENTENCE_END


def _is_prose(line: str) -> bool:
    """Whether a line is running text: a row of labels (浏览次数：152 来源：某局，科室：办公室) is none, whatever its commas."""
    return "。" in line or (COMMA.search(line) is not None and not (LABEL.match(line) and len(LABEL.findall(line)) > 1))


def _page_edge(lines: Sequence[str], open_ends: Sequence[bool]) -> int:
    """The width in columns at which a fixed-width export broke its lines, 0 where there is none.

    No line is wider than the page, and most of its full lines break off inside a sentence.
    """
    if max(map(len, lines)) > WIDEST:
        return 0
    widths = [_width(line) for line in lines]
    edge = max(widths) - SLACK
    full = [is_open for width, is_open in zip(widths, open_ends, strict=True) if width >= edge]
    return edge if edge >= NARROWEST and len(full) >= FULL_LINES and 2 * sum(full) > len(full) else 0


def _width(line: str) -> int:
    """Display columns: as many as the bytes of the old double-byte codes, two for a Chinese character."""
    return len(line.encode("gbk", "replace"))


def _continues(line: str, following: str, blank_between: bool, edge: int, broken: Collection[int]) -> bool:
    """Whether `following` goes on with the sentence that `line` left open.

    `broken` are the lengths of lines that certainly break off, with a comma: a box on the page was so wide.
    """
    if following[0] in NEVER_FIRST:
        return True
    if MARKER.match(following):
        return False
    if line[-1] in CLAUSE_END:
        return not (LABEL.match(line) and LABEL.match(following))
    if NUMBER_ALONE.fullmatch(line):
        return not DATE_LINE.match(following)
    if blank_between or DATE_LINE.match(following) or LABEL.match(following):
        return False
    if _inside_brackets(line, following):
        return True
    if edge and _width(line) >= edge:
        return True
    if not _is_prose(line):
        return False
    whole = not line[-1].isdigit() and not (MARKER.match(line) and "。" not in line)  # neither a cut number nor a heading
    if whole and (COUNTED.match(following) or (len(line) >= LONG_CLAUSE and _is_sentence(following))):
        return True
    if _is_cut_clause(line, 4 if broken and min(abs(len(line) - n) for n in broken) <= 1 else 2):
        return True
    if not edge and "。" not in line and (FIRST_LEVEL.match(line) or (MARKER.match(line) and OPENS_SENTENCE.match(following))):
        return False  # a long heading on a line of its own: one that a page broke would not end where the body begins
    return ("。" in line or len(line) > LONG_HEADING) and _is_sentence(following)


def _inside_brackets(line: str, following: str) -> bool:
    """Whether a bracket that opens in the line closes in the next."""
    for opening, closing in OPENING_OF.items():
        if line.rfind(opening) > line.rfind(closing):
            return closing in following and (opening not in following or following.index(closing) < following.index(opening))
    return False


def _is_cut_clause(line: str, longest: int) -> bool:
    """Whether the last clause is too short to end anything: `...决策能力,通`."""
    last = max(line.rfind(c) for c in CLAUSE_END)
    return last > 0 and len(line) - last - 1 <= longest and not line[last + 1 :].isdigit()


def _is_sentence(line: str) -> bool:
    """Whether a line has a sentence's end, or is longer than what stands alone without one."""
    return "。" in line or line[-1] in SENTENCE_END or len(line) > LONG_HEADING
