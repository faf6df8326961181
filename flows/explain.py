"""`fazhi explain`: where each number of a report stands, the rule that tied it, and what was repaired on the way."""

import os.path
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.markup import escape

from flows.console import SaidError, out
from flows.questions import Row, ask, indicator_called
from flows.settings import Settings
from tasks.intake.archive import Archive, DamagedError
from warehouse.bounds import told_bounds, told_number
from warehouse.connection import open_published

if TYPE_CHECKING:
    from tasks.measure.measure import MeasureRules

_AROUND = 24  # characters of the source shown on each side
_NOT_LOADED = {
    "duplicate": "it carries the same report, read from the file above",
    "superseded": "a newer version stands in its place; what follows is read from that",
}


def show_explanation(settings: Settings, name: str, indicator: str | None) -> None:
    """Print the amounts of the one report that `name` names (id prefix, sha256, file name or path), or those of one indicator.

    Of a file that was rejected its reason is printed. Raises SaidError where no or several reports or indicators fit.
    """
    with open_published(settings.home) as connection:
        asked_for = {"name": name, "path": os.path.normpath(Path(name).absolute())}
        files = ask(connection, "find_files", **asked_for)
        found = ask(connection, "find_report", **asked_for)
        if not found and files:
            _print_rejects(files)
            return
        if len(found) != 1:
            raise SaidError(_which(name, found))
        asked = indicator_called(connection, indicator) if indicator else None
        document = ask(connection, "explain_report", report_id=found[0]["report_id"])[0]
        amounts = ask(
            connection, "explain_quantities", report_id=document["report_id"], indicator=asked["id"] if asked else None
        )
    _print_report(document, files)
    for amount in amounts:
        _print_amount(amount, document, settings)
        if amount["polarity"] == "stated":
            _print_considered(amount, document)
        out.print()
    if asked and not amounts:
        told = f"No amount of this report is tied to {asked['id']} ({asked['name_zh']}); "
        _line(f"{told}`fazhi explain {name}` shows all its amounts.")


def _print_rejects(files: list[Row]) -> None:
    for one in files:
        out.print(f"{one['source_uri']} was rejected as {one['reject_code']}", style="bold", markup=False)
        _line(f"  {one['reject_reason']}")


@cache
def _rules() -> "MeasureRules":
    from tasks.extract import load_knowledge

    return load_knowledge().measure


def _print_considered(amount: Row, document: Row) -> None:
    """What else the rules of today made of the amount: why this indicator, and why no other."""
    from tasks.measure.reasons import considered

    others = [
        c
        for c in considered(document["text"], amount["text_start"], document["level"], _rules())
        if c.rule_id != amount["rule_id"]
    ]
    for number, other in enumerate(others):
        lead = "not     " if not number else "        "
        _line(f"      {lead}{other.rule_id}: {other.against or _weaker(other.score or 0)}")


def _weaker(score: float) -> str:
    return "weaker, though sure if it stood alone" if score >= 1 else f"weaker, evidence {score:.2f}"


def _which(report: str, found: list[Row]) -> str:
    if not found:
        told = f"No report has an id that begins with {report} or a source file of that name or path"
        return f"{told}: core.source_files lists the files (inbox, source_uri), core.reports the ids."
    listed = "; ".join(f"{row['report_id']} {row['title'] or ', '.join(row['files'])}" for row in found)
    return f"{report} fits several reports: {listed}."


def _print_report(document: Row, named: list[Row]) -> None:
    out.print(f"{document['report_id']}  {document['title'] or '(no title)'}", style="bold", markup=False)
    _line(f"  {document['issuer'] or 'issuer unknown'}, year {document['report_year'] or 'unknown'}")
    kind = document["encoding"] or document["media_type"]
    _line(f"  {document['inbox']}/{document['source_uri']}, {kind}, sha256 {document['sha256']}")
    for one in named:
        if one["status"] in _NOT_LOADED:
            _line(f"  {one['source_uri']} is {one['status']}: {_NOT_LOADED[one['status']]}")
    if document["superseded_by"]:
        _line(f"  not in marts: for this body and year they use {document['superseded_by']}")
    if document["truncated"]:
        _line("  the text breaks off: what it does not say may have stood in the rest")
    if document["not_read"]:
        _line(f"  {document['not_read']}: with FAZHI_OCR=1 and Tesseract they can be (docs/formats.md)")
    edits = ", ".join(f"{kind} {count}" for kind, count in sorted(document["edits"].items()))
    _line(f"  edits on the way: {edits or 'none'}\n")


def _print_amount(amount: Row, document: Row, settings: Settings) -> None:
    source: str = document["source_text"]
    start, end = amount["source_start"], amount["source_end"]
    before, behind = source[max(0, start - _AROUND) : start], source[end : end + _AROUND]
    out.print(f"[bold]{amount['quantity_no']:>4}[/]  {escape(_value(amount))}  [cyan]{escape(_indicators(amount))}[/]")
    _line(f"      clause  {amount['quote']}")
    out.print(
        f"      source  {escape(_visible(before))}[reverse]{escape(_visible(source[start:end]))}[/]{escape(_visible(behind))}"
    )
    file_place = f"{amount['place']} of the file, " if amount["place"] else ""
    in_source = f"characters {start} to {end} of the source{_bytes(document, start, end, settings)}"
    _line(f"      place   {file_place}{in_source}; {amount['text_start']} to {amount['text_end']} of the text")
    if amount["ocr_confidence"] is not None:
        _line(f"      read    by OCR from a picture, confidence {amount['ocr_confidence']:.2f}: compare it with the page")
    if source[start:end] != amount["surface"]:
        _line(f"      edited  {_visible(source[start:end])} -> {amount['surface']}")
    heading = f" {amount['heading']}" if amount["heading"] else ""
    out.print(
        f"      read as scope {amount['scope']}, owner {amount['owner']}, section {amount['section_path']}{heading}",
        markup=False,
    )
    _line(f"      rule    {_rule(amount)}")
    if told := _in_marts(amount):
        _line(f"      marts   {told}")


def _in_marts(amount: Row) -> str:
    """What marts do with an amount other than taking it as it is; nothing where they do."""
    if amount["excluded"]:
        return f"leave it out: {amount['excluded']}"
    if amount["apart"]:
        kind = (
            "what came new, not how many there are"
            if amount["flow"] == "stock"
            else "what stands, not what happened in the year"
        )
        return f"keep it apart: {kind}"
    part = "take it for a part of a total" if amount["role"] == "part" else ""
    if amount["quantity_nos"] in (None, [amount["quantity_no"]]):
        return part
    value = told_number(amount["value_of_report"])
    made = f"{value} ({amount['resolution']}, from {', '.join(map(str, amount['quantity_nos']))})"
    if amount["quantity_no"] in amount["quantity_nos"]:
        return f"add it up with others to {made}"
    return f"{part or 'leave it for another'}: the value is {made}"


def _value(amount: Row) -> str:
    if amount["polarity"] == "negated":
        return f"0, said as: {amount['surface']}"
    low, high = amount["value_low"], amount["value_high"]
    interval = f" {told_bounds(amount)}" if (low, high) != (amount["value"],) * 2 else ""
    modifier = f"{amount['modifier']} " if amount["modifier"] else ""
    return f"{amount['surface']} = {modifier}{told_number(amount['value'])} {amount['unit'] or ''}{interval}"


def _indicators(amount: Row) -> str:
    ids = ", ".join(amount["indicator_ids"] or [])
    return f"{ids} ({amount['name_zh']})" if amount["name_zh"] else ids or "tied to no indicator"


def _rule(amount: Row) -> str:
    if not amount["rule_id"]:
        return f"{_why_untied(amount)}; counted: {amount['measured_entity'] or 'not named'}"
    score = f", evidence {amount['score']:.2f}" if amount["score"] is not None else ""
    return f"{amount['rule_id']}{score}; counted: {amount['measured_entity'] or 'not named'}"


def _why_untied(amount: Row) -> str:
    if amount["scope"] == "plan":
        return "none: a plan, which says nothing of the year"
    if amount["owner"] == "higher_level":
        return "none: a figure of a higher level, which says nothing of this body"
    return "none fitted"


def _line(text: str) -> None:
    out.print(text, markup=False, soft_wrap=True)


def _visible(text: str) -> str:
    return text.replace("\r", "").replace("\n", "⏎").replace("\f", "␌")


def _bytes(document: dict[str, Any], start: int, end: int, settings: Settings) -> str:
    """Where the characters lie in the raw file, proven against it; nothing where characters do not map to bytes one by one."""
    encoding, text = document["encoding"], document["source_text"]
    if not encoding or encoding == "mixed" or not document["sha256"]:
        return ""
    try:
        raw = Archive(settings.archive).read(document["sha256"])
        first = (
            len(raw) - len(text.encode(encoding)) + len(text[:start].encode(encoding))
        )  # what is in front is a byte order mark
        last = first + len(text[start:end].encode(encoding))
        proven = raw[first:last].decode(encoding) == text[start:end]
    except (DamagedError, UnicodeError, LookupError):
        return ""
    return f", bytes {first} to {last} of the raw file" if proven else ""
