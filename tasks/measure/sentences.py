"""Where sentences begin, and which sentence before names what an amount's own sentence only tells of or judges."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

LONGEST_LEAD = 160  # characters: a lead further back says nothing of the amount
LONGEST_CHAIN = 2 * LONGEST_LEAD  # characters over which verdicts may follow on verdicts
LONGEST_VERDICT = 12  # characters before an amount that only say what became of something (已审结)
LONGEST_TOPIC = 40  # characters of a sentence that only names what the next ones tell (强化行政应诉。全年…)

# Begins with one set of characters, which the scan skips to; conditions stand behind it.
BOUNDARY = re.compile(r"[，：。；;！!？?\n,:](?:(?<![,:])|(?<!\d.)|(?!\d))")
SENTENCE_ENDS = frozenset("。！!？?\n")
SEMICOLONS = frozenset("；;")
NEXT_ITEM = re.compile(r"[一二三四五六七八九十]{1,2}(?:是|、)|其[一二三四]")
ITEM = re.compile(r"[一二三四五六七八九十]{1,2}(?:是|、)|[（(][一二三四五六七八九十\d]|其[一二三四]|\d{1,2}[.．、]")


def marks_in(text: str) -> tuple[list[int], list[int]]:
    """Where the clauses of a text end, and which of these marks end a sentence.

    A semicolon parts the items of one statement; only before the next numbered item does it end what leads.
    """
    marks = [m.start() for m in BOUNDARY.finditer(text)]
    ends = [
        mark for mark in marks if text[mark] in SENTENCE_ENDS or (text[mark] in SEMICOLONS and NEXT_ITEM.match(text, mark + 1))
    ]
    return marks, ends


def around(marks: Sequence[int], start: int, end: int, length: int) -> tuple[int, int]:
    """Where what stands between two of the sorted `marks` begins and ends, around `start` to `end`."""
    left = bisect_left(marks, start) - 1
    right = bisect_right(marks, end - 1)
    return (marks[left] + 1 if left >= 0 else 0), (marks[right] if right < len(marks) else length)


def sentence_start(text: str, ends: Sequence[int], start: int, end: int) -> int:
    """Where the sentence of an amount begins; 其中 at its head carries on the one before (收到申请312件。其中，受理286件)."""
    begin = around(ends, start, end, len(text))[0]
    if begin and text[begin - 1] in "。；;" and text.startswith("其中", begin):
        return around(ends, begin - 1, begin, len(text))[0]
    return begin


def says_what_for(text: str, start: int, end: int, purposes: tuple[str, ...], meetings: re.Pattern[str]) -> bool:
    """Whether the clause behind `text[start:end]` says what the meetings in it were for (召开会议4次，研究依法行政)."""
    return text.startswith(purposes, end + 1) and meetings.search(text, start, end) is not None


def vouched_from(
    text: str, near_start: int, start: int, end: int, clause_end: int, all_of_them: tuple[str, ...], vouched: re.Pattern[str]
) -> int:
    """Where it begins to be said that all contracts or drafts counted in `text[start:end]` were reviewed; 0 if nowhere.

    That is right behind the number or in the next clause (签订合同132份，均经法律顾问审核).
    """
    said = end if text.startswith(all_of_them, end) else clause_end + 1
    return said if text.startswith(all_of_them, said) and vouched.search(text, near_start, start) else 0


class Topics(NamedTuple):
    """What config/clauses.yaml says of sentences that name what the next ones tell."""

    circumstances: tuple[str, ...]  # at the head of a sentence whose last clause names its topic
    openers: tuple[str, ...]  # at the head of one that takes up a topic of its own


def topic_of(text: str, ends: Sequence[int], amounts: Sequence[int], at: int, topics: Topics) -> tuple[int, int]:
    """The short sentences of the paragraph before `at` that hold no number: the nearest, and those that lead up to it.

    One that takes up a topic of its own, or opens an item, ends what leads up
    (强化行政应诉。健全机制，定期会商。全年应诉9件; but 强化行政应诉。加强普法宣传。全年开展9场).
    """
    last = bisect_left(ends, at) - 1
    found = 0, 0
    while last >= 0 and at - ends[last] <= LONGEST_LEAD and text[ends[last]] != "\n":
        start, end = ends[last - 1] + 1 if last else 0, ends[last]
        if bisect_left(amounts, start) < bisect_left(amounts, end):
            if found[1]:
                break
        else:
            if text.startswith(topics.circumstances, start):
                start = max(start, text.rfind("，", start, end) + 1)
            if 4 <= end - start <= LONGEST_TOPIC:
                found = start, found[1] or end
            elif not found[1] and (end := text.find("，", start, start + LONGEST_TOPIC)) - start >= 4:
                found = start, end  # of a long one its first clause names the topic
                break
            if found[1] and (text.startswith(topics.openers, start) or ITEM.match(text, start)):
                break
        last -= 1
    return found


class Verdicts:
    """What is judged where nothing but verdicts stands before an amount in its sentence (收到复议申请85件。已审结76件)."""

    def __init__(self, text: str, ends: Sequence[int], words: re.Pattern[str]) -> None:
        """Of a text whose sentences end at `ends`; `words` match a verdict (config/clauses.yaml: carried)."""
        self.text, self.ends, self.words = text, ends, words
        self.counted = (-1, False)  # of the last amount that is no share in it: its sentence, and whether it is a verdict
        self.last = (-1, -1)  # of the last verdict: where its sentence and what it judges begin

    def judged(self, near_start: int, start: int, sentence: int) -> tuple[int, int]:
        """The sentences before that name what the amount at `start` judges; empty where its own sentence does."""
        if not self._is_verdict(near_start, start, sentence):
            return 0, 0
        begin, end = self._sentence_before(sentence)
        if self.last[0] >= begin > self.last[1] >= sentence - LONGEST_CHAIN:  # verdicts on verdicts
            begin = self.last[1]
        self.last = sentence, begin
        return begin, end

    def _is_verdict(self, near_start: int, start: int, sentence: int) -> bool:
        chained = self.counted[0] == sentence
        if chained and not self.counted[1]:  # the sentence has an object of its own
            return False
        begin = max(near_start, sentence) if chained else sentence
        return start - begin <= LONGEST_VERDICT and self.words.fullmatch(self.text, begin, start) is not None

    def _sentence_before(self, start: int) -> tuple[int, int]:
        """The sentence before `start`, and the one before that where it is short; empty at the head of a paragraph."""
        text, ends = self.text, self.ends
        if start == 0 or text[start - 1] in "\n！!？?":
            return 0, 0
        begin = around(ends, start - 1, start, len(text))[0]
        while start - begin <= LONGEST_VERDICT and begin > 0 and text[begin - 1] == "。":  # 受理108件。 is a verdict itself
            begin = around(ends, begin - 1, begin, len(text))[0]
        return max(begin, start - LONGEST_LEAD), start - 1
