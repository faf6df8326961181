"""Runs the chunks on an existing Dask cluster, from inside the same Prefect task that runs them on this machine's cores.

`distributed` is used from that task rather than through prefect-dask: a task of the latter is a task run of the Prefect
server, which costs a hundred milliseconds, one of the former two (docs/scaling.md).
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from flows.console import SaidError
from flows.runners import Runner, in_order
from tasks.chunks import ChunkJob
from tasks.extract import extractor_version
from tasks.shared import fetch, send, work_on

Job = TypeVar("Job")
Outcome = TypeVar("Outcome")

_CONNECT_SECONDS = 30
_RETRIES = 3  # of a chunk whose worker dies; a worker that dies of one chunk must not take all others with it


class Cluster:
    """Runs jobs on the workers of a cluster that sees the same folders as this machine."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401  # distributed has no types
        """Use the cluster that `client` is connected to."""
        self._client = client
        self._ahead = 2 * max(1, sum(client.nthreads().values()))

    def map(self, work: Callable[[Job], Outcome], jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Yield the outcomes in order while later jobs run; a job whose worker is lost runs again on another."""
        return in_order(partial(self._submit, work), jobs, self._ahead)

    def _submit(self, work: Callable[[Job], Outcome], job: Job) -> Any:  # noqa: ANN401
        return self._client.submit(work, job, pure=False, retries=_RETRIES)


class StoreCluster:
    """Runs chunks on a cluster that shares only a storage with this machine, which `store` is the URL of."""

    def __init__(self, cluster: Cluster, store: str) -> None:
        """Send chunks over `store` to the workers of `cluster`."""
        self._cluster, self._store = cluster, store

    def map(self, work: Callable[[ChunkJob], Path], jobs: Iterable[ChunkJob]) -> Iterator[Path]:
        """Yield the folders of the chunks, in the order of the jobs, each fetched from the storage."""
        jobs = list(jobs)
        sent = (send(job, self._store) for job in jobs)
        for job, made in zip(jobs, self._cluster.map(partial(work_on, work=work), sent), strict=True):
            yield fetch(job, self._store, made)


@contextmanager
def cluster_runner(address: str | None, store: str | None) -> Iterator[Runner]:
    """Yield a runner on the cluster whose scheduler is at `address`; with `store`, chunks travel over that storage.

    Raises SaidError where `distributed` is not installed, no worker answers, or one has other code or another catalogue.
    """
    if not address:
        raise SaidError("FAZHI_RUNNER=dask needs the scheduler's address in FAZHI_DASK, such as tcp://10.0.0.5:8786.")
    try:
        from distributed import Client
    except ImportError as error:
        raise SaidError("FAZHI_RUNNER=dask needs the package distributed: pip install 'fazhi[cluster]'.") from error
    try:
        connect: Any = Client  # typed where it is installed, untyped where it is not
        client: Any = connect(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except OSError as error:
        raise SaidError(f"No Dask scheduler answers at {address}.") from error
    with client:
        _require_same_code(client, address)
        cluster = Cluster(client)
        yield StoreCluster(cluster, store) if store else cluster  # type: ignore[misc]  # it runs chunks only


def _require_same_code(client: Any, address: str) -> None:  # noqa: ANN401
    versions = client.run(extractor_version)
    if not versions:
        raise SaidError(f"The Dask scheduler at {address} has no workers; start some with `dask worker {address}`.")
    for worker, version in versions.items():
        if version != extractor_version():
            raise SaidError(f"The Dask worker {worker} has other code or another catalogue; install the same fazhi there.")
