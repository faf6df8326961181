"""The wing as a whole: a normalized report and its sections in, quantities and accounted numerals out."""

from bisect import bisect_right
from collections.abc import Container, Generator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, TypeVar

from tasks.measure.accounts import account
from tasks.measure.amounts import Amount, AmountRules, compile_amounts
from tasks.measure.carried import CarriedRules, carried_in, carried_to
from tasks.measure.catalogue import IndicatorRules, compile_indicators
from tasks.measure.clauses import ClauseRules, Context, compile_clauses
from tasks.measure.contexts import contexts_of
from tasks.measure.cues import CueRules, compile_cues, cues_of
from tasks.measure.entities import EntityRules, compile_entities, entity_of
from tasks.measure.indicators import NO_LINK, Link, link_amounts
from tasks.measure.labels import labels_of
from tasks.measure.masks import compile_masks
from tasks.measure.numerals import read_number
from tasks.measure.owners import OwnerRules, compile_owners, is_example, is_rest, owner_of_zero, owners_of, reach_of
from tasks.measure.quantities import read_amounts
from tasks.measure.scopes import ScopeRules, Setting, compile_scopes, is_from, scope_of
from tasks.measure.units import compile_units
from tasks.measure.zeros import ZeroRules, ZeroStatement, compile_zeros, find_zeros
from tasks.model import Metadata, Numeral, Quantity, Section

CONFIGS = ("units", "numerals", "amounts", "clauses", "indicators", "scopes", "zeros", "entities")
ZERO_RULE = "zero"
OTHERS = frozenset(("higher_level", "other"))  # bodies whose figures are no value of the reporting one
NO_ZEROS_UNDER = frozenset(("problems", "plan"))
NO_INTERVAL_BEHIND = frozenset('均“"‘「')


Outcome = TypeVar("Outcome")
Steps = Generator[None, None, Outcome]
"""Work that pauses between its stages, and comes to an outcome."""


@dataclass(frozen=True, slots=True)
class MeasureRules:
    """Everything the wing knows, compiled once."""

    amounts: AmountRules
    indicators: IndicatorRules
    clauses: ClauseRules
    cues: CueRules
    scopes: ScopeRules
    owners: OwnerRules
    zeros: ZeroRules
    entities: EntityRules
    stocks: frozenset[str]  # indicators that count what exists


def compile_measure(config: Mapping[str, Mapping[str, Any]], towns: Container[str] = ()) -> MeasureRules:
    """Compile the wing's files of config/ (`CONFIGS`), given by name; `towns` are names of the gazetteer."""
    clauses = compile_clauses(config["clauses"], config["entities"]["verbs"])
    return MeasureRules(
        amounts=compile_amounts(compile_units(config["units"]), compile_masks(config["numerals"]), config["amounts"]),
        indicators=compile_indicators(config["indicators"], [*config["entities"]["verbs"], *config["entities"]["adverbs"]]),
        clauses=clauses,
        cues=compile_cues(config["scopes"]),
        scopes=compile_scopes(config["scopes"], clauses, config["clauses"]["own_bodies"]),
        owners=compile_owners(config["scopes"]["owner"], config["clauses"]["own_bodies"], towns),
        zeros=compile_zeros(config["zeros"], config["indicators"]),
        entities=compile_entities(config["entities"]),
        stocks=frozenset(i["id"] for i in config["indicators"]["indicators"] if i["flow"] == "stock"),
    )


def measure(
    text: str, sections: Sequence[Section], metadata: Metadata, rules: MeasureRules
) -> tuple[list[Quantity], list[Numeral]]:
    """Read all amounts and zero statements of a report's body, in order of appearance, and account for every numeral.

    `Numeral.quantity_no` counts from 1, as `core.quantities.quantity_no` does.
    """
    return finish(measuring(text, sections, metadata, rules))


def measuring(
    text: str, sections: Sequence[Section], metadata: Metadata, rules: MeasureRules
) -> Steps[tuple[list[Quantity], list[Numeral]]]:
    """The same in steps, so that several reports can be read in step (tasks/extract.py)."""
    markers = [(s.text_start, s.text_start + len(s.marker)) for s in sections if s.marker]
    headings = [(s.text_start, s.body_start) for s in sections if s.marker]
    amounts, numerals = read_amounts(text, markers, headings, rules.amounts)
    yield
    outline = _Outline(text, sections, metadata, rules.scopes.carried)
    behind = dict(markers)
    quantities = yield from _reading_amounts(text, amounts, behind, outline, rules)
    yield
    quantities += _frequencies(text, outline, rules)
    quantities += _zeros(text, behind, outline, rules)
    quantities.sort(key=lambda q: (q.text_start, q.text_end))
    account(text, numerals, amounts, quantities, metadata)
    return quantities, numerals


def finish(steps: Steps[Outcome]) -> Outcome:
    """Take all steps, and return what they come to."""
    while True:
        try:
            next(steps)
        except StopIteration as ended:
            outcome: Outcome = ended.value
            return outcome


class _Outline:
    """What the sections say at a position: path, heading above, kinds of the first level."""

    def __init__(self, text: str, sections: Sequence[Section], metadata: Metadata, rules: CarriedRules) -> None:
        self.text, self.sections, self.metadata = text, sections, metadata
        self.starts = [s.text_start for s in sections]
        by_path: dict[str | None, tuple[str, ...]] = {}
        for s in sections:
            by_path[s.section_path] = s.kinds or by_path.get(s.parent_path, ())
        self.reach = reach_of(metadata)
        self.carried = carried_in(text, metadata.report_year, rules)
        self.kinds = [by_path[s.section_path] for s in sections]

    def holds(self, amount: Amount) -> bool:
        return self.metadata.body_start <= amount.start and amount.end <= self.metadata.body_end

    def at(self, position: int) -> int:
        return bisect_right(self.starts, position, 1) - 1

    def heading(self, position: int) -> tuple[int, int]:
        """The span of the heading above `position`, empty where the amount stands in it or there is none."""
        section = self.sections[self.at(position)]
        inside = position < section.body_start
        return (section.text_start, section.text_start) if inside else (section.text_start, section.body_start)

    def owner_of_zero(self, context: Context, rules: OwnerRules) -> str:
        return owner_of_zero(self.text, context, self.metadata, self.reach, rules)

    def setting(self, at: int, position: int, *, stock: bool | None) -> Setting:
        """What the report and its section `at` say of the period of what stands at `position`."""
        carried = carried_to(self.carried, position) if self.carried else None
        return Setting(self.metadata.report_year, self.kinds[at], stock, carried)


def _reading_amounts(
    text: str, amounts: Sequence[Amount], behind: Mapping[int, int], outline: _Outline, rules: MeasureRules
) -> Steps[list[Quantity]]:
    contexts = contexts_of(text, amounts, behind, rules.clauses)
    yield
    headings = [outline.heading(a.start) for a in amounts]
    labels = labels_of(text, amounts, contexts, rules.clauses)
    links = link_amounts(text, amounts, contexts, headings, labels, outline.metadata.level, rules.indicators)
    yield
    cues = cues_of(text, contexts, rules.cues)
    owners = owners_of(text, contexts, outline.metadata, outline.reach, rules.owners, cues)
    yield
    entities = [entity_of(text, context, rules.entities) for context in contexts]
    yield
    said = zip(cues, owners, links, entities, strict=True)
    rows = zip_longest(amounts, contexts, said, amounts[1:])
    return [
        _quantity(text, amount, context, cue, owner, link, entity, after, outline, rules)
        for amount, context, (cue, owner, link, entity), after in rows
        if outline.holds(amount)
    ]


def _quantity(
    text: str,
    amount: Amount,
    context: Context,
    cues: int,
    owner: str,
    link: Link,
    entity: str | None,
    following: Amount | None,
    outline: _Outline,
    rules: MeasureRules,
) -> Quantity:
    stock = link.indicator_ids[0] in rules.stocks if link.indicator_ids else None
    at = outline.at(amount.start)
    setting = outline.setting(at, amount.start, stock=stock)
    scope = scope_of(text, amount.start, amount.end, context, setting, rules.scopes, cues)
    if scope in ("annual", "point_in_time", "unknown") and is_from(text, amount, context, following):
        scope = "previous_year"
    # an aim, the province's total, what is left of a total, or an example states nothing of this body's indicator
    if (
        scope == "plan"
        or owner in OTHERS
        or is_rest(text, context, rules.owners, cues)
        or is_example(text, context, rules.owners)
    ):
        link = NO_LINK
    return Quantity(
        section_path=outline.sections[at].section_path,
        surface=text[amount.start : amount.end],
        value=amount.value,
        value_low=amount.low,
        value_high=amount.high,
        unit=amount.unit or None,
        modifier=amount.modifier,
        value_kind=amount.kind,
        measured_entity=entity,
        scope=scope,
        owner=owner,
        polarity="stated",
        indicator_ids=link.indicator_ids,
        rule_id=link.rule_id,
        score=link.score,
        quote_start=context.quote_start,
        quote_end=context.quote_end,
        text_start=amount.start,
        text_end=amount.end,
    )


def _frequencies(text: str, outline: _Outline, rules: MeasureRules) -> list[Quantity]:
    """每半月, 每月: recurrence intervals, as written."""
    found = []
    for match in rules.scopes.frequency.finditer(text, outline.metadata.body_start, outline.metadata.body_end):
        if text[match.start() - 1] in NO_INTERVAL_BEHIND or text[match.end() : match.end() + 1].isdecimal():
            continue  # 人均每日 is a rate, “每周一法” a name, 每月15日 a date
        unit, count = match["unit"], match["n"] or ""
        half = unit.startswith("半") or count == "半"
        read = read_number(count or "1")
        if read is None:
            continue  # 每两三个月
        number = 0.5 if half else read.value
        start, end = match.span()
        found.append(
            Quantity(
                section_path=outline.sections[outline.at(start)].section_path,
                surface=match[0],
                value=number,
                value_low=number,
                value_high=number,
                unit=unit.removeprefix("半"),
                modifier=None,
                value_kind="other",
                measured_entity=None,
                scope="unknown",
                owner="own",
                polarity="stated",
                indicator_ids=(),
                rule_id="frequency",
                score=None,
                quote_start=start,
                quote_end=end,
                text_start=start,
                text_end=end,
            )
        )
    return found


def _zeros(text: str, behind: Mapping[int, int], outline: _Outline, rules: MeasureRules) -> list[Quantity]:
    """The zero statements that report: what lacks under the problems, or is planned, is none."""
    body = outline.metadata.body_start, outline.metadata.body_end
    found = (zero._replace(start=behind.get(zero.start, zero.start)) for zero in find_zeros(text, *body, rules.zeros))
    kinds = {z: outline.kinds[outline.at(z.start)] for z in found}
    read = [_zero(text, z, outline, rules) for z, k in kinds.items() if not (k and set(k) <= NO_ZEROS_UNDER)]
    return [zero for zero in read if zero.scope != "plan"]


def _zero(text: str, zero: ZeroStatement, outline: _Outline, rules: MeasureRules) -> Quantity:
    context = Context(
        zero.lead_start, zero.start, zero.verb_start, zero.end, zero.end, zero.start, zero.end, zero.end, zero.end
    )
    at = outline.at(zero.start)
    setting = outline.setting(at, zero.start, stock=None)
    owner = outline.owner_of_zero(context, rules.owners)
    return Quantity(
        section_path=outline.sections[at].section_path,
        surface=text[zero.start : zero.end],
        value=0.0,
        value_low=0.0,
        value_high=0.0,
        unit=None,
        modifier=None,
        value_kind="count",
        measured_entity=zero.measured_entity,
        scope=scope_of(text, zero.verb_start, zero.end, context, setting, rules.scopes),
        owner=owner,
        polarity="negated",
        indicator_ids=() if owner in OTHERS else zero.indicator_ids,
        rule_id=ZERO_RULE,
        score=None,
        quote_start=zero.start,
        quote_end=zero.end,
        text_start=zero.start,
        text_end=zero.end,
    )
