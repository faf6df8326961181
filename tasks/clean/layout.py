"""White space settled in one pass: blanks, blank lines, line ends, breaks inside sentences."""

import re

from tasks.clean.lines import breaks_to_remove, lost_breaks
from tasks.clean.spans import Edit
from tasks.intake.plausible import SPACES

LINE_FEEDS = re.compile("\n+")
WHITE = re.compile(f"[{SPACES}\n]+")
LABEL = re.compile(r"[\u4e00-\u9fff]{2,5}[:：]")
LABELLED_LINE = re.compile(rf"[{SPACES}]*(?:[\u4e00-\u9fff][{SPACES}]*){{2,6}}[:：]")
LABELS = 300  # characters: a line of labels is not longer
DATE = re.compile(r"\d{4}[-/]\d")
CLOCK = re.compile(r"\d:\d\d\Z")
GROUP_END = re.compile(r"(?:\A|[^\d.:/-])\d{1,3}\Z")
GROUP = re.compile(r"\d{3}(?![\d:/-])")
SPLIT_DATE = re.compile(r"\d ?[-:/] ?\d")


def lay_out(text: str, blanks: bool) -> tuple[list[Edit], tuple[int, ...]]:
    """The edits that settle all white space, and where in the edited text a break inside a sentence was removed.

    `blanks` tells whether the text has white space other than line feeds.
    """
    runs = [m.span() for m in (WHITE if blanks else LINE_FEEDS).finditer(text)]
    breaks = [run for run in runs if run[0] > 0 and run[1] < len(text) and "\n" in text[run[0] : run[1]]]
    inside = {run for run, removed in zip(breaks, _breaks_inside(text, breaks), strict=True) if removed}
    kept = set(breaks) - inside
    if blanks:
        kept |= lost_breaks(text, [run for run in runs if run not in kept and run not in inside])
    edits: list[Edit] = []
    removed_at: list[int] = []
    shift = 0
    for run in runs:
        start, end = run
        new = "\n" if run in kept else _joint(text, start, end) if run in inside else _blank(text, start, end)
        if run in inside:
            removed_at.append(start + shift)
        if end - start != 1 or text[start] != new:
            edits.append(Edit(start, end, new, "line_join" if run in inside else "layout"))
            shift += len(new) - (end - start)
    return edits, tuple(removed_at)


def _breaks_inside(text: str, breaks: list[tuple[int, int]]) -> list[bool]:
    """For each line break whether it stands inside a sentence."""
    starts = [0, *(end for _, end in breaks)]
    ends = [*(start for start, _ in breaks), len(text)]
    lines = [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    return breaks_to_remove(lines, [text.count("\n", start, end) > 1 for start, end in breaks])


def _joint(text: str, start: int, end: int) -> str:
    """What a removed break leaves: a blank between Latin words."""
    return " " if text[start - 1].isascii() and text[end].isascii() and not _splits_number(text, start, end) else ""


def _blank(text: str, start: int, end: int) -> str:
    """What becomes of a run of blanks: nothing next to Chinese, one blank between Latin words, labels, dates."""
    if start == 0 or end == len(text):
        return ""
    before, after = text[start - 1], text[end]
    if before.isascii() and after.isascii():
        return _joint(text, start, end)
    if CLOCK.search(text, max(0, start - 8), start):
        return "" if after in "，。、；）" else " "
    if LABEL.match(text, end):
        return " " if not before.isdigit() or _in_labelled_line(text, start) else ""
    return " " if DATE.match(text, end) and before not in "：（" else ""


def _in_labelled_line(text: str, at: int) -> bool:
    """Whether the line around begins with a label.

    主题分类 in `索引号: 2023-09 主题分类:` is a label, 工作情况 in `2023 工作情况:` is none.
    """
    return bool(LABELLED_LINE.match(text, text.rfind("\n", max(0, at - LABELS), at) + 1))


def _splits_number(text: str, start: int, end: int) -> bool:
    """Whether a blank stands inside one number (`4 598`), one date (`2021- 01`) or before a percent sign."""
    if text[end] == "%":
        return text[start - 1].isdigit()
    if end - start == 1 and text[start] != "\t" and GROUP_END.search(text, max(0, start - 4), start) and GROUP.match(text, end):
        return True
    return bool(SPLIT_DATE.search(text[max(0, start - 3) : start] + text[end : end + 3]))
