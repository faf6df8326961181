"""Characters into bytes, as the many gateways of the field do it, and HTML pages around them."""

import re
from html import escape

from .marked import Mark, Marked

CODECS = {"utf-8": "utf-8", "utf-8-bom": "utf-8-sig", "gb18030": "gb18030", "big5": "big5", "utf-16": "utf-16-le"}


def encode(text: str, codec: str) -> bytes:
    """The text in a codec of CODECS, or `mixed`: the first half of the lines in UTF-8, the rest in GB18030."""
    if codec == "mixed":
        lines = re.split(r"(?<=\n)", text)  # not splitlines: a form feed ends no line of a file
        half = len(lines) // 2
        return "".join(lines[:half]).encode("utf-8") + "".join(lines[half:]).encode("gb18030")
    bom = b"\xff\xfe" if codec == "utf-16" else b""
    return bom + text.encode(CODECS[codec])


def fits(text: str, codec: str) -> bool:
    """Whether a codec has all the characters."""
    try:
        encode(text, codec)
    except UnicodeEncodeError:
        return False
    return True


def lose_byte(text: str) -> bytes:
    """GB18030 with one byte lost: the first one of the full stop that ends the longest line."""
    end = text.index(longest := max(text.split("\n"), key=len)) + len(longest) - 1
    return text[:end].encode("gb18030") + text[end].encode("gb18030")[1:] + text[end + 1 :].encode("gb18030")


def html_page(piece: Marked, title: str) -> tuple[str, Marked]:
    """A page whose article holds one paragraph a line, and the text that its blocks are, joined by line breaks."""
    lines, marks, at = [], list[Mark](), 0
    length = 0
    for line in piece.text.split("\n"):
        kept = line.strip()
        shift = length - at - (len(line) - len(line.lstrip()))
        marks += [
            Mark(m.start + shift, m.end + shift, m.kind, m.data)
            for m in piece.marks
            if at <= m.start and m.end <= at + len(line)
        ]
        at += len(line) + 1
        if kept:
            lines.append(kept)
            length += len(kept) + 1
    body = "\n".join(f"<p>{escape(line)}</p>" for line in lines)
    page = f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}</title>
<style>p {{ text-indent: 2em }}</style><script>var visits = 10235;</script></head>
<body><div class="article">
{body}
</div><footer><a href="/">首页</a> <a href="javascript:window.print()">打印</a></footer></body></html>
"""
    return page, Marked("\n".join(lines), tuple(marks))
