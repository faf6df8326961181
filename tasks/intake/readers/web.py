"""HTML pages to text: the report without the page's furniture, its metadata lines in front."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tasks.intake.decode import Undecodable, decode
from tasks.model import Decoded

MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|div|p|span|table|br|title)\b", re.IGNORECASE)
WIDE_MARKUP = re.compile(rb"<\0(?:h\0t\0m\0l\0|!\0d\0o\0c\0|h\0e\0a\0d\0|b\0o\0d\0y\0)", re.IGNORECASE)
DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
SILENT = "script,style,noscript,template,iframe,object,select,option,button,input,textarea,svg,head"
FURNITURE = "nav,footer,aside"
BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article blockquote body center dd div dl dt fieldset figure form h1 h2 h3 h4 h5 h6 header hr li main ol p pre "
        "section table tbody tr ul",
    )
)
CELLS = frozenset(("td", "th"))
CONTAINERS = "article,main,section,div,td,body"
STOPS = re.compile("[，。；：、,;]")
LABELLED = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff\s]{1,9}[:：]|\d{4}\s*[年/-]\s*\d{1,2}\s*[月/-]\s*\d{1,2}")
MAIN_SHARE = 0.75  # of a page's stops: what holds so many is the report, with room for a footer's sentences


def is_html(raw: bytes) -> bool:
    """Whether a content is a page rather than plain text: a tag of its frame, or several tags, near its beginning."""
    head = raw[:4096]
    found = {m[0].lower() for m in MARKUP.finditer(head)}
    return bool(WIDE_MARKUP.search(head)) or len(found) > 1 or (bool(found) and raw.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<")


def read_html(raw: bytes) -> Decoded:
    """Read a page; its blocks are joined by line feeds.

    Raises Undecodable as `decode` does, and `empty` where the page holds no text.
    """
    page = _decode_page(raw)
    tree = LexborHTMLParser(page.text)
    tree.strip_tags(SILENT.split(","))
    body = tree.body
    if body is None:
        raise Undecodable("empty", "网页没有正文。请确认来源页面有内容，重新下载后提交。")
    main = _main_content(body)
    lines = list(_front_lines(body, main)) if main.mem_id != body.mem_id else []
    text = "\n".join((*lines, *_lines(main)))
    if not text.strip():
        raise Undecodable("empty", "网页没有正文，可能由脚本生成。请在浏览器中打开后另存，再提交。")
    return page._replace(text=text, media_type="text/html")


def _decode_page(raw: bytes) -> Decoded:
    """Decode by the bytes; the charset that a page declares is often wrong and counts only where they decide nothing."""
    try:
        return decode(raw)
    except Undecodable as error:
        declared = DECLARED.search(raw[:4096])
        if error.code != "undecodable" or declared is None:
            raise
        try:
            return Decoded(raw.decode(declared[1].decode()), declared[1].decode().lower(), "text/html", {})
        except (LookupError, UnicodeDecodeError):
            raise error from None


def _main_content(body: LexborNode) -> LexborNode:
    """The innermost container that holds most of the page's sentences."""
    total = len(STOPS.findall(body.text()))
    best = body
    for node in body.css(CONTAINERS):
        text = node.text()
        if len(text) <= len(best.text()) and len(STOPS.findall(text)) >= MAIN_SHARE * total:
            best = node
    return best


def _front_lines(body: LexborNode, main: LexborNode) -> Iterator[str]:
    """The headline and the lines with labels and dates that stand before the report on the page."""
    for node in body.css(FURNITURE):
        if main.mem_id not in {inner.mem_id for inner in node.traverse()}:
            node.decompose()
    for line, heading in _marked_lines(body, main.mem_id):
        if heading or LABELLED.search(line):
            yield line


def _lines(node: LexborNode) -> Iterator[str]:
    return (line for line, _ in _marked_lines(node, None))


def _marked_lines(node: LexborNode, stop: int | None) -> Iterator[tuple[str, bool]]:
    """The blocks of a node in reading order, each with whether it is a headline, up to the node of id `stop`."""
    parts: list[str] = []
    heading = False
    for text, tag in _events(node, stop):
        if text is not None:
            parts.append(text)
            heading = heading or tag in ("h1", "h2")
        elif parts:
            line = "".join(parts).strip(" \t\r\n")
            if line:
                yield line, heading
            parts, heading = [], False
    if line := "".join(parts).strip(" \t\r\n"):
        yield line, heading


def _events(node: LexborNode, stop: int | None) -> Iterator[tuple[str | None, str | None]]:
    """Texts (with the tag around) and, as None, the ends of lines; without recursion, for pages nested without end."""
    stack: list[tuple[LexborNode, bool]] = [(node, False)]
    while stack:
        current, closing = stack.pop()
        if closing:
            yield None, None
            continue
        if stop is not None and current.mem_id == stop:
            return
        if current.is_text_node:
            parent = current.parent
            yield re.sub(r"[ \t\r\n]+", " ", current.text_content or ""), parent.tag if parent else None
            continue
        if current.tag == "br" or current.tag in BLOCKS:
            yield None, None
        if current.tag in CELLS:
            yield " ", None
        if current.tag in BLOCKS:
            stack.append((current, True))
        child = current.last_child
        while child is not None:
            stack.append((child, False))
            child = child.prev
