"""What was read of a content as rows of the chunk tables, and rows as Arrow."""

from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Any

import pyarrow as pa

from tasks.model import Reading, Rejected
from warehouse.schema import CHUNK_TABLES, chunk_schema

Rows = dict[str, list[tuple[Any, ...]]]
"""By name of the table, one of CHUNK_TABLES."""


def packed(rows: Rows) -> dict[str, pa.Table]:
    """Empty `rows` into tables, which take a fifth of the memory of Python objects."""
    tables = {name: _table(name, rows[name]) for name in CHUNK_TABLES}
    for some in rows.values():
        some.clear()
    return tables


def _table(name: str, rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    schema = chunk_schema(name)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def content_row(rows: Rows, outcome: Reading | Rejected, size: int, version: str, seconds: float) -> None:
    """Add what became of a content of `size` bytes, read in so many seconds by the extractor of that version."""
    facts: tuple[str | None, ...]
    if isinstance(outcome, Rejected):
        facts = (outcome.media_type, outcome.encoding, "rejected", outcome.code, outcome.reason, None)
    else:
        facts = (outcome.decoded.media_type, outcome.decoded.encoding, "read", None, None, outcome.fold_hash)
    rows["contents"].append((outcome.sha256, size, version, *facts, seconds))


def report_rows(rows: Rows, reading: Reading) -> None:
    """Add all that a report says: to each table but `contents`."""
    key, meta, text = reading.sha256, reading.metadata, reading.text
    rows["reports"].append(
        (
            key,
            meta.title,
            meta.report_year,
            meta.place.province,
            meta.place.prefecture,
            meta.place.county,
            meta.place.township,
            meta.place.place_code,
            list(meta.place.place_candidates),
            meta.level,
            meta.issuer,
            meta.issued_on,
            meta.published_on,
            text.script,
            meta.truncated,
        )
    )
    rows["report_texts"].append((key, text.source, text.text, list(text.edits.items())))
    rows["sections"] += [(key, *section[:6], list(section.kinds), *section[7:]) for section in reading.sections]
    rows["quantities"] += _quantity_rows(reading)
    rows["numerals"] += _numeral_rows(reading)
    rows["blocks"] += [
        (key, number, block.kind, block.level, block.place, block.text_start, block.text_end)
        for number, block in enumerate(reading.decoded.blocks, 1)
    ]
    rows["problems"] += [(key, *problem) for problem in reading.problems]


def _quantity_rows(reading: Reading) -> Iterable[tuple[Any, ...]]:
    """The rows of `quantities`, by columns, because most stand in the records as they are."""
    if not reading.quantities:
        return ()
    columns = list(zip(*reading.quantities, strict=True))
    facts, ids, (rule_ids, scores), spans = columns[:12], columns[12], columns[13:15], columns[15:]
    quote_starts, quote_ends, starts, ends = spans
    body, sources = reading.text.text, reading.text.spans.to_sources(starts, ends)
    return zip(
        repeat(reading.sha256, len(ids)),
        range(1, len(ids) + 1),
        *facts,
        [some[0] if some else None for some in ids],
        map(list, ids),
        rule_ids,
        scores,
        quote_starts,
        quote_ends,
        [body[start:end] for start, end in zip(quote_starts, quote_ends, strict=True)],
        *zip(*sources, strict=True),
        starts,
        ends,
        [reading.decoded.confidence(*source) for source in sources] if reading.decoded.sure else repeat(None, len(ids)),
        strict=True,
    )


def _numeral_rows(reading: Reading) -> Iterable[tuple[Any, ...]]:
    key, body = reading.sha256, reading.text.text
    return [(key, n.text_start, n.text_end, body[n.text_start : n.text_end], n.quantity_no, n.reason) for n in reading.numerals]
