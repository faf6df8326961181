"""What a reader of a document format yields, block by block, and how blocks become one text."""

from collections.abc import Iterable
from typing import NamedTuple

from tasks.intake.decode import EMPTY, Unreadable
from tasks.model import HELD, Block, Problem

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

MAX_CHARS = 8_000_000  # of one document's text: a thousand times a long report


class Piece(NamedTuple):
    """One block of a document: its text, and its place there in words (`paragraph 12`, `page 3, line 5`)."""

    text: str
    place: str
    kind: str = "paragraph"  # paragraph, heading, list_item, table_row, footnote, text_box
    level: int | None = None  # of a heading or list item, from 1
    sure: bytes = b""  # per cent for each character of a text that was recognised, or HELD


class Joined(NamedTuple):
    """The blocks of a document as one text."""

    text: str
    blocks: tuple[Block, ...]
    sure: bytes  # of each character of a text that was recognised, in part at least; else empty
    problems: tuple[Problem, ...]


def join_pieces(pieces: Iterable[Piece | Problem]) -> Joined:
    """Join the pieces that hold text by line feeds, and note where each came to stand; keep what the reader doubts.

    Raises Unreadable with code `empty` where none holds text, `too_large` where they hold more than MAX_CHARS.
    """
    texts: list[str] = []
    sure: list[bytes] = []
    blocks: list[Block] = []
    problems: list[Problem] = []
    at = 0
    for piece in pieces:
        if isinstance(piece, Problem):
            problems.append(piece)
            continue
        if not piece.text.strip():
            continue
        end = at + len(piece.text)
        if end > MAX_CHARS:
            raise Unreadable("too_large", f"文件展开后的文字超过 {MAX_CHARS} 字，不像一份报告。请拆分后重新提交。")
        texts.append(piece.text)
        sure.append(piece.sure or bytes([HELD]) * len(piece.text))
        blocks.append(Block(at, end, piece.kind, piece.level, piece.place))
        at = end + 1
    if not texts:
        raise Unreadable("empty", EMPTY)
    joined = bytes([HELD]).join(sure)
    return Joined("\n".join(texts), tuple(blocks), joined if joined.strip(bytes([HELD])) else b"", tuple(problems))


def raised(text: str) -> str:
    """What is set above the line, as signs that say so: the mark of a note is no digit of the number before it."""
    return text.translate(SUPERSCRIPTS)
