"""The knowledge that SQL joins to: catalogue, gazetteer, conversions, words of totals and parts, corrections, floors."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tasks.extract import indicator_table
from tasks.knowledge import KnowledgeError, read_config, read_overlay

_ACCURACY = pa.schema(
    [
        *((name, pa.string()) for name in ("gold", "stage", "indicator_id", "extractor_version")),
        *((name, pa.float64()) for name in ("precision", "recall", "f1")),
        ("wanted", pa.int32()),
        ("evaluated_at", pa.timestamp("us", tz="UTC")),
    ]
)
_GAZETTEER = Path(__file__).parents[1] / "warehouse" / "gazetteer" / "places.parquet"


def reference_tables() -> dict[str, pa.Table]:
    """Return the tables that `Warehouse.load_reference` takes, by name."""
    roll_up = read_config("roll_up")
    return {
        "indicators": indicator_table(),
        "places": _places(),
        "conversions": pa.Table.from_pylist(roll_up["conversions"]),
        "role_patterns": pa.Table.from_pylist(roll_up["role_patterns"]),
        "floors": pa.Table.from_pylist(read_config("floors")["floors"]),
        "corrections": _corrections(),
        "accuracy_of_release": _accuracy(),
    }


def _places() -> pa.Table:
    """The gazetteer, with the overlay of places that it lacks."""
    published = pq.read_table(_GAZETTEER)
    return pa.concat_tables([published, pa.Table.from_pylist(read_overlay(), schema=published.schema)])


def _accuracy() -> pa.Table:
    """What `make accuracy` measured, with the day and the version of the code."""
    measured = read_config("accuracy")
    day = datetime.combine(date.fromisoformat(measured["measured_on"]), time(), UTC)
    when = {"indicator_id": None, "evaluated_at": day, "extractor_version": measured["extractor_version"]}
    return pa.Table.from_pylist([{**row, **when} for row in measured["figures"]], _ACCURACY)


def _corrections() -> pa.Table:
    """The values that people corrected. Raises KnowledgeError where one is corrected twice."""
    entries = read_config("corrections")["corrections"]
    first: dict[tuple[str, str], int] = {}
    for number, entry in enumerate(entries):
        if (before := first.setdefault((entry["report_id"], entry["indicator"]), number)) != number:
            told = f"{entry['indicator']} of {entry['report_id']} is corrected at corrections/{before} already"
            raise KnowledgeError(f"config/corrections.yaml, at corrections/{number}: {told}.")
    columns = [("report_id", pa.string()), ("indicator_id", pa.string()), ("expect", pa.float64()), ("value", pa.float64())]
    columns += [("decided_on", pa.date32()), ("reason", pa.string())]
    rows = [
        {**entry, "indicator_id": entry["indicator"], "decided_on": date.fromisoformat(entry["decided_on"])}
        for entry in entries
    ]
    return pa.Table.from_pylist(rows, pa.schema(columns))
