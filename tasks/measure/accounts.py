"""Every numeral is accounted for: by the quantity that it belongs to in the end, or by the reason why it is none."""

from collections.abc import Sequence

from tasks.measure.amounts import Amount
from tasks.model import Metadata, Numeral, Quantity


def account(
    text: str, numerals: Sequence[Numeral], amounts: Sequence[Amount], quantities: Sequence[Quantity], metadata: Metadata
) -> None:
    """Point each numeral, in place, at its quantity's final number; a 零 that denies belongs to its zero statement."""
    numbers = {(q.text_start, q.text_end): n for n, q in enumerate(quantities, 1) if q.polarity == "stated"}
    zeros = [(q.text_start, q.text_end, n) for n, q in enumerate(quantities, 1) if q.polarity == "negated"]
    intervals = [(q.text_start, q.text_end, n) for n, q in enumerate(quantities, 1) if q.rule_id == "frequency"]
    finals = [numbers.get((amount.start, amount.end)) for amount in amounts]
    for numeral in numerals:
        if numeral.quantity_no is not None:
            number = numeral.quantity_no = finals[numeral.quantity_no]
            numeral.reason = None if number else "page"  # outside the report's own text
            continue
        start, end = numeral.text_start, numeral.text_end
        if (zeros or intervals) and (number := _holder(text, start, end, zeros, intervals)):
            numeral.quantity_no, numeral.reason = number, None
        elif numeral.reason == "unknown" and not metadata.body_start <= start < metadata.body_end:
            numeral.reason = "page"  # 浏览量：1


def _holder(
    text: str, start: int, end: int, zeros: Sequence[tuple[int, int, int]], intervals: Sequence[tuple[int, int, int]]
) -> int | None:
    """The number of the interval (每两周) or of the zero statement that a numeral is part of."""
    recurs = text[start - 1 : start] in ("每", "半")
    surface = text[start:end]
    if not recurs and "零" not in surface and surface != "0":
        return None
    return next((number for first, last, number in (intervals if recurs else zeros) if first <= start and end <= last), None)
