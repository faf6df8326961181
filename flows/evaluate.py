"""`fazhi evaluate`: read a gold set's reports with today's code and say how well, stage by stage and indicator by indicator."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
from rich.progress import track
from rich.table import Table

from flows.console import SaidError, err, out
from flows.settings import Settings
from flows.values import judge_values
from tasks.evaluate import Evaluation, Gold, Tally, evaluate, figures, read_gold
from tasks.extract import extractor_version, load_knowledge, read_report
from tasks.model import Reading, Rejected
from warehouse.checks import require
from warehouse.warehouse import WORK, Warehouse


def evaluate_now(settings: Settings, gold: Path, reports: Path | None, *, show: bool, store: bool) -> None:
    """Evaluate, print the figures, and keep them in `core.accuracy` of the home's warehouse where there is one.

    Raises GoldError for annotations that cannot be read, SaidError where no report of the set is found.
    """
    evaluation = evaluate_folder(gold, reports or gold.parent / "reports")
    _print_stages(gold, evaluation)
    _print_indicators(evaluation)
    if show:
        for miss in evaluation.misses:
            out.print(f"{miss.report}: {miss.stage}: {miss.message}", markup=False, soft_wrap=True)
    if store and (settings.home / WORK).exists():
        _store(settings, gold, evaluation)
        out.print("Kept in core.accuracy of the warehouse.")


def evaluate_folder(gold: Path, reports: Path) -> Evaluation:
    """Read the annotated files of `reports` and judge them."""
    golds = read_gold(gold)
    knowledge = load_knowledge()
    pairs: list[tuple[Gold, Reading | Rejected | None]] = []
    for one in track(golds, "reports", console=err, transient=True, disable=not err.is_terminal):
        path = reports / one["file"]
        raw = path.read_bytes() if path.is_file() else None
        pairs.append((one, None if raw is None else read_report(hashlib.sha256(raw).hexdigest(), raw, knowledge)))
    if all(outcome is None for _, outcome in pairs):
        raise SaidError(f"{reports} holds none of the files that {gold} annotates; name their folder with --reports.")
    judged, values = evaluate(pairs), judge_values(pairs)
    return Evaluation({**judged.tallies, **values.tallies}, judged.misses + values.misses)


def _print_stages(gold: Path, evaluation: Evaluation) -> None:
    table = Table(title=f"Accuracy on {gold}", title_justify="left")
    for column in ("stage", "figure"):
        table.add_column(column, justify="right" if column == "figure" else "left")
    for name, figure in figures(evaluation):
        table.add_row(name, f"{figure:.0f}" if name == "false_quantities" else f"{figure:.3f}")
    out.print(table)


def _print_indicators(evaluation: Evaluation) -> None:
    rows = sorted(
        ((indicator, tally) for (stage, indicator), tally in evaluation.tallies.items() if stage == "indicators" and indicator),
        key=lambda row: (row[1].f1 if row[1].f1 is not None else 2, row[0]),
    )
    table = Table(title="Indicators, the weakest first", title_justify="left")
    for column in ("indicator", "wanted", "precision", "recall", "F1"):
        table.add_column(column, justify="left" if column == "indicator" else "right")
    for indicator, tally in rows:
        table.add_row(indicator, str(tally.wanted), *(_shown(f) for f in (tally.precision, tally.recall, tally.f1)))
    out.print(table)


def _shown(figure: float | None) -> str:
    return "" if figure is None else f"{figure:.3f}"


def _store(settings: Settings, gold: Path, evaluation: Evaluation) -> None:
    version = extractor_version()
    with Warehouse.open(settings.home, memory_mb=settings.memory_mb) as warehouse:
        warehouse.start_run("evaluate", version)
        warehouse.load_reference(accuracy=accuracy_table(f"{gold.resolve().parent.name}/{gold.name}", evaluation, version))
        warehouse.build_models()
        require(warehouse.run_checks())
        warehouse.finish_run("success", {"misses": len(evaluation.misses)})
        warehouse.publish()


def accuracy_table(gold: str, evaluation: Evaluation, version: str) -> pa.Table:
    """The evaluation as rows of core.accuracy."""
    now = datetime.now(UTC)

    def row(stage: str, indicator: str | None, tally: Tally) -> dict[str, object]:
        return {
            "gold": gold,
            "stage": stage,
            "indicator_id": indicator,
            "precision": tally.precision,
            "recall": tally.recall,
            "f1": tally.f1,
            "wanted": tally.wanted,
            "evaluated_at": now,
            "extractor_version": version,
        }

    return pa.Table.from_pylist([row(stage, indicator, tally) for (stage, indicator), tally in evaluation.tallies.items()])
