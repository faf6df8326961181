"""HTML pages to text: the report without the page's furniture, its metadata lines in front."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tasks.intake.decode import EMPTY, Undecodable, Unreadable, decode
from tasks.model import Decoded

MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|div|p|span|table|br|title)\b", re.IGNORECASE)
WIDE_MARKUP = re.compile(rb"<\0(?:h\0t\0m\0l\0|!\0d\0o\0c\0|h\0e\0a\0d\0|b\0o\0d\0y\0)", re.IGNORECASE)
DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
UNSEEN = ["script", "style", "noscript", "template", "iframe", "object", "select", "button", "input", "textarea", "svg"]
RUBY = ["rt", "rp"]  # glosses over characters
FURNITURE = ["nav", "footer", "aside"]
CONTAINERS = frozenset(("article", "main", "section", "div", "td", "body"))
HEADLINES = frozenset(("h1", "h2"))
CELLS = frozenset(("td", "th"))
BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article blockquote body br center dd div dl dt fieldset figure form h1 h2 h3 h4 h5 h6 header hr li main ol p "
        "pre section table tbody tr ul",
    )
)
WHITE = re.compile(r" *[\t\r\n][ \t\r\n]*")  # the layout of the markup; blanks inside a line are the text's own
NESTING = re.compile(r"<(/?)(?:div|span|table|tbody|tr|td|section|article|ul|ol|li|p|a|b|font|strong|center)\b", re.IGNORECASE)
MAX_DEPTH = 5000
STOPS = re.compile("[，。；：、,;]")
LABELLED = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff\s]{1,9}[:：]|\d{4}\s*[年/-]\s*\d{1,2}\s*[月/-]\s*\d{1,2}")
MAIN_SHARE = 0.75  # of a page's stops outside links: what holds so many is the report, with room for a footer's sentences


class Step(NamedTuple):
    """One step of the walk through a page: an element opens or closes, or a text stands."""

    opens: str | None = None  # tag
    closes: str | None = None
    text: str = ""
    in_link: bool = False


def is_html(raw: bytes) -> bool:
    """Whether a content is a page rather than plain text: tags of its frame, or a tag first of all."""
    head = raw[:4096]
    found = {m[0].lower() for m in MARKUP.finditer(head)}
    return bool(WIDE_MARKUP.search(head)) or len(found) > 1 or (bool(found) and head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<")


def read_html(raw: bytes) -> Decoded:
    """Read a page; its blocks are joined by line feeds.

    Raises Unreadable as `decode` does, with code `empty` where the page holds no text and `unreadable` where its
    tags nest without end.
    """
    page = _decode_page(raw)
    _refuse_abyss(page.text)
    tree = LexborHTMLParser(page.text)
    tree.strip_tags([*UNSEEN, *RUBY, *FURNITURE])
    steps = list(_walk(tree.body)) if tree.body is not None else []
    start, end = _main_content(steps)
    front = (line for line, headline in _lines(steps[:start]) if headline or LABELLED.search(line))
    text = "\n".join((*front, *(line for line, _ in _lines(steps[start:end]))))
    if not text.strip():
        raise Undecodable("empty", EMPTY)
    return page._replace(text=text, media_type="text/html")


def _refuse_abyss(markup: str) -> None:
    """Refuse tags nested thousands deep: the parser's time grows with the square of the depth, and no page is so."""
    depth = 0
    for tag in NESTING.finditer(markup):
        depth += -1 if tag[1] else 1
        if depth > MAX_DEPTH:
            raise Unreadable("unreadable", "网页的标记嵌套过深，不是正常的网页。请在浏览器中打开后复制正文，另存为文本提交。")


def _decode_page(raw: bytes) -> Decoded:
    """Decode by the bytes; the charset that a page declares is often wrong and counts only where they decide nothing."""
    try:
        return decode(raw)
    except Undecodable as error:
        declared = DECLARED.search(raw[:4096])
        if error.code != "undecodable" or declared is None:
            raise
        name = declared[1].decode("ascii").lower()
        try:
            return Decoded(raw.decode(name), name, "text/html", {})
        except (LookupError, UnicodeDecodeError):
            raise error from None


def _walk(root: LexborNode) -> Iterator[Step]:
    """The page in reading order; without recursion, for pages nested without end."""
    stack: list[LexborNode | str] = [root]
    links = 0
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            links -= node == "a"
            yield Step(closes=node)
        elif node.is_text_node:
            yield Step(text=WHITE.sub(" ", node.text_content or ""), in_link=links > 0)
        elif node.is_element_node and node.tag:
            links += node.tag == "a"
            yield Step(opens=node.tag)
            stack.append(node.tag)
            child = node.last_child
            while child is not None:
                stack.append(child)
                child = child.prev


def _main_content(steps: list[Step]) -> tuple[int, int]:
    """The steps of the innermost container that holds most of the page's sentences; all, where there is none."""
    stops = 0
    opened: list[tuple[int, int]] = []
    closed: list[tuple[int, int, int]] = []
    for at, step in enumerate(steps):
        if step.opens in CONTAINERS:
            opened.append((at, stops))
        elif step.closes in CONTAINERS:
            start, before = opened.pop()
            closed.append((start, at + 1, stops - before))
        elif not step.in_link:
            stops += len(STOPS.findall(step.text))
    holding = ((start, end) for start, end, inside in closed if inside >= MAIN_SHARE * stops)
    return next(holding, (0, len(steps)))


def _lines(steps: Iterable[Step]) -> Iterator[tuple[str, bool]]:
    """The blocks of a stretch of a page, each with whether it is a headline."""
    parts: list[str] = []
    headline = False
    for step in (*steps, Step(closes="body")):
        if step.opens in HEADLINES:
            headline = True
        if step.opens in CELLS:
            parts.append("\t")  # two numbers in two cells are two numbers
        elif step.opens in BLOCKS or step.closes in BLOCKS:
            if line := "".join(parts).strip(" \t"):
                yield line, headline
            parts, headline = [], step.opens in HEADLINES
        elif step.text:
            parts.append(step.text)
