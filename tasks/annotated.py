"""A reading as its annotation has it: each mention read beside what it should have been, offsets and all.

Where the annotation allows several readings, the one that was read is taken, else the first. What an annotation does not
say of a mention (whose number it is, where nothing is written) is taken from the reading.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import chain, product
from typing import Any, NamedTuple

from tasks.evaluate import Gold, accepted, overlap, same_amount
from tasks.measure.amounts import bounds
from tasks.measure.numerals import read_number
from tasks.model import Quantity, Reading

_ATTRIBUTES = ("scope", "owner", "modifier")
_STOPS = "，。；：\n"
_STAGES = {"indicator_ids": "indicators", "scope": "scope", "owner": "owner", "modifier": "modifier"}


class Pair(NamedTuple):
    """One mention as it was read and as it is annotated; None where it is not there."""

    read: Quantity | None
    wanted: Quantity | None

    def fault(self, indicator: str) -> str | None:
        """The first stage that went wrong with this mention of the indicator; None where none did, or it is none of it."""
        held = [one for one in self if one is not None and indicator in one.indicator_ids]
        if not held:
            return None
        if self.read is None or self.wanted is None:
            return "zeros" if held[0].polarity == "negated" else "quantities"
        differing = (stage for name, stage in _STAGES.items() if getattr(self.read, name) != getattr(self.wanted, name))
        return next(differing, None)


def is_judged(gold: Gold) -> bool:
    """Whether the annotation says of every amount which indicator it is of."""
    return bool("sections" in gold and "zero_statements" in gold and all("indicator" in one for one in gold["quantities"]))


def pairs(gold: Gold, reading: Reading) -> list[Pair]:
    """Every mention of the report, read or annotated, in order of the text."""
    left = [(reading.text.spans.to_source(one.text_start, one.text_end), one) for one in reading.quantities]
    found = []
    stated, none = (product((zero,), gold[name]) for zero, name in ((False, "quantities"), (True, "zero_statements")))
    for zero, entry in chain(stated, none):
        hit = _hit(left, entry, zero)
        if hit is not None:
            left.remove(hit)
            found.append(Pair(hit[1], _mended(entry, hit[1])))
        elif not _is_optional(entry):
            found.append(Pair(None, _missed(entry, reading, zero)))
    end = max((one["raw_span"][1] for one in gold["quantities"]), default=0) if gold.get("truncated") else None
    for span, one in left:
        found.append(Pair(one, one if end is not None and span[0] >= end else None))
    return sorted(found, key=lambda pair: next(one.text_start for one in pair if one is not None))


def as_annotated(gold: Gold, reading: Reading, found: list[Pair]) -> Reading:
    """The reading with the annotated mentions and year in place of those read."""
    years = accepted(gold["report"], "report_year")
    year = reading.metadata.report_year if reading.metadata.report_year in years else gold["report"].get("report_year")
    quantities = tuple(pair.wanted for pair in found if pair.wanted is not None)
    return reading._replace(metadata=reading.metadata._replace(report_year=year), quantities=quantities)


def _is_optional(entry: Gold) -> bool:
    return bool(entry.get("frequency") or entry.get("borderline"))


def _hit(left: list[tuple[tuple[int, int], Quantity]], entry: Gold, zero: bool) -> tuple[tuple[int, int], Quantity] | None:
    touching = [row for row in left if (row[1].polarity == "negated") == zero and overlap(row[0], entry["raw_span"])]
    same = [row for row in touching if zero or same_amount(row[1], entry)]
    return next(iter(same or (touching if _is_optional(entry) else ())), None)


def _mended(entry: Gold, read: Quantity) -> Quantity:
    """The mention that was read, with what the annotation contradicts put right."""
    want = accepted(entry, "indicator")
    ids = tuple(one for one in read.indicator_ids if one in want)
    if not ids and None not in want:
        ids = (entry["indicator"],)
    changed: dict[str, Any] = {
        name: entry[name] for name in _ATTRIBUTES if name in entry and getattr(read, name) not in accepted(entry, name)
    }
    if "modifier" in changed:
        changed |= _interval(entry)
    return read._replace(indicator_ids=ids, **changed)


def _interval(entry: Gold) -> dict[str, float | None]:
    number = read_number(f"{entry['value']:.12g}")
    low, high = (entry["value"],) * 2 if number is None else bounds(number, entry.get("modifier"))
    return {"value_low": low, "value_high": high}


def _missed(entry: Gold, reading: Reading, zero: bool) -> Quantity:
    """A mention that was not read, as far as the annotation tells: counts are told from money and rates by the unit."""
    text, unit = reading.text.text, entry.get("unit")
    start, end = _place(reading, entry["raw_span"])
    opens = max(text.rfind(stop, 0, start) for stop in _STOPS) + 1
    closes = min((at for at in (text.find(stop, end) for stop in _STOPS) if at >= 0), default=len(text))
    plain: Mapping[str, Any] = {
        "section_path": "0",
        "surface": text[start:end],
        "value": 0.0 if zero else float(entry["value"]),
        "unit": unit,
        "modifier": entry.get("modifier"),
        "value_kind": "percent" if unit == "%" else "money" if unit and unit.endswith("元") else "count",
        "measured_entity": entry.get("measured_entity"),
        "scope": entry.get("scope", "annual"),
        "owner": entry.get("owner", "own"),
        "polarity": "negated" if zero else "stated",
        "indicator_ids": (entry["indicator"],) if entry["indicator"] else (),
        "rule_id": None,
        "score": None,
        "quote_start": opens,
        "quote_end": closes,
        "text_start": start,
        "text_end": end,
    }
    return Quantity(**plain, **({"value_low": 0.0, "value_high": 0.0} if zero else _interval(entry)))


def _place(reading: Reading, span: list[int]) -> tuple[int, int]:
    """Where a span of the source stands in the normalized text."""
    length = len(reading.text.text)
    sources = [start for start, _ in reading.text.spans.to_sources(range(length), range(1, length + 1))]
    start = bisect_left(sources, span[0])
    return start, max(start, bisect_left(sources, span[1]))


def mentioned(gold: Gold) -> Iterator[str]:
    """The indicators that an annotation gives a figure of the year for, where the report itself was not read."""
    for entry in (*gold["quantities"], *gold["zero_statements"]):
        current = entry.get("scope", "annual") in ("annual", "cumulative", "point_in_time")
        if entry["indicator"] and current and entry.get("owner", "own") == "own" and not _is_optional(entry):
            yield entry["indicator"]
