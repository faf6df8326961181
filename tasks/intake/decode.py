"""Bytes to characters by a ladder of strict decodings; what none of them reads is decoded line by line."""

import codecs
import re
from collections import Counter
from typing import NamedTuple

from tasks.intake.plausible import score
from tasks.model import Decoded

MAX_BYTES = 64 << 20
PLAUSIBLE = 0.3  # see plausibility(): prose lies over 0.5, misread prose under 0.3
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LEGACY = ("gb18030", "big5hkscs")
NAMES = {"big5hkscs": "big5"}  # decoded with the superset, named as the field names it
LOST = "\N{REPLACEMENT CHARACTER}"


class Unreadable(ValueError):  # noqa: N818  # a verdict on a file, not a fault of the program
    """A content that yields no text: `code` is stable, `message` tells a person what to do."""

    def __init__(self, code: str, message: str) -> None:
        """Keep code and message apart: the code goes to a column, the message to a person."""
        super().__init__(message)
        self.code = code
        self.message = message


class Undecodable(Unreadable):
    """Bytes that are no text, or text that no codec reads plausibly."""


class Reading(NamedTuple):
    """A piece of text with the codec that reads it and the losses on the way."""

    text: str
    encoding: str
    lost: int = 0
    cut: int = 0  # 1 where the last character is cut in the middle


def decode(raw: bytes, max_bytes: int = MAX_BYTES) -> Decoded:
    """Decode a plain text file: BOM, strict UTF-8, then UTF-16, GB18030 and Big5 by their plausibility as Chinese.

    Raises Undecodable with code `empty`, `too_large`, `not_text` or `undecodable`.
    """
    if len(raw) > max_bytes:
        raise Undecodable(
            "too_large", f"文件有 {len(raw)} 字节，超过 {max_bytes} 字节的上限。请拆分文件，或调高上限后重新提交。"
        )
    reading = _marked(raw) or _strict_utf8(raw) or _wide(raw)
    if not (reading.text if reading else raw).strip():
        raise Undecodable("empty", "文件没有内容。请确认来源页面有正文，重新下载后提交。")
    if reading is None:
        if raw.count(0) > len(raw) // 100:
            raise Undecodable("not_text", "文件是二进制数据，不是文本。请提交报告的文本、网页、Word 或 PDF 文件。")
        reading = _legacy(raw)
    if reading.text.count("\0") > len(reading.text) // 100:
        raise Undecodable("not_text", "文件是二进制数据，不是文本。请提交报告的文本、网页、Word 或 PDF 文件。")
    edits = {"kept_lost_byte": reading.lost, "cut_character": reading.cut}
    return Decoded(reading.text, reading.encoding, "text/plain", {name: n for name, n in edits.items() if n})


def _marked(raw: bytes) -> Reading | None:
    """Read by the byte order mark, where there is one and it tells the truth."""
    for mark, codec in BOMS:
        if raw.startswith(mark):
            return _strict(raw[len(mark) :], codec)
    return None


def _strict(raw: bytes, codec: str) -> Reading | None:
    """Decode without a single error, but for a character cut in the middle at the very end."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        text = decoder.decode(raw)
    except UnicodeDecodeError:
        return None
    cut = bool(decoder.getstate()[0])
    return Reading(text, NAMES.get(codec, codec), cut=int(cut))


def _strict_utf8(raw: bytes) -> Reading | None:
    try:
        return Reading(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        # a download that stopped inside a character: at most three bytes are left of it
        if error.start < max(1, len(raw) - 3) or error.reason != "unexpected end of data":
            return None
        return Reading(raw[: error.start].decode("utf-8"), "utf-8", cut=1)


def _wide(raw: bytes) -> Reading | None:
    """UTF-16 without a byte order mark: strict, and plausible as no misreading of other bytes is."""
    if b"\0" not in raw and b"\n" in raw.rstrip():
        return None
    readings = [r for codec in ("utf-16-le", "utf-16-be") if (r := _strict(raw, codec)) is not None]
    best = max(readings, key=lambda r: score(r.text), default=None)
    return best if best and score(best.text) > PLAUSIBLE else None


def _legacy(raw: bytes) -> Reading:
    """GB18030 or Big5 as a whole; else each line by the codec that reads it."""
    lines = raw.splitlines(keepends=True)
    in_utf8 = sum(_is_utf8_prose(line) for line in lines)
    if not in_utf8:
        readings = [r for codec in LEGACY if (r := _strict(raw, codec)) is not None]
        best = max(readings, key=lambda r: score(r.text), default=None)
        if best and score(best.text) > PLAUSIBLE:
            return best
    return _by_line(lines, in_utf8)


def _is_utf8_prose(line: bytes) -> bool:
    """Whether a line with other than ASCII characters is UTF-8; two characters and more are so by chance hardly ever."""
    if line.isascii():
        return False
    try:
        return score(line.decode("utf-8")) > PLAUSIBLE
    except UnicodeDecodeError:
        return False


def _by_line(lines: list[bytes], in_utf8: int) -> Reading:
    """Read each line by itself: a file half of one codec and half of another, or damaged here and there."""
    whole = b"".join(lines)
    preferred = sorted(LEGACY, key=lambda codec: -score(whole.decode(codec, "ignore")))
    readings = [_line(line, preferred) for line in lines]
    text = "".join(r.text for r in readings)
    if score(text) <= PLAUSIBLE:
        raise Undecodable("undecodable", "没有一种中文编码能读出通顺的文字。请从来源重新下载，或另存为 UTF-8 后提交。")
    codecs_used = Counter(r.encoding for line, r in zip(lines, readings, strict=True) if not line.isascii())
    encoding = next(iter(codecs_used)) if len(codecs_used) == 1 else "mixed"
    return Reading(text, encoding, sum(r.lost for r in readings), readings[-1].cut)


def _line(line: bytes, preferred: list[str]) -> Reading:
    """The most plausible reading of a line, strict ones first, then with one damaged place marked."""
    strict = [_strict_utf8(line), *(_strict(line, codec) for codec in preferred)]
    best = max((r for r in strict if r is not None), key=lambda r: score(r.text), default=None)
    if best and (score(best.text) > PLAUSIBLE or len(best.text.strip()) < 4):
        return best
    damaged = [_damaged_utf8(line), *(_damaged_legacy(line, codec) for codec in preferred)]
    return max((best, *damaged) if best else damaged, key=lambda r: score(r.text) - 0.01 * r.lost)


def _damaged_utf8(line: bytes) -> Reading:
    text = line.decode("utf-8", "replace")
    return Reading(text, "utf-8", text.count(LOST))


def _damaged_legacy(line: bytes, codec: str) -> Reading:
    """Skip the one byte without which the rest of the line reads best: the other half of its character is lost."""
    best = line.decode(codec, "replace")
    best_score = score(best)
    for place in _suspects(line):
        text = line[:place].decode(codec, "replace") + LOST + line[place + 1 :].decode(codec, "replace")
        if (found := score(text)) > best_score:
            best, best_score = text, found
    return Reading(best, NAMES.get(codec, codec), best.count(LOST))


def _suspects(line: bytes) -> list[int]:
    """The bytes over 0x7F that may have lost their other half."""
    return [m.start() for m in re.finditer(rb"[\x80-\xff]", line)][:2000]
