"""The parts of views that repeat thousands of times, joined without the template engine; every text is escaped.

A template takes three to four times as long over them, and they are nine tenths of a page over thousands of reports.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from markupsafe import Markup

from warehouse.bounds import told_bounds, told_number
from warehouse.page.render import spoken, spoken_name
from warehouse.page.texts import REMOVED, Run, visible

_FLAGS = (("corrected", "✎", "corrected"), ("outlying", "⚑", "outlying"), ("apart", "⊕", "apart_of_body"))
Amounts = Mapping[int, Mapping[str, Any]]  # by quantity_no, as warehouse/page/reports.py shows them


def marked_text(runs: Sequence[Run], amounts: Amounts) -> Markup:
    """Return the text with headings strong and every amount a link to what is said of it; layers: amounts, headings."""
    parts = []
    for text, (number, heading), first in runs:
        shown = escape(text)
        if number:
            name = f' id="m{number}"' if first else ""
            shown = f'<a class="amount {amounts[number]["classes"]}" href="#a{number}"{name}>{shown}</a>'
        parts.append(f"<strong>{shown}</strong>" if heading else shown)
    return Markup("".join(parts))  # noqa: S704 (escaped above)


def marked_source(runs: Sequence[Run], amounts: Amounts, replacements: Sequence[str]) -> Markup:
    """Return the source with its repairs shown and every amount a link; layers: amounts, repairs."""
    parts = []
    for text, (number, repair), _ in runs:
        if repair == REMOVED:
            shown = f"<del>{escape(visible(text))}</del>"
        elif repair:
            became = escape(visible(replacements[repair - 1]))
            shown = f'<span class="changed" title="→ {became}">{escape(visible(text))}</span>'
        else:
            shown = escape(text)
        parts.append(f'<a class="amount {amounts[number]["classes"]}" href="#a{number}">{shown}</a>' if number else shown)
    return Markup("".join(parts))  # noqa: S704 (escaped above)


def amount_items(amounts: Amounts, root: str) -> Markup:
    """Return the list items that say what each amount rests on; `root` leads from the file to the top of the page."""
    return Markup("\n".join(_item(number, amount, root) for number, amount in amounts.items()))  # noqa: S704 (escaped below)


def value_cell(value: Mapping[str, Any] | None, gap: str) -> Markup:
    """Return the cell of one year in a body's table: its value, what is to be known of it and its peers' median, or the gap."""
    if value is None:
        return Markup(f'<td class="gap n">— <small>{spoken("gap", gap)}</small></td>')  # noqa: S704 (labels are escaped)
    told = told_number(value["value"])
    if value["approximate"]:
        told = f'<span class="approximate">≈{told}</span> <small>{told_bounds(value)}</small>'
    flags = "".join(f'<small class="flag">{sign} {spoken(key)}</small>' for name, sign, key in _FLAGS if value[name])
    median = "" if value["median"] is None else f'<small class="peer">{told_number(value["median"])}</small>'
    return Markup(f'<td class="n">{told}{flags}{median}</td>')  # noqa: S704 (numbers and labels)


def _item(number: int, amount: Mapping[str, Any], root: str) -> str:
    links = [f'<a href="{root}{escape(file)}">{spoken_name((zh, en))}</a>' for file, zh, en in amount["indicators"]]
    section = escape(amount["section_path"])
    return (
        f'<li id="a{number}" tabindex="-1">\n<p><b>{escape(amount["surface"])}</b> {" ".join(links) or spoken("untied")}</p>\n'
        f"<p>{_told(amount)} · {spoken('scope', amount['scope'])} · {spoken('owner', amount['owner'])} · {section} · "
        f'{spoken("in_text")} <a href="#m{number}">{amount["text_start"]}–{amount["text_end"]}</a>, '
        f"{spoken('in_source')} {amount['source_start']}–{amount['source_end']}</p>\n<dl>{_grounds(amount)}</dl>\n</li>"
    )


def _told(amount: Mapping[str, Any]) -> str:
    value = "" if amount["value"] is None else told_number(amount["value"])
    told = f"{value} {escape(amount['unit'] or '')}"
    return f"{told} {told_bounds(amount)}" if "approximate" in amount["classes"] else told


def _grounds(amount: Mapping[str, Any]) -> str:
    """What an amount counts, by which rule, why it may not count, and how it was written before the repairs."""
    score = "" if amount["score"] is None else f" · {amount['score']:.2f}"
    facts = (
        ("amount_counts", amount["measured_entity"] and escape(amount["measured_entity"])),
        ("amount_rule", amount["rule_id"] and escape(amount["rule_id"]) + score),
        ("amount_excluded", amount["excluded"] and spoken("gap", amount["excluded"])),
        ("amount_source", amount["written"] and escape(visible(amount["written"]))),
    )
    return "".join(f"{spoken(key, tag='dt')}<dd>{told}</dd>" for key, told in facts if told)
