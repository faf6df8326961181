"""Word files older than Word 97, and newer ones too damaged for word97.py, as the program antiword prints them.

It prints each cell of a table as wide as it stands on the page, so that merged columns show; merged rows must be guessed.
"""

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import count, groupby

from tasks.intake.decode import Unreadable
from tasks.intake.readers.blocks import Piece
from tasks.intake.readers.grid import Edged, first_counting, may_be_broken
from tasks.intake.readers.package import DAMAGED, LOCKED
from tasks.intake.readers.tables import NEAR, NO_WORDS, TableWords, table_pieces
from tasks.model import Problem

MISSING = (
    "读取 Word 97 以前的 .doc 文件需要程序 antiword，本机没有安装（Debian：apt-get install antiword）。"
    "请安装后重新处理，或把文件另存为 docx 后提交。"
)
ROW = re.compile(r"\|(.*)\|")
SECONDS = 15


def by_antiword(raw: bytes, words: TableWords = NO_WORDS) -> Iterator[Piece | Problem]:
    """Yield paragraphs and table rows as antiword prints them; it knows no places beyond their order.

    Raises Unreadable: `reader_missing`, `encrypted`, `unreadable`, `too_slow`.
    """
    lines = _antiword(raw).replace("\r", "").split("\n")
    paragraphs, tables = count(1), count(1)
    above = ""
    for is_table, group in groupby(lines, key=lambda line: ROW.fullmatch(line.strip()) is not None):
        if is_table:
            yield from table_pieces(table_rows([line.strip() for line in group]), next(tables), 1, words, above)
            continue
        for line in group:
            if line.strip():
                above = line.strip()
                yield Piece(above, f"paragraph {next(paragraphs)}")


def table_rows(lines: Sequence[str]) -> list[list[Edged]]:
    """The cells of printed rows by where their bars stand; without these where a row may be the rest of the one above."""
    rows = [_cells(line) for line in lines]
    texts = [[cell.text for cell in row] for row in rows]
    first = first_counting(texts)
    if first is None:
        return rows
    if may_be_broken(texts[first + 1 :]):
        return [[Edged(cell.text) for cell in row] for row in rows]
    # an empty cell of the head, and an empty first one below it, goes on from the cell above
    return [
        [cell._replace(above=not cell.text and at > 0 and (at < first or column == 0)) for column, cell in enumerate(row)]
        for at, row in enumerate(rows)
    ]


def _cells(line: str) -> list[Edged]:
    """The cells of one printed row."""
    bars = [0]
    cells = []
    for text in line.strip("|").split("|"):
        bars.append(bars[-1] + 1 + sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text))
        cells.append(Edged(text.strip(), bars[-2] * NEAR, bars[-1] * NEAR))
    return cells


def _antiword(raw: bytes) -> str:
    program = shutil.which("antiword")
    if program is None:
        raise Unreadable("reader_missing", MISSING)
    # -w 0: no line is broken; -m: the codec of what comes out
    command = [program, "-w", "0", "-m", "UTF-8.txt", "-"]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603  # fixed words
    except subprocess.TimeoutExpired as error:
        raise Unreadable("too_slow", DAMAGED) from error
    if done.returncode:
        locked = b"ncrypt" in done.stderr + done.stdout
        raise Unreadable("encrypted", LOCKED) if locked else Unreadable("unreadable", DAMAGED)
    return done.stdout.decode("utf-8", "replace")
