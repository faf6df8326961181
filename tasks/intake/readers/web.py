"""HTML pages to text: the report without the page's furniture, its metadata lines in front."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tasks.intake.decode import Undecodable, Unreadable, decode
from tasks.intake.readers.blocks import Piece, join_pieces
from tasks.intake.readers.grid import Cell, Spanning, spread
from tasks.intake.readers.numbering import format_number
from tasks.intake.readers.tables import NO_WORDS, TableWords, is_counted, row_lines
from tasks.model import Decoded

MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|div|p|span|table|br|title)\b", re.IGNORECASE)
WIDE_MARKUP = re.compile(rb"<\0(?:h\0t\0m\0l\0|!\0d\0o\0c\0|h\0e\0a\0d\0|b\0o\0d\0y\0)", re.IGNORECASE)
DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
UNSEEN = ["script", "style", "noscript", "template", "iframe", "object", "select", "button", "input", "textarea", "svg", "del"]
RUBY = ["rt", "rp"]  # glosses over characters
FURNITURE = ["nav", "footer", "aside"]
CONTAINERS = frozenset(("article", "main", "section", "div", "td", "body"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BLOCK_KINDS = {"li": "list_item", "tr": "table_row"}
MOST_NAMED = 30  # elements of a place
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
NOTE_MARK = re.compile(r"[\[【〔(（]\d{1,3}[\]】〕)）]|[①-⑳]")
HIDDEN = '[hidden], [style*="display:none" i], [style*="display: none" i]'
# what word processors write into pages and show nobody, or beside the text: properties, remarks, heads and feet, contents
WORD_UNSEEN = (
    'xml, .msoDel, .msocomanchor, [class^="MsoToc" i], [style*="mso-hide:all" i], [style*="mso-element:comment" i], '
    '[style*="mso-element:header" i], [style*="mso-element:footer" i], .MsoFootnoteReference, .MsoEndnoteReference'
)
NUMBERED = {
    "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "decimal": "decimal",
    "1": "decimal",
}
LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)")
STOPS = re.compile("[，。；：、,;]")
LABELLED = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff\s]{1,9}[:：]|\d{4}\s*[年/-]\s*\d{1,2}\s*[月/-]\s*\d{1,2}")
MAIN_SHARE = 0.75  # of a page's stops outside links: what holds so many is the report, with room for a footer's sentences


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


def is_html(raw: bytes) -> bool:
    """Whether a content is a page rather than plain text: tags of its frame, or a tag first of all."""
    head = raw[:4096]
    found = {m[0].lower() for m in MARKUP.finditer(head)}
    return bool(WIDE_MARKUP.search(head)) or len(found) > 1 or (bool(found) and head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<")


def read_html(raw: bytes, words: TableWords = NO_WORDS) -> Decoded:
    """Read a page; its blocks are joined by line feeds, rows of tables that count with units and years to each number.

    Raises Unreadable as `decode` does, with code `empty` where the page holds no text and `unreadable` where its
    tags nest without end.
    """
    page = _decode_page(raw)
    _refuse_abyss(page.text)
    tree = LexborHTMLParser(page.text)
    _drop_unseen(tree)
    tree.strip_tags([*UNSEEN, *RUBY, *FURNITURE])
    steps = list(_walk(tree.body)) if tree.body is not None else []
    start, end = _main_content(steps)
    front = (piece for piece in _pieces(steps[:start], words) if _is_headline(piece) or LABELLED.search(piece.text))
    joined = join_pieces((*front, *_pieces(steps[start:end], words)))
    return page._replace(text=joined.text, media_type="text/html", blocks=joined.blocks, problems=joined.problems)


def _drop_unseen(tree: LexborHTMLParser) -> None:
    """Take out the marks of notes, and what is not shown, unless that is more than what is: a script may show it then."""
    _remove([mark for mark in tree.css("sup") if NOTE_MARK.fullmatch(mark.text().strip())])
    _remove(tree.css(WORD_UNSEEN))
    hidden = _outermost(tree.css(HIDDEN))
    unseen = sum(len(STOPS.findall(node.text())) for node in hidden)
    if hidden and tree.body is not None and 2 * unseen <= len(STOPS.findall(tree.body.text())):
        _remove(hidden)


def _remove(nodes: Sequence[LexborNode]) -> None:
    for node in _outermost(nodes):
        node.decompose()


def _outermost(nodes: Sequence[LexborNode]) -> list[LexborNode]:
    """Those that stand inside no other of them: what is inside goes with it, and must not be touched afterwards."""
    inside = {node.mem_id for node in nodes}
    return [node for node in nodes if not any(parent.mem_id in inside for parent in _parents(node))]


def _parents(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


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


def _pieces(steps: Sequence[Step], words: TableWords) -> Iterator[Piece]:
    """The blocks of a stretch of a page."""
    parts: list[str] = []
    path: Path | None = None
    above = ""  # the line before a table
    at = 0
    while at <= len(steps):
        step = steps[at] if at < len(steps) else Step(closes="body")
        at += 1
        if step.opens in CELLS:
            parts.append("\t")  # two numbers in two cells are two numbers
        elif step.opens in BLOCKS or step.closes in BLOCKS:
            if line := "".join(parts).strip(" \t"):
                yield _piece(line, path)
                above = line
            parts, path = [], None
            if step.opens == "table" and (table := _counted_table(steps, at, words)):
                rows, at = table
                yield from _row_pieces(rows, step.path, words, above)
                above = ""
        elif step.text:
            parts.append(step.text)
            path = path or (step.path if step.text.strip() else None)


def _counted_table(steps: Sequence[Step], at: int, words: TableWords) -> tuple[list[list[Cell]], int] | None:
    """The cells of the table that opens before `at`, and the step after its end; None where it is no table of numbers."""
    rows: list[list[Spanning]] = []
    for end in range(at, len(steps)):
        step = steps[end]
        if step.closes == "table":
            grid = spread(rows)
            return (grid, end + 1) if is_counted(grid, words) else None
        if step.opens == "table":
            return None
        if step.opens == "tr":
            rows.append([])
        elif step.opens in CELLS and rows:
            rows[-1].append(Spanning("", step.columns, step.rows))
        elif step.text and rows and rows[-1]:
            rows[-1][-1] = rows[-1][-1]._replace(text=rows[-1][-1].text + step.text)
    return None


def _row_pieces(rows: Sequence[Sequence[Cell]], path: Path | None, words: TableWords, above: str) -> Iterator[Piece]:
    for number, line in enumerate(row_lines(rows, words, above), 1):
        yield Piece(line, f"{_said(path)} row {number}", "table_row")


def _piece(line: str, path: Path | None) -> Piece:
    block = path
    while block is not None and block.tag not in BLOCKS:
        block = block.parent
    tag = block.tag if block else ""
    kind = "heading" if tag in HEADINGS else BLOCK_KINDS.get(tag, "paragraph")
    return Piece(line, _said(block or path), kind, int(tag[1]) if kind == "heading" else None)


def _said(path: Path | None) -> str:
    """A place as `body/div[2]/p[3]`; of one nested very deep, its innermost elements."""
    names: list[str] = []
    while path is not None and len(names) < MOST_NAMED:
        names.append(path.tag if path.tag == "body" else f"{path.tag}[{path.number}]")
        path = path.parent
    return "/".join(reversed(names))


def _is_headline(piece: Piece) -> bool:
    return piece.kind == "heading" and piece.level is not None and piece.level <= 2
