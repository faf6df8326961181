"""The identity of a report's text: equal for twins in another script, width, layout or file format."""

import re
import unicodedata

from tasks.clean.script import simplify

NOT_TEXT = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Fold away script, width, case, white space and punctuation; digits and letters of all scripts stay."""
    return NOT_TEXT.sub("", simplify(unicodedata.normalize("NFKC", text)).casefold())
