"""Chunks that reach their workers through an object store: the same rows, over the protocol of S3 (moto answers for it)."""

import os

import pytest
from chunk_rows import extract, jobs_in, rows
from distributed import LocalCluster

from flows.cluster import cluster_runner
from flows.runners import InProcess

if not os.environ.get("CI"):
    pytest.importorskip("moto.server", reason="`make test` installs moto and s3fs")


@pytest.fixture
def bucket(monkeypatch):
    """A bucket of a server on this machine; the workers' processes find it by the environment, as they would find another."""
    import s3fs
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0)
    server.start()
    host, port = server.get_host_and_port()
    known = {"ENDPOINT_URL": f"http://{host}:{port}", "ACCESS_KEY_ID": "id", "SECRET_ACCESS_KEY": "key"}
    for name, value in (known | {"DEFAULT_REGION": "us-east-1", "EC2_METADATA_DISABLED": "true"}).items():
        monkeypatch.setenv(f"AWS_{name}", value)
    files = s3fs.S3FileSystem(skip_instance_cache=True)
    files.mkdir("warehouse")
    yield files
    server.stop()


def test_a_cluster_reads_the_same_rows_over_an_object_store(bucket, archived, tmp_path):
    local = rows(InProcess().map(extract, jobs_in(tmp_path / "local", archived)))
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "host": "127.0.0.1", "dashboard_address": None}
    with (
        LocalCluster(**options, silence_logs=50) as cluster,
        cluster_runner(cluster.scheduler_address, "s3://warehouse/fazhi") as runner,
    ):
        assert rows(runner.map(extract, jobs_in(tmp_path / "over-s3", archived))) == local
    kept = bucket.find("warehouse/fazhi")
    assert len(kept) == len(archived[1])
    assert all("/contents/" in place for place in kept)  # each content once; the chunks were taken off
