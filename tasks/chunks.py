"""One chunk of archived contents -> Parquet files: the unit that a worker process reads and the warehouse commits."""

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from tasks.extract import Knowledge, extract_chunk, load_knowledge
from tasks.intake.archive import Archive, DamagedError
from tasks.intake.fetch import Refused
from tasks.intake.readers.read import Limits
from warehouse.schema import CHUNK_TABLES, chunk_schema

Tables = dict[str, pa.Table]
Extract = Callable[[Iterable[tuple[str, bytes]]], Tables]
"""Reads (sha256, raw bytes) pairs into the chunk tables of warehouse/schema.py; a content it cannot read is a rejected row."""

_NOT_EXTRACTED = "intake"


class ChunkJob(NamedTuple):
    """One chunk to extract: which contents, where they are kept, and the folder that takes the Parquet files."""

    archive: Path
    hashes: tuple[str, ...]
    folder: Path


def split(hashes: Sequence[str], archive: Path, folder: Path, size: int) -> list[ChunkJob]:
    """Cut `hashes`, in their order, into jobs of at most `size` contents, with numbered folders below `folder`."""
    starts = range(0, len(hashes), size)
    pieces = (tuple(hashes[start : start + size]) for start in starts)
    return [ChunkJob(archive, piece, folder / f"{number:06}") for number, piece in enumerate(pieces)]


def extract_job(job: ChunkJob, extract: Extract) -> Path:
    """Extract one chunk, write it to the job's folder, and return that.

    Where the folder stands, the chunk is whole: the worker that made it was lost before it could say so.
    """
    if job.folder.is_dir():
        return job.folder
    damaged: list[Refused] = []
    tables = extract(_contents(job, damaged))
    if damaged:
        lost = rejected_tables(damaged)["contents"]
        tables["contents"] = pa.concat_tables([tables["contents"], lost])
    return write_tables(tables, job.folder)


def extract_by_catalogue(contents: Iterable[tuple[str, bytes]], ocr: bool = False) -> Tables:
    """Extract with the knowledge of config/, which each process loads once; with `ocr` scanned pages are recognised."""
    return extract_chunk(contents, _knowledge(), Limits(ocr=ocr))


def start_worker() -> None:
    """Load what every chunk needs, once in each worker process; what is loaded is no garbage and need not be looked through."""
    _knowledge()
    gc.freeze()


@cache
def _knowledge() -> Knowledge:
    return load_knowledge()


def _contents(job: ChunkJob, damaged: list[Refused]) -> Iterator[tuple[str, bytes]]:
    archive = Archive(job.archive)
    for sha256 in job.hashes:
        try:
            yield sha256, archive.read(sha256)
        except DamagedError as error:
            damaged.append(
                Refused("", "", sha256, 0, "unreadable", f"存档的原始文件缺失或已损坏（{error}）。请重新提交该文件。")
            )


def rejected_tables(refused: Sequence[Refused]) -> Tables:
    """The chunk of contents that never reached the extractor: one rejected row each, and no report.

    Their version is that of no extractor, so that they are read as soon as their bytes can be had.
    """
    schema = chunk_schema("contents")
    rows = [
        {
            "sha256": one.sha256,
            "size_bytes": one.size_bytes,
            "extractor_version": _NOT_EXTRACTED,
            "media_type": "application/octet-stream",
            "outcome": "rejected",
            "reject_code": one.code,
            "reject_reason": one.reason,
            "seconds": 0.0,
        }
        for one in {one.sha256: one for one in refused}.values()
    ]
    empty = {name: chunk_schema(name).empty_table() for name in CHUNK_TABLES}
    return empty | {"contents": pa.Table.from_pylist(rows, schema=schema)}


def write_tables(tables: Tables, folder: Path) -> Path:
    """Write each table as `<folder>/<name>.parquet`; the folder gets its name only when it is whole."""
    partial = folder.with_name(f"{folder.name}.{time.monotonic_ns()}.partial")
    partial.mkdir(parents=True)
    for name, table in tables.items():
        pq.write_table(table, partial / f"{name}.parquet", compression="lz4")
    return partial.rename(folder)


def read_tables(folder: Path) -> Tables:
    """Read back what `write_tables` wrote."""
    return {
        name: pq.read_table(folder / f"{name}.parquet", schema=chunk_schema(name), memory_map=True) for name in CHUNK_TABLES
    }
