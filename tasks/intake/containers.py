"""Which contents are containers of files: zips that are no document, mails with attachments."""

import zipfile
from collections.abc import Iterator
from email.message import EmailMessage

from tasks.intake.decode import Unreadable
from tasks.intake.readers.magic import is_mail
from tasks.intake.readers.mail import attachments, parse_mail

DOCUMENT_MEMBERS = frozenset(("[Content_Types].xml", "mimetype", "OFD.xml", "META-INF/manifest.xml"))
ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def holds_files(container: zipfile.ZipFile) -> bool:
    """Whether a zip is a folder of files rather than one document: Word, OpenDocument and OFD files are zips too."""
    return DOCUMENT_MEMBERS.isdisjoint(container.namelist())


def attached(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file that a content carries as a mail; none where it is no mail."""
    if is_mail(raw):
        try:
            message: EmailMessage = parse_mail(raw)
        except (Unreadable, RecursionError):
            return  # its own reader will say why
        yield from attachments(message)
