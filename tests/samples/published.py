"""A home with the published warehouse of a folder of reports, made as the nightly flow does, without its scheduler."""

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from tasks.extract import Knowledge


@cache
def loaded_knowledge() -> "Knowledge":
    """All that reading a report needs, loaded once a process."""
    from tasks.extract import load_knowledge

    return load_knowledge()


def publish_reports(folder: Path, home: Path) -> None:
    """Bring the files of `folder` into a published warehouse, as the nightly flow does, without its scheduler."""
    from tasks.extract import extract_chunk, extractor_version
    from tasks.intake.archive import Archive
    from tasks.reference import reference_tables
    from warehouse.checks import require
    from warehouse.ledger import OFFER_SCHEMA
    from warehouse.warehouse import Warehouse

    contents = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    hashes = {name: hashlib.sha256(raw).hexdigest() for name, raw in contents.items()}
    offers = [
        {"inbox": "samples", "source_uri": name, "sha256": hashes[name], "size_bytes": len(raw), "mtime_ns": None}
        for name, raw in contents.items()
    ]
    by_hash = {hashes[name]: raw for name, raw in contents.items()}
    archive = Archive(home / "archive")
    for raw in contents.values():
        archive.put(raw)
    archive.seal()
    with Warehouse.open(home) as warehouse:
        warehouse.start_run("ingest", extractor_version())
        warehouse.register_offers(pa.Table.from_pylist(offers, OFFER_SCHEMA))
        pending = warehouse.pending()["sha256"].to_pylist()
        warehouse.load_chunk(extract_chunk([(sha256, by_hash[sha256]) for sha256 in pending], loaded_knowledge()))
        warehouse.settle()
        warehouse.load_reference(**reference_tables())
        warehouse.build_models()
        require(warehouse.run_checks())
        warehouse.finish_run("success", {"files": len(contents)})
        warehouse.publish()
