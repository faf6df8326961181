"""Shows FAZHI_RUNNER=dask with a scheduler and two workers as processes of their own: `make cluster-demo`."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
DASK = [sys.executable, "-m", "dask"]


@contextmanager
def process(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that ends with the block."""
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            yield running
        finally:
            running.terminate()


def main() -> None:
    """Read the samples named on the command line on a cluster of this machine, over a store that stands for S3."""
    reports = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix="fazhi-cluster-") as scratch:
        file = f"{scratch}/scheduler.json"
        loopback = ["--host", "127.0.0.1"]
        with process(*DASK, "scheduler", *loopback, "--port", "0", "--no-dashboard", "--scheduler-file", file) as scheduler:
            worker = [*DASK, "worker", *loopback, "--nthreads", "1", "--no-dashboard", "--scheduler-file", file]
            with process(*worker) as one, process(*worker) as other:
                address = _address(file)
                print(
                    f"scheduler {address} (process {scheduler.pid}), workers: processes {one.pid} and {other.pid}", flush=True
                )
                settings = {"FAZHI_HOME": f"{scratch}/home", "FAZHI_RUNNER": "dask", "FAZHI_DASK": address}
                settings |= {"FAZHI_SHARED": f"file://{scratch}/store", "FAZHI_CHUNK_REPORTS": "10"}
                command = [str(Path(sys.executable).with_name("fazhi")), "ingest", reports]
                done = subprocess.run(command, cwd=ROOT, env=os.environ | settings, check=False)
    sys.exit(done.returncode)


def _address(file: str) -> str:
    while not (Path(file).exists() and Path(file).read_text()):
        time.sleep(0.1)
    address: str = json.loads(Path(file).read_text())["address"]
    return address


if __name__ == "__main__":
    main()
