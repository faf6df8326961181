"""Analysts with the file open never block the run, never see half of it, and see the new data when they connect again."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.ingest import ingest

QUERIES = 100  # of each reader
READER = """
import sys, time, duckdb
from pathlib import Path
mode, path, enough, stop = sys.argv[1], sys.argv[2], int(sys.argv[3]), Path(sys.argv[4])
ask = '''WITH versions AS (FROM (SELECT data_version FROM core.reports)
                          UNION FROM (SELECT data_version FROM core.quantities)
                          UNION FROM (SELECT data_version FROM marts.indicator_values))
         SELECT (SELECT count(*) FROM core.reports), (SELECT count(DISTINCT report_id) FROM core.quantities),
                (SELECT count(*) FROM versions)'''
connection, seen, queries = duckdb.connect(path, read_only=True), set(), 0
while queries < enough or not stop.exists():
    if mode == "reconnects":
        connection.close()
        connection = duckdb.connect(path, read_only=True)
    reports, with_amounts, versions = connection.execute(ask).fetchone()
    assert (reports, versions) == (with_amounts, 1), "half a run was seen"
    seen.add(reports)
    queries += 1
    time.sleep(0.02)
print(*sorted(seen))
"""


@pytest.mark.usefixtures("prefect_server_for_tests")
def test_readers_and_runs_do_not_meet(home: Path, inbox: Path, write: Callable[..., Path]) -> None:
    write("2019.txt", year=2019)
    ingest([str(inbox)])
    stop = home / "stop"
    readers = {
        mode: subprocess.Popen(
            [sys.executable, "-c", READER, mode, str(home / "warehouse.duckdb"), str(QUERIES), str(stop)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for mode in ("stays", "reconnects")
    }
    for year in (2020, 2021, 2022):
        write(f"{year}.txt", year=year)
        assert ingest([str(inbox)]).published
    stop.touch()
    saw = {}
    for mode, reader in readers.items():
        out, errors = reader.communicate(timeout=120)
        assert reader.returncode == 0, errors
        saw[mode] = [int(reports) for reports in out.split()]
    assert saw["stays"] == [1]  # whoever stays connected keeps the release of that moment
    assert saw["reconnects"][-1] > 1
