"""How a night grows with the warehouse: load, whole build, a night of 500 new reports, an empty one, queries, sizes, memory.

`make bench-growth` prints a line of JSON a size, and writes them all and a chart into build/. Reports are generated and read
once, then copied under other places (multiply.py); the night's reports are copies of one year. Sizes and counts carry over
to other machines; seconds are of the machine named.
"""

import argparse
import hashlib
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "samples"), str(ROOT / "tests" / "bench")]

import pyarrow as pa  # noqa: E402
from fiction.batch import generate  # noqa: E402
from growth_chart import draw  # noqa: E402
from multiply import add_copy, prepare  # noqa: E402

from tasks.extract import extract_chunk, extractor_version, load_knowledge  # noqa: E402
from tasks.reference import reference_tables  # noqa: E402
from warehouse.ledger import OFFER_SCHEMA  # noqa: E402
from warehouse.signatures import sign_reports  # noqa: E402
from warehouse.warehouse import Warehouse, open_published  # noqa: E402

NIGHT = 500
NIGHT_YEAR = 2023
RELEASED = "Built by models of the bench."  # as flows write it: the next night follows a release
MEMORY_MB = 1000
MODELS_SHOWN = 6  # the slowest
QUESTIONS = {
    "trend of one indicator": "FROM marts.indicator_trend WHERE indicator_id = $one AND region_level = 'country'",
    "one body over the years": "FROM marts.indicator_panel WHERE place_code = $place",
    "gaps of one body": "FROM marts.gaps WHERE place_code = $place",
    "coverage of a year": "FROM marts.report_coverage WHERE report_year = $year AND region_level = 'province'",
    "duties of a year": "FROM marts.duty_shares WHERE report_year = $year AND region_level = 'country'",
    "copies of one report": "FROM marts.copied_text WHERE report_id = $report",
}


@contextmanager
def timed(found: dict[str, float], name: str) -> Iterator[None]:
    """Note the seconds that the block takes, and those of all cores that it uses: the latter bear a busy machine."""
    started, used = time.perf_counter(), time.process_time()
    yield
    found[f"{name} s"] = round(time.perf_counter() - started, 2)
    found[f"{name} core s"] = round(time.process_time() - used, 2)


def read_base(warehouse: Warehouse, reports: int) -> dict[str, float]:
    """Generate and load `reports` reports; milliseconds a report to read and to load them."""
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder), places=max(2, reports // 5), years=(2020, 2024), seed=4)
        raws = {hashlib.sha256(raw).hexdigest(): raw for raw in (p.read_bytes() for p in Path(folder, "reports").iterdir())}
    rows = [("bench", name, name, len(raw), None) for name, raw in raws.items()]
    warehouse.register_offers(
        pa.Table.from_pylist([dict(zip(OFFER_SCHEMA.names, row, strict=True)) for row in rows], OFFER_SCHEMA)
    )
    knowledge, taken = load_knowledge(), {"read": 0.0, "load": 0.0}
    pending = warehouse.pending()["sha256"].to_pylist()
    for start in range(0, len(pending), 500):
        began = time.process_time()
        chunk = extract_chunk([(name, raws[name]) for name in pending[start : start + 500]], knowledge)
        middle = time.process_time()
        warehouse.load_chunk(chunk)
        taken["read"] += middle - began
        taken["load"] += time.process_time() - middle
    return {f"{name} ms a report": round(1000 * seconds / len(pending), 3) for name, seconds in taken.items()}


def night(warehouse: Warehouse, copy: int, reports: int) -> tuple[dict[str, float], int]:
    """Seconds of each step that follows the reading of `reports` new reports, and the number of the last copy."""
    found: dict[str, float] = {}
    run = warehouse.start_run("ingest", extractor_version())
    prepare(warehouse.con)
    new = 0
    while new < reports:
        copy += 1
        new += add_copy(warehouse.con, copy, run.run_no, NIGHT_YEAR, reports - new)
    found["new reports"] = new
    with timed(found, "ledger"):
        waiting = warehouse.settle()
    if waiting:
        raise SystemExit(f"{waiting} contents wait for extraction, which all were loaded.")
    if new:
        build(warehouse, found)
    else:
        warehouse.finish_run("success", {}, "Nothing new.")
    return found, copy


def build(warehouse: Warehouse, found: dict[str, float], whole: bool = False) -> None:
    """Build, check and publish as the flows do; the seconds of each step go into `found`."""
    reset_peak()
    with timed(found, "models"):
        warehouse.load_reference(**reference_tables())
        runs = warehouse.build_models(whole)
    found |= {f"{run.name} s": round(run.seconds, 1) for run in sorted(runs, key=lambda run: -run.seconds)[:MODELS_SHOWN]}
    found["models MB"] = peak_mb()
    with timed(found, "data tests"):
        failed = [result.name for result in warehouse.run_checks() if result.failed_rows]
    if failed:
        raise SystemExit(f"Data tests failed: {', '.join(failed)}")
    with timed(found, "comparison"):
        warehouse.changes_to_publish()
    with timed(found, "counting"):
        warehouse.finish_run("success", {}, RELEASED)
    with timed(found, "publish"):
        warehouse.publish(whole)
    found["peak MB"] = peak_mb()


def reset_peak() -> None:
    """Have the system count the most memory of this process from here on (Linux)."""
    Path("/proc/self/clear_refs").write_text("5")


def peak_mb() -> int:
    """The most memory that this process held since reset_peak, in MB."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def machine() -> str:
    """What the figures are of: processor, cores, memory, Python, and how busy it is."""
    models = [line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    name = models[0] if models else platform.machine()
    return f"{name}, {os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}, load {os.getloadavg()[1]:.0f}"


def ask(home: Path) -> dict[str, float]:
    """Milliseconds of each typical question on the published file, the fastest of five."""
    found = {}
    with open_published(home) as con:
        placed = "SELECT place_code, report_id FROM core.reports WHERE place_code IS NOT NULL LIMIT 1"
        place, report = con.execute(placed).fetchall()[0]
        (one,) = con.execute("SELECT indicator_id FROM marts.indicator_trend LIMIT 1").fetchall()[0]
        known = {"one": one, "place": place, "year": 2023, "report": report}
        for name, text in QUESTIONS.items():
            used = {key: value for key, value in known.items() if f"${key}" in text}
            times = []
            for _ in range(5):
                started = time.perf_counter()
                con.execute(text, used).fetchall()
                times.append(time.perf_counter() - started)
            found[name] = round(1000 * min(times), 1)
    return found


def measure(home: Path, sizes: list[int], base: int) -> Iterator[dict[str, object]]:
    """Grow one warehouse to each of `sizes` reports in turn, and measure each."""
    with Warehouse.open(home, memory_mb=MEMORY_MB) as warehouse:
        run = warehouse.start_run("ingest", extractor_version())
        reading = read_base(warehouse, base)
        warehouse.settle()
        warehouse.load_reference(**reference_tables())
        warehouse.build_models()
        copy, reports = 0, _count(warehouse)
        for size in sizes:
            prepare(warehouse.con)
            while reports < size:
                copy += 1
                reports += add_copy(warehouse.con, copy, run.run_no)
            whole: dict[str, float] = {}
            with timed(whole, "signatures"):
                sign_reports(warehouse.con)
            build(warehouse, whole, whole=True)
            standing = _count(warehouse)
            one, copy = night(warehouse, copy, NIGHT)
            empty, _ = night(warehouse, copy, 0)
            reports = _count(warehouse)
            run = warehouse.start_run("ingest", extractor_version())
            megabytes = round((home / "warehouse.duckdb").stat().st_size / 1e6)
            exported = round(sum(path.stat().st_size for path in (home / "export").rglob("*.parquet")) / 1e6)
            yield {
                "reports": standing, "machine": machine(), "reading": reading,
                "whole": whole, "night": one, "empty night": empty,
                "warehouse MB": megabytes, "exports MB": exported, "queries ms": ask(home),
            }  # fmt: skip


def _count(warehouse: Warehouse) -> int:
    return int(warehouse.con.execute("SELECT count(*) FROM store.reports").fetchall()[0][0])


def main() -> None:
    """Print one line of JSON a size; `--json FILE` writes them all, `--chart FILE` draws them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--base", type=int, default=1000, help="reports that are generated and read")
    parser.add_argument("--home", type=Path, help="where the warehouse grows and stays; else a folder that is removed")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--chart", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for one in measure(args.home or Path(folder) / "home", [int(size) for size in args.sizes.split(",")], args.base):
            print(json.dumps(one), flush=True)
            found.append(one)
    if args.json:
        args.json.write_text(json.dumps(found, indent=1) + "\n")
    if args.chart:
        draw(found, args.chart)


if __name__ == "__main__":
    main()
