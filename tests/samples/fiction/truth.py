"""The truth beside a report, in the shape of hand-made gold: fields, sections, amounts, zeros, idle numerals."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from .marked import Mark, Marked

PLACES = ("province", "prefecture", "county", "township")
STOPS = "，。；：,;:\n"
KEYS = ("unit", "modifier", "scope", "indicator")  # first reading, other fair readings


def truth(name: str, piece: Marked, fields: Mapping[str, Any], *, said: str, truncated: bool = False) -> dict[str, Any]:
    """The annotation of one file.

    `piece` is what a right decoder yields, its marks the truth's spans; `said` the text before it was damaged.
    """
    text, marks = piece
    gold: dict[str, Any] = {
        "file": name,
        "about": "fictional report",
        "is_report": True,
        "kind": "report",
        "report": _fields(said, fields),
        "sections": [_section(text, m) for m in _of(marks, "heading")],
        "quantities": [_amount(text, m, number) for number, m in enumerate(_of(marks, "amount"), 1)],
        "zero_statements": [_zero(text, m) for m in _of(marks, "zero")],
        "not_quantities": [_idle(text, m) for m in _of(marks, "none")],
        "normalized_text_samples": [
            {"raw": text[m.start : m.end], "normalized": m.data["normalized"]} for m in list(_of(marks, "sample"))[:6]
        ],
    }
    if truncated:
        gold["truncated"] = True
    return gold


def not_a_report(name: str, kind: str) -> dict[str, Any]:
    """The annotation of a file that holds something else."""
    return {"file": name, "about": "fictional page", "is_report": False, "kind": kind, "report": {}, "quantities": []}


def _of(marks: Iterable[Mark], kind: str) -> Iterable[Mark]:
    return (m for m in marks if m.kind == kind)


def _fields(text: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields, with NULL as fair a reading for a place that only the gazetteer tells."""
    unsaid = {f"{place}_alt": [None] for place in PLACES if fields.get(place) and fields[place] not in text}
    return {**unsaid, **fields}


def _span(m: Mark) -> list[int]:
    return [m.start, m.end]


def quote_span(text: str, m: Mark) -> tuple[int, int]:
    """Where the clause around a mark begins and ends."""
    start = max(text.rfind(stop, 0, m.start) for stop in STOPS) + 1
    found = re.compile(f"[{STOPS}]").search(text, m.end)
    return start, found.start() if found else len(text)


def quoted(piece: Marked) -> Marked:
    """The piece with the clause around each amount kept with its mark: to be called before damage hides the clause."""
    return Marked(piece.text, tuple(_with_quote(piece.text, m) if m.kind == "amount" else m for m in piece.marks))


def _with_quote(text: str, m: Mark) -> Mark:
    return m._replace(data={**m.data, "quote": text[slice(*quote_span(text, m))].strip()})


def _readings(data: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in KEYS:
        first, *others = data[key]
        found[key] = first
        if others:
            found[f"{key}_alt"] = others
    return found


def _amount(text: str, m: Mark, number: int) -> dict[str, Any]:
    extra = {key: m.data[key] for key in ("owner", "owner_alt", "borderline", "frequency", "note") if key in m.data}
    return {
        "id": f"q{number:02}",
        "surface": text[m.start : m.end],
        "value": m.data["value"],
        **_readings(m.data),
        "measured_entity": m.data["entity"],
        "quote": m.data["quote"],
        "raw_span": _span(m),
        **extra,
    }


def _zero(text: str, m: Mark) -> dict[str, Any]:
    scope, *scopes = m.data["scope"]
    indicator, *others = m.data["indicator"]
    return {
        "indicator": indicator,
        **({"indicator_alt": others} if others else {}),
        "quote": text[m.start : m.end],
        "value": 0,
        "scope": scope,
        **({"scope_alt": scopes} if scopes else {}),
        "measured_entity": m.data["entity"],
        "raw_span": _span(m),
    }


def _idle(text: str, m: Mark) -> dict[str, Any]:
    return {"surface": text[m.start : m.end], "why": m.data.get("why", "counts nothing"), "count": 1, "raw_spans": [_span(m)]}


def _section(text: str, m: Mark) -> dict[str, Any]:
    kinds = {"kind": m.data["kinds"]} if m.data["depth"] == 1 else {}
    return {
        **{key: m.data[key] for key in ("depth", "marker", "heading")},
        **kinds,
        "raw": text[m.start : m.end],
        "raw_span": _span(m),
    }
