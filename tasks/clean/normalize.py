"""A decoded report to its normalized text: repairs, script, width, spaces, lines, with the way back to the source."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

from tasks.clean import repair
from tasks.clean.lines import breaks_to_remove, lost_breaks
from tasks.clean.mojibake import round_trips, stray_pieces
from tasks.clean.script import script_of, to_simplified
from tasks.clean.spans import Edit, Pass, Spans, apply_edits
from tasks.intake.forms import plain_forms
from tasks.intake.plausible import SPACES, Kind, Units, plausibility, profile, units_of
from tasks.model import Decoded, Text

LINE_FEEDS = re.compile("\n+")
WHITE = re.compile(f"[{SPACES}\n]+")
FULL_STOP_IN_NUMBER = re.compile(r"(?<=\d)．(?=\d)")
DOUBTFUL = 0.6  # plausibility() under which lines may have gone through a wrong codec, or so many foreign characters
FOREIGN_ENOUGH = 10
LABEL = re.compile(r"[\u4e00-\u9fff]{2,5}[:：]")
LABELLED_LINE = re.compile(rf"[{SPACES}]*(?:[\u4e00-\u9fff][{SPACES}]*){{2,6}}[:：]")
GROUP_END = re.compile(r"(?:\A|[^\d.:/-])\d{1,3}\Z")
GROUP = re.compile(r"\d{3}(?![\d:/-])")
SPLIT_DATE = re.compile(r"\d ?[-:/] ?\d")
LABELS = 300  # characters: a line of labels is not longer
DATE = re.compile(r"\d{4}[-/]\d")
CLOCK = re.compile(r"\d:\d\d\Z")


class CleanRules(NamedTuple):
    """The words of config/repairs.yaml, compiled."""

    zhu: re.Pattern[str]
    introduces_address: tuple[str, ...]
    gateway_words: tuple[tuple[str, str], ...]  # for fold()


class State(NamedTuple):
    """A text under repair: the passes and classes so far."""

    text: str
    passes: list[Pass]
    edits: Counter[str]

    def apply(self, edits: Iterable[Edit]) -> "State":
        """Apply one repair and record it; edits of a `kept_` class are only counted."""
        found = list(edits)
        if not found:
            return self
        self.edits.update(edit.kind for edit in found)
        done = [edit for edit in found if not edit.kind.startswith("kept_")]
        if not done:
            return self
        text, step = apply_edits(self.text, done)
        return State(text, [*self.passes, step], self.edits)


def compile_rules(config: Mapping[str, Any]) -> CleanRules:
    """Compile the content of config/repairs.yaml."""
    return CleanRules(
        re.compile("|".join((*map(re.escape, config["keeps_zhu"]), "著"))),
        tuple(config["introduces_address"]),
        tuple(config["gateway_words"].items()),
    )


def clean(decoded: Decoded, rules: CleanRules) -> Text:
    """Repair and normalize one report.

    Punctuation keeps its width and quotes their style; what cannot be repaired in exactly one way stays and is
    counted under a `kept_` class.
    """
    state = State(decoded.text, [], Counter(decoded.edits))
    counts = profile(units_of(state.text))
    state = _repair(state, counts, rules)
    units = units_of(state.text)
    if state.passes:
        counts = profile(units)
    script = script_of(counts)
    text = to_simplified(state.text, units, counts, rules.zhu)
    if text != state.text:
        state.edits["script"] += _differing(units, units_of(text))
    if counts[Kind.OTHER_FORM]:
        narrow = FULL_STOP_IN_NUMBER.sub(".", text.translate(plain_forms()))
        if narrow != text:
            state.edits["width"] += _differing(units_of(text), units_of(narrow))
        text = narrow
    state = State(text, state.passes, state.edits)
    state, breaks = _lay_out(state, bool(counts[Kind.SPACE]))
    return Text(decoded.text, state.text, Spans(tuple(state.passes)), breaks, dict(state.edits), script)


def _differing(units: Units, others: Units) -> int:
    """How many code units two texts of one length differ in; of the rare longer characters each counts."""
    return int(np.count_nonzero(units != others)) if len(units) == len(others) else abs(len(units) - len(others))


def _repair(state: State, counts: list[int], rules: CleanRules) -> State:
    """Run the repairs whose traces the counts or a cheap search show, damage of bytes first, damage of words last."""
    if plausibility(counts) < DOUBTFUL or counts[Kind.FOREIGN] + counts[Kind.INVISIBLE] >= FOREIGN_ENOUGH:
        state = state.apply(round_trips(state.text))
    if counts[Kind.FOREIGN]:
        state = state.apply(stray_pieces(state.text))
    if repair.LOST in state.text:
        state = state.apply(repair.lost_characters(state.text))
    if counts[Kind.INVISIBLE]:
        state = state.apply(repair.invisibles(state.text))
    if counts[Kind.AMPERSAND]:
        state = state.apply(repair.entities(state.text))
    gated: tuple[tuple[bool, Callable[[str], Iterable[Edit]]], ...] = (
        ("\r" in state.text, repair.old_line_ends),
        ("</" in state.text or "<br" in state.text, repair.tags),
        (any(trace in state.text for trace in repair.WORD_RESIDUE), repair.word_residue),
        (bool(counts[Kind.TONED]), repair.glosses),
        (counts[Kind.QUESTION] > 2, repair.degraded_glosses),
        (bool(counts[Kind.QUESTION]) and script_of(counts) == "traditional", repair.lost_bytes),
        (bool(counts[Kind.QUESTION]), repair.lost_spaces),
        ("://" in state.text or "www." in state.text, lambda text: repair.spliced_addresses(text, rules.introduces_address)),
        ("20" in state.text, repair.dropped_dashes),
        (bool(counts[Kind.SPACE]), repair.spaced_years),
        (True, repair.page_numbers),
    )
    for wanted, find in gated:
        if wanted:
            state = state.apply(find(state.text))
    return state


def _lay_out(state: State, blanks: bool) -> tuple[State, tuple[int, ...]]:
    """Settle all white space in one pass: blanks, blank lines, line ends, breaks inside sentences."""
    text = state.text
    runs = [m.span() for m in (WHITE if blanks else LINE_FEEDS).finditer(text)]
    breaks = [run for run in runs if run[0] > 0 and run[1] < len(text) and "\n" in text[run[0] : run[1]]]
    inside = {run for run, removed in zip(breaks, _breaks_inside(text, breaks), strict=True) if removed}
    kept = (set(breaks) - inside) | (lost_breaks(text, [run for run in runs if run not in breaks]) if blanks else set())
    edits: list[Edit] = []
    removed_at: list[int] = []
    shift = 0
    for run in runs:
        start, end = run
        new = "\n" if run in kept else _blank(text, start, end, joins=run in inside)
        if run in inside:
            removed_at.append(start + shift)
        if end - start != 1 or text[start] != new:
            edits.append(Edit(start, end, new, "line_join" if run in inside else "layout"))
            shift += len(new) - (end - start)
    return state.apply(edits), tuple(removed_at)


def _breaks_inside(text: str, breaks: list[tuple[int, int]]) -> list[bool]:
    """For each line break whether it stands inside a sentence."""
    starts = [0, *(end for _, end in breaks)]
    ends = [*(start for start, _ in breaks), len(text)]
    lines = [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    return breaks_to_remove(lines, [text.count("\n", start, end) > 1 for start, end in breaks])


def _blank(text: str, start: int, end: int, joins: bool) -> str:
    """What becomes of a run of blanks, or of a break that `joins`: nothing next to Chinese, one blank between Latin words.

    In a line one blank stays between labels and dates too.
    """
    if start == 0 or end == len(text):
        return ""
    before, after = text[start - 1], text[end]
    if before.isascii() and after.isascii():
        return "" if _splits_number(text, start, end) else " "
    if joins:
        return ""
    if CLOCK.search(text, max(0, start - 8), start) and after not in "，。、；）,;)":
        return " "
    if LABEL.match(text, end):
        # 2023 年工作情况: is no label, but 索引号: 2023-09 主题分类: is one
        return (
            " "
            if not before.isdigit() or LABELLED_LINE.match(text, text.rfind("\n", max(0, start - LABELS), start) + 1)
            else ""
        )
    return " " if DATE.match(text, end) and before not in ":：(（" else ""


def _splits_number(text: str, start: int, end: int) -> bool:
    """Whether a blank stands inside one number (`4 598`), one date (`2021- 01`) or before a percent sign."""
    if text[end] == "%":
        return text[start - 1].isdigit()
    if end - start == 1 and text[start] != "\t" and GROUP_END.search(text, max(0, start - 4), start) and GROUP.match(text, end):
        return True
    return bool(SPLIT_DATE.search(text[max(0, start - 3) : start] + text[end : end + 3]))
