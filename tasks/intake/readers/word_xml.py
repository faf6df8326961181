"""Word documents in one XML file, flat OPC and the XML of Word 2003, brought to the parts that docx.py walks through."""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from tasks.intake.decode import Unreadable
from tasks.intake.readers.blocks import Piece
from tasks.intake.readers.doc_file import FORMATS
from tasks.intake.readers.docx import blocks_of
from tasks.intake.readers.docx_lists import W, number
from tasks.intake.readers.package import DAMAGED, parse_xml
from tasks.intake.readers.tables import NO_WORDS, TableWords

PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
OLD = "{http://schemas.microsoft.com/office/word/2003/wordml}"
AML = "{http://schemas.microsoft.com/aml/2001/core}"
DELETION = "Word.Deletion"
REMARKS = ("Word.Comment", "Word.Formatting", "Word.Bookmark", "Word.Numbering")  # annotations that hold no text of the body
RENAMED = {  # of Word 2003 -> of ECMA-376
    "listPr": "numPr", "ilfo": "numId", "vmerge": "vMerge", "hmerge": "hMerge", "listDef": "abstractNum", "list": "num",
    "ilst": "abstractNumId", "nfc": "numFmt", "listStyleLink": "numStyleLink", "listDefId": "abstractNumId",
}  # fmt: skip
ODF = b"urn:oasis:names:tc:opendocument:"  # its names stand in what LibreOffice's filter writes, and in nothing of Word's
ODF_DIGITS, COUNTING = "10", "37"  # that filter has one number for all that count in Chinese; Word means 一〇 by it
NOTES = ("footnote", "endnote")
WRAPPER = W + "sdt"


class Parts:
    """The parts of a document, each by the name that it has in a docx file."""

    def __init__(self, parts: Mapping[str, Element]) -> None:
        """Hold these."""
        self._parts = parts

    def xml(self, name: str) -> Element | None:
        """The root of one part, None where there is none."""
        return self._parts.get(name)


def read_flat_opc(raw: bytes, words: TableWords = NO_WORDS) -> Iterator[Piece]:
    """Yield the blocks of a docx document whose parts stand in one XML file. Raises Unreadable with code `unreadable`."""
    parts = {}
    for part in parse_xml(raw).iter(PKG + "part"):
        held = part.find(PKG + "xmlData")
        if held is not None and len(held):
            parts[part.get(PKG + "name", "").lstrip("/")] = held[0]
    yield from blocks_of(Parts(parts), words)


def read_word_2003(raw: bytes, words: TableWords = NO_WORDS) -> Iterator[Piece]:
    """Yield the blocks of a document that Word 2003 or a later one saved as XML. Raises Unreadable with code `unreadable`."""
    root = parse_xml(raw)
    body = root.find(OLD + "body")
    if body is None:
        raise Unreadable("unreadable", DAMAGED)
    if ODF in raw:
        _count_in_tens(root)
    parts = {f"word/{kind}s.xml": _without_notes(body, kind) for kind in NOTES}
    for name, place in (("styles", "word/styles.xml"), ("lists", "word/numbering.xml")):
        found = root.find(OLD + name)
        if found is not None:
            parts[place] = found
    parts["word/document.xml"] = document = Element(W + "document")
    document.append(body)
    for part in parts.values():
        _translate(part)
    yield from blocks_of(Parts(parts), words)


def _count_in_tens(root: Element) -> None:
    """Let lists go on 九、十 as on LibreOffice's pages, where its file says that they go on 九、一〇."""
    for one in root.iter(OLD + "nfc"):
        if one.get(OLD + "val") == ODF_DIGITS:
            one.set(OLD + "val", COUNTING)


def _without_notes(body: Element, kind: str) -> Element:
    """The notes of a body as a part of their own; each leaves a reference where it stood."""
    notes = Element(f"{OLD}{kind}s")
    holders = [(parent, at) for parent in body.iter() for at, child in enumerate(parent) if child.tag == OLD + kind]
    for identity, (parent, at) in enumerate(holders):
        note = parent[at]
        note.set(OLD + "id", str(identity))
        notes.append(note)
        parent[at] = Element(f"{OLD}{kind}Reference", {OLD + "id": str(identity)})
    return notes


def _translate(root: Element) -> None:
    """Give all elements below a root the names of ECMA-376; what is foreign only wraps."""
    for one in list(root.iter()):
        if one.tag.startswith(OLD):
            _rename(one)
        elif one.tag == AML + "annotation":
            _annotation(one)
        elif not one.tag.startswith(W):
            one.tag = WRAPPER


def _rename(one: Element) -> None:
    name = one.tag.removeprefix(OLD)
    one.tag = W + RENAMED.get(name, name)
    for key, said in list(one.attrib.items()):
        if key.startswith(OLD):
            plain = key.removeprefix(OLD)
            if name == "list" and plain == "ilfo":
                plain = "numId"
            one.set(W + RENAMED.get(plain, plain), _value(name, plain, said))


def _value(name: str, attribute: str, said: str) -> str:
    """An attribute's value as ECMA-376 writes it."""
    if name == "nfc":
        return FORMATS.get(number(said, 0), "decimal")
    if name == "suff":
        return said.lower()
    return "1" if attribute == "default" and said == "on" else said


def _annotation(one: Element) -> None:
    """A tracked change as w:ins or w:del; a remark as nothing."""
    kind = one.get(OLD + "type", "")
    if kind.startswith(REMARKS):
        one.clear()
    one.tag = W + ("del" if kind.startswith(DELETION) else "ins")
