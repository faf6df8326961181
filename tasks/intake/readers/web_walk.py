"""A page step by step in reading order: elements that open and close, texts, the numbers of its lists, where each stands."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from tasks.intake.readers.numbering import format_number

CELLS = frozenset(("td", "th"))
WHITE = re.compile(r" *[\t\r\n][ \t\r\n]*")  # the layout of the markup; blanks inside a line are the text's own
NUMBERED = {
    "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "decimal": "decimal",
    "1": "decimal",
}
LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)")


class Path(NamedTuple):
    """An element's place on its page: its tag, its number among its siblings of that tag, and its parent's place."""

    parent: "Path | None"
    tag: str
    number: int


class Step(NamedTuple):
    """One step of the walk through a page: an element opens or closes, or a text stands."""

    opens: str | None = None  # tag
    closes: str | None = None
    text: str = ""
    in_link: bool = False
    path: Path | None = None  # of the element that opens, or around the text
    columns: int = 1  # of a cell: how many it spans
    rows: int = 1


def walk(root: LexborNode) -> Iterator[Step]:
    """The page in reading order; without recursion, for pages nested without end."""
    stack: list[LexborNode | str] = [root]
    links = 0
    path: Path | None = None
    children: list[dict[str, int]] = [{}]
    closing: dict[str, Step] = {}
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            links -= node == "a"
            path = path.parent if path else None
            children.pop()
            yield closing[node]
        elif node.is_text_node:
            yield Step(None, None, WHITE.sub(" ", node.text_content or ""), links > 0, path)
        elif node.is_element_node and node.tag:
            tag = node.tag
            links += tag == "a"
            number = children[-1][tag] = children[-1].get(tag, 0) + 1
            children.append({})
            path = Path(path, tag, number)
            yield Step(tag, None, "", False, path, *(_spans(node) if tag in CELLS else (1, 1)))
            if tag == "li" and (said := _number(node, number)):
                yield Step(None, None, said, links > 0, path)
            if tag not in closing:
                closing[tag] = Step(closes=tag)
            stack.append(tag)
            child = node.last_child
            while child is not None:
                stack.append(child)
                child = child.prev


def _number(item: LexborNode, at: int) -> str:
    """What a browser writes before an item of a list that says how it counts; of others a style sheet may hide it."""
    parent = item.parent
    if parent is None or parent.tag != "ol":
        return ""
    style = LIST_STYLE.search(parent.attributes.get("style") or "")
    name = NUMBERED.get(style[1] if style else parent.attributes.get("type") or "")
    start = (parent.attributes.get("start") or "1").strip()
    if name is None or not start.isdecimal():
        return ""
    return format_number(int(start) + at - 1, name) + (". " if name == "decimal" else "、")


def _spans(cell: LexborNode) -> tuple[int, int]:
    """How many columns and rows a cell takes."""
    said = (cell.attributes.get(name) or "1" for name in ("colspan", "rowspan"))
    columns, rows = (int(span) if span.strip().isdecimal() else 1 for span in said)
    return columns, rows
