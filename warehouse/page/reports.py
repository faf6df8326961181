"""The view of one report: its text with every amount marked, what each amount rests on, and the source as it came."""

from typing import Any

from warehouse.page.bodies import Body
from warehouse.page.indicators import indicator_file, indicator_name
from warehouse.page.rows import Row
from warehouse.page.shown import SourceRun, amount_items, source_runs, text_runs
from warehouse.page.texts import paint, repairs, runs


def report_view(
    report: Row, texts: Row, amounts: list[Row], headings: list[Row], body: Body | None, indicators: dict[str, Row]
) -> dict[str, Any]:
    """Return what the template of a report shows; amounts keep the numbers that the warehouse gives them."""
    text, source = texts["text"], texts["source_text"]
    marked = {amount["quantity_no"]: _amount(amount, source, indicators) for amount in amounts}
    in_text = paint(len(text), ((row["text_start"], row["text_end"], row["quantity_no"]) for row in amounts))
    in_headings = paint(len(text), ((row["text_start"], row["body_start"], 1) for row in headings))
    return {
        "report": report,
        "body": body,
        "claims": [claim | {"name": _claimed(claim["what"], indicators)} for claim in report["claims"]],
        "amounts": amount_items(marked),
        "text_runs": text_runs(runs(text, in_text, in_headings), marked),
        "source_runs": _source_runs(source, text, marked),
    }


def _claimed(what: str, indicators: dict[str, Row]) -> tuple[str, str]:
    # a total that no indicator is tied to is named by what it counts
    return indicator_name(indicators[what]) if what in indicators else (what, what)


def _source_runs(source: str, text: str, amounts: dict[int, Row]) -> list[SourceRun] | None:
    """Return the runs of the source with its repairs; None where it is the text."""
    if source == text:
        return None
    repaired, replacements = repairs(source, text)
    spans = ((row["source_start"], row["source_end"], number) for number, row in amounts.items())
    return source_runs(runs(source, paint(len(source), spans), repaired), amounts, replacements)


def _amount(amount: Row, source: str, indicators: dict[str, Row]) -> dict[str, Any]:
    written = source[amount["source_start"] : amount["source_end"]]
    names = amount["indicator_ids"] or []
    return amount | {
        "indicators": [(indicator_file(name), *indicator_name(indicators[name])) for name in names],
        "written": written if written != amount["surface"] else None,
        "classes": " ".join(_classes(amount)),
    }


def _classes(amount: Row) -> list[str]:
    tests = {
        "tied": bool(amount["indicator_ids"]),
        "approximate": bool(amount["modifier"]) or amount["value_low"] != amount["value_high"],
        "excluded": amount["excluded"] is not None,
        "negated": amount["polarity"] == "negated",
    }
    return [name for name, holds in tests.items() if holds]
