"""HTML pages to text: the report without the page's furniture, its metadata lines in front."""

import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tasks.intake.decode import Undecodable, Unreadable, decode
from tasks.intake.readers.blocks import Piece, join_pieces, raised
from tasks.intake.readers.grid import Cell, Spanning, spread
from tasks.intake.readers.tables import NO_WORDS, TableWords, is_counted, row_lines
from tasks.intake.readers.web_lines import Shown, telling
from tasks.intake.readers.web_main import count_stops, main_content
from tasks.intake.readers.web_walk import CELLS, Path, Step, walk
from tasks.model import Decoded

MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|div|p|span|table|br|title)\b", re.IGNORECASE)
WIDE_MARKUP = re.compile(rb"<\0(?:h\0t\0m\0l\0|!\0d\0o\0c\0|h\0e\0a\0d\0|b\0o\0d\0y\0)", re.IGNORECASE)
DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
UNSEEN = ["script", "style", "noscript", "template", "iframe", "object", "select", "button", "input", "textarea", "svg", "del"]
RUBY = ["rt", "rp"]  # glosses over characters
FURNITURE = ["nav", "footer", "aside"]
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BLOCK_KINDS = {"li": "list_item", "tr": "table_row"}
MOST_NAMED = 30  # elements of a place
BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article blockquote body br center dd div dl dt fieldset figure form h1 h2 h3 h4 h5 h6 header hr li main ol p "
        "pre section table tbody tr ul",
    )
)
NESTING = re.compile(r"<(/?)(?:div|span|table|tbody|tr|td|section|article|ul|ol|li|p|a|b|font|strong|center)\b", re.IGNORECASE)
MAX_DEPTH = 5000
UNSEEN_STYLES = (("display", "none"), ("visibility", "hidden"), ("text-decoration", "line-through"))
NOTE_MARK = re.compile(r"[\[【〔(（]\d{1,3}[\]】〕)）]|[①-⑳]")
# hidden, or struck through: who strikes a number out takes it back
HIDDEN = ", ".join(
    (
        "[hidden]",
        "s",
        "strike",
        *(f'[style*="{name}:{blank}{value}" i]' for name, value in UNSEEN_STYLES for blank in ("", " ")),
    )
)
# what word processors write into pages and show nobody, or beside the text: properties, remarks, heads and feet, contents
WORD_UNSEEN = (
    'xml, .msoDel, .msocomanchor, [class^="MsoToc" i], [style*="mso-hide:all" i], [style*="mso-element:comment" i], '
    '[style*="mso-element:header" i], [style*="mso-element:footer" i], .MsoFootnoteReference, .MsoEndnoteReference'
)


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
    steps = list(walk(tree.body)) if tree.body is not None else []
    start, end = main_content(steps)
    front = telling(_lines(steps[:start], words), _page_title(tree), tuple(words.title_ends))
    body = (line.piece for line in _lines(steps[start:end], words) if not line.is_attachment)
    joined = join_pieces((*front, *body))
    return page._replace(text=joined.text, media_type="text/html", blocks=joined.blocks, problems=joined.problems)


def _drop_unseen(tree: LexborHTMLParser) -> None:
    """Take out the marks of notes, and what is not shown, unless that is more than what is: a script may show it then."""
    _remove([mark for mark in tree.css("sup") if NOTE_MARK.fullmatch(mark.text().strip())])
    for above in tree.css("sup"):
        if (said := above.text().strip()).isdecimal():
            above.replace_with(raised(said))
    _remove(tree.css(WORD_UNSEEN))
    hidden = _outermost(tree.css(HIDDEN))
    unseen = sum(count_stops(node.text()) for node in hidden)
    if hidden and tree.body is not None and 2 * unseen <= count_stops(tree.body.text()):
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


def _page_title(tree: LexborHTMLParser) -> str:
    """What the head of a page says that it is titled."""
    meta = tree.css_first('meta[name="ArticleTitle" i]')
    said = (meta.attributes.get("content") or "") if meta is not None else ""
    titles = tree.css("title")
    return said + "".join(title.text() for title in titles[:1])


def _lines(steps: Sequence[Step], words: TableWords) -> Iterator[Shown]:
    """The lines of a stretch of a page."""
    parts: list[tuple[str, bool]] = []
    path: Path | None = None
    above = ""  # the line before a table
    at = 0
    while at <= len(steps):
        step = steps[at] if at < len(steps) else Step(closes="body")
        at += 1
        if step.opens in CELLS:
            parts.append(("\t", False))  # two numbers in two cells are two numbers
        elif step.opens in BLOCKS or step.closes in BLOCKS:
            if line := "".join(text for text, _ in parts).strip(" \t"):
                linked, beside = ("".join(text for text, in_link in parts if in_link is wanted) for wanted in (True, False))
                yield Shown(_piece(line, path), linked, beside)
                above = line
            parts, path = [], None
            if step.opens == "table" and (table := _counted_table(steps, at, words)):
                rows, at = table
                yield from (Shown(piece, "", piece.text) for piece in _row_pieces(rows, step.path, words, above))
                above = ""
        elif step.text:
            parts.append((step.text, step.in_link))
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
