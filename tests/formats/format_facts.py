"""What a report says, read from any format: the facts that must be equal across formats."""

from typing import Any, NamedTuple

from tasks.extract import Knowledge, read_report
from tasks.model import Reading, Rejected


class Facts(NamedTuple):
    """The comparable side of a reading."""

    amounts: tuple[Any, ...]
    sections: tuple[Any, ...]
    metadata: tuple[Any, ...]


def facts_of(raw: bytes, knowledge: Knowledge) -> Facts | str:
    """The facts of one file, or the code with which it is rejected."""
    outcome = read_report("0" * 64, raw, knowledge)
    return outcome.code if isinstance(outcome, Rejected) else facts(outcome)


def facts(reading: Reading) -> Facts:
    """The comparable side of `reading`."""
    meta = reading.metadata
    return Facts(
        tuple((q.value, q.unit, q.modifier, q.scope, q.polarity, q.indicator_ids) for q in reading.quantities),
        tuple((s.section_path, s.marker, s.heading, s.kinds) for s in reading.sections if s.section_path != "0"),
        (meta.title, meta.report_year, meta.place.place_code, meta.level, meta.issuer, meta.issued_on),
    )
