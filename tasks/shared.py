"""Carries chunks to and from workers on other machines over any storage that fsspec opens: a mounted folder, S3 and the like.

Contents lie there by their hash, as in the archive, and stay: what one run has put there, no later one sends again.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import fsspec

from tasks.chunks import ChunkJob
from tasks.intake.archive import Archive, DamagedError

Work = Callable[[ChunkJob], Path]


class SharedJob(NamedTuple):
    """A job whose contents lie on the shared storage: the URL of the store, and the job as its sender knows it."""

    store: str
    job: ChunkJob


def send(job: ChunkJob, store: str) -> SharedJob:
    """Put the contents of `job` that are not there yet on the storage; a damaged one is left out, and the worker says so."""
    files, root = fsspec.core.url_to_fs(store)
    archive = Archive(job.archive)
    for sha256 in job.hashes:
        place = _content(root, sha256)
        if files.exists(place):
            continue
        try:
            raw = archive.read(sha256)
        except DamagedError:
            continue
        files.makedirs(place.rpartition("/")[0], exist_ok=True)
        files.pipe_file(place, raw)
    return SharedJob(store, job)


def work_on(shared: SharedJob, work: Work) -> str:
    """On a worker: fetch the contents, do `work` on them in a folder of its own, put the chunk back; return its URL.

    A chunk is the same whoever makes it: a second worker writes the same files over the first one's.
    """
    files, root = fsspec.core.url_to_fs(shared.store)
    with tempfile.TemporaryDirectory(prefix="fazhi-") as scratch:
        archive = Archive(Path(scratch) / "archive")
        for sha256 in shared.job.hashes:
            place = _content(root, sha256)
            if files.exists(place):
                archive.put(files.cat_file(place))
        archive.seal()
        made = work(shared.job._replace(archive=Path(scratch) / "archive", folder=Path(scratch) / "chunk"))
        target = f"{root}/chunks/{shared.job.folder.name}-{shared.job.hashes[0][:16]}"
        files.makedirs(target, exist_ok=True)
        for path in sorted(made.iterdir()):
            files.pipe_file(f"{target}/{path.name}", path.read_bytes())
    return target


def fetch(job: ChunkJob, store: str, made: str) -> Path:
    """Bring a chunk from the storage into the folder of its job, and take it off there."""
    files, _ = fsspec.core.url_to_fs(store)
    job.folder.mkdir(parents=True, exist_ok=True)
    for place in files.ls(made, detail=False):
        (job.folder / place.rpartition("/")[2]).write_bytes(files.cat_file(place))
    files.rm(made, recursive=True)
    return job.folder


def _content(root: str, sha256: str) -> str:
    return f"{root}/contents/{sha256[:2]}/{sha256}"
