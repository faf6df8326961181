"""The text of a Word paragraph as a reader sees it: accepted and visible; what stands beside it is handed over apart."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from tasks.intake.readers.blocks import raised
from tasks.intake.readers.docx_lists import W, value

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
NOT_TEXT = frozenset(
    W + name
    for name in re.findall(r"\w+", "del moveFrom delText instrText delInstrText pPr rPr sdtPr rt object")  # rt: ruby
)
SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
SIGN_TAGS = {W + name: sign for name, sign in SIGNS.items()}


class Aside(NamedTuple):
    """What stands beside a paragraph: text boxes to read after it, notes to put after it."""

    boxes: list[Element]
    notes: list[tuple[str, str]]


def text_of(parent: Element, aside: Aside) -> Iterator[str]:
    """The accepted, visible text of a paragraph or run."""
    for child in parent:
        tag = child.tag
        if tag in (W + "t", MATH):
            yield child.text or ""
        elif tag in SIGN_TAGS:
            yield SIGN_TAGS[tag]
        elif tag in NOT_TEXT or (tag == W + "r" and _is_hidden(child)):
            continue
        elif tag == W + "txbxContent":
            aside.boxes.append(child)
        elif tag in (W + "footnoteReference", W + "endnoteReference"):
            aside.notes.append((tag.removeprefix(W).removesuffix("Reference"), child.get(W + "id", "")))
        elif tag == MC + "AlternateContent":
            for branch in branch_of(child):
                yield from text_of(branch, aside)
        elif tag == W + "r" and _is_raised(child):
            yield from map(raised, text_of(child, aside))
        else:
            yield from text_of(child, aside)


def branch_of(alternate: Element) -> Sequence[Element]:
    """The one branch of an mc:AlternateContent that is read: both say the same."""
    found = alternate.find(MC + "Choice")
    found = alternate.find(MC + "Fallback") if found is None else found
    return () if found is None else (found,)


def hide_styled(body: Element, styles: Element | None) -> None:
    """Say of each run whether its character style hides it."""
    hidden = {one.get(W + "styleId") for one in styles.iter(W + "style") if _is_hidden(one)} if styles is not None else set()
    for properties in body.iter(W + "rPr") if hidden else ():
        if value(properties, "rStyle") in hidden and properties.find(W + "vanish") is None:
            properties.append(Element(W + "vanish"))


def _is_hidden(run: Element) -> bool:
    """Whether a run is hidden, or struck through: who strikes a number out takes it back."""
    properties = run.find(W + "rPr")
    found = () if properties is None else (properties.find(W + name) for name in ("vanish", "strike", "dstrike"))
    return any(one is not None and one.get(W + "val", "true") not in ("0", "false", "off") for one in found)


def _is_raised(run: Element) -> bool:
    raising = run.find(f"{W}rPr/{W}vertAlign")
    return raising is not None and raising.get(W + "val") == "superscript"
