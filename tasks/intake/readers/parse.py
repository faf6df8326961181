"""One document to its text by the reader of its format: what the sandboxed child process runs."""

from collections.abc import Callable, Iterable

from tasks.intake.decode import Unreadable
from tasks.intake.readers.blocks import Piece, join_pieces
from tasks.intake.readers.docx import read_docx
from tasks.intake.readers.magic import FLAT_ODT, FLAT_OPC, MAIL, OOXML, PDF, SCAN, WORD_2003
from tasks.intake.readers.mail import read_mail
from tasks.intake.readers.odt import read_flat_odt, read_odt
from tasks.intake.readers.package import DAMAGED
from tasks.intake.readers.pdf import read_pdf, read_scan
from tasks.intake.readers.rtf import read_rtf
from tasks.intake.readers.sheet import read_sheet
from tasks.intake.readers.tables import TableWords, table_words
from tasks.intake.readers.word97 import read_doc
from tasks.intake.readers.word_xml import read_flat_opc, read_word_2003
from tasks.knowledge import read_config
from tasks.model import HELD, Decoded, Problem

READERS: dict[str, Callable[[bytes, TableWords], Iterable[Piece | Problem]]] = {
    OOXML + "wordprocessingml.document": read_docx,
    OOXML + "spreadsheetml.sheet": read_sheet,
    "application/vnd.ms-excel": read_sheet,
    "application/vnd.oasis.opendocument.text": read_odt,
    FLAT_ODT: read_flat_odt,
    FLAT_OPC: read_flat_opc,
    WORD_2003: read_word_2003,
    "application/rtf": read_rtf,
    "application/msword": read_doc,
    PDF: read_pdf,
    SCAN: read_scan,
}


def parse(raw: bytes, media_type: str) -> Decoded:
    """Read one document of a type that is READABLE.

    Raises Unreadable with a stable code; a document nested too deep for its reader is `unreadable`, one that needs more
    memory than there is `too_large`.
    """
    words = table_words(read_config("readers"))
    try:
        if media_type == MAIL:
            return read_mail(raw, words)
        joined = join_pieces(READERS[media_type](raw, words))
    except RecursionError as error:
        raise Unreadable("unreadable", DAMAGED) from error
    except MemoryError as error:
        raise Unreadable("too_large", "读取文件所需内存超过上限。请拆分文件，或另存为纯文本后提交。") from error
    recognised = len(joined.sure) - joined.sure.count(HELD)
    edits = {"ocr": recognised} if recognised else {}
    named = PDF if media_type == SCAN else media_type
    return Decoded(joined.text, None, named, edits, joined.blocks, joined.sure.hex(), joined.problems)
