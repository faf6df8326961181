"""Which engine runs the chunks: this process for a handful of reports, all cores of this machine for more."""

import atexit
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import Any, Protocol, TypeVar

Job = TypeVar("Job")
Outcome = TypeVar("Outcome")


class Runner(Protocol):
    """Runs one function over many jobs and yields the outcomes in the order of the jobs."""

    def map(self, work: Callable[[Job], Outcome], jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Yield `work(job)` for each job; what a job raises is raised here, at its place in the order."""
        ...


def in_order(submit: Callable[[Job], Any], jobs: Iterable[Job], ahead: int) -> Iterator[Any]:
    """Yield the outcomes of the futures that `submit` gives, in the order of the jobs, `ahead` of them under way.

    Those still under way are cancelled when the caller stops asking.
    """
    waiting = iter(jobs)
    under_way = [submit(job) for job in islice(waiting, ahead)]
    try:
        while under_way:
            outcome = under_way.pop(0).result()
            under_way += [submit(job) for job in islice(waiting, 1)]
            yield outcome
    finally:
        for future in under_way:
            future.cancel()


class InProcess:
    """Runs the jobs one after the other, here: nothing to start up."""

    def map(self, work: Callable[[Job], Outcome], jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Yield `work(job)` for each job."""
        return map(work, jobs)


class Processes:
    """Runs the jobs on worker processes that each start up once; never more than two jobs a worker are under way."""

    def __init__(self, pool: ProcessPoolExecutor, workers: int) -> None:
        """Use `pool`, of `workers` processes."""
        self._pool = pool
        self._ahead = 2 * workers  # enough that no worker waits, few enough that memory stays flat

    def map(self, work: Callable[[Job], Outcome], jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Yield the outcomes in order while later jobs run."""
        return in_order(partial(self._submit, work), jobs, self._ahead)

    def _submit(self, work: Callable[[Job], Outcome], job: Job) -> Future[Outcome]:
        with _interrupts_held_back():  # a worker may be started for it
            return self._pool.submit(work, job)


@contextmanager
def local_runner(jobs: int, workers: int | None, start_up: Callable[[], object]) -> Iterator[Runner]:
    """Yield a runner for `jobs` jobs, on `workers` processes (all cores when None); `start_up` runs once in each.

    A single job runs in this process: a new one takes longer to start than a chunk to read.
    """
    count = min(jobs, workers or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    if count <= 1:
        yield InProcess()
        return
    # spawned, not forked: the flow's process has threads, whose locks a fork would copy as they stand
    pool = ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), initializer=_start_worker, initargs=(start_up,))
    try:
        yield Processes(pool, count)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Processes started in the block never see a Ctrl-C, which is for the one that feeds them; here it comes afterwards."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _start_worker(start_up: Callable[[], object]) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # a worker has nothing to tidy up; in a slow teardown DuckDB reports on the terminal what its modules hold as leaked
    atexit.register(os._exit, 0)
    start_up()


def _end_with_parent() -> None:
    # a worker waits for jobs at both ends of its queue, and would wait for ever after its parent was killed
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)
