"""Pages in the manner of the generators that run government sites, each with its tools, lists and script debris around a report.

The manner is theirs, every word and name is invented. A page prints the facts that it states of itself; it may also show dates
that are not the report's: of today, of other articles, of the site's licence.
"""

from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

TITLE = "青砚区司法局2023年法治政府建设情况报告"
ISSUER, INDEX = "青砚区司法局", "LY013620/2024-00017"
PUBLISHED, WRITTEN = "2024-02-28", "2024-01-12"
BODY = (
    "2023年，青砚区司法局坚持依法行政，扎实推进法治政府建设。现将有关情况报告如下：",
    "一、主要举措和成效",
    "（一）规范执法行为。全年办理行政处罚案件36件，办理行政许可512件，开展行政检查208次。",
    "（二）加强普法宣传。开展法治宣传活动12场次，发放宣传资料3000余份，调解矛盾纠纷25件。",
    "二、存在的不足",
    "队伍力量还较为薄弱，执法人员的业务能力有待提高，宣传的覆盖面不够广。",
    "三、下一步打算",
    "一是加强培训，提高执法水平。二是创新形式，扩大宣传范围。",
)
TODAY = "今天是2025年6月3日 星期二"
OTHERS = "".join(
    f"<li><a href='/{at}.html'>关于开展第{at}批专项检查的通知，请各单位遵照执行</a><span>2023-11-0{at}</span></li>"
    for at in range(1, 8)
)
FOOT = (
    "<div class='foot'><p>版权所有：青砚区人民政府 主办单位：青砚区人民政府办公室</p><p>网站标识码：0000000000 备案号：00000000号-1</p>"
    "<p>地址：青砚区明理路1号 电话：000-00000000</p></div>"
)
LEAVING = "<div id='dialog'><p>您访问的链接即将离开“青砚区人民政府”网站，是否继续？</p><a>继续访问</a><a>放弃</a></div>"


class Page(NamedTuple):
    """A page, and what of FACTS it states."""

    markup: str
    published: str | None = PUBLISHED
    written: str | None = None
    issuer: str = ISSUER


def _p(lines: Sequence[str] = BODY, style: str = "") -> str:
    return "\n".join(f"<p{style}>{escape(line)}</p>" for line in lines)


def _html(body: str, head: str = "") -> str:
    return (
        f'<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>{TITLE}-青砚区人民政府</title>\n{head}\n</head>\n'
        f"<body>\n{body}\n</body>\n</html>"
    )


def school_style_cms() -> Page:
    """A form around the article, a counter that a script fills in, attachments with a counter of their own."""
    return Page(
        _html(
            f"<div class='nav'><a>网站首页</a><a>机构概况</a><a>政务公开</a></div><form name='_newscontent_fromname'><div class='main_contit'>"
            f"<h2>{TITLE}</h2><p>发布日期：{PUBLISHED}&nbsp;&nbsp;&nbsp;作者：法治科&nbsp;&nbsp;来源：{ISSUER}&nbsp;&nbsp;点击："
            f"<script>_showDynClicks('wbnews', 100, 7)</script></p></div><div class='main_conDiv' id='vsb_content_2'><div class='v_news_content'>"
            f"{_p()}</div></div><div class='main_art'><ul><li><label>上一条：</label><a>关于表彰先进的决定</a></li><li><label>下一条：</label>"
            f"<a>2022年工作总结</a></li></ul></div><p>附件【<a>年度报告.docx</a>】已下载<span id='nattach1'></span>次</p>"
            f"<p>【<a>关闭</a>】</p></form>{FOOT}"
        )
    )


def content_manager() -> Page:
    """Facts in meta tags and again in a line, an editor's style sheet inside the text, a QR code below."""
    metas = f'<meta name="ArticleTitle" content="{TITLE}"><meta name="PubDate" content="{PUBLISHED} 10:21"><meta name="ContentSource" content="{ISSUER}">'
    return Page(
        _html(
            f"<div class='BreadcrumbNav'>当前位置：<a>首页</a>&gt;<a>政务公开</a>&gt;<a>年度报告</a></div><div class='article'><h1>{TITLE}</h1>"
            f"<div class='pages-date'>{PUBLISHED} 10:21&nbsp;&nbsp;&nbsp;<span>来源：{ISSUER}</span><div class='pages_print'>【字体：<span>大</span> "
            "<span>中</span> <span>小</span>】<span>打印</span></div></div><div class='view TRS_UEDITOR trs_paper_default'><div class='TRS_Editor'>"
            f"<style type='text/css'>.TRS_Editor P{{margin-top:0;line-height:1.5;font-size:12pt;}}</style>{_p(style=' align=justify')}</div></div>"
            f"<div class='ewm'><p>扫一扫在手机打开当前页</p></div><div class='editor'>责任编辑：王一</div></div>{FOOT}{LEAVING}",
            metas,
        )
    )


def index_table_of_four_columns() -> Page:
    """Two facts a row, the title across the last ones."""
    rows = (
        ("索引号", INDEX, "主题分类", "司法/法治建设"), ("发布机构", ISSUER, "成文日期", WRITTEN),
        ("发文字号", "无", "发布日期", PUBLISHED), ("有 效 性", "有效", "主 题 词", "法治"),
    )  # fmt: skip
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    name = f"<tr><td>标题</td><td colspan='3'>{TITLE}</td></tr>"
    return Page(
        _html(
            f"<table class='xxgk_table'>{cells}{name}</table><div class='title'>{TITLE}</div><div id='con'>{_p()}</div>{FOOT}"
        ),
        written=WRITTEN,
    )


def index_table_of_six_columns() -> Page:
    """Three facts a row, labels with colons, and the same a second time for narrow screens."""
    facts = (
        ("索引号：", INDEX),
        ("发文机关：", ISSUER),
        ("成文日期：", WRITTEN),
        ("公开方式：", "主动公开"),
        ("文号：", ""),
        ("公开日期：", PUBLISHED),
    )
    cells = "".join(f"<td>{label}</td><td>{value}</td>" for label, value in facts)
    wide = f"<tr>{cells}</tr>".replace("</td><td>公开方式", "</td></tr><tr><td>公开方式")
    narrow = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in facts)
    return Page(
        _html(
            f"<div class='top'>{TODAY}</div><table class='pc'>{wide}</table><table class='wap'>{narrow}</table><h1>{TITLE}</h1>"
            f"<div class='wzy'>{_p()}</div>{FOOT}"
        ),
        written=WRITTEN,
    )  # fmt: skip


def spaced_labels() -> Page:
    """Labels whose letters stand apart, two columns."""
    rows = (
        ("索 引 号", INDEX),
        ("发布机构", ISSUER),
        ("成文日期", WRITTEN),
        ("名　　称", TITLE),
        ("发布时间", f"{PUBLISHED} 08:30:00"),
    )
    cells = "".join(f"<tr><th>{label}：</th><td>{value}</td></tr>" for label, value in rows)
    return Page(_html(f"<table>{cells}</table><div class='zw'>{_p()}</div>{FOOT}"), written=WRITTEN)


def directory_of_disclosure() -> Page:
    """Markers in comments, facts in a list, the article between two meta tags, a directory on the left."""
    facts = (("索引号", INDEX), ("分类", "工作总结"), ("发布机构", ISSUER), ("发布日期", PUBLISHED), ("生成日期", WRITTEN))
    items = "".join(f"<li><b>{label}：</b><!--<$[{label}]>begin-->{value}<!--<$[{label}]>end--></li>" for label, value in facts)
    return Page(
        _html(
            f"<div class='left'><ul>{''.join(f'<li>{name}</li>' for name in ('机构概况', '法规文件', '规划计划', '统计信息', '人事信息'))}</ul></div>"
            f"<div class='right'><ul class='xxgk_top'>{items}</ul><div class='xxgk_title'><!--<$[标题]>begin-->{TITLE}<!--<$[标题]>end--></div>"
            f"<div class='main-txt' id='zoom'><meta name='ContentStart'>{_p()}<meta name='ContentEnd'></div></div>{FOOT}"
        ),
        written=WRITTEN,
    )


def label_spans() -> Page:
    """Labels and values in spans of a flex row, without colons."""
    facts = (("索引号", INDEX), ("发布单位", ISSUER), ("成文日期", WRITTEN), ("发布日期", PUBLISHED), ("文件状态", "有效"))
    cells = "".join(
        f"<div class='row'><span class='k'>{label}</span><span class='v'>{value}</span></div>" for label, value in facts
    )
    return Page(
        _html(f"<div class='meta'>{cells}</div><h1 class='t'>{TITLE}</h1><article>{_p()}</article>{FOOT}"), written=WRITTEN
    )


def term_list() -> Page:
    """Facts as terms, the values beside them in brackets."""
    facts = (("索引号", INDEX), ("信息来源", ISSUER), ("发文日期", WRITTEN), ("发布时间", PUBLISHED))
    terms = "".join(f"<dt>[{label}]</dt><dd>{value}</dd>" for label, value in facts)
    return Page(_html(f"<dl>{terms}</dl><h3>{TITLE}</h3><div class='news_cont'>{_p()}</div>{FOOT}"), written=WRITTEN)


def dates_that_are_not_its_own() -> Page:
    """The day of reading above, the year of the column in the breadcrumbs, dates of other articles on both sides, a licence's below."""
    return Page(
        _html(
            f"<div class='date'>{TODAY} 农历五月初八</div><div class='crumb'>您所在的位置：首页 &gt; 政务公开 &gt; 年度报告 &gt; 2025年</div>"
            f"<div class='side'><h4>最新公开</h4><ul>{OTHERS}</ul></div><div class='detail'><h2>{TITLE}</h2><div>发布时间：{PUBLISHED} "
            f"信息来源：{ISSUER}</div>{_p()}</div><div class='more'><h4>相关阅读</h4><ul>{OTHERS}</ul></div>"
            f"<div>Copyright © 2015-2025 青砚区人民政府 备案日期：2015-07-01</div>{FOOT}"
        )
    )


def filled_in_by_scripts() -> Page:
    """Source, author and counter are written by scripts, which nobody runs here; the date stands in the markup."""
    return Page(
        _html(
            f"<div class='tit'><h1>{TITLE}</h1><p>时间：{PUBLISHED} 09:12 <span>来源：<script>document.write(ly||'本站')</script></span>"
            "<span>作者：<script>document.write(zz)</script></span><span>浏览次数：<span id='hit'></span>次</span></p></div>"
            f"<div class='text'>{_p()}<script>var pub='2024-03-09';</script></div>{FOOT}"
        )
    )


def widgets() -> Page:
    """Sharing, size of type, reading aloud, print and close around the text; older and newer articles, the files below."""
    return Page(
        _html(
            f"<div class='tools'><a>无障碍浏览</a><a>进入关怀版</a></div><h1>{TITLE}</h1><div class='sub'><span>发布日期：{PUBLISHED}</span>"
            f"<span>信息来源：{ISSUER}</span><span>字体：<a>大</a> <a>中</a> <a>小</a></span><span><a>打印本页</a></span><span><a>关闭窗口</a></span>"
            "<span>语音播报</span><div class='bdsharebuttonbox'>分享到：<a>QQ空间</a><a>新浪微博</a><a>微信</a></div></div>"
            f"<div class='nr' id='nr'>{_p()}</div><div class='fj'><p>附件：</p><ul><li><a>年度报告（盖章版）.pdf</a></li><li><a>数据表.xlsx</a></li></ul></div>"
            f"<div class='pn'><p>上一篇：<a>关于2022年度考核结果的公告</a></p><p>下一篇：<a>没有了</a></p></div><div>【打印】 【关闭】</div>{FOOT}"
        )
    )


def phone() -> Page:
    """A page for phones: date and source without labels, a section a paragraph, a bar of buttons at the foot."""
    text = "".join(f"<section><p><span>{escape(line)}</span></p></section>" for line in BODY)
    return Page(
        _html(
            f"<header><a>&lt;</a><span>青砚区政务</span><a>更多</a></header><div class='article-title'>{TITLE}</div><p class='info'><span>{ISSUER}</span> "
            f"<span>{PUBLISHED} 09:00</span> <span>阅读 1024</span></p><div class='article-content'>{text}</div>"
            "<div class='bar'><a>点赞 12</a><a>收藏</a><a>转发</a></div>",
            "<meta name='viewport' content='width=device-width'>",
        )
    )


def one_cell() -> Page:
    """A page of the turn of the century: everything in one cell, broken by br, wide blanks before the paragraphs."""
    text = "<br>\n".join(f"　　{escape(line)}" for line in BODY)
    return Page(
        f"<html><head><title>青砚区人民政府</title></head><body><table width=760 align=center><tr><td><font size=5><b>{TITLE}</b></font><br><br>"
        f"发布时间:2024-2-28 9:12:33&nbsp; 信息来源:{ISSUER}&nbsp; 阅读次数:<script src=count.asp></script> 次【字体：大 中 小】【打印】【关闭】"
        f"<hr size=1>{text}<br><br>【<a>返回顶部</a>】【<a>关闭窗口</a>】<br>版权所有：青砚区人民政府</td></tr></table></body></html>"
    )


def rich_editor() -> Page:
    """Inline styles on everything, runs cut in spans, icons before the attachments, an empty paragraph between any two."""
    text = "<p><br/></p>".join(
        "<p style='line-height: 2em; text-indent: 2em;'><span style='font-family: 仿宋; font-size: 21px;'>"
        f"{escape(line[:9])}</span><span style='font-size: 21px;'>{escape(line[9:])}</span></p>"
        for line in BODY
    )
    return Page(
        _html(
            f"<div class='arc'><h2>{TITLE}</h2><div class='arc-info'>来源：{ISSUER} | 时间：{PUBLISHED} | 浏览：<em>36</em>次</div>{text}"
            "<p style='line-height: 16px;'><img src='icon_doc.gif'/><a title='报告.doc'>报告.doc</a></p></div>" + FOOT
        )
    )


def rendered_state() -> Page:
    """A page of a script framework: the text once in the markup and once more in the state that scripts start from."""
    state = escape("|".join(BODY))
    return Page(
        _html(
            f"<div id='app'><div data-v-1><h1 data-v-1>{TITLE}</h1><div data-v-1><i>发布机构</i><span>：{ISSUER}</span><i>发布时间</i>"
            f"<span>：{PUBLISHED}</span></div><div data-v-1 class='html'>{_p()}</div></div></div><script>window.__STATE__='{state}'</script>"
            "<noscript>请打开脚本后阅读本页，谢谢。</noscript>"
        )
    )


def title_twice_and_broken() -> Page:
    """The page's title, then the document's own in two lines, the annex it came with, and its signature at the foot."""
    signed = f"<p style='text-align:right'>{ISSUER}</p><p style='text-align:right'>2024年1月12日</p>"
    return Page(
        _html(
            f"<div class='xl'><h1>{ISSUER}关于2023年法治政府建设情况的报告</h1><p>发布时间：{PUBLISHED} 浏览量：210</p><div class='c'>"
            f"<p align='center'><b>{ISSUER}</b></p><p align='center'><b>2023年法治政府建设情况报告</b></p>{_p()}{signed}</div></div>{FOOT}"
        ),
        written=WRITTEN,
    )


def piped() -> Page:
    """All facts in one line between bars, the same line again below the text."""
    facts = f"索引号：{INDEX} | 发布机构：{ISSUER} | 成文日期：2024年01月12日 | 发布日期：2024年02月28日 | 有效性：有效"
    return Page(_html(f"<p>{facts}</p><h1>{TITLE}</h1><div>{_p()}</div><p>{facts}</p>{FOOT}"), written=WRITTEN)


def printed_for_two_screens() -> Page:
    """The whole article twice, of which a style sheet shows one."""
    wide = f"<div class='pc'><h1>{TITLE}</h1><p>发布时间：{PUBLISHED} 来源：{ISSUER}</p><div class='txt'>{_p()}</div></div>"
    return Page(_html(f"{wide}{wide.replace('pc', 'wap').replace('h1', 'h2')}{FOOT}"))


def cells_of_prose() -> Page:
    """A form of disclosure: the text stands in the last row of the table of facts."""
    rows = (("名称", TITLE), ("索引号", INDEX), ("发布机构", ISSUER), ("发布日期", PUBLISHED), ("成文日期", WRITTEN))
    cells = "".join(f"<tr><td width=90>{label}</td><td>{value}</td></tr>" for label, value in rows)
    return Page(_html(f"<table border=1>{cells}<tr><td>内容</td><td>{_p()}</td></tr></table>{FOOT}"), written=WRITTEN)


PAGES: dict[str, Callable[[], Page]] = {
    make.__name__: make
    for make in (
        school_style_cms, content_manager, index_table_of_four_columns, index_table_of_six_columns, spaced_labels,
        directory_of_disclosure, label_spans, term_list, dates_that_are_not_its_own, filled_in_by_scripts, widgets, phone, one_cell,
        rich_editor, rendered_state, title_twice_and_broken, piped, printed_for_two_screens, cells_of_prose,
    )
}  # fmt: skip
