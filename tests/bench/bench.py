"""Speed as ratios: each stage of the walk against the floor (read + decode + hash of the same files), in one process.

`make bench` generates fictional reports, or takes those of `FILES=folder`, reads each through every stage, several
interleaved rounds, and prints the median time a report and its ratio to the floor. Ratios carry over to other machines,
milliseconds do not.
"""

import argparse
import hashlib
import json
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "samples")]

from fiction.batch import generate  # noqa: E402

from tasks.clean.fold import fold  # noqa: E402
from tasks.clean.normalize import clean  # noqa: E402
from tasks.extract import Knowledge, extract_chunk, load_knowledge  # noqa: E402
from tasks.intake.decode import Unreadable  # noqa: E402
from tasks.intake.readers.read import read_bytes  # noqa: E402
from tasks.measure.measure import measure  # noqa: E402
from tasks.model import Metadata  # noqa: E402
from tasks.parse.metadata import read_metadata  # noqa: E402
from tasks.parse.sections import split_sections  # noqa: E402

Work = Callable[[], object]


def stages(paths: list[Path], knowledge: Knowledge) -> dict[str, Work]:
    """The work of each stage over all files, its inputs made ready before."""
    raws = [path.read_bytes() for path in paths]
    decoded = [read_bytes(raw) for raw in raws]
    texts = [clean(one, knowledge.clean) for one in decoded]
    metas = [read_metadata(text, knowledge.metadata) for text in texts]
    pairs = [(t, m) for t, m in zip(texts, metas, strict=True) if isinstance(m, Metadata)]

    def split(text, meta):
        return split_sections(text, meta.body_start, meta.body_end, meta.report_year, knowledge.sections)[0]

    parts = [(t, split(t, m), m) for t, m in pairs]
    named = [(hashlib.sha256(raw).hexdigest(), raw) for raw in raws]
    return {
        "floor: read, decode, hash": lambda: [
            (raw := path.read_bytes(), hashlib.sha256(raw).digest(), raw.decode("utf-8", "replace")) for path in paths
        ],
        "decode": lambda: [read_bytes(raw) for raw in raws],
        "clean": lambda: [clean(one, knowledge.clean) for one in decoded],
        "metadata, places": lambda: [read_metadata(text, knowledge.metadata) for text in texts],
        "sections": lambda: [split(t, m) for t, m in pairs],
        "amounts, indicators": lambda: [measure(t.text, s, m, knowledge.measure) for t, s, m in parts],
        "identity": lambda: [fold(t.text, knowledge.clean.gateway_words) for t, _ in pairs],
        "bytes to Arrow": lambda: extract_chunk(named, knowledge),
    }


def readable(path: Path) -> bool:
    """Whether a sample is a text at all: the broken ones cost nothing and would flatter."""
    try:
        read_bytes(path.read_bytes())
    except Unreadable:
        return False
    return True


def texts_in(folder: Path) -> list[Path]:
    """The plain texts among the files of a folder, by name."""
    return sorted(path for path in folder.iterdir() if path.suffix == ".txt" and readable(path))


def main() -> None:
    """Print the table; `--json FILE` writes it too."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=400)
    parser.add_argument("--files", type=Path, help="a folder with reports as .txt, to be read instead of generated ones")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if not args.files:
            generate(Path(folder), reports=args.reports)
        paths = texts_in(args.files or Path(folder) / "reports")
        work = stages(paths, load_knowledge())
        taken: dict[str, list[float]] = {name: [] for name in work}
        for _ in range(args.rounds):  # interleaved, so that a busy machine is busy for all
            for name, run in work.items():
                started = time.process_time()
                run()
                taken[name].append((time.process_time() - started) / len(paths))
    medians = {name: statistics.median(times) for name, times in taken.items()}
    floor = medians["floor: read, decode, hash"]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(paths)} reports, {args.rounds} rounds, one process, peak memory {peak:.0f} MB\n")
    print(f"{'stage':<28}{'ms a report':>12}{'floors':>9}")
    for name, median in medians.items():
        print(f"{name:<28}{median * 1000:>12.3f}{median / floor:>9.1f}")
    if args.json:
        args.json.write_text(json.dumps({"reports": len(paths), "seconds_a_report": medians, "peak_mb": peak}, indent=1) + "\n")


if __name__ == "__main__":
    main()
