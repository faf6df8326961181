"""The templates of the page and what they say numbers and labels with; everything else they are given is escaped."""

import datetime
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from warehouse.bounds import told_bounds, told_number
from warehouse.page.labels import Label, label, labels
from warehouse.page.texts import visible

HERE = Path(__file__).parent
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'"
)
"""The content security policy: nothing but the page's own files; `file:` because browsers give files no common origin."""


def render(template: str, context: Mapping[str, Any]) -> str:
    """Return the file `template` filled with `context`."""
    return _template(template).render(context)


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "t": spoken,
        "spoken_name": spoken_name,
        "spoken_attribute": spoken_attribute,
        "policy": POLICY,
        "label": label,
    }
    environment.filters |= {
        "number": number,
        "percent": percent,
        "change": change,
        "visible": visible,
        "day": day,
        "json": to_json,
    }
    return environment


@cache
def spoken(key: str, value: str | None = None, tag: str = "span") -> Markup:
    """Return a label as an element that the language switch turns."""
    zh, en = label(key, value)
    return Markup('<{0} data-en="{1}">{2}</{0}>').format(tag, en, zh)


@cache
def spoken_name(name: tuple[str, str]) -> Markup:
    """Return a Chinese and an English name as an element that the language switch turns."""
    return Markup('<span data-en="{}">{}</span>').format(name[1], name[0])


@cache
def spoken_attribute(attribute: str, key: str, value: str | None = None) -> Markup:
    """Return `attribute="label"` with its English twin for the language switch."""
    zh, en = label(key, value)
    return Markup('{0}="{1}" data-en-{0}="{2}"').format(attribute, zh, en)


def spoken_bounds(row: Mapping[str, Any]) -> Markup:
    """Return the bounds of a row; with an end that nobody said, as an element that the language switch turns."""
    zh, en = (told_bounds(row, "–", unsaid) for unsaid in label("open"))
    return Markup("{}").format(zh) if zh == en else Markup('<span data-en="{}">{}</span>').format(en, zh)


def change(percent: float) -> str:
    """Write a change in percent with its sign, as long as a figure: the hyphen is half as wide as the plus."""
    return f"{percent:+.1f} %".replace("-", "−")


def number(value: float | int | None) -> str:
    """Write a number with groups of three, at most four decimals; nothing for None."""
    return "" if value is None else told_number(value)


def percent(share: float | None) -> str:
    """Write a share of 1 in percent."""
    if share is None:
        return ""
    return "<1 %" if 0 < share < 0.005 else f"{100 * share:.0f} %"


def day(moment: datetime.date | datetime.datetime | None) -> str:
    """Write a date, or a moment to the minute."""
    if isinstance(moment, datetime.datetime):
        return f"{moment:%Y-%m-%d %H:%M %Z}"
    return "" if moment is None else f"{moment:%Y-%m-%d}"


def to_json(value: object) -> Markup:
    """Write data for an inert block: no `<`, `>` or `&` stands in it, so that nothing can close the block."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704


def spoken_words(prefixes: tuple[str, ...]) -> dict[str, Label]:
    """Return the labels whose key begins with one of `prefixes`, for scripts."""
    return {key: pair for key, pair in labels().items() if key.startswith(prefixes)}
