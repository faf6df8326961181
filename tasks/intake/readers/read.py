"""One content to its text: chooses the reader by what the bytes are."""

from typing import NamedTuple

from tasks.intake.decode import MAX_BYTES, TOO_LARGE, Undecodable, Unreadable, decode
from tasks.intake.readers.magic import is_encrypted, sniff
from tasks.intake.readers.web import is_html, read_html
from tasks.model import Decoded


class Limits(NamedTuple):
    """How large a content may be."""

    max_bytes: int = MAX_BYTES


def read_bytes(raw: bytes, limits: Limits = Limits()) -> Decoded:  # noqa: B008  # immutable
    """Read plain text or HTML.

    Raises Unreadable with a stable code: `empty`, `too_large`, `not_text`, `undecodable`, `encrypted`, `unsupported_format`.
    """
    if len(raw) > limits.max_bytes:
        raise Undecodable("too_large", TOO_LARGE.format(size=len(raw), limit=limits.max_bytes))
    found = sniff(raw)
    if found is None:
        return read_html(raw) if is_html(raw) else decode(raw, limits.max_bytes)
    if not found.document:
        raise Unreadable("not_text", f"文件是 {found.media_type}，不含可读的文字。请提交报告的文本或网页。")
    if is_encrypted(raw, found.media_type):
        raise Unreadable("encrypted", "文件设有密码。请去掉密码，另存后重新提交。")
    raise Unreadable("unsupported_format", f"尚不能读取 {found.media_type}。请另存为纯文本（UTF-8）或网页后重新提交。")
