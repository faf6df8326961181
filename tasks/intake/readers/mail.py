"""Saved pages (mht) and mails (eml): the page or text inside; attachments are taken in as files of their own."""

from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.parser import BytesParser

from tasks.intake.decode import EMPTY, Unreadable, decode
from tasks.intake.readers.package import DAMAGED
from tasks.intake.readers.tables import NO_WORDS, TableWords
from tasks.intake.readers.web import read_html
from tasks.model import Block, Decoded

MOST_PARTS = 500
RELATED = "multipart/related"


def read_mail(raw: bytes, words: TableWords = NO_WORDS) -> Decoded:
    """Read the page of a saved web page, or the body of a mail, its blocks as those of a page.

    Raises Unreadable as the readers of pages and text do, with `empty` where there is neither.
    """
    message = parse_mail(raw)
    media_type = RELATED if message.get_content_type() == RELATED else "message/rfc822"
    parts = list(_texts(message))
    pages = [part for part, kind in parts if kind == "text/html"]
    if pages:
        return read_html(max(pages, key=len), words)._replace(media_type=media_type)
    if not parts:
        raise Unreadable("empty", EMPTY)
    body = decode(max((part for part, _ in parts), key=len))
    return body._replace(media_type=media_type, blocks=tuple(_lines(body.text)))


def parse_mail(raw: bytes) -> EmailMessage:
    """The parsed message. Raises Unreadable with code `unreadable`."""
    try:
        message = BytesParser(policy=policy.default).parsebytes(raw.lstrip())
    except (MessageError, ValueError, LookupError, IndexError, AttributeError, TypeError) as error:
        raise Unreadable("unreadable", DAMAGED) from error  # the parser lets faults of broken headers through
    return message


def attachments(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file that a mail carries."""
    for number, part in enumerate(message.walk(), 1):
        if number > MOST_PARTS:
            return
        name = part.get_filename()
        if name and not part.is_multipart():
            yield name, _payload(part)


def _texts(message: EmailMessage) -> Iterator[tuple[bytes, str]]:
    """The parts of text that are no attachment: bytes and type."""
    for number, part in enumerate(message.walk(), 1):
        if number > MOST_PARTS:
            raise Unreadable("unreadable", DAMAGED)
        kind = part.get_content_type()
        if kind in ("text/html", "text/plain") and part.get_content_disposition() != "attachment":
            yield _payload(part), kind


def _lines(text: str) -> Iterator[Block]:
    """The lines of a body with their numbers: its coding leaves no way back to characters of the file."""
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield Block(start, start + len(line.rstrip("\r")), "paragraph", None, f"mail body, line {number}")
        start += len(line) + 1


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
