"""One report through all four wings, and a chunk of reports into Arrow: the one place that knows every stage."""

import hashlib
import time
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from tasks.clean.fold import fold
from tasks.clean.normalize import CleanRules, clean
from tasks.clean.normalize import compile_rules as compile_clean
from tasks.intake.decode import Unreadable
from tasks.intake.readers.read import Limits, read_bytes
from tasks.knowledge import CONFIG, read_config
from tasks.measure.measure import CONFIGS, MeasureRules, compile_measure, measure
from tasks.model import NotAReport, Reading, Rejected
from tasks.parse.gazetteer import PARQUET, load_gazetteer
from tasks.parse.metadata import MetadataRules, read_metadata
from tasks.parse.metadata import compile_rules as compile_metadata
from tasks.parse.sections import SectionRules, compile_sections, split_sections
from warehouse.schema import CHUNK_TABLES, chunk_schema

CODE = Path(__file__).parent
PARSE_CONFIGS = ("readers", "sections", "metadata", "places", "repairs", "places_overlay")
UNREAD = (
    "有文字层的页面不成报告，其余页面是扫描图像（{}）。请提交可以选中文字的文件，或安装 Tesseract、设 FAZHI_OCR=1 后重新读取。"
)
Rows = dict[str, list[tuple[Any, ...]]]
_MOST_ROWS = 200_000  # that are Python objects at once; a chunk of ordinary reports has a third


class Knowledge(NamedTuple):
    """All of config/ and the gazetteer, compiled: load once a process, hand down to every report."""

    clean: CleanRules
    metadata: MetadataRules
    sections: SectionRules
    measure: MeasureRules
    version: str


def load_knowledge() -> Knowledge:
    """Load and compile config/ and the gazetteer. Raises KnowledgeError for a file that breaks its schema."""
    places = read_config("places")
    gazetteer = load_gazetteer(places, read_config("places_overlay")["places"])
    return Knowledge(
        clean=compile_clean(read_config("repairs")),
        metadata=compile_metadata({"metadata": read_config("metadata"), "places": places}, gazetteer),
        sections=compile_sections(read_config("sections")),
        measure=compile_measure({name: read_config(name) for name in CONFIGS}),
        version=extractor_version(),
    )


@cache
def extractor_version() -> str:
    """A hash over everything that decides what a report's bytes become: the four wings, config/ and the gazetteer."""
    code = [CODE / "extract.py", CODE / "model.py", CODE / "knowledge.py"]
    code += sorted(chain.from_iterable((CODE / wing).rglob("*.py") for wing in ("intake", "clean", "parse", "measure")))
    data = [CONFIG / f"{name}.yaml" for name in sorted((*PARSE_CONFIGS, *CONFIGS))]
    digest = hashlib.sha256()
    for path in (*code, *data, PARQUET):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def read_report(sha256: str, raw: bytes, knowledge: Knowledge, limits: Limits = Limits()) -> Reading | Rejected:  # noqa: B008  # immutable
    """Read one content through all four wings."""
    try:
        decoded = read_bytes(raw, limits)
    except Unreadable as error:
        return Rejected(sha256, None, None, error.code, error.message)
    text = clean(decoded, knowledge.clean)
    metadata = read_metadata(text, knowledge.metadata)
    lacking = decoded.lacks_pages
    if isinstance(metadata, NotAReport):
        refusal = ("no_text_layer", UNREAD.format(lacking)) if lacking else ("not_a_report", metadata.reason)
        return Rejected(sha256, decoded.media_type, decoded.encoding, *refusal)
    if lacking:
        metadata = metadata._replace(truncated=True)  # what is not stated may stand on the pages that were not read
    sections, problems = split_sections(text, metadata.body_start, metadata.body_end, metadata.report_year, knowledge.sections)
    quantities, numerals = measure(text.text, sections, metadata, knowledge.measure)
    return Reading(
        sha256=sha256,
        decoded=decoded,
        text=text,
        metadata=metadata,
        sections=tuple(sections),
        quantities=tuple(quantities),
        numerals=tuple(numerals),
        problems=(*decoded.problems, *problems),
        fold_hash=hashlib.sha256(
            fold(text.text[metadata.body_start : metadata.body_end], knowledge.clean.gateway_words).encode()
        ).hexdigest(),
    )


def extract_chunk(
    contents: Iterable[tuple[str, bytes]],
    knowledge: Knowledge,
    limits: Limits = Limits(),  # noqa: B008  # immutable
) -> dict[str, pa.Table]:
    """Read (sha256, raw bytes) pairs into the chunk tables of warehouse/schema.py.

    Every content yields one row of `contents`; one that breaks a stage is a rejected row with code `internal`, never
    an exception: one bad file must not cost a chunk.
    """
    rows: Rows = {name: [] for name in CHUNK_TABLES}
    packed = []
    for sha256, raw in contents:
        if sum(map(len, rows.values())) > _MOST_ROWS:
            packed.append(_packed(rows))
        started = time.perf_counter()
        try:
            outcome = read_report(sha256, raw, knowledge, limits)
        except Exception as error:  # the rule above
            outcome = Rejected(
                sha256, None, None, "internal", f"程序在读取时出错（{type(error).__name__}: {error}）。请报告此文件。"
            )
        _content_row(rows, outcome, len(raw), knowledge.version, time.perf_counter() - started)
        if isinstance(outcome, Reading):
            _report_rows(rows, outcome)
    packed.append(_packed(rows))
    return {name: pa.concat_tables(tables[name] for tables in packed) for name in CHUNK_TABLES}


def _packed(rows: Rows) -> dict[str, pa.Table]:
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


def _content_row(rows: Rows, outcome: Reading | Rejected, size: int, version: str, seconds: float) -> None:
    facts: tuple[str | None, ...]
    if isinstance(outcome, Rejected):
        facts = (outcome.media_type, outcome.encoding, "rejected", outcome.code, outcome.reason, None)
    else:
        facts = (outcome.decoded.media_type, outcome.decoded.encoding, "read", None, None, outcome.fold_hash)
    rows["contents"].append((outcome.sha256, size, version, *facts, seconds))


def _report_rows(rows: Rows, reading: Reading) -> None:
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
    rows["sections"] += [
        (key, s.section_path, s.parent_path, s.ordinal, s.depth, s.marker, s.heading, list(s.kinds), s.items, *s[8:])
        for s in reading.sections
    ]
    rows["quantities"] += _quantity_rows(reading)
    body = text.text
    rows["numerals"] += [(key, n.text_start, n.text_end, body[n.text_start : n.text_end], *n[2:]) for n in reading.numerals]
    rows["blocks"] += [
        (key, number, block.kind, block.level, block.place, block.text_start, block.text_end)
        for number, block in enumerate(reading.decoded.blocks, 1)
    ]
    rows["problems"] += [(key, *problem) for problem in reading.problems]


def _quantity_rows(reading: Reading) -> Iterable[tuple[Any, ...]]:
    text = reading.text
    for number, q in enumerate(reading.quantities, 1):
        ids = list(q.indicator_ids)
        source = text.spans.to_source(q.text_start, q.text_end)
        quote = text.text[q.quote_start : q.quote_end]
        yield (
            reading.sha256,
            number,
            *q[:12],
            ids[0] if ids else None,
            ids,
            q.rule_id,
            q.score,
            q.quote_start,
            q.quote_end,
            quote,
            *source,
            q.text_start,
            q.text_end,
            reading.decoded.confidence(*source),
        )


def indicator_table() -> pa.Table:
    """The catalogue as a table: one row per indicator of config/indicators.yaml, for core.indicators."""
    rows = read_config("indicators")["indicators"]
    plain = (
        "id",
        "name_zh",
        "name_en",
        "unit_class",
        "canonical_unit",
        "flow",
        "aggregation",
        "within_report",
        "direction",
        "pillar",
    )
    columns: dict[str, Any] = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in plain}
    columns["confused_with"] = pa.array([row.get("confused_with", []) for row in rows], pa.list_(pa.string()))
    for part in ("numerator", "denominator"):
        columns[part] = pa.array([row.get("rate_of", {}).get(part) for row in rows], pa.string())
    return pa.table(columns)
