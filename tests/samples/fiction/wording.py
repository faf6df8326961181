"""Plan into words: figures dressed as reports write them, clauses and sentences with their amounts marked."""

import re
from collections.abc import Mapping
from functools import cache
from random import Random
from typing import Any

from .marked import Draft, Marked

DIGITS = "零一二三四五六七八九"
MODIFIERS = {"over", "nearly", "about", "at_least", "at_most"}
SCOPES = {"annual", "cumulative", "point_in_time", "previous_year", "part_year", "multi_year", "plan", "unknown"}
OWNERS = {"own", "higher_level", "lower_level", "department", "other"}
SLOT = re.compile(r"<([^>]+)>|\{([^}]+)\}|(_)")


def chinese(number: int) -> str:
    """A whole number below 100 in Chinese numerals; 2 as a count is 两."""
    tens, ones = divmod(number, 10)
    if not tens:
        return "两" if number == 2 else DIGITS[number]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def clause(name: str, fact: Mapping[str, Any], value: float, chance: Random) -> tuple[Marked, float]:
    """One fact in words, and the value that the words leave of the figure (rounded where a modifier rounds)."""
    stock = bool(fact.get("stock") or "rate" in fact)
    scope = ["point_in_time", "annual"] if stock else ["annual"]
    indicators = [name, *_also(name)]
    if value == 0 and fact.get("zero"):
        draft = Draft().mark(chance.choice(fact["zero"]), "zero", indicator=indicators, scope=scope, entity=fact["entity"])
        return draft.done(), 0.0
    surface, unit, stated, modifier = _dress(fact, value, chance)
    data = {"value": stated, "unit": [unit], "modifier": [modifier], "scope": scope, "indicator": indicators}
    draft = Draft()
    for text, kind in _pieces(chance.choice(fact["say"])):
        if kind == "slot":
            draft.mark(surface, "amount", entity=fact["entity"], owner="own", **data)
        elif kind == "none":
            draft.mark(text, "none")
        else:
            draft.write(text)
    return draft.done(), stated


def sentence(template: str, names: Mapping[str, str], chance: Random) -> Marked:
    """A sentence of the prose with its names filled in, its slots turned into amounts, its idle numerals marked."""
    draft = Draft()
    for text, kind in _pieces(fill(template, names)):
        if kind == "none":
            draft.mark(text, "none")
        elif kind == "amount":
            surface, data = _amount(text, chance)
            draft.mark(surface, "amount", **data)
        else:
            draft.write(text)
    return draft.done()


def fill(template: str, names: Mapping[str, str]) -> str:
    """The template with `$name` replaced."""
    if "$" not in template:
        return template
    return re.sub(r"\$([a-z]+)", lambda match: names[match.group(1)], template)


@cache
def _pieces(template: str) -> tuple[tuple[str, str], ...]:
    """A template cut into (text, kind): `text`, `none` for <...>, `amount` for {...}, `slot` for _."""
    pieces, at = [], 0
    for match in SLOT.finditer(template):
        pieces.append((template[at : match.start()], "text"))
        idle, amount, slot = match.groups()
        pieces.append((idle or amount or slot, "none" if idle else "amount" if amount else "slot"))
        at = match.end()
    return (*pieces, (template[at:], "text"))


def _also(name: str) -> list[str | None]:
    """Other readings that are as fair."""
    pairs: dict[str, list[str | None]] = {
        "administrative_acts_overturned": ["illegal_administrative_acts"],
        "illegal_administrative_acts": ["administrative_acts_overturned"],
    }
    return pairs.get(name, [])


def _amount(words: str, chance: Random) -> tuple[str, dict[str, Any]]:
    """An amount of `LO-HI UNIT[|unit,unit] words`, drawn from its range."""
    span, unit, *rest = words.split()
    low, high = map(int, span.split("-"))
    value = chance.randint(low, high)
    shown, _, read = unit.partition("|")
    units = read.split(",") if read else [shown]
    scale = 10_000 if units == ["万元"] else 1
    indicator = next((word for word in rest if "_" in word and word not in MODIFIERS | SCOPES | OWNERS), None)
    scope = next((word for word in rest if word in SCOPES), "annual")
    return f"{value}{shown}", {
        "value": float(value * scale),
        "unit": ["元"] if scale > 1 else units,
        "modifier": [next((word for word in rest if word in MODIFIERS), None)],
        "scope": [scope, "annual"] if scope == "point_in_time" else [scope],
        "indicator": [indicator, None] if indicator else [None],
        "owner": next((word for word in rest if word in OWNERS), "own"),
        "entity": shown,
    }


def _dress(fact: Mapping[str, Any], value: float, chance: Random) -> tuple[str, str, float, str | None]:
    """Surface, unit, value and modifier of a figure as a report would put it."""
    if "rate" in fact:
        return (*_percent(value, chance), None)
    unit = chance.choice(fact["units"])
    if fact.get("money"):
        return f"{value:g}万元", "元", round(value * 10_000, 2), None
    if fact.get("decimal"):
        return f"{value:g}{unit}", unit, value, None
    whole = int(value)
    if not fact.get("exact") and whole >= 20 and chance.random() < 0.55:
        return _rough(whole, unit, chance)
    return _plain(whole, chance) + unit, unit, float(whole), None


def _percent(value: float, chance: Random) -> tuple[str, str, float]:
    style = chance.random()
    if style < 0.08 and value == int(value) and 10 <= value < 100:
        return f"百分之{chinese(int(value)) if value >= 20 else '十' + DIGITS[int(value) % 10] * (value > 10)}", "%", value
    return f"{value:g}{'％' if style > 0.9 else '%'}", "%", value


def _plain(whole: int, chance: Random) -> str:
    style = chance.random()
    if 2 <= whole <= 10 and style < 0.12:
        return chinese(whole)
    if whole >= 1000 and style < 0.08:
        return f"{whole:,}"
    if whole >= 10 and style > 0.97:
        return f"{whole} "
    return str(whole)


def _rough(whole: int, unit: str, chance: Random) -> tuple[str, str, float, str | None]:
    """A figure rounded as its modifier says: down before 余 多 超 逾, up after 近."""
    step = 10 ** (len(str(whole)) - (1 if whole < 100 or chance.random() < 0.5 else 2))
    down, up = whole // step * step, -(-whole // step) * step
    style = chance.choice(("余", "余", "余", "多", "近", "约", "超", "逾", "以上"))
    if whole >= 10_000 and style == "余" and whole < 20_000 and step >= 10_000:
        return f"万余{unit}", unit, 10_000.0, "over"
    if style in "余多":
        return f"{_myriads(down)}{style}{unit}", unit, float(down), "over"
    if style == "以上":
        return f"{_myriads(down)}{unit}以上", unit, float(down), "at_least"
    value = up if style == "近" else down
    return f"{style}{_myriads(value)}{unit}", unit, float(value), {"近": "nearly", "约": "about"}.get(style, "over")


def _myriads(whole: int) -> str:
    return f"{whole / 10_000:g}万" if whole >= 10_000 and whole % 100 == 0 else str(whole)
