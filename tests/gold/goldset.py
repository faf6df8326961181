"""The project's own gold set: marked-up sources in open/ and aside/ -> report files and their exact annotation.

A source is a YAML header, a line `---`, and the text with its annotation inside:

    {12场次|legal_publicity_events}        an amount and its indicator; `-` for none, `,` between fair readings
    {约30件|legal_aid_cases|s=previous_year|m=about|v=30|u=件|e=法律援助案件|o=own|borderline|frequency}
    {0:全年未发生行政诉讼|administrative_lawsuits|s=annual}   a zero statement: the clause
    {1:一、|主要举措和成效|achievements}    a heading of depth 1 with its kinds; {2:（一）|加强领导} of depth 2
    {=4 598个=>4598个}                     a sample of the normalized text; without => it must not change
    <二十大>                               a numeral that counts nothing

Value, unit and modifier are read off plain surfaces; whatever is not plain is given. Amounts under a heading of the one
kind `plan` have scope plan unless they say otherwise. `values` of the header says, by indicator, what a person finds the
whole report to say of the year (docs/annotating.md).
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import yaml
from fiction.damage import ALL_DAMAGES
from fiction.encode import CODECS, encode
from fiction.marked import Draft, Mark, Marked
from fiction.plan import facts
from fiction.truth import not_a_report, quote_span, quoted, truth

SETS = ("open", "aside")
NOTE = re.compile(r"\{([^{}]*)\}|<([^<>]*)>")
PLAIN = re.compile(
    r"(?P<before>约|近|超过|超|逾|突破|不少于|至少|不超过|达)?(?P<digits>\d[\d,，\s]*(?:[.·]\d+)?|[一二两三四五六七八九十]+)\s*"
    r"(?P<scale>万|亿)?(?P<more>余|多)?(?P<unit>[^\d余多几]+?)(?P<after>以上|以内|以下|左右)?"
)
WORDS = {"约": "about", "近": "nearly", "不少于": "at_least", "至少": "at_least", "不超过": "at_most"} | dict.fromkeys(
    ("超过", "超", "逾", "突破", "余", "多"), "over"
)
ENDS = {"以上": "at_least", "以内": "at_most", "以下": "at_most", "左右": "about"}
FLAGS = ("borderline", "frequency")
FIELDS = {"year": "report_year", "code": "place_code", "issued": "issued_on", "published": "published_on"}


class GoldFile(NamedTuple):
    """One report of the gold set: file name, bytes, annotation."""

    name: str
    raw: bytes
    gold: Mapping[str, Any]


def build(out: Path, sets: tuple[str, ...] = SETS) -> int:
    """Write `out/reports/*` and `out/gold/*.json` and return how many."""
    for folder in ("reports", "gold"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    files = list(compiled(sets))
    for file in files:
        (out / "reports" / file.name).write_bytes(file.raw)
        text = json.dumps(file.gold, ensure_ascii=False, indent=1)
        (out / "gold" / f"{Path(file.name).stem}.json").write_text(text, "utf-8")
    return len(files)


def compiled(sets: tuple[str, ...] = SETS) -> Iterator[GoldFile]:
    """Compile the sources of the named sets, in order of their names."""
    for name in sets:
        for path in sorted((Path(__file__).parent / name).glob("*.txt")):
            try:
                yield compile_source(path.stem, path.read_text("utf-8"))
            except (ValueError, KeyError, yaml.YAMLError) as error:
                raise ValueError(f"{path.name}: {error}") from error


def compile_source(stem: str, source: str) -> GoldFile:
    """Turn one marked-up source into a file and its annotation; ValueError or KeyError where the markup is wrong."""
    head, body = source.split("\n---\n", 1)
    header = yaml.safe_load(head)
    codec, damages = header.get("codec", "utf-8"), header.get("damage", ())
    clean = quoted(read_markup(body))
    piece = _sampled(clean) if damages else clean
    for number, damage in enumerate(damages):
        piece = ALL_DAMAGES[damage](piece, Random(f"{stem}/{number}"))
    name, raw = f"{stem}.txt", encode(piece.text, codec)
    if not header.get("is_report", True):
        return GoldFile(name, raw, not_a_report(name, header["kind"]))
    script = "traditional" if "to_traditional" in damages else header.get("script", "simplified")
    fields = {**_fields(header), "script": script, "encoding": CODECS.get(codec, "mixed").removesuffix("-sig")}
    gold = truth(name, piece, fields, said=clean.text, truncated=header.get("truncated", False))
    values = {"values": header["values"]} if "values" in header else {}
    return GoldFile(name, raw, {**gold, "about": header["about"], **values})


def read_markup(body: str) -> Marked:
    """The text without its markup, every annotation a mark."""
    draft, at, planned = Draft(), 0, False
    for match in NOTE.finditer(body):
        draft.write(body[at : match.start()])
        at = match.end()
        note, idle = match.groups()
        if idle is not None:
            draft.mark(idle, "none")
        elif note.startswith("="):
            raw, _, normalized = note[1:].partition("=>")
            draft.mark(raw, "sample", normalized=normalized or raw)
        elif re.match("[0-4]:", note):
            planned = _structure(draft, note, planned)
        else:
            surface, data = _amount(note, planned)
            draft.mark(surface, "amount", **data)
    return draft.write(body[at:]).done()


def _structure(draft: Draft, note: str, planned: bool) -> bool:
    """Write a heading or a zero statement; says whether the text now stands under a plan."""
    depth, rest = int(note[0]), note[2:]
    if not depth:
        clause, indicator, *options = rest.split("|")
        given = dict(option.split("=", 1) for option in options)
        scopes = given.get("s", "annual").split(",")
        draft.mark(clause, "zero", indicator=_readings(indicator), scope=scopes, entity=given.get("e", clause))
        return planned
    marker, heading, *kinds = rest.split("|")
    kinds = kinds[0].split(",") if kinds else []
    if (depth == 1) != bool(kinds):
        raise ValueError(f"a heading of depth 1, and no other, has kinds: {note}")
    line = Draft().write(marker)
    for at, text in enumerate(re.split("<([^<>]*)>", heading)):
        line = line.mark(text, "none") if at % 2 else line.write(text)
    text, idle = line.done()
    whole = Mark(0, len(text), "heading", {"depth": depth, "marker": marker, "heading": text[len(marker) :], "kinds": kinds})
    draft.join(Marked(text, (whole, *idle)))
    return kinds == ["plan"] if depth == 1 else planned


def _amount(note: str, planned: bool) -> tuple[str, dict[str, Any]]:
    surface, *options = note.split("|")
    indicator = _readings(options[0] if options else "-")
    given = dict(option.split("=", 1) for option in options[1:] if "=" in option)
    value, unit, modifier = _plain(surface, given)
    scopes = given["s"].split(",") if "s" in given else ["plan"] if planned else _usual_scopes(indicator[0])
    data = {
        "value": value,
        "unit": unit,
        "modifier": _readings(given["m"]) if "m" in given else [modifier],
        "scope": scopes,
        "indicator": [*indicator, None] if scopes[0] == "plan" and None not in indicator else indicator,
        "entity": given.get("e") or (facts()[indicator[0]]["entity"] if indicator[0] else surface),
        **_owners(given.get("o", "")),
        **dict.fromkeys((option for option in options if option in FLAGS), True),
    }
    return surface, data


def _owners(words: str) -> dict[str, Any]:
    first, *others = words.split(",")
    return {**({"owner": first} if first else {}), **({"owner_alt": others} if others else {})}


def _readings(words: str) -> list[str | None]:
    return [None if word == "-" else word for word in words.split(",")]


def _usual_scopes(indicator: str | None) -> list[str]:
    """Stocks and rates are figures of a date; where the sentence says `this year` of them, that is as fair."""
    fact = facts()[indicator] if indicator else {}
    return ["point_in_time", "annual"] if fact.get("stock") or "rate" in fact else ["annual"]


def _plain(surface: str, given: Mapping[str, str]) -> tuple[float, list[str], str | None]:
    """Value, units and modifier, read off a plain surface unless they are given."""
    if "v" in given and "u" in given:
        return float(given["v"]), given["u"].split(","), None
    match = PLAIN.fullmatch(surface)
    if not match:
        raise ValueError(f"not plain, so v= and u= are needed: {surface}")
    units = given.get("u", match["unit"].strip()).split(",")
    value = float(given["v"]) if "v" in given else _number(match["digits"]) * {"万": 1e4, "亿": 1e8}.get(match["scale"], 1)
    words = (WORDS.get(match["more"] or ""), ENDS.get(match["after"] or ""), WORDS.get(match["before"] or ""))
    return value, units, next(filter(None, words), None)


def _number(digits: str) -> float:
    plain = re.sub(r"[,，\s]", "", digits).replace("·", ".")
    if plain[0].isdigit():
        return float(plain)
    tens, ten, ones = plain.rpartition("十")
    figures = "零一二三四五六七八九"
    small = 2 if ones == "两" else figures.index(ones) if ones else 0
    return float((figures.index(tens) if tens else 1) * 10 + small if ten else small)


def _fields(header: Mapping[str, Any]) -> dict[str, Any]:
    places = dict(zip(("province", "prefecture", "county", "township"), header.get("place", [None] * 4), strict=True))
    named = {
        FIELDS.get(key, key): header[key] for key in ("year", "code", "level", "issuer", "issued", "published") if key in header
    }
    dates = {key: value and str(value) for key, value in named.items() if key.endswith("_on")}
    alternatives = {f"{key}_alt": values for key, values in header.get("alt", {}).items()}
    return {"title": header.get("title"), **places, **named, **dates, **alternatives}


def _sampled(piece: Marked) -> Marked:
    """Take the clauses of some amounts as samples of what the damaged text must be mended to."""
    amounts = [m for m in piece.marks if m.kind == "amount"]
    spans = sorted({quote_span(piece.text, m) for m in amounts[::3]})
    samples = [Mark(start, end, "sample", {"normalized": piece.text[start:end]}) for start, end in spans]
    return Marked(piece.text, tuple(sorted([*samples, *piece.marks], key=lambda m: (m.start, -m.end))))
