"""Gives each report's text a MinHash signature, by which reworded copies are found among all reports of a year."""

import duckdb
import pyarrow as pa
from rensa import RMinHash

from warehouse.connection import transaction
from warehouse.sql import query

HASHES = 128  # a share of equal hashes estimates the likeness to some 4 points
SHINGLE = 4  # characters: about two Chinese words, so that order counts
_SEED = 1
ALGORITHM = f"rensa-{RMinHash.ALGORITHM_VERSION}-{HASHES}-{SHINGLE}"
"""What a signature was made by: signatures of two algorithms say nothing about each other."""
_TOGETHER = 2000  # texts held in memory at once


def sign_reports(con: duckdb.DuckDBPyConnection) -> int:
    """Sign the reports that have no signature of their text as it stands, drop those of other texts; return how many.

    What is signed stays so, should this be killed on the way.
    """
    con.execute(query("signatures/drop_outdated"), {"algorithm": ALGORITHM})
    waiting = con.execute(query("signatures/unsigned")).fetchall()
    for start in range(0, len(waiting), _TOGETHER):
        reports, places = zip(*waiting[start : start + _TOGETHER], strict=True)
        wanted = {"reports": reports, "first": places[0], "last": places[-1]}
        rows = con.execute(query("signatures/texts"), wanted).fetchall()
        with transaction(con):
            _insert(con, [(*key, ALGORITHM, signature(text)) for *key, text in rows])
    return len(waiting)


def signature(text: str) -> list[int]:
    """Return the hashes of the text's shingles; of a text shorter than one shingle, those of the text itself."""
    sketch = RMinHash(num_perm=HASHES, seed=_SEED)
    sketch.update([text[at : at + SHINGLE] for at in range(max(1, len(text) - SHINGLE + 1))])
    hashes: list[int] = sketch.digest()
    return hashes


def _insert(con: duckdb.DuckDBPyConnection, rows: list[tuple[object, ...]]) -> None:
    names = ("report_id", "sha256", "extractor_version", "algorithm")
    columns = {name: pa.array([row[at] for row in rows], pa.string()) for at, name in enumerate(names)}
    columns["signature"] = pa.array([row[-1] for row in rows], pa.list_(pa.int64()))
    con.register("signed", pa.table(columns))
    con.execute("INSERT INTO store.signatures BY NAME SELECT * FROM signed")
    con.execute("INSERT INTO ledger.touched SELECT report_id FROM signed")
    con.unregister("signed")
