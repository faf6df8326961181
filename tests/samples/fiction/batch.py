"""Whole sets of samples: planned reports through layout and damage into files, with the odd ones among them."""

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from .damage import DAMAGES, gloss, to_traditional
from .encode import CODECS, encode, fits, html_page, lose_byte
from .layout import Document, lay_out, names_of, prose
from .marked import Marked
from .places import bodies
from .plan import ReportPlan, plan_for, plans
from .truth import not_a_report, quoted, truth
from .wording import fill

CODEC_MIX = ("utf-8",) * 6 + ("utf-8-bom", "gb18030", "gb18030", "utf-16", "mixed")

MARK = "fictional-sample-"
"""How the names of all files begin: by it the warehouse knows them for fiction, whatever places they name (core.samples)."""
TWIN, CORRECTED = 4, 8  # the reports that come with a twin, and in two versions


class Sample(NamedTuple):
    """One file of an inbox; `gold` is None where the file has no text to annotate."""

    name: str
    raw: bytes
    gold: Mapping[str, Any] | None
    plan: ReportPlan | None = None
    stated: Mapping[str, float] = {}


def samples(places: int, years: tuple[int, int], seed: int, reports: int | None = None) -> Iterator[Sample]:
    """All samples of a set, one at a time: every call with the same arguments yields the same bytes."""
    for plan in plans(places, years, seed, reports):
        document = _laid_out(plan, seed)
        twin = reports is None and plan.number == TWIN
        yield _finished(plan, document, seed, whole=twin)
        if twin:
            yield _twin(plan, document)
        if reports is None and plan.number == CORRECTED:
            later = plan_for(plan.body, plan.year, seed, plan.number, version=2)
            yield _finished(later, _laid_out(later, seed), seed)
    if reports is None:
        yield _byte_lost(years[1], seed)
        yield from _odd_ones(years[1], seed)


def generate(
    out: Path, places: int = 12, years: tuple[int, int] = (2019, 2023), seed: int = 1, reports: int | None = None
) -> int:
    """Write `out/reports/*`, `out/truth/*.json` and `out/figures.csv` (what each report states); return the number of files."""
    (out / "reports").mkdir(parents=True, exist_ok=True)
    (out / "truth").mkdir(exist_ok=True)
    written = 0
    with (out / "figures.csv").open("w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream)
        table.writerow(("file", "place_code", "level", "report_year", "version", "indicator_id", "value"))
        for sample in samples(places, years, seed, reports):
            (out / "reports" / sample.name).write_bytes(sample.raw)
            if sample.gold is not None:
                path = out / "truth" / (Path(sample.name).stem + ".json")
                path.write_text(json.dumps(sample.gold, ensure_ascii=False), "utf-8")
            if sample.plan:
                body, plan = sample.plan.body, sample.plan
                key = (sample.name, body.code, body.level, plan.year, plan.version)
                table.writerows((*key, indicator, f"{value:g}") for indicator, value in sample.stated.items())
            written += 1
    return written


def _laid_out(plan: ReportPlan, seed: int) -> Document:
    document = lay_out(plan, seed)
    return document._replace(marked=quoted(document.marked))


def _finished(plan: ReportPlan, document: Document, seed: int, whole: bool = False) -> Sample:
    """Damage, encode and annotate one report; `whole`: not cut off."""
    chance = plan.random(seed, "damage")
    piece, traditional = document.marked, chance.random() < 0.15
    if traditional:
        piece = to_traditional(piece, chance)
        piece = gloss(piece, chance) if chance.random() < 0.7 else piece
    kinds = set(chance.sample(list(DAMAGES), chance.choice((0, 0, 1, 1, 2)))) - ({"cut_off"} if whole else set())
    for kind in (kind for kind in DAMAGES if kind in kinds):
        piece = DAMAGES[kind](piece, chance)
    script = "traditional" if traditional else "simplified"
    name = f"{MARK}{plan.number:06}" + (f"-v{plan.version}" if plan.version > 1 else "")
    if chance.random() < 0.06 and document.fields["title"]:
        page, piece = html_page(piece, document.fields["title"])
        return _sample(f"{name}.html", page.encode(), "utf-8", piece, plan, document, script, "cut_off" in kinds)
    codec = chance.choice(CODEC_MIX)
    if traditional and chance.random() < 0.5:
        codec = "big5"
    codec = codec if fits(piece.text, codec) else "utf-8"
    encoding = CODECS.get(codec, "mixed").removesuffix("-sig")
    return _sample(f"{name}.txt", encode(piece.text, codec), encoding, piece, plan, document, script, "cut_off" in kinds)


def _sample(
    name: str, raw: bytes, encoding: str, piece: Marked, plan: ReportPlan, document: Document, script: str, truncated: bool
) -> Sample:
    fields = {**document.fields, "script": script, "encoding": encoding}
    if truncated:
        fields["issued_on"] = None
    return Sample(name, raw, truth(name, piece, fields, said=document.marked.text, truncated=truncated), plan, document.stated)


def _twin(plan: ReportPlan, document: Document) -> Sample:
    """The same report once more, as a Traditional page in Big5 or UTF-8: one report, two files."""
    piece = to_traditional(document.marked, Random(0))
    codec = "big5" if fits(piece.text, "big5") else "utf-8"
    name = f"{MARK}{plan.number:06}-twin.txt"
    return _sample(name, encode(piece.text, codec), codec, piece, plan, document, "traditional", False)._replace(plan=None)


def _byte_lost(year: int, seed: int) -> Sample:
    """A report of the last of all bodies, with one byte lost."""
    plan = plan_for(bodies()[-1], year, seed, number=0)
    document = _laid_out(plan, seed)
    raw = lose_byte(document.marked.text)
    return _sample(f"{MARK}byte-lost.txt", raw, "gb18030", document.marked, plan, document, "simplified", False)


def _odd_ones(last_year: int, seed: int) -> Iterator[Sample]:
    """What else lies in an inbox: pages that are no reports, an empty file, a picture."""
    chance = Random(f"{seed}/odd")
    county = next(body for body in bodies() if body.level == "county")
    for kind, template in prose()["not_reports"].items():
        text = fill(template, names_of(county, last_year))
        name = f"{MARK}other-{kind.replace('_', '-')}.txt"
        yield Sample(name, encode(text, chance.choice(("utf-8", "gb18030"))), not_a_report(name, kind))
    yield Sample(f"{MARK}other-empty.txt", b"", None)
    picture = b"\x89PNG\r\n\x1a\n" + bytes(chance.randrange(256) for _ in range(2000))
    yield Sample(f"{MARK}other-picture.txt", picture, None)
    # that a picture stands where a report of this body and year should is told by its name alone
    body = bodies()[-1]
    yield Sample(f"{MARK}other-{body.chain[1]}{body.bureau}{last_year - 1}年报告.txt", picture[::-1], None)
