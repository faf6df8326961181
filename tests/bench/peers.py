"""Decoding and script by compiled peers (faust-cchardet, zhconv-rs), in an environment of their own, beside this project's.

`make bench-peers` makes the environment and runs this file in it over the same reports, in turns with our own stages; each
side is told in floors (read, decode and hash of the files) of its own process, so that a busy machine is busy for both.
"""

import argparse
import hashlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROUNDS = 5


def floor(paths: Sequence[Path]) -> None:
    """What no reader of these files can do without."""
    for path in paths:
        raw = path.read_bytes()
        hashlib.sha256(raw).digest()
        raw.decode("utf-8", "replace")


def peers(paths: Sequence[Path]) -> None:
    """Read, guess the encoding, decode, hash and convert, each by the fastest compiled package there is for it."""
    import cchardet  # these two are in the environment of the peers only
    import zhconv_rs

    for path in paths:
        raw = path.read_bytes()
        hashlib.sha256(raw).digest()
        zhconv_rs.zhconv(raw.decode(cchardet.detect(raw)["encoding"] or "utf-8", "replace"), "zh-hans")


def seconds(work: Mapping[str, Callable[[Sequence[Path]], object]], paths: Sequence[Path], rounds: int) -> dict[str, float]:
    """Median processor seconds of each over all files, in rounds that take turns."""
    taken: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, run in work.items():
            started = time.process_time()
            run(paths)
            taken[name].append(time.process_time() - started)
    return {name: statistics.median(times) for name, times in taken.items()}


def ours() -> dict[str, Callable[[Sequence[Path]], object]]:
    """Decoding and cleaning (repair, script, widths, spaces, lines, with the way back to the source), and all of extract."""
    sys.path[:0] = [str(ROOT)]
    from tasks.clean.normalize import clean
    from tasks.extract import extract_chunk, load_knowledge
    from tasks.intake.readers.read import read_bytes

    knowledge = load_knowledge()

    def decoded_and_clean(paths: Sequence[Path]) -> None:
        for path in paths:
            raw = path.read_bytes()
            hashlib.sha256(raw).digest()
            clean(read_bytes(raw), knowledge.clean)

    def whole(paths: Sequence[Path]) -> None:
        extract_chunk([(hashlib.sha256(raw).hexdigest(), raw) for raw in (path.read_bytes() for path in paths)], knowledge)

    return {"decode and clean": decoded_and_clean, "bytes to Arrow": whole}


def run_peers(paths: Sequence[Path], environment: Path) -> dict[str, float]:
    """One round of floor and peers in their own environment."""
    told = subprocess.run(
        [environment / "bin" / "python", __file__, "--inside", *paths], check=True, capture_output=True, text=True
    ).stdout
    found: dict[str, float] = json.loads(told)
    return found


def compare(environment: Path, reports: int) -> dict[str, float]:
    """Floors of each side, medians of rounds in which both processes take turns; a stage includes the reading of the file."""
    sys.path[:0] = [str(ROOT / "tests" / "samples"), str(ROOT / "tests" / "bench")]
    from bench import texts_in
    from fiction.batch import generate

    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder), reports=reports)
        paths = texts_in(Path(folder, "reports"))
        work, rounds = ours(), []
        for _ in range(ROUNDS):
            mine = seconds({"floor": floor} | work, paths, 1)
            theirs = run_peers(paths, environment)
            rounds.append(
                {name: mine[name] / mine["floor"] for name in work}
                | {"peers, decode and script": theirs["peers"] / theirs["floor"]}
            )
    return {name: round(statistics.median(one[name] for one in rounds), 1) for name in rounds[0]}


def main() -> None:
    """Print floors as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--environment", type=Path, default=ROOT / "build" / "peers")
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--inside", nargs="+", type=Path, help="run the peers over these files")
    args = parser.parse_args()
    if args.inside:
        peers(args.inside[:1])  # the first conversion builds the tables
        print(json.dumps(seconds({"floor": floor, "peers": peers}, args.inside, 1)))
        return
    found = compare(args.environment, args.reports)
    with_rest = found["bytes to Arrow"] - found["decode and clean"] + found["peers, decode and script"]
    print(json.dumps(found | {"ours to peers with the same rest": round(found["bytes to Arrow"] / with_rest, 3)}, indent=1))


if __name__ == "__main__":
    main()
