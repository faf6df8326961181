"""Format by measure: how often the facts of fictional reports equal those of the text, how fast and with how much memory.

    python tests/formats/measure_formats.py [--reports 40] [--office]

`--office` adds the formats that LibreOffice and pandoc write, where they are installed.
"""

import argparse
import os
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "samples"), str(ROOT / "tests" / "formats")]

from format_facts import Facts, facts_of  # noqa: E402
from format_writers import WRITERS, reports  # noqa: E402
from office_writers import office_files  # noqa: E402
from word_writers import WORD_WRITERS  # noqa: E402

from tasks.extract import load_knowledge  # noqa: E402
from tasks.intake.readers.read import Limits, child, read_bytes  # noqa: E402


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=40)
    parser.add_argument("--office", action="store_true")
    parser.add_argument("--show", action="store_true", help="show the first difference of each format")
    args = parser.parse_args()
    knowledge = load_knowledge()
    texts = dict(reports(args.reports))
    wanted = {name: facts_of(text.encode(), knowledge) for name, text in texts.items()}
    print(f"{'format':51}{'amounts':>9}{'sections':>10}{'metadata':>10}{'ms':>8}{'MB':>6}   ({args.reports} reports)")
    for label, files in _formats(texts, args.office):
        child(Limits().memory_bytes).close()
        found = {name: facts_of(raw, knowledge) for name, raw in files.items()}
        started = _cpu_seconds()
        for raw in files.values():
            read_bytes(raw)
        took = (_cpu_seconds() - started) / len(files) * 1000
        outcomes = [equal(found[name], wanted[name]) for name in files]
        shares = [sum(part) / len(files) for part in zip(*outcomes, strict=True)]
        print(f"{label:51}{shares[0]:9.3f}{shares[1]:10.3f}{shares[2]:10.3f}{took:8.1f}{_peak_mb()}")
        if args.show:
            _show(found, wanted)


def _formats(texts: dict[str, str], office: bool) -> Iterator[tuple[str, dict[str, bytes]]]:
    for label, write in (WRITERS | WORD_WRITERS).items():
        yield label, {name: write(text) for name, text in texts.items()}
    if office:
        yield from office_files(texts)


def _cpu_seconds() -> float:
    """What this process and the parsing one have used of a core: other work on the machine does not count."""
    pid = child(Limits().memory_bytes).pid
    used = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() if pid else []
    return time.process_time() + sum(map(int, used[11:13])) / os.sysconf("SC_CLK_TCK")


def _peak_mb() -> str:
    """The most memory that the parsing process held; a page is parsed in this process."""
    pid = child(Limits().memory_bytes).pid
    if pid is None:
        return "     -"
    peak = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return f"{int(peak[1]) / 1024:6.0f}" if peak else "     ?"


def equal(found: Facts | str, wanted: Facts | str) -> tuple[bool, ...]:
    """Whether amounts, sections and metadata are equal; what a page's furniture adds to an undated text is no difference."""
    if not isinstance(found, Facts) or not isinstance(wanted, Facts):
        return (False,) * len(Facts._fields)
    metadata = tuple(w if w is None else f for f, w in zip(found.metadata, wanted.metadata, strict=True))
    return found.amounts == wanted.amounts, found.sections == wanted.sections, metadata == wanted.metadata


def _show(found: dict[str, Facts | str], wanted: dict[str, Facts | str]) -> None:
    for name, facts in found.items():
        if facts != wanted[name]:
            if isinstance(facts, str) or isinstance(wanted[name], str):
                print("   ", name, facts if isinstance(facts, str) else wanted[name])
                return
            for part in range(3):
                odd = [pair for pair in zip(facts[part], wanted[name][part], strict=False) if pair[0] != pair[1]]
                if odd or len(facts[part]) != len(wanted[name][part]):
                    print("   ", name, facts._fields[part], len(facts[part]), len(wanted[name][part]), *odd[:1])
            return


if __name__ == "__main__":
    main()
