"""Readings against gold annotations: precision, recall and F1 for every stage and indicator, with each miss.

A match is judged as analysts would: an amount is found when its span overlaps the annotated one and value and unit are
equal; a section when depth, marker and heading are equal once width and white space are folded; fair alternatives of the
annotation (`*_alt`) count as right. What an annotation does not name is not judged.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tasks.model import Quantity, Reading, Rejected

Gold = Mapping[str, Any]
FIELDS = ("title", "report_year", "level", "issuer", "issued_on", "published_on")
PLACE_FIELDS = ("province", "prefecture", "county", "township", "place_code")
CODE_DIGITS = 9  # the books of codes differ below the township
NOTHING_COUNTED = frozenset(("other", "unknown"))


class Miss(NamedTuple):
    """One judgement that went against the reading."""

    report: str
    stage: str
    message: str


class Tally(NamedTuple):
    """Counts of one stage, or of one indicator in it. `hit` of `wanted` were found, `right` of `offered` are right."""

    wanted: int = 0
    hit: int = 0
    offered: int = 0
    right: int = 0

    @property
    def precision(self) -> float | None:
        """Right among the offered; None where nothing was offered."""
        return self.right / self.offered if self.offered else None

    @property
    def recall(self) -> float | None:
        """Found among the wanted; None where nothing was wanted."""
        return self.hit / self.wanted if self.wanted else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        precision, recall = self.precision, self.recall
        if precision is None or recall is None:
            return None
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


class Evaluation(NamedTuple):
    """The outcome over a gold set."""

    tallies: Mapping[tuple[str, str | None], Tally]  # (stage, indicator id or None) -> counts
    misses: tuple[Miss, ...]


class GoldError(ValueError):
    """A gold set that cannot be read; the message says which file and why."""


def read_gold(folder: Path) -> list[Gold]:
    """All annotations of a folder, sorted by name. Raises GoldError."""
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise GoldError(f"{folder} holds no annotations (*.json).")
    golds = []
    for path in paths:
        try:
            gold = json.loads(path.read_text("utf-8"))
            gold["file"]
        except (OSError, ValueError, KeyError) as error:
            raise GoldError(f"{path} is no annotation: {error}") from error
        golds.append(gold)
    return golds


def evaluate(pairs: Iterable[tuple[Gold, Reading | Rejected | None]]) -> Evaluation:
    """Judge each reading against its annotation; None stands for a file that was not there."""
    judge = _Judge()
    for gold, outcome in pairs:
        judge.report(gold, outcome)
    return Evaluation(
        {key: Tally(*(counts[n] for n in Tally._fields)) for key, counts in judge.counts.items()}, tuple(judge.misses)
    )


def fold(text: object) -> str:
    """Text without width, quotes, white space and closing punctuation, for comparison."""
    plain = re.sub(r"[\"'“”‘’「」『』\s]", "", unicodedata.normalize("NFKC", str(text)))
    return plain.rstrip(",:;。")


def accepted(gold: Gold, key: str) -> set[Any]:
    """The readings of a key that an annotation holds fair."""
    return {gold.get(key), *(gold.get(f"{key}_alt") or ())}


class _Judge:
    """The counts and misses so far."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, str | None], Counter[str]] = {}
        self.misses: list[Miss] = []
        self.name = ""

    def report(self, gold: Gold, outcome: Reading | Rejected | None) -> None:
        self.name = gold["file"]
        if not gold.get("is_report", True):
            refused = isinstance(outcome, Rejected) and outcome.code == "not_a_report"
            self._right("rejects", refused, f"no report ({gold.get('kind')}), yet it was read")
            return
        reading = outcome if isinstance(outcome, Reading) else None
        self._right("reports", reading is not None, f"not read: {getattr(outcome, 'reason', 'the file is not there')}")
        self._fields(gold["report"], reading)
        if reading is None:
            return
        if "sections" in gold:
            self._sections(gold["sections"], reading)
        for sample in gold.get("normalized_text_samples", ()):
            held = fold(sample["normalized"]) in fold(reading.text.text)
            self._right("normalization", held, f"not in the text: {sample['normalized']!r}")
        self._numerals(reading)
        self._amounts(gold, reading)
        if "zero_statements" in gold:
            self._zeros(gold["zero_statements"], reading)

    # one judgement each

    def _add(self, stage: str, indicator: str | None = None, **counts: int) -> None:
        self.counts.setdefault((stage, indicator), Counter()).update(counts)

    def _right(self, stage: str, right: bool, message: str) -> None:
        self._add(stage, wanted=1, offered=1, hit=int(right), right=int(right))
        if not right:
            self._miss(stage, message)

    def _miss(self, stage: str, message: str) -> None:
        self.misses.append(Miss(self.name, stage, message))

    # the stages

    def _fields(self, gold: Gold, reading: Reading | None) -> None:
        for field in (f for f in (*FIELDS, *PLACE_FIELDS, "script", "encoding") if f in gold):
            got = None if reading is None else _field(reading, field)
            cut = CODE_DIGITS if field == "place_code" else None
            keys = {None if v is None else fold(v)[:cut] for v in accepted(gold, field)}
            right = reading is not None and (None if got is None else fold(got)[:cut]) in keys
            self._right("fields", right, f"{field}: {got!r}, annotated {sorted(map(str, accepted(gold, field)))}")

    def _sections(self, gold: Sequence[Gold], reading: Reading) -> None:
        want = {(s["depth"], fold(s["marker"]), fold(s["heading"])): s for s in gold}
        got = {(s.depth, fold(s.marker), fold(s.heading)): s for s in reading.sections if s.marker}
        both = want.keys() & got.keys()
        self._add("sections", wanted=len(want), offered=len(got), hit=len(both), right=len(both))
        for key in sorted(want.keys() - got.keys()):
            self._miss("sections", f"missed {key}")
        for key in sorted(got.keys() - want.keys()):
            self._miss("sections", f"invented {key}")
        for key, section in want.items():
            if section["depth"] == 1:
                kinds = set(got[key].kinds) if key in got else set()
                self._right("kinds", kinds == set(section["kind"]), f"{key[2]}: {sorted(kinds)}, annotated {section['kind']}")

    def _numerals(self, reading: Reading) -> None:
        lost = [n for n in reading.numerals if n.reason in NOTHING_COUNTED]
        total = len(reading.numerals)
        self._add("numerals", wanted=total, offered=total, hit=total - len(lost), right=total - len(lost))
        for numeral in lost:
            around = reading.text.text[max(0, numeral.text_start - 8) : numeral.text_end + 8]
            self._miss("numerals", f"not accounted for: {around!r}")

    def _amounts(self, gold: Gold, reading: Reading) -> None:
        rows = [
            (reading.text.spans.to_source(q.text_start, q.text_end), q) for q in reading.quantities if q.polarity == "stated"
        ]
        used: set[int] = set()
        free: set[int] = set()
        for entry in gold["quantities"]:
            optional = bool(entry.get("frequency") or entry.get("borderline"))
            touching = [i for i, (span, _) in enumerate(rows) if i not in used and overlap(span, entry["raw_span"])]
            same = [i for i in touching if same_amount(rows[i][1], entry)]
            hit = same[0] if same else None
            if optional:
                free |= set(same) or set(touching)
            else:
                self._add("quantities", wanted=1, hit=int(bool(same)))
            if hit is not None:
                used.add(hit)
                free |= set(same[1:]) | ({hit} if optional else set())
                self._attributes(entry, rows[hit][1])
            elif not optional:
                self._miss("quantities", f"missed {entry['surface']} in {entry['quote']!r}")
            if "indicator" in entry:
                self._link(entry, rows[hit][1] if hit is not None else None)
        self._invented(gold, rows, used, free)

    def _invented(self, gold: Gold, rows: Sequence[tuple[tuple[int, int], Quantity]], used: set[int], free: set[int]) -> None:
        end = max((q["raw_span"][1] for q in gold["quantities"]), default=0) if gold.get("truncated") else None
        nothing = [span for n in gold.get("not_quantities", ()) for span in n["raw_spans"]]
        for i, (span, quantity) in enumerate(rows):
            if i in free or (i not in used and end is not None and span[0] >= end):
                continue
            self._add("quantities", offered=1, right=int(i in used))
            if i in used:
                continue
            false = any(overlap(span, other) for other in nothing)
            self._add("false_quantities", wanted=int(false), offered=int(false))
            self._miss("quantities", f"invented {quantity.surface!r}{' (counts nothing)' if false else ''}")
            if "sections" in gold:
                for indicator in quantity.indicator_ids:
                    self._add("indicators", offered=1)
                    self._add("indicators", indicator, offered=1)

    def _attributes(self, entry: Gold, quantity: Quantity) -> None:
        for attribute in ("modifier", "scope"):
            if attribute in entry:
                got = getattr(quantity, attribute)
                self._right(
                    attribute,
                    got in accepted(entry, attribute),
                    f"{entry['surface']}: {got}, annotated {sorted(map(str, accepted(entry, attribute)))}",
                )

    def _link(self, entry: Gold, quantity: Quantity | None) -> None:
        want = accepted(entry, "indicator")
        got = [] if quantity is None else list(quantity.indicator_ids)
        first = entry["indicator"]
        if None not in want:
            found = int(any(i in want for i in got))
            self._add("indicators", wanted=1, hit=found)
            self._add("indicators", first, wanted=1, hit=found)
        for indicator in got:
            self._add("indicators", offered=1, right=int(indicator in want))
            self._add("indicators", indicator, offered=1, right=int(indicator in want))
        if any(i not in want for i in got) or (not got and None not in want):
            self._miss(
                "indicators", f"{entry.get('surface', '')} in {entry['quote']!r}: {got}, annotated {sorted(map(str, want))}"
            )

    def _zeros(self, gold: Sequence[Gold], reading: Reading) -> None:
        left = [
            (reading.text.spans.to_source(q.text_start, q.text_end), q) for q in reading.quantities if q.polarity == "negated"
        ]
        offered = len(left)
        hits = 0
        for entry in gold:
            hit = next((row for row in left if overlap(row[0], entry["raw_span"])), None)
            if hit:
                left.remove(hit)
                hits += 1
            else:
                self._miss("zeros", f"missed {entry['quote']!r}")
            self._link(entry, hit[1] if hit else None)
        self._add("zeros", wanted=len(gold), hit=hits, offered=offered, right=hits)
        for _, quantity in left:
            self._miss("zeros", f"invented {quantity.surface!r}")


def _field(reading: Reading, field: str) -> object:
    if field in PLACE_FIELDS:
        return getattr(reading.metadata.place, field)
    if field == "script":
        return reading.text.script
    return reading.decoded.encoding if field == "encoding" else getattr(reading.metadata, field)


def overlap(a: Sequence[int], b: Sequence[int]) -> bool:
    """Whether two spans share a character."""
    return a[0] < b[1] and b[0] < a[1]


def same_amount(quantity: Quantity, entry: Gold) -> bool:
    """Whether value and unit are those annotated."""
    near = abs(quantity.value - entry["value"]) <= 1e-6 * max(1.0, abs(entry["value"]))
    return near and fold(quantity.unit) in {fold(u) for u in accepted(entry, "unit")}


def figures(evaluation: Evaluation) -> Iterator[tuple[str, float]]:
    """One figure per stage by the name that floors and the README use: F1 where both sides count, else the share right."""
    for (stage, indicator), tally in sorted(evaluation.tallies.items(), key=lambda item: (item[0][0], item[0][1] or "")):
        if indicator is not None:
            continue
        if stage in ("sections", "quantities", "zeros"):
            yield f"{stage}_f1", 1.0 if tally.f1 is None and not tally.wanted and not tally.offered else tally.f1 or 0.0
        elif stage in ("indicators", "values", "values_by_hand"):
            yield f"{stage}_precision", 1.0 if tally.precision is None else tally.precision
            yield f"{stage}_recall", 1.0 if tally.recall is None else tally.recall
        elif stage == "false_quantities":
            yield stage, float(tally.wanted)
        else:
            yield stage, 1.0 if tally.recall is None else tally.recall
