"""Explicit nothing: 无行政诉讼败诉案件 is a zero of that and nothing else; an aim or a slogan is none."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import ahocorasick


class ZeroRules(NamedTuple):
    """Compiled config/zeros.yaml, and the catalogue's zero phrasings."""

    verb: re.Pattern[str]
    strong_verbs: frozenset[str]
    objects: re.Pattern[str]
    not_before: re.Pattern[str]
    aims: re.Pattern[str]
    no_object: re.Pattern[str]  # what a strong verb denies without counting (未出现变化)
    closing: re.Pattern[str]  # ...未发生, ...为零 at the end of a clause
    zero: re.Pattern[str]  # 零败诉
    phrases: Any  # ahocorasick.Automaton: phrase -> (length, indicator_id)


class ZeroStatement(NamedTuple):
    """A clause that denies, and the indicators it denies. Offsets in the normalized text."""

    start: int  # of the clause
    end: int
    verb_start: int
    measured_entity: str
    indicator_ids: tuple[str, ...]


CLOSING = re.compile(r"(?:的)?(?:发生|情况|现象|出现|产生|问题|情形)$")
CLOSES = re.compile(r".{0,6}$|[、和及与或]|案|均|为零|等|零|未发生|没有发生|的?(?:发生|情况|现象|行为|事项|申请)")
LONGEST_TAIL = 3  # characters behind the object of a weak verb (无违法行为记录)
CLAUSE = re.compile(r"[^，。；：,;:！!？?\n]+")


def compile_zeros(config: Mapping[str, Any], catalogue: Mapping[str, Any]) -> ZeroRules:
    """Compile config/zeros.yaml with the `zero` phrasings of config/indicators.yaml."""
    phrases = ahocorasick.Automaton()
    for indicator in catalogue["indicators"]:
        for phrase in filter(None, indicator.get("zero", "").split("|")):
            phrases.add_word(phrase, (len(phrase), indicator["id"]))
    phrases.make_automaton()
    blocked = _join(config["not_behind"])
    verbs = [v for v in config["verbs"] if v != "无"]
    return ZeroRules(
        verb=re.compile(rf"(?P<verb>{_join(verbs)}|(?<!有)(?<!毫)(?<!互)无(?!{blocked}))(?P<object>.{{2,40}})"),
        strong_verbs=frozenset(config["strong_verbs"]),
        objects=re.compile(_join(config["objects"])),
        not_before=re.compile(f"(?:{_join(config['not_before'])})[^、]{{0,6}}$"),
        aims=re.compile(_join(config["aims"])),
        no_object=re.compile(_join(config["no_objects"])),
        closing=re.compile(rf"(?:{_join(config['closing'])})[”\"]?$"),
        zero=re.compile(rf"(?P<before>[^，。]{{0,30}}?)[“\"]?零[”\"]?(?P<object>{_join(config['zero_objects'])})"),
        phrases=phrases,
    )


def _join(words: Sequence[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def find_zeros(text: str, start: int, end: int, rules: ZeroRules) -> list[ZeroStatement]:
    """Every statement of `text[start:end]` that there was none of something, clause by clause."""
    if not any(word in text for word in ("无", "未", "没有", "零", "不存在")):
        return []
    found = []
    for clause in CLAUSE.finditer(text, start, end):
        piece = clause[0]
        if "无" in piece or "未" in piece or "没有" in piece or "零" in piece or "不存在" in piece:
            statement = _read(text, clause.start(), piece, rules)
            if statement:
                found.append(statement)
    return found


def _read(text: str, at: int, clause: str, rules: ZeroRules) -> ZeroStatement | None:
    if denied := _denied(clause, rules):
        verb_at, entity = denied
        lead = len(clause) - len(clause.lstrip())
        stop = len(clause.rstrip(' ）)”"、'))
        ids = _indicators(clause, rules)
        return ZeroStatement(at + lead, at + stop, at + verb_at, entity, ids)
    return None


def _denied(clause: str, rules: ZeroRules) -> tuple[int, str] | None:
    """Where a clause denies, and what; None for aims, slogans and other people's lacks."""
    for read in (_denied_behind, _denied_before, _counted_zero):
        if (found := read(clause, rules)) and not rules.aims.search(clause[: found[0]]):
            return found
    return None


def _denied_behind(clause: str, rules: ZeroRules) -> tuple[int, str] | None:
    """未发生行政诉讼; 无行政复议案件: behind a weak verb the object must be the clause's last noun."""
    found = rules.verb.search(clause)
    if not found or rules.not_before.search(clause[: found.start()]):
        return None
    entity = CLOSING.sub("", found["object"].strip(" 。"))
    strong = found["verb"] in rules.strong_verbs
    named = [m.end() for m in rules.objects.finditer(entity)]
    if not strong and (not named or len(entity) - named[-1] > LONGEST_TAIL):
        return None
    return None if not entity or rules.no_object.match(entity) else (found.start(), entity)


def _denied_before(clause: str, rules: ZeroRules) -> tuple[int, str] | None:
    """行政诉讼败诉案件均未发生; 败诉案件为零: the object stands in front."""
    found = rules.closing.search(clause)
    if not found or not rules.objects.search(clause):
        return None
    return found.start(), clause[: found.start()].rstrip("均都也皆") or found[0]


def _counted_zero(clause: str, rules: ZeroRules) -> tuple[int, str] | None:
    """零败诉; 行政复议案件零发生."""
    zero = rules.zero.search(clause)
    if not zero:
        return None
    entity = zero["object"] if zero["object"] not in ("发生", "案发") else zero["before"] or zero["object"]
    return zero.start("object") - 1, entity


def _indicators(clause: str, rules: ZeroRules) -> tuple[str, ...]:
    """The indicator whose phrasing is the longest in the clause, and those joined with it (复议、诉讼)."""
    hits = sorted(
        (
            (length, last, indicator)
            for last, (length, indicator) in rules.phrases.iter(clause)
            if CLOSES.match(clause, last + 1)  # 因违法行政受到处分 denies no unlawful act
        ),
        key=lambda h: (-h[0], h[1]),
    )
    kept: list[tuple[int, int, str]] = []
    for length, last, indicator in hits:
        span = range(last - length + 1, last + 1)
        if all(last < k_last - k_length + 1 or span.start > k_last for k_length, k_last, _ in kept):
            kept.append((length, last, indicator))
    ids = [indicator for _, _, indicator in sorted(kept, key=lambda k: k[1])]
    if "administrative_lawsuits_lost" in ids:  # 行政诉讼败诉 denies losses, not lawsuits
        ids = ["administrative_lawsuits_lost"]
    return tuple(dict.fromkeys(ids))
