"""What was read of a content as rows of the chunk tables, gathered by columns, and these as Arrow."""

from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Any

import pyarrow as pa

from tasks.model import Reading, Rejected
from warehouse.schema import CHUNK_TABLES, chunk_schema

Rows = dict[str, list[list[Any]]]
"""By name of the table, one of CHUNK_TABLES: its columns, as Arrow takes them."""


def no_rows() -> Rows:
    """Empty columns for all tables."""
    return {name: [[] for _ in chunk_schema(name)] for name in CHUNK_TABLES}


def count_rows(rows: Rows) -> int:
    """How many there are in all tables."""
    return sum(len(columns[0]) for columns in rows.values())


def packed(rows: Rows) -> dict[str, pa.Table]:
    """Empty `rows` into tables, which take a fifth of the memory of Python objects."""
    tables = {name: _table(name, columns) for name, columns in rows.items()}
    for columns in rows.values():
        for column in columns:
            column.clear()
    return tables


def _table(name: str, columns: Sequence[Sequence[Any]]) -> pa.Table:
    schema = chunk_schema(name)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _add_row(columns: Sequence[list[Any]], row: Iterable[Any]) -> None:
    for column, value in zip(columns, row, strict=True):
        column.append(value)


def _add(columns: Sequence[list[Any]], new: Iterable[Iterable[Any]]) -> None:
    for column, values in zip(columns, new, strict=True):
        column.extend(values)


def content_row(rows: Rows, outcome: Reading | Rejected, size: int, version: str, seconds: float) -> None:
    """Add what became of a content of `size` bytes, read in so many seconds by the extractor of that version."""
    facts: tuple[str | None, ...]
    if isinstance(outcome, Rejected):
        facts = (outcome.media_type, outcome.encoding, "rejected", outcome.code, outcome.reason, None)
    else:
        facts = (outcome.decoded.media_type, outcome.decoded.encoding, "read", None, None, outcome.fold_hash)
    _add_row(rows["contents"], (outcome.sha256, size, version, *facts, seconds))


def report_rows(rows: Rows, reading: Reading) -> None:
    """Add all that a report says: to each table but `contents`."""
    key, meta, text = reading.sha256, reading.metadata, reading.text
    report = (
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
    _add_row(rows["reports"], report)
    _add_row(rows["report_texts"], (key, text.source, text.text, list(text.edits.items())))
    if reading.sections:
        _add(rows["sections"], (repeat(key, len(reading.sections)), *zip(*reading.sections, strict=True)))
    if blocks := reading.decoded.blocks:
        starts, ends, *rest = zip(*blocks, strict=True)
        _add(rows["blocks"], (repeat(key, len(blocks)), range(1, len(blocks) + 1), *rest, starts, ends))
    if reading.problems:
        _add(rows["problems"], (repeat(key, len(reading.problems)), *zip(*reading.problems, strict=True)))
    if reading.quantities:
        _add(rows["quantities"], _quantities(reading))
    _add(rows["numerals"], _numerals(reading))


def _quantities(reading: Reading) -> Iterable[Iterable[Any]]:
    """The columns of `quantities`."""
    columns = list(zip(*reading.quantities, strict=True))
    facts, ids, (rule_ids, scores), spans = columns[:12], columns[12], columns[13:15], columns[15:]
    quote_starts, quote_ends, starts, ends = spans
    body, sources = reading.text.text, reading.text.spans.to_sources(starts, ends)
    sure = [reading.decoded.confidence(*source) for source in sources] if reading.decoded.sure else repeat(None, len(ids))
    return (
        repeat(reading.sha256, len(ids)),
        range(1, len(ids) + 1),
        *facts,
        [some[0] if some else None for some in ids],
        ids,
        rule_ids,
        scores,
        quote_starts,
        quote_ends,
        [body[start:end] for start, end in zip(quote_starts, quote_ends, strict=True)],
        *zip(*sources, strict=True),
        starts,
        ends,
        sure,
    )


def _numerals(reading: Reading) -> Iterable[Iterable[Any]]:
    """The columns of `numerals`."""
    body, numerals = reading.text.text, reading.numerals
    return (
        repeat(reading.sha256, len(numerals)),
        [n.text_start for n in numerals],
        [n.text_end for n in numerals],
        [body[n.text_start : n.text_end] for n in numerals],
        [n.quantity_no for n in numerals],
        [n.reason for n in numerals],
    )
