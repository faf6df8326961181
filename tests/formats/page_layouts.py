"""Layouts of government pages, each in the manner of one page generator of the field: a report's lines in, a page out.

The pages' furniture names invented places and bodies; what a page states of itself stands in FACTS.
"""

from collections.abc import Callable, Sequence
from html import escape
from random import Random

FACTS = {"索引号": "013620/2024-00017", "发布机构": "青砚区司法局", "成文日期": "2024年01月12日", "发布日期": "2024-02-28"}
PUBLISHED, WRITTEN = "2024-02-28", "2024-01-12"
CRUMBS = "首页 > 政府信息公开 > 法定主动公开内容 > 法治政府建设年度报告"
FOOT = "主办单位：青砚区人民政府办公室 备案号：00000000号-1 网站标识码：0000000000"
Layout = Callable[[Sequence[str], Random], str]


def _paragraphs(lines: Sequence[str], tag: str = "p", style: str = "") -> str:
    return "\n".join(f"<{tag}{style}>{escape(line)}</{tag}>" for line in lines)


def _frame(body: str, head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>青砚区人民政府网</title>{head}'
        f"<script>var v = 10086;</script></head><body>{body}</body></html>"
    )


def plain_article(lines: Sequence[str], chance: Random) -> str:
    """Navigation above, one container, a foot."""
    return _frame(
        f'<nav><a href="/">首页</a><a href="/zwgk">政务公开</a></nav><div class="crumb">{CRUMBS}</div>'
        f'<div id="zoom">{_paragraphs(lines)}</div><div class="foot">{FOOT}</div>'
    )


def metadata_table(lines: Sequence[str], chance: Random) -> str:
    """A table of facts above the text."""
    cells = "".join(f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in FACTS.items())
    return _frame(f'<table class="xxgk">{cells}</table><div class="content">{_paragraphs(lines)}</div><footer>{FOOT}</footer>')


def table_printed_twice(lines: Sequence[str], chance: Random) -> str:
    """The facts once for the screen and once for print."""
    cells = "".join(f"<tr><td>{name}：</td><td>{value}</td></tr>" for name, value in FACTS.items())
    wide = "".join(f"<td>{name}：</td><td>{value}</td>" for name, value in FACTS.items())
    return _frame(
        f'<table class="pc"><tr>{wide}</tr></table><table class="phone">{cells}</table>'
        f'<div class="article">{_paragraphs(lines)}</div><div>{FOOT}</div>'
    )


def pipes(lines: Sequence[str], chance: Random) -> str:
    """Facts in one line between pipes."""
    facts = " | ".join(f"{name}：{value}" for name, value in FACTS.items())
    return _frame(
        f'<div class="info">{facts} | 浏览次数：<span id="hits"></span></div><div>{_paragraphs(lines)}</div><p>{FOOT}</p>'
    )


def one_line(lines: Sequence[str], chance: Random) -> str:
    """The whole page on one line, breaks instead of paragraphs."""
    text = "<br/>".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(line)}" for line in lines)
    return _frame(f'<div class="top"><a href="/">返回首页</a></div><div class="TRS_Editor">{text}</div><div>{FOOT}</div>')


def tag_soup(lines: Sequence[str], chance: Random) -> str:
    """Tags that are never closed, upper case, attributes without quotes."""
    text = "".join(f"<P align=justify><FONT face=仿宋 size=3>{escape(line)}" for line in lines)
    return f"<HTML><HEAD><TITLE>政务公开</TITLE><BODY bgColor=#ffffff><CENTER><B>政务公开</B></CENTER>{text}<HR><CENTER>{FOOT}"


def layout_tables(lines: Sequence[str], chance: Random) -> str:
    """A page of the turn of the century: tables inside tables hold the layout."""
    side = "".join(f"<tr><td><a href='/{at}.html'>公告{at}</a></td></tr>" for at in range(12))
    text = f"<table><tr><td>{_paragraphs(lines)}</td></tr></table>"
    return _frame(
        f'<table width="980"><tr><td colspan="2"><img src="logo.gif"></td></tr><tr><td width="200"><table>{side}</table></td>'
        f'<td><table><tr><td class="ym">{CRUMBS}</td></tr><tr><td>{text}</td></tr></table></td></tr></table>'
    )


def word_paste(lines: Sequence[str], chance: Random) -> str:
    """Word's markup pasted into an editor: spans in spans, o:p, mso styles, conditional comments."""
    text = "".join(
        f'<p class="MsoNormal" style="mso-pagination:widow-orphan"><!--[if gte mso 9]><xml></xml><![endif]-->'
        f'<span style="font-family:仿宋_GB2312">{escape(line[: len(line) // 2])}</span><span lang="EN-US">'
        f"{escape(line[len(line) // 2 :])}<o:p></o:p></span></p>"
        for line in lines
    )
    return _frame(
        f'<div id="UCAP-CONTENT">{text}</div><div class="share">分享到：<a>微信</a><a>微博</a></div><footer>{FOOT}</footer>'
    )


def side_lists(lines: Sequence[str], chance: Random) -> str:
    """Lists of other articles beside and below the text."""
    others = "".join(
        f"<li><a href='{at}'>关于做好第{at}批次有关工作的通知，请遵照执行</a><span>2024-03-0{at}</span></li>"
        for at in range(1, 9)
    )
    return _frame(
        f"<aside><h3>相关链接</h3><ul>{others}</ul></aside><article>{_paragraphs(lines)}</article>"
        f'<div class="list"><h3>推荐阅读</h3><ul>{others}</ul></div><footer>{FOOT}</footer>'
    )


def tools(lines: Sequence[str], chance: Random) -> str:
    """Size of type, print, close, QR code around the text."""
    return _frame(
        f"<div>{CRUMBS}</div><div>字号：[<a>大</a> <a>中</a> <a>小</a>] <a>打印</a> <a>关闭</a></div>"
        f'<div class="view TRS_UEDITOR">{_paragraphs(lines, "div")}</div><div>扫一扫在手机打开当前页</div><div>上一篇：<a>无</a></div>{FOOT}'
    )


def attachment_links(lines: Sequence[str], chance: Random) -> str:
    """The report, and below it the same as a file."""
    return _frame(
        f'<div class="xl">{_paragraphs(lines)}<p>附件：<a href="/files/report.docx">年度报告.docx</a></p></div><footer>{FOOT}</footer>'
    )


def hidden_text(lines: Sequence[str], chance: Random) -> str:
    """Scripts, styles, templates and comments between the paragraphs."""
    text = "".join(
        f"<p>{escape(line)}</p><!-- 统计 --><script>count({at})</script><style>p{{}}</style>" for at, line in enumerate(lines)
    )
    return _frame(
        f'<header><h2 style="display:none">无障碍</h2></header><section>{text}</section><template><p>模板</p></template>'
    )


def definition_list(lines: Sequence[str], chance: Random) -> str:
    """Facts as a list of terms."""
    facts = "".join(f"<dt>{name}：</dt><dd>{value}</dd>" for name, value in FACTS.items())
    return _frame(f"<dl>{facts}</dl><main>{_paragraphs(lines)}</main><footer>{FOOT}</footer>")


def sections(lines: Sequence[str], chance: Random) -> str:
    """A page of cards: every few paragraphs in a container of their own."""
    cards = "".join(f'<div class="card">{_paragraphs(lines[at : at + 4])}</div>' for at in range(0, len(lines), 4))
    return _frame(f'<div class="nav"><ul><li><a>首页</a></li></ul></div><div class="page">{cards}</div><footer>{FOOT}</footer>')


LAYOUTS: dict[str, Layout] = {
    layout.__name__: layout
    for layout in (
        plain_article, metadata_table, table_printed_twice, pipes, one_line, tag_soup, layout_tables, word_paste, side_lists,
        tools, attachment_links, hidden_text, definition_list, sections,
    )
}  # fmt: skip
STATES_FACTS = frozenset(("metadata_table", "table_printed_twice", "pipes", "definition_list"))
"""Layouts whose furniture states FACTS."""
