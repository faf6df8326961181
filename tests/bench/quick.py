"""Guards against regressions of speed in under two minutes: ratios only, with generous bounds. `make bench-quick`.

Each ratio is of processor time, medians of interleaved rounds in one process. A bound that is broken ends with exit 1.
"""

import copy
import hashlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "samples"), str(ROOT / "tests" / "bench")]

from bench import texts_in  # noqa: E402
from fiction.batch import generate  # noqa: E402

from tasks.extract import Knowledge, extract_chunk, load_knowledge, read_report  # noqa: E402
from tasks.knowledge import read_config  # noqa: E402
from tasks.measure.measure import CONFIGS, compile_measure  # noqa: E402
from tasks.parse.gazetteer import load_gazetteer  # noqa: E402
from tasks.parse.metadata import compile_rules  # noqa: E402

ROUNDS = 5
SYLLABLES = "墟峁堍圩垸塬墚崦嵝峪"
BOUNDS = {
    "a report against its floor (read, decode, hash)": 240.0,
    "1,000 places more": 1.25,
    "200 rules more": 1.25,
    "a hostile text twice as long": 2.7,
}
"""What no ratio may exceed: above what it was when last measured on a busy machine by as much as such a machine varies."""


def more_places(knowledge: Knowledge) -> Knowledge:
    """The knowledge with 1,000 invented towns in the gazetteer."""
    places, overlay = read_config("places"), copy.deepcopy(read_config("places_overlay")["places"])
    county = next(place for place in overlay if place["level"] == "county")
    names = [a + b + c + "镇" for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES]
    town = {"level": "township", "parent_code": county["code"], "aliases": []}
    overlay += [county | town | {"code": f"{county['code']}{number:06}", "name": name} for number, name in enumerate(names, 1)]
    gazetteer = load_gazetteer(places, overlay)
    return knowledge._replace(metadata=compile_rules({"metadata": read_config("metadata"), "places": places}, gazetteer))


def more_rules(knowledge: Knowledge) -> Knowledge:
    """The knowledge with 200 rules more, of words that no report uses."""
    configs = {name: copy.deepcopy(read_config(name)) for name in CONFIGS}
    rows = configs["indicators"]["indicators"]
    words = [a + b + c for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES][:200]
    for number, word in enumerate(words):
        rows[number % len(rows)].setdefault("rules", []).append({"near": [word]})
    return knowledge._replace(measure=compile_measure(configs))


def hostile(numerals: int) -> tuple[str, bytes]:
    """A report without a full stop: so many numerals, every other one in a bracket of its own."""
    head = "青砚区北埠街道2023年法治政府建设年度报告\n一、主要做法\n"
    raw = (head + "，".join(f"办理（案件{number}件" for number in range(numerals))).encode()
    return hashlib.sha256(raw).hexdigest(), raw


def medians(work: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Median processor time of each, in rounds that take turns, so that a busy machine is busy for all."""
    taken: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(ROUNDS):
        for name, run in work.items():
            started = time.process_time()
            run()
            taken[name].append(time.process_time() - started)
    return {name: statistics.median(times) for name, times in taken.items()}


def measure() -> dict[str, float]:
    """The ratios that BOUNDS names."""
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder), reports=100)
        paths = texts_in(Path(folder) / "reports")
        named = [(hashlib.sha256(raw).hexdigest(), raw) for raw in (path.read_bytes() for path in paths)]
        plain = load_knowledge()
        places, rules, short, long = more_places(plain), more_rules(plain), hostile(2000), hostile(4000)
        found = medians(
            {
                "floor": lambda: [
                    (raw := path.read_bytes(), hashlib.sha256(raw).digest(), raw.decode("utf-8", "replace")) for path in paths
                ],
                "plain": lambda: extract_chunk(named, plain),
                "places": lambda: extract_chunk(named, places),
                "rules": lambda: extract_chunk(named, rules),
                "short": lambda: read_report(*short, plain),
                "long": lambda: read_report(*long, plain),
            }
        )
    pairs = (("plain", "floor"), ("places", "plain"), ("rules", "plain"), ("long", "short"))
    return {name: found[above] / found[below] for name, (above, below) in zip(BOUNDS, pairs, strict=True)}


def main() -> int:
    """Print each ratio beside its bound; 1 where one is broken."""
    ratios = measure()
    for name, ratio in ratios.items():
        print(f"{name:<50}{ratio:>8.2f}   at most {BOUNDS[name]:g}{'' if ratio <= BOUNDS[name] else '   TOO MUCH'}")
    return int(any(ratio > BOUNDS[name] for name, ratio in ratios.items()))


if __name__ == "__main__":
    sys.exit(main())
