"""Word 97 to 2003 documents and the wps files of that kind, through antiword."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from itertools import count, groupby

from tasks.intake.decode import Unreadable
from tasks.intake.readers.blocks import Piece
from tasks.intake.readers.package import DAMAGED, LOCKED
from tasks.intake.readers.tables import row_lines

MISSING = (
    "读取 .doc、.wps 文件需要程序 antiword，本机没有安装（Debian：apt-get install antiword）。"
    "请安装后重新处理，或把文件另存为 docx 后提交。"
)
ROW = re.compile(r"\|(.*)\|")
SECONDS = 15


def read_doc(raw: bytes, unit_heads: Sequence[str] = ()) -> Iterator[Piece]:
    """Yield the paragraphs and table rows of a document; antiword knows no places beyond their order.

    Raises Unreadable: `reader_missing`, `encrypted`, `unreadable`.
    """
    lines = _antiword(raw).replace("\r", "").split("\n")
    paragraphs, tables = count(1), count(1)
    for is_table, group in groupby(lines, key=lambda line: bool(ROW.fullmatch(line.strip()))):
        if is_table:
            table = next(tables)
            rows = list(_rows(group))
            yield from (
                Piece(line, f"table {table}, row {at}", "table_row") for at, line in enumerate(row_lines(rows, unit_heads), 1)
            )
        else:
            yield from (Piece(line.strip(), f"paragraph {next(paragraphs)}") for line in group if line.strip())


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


def _rows(lines: Iterator[str]) -> Iterator[list[str]]:
    """The rows of a table; a line whose first cell is blank goes on with the row above where that one breaks off."""
    for line in lines:
        found = ROW.fullmatch(line.strip())
        if found:
            yield [cell.strip() for cell in found[1].split("|")]
