"""One content to its text: chooses the reader by what the bytes are."""

from functools import cache
from typing import NamedTuple

from tasks.intake.decode import MAX_BYTES, TOO_LARGE, Undecodable, Unreadable, decode
from tasks.intake.readers.magic import MAIL, READABLE, SCAN, is_encrypted, is_mail, sniff
from tasks.intake.readers.sandbox import Child
from tasks.intake.readers.tables import table_words
from tasks.intake.readers.web import is_html, read_html
from tasks.knowledge import read_config
from tasks.model import Decoded

TOO_LONG = "文件的正文有 {length} 字，超过 {limit} 字的上限，不会是一份报告。请拆分后重新提交。"


class Limits(NamedTuple):
    """What one content may cost: bytes of a text or page, bytes of a document, and what parsing a document may take."""

    max_bytes: int = MAX_BYTES
    max_document_bytes: int = 64 << 20  # a Word file full of photographs
    seconds: float = 30
    memory_bytes: int = 1 << 30
    max_characters: int = 500_000  # of the text that comes out: the longest reports have a fifth, and measuring takes seconds
    ocr: bool = False  # whether text is recognised on the pages of a scanned PDF
    ocr_seconds: float = 600


def read_bytes(raw: bytes, limits: Limits = Limits()) -> Decoded:  # noqa: B008  # immutable
    """Read plain text, a page, or a document of a READABLE type; documents in a child process under `limits`.

    Raises Unreadable with a stable code: `empty`, `too_large`, `too_slow`, `not_text`, `undecodable`, `unreadable`,
    `encrypted`, `no_text_layer`, `no_prose`, `reader_missing`, `unsupported_format`.
    """
    decoded = _read(raw, limits)
    if len(decoded.text) > limits.max_characters:
        raise Unreadable("too_large", TOO_LONG.format(length=len(decoded.text), limit=limits.max_characters))
    return decoded


def _read(raw: bytes, limits: Limits) -> Decoded:
    found = sniff(raw)
    most = limits.max_bytes if found is None else limits.max_document_bytes
    if len(raw) > most:
        raise Undecodable("too_large", TOO_LARGE.format(size=len(raw), limit=most))
    if found is None:
        if is_mail(raw):
            return child(limits.memory_bytes).read(raw, MAIL, limits.seconds)
        return read_html(raw, table_words(read_config("readers"))) if is_html(raw) else decode(raw, limits.max_bytes)
    if not found.document:
        raise Unreadable("not_text", f"文件是 {found.media_type}，不含可读的文字。请提交报告的文本、网页、Word 或 PDF。")
    if is_encrypted(raw):
        raise Unreadable("encrypted", "文件设有密码。请去掉密码，另存后重新提交。")
    if found.media_type in READABLE:
        return _read_document(raw, found.media_type, limits)
    raise Unreadable("unsupported_format", f"尚不能读取 {found.media_type}。请另存为纯文本（UTF-8）或网页后重新提交。")


def _read_document(raw: bytes, media_type: str, limits: Limits) -> Decoded:
    """One document; of a PDF with scanned pages those too, where text may be recognised."""
    held: Decoded | None = None
    try:
        held = child(limits.memory_bytes).read(raw, media_type, limits.seconds)
        if not (held.lacks_pages and limits.ocr):
            return held
    except Unreadable as error:
        if error.code != "no_text_layer" or not limits.ocr:
            raise
    try:
        return child(limits.memory_bytes).read(raw, SCAN, limits.ocr_seconds)
    except Unreadable:
        if held is None:
            raise
        return held  # the pages that hold text are there, the problem names the others


@cache
def child(memory_bytes: int) -> Child:
    """The process that parses documents for this one."""
    return Child(memory_bytes)
