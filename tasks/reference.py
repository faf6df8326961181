"""The knowledge that SQL joins to: the indicator catalogue, the gazetteer, unit conversions, words of totals and parts."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tasks.extract import indicator_table
from tasks.knowledge import read_config

_GAZETTEER = Path(__file__).parents[1] / "warehouse" / "gazetteer" / "places.parquet"


def reference_tables() -> dict[str, pa.Table]:
    """Return the tables that `Warehouse.load_reference` takes, by name."""
    roll_up = read_config("roll_up")
    return {
        "indicators": indicator_table(),
        "places": _places(),
        "conversions": pa.Table.from_pylist(roll_up["conversions"]),
        "role_patterns": pa.Table.from_pylist(roll_up["role_patterns"]),
    }


def _places() -> pa.Table:
    """The gazetteer, with the overlay of places that it lacks."""
    published = pq.read_table(_GAZETTEER)
    overlay = pa.Table.from_pylist(read_config("places_overlay")["places"], schema=published.schema)
    return pa.concat_tables([published, overlay])
