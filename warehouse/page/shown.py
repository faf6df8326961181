"""What repeats thousands of times in a view, as tuples in the order in which its template unpacks them.

By the names of their parts the template engine takes three times as long, and they are nine tenths of a page over
thousands of reports. The templates write and escape them, as all else.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from warehouse.bounds import told_number
from warehouse.page.render import spoken, spoken_bounds, spoken_name
from warehouse.page.texts import REMOVED, Run, visible

_FLAGS = (("corrected", "✎", "corrected"), ("outlying", "⚑", "outlying"), ("apart", "⊕", "apart_of_body"))
Amounts = Mapping[int, Mapping[str, Any]]  # by quantity_no, as warehouse/page/reports.py shows them


class TextRun(NamedTuple):
    """Characters of the text; `number` of their amount (0 for none), whether it stands here first, whether in a heading."""

    text: str
    number: int
    classes: str
    first: bool
    heading: bool


class SourceRun(NamedTuple):
    """Characters of the source and what the repairs made of them: the same (None), something else, nothing ("")."""

    text: str
    number: int
    classes: str
    became: str | None


class Item(NamedTuple):
    """What is said of an amount beside the text: pairs of file and name of its indicators, pairs of a label and a ground."""

    number: int
    surface: str
    indicators: list[tuple[str, Markup]]
    told: str | Markup
    scope: Markup
    owner: Markup
    section: str
    text_span: str
    source_span: str
    grounds: list[tuple[Markup, str]]


class Cell(NamedTuple):
    """A body's value of one year: `bounds` where it is approximate, pairs of sign and label, its peers' median; or the gap."""

    told: str | None
    bounds: Markup | None
    flags: list[tuple[str, Markup]]
    median: str | None
    gap: Markup | None


def text_runs(runs: Sequence[Run], amounts: Amounts) -> list[TextRun]:
    """Return the runs of a text; layers: amounts, headings."""
    return [
        TextRun(text, number, amounts[number]["classes"] if number else "", first, bool(heading))
        for text, (number, heading), first in runs
    ]


def source_runs(runs: Sequence[Run], amounts: Amounts, replacements: Sequence[str]) -> list[SourceRun]:
    """Return the runs of a source, what a repair touched made visible; layers: amounts, repairs."""
    return [
        SourceRun(
            visible(text) if repair else text,
            number,
            amounts[number]["classes"] if number else "",
            _became(repair, replacements),
        )
        for text, (number, repair), _ in runs
    ]


def amount_items(amounts: Amounts) -> list[Item]:
    """Return what each amount rests on."""
    return [_item(number, amount) for number, amount in amounts.items()]


def value_cell(value: Mapping[str, Any] | None, gap: str) -> Cell:
    """Return the cell of one year in a body's table."""
    if value is None:
        return Cell(None, None, [], None, spoken("gap", gap))
    return Cell(
        told_number(value["value"]),
        spoken_bounds(value) if value["approximate"] else None,
        [(sign, spoken(key)) for name, sign, key in _FLAGS if value[name]],
        None if value["median"] is None else told_number(value["median"]),
        None,
    )


def _became(repair: int, replacements: Sequence[str]) -> str | None:
    if not repair:
        return None
    return "" if repair == REMOVED else visible(replacements[repair - 1])


def _item(number: int, amount: Mapping[str, Any]) -> Item:
    return Item(
        number,
        amount["surface"],
        [(file, spoken_name((zh, en))) for file, zh, en in amount["indicators"]],
        _told(amount),
        spoken("scope", amount["scope"]),
        spoken("owner", amount["owner"]),
        amount["section_path"],
        f"{amount['text_start']}–{amount['text_end']}",
        f"{amount['source_start']}–{amount['source_end']}",
        _grounds(amount),
    )


def _told(amount: Mapping[str, Any]) -> str | Markup:
    value = "" if amount["value"] is None else told_number(amount["value"])
    told = f"{value} {amount['unit'] or ''}"
    return Markup("{} {}").format(told, spoken_bounds(amount)) if "approximate" in amount["classes"] else told


def _grounds(amount: Mapping[str, Any]) -> list[tuple[Markup, str]]:
    """What an amount counts, by which rule, why it may not count, and how it was written before the repairs."""
    score = "" if amount["score"] is None else f" · {amount['score']:.2f}"
    facts = (
        ("amount_counts", amount["measured_entity"]),
        ("amount_rule", amount["rule_id"] and amount["rule_id"] + score),
        ("amount_excluded", amount["excluded"] and spoken("gap", amount["excluded"])),
        ("amount_source", amount["written"] and visible(amount["written"])),
    )
    return [(spoken(key, tag="dt"), told) for key, told in facts if told]
