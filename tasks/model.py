"""The records that travel from bytes to Arrow: immutable, cheap to make, one per stage of the walk.

NamedTuples, because a frozen dataclass of this width costs six times as much to make and a report has a
hundred of them. Offsets are 0-based, end-exclusive and count Unicode code points.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tasks.clean.spans import Spans

HELD = 0xFF
"""Of a character in `Decoded.sure`: the file itself holds it as text, nobody had to recognise it."""
PAGES_WITHOUT_TEXT = "pages_without_text"
"""The problem of a document some pages of which hold pictures only: what these say was not read."""


class Problem(NamedTuple):
    """A doubt that the walk found and did not guess away."""

    code: str
    text_start: int | None
    text_end: int | None
    message: str


class Block(NamedTuple):
    """Where a stretch of the source text stood in a document of many parts (Word, PDF, a page)."""

    text_start: int  # of `Decoded.text`
    text_end: int
    kind: str  # paragraph, heading, list_item, table_row, footnote, text_box
    level: int | None  # of a heading or list item, from 1
    place: str  # `paragraph 12`, `table 1, row 3`, `page 2, line 5`


class Decoded(NamedTuple):
    """What a right decoder yields before any other repair (`core.report_texts.source_text`)."""

    text: str
    encoding: str | None  # lower-case Python codec, `mixed`, or None for a binary format
    media_type: str
    edits: Mapping[str, int]  # what decoding itself had to mend or give up on, by class
    blocks: tuple[Block, ...] = ()  # in order; none for plain text, whose offsets say it all
    sure: str = ""  # of a text read by OCR: two hex digits a character, how sure it is in per cent, or HELD
    problems: tuple[Problem, ...] = ()  # doubts of the reader; their messages say where, they have no offsets

    def confidence(self, start: int, end: int) -> float | None:
        """How sure OCR is of the least sure character of `text[start:end]`, 0 to 1; None where nothing was recognised."""
        recognised = [sure for sure in bytes.fromhex(self.sure[2 * start : 2 * end]) if sure != HELD]
        return min(recognised) / 100 if recognised else None

    @property
    def lacks_pages(self) -> str | None:
        """Which pages of the document were not read, in a sentence; None where all were."""
        return next((problem.message for problem in self.problems if problem.code == PAGES_WITHOUT_TEXT), None)


class Text(NamedTuple):
    """A report's normalized text, and the way back to the source for each of its characters."""

    source: str
    text: str
    spans: Spans  # normalized offsets -> source offsets
    breaks: tuple[int, ...]  # normalized offsets at which a hard line break inside a sentence was removed
    edits: Mapping[str, int]  # every class of repair applied, and how often
    script: str  # `simplified` or `traditional`: of the source


class Place(NamedTuple):
    """Where a report comes from, as far as text and gazetteer tell."""

    province: str | None
    prefecture: str | None
    county: str | None
    township: str | None
    place_code: str | None
    place_candidates: tuple[str, ...]


class Metadata(NamedTuple):
    """What a report says about itself. `body_start` and `body_end` bound the text without page furniture."""

    title: str | None
    report_year: int | None
    place: Place
    level: str | None
    issuer: str | None
    issued_on: date | None
    published_on: date | None
    truncated: bool
    body_start: int
    body_end: int
    another: tuple[int, int] | None = None  # the span of the title of another report that stands behind this one


class NotAReport(NamedTuple):
    """Why a readable text is no annual report: the evidence, in a sentence for a person."""

    kind: str  # template, tampered, news, plan, other_annual, half_year, ...
    reason: str


class Section(NamedTuple):
    """One heading with the text it governs. Text before the first heading is the section of path `0`."""

    section_path: str
    parent_path: str | None
    ordinal: int
    depth: int
    marker: str | None
    heading: str | None
    kinds: tuple[str, ...]
    items: int
    text_start: int  # of the marker
    body_start: int  # of the text after the heading
    text_end: int  # where the next section physically begins, children included


class Quantity(NamedTuple):
    """One counted or measured amount, or one zero statement (`core.quantities`)."""

    section_path: str
    surface: str
    value: float
    value_low: float | None
    value_high: float | None
    unit: str | None
    modifier: str | None
    value_kind: str
    measured_entity: str | None
    scope: str
    owner: str
    polarity: str
    indicator_ids: tuple[str, ...]
    rule_id: str | None
    score: float | None  # evidence for the indicator, 0 to 1
    quote_start: int
    quote_end: int
    text_start: int
    text_end: int


@dataclass(slots=True)
class Numeral:
    """One run of digits or Chinese numerals: the amount it belongs to, or why it is none.

    Slotted, because a report has more of these than of all else; the pass that finds it leaves the final number open.
    """

    text_start: int
    text_end: int
    quantity_no: int | None
    reason: str | None


class Reading(NamedTuple):
    """One report, read: all that its bytes yielded."""

    sha256: str
    decoded: Decoded
    text: Text
    metadata: Metadata
    sections: tuple[Section, ...]
    quantities: tuple[Quantity, ...]
    numerals: tuple[Numeral, ...]
    problems: tuple[Problem, ...]
    fold_hash: str  # of the text folded over script, width and layout: equal for twins


class Rejected(NamedTuple):
    """One content that yields no report, with a stable code and what a person can do."""

    sha256: str
    media_type: str | None
    encoding: str | None
    code: str
    reason: str
