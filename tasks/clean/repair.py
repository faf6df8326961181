"""Named repairs of damaged text, each a list of edits: applied where one reading exists, else kept and counted.

Every repair is a pure function from a text to its edits. An edit of a class that begins with `kept_` changes nothing:
it says that damage was seen and left alone.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html.entities import html5
from itertools import islice

from tasks.clean.spans import Edit
from tasks.intake.plausible import PLAUSIBLE, SPACES, TONED, score, stands_in

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
LETTER = "a-zA-ZüÜêɡɑ"
SYLLABLE = f"[{LETTER}]{{0,4}}[{TONED}][{LETTER}{TONED}]{{0,4}}"
GLOSS = re.compile(rf"[(（](?<=[{HAN}].)[{SPACES}]?{SYLLABLE}(?:[{SPACES}'’]?{SYLLABLE}){{0,3}}[{SPACES}]*[)）]")
CUT_GLOSS = re.compile(rf"[(（](?<=[{HAN}].)[{LETTER}{TONED}]{{0,6}}\s*\Z")

# What Word's exports leave: a cheap trace of it, and its full shape
WORD_RESIDUE = {
    "[bookmark": re.compile(r"\[bookmark:?[^\[\]\n]{0,80}\]"),
    "HYPERLINK": re.compile(
        r"HYPERLINK[ \t]+(?:\\[a-z][ \t]+)?[\"“][^\"”\n]{0,300}[\"”](?:[ \t]*\\[a-z](?:[ \t]+[\"“][^\"”\n]{0,80}[\"”])?)*[ \t]*"
    ),
    "PAGEREF": re.compile(r"PAGEREF[ \t]+_?\w{1,40}(?:[ \t]*\\[a-z])*[ \t]*"),
    "REF _": re.compile(r"(?<![A-Za-z])REF[ \t]+_\w{1,40}(?:[ \t]*\\[a-z])*[ \t]*"),
    "TOC \\": re.compile(r"TOC[ \t]+(?:\\[a-z](?:[ \t]+[\"“][^\"”\n]{0,40}[\"”])?[ \t]*)+"),
    "MERGEFORMAT": re.compile(r"\\\*[ \t]*MERGEFORMAT[ \t]*"),
}

DEGRADED_GLOSS = re.compile(rf"[(（](?<=[{HAN}].)(?:[a-z]{{1,4}}\?[a-z]{{0,4}}|\?[a-z]{{1,4}})[{SPACES}]?[)）]")
BLOCK_TAGS = frozenset(("p", "br", "div", "tr", "table", "li", "h1", "h2", "h3"))
TAG = re.compile(
    r"</?(p|br|div|tr|table|li|h1|h2|h3|tbody|td|th|ul|ol|span|strong|font|b|i|u|em|a|img|o:p|sub|sup)(?:\s[^<>\n]{0,300})?/?>",
    re.IGNORECASE,
)
PAGE_NUMBER = re.compile(
    rf"\n[{SPACES}]*(?:[-—–－]+[{SPACES}]*\d{{1,3}}[{SPACES}]*[-—–－]+|第[{SPACES}]*\d{{1,3}}[{SPACES}]*页[{SPACES}]*"
    rf"(?:[,，/]?[{SPACES}]*共[{SPACES}]*\d{{1,3}}[{SPACES}]*页)?)[{SPACES}\r]*(?=\n|\Z)"
)
SPACED_YEAR = re.compile(r"[12] (?<!\d[12] )(?<!\d [12] )[09] \d \d(?= ?年)")
LONE_RETURN = re.compile(r"\r(?!\n)")
ENTITY = re.compile(
    r"&(?:amp;)?(#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[a-zA-Z]{2,8}\d{0,2});|&(nbsp|ldquo|rdquo|mdash|hellip|middot)(?![a-zA-Z;])"
)
BREAKS = {"\v": "\n", "\u0085": "\n", "\u2028": "\n", "\u2029": "\n"}
WORDLESS_SPACES = "\ue5e5\uf020\uf0a0"  # a private-use reading of GBK A3A0, and the blanks of symbol fonts
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ue000-\uf8ff\ufe00-\ufe0f\ufeff\ufff9-\ufffd]+"
)

NO_QUESTION_BEHIND = "\n。，、；：,;:."  # a `?` there asks nothing; behind a quote or bracket it may
MARKED = re.compile(r"(?:\A|\n)[\s?]*[(（][一二三四五六七八九十\d]{1,3}[)）]\Z")
MARKED_WITHIN = 64  # characters, lost ones before the marker among them
LOST = "\N{REPLACEMENT CHARACTER}"
LOST_CHARACTER = re.compile(rf"{LOST}(?<=[{HAN}]{{2}}.){LOST}?(?=[{HAN}]{{2}})")
MAX_RESTORED = 50  # a text: each is looked for in all of it
NUMERALS = frozenset("一二三四五六七八九十百千万亿零两")
LOST_SPACE = re.compile(rf"\?[?{SPACES}]*")
LOST_BYTE = re.compile(r"\?([,;:!()]?[^\x00-\x7f]{0,40})([@-~])(?![@-~])")
RESTORED = "。，、；：！？“”‘’（）《》"
SLID = "，、；：,;:"  # what GBK's stops become when the byte before them is lost
HALF_TO_FULL = str.maketrans(",;:!?()", "，；：！？（）")
DROPPED_DASH = re.compile(r"20[0-4]\d(?<!\d.{4})(20[0-4]\d)(?=\s?年)", re.DOTALL)
SHORTEST_LEAD, LONGEST_LEAD = 4, 40  # of the motto before a spliced address
ADDRESS = re.compile(rf"(?<=[{HAN}])(?:https?://|www\.)[A-Za-z0-9./_~%=&?#:-]{{4,200}}(?=[{HAN}])")


def glosses(text: str) -> list[Edit]:
    """Take out pinyin that a page showed over its characters: `關(guān)于`, `社會(huì )`, and one cut off at the end."""
    edits = [Edit(m.start(), m.end(), "", "inserted_pinyin") for m in GLOSS.finditer(text)]
    cut = CUT_GLOSS.search(text, max(0, len(text) - 12))
    if cut and len(edits) > 2:
        edits.append(Edit(cut.start(), cut.end(), "", "inserted_pinyin"))
    return edits


def old_line_ends(text: str) -> list[Edit]:
    """Read a carriage return without a line feed as the end of a line."""
    return [Edit(m.start(), m.end(), "\n", "layout") for m in LONE_RETURN.finditer(text)]


def degraded_glosses(text: str) -> list[Edit]:
    """Take out glosses whose toned vowel became `?` in a code page without it: `關(gu?n)`. One alone may be a question."""
    found = list(DEGRADED_GLOSS.finditer(text))
    return [Edit(m.start(), m.end(), "", "inserted_pinyin") for m in found] if len(found) > 2 else []


def tags(text: str) -> list[Edit]:
    """Take out HTML tags that were left in plain text; those of blocks end a line."""
    return [Edit(m.start(), m.end(), "\n" if m[1].lower() in BLOCK_TAGS else "", "html_tag") for m in TAG.finditer(text)]


def page_numbers(text: str) -> list[Edit]:
    """Take out lines that hold nothing but a page number: `— 3 —`, `第3页 共5页`."""
    return [Edit(m.start(), m.end(), "", "page_number") for m in PAGE_NUMBER.finditer(text)]


def spaced_years(text: str) -> list[Edit]:
    """Close up a year with blanks between its digits: `2 0 2 3年`."""
    return [Edit(m.start(), m.end(), m[0].replace(" ", ""), "layout") for m in SPACED_YEAR.finditer(text)]


def word_residue(text: str) -> list[Edit]:
    """Take out bookmarks and field codes that Word's text export leaves."""
    found = [m for trace, shape in WORD_RESIDUE.items() if trace in text for m in shape.finditer(text)]
    edits: list[Edit] = []
    for m in sorted(found, key=lambda m: m.start()):
        if not edits or m.start() >= edits[-1].end:
            edits.append(Edit(m.start(), m.end(), "", "word_bookmark" if m[0][0] == "[" else "word_field"))
    return edits


def entities(text: str) -> list[Edit]:
    """Read HTML entities that were escaped twice: `&ldquo;`, `&amp;nbsp;`."""
    edits = []
    for m in ENTITY.finditer(text):
        name = m[1] or m[2]
        if name.startswith("#") or name + ";" in html5:
            edits.append(Edit(m.start(), m.end(), html.unescape(f"&{name};"), "html_entity"))
    return edits


def invisibles(text: str) -> Iterator[Edit]:
    """Take out control, zero-width and private-use characters; those that stood for a break or a blank become one."""
    for m in INVISIBLE.finditer(text):
        for at, c in enumerate(m[0], m.start()):
            at_line_start = at == m.start() and (at == 0 or text[at - 1] in "\n" + SPACES)
            if c in BREAKS:
                yield Edit(at, at + 1, BREAKS[c], "control_character")
            elif c in WORDLESS_SPACES:
                yield Edit(at, at + 1, " ", "private_use")
            elif "\ue000" <= c <= "\uf8ff":
                # a bullet of a symbol font at a line's start; elsewhere a character that nobody can name
                yield Edit(at, at + 1, "", "private_use") if at_line_start else Edit(at, at, "", "kept_private_use")
            elif c == "\ufffd":
                yield Edit(at, at, "", "kept_lost_character")
            else:
                yield Edit(at, at + 1, "", "control_character" if c < "\xa0" else "zero_width")


def lost_characters(text: str) -> Iterator[Edit]:
    """Restore a character that decoding lost where the same words, whole, stand elsewhere: `法治政\ufffd建设`."""
    for m in islice(LOST_CHARACTER.finditer(text), MAX_RESTORED):
        left, right = text[m.start() - 2 : m.start()], text[m.end() : m.end() + 2]
        whole = set(re.findall(f"{left}([{HAN}]){right}", text))
        if len(whole) == 1 and not whole & NUMERALS:
            yield Edit(m.start(), m.end(), whole.pop(), "lost_character")


def lost_spaces(text: str) -> Iterator[Edit]:
    """Take out the `?` that a converter wrote for an exotic space: at a line's start, after a stop, or in runs before Chinese.

    A single `?` behind a word, and one that ends a line, may be a question.
    """
    for m in LOST_SPACE.finditer(text):
        start = m.start()
        while start and text[start - 1] in SPACES:
            start -= 1
        before, after = text[start - 1 : start] or "\n", text[m.end() : m.end() + 1] or "\n"
        run = m[0].count("?") > 1 and (after > "\u3400" or after.isdigit())
        if before in NO_QUESTION_BEHIND or run or MARKED.search(text, max(0, start - MARKED_WITHIN), start):
            yield Edit(start, m.end(), "", "lost_space")


def lost_bytes(text: str) -> Iterator[Edit]:
    """Put back the GBK lead byte that became `?` at a stop: `?，F將` was `。現將`.

    The bytes after it slid by one: `。現` is A1A3 AC46, and A3AC 46 without its first byte reads `，F`. Of the lead bytes of
    stops (A1 and A3) exactly one must give a stop followed by plausible characters. Only Traditional text has characters
    whose second byte is ASCII.
    """
    for m in LOST_BYTE.finditer(text):
        try:
            slid = (m[1].translate(HALF_TO_FULL) + m[2]).encode("gbk")
        except UnicodeEncodeError:
            continue
        readings = [r for lead in (b"\xa1", b"\xa3") if (r := _restored(lead + slid))]
        if len(readings) == 1:
            yield Edit(m.start(), m.end(), readings[0], "lost_byte")
        elif m[1] and m[1][0] in SLID:
            yield Edit(m.start(), m.start(), "", "kept_lost_byte")


def _restored(raw: bytes) -> str | None:
    """The reading of bytes that begin with a stop or bracket; None where they do not, or no prose follows."""
    try:
        text = raw.decode("gbk")
    except UnicodeDecodeError:
        return None
    if len(text) < 2 or text[0] not in RESTORED:
        return None
    ordinary = len(text) == 2 and any(stands_in(text[1], codec) for codec in ("big5", "gb2312"))
    return text if ordinary or score(text[1:]) > PLAUSIBLE else None


def dropped_dashes(text: str) -> list[Edit]:
    """Flag a span of years whose dash was dropped, `(20212025年)`: which dash it was nobody knows."""
    found = ((m.start(1), int(m[1]) - int(m[0][:4])) for m in DROPPED_DASH.finditer(text))
    return [Edit(at, at, "", "kept_dropped_dash") for at, years in found if 0 < years <= 20]


def spliced_addresses(text: str, introducing: Sequence[str]) -> list[Edit]:
    """Take out web addresses that a page's copy protection spliced into sentences: the same one, over and over."""
    found = [m for m in ADDRESS.finditer(text) if not text[max(0, m.start() - 8) : m.start()].endswith(tuple(introducing))]
    times = Counter(m[0] for m in found)
    leads = {address: _shared_lead(text, [m.start() for m in found if m[0] == address]) for address in times}
    return [
        Edit(m.start() - leads[m[0]], m.end(), "", "spliced_address")
        if times[m[0]] > 1
        else Edit(m.start(), m.start(), "", "kept_spliced_address")
        for m in found
    ]


def _shared_lead(text: str, starts: Sequence[int]) -> int:
    """How many characters before every splice of an address are the same: the site's motto is spliced in with it."""
    if len(starts) < 2:
        return 0
    length = 0
    while length < LONGEST_LEAD and starts[0] > length and len({text[at - length - 1] for at in starts}) == 1:
        length += 1
    return length if length >= SHORTEST_LEAD else 0
