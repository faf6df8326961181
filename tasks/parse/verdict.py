"""Whether a readable text is a yearly report at all: templates, news, plans and reports of other kinds are none."""

import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from tasks.model import NotAReport
from tasks.parse.head import Head
from tasks.parse.page import HEADING, PageRules, cut_labels, is_furniture, lines_of
from tasks.parse.words import any_of
from tasks.parse.year import year_in

OPENING_CHARS = 700
NEWS_CHARS = 60  # a news item says so in its first words
TITLE_CHARS = 60  # compact characters: longer lines are no titles
NUMBERED_OVER = 3  # lines that a sharing site numbered again
SHARING_WORDS = 2
EVIDENCE_WORDS = 3  # words of the field that even an excerpt has
EVIDENCE_CHARS = 200  # a shorter excerpt has one
DATED = re.compile("20[0-9]{2}|二[〇○零]")
ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+")
LATIN = string.ascii_letters.encode()
CHINESE = re.compile("[一-龥]+")
MOST_LATIN = 1.0  # Latin letters to a Chinese character: reports that were looked at have 0.02 at most
FIRST_HEADING = re.compile(rf"(?m)^\s*(?:{HEADING.pattern})")
MASKS = 3  # names, years and numbers taken out: fewer may be a quoted example


@dataclass(frozen=True, slots=True)
class VerdictRules:
    """Compiled part `not_reports` of config/metadata.yaml, and the words that prove the genre."""

    subject: re.Pattern[str]
    side_subjects: re.Pattern[str]
    evidence: re.Pattern[str]  # words of the field: a report has several
    confirmed: re.Pattern[str]  # the sentence that hands over a report on the subject
    masks: tuple[re.Pattern[str], ...]
    mask_letter: re.Pattern[str]  # without one of these a line masks nothing
    masked_opening: re.Pattern[str]  # the first words name no year: 20xx年，我镇……
    bare_title: re.Pattern[str]
    sharing: re.Pattern[str]
    sharing_title: re.Pattern[str]
    tampered: re.Pattern[str]
    numbered_over: re.Pattern[str]
    sharing_sure: re.Pattern[str]  # one of these is enough
    half_year: re.Pattern[str]
    news: re.Pattern[str]
    news_announces: re.Pattern[str]
    news_events: re.Pattern[str]  # of a meeting, on whatever
    news_opening: re.Pattern[str]
    news_dateline: re.Pattern[str]
    news_body: re.Pattern[str]
    disclosure: re.Pattern[str]
    other_opening: re.Pattern[str]
    handed: re.Pattern[str]  # the sentence that hands over a report, whatever it calls its subject
    handed_else: re.Pattern[str]  # the same of a matter that is none of ours: courts, disclosure, party work
    other_account: re.Pattern[str]
    strong: re.Pattern[str]
    notice: re.Pattern[str]
    plan_title: re.Pattern[str]
    about: re.Pattern[str]  # a title says what it is about: 通知公告 alone is a site's column
    plan_sentence: re.Pattern[str]
    other_titles: re.Pattern[str]
    other: re.Pattern[str]
    document: re.Pattern[str]  # the title of any report


def compile_verdict_rules(config: Mapping[str, Any]) -> VerdictRules:
    """Compile the part `not_reports` of config/metadata.yaml."""
    words = config["not_reports"]
    subject, ends = any_of(config["title"]["subjects"]), any_of(words["document_ends"])
    begins, handed = any_of(config["handover"]), any_of(config["handover_ends"])
    return VerdictRules(
        subject=re.compile(subject),
        side_subjects=re.compile(any_of(words["side_subjects"])),
        evidence=re.compile(any_of([*config["title"]["subjects"], *words["evidence"]])),
        confirmed=re.compile(rf"(?:{begins})[^。\n]{{0,60}}?(?:{subject})[^。\n]{{0,40}}?(?:{handed})"),
        masks=tuple(re.compile(pattern) for pattern in words["template"]["patterns"].values()),
        mask_letter=re.compile(f"[{words['template']['letters']}]"),
        masked_opening=re.compile(words["template"]["opening"]),
        bare_title=re.compile(words["bare_title"]),
        sharing=re.compile(any_of(words["sharing"])),
        sharing_title=re.compile(words["sharing_title"]),
        tampered=re.compile(words["tampered"]),
        numbered_over=re.compile(words["numbered_over"]),
        sharing_sure=re.compile(any_of(words["sharing_sure"])),
        half_year=re.compile(words["half_year"]),
        news=re.compile(words["news"]),
        news_announces=re.compile(words["news_announces"]),
        news_events=re.compile(words["news_events"]),
        news_opening=re.compile(words["news_openings"]),
        news_dateline=re.compile(words["news_datelines"]),
        news_body=re.compile(words["news_body"]),
        disclosure=re.compile(words["disclosures"]),
        other_opening=re.compile(words["other_openings"]),
        handed=re.compile(rf"(?:{begins})[^。\n]{{0,60}}?(?:{handed})[^。\n]{{0,6}}如下"),
        handed_else=re.compile(
            rf"(?:{begins})(?:(?!{subject})[^。\n]){{0,60}}?(?P<matter>{any_of([*words['courts'], *words['other_annual']])})"
            rf"(?:(?!{subject})[^。\n]){{0,40}}?(?:{handed})[^。\n]{{0,6}}如下"
        ),
        other_account=re.compile(words["other_accounts"]),
        strong=re.compile(any_of(words["strong"])),
        notice=re.compile(words["notice"]),
        plan_title=re.compile(rf"(?:{any_of(words['plan_ends'])})(?:的通知)?(?:[(（][^()（）]{{0,20}}[)）])?$"),
        about=re.compile(rf"关于|20\d\d|{any_of([*config['title']['subjects'], *words['evidence']])}"),
        plan_sentence=re.compile(words["plan_sentence"]),
        other_titles=re.compile(words["other_titles"]),
        document=re.compile(rf"(?:{any_of(words['document_ends'])})$"),
        other=re.compile(rf"(?:{any_of(words['other_annual'])})[^。]{{0,20}}?(?:{ends})|政府工作报告"),
    )


def judge(text: str, head: Head, page: PageRules, rules: VerdictRules) -> NotAReport | None:
    """Say why the text is no yearly report on government by law; None where it is, or may well be, one."""
    if copied := _copied(text, head, rules):
        return copied
    other = _by_title(head.title, text, head, rules) if head.title else _untitled(text, head, page, rules)
    return other or _foreign(text)


def _foreign(text: str) -> NotAReport | None:
    """Data, program code and papers in other languages, which may quote a report."""
    if 2 * len(text.encode("ascii", "ignore")) <= len(text):  # a tenth of the time that counting takes
        return None
    ascii_only = ADDRESS.sub("", text).encode("ascii", "ignore")
    latin = len(ascii_only) - len(ascii_only.translate(None, LATIN))
    chinese = len(text) - len(CHINESE.sub("", text))
    if latin <= MOST_LATIN * chinese:
        return None
    return NotAReport("foreign", "拉丁字母多于汉字，是数据、程序或外文资料，不是报告。请提交报告的正文。")


def _copied(text: str, head: Head, rules: VerdictRules) -> NotAReport | None:
    """Templates and copies of document-sharing sites, whose years and figures are not to be trusted."""
    lines = list(_maybe_masked(text, rules.mask_letter))
    masks = [found[0] for pattern in rules.masks for line in lines for found in pattern.finditer(text, *line)]
    nameless = head.title is not None and rules.bare_title.search(head.title) is not None
    undated = masks and (rules.masked_opening.match(text, head.body_start) or (head.title is None and year_in(text) is None))
    if len(masks) >= (1 if nameless or undated else MASKS):
        return NotAReport("template", f"地名、年份或数字被遮去（{'、'.join(masks[:3])}），是范本而不是报告。请提交原文。")
    shared = {found[0] for found in rules.sharing.finditer(text)}
    if (
        len(shared) >= SHARING_WORDS
        or rules.sharing_sure.search(text)
        or (head.title and rules.sharing_title.search(head.title))
    ):
        return NotAReport("sharing_site", "文字来自文档分享网站，年份和数字不可信。请从政府网站下载原文。")
    if tampered := rules.tampered.search(text):
        return NotAReport("tampered", f"规划起止同为一年（{tampered[0]}），副本中的年份被替换过。请提交原文。")
    if len(rules.numbered_over.findall(text)) >= NUMBERED_OVER:
        return NotAReport("sharing_site", "各行在原有序号之外又编了号，文字来自文档分享网站。请从政府网站下载原文。")
    return None


def _maybe_masked(text: str, letter: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The lines that hold a character of the masks: looking for one costs a twentieth of the patterns."""
    end = -1
    while found := letter.search(text, end + 1):
        start = max(end, text.rfind("\n", end + 1, found.start())) + 1
        end = text.find("\n", found.end())
        end = len(text) if end < 0 else end
        yield start, end


def _by_title(title: str, text: str, head: Head, rules: VerdictRules) -> NotAReport | None:
    """A title that speaks of reports, but is none of a year."""
    opening = text[head.body_start : head.body_start + OPENING_CHARS]
    if rules.half_year.search(title):
        return NotAReport("half_year", f"标题说的是一年中的一段：{title}。请提交年度报告。")
    if rules.notice.search(title):
        return NotAReport("plan", f"这是通知，不是报告：{title}")
    if rules.other_titles.search(title):
        return NotAReport("other_annual", f"这不是法治政府建设年度报告：{title}")
    if rules.confirmed.search(opening):
        return None
    if not rules.subject.search(rules.side_subjects.sub("", title)):
        return NotAReport("other_annual", f"标题只涉及法治宣传等一个方面：{title}")
    word = rules.news.search(title) or rules.news_announces.search(title) or rules.news_opening.search(opening[:NEWS_CHARS])
    if word:
        return NotAReport("news", f"这是关于报告的消息或解读（{word[0]}），不是报告本身：{title}")
    return None


def _untitled(text: str, head: Head, page: PageRules, rules: VerdictRules) -> NotAReport | None:
    """A text without a report's title: other titles, and openings that are no report's."""
    opening = text[head.body_start : head.body_start + OPENING_CHARS]
    if rules.confirmed.search(opening):
        return _half_year_opening(opening, rules)
    for title in _titles(text, head, page):
        if refused := _other_title(title, opening, rules):
            return refused
    if not rules.strong.search(opening) and (other := rules.handed_else.search(opening)):
        return NotAReport("other_annual", f"这是关于别的工作的报告（{other['matter']}）：{other[0]}")
    if disclosed := rules.disclosure.search(opening):
        return NotAReport("other_annual", f"这是政府信息公开的材料（{disclosed[0][:40]}），不是法治政府建设年度报告。")
    if not rules.handed.search(opening) and (refused := _by_opening(opening, rules)):
        return refused
    wanted = min(EVIDENCE_WORDS, 1 + len(text) // EVIDENCE_CHARS) - len(list(islice(rules.strong.finditer(opening), 1)))
    if len(list(islice(rules.evidence.finditer(text), wanted))) < wanted:
        return NotAReport("unrelated", "文字与法治政府建设无关。请核对提交的文件。")
    return None


def _by_opening(opening: str, rules: VerdictRules) -> NotAReport | None:
    """A plan, a paper or a news item, by what stands before its first heading."""
    heading = FIRST_HEADING.search(opening)
    if planned := rules.plan_sentence.search(opening):
        return NotAReport("plan", f"文字是在布置工作（{planned[0][-40:]}），不是报告。")
    if other := rules.other_opening.search(opening):
        return NotAReport("other_annual", f"这不是报告，而是论述或资料（{other[0][:40]}）。")
    if news := _news(opening[: heading.start()] if heading else opening, rules):
        return NotAReport("news", f"这是一则消息（{news[0].strip()[:40]}），不是报告。")
    return None


def _news(opening: str, rules: VerdictRules) -> re.Match[str] | None:
    """By what an untitled text is a news item: its first words, a dateline, or who heard the report."""
    first = rules.news_opening.search(opening[:NEWS_CHARS])
    return first or rules.news_dateline.search(opening) or rules.news_body.search(opening)


def _other_title(title: str, opening: str, rules: VerdictRules) -> NotAReport | None:
    """What a short line above an untitled text says the text is."""
    if rules.sharing_title.search(title) and rules.evidence.search(title):
        return NotAReport("sharing_site", f"这是范文或写作指导，不是报告：{title}")
    dated = DATED.search(title)  # without a year it may be a site's column: 政府信息公开年报
    if (dated or not rules.subject.search(opening)) and (other := rules.other.search(title)):
        return NotAReport("other_annual", f"这是另一种报告（{other[0]}）：{title}")
    if news := rules.news_events.search(title) or (rules.evidence.search(title) and rules.news.search(title)):
        return NotAReport("news", f"这是消息的标题（{news[0]}）：{title}")
    if rules.plan_title.search(title) and rules.about.search(title):
        return NotAReport("plan", f"这是计划、规定或通知，不是报告：{title}")
    if rules.evidence.search(title) and rules.other_titles.search(title):
        return NotAReport("other_annual", f"这不是法治政府建设年度报告：{title}")
    if rules.other_account.search(title) and not rules.subject.search(title) and not rules.strong.search(opening):
        return NotAReport("other_annual", f"这是关于别的工作的报告：{title}")
    if dated and rules.document.search(title) and not rules.subject.search(opening[:EVIDENCE_CHARS]):
        return NotAReport("other_annual", f"这不是法治政府建设年度报告：{title}")
    return None


def _half_year_opening(opening: str, rules: VerdictRules) -> NotAReport | None:
    handed = rules.confirmed.search(opening)
    if handed and rules.half_year.search(handed[0]):
        return NotAReport("half_year", f"报告的是一年中的一段（{handed[0]}）。请提交年度报告。")
    return None


def _titles(text: str, head: Head, page: PageRules) -> list[str]:
    """Short lines before the first sentence, alone and joined to the one or two before."""
    lines: list[str] = [cut_labels(line.text, page) for line in head.lines]
    for line in lines_of(text, head.body_start, head.body_start + OPENING_CHARS):
        addressed = line.text.endswith((":", "：")) and not page.label.match(line.text)
        if len(line.text) > TITLE_CHARS or "。" in line.text or addressed or HEADING.match(line.text):
            break
        lines.append(cut_labels(line.text, page))
    bare = [line for line in lines if len(line) <= TITLE_CHARS and not (is_furniture(line, page) and not line.startswith("《"))]
    return ["".join(bare[at : at + count]) for count in (1, 2, 3) for at in range(len(bare) - count + 1)]
