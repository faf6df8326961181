"""Whether a readable text is a yearly report at all: templates, news, plans and reports of other kinds are none."""

import re
from collections.abc import Mapping
from itertools import islice, pairwise
from typing import Any, NamedTuple

from tasks.model import NotAReport
from tasks.parse.page import Head, PageRules, cut_labels, is_furniture, lines_of
from tasks.parse.words import any_of

OPENING_CHARS = 700
TITLE_CHARS = 60  # compact characters: longer lines are no titles
NUMBERED_OVER = 3  # lines that a sharing site numbered again
SHARING_WORDS = 2
EVIDENCE_WORDS = 3  # words of the field that even an excerpt has
MASKS = 3  # names, years and numbers taken out: fewer may be a quoted example


class VerdictRules(NamedTuple):
    """Compiled part `not_reports` of config/metadata.yaml, and the words that prove the genre."""

    evidence: re.Pattern[str]  # words of the field: a report has several
    confirmed: re.Pattern[str]  # the sentence that hands over a report on the subject
    masks: tuple[re.Pattern[str], ...]
    mask_letters: str
    sharing: re.Pattern[str]
    tampered: re.Pattern[str]
    numbered_over: re.Pattern[str]
    half_year: re.Pattern[str]
    news: re.Pattern[str]
    news_opening: re.Pattern[str]
    news_body: re.Pattern[str]
    notice: re.Pattern[str]
    plan_title: re.Pattern[str]
    plan_sentence: re.Pattern[str]
    other: re.Pattern[str]


def compile_verdict_rules(config: Mapping[str, Any]) -> VerdictRules:
    """Compile the part `not_reports` of config/metadata.yaml."""
    words = config["not_reports"]
    subject, ends = any_of(config["title"]["subjects"]), any_of(words["document_ends"])
    begins, handed = any_of(config["handover"]), any_of(config["handover_ends"])
    return VerdictRules(
        evidence=re.compile(any_of([*config["title"]["subjects"], *words["evidence"]])),
        confirmed=re.compile(rf"(?:{begins})[^。\n]{{0,60}}?(?:{subject})[^。\n]{{0,40}}?(?:{handed})"),
        masks=tuple(re.compile(pattern) for pattern in words["template"]["patterns"].values()),
        mask_letters=words["template"]["letters"],
        sharing=re.compile(any_of(words["sharing"])),
        tampered=re.compile(words["tampered"]),
        numbered_over=re.compile(words["numbered_over"]),
        half_year=re.compile(words["half_year"]),
        news=re.compile(words["news"]),
        news_opening=re.compile(words["news_openings"]),
        news_body=re.compile(words["news_body"]),
        notice=re.compile(words["notice"]),
        plan_title=re.compile(rf"(?:{any_of(words['plan_ends'])})(?:的通知)?(?:[(（][^()（）]{{0,20}}[)）])?$"),
        plan_sentence=re.compile(words["plan_sentence"]),
        other=re.compile(rf"(?:{any_of(words['other_annual'])})[^。]{{0,20}}?(?:{ends})|政府工作报告"),
    )


def judge(text: str, head: Head, page: PageRules, rules: VerdictRules) -> NotAReport | None:
    """Say why the text is no yearly report on government by law; None where it is, or may well be, one."""
    return _copied(text, rules) or _by_title(text, head, rules) or (None if head.title else _untitled(text, head, page, rules))


def _copied(text: str, rules: VerdictRules) -> NotAReport | None:
    """Templates and copies of document-sharing sites, whose years and figures are not to be trusted."""
    masks = [found[0] for pattern in rules.masks for found in pattern.finditer(text)] if _may_mask(text, rules) else []
    if len(masks) >= MASKS:
        return NotAReport("template", f"names, years or figures are masked ({', '.join(masks[:3])}): this is a template")
    shared = {found[0] for found in rules.sharing.finditer(text)}
    if len(shared) >= SHARING_WORDS:
        return NotAReport("sharing_site", f"text of a document-sharing site ({', '.join(sorted(shared)[:3])})")
    if tampered := rules.tampered.search(text):
        return NotAReport(
            "tampered", f"a plan that begins and ends in one year ({tampered[0]}): years were replaced in this copy"
        )
    if len(rules.numbered_over.findall(text)) >= NUMBERED_OVER:
        return NotAReport("sharing_site", "lines are numbered over their own numbering: text of a document-sharing site")
    return None


def _may_mask(text: str, rules: VerdictRules) -> bool:
    """Whether a character of the masks stands in the text at all: looking for one costs a hundredth of the patterns."""
    return any(letter in text for letter in rules.mask_letters)


def _by_title(text: str, head: Head, rules: VerdictRules) -> NotAReport | None:
    """A title that speaks of reports, but is none of a year."""
    title = head.title
    if not title:
        return None
    if rules.half_year.search(title):
        return NotAReport("half_year", f"the title names a part of a year: {title}")
    if rules.notice.search(title):
        return NotAReport("plan", f"the title is that of a notice: {title}")
    if (word := rules.news.search(title)) and not rules.confirmed.search(text[: head.body_start + OPENING_CHARS]):
        return NotAReport("news", f"the title tells of a report ({word[0]}): {title}")
    return None


def _untitled(text: str, head: Head, page: PageRules, rules: VerdictRules) -> NotAReport | None:
    """A text without a report's title: other titles, and openings that are no report's."""
    opening = text[head.body_start : head.body_start + OPENING_CHARS]
    if rules.confirmed.search(opening):
        return _half_year_opening(opening, rules)
    titles = _titles(text, head, page)
    for title in titles:
        if other := rules.other.search(title):
            return NotAReport("other_annual", f"a report of another kind ({other[0]}): {title}")
        if (news := rules.news.search(title)) and rules.evidence.search(title):
            return NotAReport("news", f"the headline of a news item ({news[0]}): {title}")
        if rules.plan_title.search(title):
            return NotAReport("plan", f"a plan, rule or notice, no report: {title}")
    if planned := rules.plan_sentence.search(opening):
        return NotAReport("plan", f"the text gives directions, no account: {planned[0]}")
    if (news := rules.news_opening.search(opening[:60])) or (news := rules.news_body.search(opening)):
        return NotAReport("news", f"a news item ({news[0]})")
    if len(list(islice(rules.evidence.finditer(text), EVIDENCE_WORDS))) < EVIDENCE_WORDS:
        return NotAReport("unrelated", "the text does not speak of government by law")
    return None


def _half_year_opening(opening: str, rules: VerdictRules) -> NotAReport | None:
    handed = rules.confirmed.search(opening)
    if handed and rules.half_year.search(handed[0]):
        return NotAReport("half_year", f"the report is about a part of a year: {handed[0]}")
    return None


def _titles(text: str, head: Head, page: PageRules) -> list[str]:
    """Short lines before the first sentence, alone and each joined to the one before."""
    lines: list[str] = [cut_labels(line.text, page) for line in head.lines]
    for line in lines_of(text, head.body_start, head.body_start + OPENING_CHARS):
        if len(line.text) > TITLE_CHARS or "。" in line.text or line.text.endswith((":", "：")) or len(lines) > 30:
            break
        lines.append(cut_labels(line.text, page))
    bare = [line for line in lines if len(line) <= TITLE_CHARS and not (is_furniture(line, page) and not line.startswith("《"))]
    return [*bare, *(first + second for first, second in pairwise(bare))]
