"""Chunks on a Dask cluster of separate processes: the same rows as on this machine, and a lost worker costs its chunk only."""

import os
import signal
import sys
from functools import partial
from pathlib import Path

import pytest
from chunk_rows import extract, jobs_in, rows
from distributed import LocalCluster

from flows import cluster as runner
from flows.cluster import cluster_runner
from flows.console import SaidError
from flows.runners import InProcess


@pytest.fixture(scope="module")
def address():
    """The scheduler of a cluster with two worker processes, on this machine only."""
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "host": "127.0.0.1", "dashboard_address": None}
    with LocalCluster(**options, silence_logs=50) as cluster:
        yield cluster.scheduler_address


def test_a_cluster_reads_the_same_rows_as_this_machine(address, archived, tmp_path):
    local = rows(InProcess().map(extract, jobs_in(tmp_path / "local", archived)))
    with cluster_runner(address, None) as one:
        assert rows(one.map(extract, jobs_in(tmp_path / "same-folders", archived))) == local
    with cluster_runner(address, f"file://{tmp_path}/store") as other:
        assert rows(other.map(extract, jobs_in(tmp_path / "over-a-store", archived))) == local
    assert not list((tmp_path / "store" / "chunks").iterdir())


def die_once(job, tries):
    """Note the try; in the first one of the third chunk, the worker dies."""
    path = Path(tries) / f"{job.folder.name}-{len(list(Path(tries).glob(job.folder.name + '-*')))}"
    path.touch()
    if path.name == "000002-0":
        os.kill(os.getpid(), signal.SIGKILL)
    job.folder.mkdir()
    return job.folder


def skip_what_stands(job, tries):
    return job.folder if job.folder.is_dir() else die_once(job, tries)


def test_a_worker_that_dies_costs_its_chunk_again_and_nothing_else(address, archived, tmp_path):
    jobs = jobs_in(tmp_path / "chunks", archived)
    (tmp_path / "tries").mkdir()
    with cluster_runner(address, None) as one:
        found = list(one.map(partial(_by_value(skip_what_stands), tries=str(tmp_path / "tries")), jobs))
    assert found == [job.folder for job in jobs]
    tries = sorted(path.name for path in (tmp_path / "tries").iterdir())
    assert tries == sorted([*(f"{job.folder.name}-0" for job in jobs), "000002-1"])


def _by_value(function):
    """Let workers take this module's functions as they stand: they cannot import the tests."""
    import cloudpickle

    cloudpickle.register_pickle_by_value(sys.modules[function.__module__])
    return function


def test_what_is_missing_is_said_in_a_sentence(monkeypatch):
    with pytest.raises(SaidError, match="FAZHI_DASK"), cluster_runner(None, None):
        pass
    monkeypatch.setattr(runner, "_CONNECT_SECONDS", 1)
    with (
        pytest.raises(SaidError, match="No Dask scheduler answers"),
        cluster_runner("tcp://127.0.0.1:1", None),
    ):
        pass
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SaidError, match=r"pip install 'fazhi\[cluster\]'"), cluster_runner("tcp://127.0.0.1:1", None):
        pass


def test_a_worker_with_other_code_is_named(address, monkeypatch):
    monkeypatch.setattr(runner, "extractor_version", lambda: "another")
    with pytest.raises(SaidError, match="has other code or another catalogue"):
        runner._require_same_code(_Answers(), address)


class _Answers:
    """A client whose one worker answers with its version."""

    def run(self, function):
        return {"tcp://127.0.0.1:9": "older"}
