"""What the head of a table says of its columns: which hold numbers, of which year and unit, which name what is counted."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from tasks.intake.readers.grid import Grid, is_amount, is_number, year_of

UNIT_IN_HEAD = re.compile(r"(?P<name>.*?)\s*[（(\[【]\s*(?P<unit>[^（）()\[\]【】\d]{1,5})\s*[)）\]】]\s*")
AMONG = re.compile(r"^其中\s*[:：]?\s*")
DATED = re.compile(  # 2023年件数, 全市2023年
    r"(?P<before>(?:19|20)\d\d)\s*年度?(?P<rest>.+)|(?P<name>.+?)(?P<after>(?:19|20)\d\d)\s*年度?"
)
SHORT_UNIT = re.compile(r"[\u4e00-\u9fff%％/]{1,5}")
SAID_UNIT = re.compile(r"(?P<head>[\u4e00-\u9fff]{2,4})\s*[:：]\s*(?P<unit>[\u4e00-\u9fff%％]{1,4})\s*[）)】\]]?\s*")
Kind = Literal["number", "unit", "year", "label"]


class TableWords(NamedTuple):
    """Words that readers of tables and pages go by, of config/readers.yaml."""

    unit_heads: Sequence[str]  # heads of a column that gives the unit of each row
    counting_heads: Mapping[str, str]  # heads that say no more than that it is counted, and the unit they imply
    rate_words: Sequence[str]  # in the name of a column that the unit of the whole table does not hold for
    body_heads: Sequence[str] = ()  # heads that say whose numbers stand below or beside them
    holder_heads: Sequence[str] = ()  # heads of a first column that says who, where the next heads say what was counted
    title_ends: Sequence[str] = ()  # of a page's lines: what so ends may be the title of a document


class Column(NamedTuple):
    """One column of a table that counts."""

    at: int
    kind: Kind
    head: str
    year: str = ""  # `2023年`
    body: str = ""  # whose numbers these are: `本镇`
    name: str = ""
    unit: str = ""


def columns_of(grid: Grid, head: range, words: TableWords) -> list[Column]:
    """The columns of a table by its head and what stands below it."""
    return [_column(grid, at, head, words) for at in range(grid.width)]


def unit_above(line: str, words: TableWords) -> str:
    """The one unit that a caption ends with: `单位：件`, `表一（单位：万元）`; empty where there is none."""
    for found in SAID_UNIT.finditer(line):
        if found["head"] in words.unit_heads and found.end() == len(line):
            return found["unit"]
    return ""


def _column(grid: Grid, at: int, head: range, words: TableWords) -> Column:
    parts = list(dict.fromkeys(filter(None, (grid.text(row, at) for row in head))))
    below = grid.below(at, head.stop)
    said = "".join(parts)
    # the first column names what is counted: under 单位 it holds bodies, not units
    if at and said in words.unit_heads and below and all(SHORT_UNIT.fullmatch(text) for text in below):
        return Column(at, "unit", said)
    if below and all(map(year_of, below)) and not any(map(year_of, parts)):
        return Column(at, "year", said)
    if said and below and not _is_count(at, below) and all(map(is_amount if at else is_number, below)):
        return _named(Column(at, "number", said), parts, words)
    return Column(at, "label", said)


def _is_count(at: int, below: Sequence[str]) -> bool:
    """Whether the first column numbers the rows: 1, 2, 3, ..."""
    return at == 0 and list(below) == [str(number) for number in range(1, len(below) + 1)]


def _named(column: Column, parts: Sequence[str], words: TableWords) -> Column:
    """A column with the year, body, name and unit that the heads above it give it."""
    year = body = unit = ""
    names = []
    for part in parts:
        with_unit = UNIT_IN_HEAD.fullmatch(part)
        name, unit = (with_unit["name"], with_unit["unit"]) if with_unit else (part, unit)
        if found := year_of(name):
            year = f"{found}年"
            continue
        if (dated := DATED.fullmatch(name)) and (dated["name"] or dated["rest"]) in (*words.body_heads, *words.counting_heads):
            year, name = f"{dated['before'] or dated['after']}年", dated["name"] or dated["rest"]
        if owned := _body(name, words):
            body, name = owned
        implied = max((counting for counting in words.counting_heads if name.endswith(counting)), key=len, default=None)
        if implied and not with_unit:
            unit = unit or words.counting_heads[implied]
        if name not in ("", implied):
            names.append(name)
    return column._replace(year=year, body=body, name="".join(names), unit=unit)


def _body(head: str, words: TableWords) -> tuple[str, str] | None:
    """The body whose numbers a head says that they are, and what else it says of them: 本镇, 其中：本镇, 全区件数."""
    said = AMONG.sub("", head)
    body = max((body for body in words.body_heads if said.startswith(body)), key=len, default="")
    rest = said.removeprefix(body)
    return (body, rest) if body and (not rest or rest in words.counting_heads) else None
