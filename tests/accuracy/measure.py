"""Measure the reading on every gold set at hand; print gains and losses against the last time, and write the README's table.

`python tests/accuracy/measure.py` prints; with `--write` it keeps the misses of the open set as the new baseline and
rewrites the tables between the `accuracy` marks of README.md and README.zh.md, and config/accuracy.yaml, which every
warehouse shows until it is evaluated itself. `make accuracy` does the latter.
"""

import argparse
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import yaml

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "gold"), str(ROOT / "tests" / "samples")]

from goldset import build  # noqa: E402

from flows.evaluate import evaluate_folder  # noqa: E402
from flows.values import faults  # noqa: E402
from tasks.evaluate import Evaluation, figures  # noqa: E402
from tasks.extract import extractor_version  # noqa: E402

FLOORS = HERE / "floors.yaml"
BASELINE = HERE / "baseline.json"
RELEASED = ROOT / "config" / "accuracy.yaml"
COLUMNS = (
    "fields",
    "sections_f1",
    "quantities_f1",
    "modifier",
    "scope",
    "indicators_precision",
    "indicators_recall",
    "zeros_f1",
    "values_precision",
    "values_recall",
    "values_by_hand",
    "numerals",
)
HEADS = {
    "README.md": (
        "gold set | reports | fields | sections F1 | amounts F1 | modifier | scope"
        " | indicator precision | indicator recall | zeros F1 | values precision | values recall"
        " | values by hand, precision / recall | numerals accounted for",
        {
            "open": "own, open",
            "aside": "own, set aside",
            "real": "3 real reports",
            "openings": "openings of 58 real pages, 8 of them no reports",
        },
    ),
    "README.zh.md": (
        "标注集 | 报告数 | 元数据 | 章节 F1 | 数量 F1 | 修饰语 | 时段"
        " | 指标精确率 | 指标召回率 | 零陈述 F1 | 取值精确率 | 取值召回率 | 与人工取值对照：精确率 / 召回率 | 数字有归属",
        {
            "open": "自建，开放",
            "aside": "自建，留出",
            "real": "3 份真实报告",
            "openings": "58 个真实网页的开头（其中 8 个不是报告）",
        },
    ),
}
MARKS = re.compile(r"(<!-- accuracy -->\n).*?(<!-- /accuracy -->)", re.DOTALL)


class GoldSet(NamedTuple):
    """A set that stands ready on disk."""

    name: str
    gold: Path
    reports: Path


def gold_sets(folder: Path) -> Iterator[GoldSet]:
    """The project's own halves that hold sources, built into `folder`, and the shared sets where they are present."""
    for half in ("open", "aside"):
        if not build(folder / half, (half,)):
            continue
        yield GoldSet(half, folder / half / "gold", folder / half / "reports")
    shared = Path(os.environ.get("FAZHI_SHARED", ROOT.parent / "shared"))
    if (shared / "gold").is_dir():
        yield GoldSet("real", shared / "gold", shared / "reports")
        yield GoldSet("openings", shared / "openings" / "gold", shared / "openings" / "reports")


def measure() -> dict[str, Evaluation]:
    """Evaluate every set at hand, by name."""
    with tempfile.TemporaryDirectory() as folder:
        return {one.name: evaluate_folder(one.gold, one.reports) for one in gold_sets(Path(folder))}


def floors() -> Mapping[str, Mapping[str, float]]:
    """The figures below which no change may fall, by set."""
    loaded: Mapping[str, Mapping[str, float]] = yaml.safe_load(FLOORS.read_text("utf-8"))
    return loaded


def table(readme: str, evaluations: Mapping[str, Evaluation]) -> str:
    """The Markdown table of one README."""
    head, names = HEADS[readme]
    lines = [f"| {head} |", "|---|" + "---:|" * (head.count("|"))]
    for name, evaluation in evaluations.items():
        found = dict(figures(evaluation))
        reports = evaluation.tallies[("reports", None)].wanted
        cells = " | ".join(_cell(found, column) for column in COLUMNS)
        lines.append(f"| {names[name]} | {reports} | {cells} |")
    return "\n".join(lines) + "\n"


def _cell(found: Mapping[str, float], column: str) -> str:
    """The figure of a stage, or its precision and recall; empty where the set does not tell."""
    names = [column] if column in found else [f"{column}_precision", f"{column}_recall"]
    return " / ".join(f"{found[name]:.3f}" for name in names if name in found)


def shown(readme: str) -> str:
    """The table that a README shows now; empty where it has none."""
    found = MARKS.search((ROOT / readme).read_text("utf-8"))
    return found[0].split("\n", 1)[1].rsplit("<!--", 1)[0] if found else ""


def renewed(readme: str, evaluations: Mapping[str, Evaluation]) -> str:
    """The table with the rows that were measured now; those of sets that are not at hand stay as they are."""
    names = HEADS[readme][1]
    absent = tuple(f"| {names[name]} |" for name in names if name not in evaluations)
    rest = [line for line in shown(readme).splitlines() if line.startswith(absent)] if absent else []
    return table(readme, evaluations) + "".join(f"{line}\n" for line in rest)


def released(evaluations: Mapping[str, Evaluation]) -> list[dict[str, object]]:
    """The figures of config/accuracy.yaml: those of whole stages, to four decimals."""

    def short(figure: float | None) -> float | None:
        return None if figure is None else round(figure, 4)

    return [
        {
            "gold": name,
            "stage": stage,
            "precision": short(tally.precision),
            "recall": short(tally.recall),
            "f1": short(tally.f1),
            "wanted": tally.wanted,
        }
        for name, evaluation in evaluations.items()
        for (stage, indicator), tally in evaluation.tallies.items()
        if indicator is None
    ]


def write_released(evaluations: Mapping[str, Evaluation]) -> None:
    """Rewrite config/accuracy.yaml, one figure a line; those of sets that are not at hand stay as they are."""
    before = yaml.safe_load(RELEASED.read_text("utf-8"))["figures"] if RELEASED.exists() else []
    rows = released(evaluations) + [row for row in before if row["gold"] not in evaluations]
    head = f"# Written by `make accuracy`; not for hands.\nmeasured_on: '{datetime.now(UTC):%Y-%m-%d}'\n"
    head += f"extractor_version: '{extractor_version()}'\nfigures:\n"
    lines = (f"- {json.dumps(row)}\n" for row in rows)
    RELEASED.write_text(head + "".join(lines), "utf-8")


def misses(evaluation: Evaluation) -> list[str]:
    """The misses of one set, one line each."""
    return [f"{miss.report}: {miss.stage}: {miss.message}" for miss in evaluation.misses]


def main() -> None:
    """Print figures, gains and losses; with --write keep them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="keep the baseline and rewrite the README's tables")
    write = parser.parse_args().write
    evaluations = measure()
    print(table("README.md", evaluations))
    for name, evaluation in evaluations.items():
        told = ", ".join(f"{stage} {count}" for stage, count in faults(evaluation).most_common())
        print(f"values of {name} that are missing or wrong, by the stage at fault: {told or 'none'}")
    before = set(json.loads(BASELINE.read_text("utf-8"))) if BASELINE.exists() else set()
    now = misses(evaluations["open"])
    for line in sorted(before - set(now)):
        print(f"gained  {line}")
    for line in sorted(set(now) - before):
        print(f"lost    {line}")
    if write:
        BASELINE.write_text(json.dumps(now, ensure_ascii=False, indent=1) + "\n", "utf-8")
        write_released(evaluations)
        for readme in HEADS:
            path = ROOT / readme
            path.write_text(MARKS.sub(rf"\g<1>{renewed(readme, evaluations)}\g<2>", path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
