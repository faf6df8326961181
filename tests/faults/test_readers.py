"""Analysts with the file open never block the run, never see half of it, and see the new data when they connect again."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.ingest import ingest

QUERIES = 100  # of each reader
PATIENCE = 120  # seconds
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
print("ready", flush=True)
while queries < enough or not stop.exists():
    if mode == "reconnects":
        connection.close()
        connection = duckdb.connect(path, read_only=True)
    reports, with_amounts, versions = connection.execute(ask).fetchone()
    assert (reports, versions) == (with_amounts, 1), "half a run was seen"
    seen.add(reports)
    queries += 1
    time.sleep(0.02)
print(queries, *sorted(seen))
"""


@pytest.mark.usefixtures("prefect_server_for_tests")
def test_readers_and_runs_do_not_meet(home: Path, inbox: Path, write: Callable[..., Path], tell: Callable[[str], None]) -> None:
    write("2019.txt", year=2019)
    ingest([str(inbox)])
    stop = home / "stop"
    # of four readers one stays connected; the others connect anew for each statement
    readers = [
        (
            mode,
            subprocess.Popen(
                [sys.executable, "-c", READER, mode, str(home / "warehouse.duckdb"), str(QUERIES), str(stop)],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            ),
        )
        for mode in ("stays", "reconnects", "reconnects", "reconnects")
    ]
    try:
        for _, reader in readers:
            assert reader.stdout
            assert reader.stdout.readline() == "ready\n"
        for year in (2020, 2021, 2022):
            write(f"{year}.txt", year=year)
            assert ingest([str(inbox)]).published
        stop.touch()
        told = [(mode, reader.communicate(timeout=PATIENCE), reader.returncode) for mode, reader in readers]
    finally:
        for _, reader in readers:
            reader.kill()
    assert [(errors, status) for _, (_, errors), status in told] == [("", 0)] * 4
    saw = [(mode, [int(number) for number in out.split()]) for mode, (out, _), _ in told]
    tell(f"queries of four readers during three runs: {sum(numbers[0] for _, numbers in saw)}")
    for mode, (_, *releases) in saw:
        if mode == "stays":
            assert releases == [1]  # whoever stays connected keeps the release of that moment
        else:
            assert len(releases) > 1
            assert releases[-1] == 4  # whoever connects after the last run sees it
