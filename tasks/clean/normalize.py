"""A decoded report to its normalized text: repairs, script, width, spaces, lines, with the way back to the source."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from tasks.clean import repair
from tasks.clean.fold import GatewayWords
from tasks.clean.layout import lay_out
from tasks.clean.mojibake import round_trips, stray_pieces
from tasks.clean.script import script_of, to_simplified
from tasks.clean.spans import Edit, Pass, Spans, apply_edits
from tasks.intake.forms import plain_units
from tasks.intake.plausible import Kind, Units, plausibility, profile, units_of
from tasks.model import Decoded, Text

FULL_STOP_IN_NUMBER = re.compile(r"．(?<=\d．)(?=\d)")
DOUBTFUL = 0.6  # plausibility() under which lines may have gone through a wrong codec, or so many foreign characters
FOREIGN_ENOUGH = 10


@dataclass(frozen=True, slots=True)
class CleanRules:
    """The words of config/repairs.yaml, compiled."""

    zhu: re.Pattern[str]
    introduces_address: tuple[str, ...]
    gateway_words: GatewayWords  # for fold()


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
        GatewayWords.of(config["gateway_words"]),
    )


def clean(decoded: Decoded, rules: CleanRules) -> Text:
    """Repair and normalize one report.

    Punctuation keeps its width and quotes their style; what cannot be repaired in exactly one way stays and is
    counted under a `kept_` class.
    """
    state = State(decoded.text, [], Counter(decoded.edits))
    counts = profile(units_of(state.text))
    state = _read_again(state, counts)
    if state.passes:
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
        narrow = FULL_STOP_IN_NUMBER.sub(".", _plainly(text))
        if narrow != text:
            state.edits["width"] += _differing(units_of(text), units_of(narrow))
        text = narrow
    edits, breaks = lay_out(text, bool(counts[Kind.SPACE]))
    state = State(text, state.passes, state.edits).apply(edits)
    return Text(decoded.text, state.text, Spans(tuple(state.passes)), breaks, dict(state.edits), script)


def _plainly(text: str) -> str:
    """The text with the plain form of each character, by a table: `str.translate` takes ten times as long."""
    return plain_units()[units_of(text)].tobytes().decode("utf-16-le", "surrogatepass")


def _differing(units: Units, others: Units) -> int:
    """How many code units two texts of one length differ in; of the rare longer characters each counts."""
    return int(np.count_nonzero(units != others)) if len(units) == len(others) else abs(len(units) - len(others))


def _read_again(state: State, counts: list[int]) -> State:
    """Undo misreadings, where the counts show a trace of them."""
    if plausibility(counts) < DOUBTFUL or counts[Kind.FOREIGN] + counts[Kind.INVISIBLE] >= FOREIGN_ENOUGH:
        state = state.apply(round_trips(state.text))
    return state.apply(stray_pieces(state.text)) if counts[Kind.FOREIGN] else state


def _repair(state: State, counts: list[int], rules: CleanRules) -> State:
    """Run the repairs whose traces the counts or a cheap search show."""
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
