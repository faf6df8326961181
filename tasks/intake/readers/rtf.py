"""Rich text (rtf): accepted text, the list numbers that its writer computed, tables row by row.

striprtf was measured: it drops no deleted text and knows neither cells of several paragraphs nor text boxes.
"""

import re
from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from tasks.intake.decode import Unreadable
from tasks.intake.readers.blocks import Piece, raised
from tasks.intake.readers.package import DAMAGED
from tasks.intake.readers.rtf_tables import SHAPES, Tables
from tasks.intake.readers.tables import NO_WORDS, TableWords
from tasks.model import Problem

TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|[\r\n]+|(?P<plain>[^\\{}\r\n]+)",
    re.DOTALL,
)
DEEPEST = 500
CHARSETS = {0: "cp1252", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs", 204: "cp1251", 238: "cp1250"}
CODEPAGES = {936: "gb18030", 950: "big5hkscs", 54936: "gb18030", 65001: "utf-8", 10008: "gb18030", 10002: "big5hkscs"}
SKIPPED = frozenset(  # destinations that hold no text of the body
    re.findall(
        r"\w+",
        "fonttbl colortbl stylesheet info pict header headerl headerr headerf footer footerl footerr footerf ftnsep ftnsepc "
        "ftncn aftnsep aftnsepc aftncn listtable listoverridetable revtbl filetbl annotation atnid atnauthor atndate atnref sp "
        "shprslt nonshppict objdata fldinst xe tc pntxta pntxtb themedata datastore bkmkstart bkmkend template keywords",
    )
)
KEPT = frozenset(("shpinst", "shptxt", "shppict", "fldrslt", "listtext", "pntext", "footnote", "nesttableprops", "ud", "upr"))
PARAGRAPH_ENDS = frozenset(("par", "sect", "page"))
SIGNS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "nestcell": " ",
}  # fmt: skip
ESCAPED = {b"~": "\u00a0", b"_": "-", b"-": "", b"\n": "\n", b"\r": "\n"}


class State(NamedTuple):
    """What holds inside a group, and again after it."""

    skipped: bool = False
    codec: str = "cp1252"
    after_unicode: int = 1  # how many characters follow a \\u for readers that do not know it
    unseen: bool = False  # deleted, hidden or struck through
    raised: bool = False  # above the line
    nested: bool = False  # in the properties of a table inside a cell
    target: str = ""  # `fonttbl`, `footnote`, `shptxt`, or the body


def read_rtf(raw: bytes, words: TableWords = NO_WORDS) -> Iterator[Piece | Problem]:
    """Yield the blocks of a document in reading order; notes and text boxes stand before the paragraph that they hang on.

    Headers, footers, comments, deleted and hidden text are left out. Raises Unreadable with code `unreadable`.
    """
    reader = _Reader(words)
    position = 0
    while found := TOKEN.search(raw, position):
        position = found.end() + reader.take(found)
    reader.end()
    yield from reader.pieces


class _Reader:
    """The state of one reading."""

    def __init__(self, words: TableWords) -> None:
        self.state, self.outer = State(), list[State]()
        self.fonts: dict[int, str] = {}
        self.font = 0
        self.default = "cp1252"
        self.starred = self.opened = False
        self.bytes, self.skip = bytearray(), 0
        self.said: dict[str, list[str]] = {"": [], "footnote": [], "shptxt": []}
        self.level: int | None = None
        self.in_table = self.listed = False
        self.tables = Tables(words)
        self.pieces: list[Piece | Problem] = []
        self.paragraphs = count(1)

    def take(self, found: re.Match[bytes]) -> int:
        """Take one token; how many bytes to leap over after it."""
        kind = found.lastgroup
        if kind == "brace":
            self.brace(found["brace"] == b"{")
        elif kind in ("word", "number"):
            return self.word(found["word"].decode("ascii"), found["number"])
        elif kind == "hex":
            self.byte(bytes((int(found["hex"], 16),)))
        elif kind == "plain":
            self.byte(found["plain"])
        elif kind == "sign":
            self.sign(found["sign"])
        return 0

    def brace(self, opens: bool) -> None:
        self.flush()
        self.skip = 0
        if opens:
            self.outer.append(self.state)
            self.opened = True
            if len(self.outer) > DEEPEST:
                raise Unreadable("unreadable", DAMAGED)
        elif self.outer:
            left, self.state = self.state, self.outer.pop()
            if left.target != self.state.target and left.target in ("footnote", "shptxt"):
                self.aside(left.target)
        self.starred = False

    def word(self, word: str, argument: bytes | None) -> int:
        value = int(argument) if argument is not None else None
        first, self.opened = self.opened, False
        if word == "bin":
            return max(value or 0, 0)
        if word == "u" and value is not None:
            self.unicode(value)
            return 0
        self.flush()
        if (first or self.starred) and word not in KEPT and (self.starred or word in SKIPPED):
            self.state = self.state._replace(skipped=True, target=word)
        elif first or self.starred:
            target = word if word in ("footnote", "shptxt") else self.state.target
            self.state = self.state._replace(target=target, nested=self.state.nested or word == "nesttableprops")
            self.listed = self.listed or word in ("listtext", "pntext")
        self.starred = False
        self.set(word, value)
        if not self.state.skipped:
            self.layout(word, value)
        return 0

    def set(self, word: str, value: int | None) -> None:
        """Words that set how the following characters are read."""
        if word == "ansicpg" and value is not None:
            self.default = CODEPAGES.get(value, f"cp{value}")
            self.state = self.state._replace(codec=self.default)
        elif word == "f" and value is not None:
            self.font = value
            if self.state.target != "fonttbl":
                self.state = self.state._replace(codec=self.fonts.get(value, self.default))
        elif word == "fcharset" and value is not None:
            self.fonts[self.font] = CHARSETS.get(value, self.default) if value > 1 else self.default
        elif word == "uc":
            self.state = self.state._replace(after_unicode=min(max(value or 0, 0), 8))
        elif word in ("deleted", "v", "strike", "striked"):
            self.state = self.state._replace(unseen=value != 0)
        elif word in ("super", "nosupersub"):
            self.state = self.state._replace(raised=word == "super" and value != 0)
        elif word == "plain":
            self.state = self.state._replace(unseen=False, raised=False, codec=self.default)

    def layout(self, word: str, value: int | None) -> None:
        """Words that end or shape blocks."""
        if word in SIGNS:
            self.say(SIGNS[word])
        elif word in PARAGRAPH_ENDS:
            self.paragraph()
        elif word == "cell":
            self.tables.end_cell(self.taken())
        elif word == "row":
            self.tables.end_row()
        elif word == "pard":
            self.level, self.in_table = None, False
        elif word == "intbl":
            self.in_table = True
        elif word in SHAPES and not self.state.nested:
            self.tables.set_shape(word, value or 0)
        elif word == "outlinelevel" and value is not None and value < 9:
            self.level = value + 1

    def sign(self, sign: bytes) -> None:
        self.opened = False
        if sign == b"*":
            self.starred = True
        elif sign in b"\\{}":
            self.byte(sign)
        else:
            self.flush()
            self.say(ESCAPED.get(sign, ""))
            if sign in b"\r\n":
                self.paragraph()

    def byte(self, raw: bytes) -> None:
        self.opened = False
        if self.skip:
            dropped = min(self.skip, len(raw))
            self.skip -= dropped
            raw = raw[dropped:]
        if not self.state.skipped and not self.state.unseen:
            self.bytes += raw

    def unicode(self, value: int) -> None:
        self.flush()
        self.say(chr(value & 0xFFFF))
        self.skip = self.state.after_unicode

    def flush(self) -> None:
        """Decode the bytes so far: a character's two bytes may stand in two tokens."""
        if not self.bytes:
            return
        try:
            text = self.bytes.decode(self.state.codec, "replace")
        except LookupError:
            text = self.bytes.decode("cp1252", "replace")
        self.bytes.clear()
        self.say(text)

    def say(self, text: str) -> None:
        if not self.state.skipped and not self.state.unseen:
            said = raised(text) if self.state.raised else text
            self.said[self.state.target if self.state.target in self.said else ""].append(said)

    def taken(self, target: str = "") -> str:
        """The text so far, with the halves of characters beyond the basic plane joined."""
        text = "".join(self.said[target])
        self.said[target].clear()
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").strip(" \t\n")

    def aside(self, target: str) -> None:
        """The end of a note or text box."""
        kind = {"footnote": "footnote", "shptxt": "text_box"}[target]
        self.pieces.append(Piece(self.taken(target), f"{kind.replace('_', ' ')} in paragraph {len(self.pieces) + 1}", kind))

    def paragraph(self) -> None:
        if self.state.target in ("footnote", "shptxt"):
            self.say("\n")
            return
        text = self.taken()
        if self.in_table:
            self.tables.paragraph(text)
            return
        self.end_table()
        kind = "heading" if self.level else "list_item" if self.listed else "paragraph"
        self.pieces.append(Piece(text, f"paragraph {next(self.paragraphs)}", kind, self.level))
        self.listed = False

    def end_table(self) -> None:
        """The rows so far, below the last paragraph: it may name the unit of all."""
        last = self.pieces[-1] if self.pieces else None
        self.pieces += self.tables.end(last.text if isinstance(last, Piece) else "")

    def end(self) -> None:
        """What stands after the last paragraph mark."""
        self.flush()
        self.state = State()
        self.in_table = False
        self.paragraph()
        self.end_table()
