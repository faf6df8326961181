"""Bytes to characters by a ladder of strict decodings; what none of them reads is decoded line by line."""

import codecs

from tasks.intake.damage import LEGACY, Reading, is_garbled, read_lines, read_strictly
from tasks.intake.plausible import PLAUSIBLE, score
from tasks.model import Decoded

MAX_BYTES = 16 << 20  # a page with pictures inside; a report is a hundredth of it
CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r"))
BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LONG = 1 << 16  # bytes: more than a report has; so much is not searched for faults where it looks like none
EMPTY = "文件没有内容。请确认来源页面有正文，重新下载后提交。"
NOT_TEXT = "文件是二进制数据，不是文本。请提交报告的文本、网页、Word 或 PDF 文件。"
TOO_LARGE = "文件有 {size} 字节，超过 {limit} 字节的上限。请拆分文件，或调高上限后重新提交。"
UNDECODABLE = "没有一种中文编码能读出通顺的文字。请从来源重新下载，或另存为 UTF-8 后提交。"


class Unreadable(ValueError):  # noqa: N818  # a verdict on a file, not a fault of the program
    """A content that yields no text: `code` is stable, `message` tells a person what to do."""

    def __init__(self, code: str, message: str) -> None:
        """Keep code and message apart: the code goes to a column, the message to a person."""
        super().__init__(message)
        self.code = code
        self.message = message


class Undecodable(Unreadable):
    """Bytes that are no text, or text that no codec reads plausibly."""


def decode(raw: bytes, max_bytes: int = MAX_BYTES) -> Decoded:
    """Decode a plain text file: BOM, strict UTF-8, then UTF-16, GB18030 and Big5 by their plausibility as Chinese.

    Raises Undecodable with code `empty`, `too_large`, `not_text` or `undecodable`.
    """
    if len(raw) > max_bytes:
        raise Undecodable("too_large", TOO_LARGE.format(size=len(raw), limit=max_bytes))
    if not raw or raw.isspace():
        raise Undecodable("empty", EMPTY)
    unmarked = raw.removeprefix(codecs.BOM_UTF8)
    reading = _read_utf8(unmarked) or _read_marked(raw) or _read_wide(raw) or _read_legacy(unmarked)
    if not reading.text or reading.text.isspace():
        raise Undecodable("empty", EMPTY)
    if reading.text.count("\0") > len(reading.text) // 100:
        raise Undecodable("not_text", NOT_TEXT)
    edits = {"lost_byte": reading.lost, "kept_lost_byte": reading.doubtful, "cut_character": reading.cut}
    return Decoded(reading.text, reading.encoding, "text/plain", {name: n for name, n in edits.items() if n})


def _read_utf8(raw: bytes) -> Reading | None:
    """Strict UTF-8; of a download that stopped inside a character the at most three bytes that are left of it go."""
    try:
        return Reading(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if error.start < max(1, len(raw) - 3) or error.reason != "unexpected end of data":
            return None
        return Reading(raw[: error.start].decode("utf-8"), "utf-8", cut=1)


def _read_marked(raw: bytes) -> Reading | None:
    """Read by the byte order mark, where there is one and it tells the truth."""
    for mark, codec in BOMS:
        if raw.startswith(mark):
            return read_strictly(raw[len(mark) :], codec)
    return None


def _read_wide(raw: bytes) -> Reading | None:
    """UTF-16 without a byte order mark: strict, and plausible as no misreading of other bytes is."""
    readings = [r for codec in ("utf-16-le", "utf-16-be") if (r := read_strictly(raw, codec)) is not None]
    best = max(readings, key=lambda r: score(r.text), default=None)
    return best if best and score(best.text) > PLAUSIBLE else None


def _read_legacy(raw: bytes) -> Reading:
    """GB18030 or Big5 as a whole; else each line by the codec that reads it."""
    if len(raw) - len(raw.translate(None, CONTROLS)) > len(raw) // 100:
        raise Undecodable("not_text", NOT_TEXT)
    if not any(_is_utf8_prose(line) for line in raw.splitlines()):
        readings = [r for codec in LEGACY if (r := read_strictly(raw, codec)) is not None]
        best = max(readings, key=lambda r: score(r.text), default=None)
        if best and score(best.text) > PLAUSIBLE and not best.cut and not is_garbled(best.text):
            return best
    if len(raw) > LONG and max(score(raw.decode(codec, "ignore")) for codec in ("utf-8", *LEGACY)) <= PLAUSIBLE:
        raise Undecodable("undecodable", UNDECODABLE)
    reading = read_lines(raw)
    if score(reading.text) <= PLAUSIBLE:
        raise Undecodable("undecodable", UNDECODABLE)
    return reading


def _is_utf8_prose(line: bytes) -> bool:
    """Whether a line is UTF-8 with Chinese in it: bytes of another codec are so by chance hardly ever."""
    if line.isascii():
        return False
    try:
        return score(line.decode("utf-8")) > PLAUSIBLE
    except UnicodeDecodeError:
        return False
