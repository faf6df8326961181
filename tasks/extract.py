"""One report through all four wings, and a chunk of reports into Arrow: the one place that knows every stage."""

import gc
import hashlib
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
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
from tasks.knowledge import CONFIG, read_config, read_overlay
from tasks.measure.measure import CONFIGS, MeasureRules, Steps, compile_measure, finish, measuring
from tasks.model import NotAReport, Reading, Rejected
from tasks.parse.another import left_out
from tasks.parse.gazetteer import PARQUET, load_gazetteer
from tasks.parse.metadata import MetadataRules, read_metadata
from tasks.parse.metadata import compile_rules as compile_metadata
from tasks.parse.sections import SectionRules, compile_sections, split_sections
from tasks.rows import Rows, content_row, count_rows, no_rows, packed, report_rows
from warehouse.schema import CHUNK_TABLES

CODE = Path(__file__).parent
PARSE_CONFIGS = ("readers", "sections", "metadata", "places", "repairs", "places_overlay")
UNREAD = (
    "有文字层的页面不成报告，其余页面是扫描图像（{}）。请提交可以选中文字的文件，或安装 Tesseract、设 FAZHI_OCR=1 后重新读取。"
)
IN_STEP = 32  # contents that are read together
BYTES_IN_STEP = 1 << 20  # of them at most: what is larger is read alone
OBJECTS_BETWEEN_COLLECTIONS = 200_000  # more than the rows of a chunk; readers of pages do leave cycles
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
    gazetteer = load_gazetteer(places, read_overlay())
    return Knowledge(
        clean=compile_clean(read_config("repairs")),
        metadata=compile_metadata({"metadata": read_config("metadata"), "places": places}, gazetteer),
        sections=compile_sections(read_config("sections")),
        measure=compile_measure({name: read_config(name) for name in CONFIGS}, gazetteer.towns()),
        version=extractor_version(),
    )


@cache
def extractor_version() -> str:
    """A hash over everything that decides what a report's bytes become: the four wings, config/ and the gazetteer."""
    code = [CODE / "extract.py", CODE / "rows.py", CODE / "model.py", CODE / "knowledge.py"]
    code += sorted(chain.from_iterable((CODE / wing).rglob("*.py") for wing in ("intake", "clean", "parse", "measure")))
    data = [CONFIG / f"{name}.yaml" for name in sorted((*PARSE_CONFIGS, *CONFIGS))]
    digest = hashlib.sha256()
    for path in (*code, *data, PARQUET):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def read_report(sha256: str, raw: bytes, knowledge: Knowledge, limits: Limits = Limits()) -> Reading | Rejected:  # noqa: B008  # immutable
    """Read one content through all four wings."""
    return finish(_reading(sha256, raw, knowledge, limits))


def _reading(sha256: str, raw: bytes, knowledge: Knowledge, limits: Limits) -> Steps[Reading | Rejected]:
    """The walk through all four wings; it pauses between stages, so that several reports can walk in step."""
    try:
        decoded = read_bytes(raw, limits)
    except Unreadable as error:
        return Rejected(sha256, None, None, error.code, error.message)
    yield
    text = clean(decoded, knowledge.clean)
    yield
    metadata = read_metadata(text, knowledge.metadata)
    lacking = decoded.lacks_pages
    if isinstance(metadata, NotAReport):
        refusal = ("no_text_layer", UNREAD.format(lacking)) if lacking else ("not_a_report", metadata.reason)
        return Rejected(sha256, decoded.media_type, decoded.encoding, *refusal)
    if lacking:
        metadata = metadata._replace(truncated=True)  # what is not stated may stand on the pages that were not read
    yield
    sections, problems = split_sections(text, metadata.body_start, metadata.body_end, metadata.report_year, knowledge.sections)
    yield
    quantities, numerals = yield from measuring(text.text, sections, metadata, knowledge.measure)
    yield
    return Reading(
        sha256=sha256,
        decoded=decoded,
        text=text,
        metadata=metadata,
        sections=tuple(sections),
        quantities=tuple(quantities),
        numerals=tuple(numerals),
        problems=(*decoded.problems, *left_out(text.text, metadata), *problems),
        fold_hash=hashlib.sha256(
            fold(text.text[metadata.body_start : metadata.body_end], knowledge.clean.gateway_words).encode()
        ).hexdigest(),
    )


class _Walk:
    """One content on its walk."""

    def __init__(self, sha256: str, raw: bytes, knowledge: Knowledge, limits: Limits) -> None:
        self.sha256, self.size, self.seconds = sha256, len(raw), 0.0
        self.steps = _reading(sha256, raw, knowledge, limits)
        self.outcome: Reading | Rejected | None = None

    def goes_on(self) -> bool:
        """Take one step; whether there is another. One that breaks is the end, and no exception."""
        started = time.perf_counter()
        try:
            next(self.steps)
        except StopIteration as ended:
            self.outcome = ended.value
        except Exception as error:  # one bad file must not cost a chunk
            self.outcome = Rejected(
                self.sha256, None, None, "internal", f"程序在读取时出错（{type(error).__name__}: {error}）。请报告此文件。"
            )
        self.seconds += time.perf_counter() - started
        return self.outcome is None


def _in_step(contents: Iterable[tuple[str, bytes]], knowledge: Knowledge, limits: Limits) -> Iterator[_Walk]:
    """Read contents, each stage of some of them before the next stage of any: what a stage needs is then at hand for all.

    Each report alone goes through more code and words than a processor's cache holds, and finds none of it there.
    """
    together: list[_Walk] = []
    for sha256, raw in contents:
        together.append(_Walk(sha256, raw, knowledge, limits))
        if len(together) == IN_STEP or sum(walk.size for walk in together) > BYTES_IN_STEP:
            yield from _arrived(together)
            together = []
    yield from _arrived(together)


def _arrived(walks: list[_Walk]) -> list[_Walk]:
    going = walks
    while going:
        going = [walk for walk in going if walk.goes_on()]
    return walks


def extract_chunk(
    contents: Iterable[tuple[str, bytes]],
    knowledge: Knowledge,
    limits: Limits = Limits(),  # noqa: B008  # immutable
) -> dict[str, pa.Table]:
    """Read (sha256, raw bytes) pairs into the chunk tables of warehouse/schema.py.

    Every content yields one row of `contents`; one that breaks a stage is a rejected row with code `internal`, never
    an exception.
    """
    rows = no_rows()
    tables = []
    with _seldom_collecting():
        for walk in _in_step(contents, knowledge, limits):
            if count_rows(rows) > _MOST_ROWS:
                tables.append(packed(rows))
            _add_rows(rows, walk, knowledge.version)
        tables.append(packed(rows))
    return {name: pa.concat_tables(some[name] for some in tables) for name in CHUNK_TABLES}


def _add_rows(rows: Rows, walk: _Walk, version: str) -> None:
    if walk.outcome is not None:
        content_row(rows, walk.outcome, walk.size, version, walk.seconds)
    if isinstance(walk.outcome, Reading):
        report_rows(rows, walk.outcome)


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Look for cyclic garbage less often: the rows of a chunk are none, and most of what is there."""
    before = gc.get_threshold()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


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
