"""A desk on which tests put hand-made contents: what extraction would have read from them, written out as Arrow tables."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pytest
from county_desk import COUNTY, TOWNS

from warehouse.around import ModelRun
from warehouse.schema import CHUNK_TABLES, chunk_schema, written_tables
from warehouse.warehouse import Warehouse

VERSION = "extractor-1"
INBOX = "inbox"


class Content(NamedTuple):
    """One invented content; `fold` None says that extraction rejects it."""

    sha256: str
    fold: str | None
    report: dict[str, Any]
    mentions: list[dict[str, Any]]
    sections: list[dict[str, Any]] | None
    text: str


def sha(name: str) -> str:
    """A hash that begins with `name` (hexadecimal digits, the last no f), so that a test decides which is the smallest."""
    return f"{name:0<16}{name:f<48}"


def rid(name: str) -> str:
    """The report_id that the content `name` gives when it is the first of its report."""
    return sha(name)[:16]


def rows_of(schema: pa.Schema, *rows: Mapping[str, Any]) -> pa.Table:
    """A table of these rows, NULL where a row says nothing."""
    return pa.Table.from_pylist([dict(row) for row in rows], schema)


def reference(name: str, *rows: Mapping[str, Any]) -> pa.Table:
    """A reference table of the store."""
    return rows_of(next(table for table in written_tables() if table.full_name == f"store.{name}").arrow(), *rows)


def mention(indicator: str, value: float, **other: Any) -> dict[str, Any]:
    """An amount tied to one indicator: exact, own, of the year, unless the test says otherwise."""
    words = other.pop("words", "办理")
    number = f"{value:g}"
    unit = other.get("unit", "件")
    bounds = {} if {"value_low", "value_high", "modifier"} & other.keys() else {"value_low": value, "value_high": value}
    fixed = {
        "value": value,
        "surface": number + (unit or ""),
        "unit": unit,
        "value_kind": "count",
        "scope": "annual",
        "owner": "own",
        "polarity": "stated",
        "indicator_id": indicator,
        "indicator_ids": [indicator],
        "quote": f"{words}{number}{unit or ''}",
    }
    return {**fixed, **bounds, **other}


class Desk:
    """Invented contents by name, and a warehouse in a folder of its own that is fed with them night after night."""

    sha, rid, mention, reference = staticmethod(sha), staticmethod(rid), staticmethod(mention), staticmethod(reference)

    def __init__(self, home: Path) -> None:
        self.home = home
        self.contents: dict[str, Content] = {}
        self.indicators: list[dict[str, Any]] = []
        self.places: list[dict[str, Any]] = []
        self.corrections: list[dict[str, Any]] = []
        self.version = VERSION

    def put(
        self, name: str, fold: str | None = "", mentions: Any = (), sections: Any = None, text: str = "", **report: Any
    ) -> str:
        """Put a content on the desk; its text is its own unless `fold` names another's."""
        own = f"text-{name}" if fold == "" else fold
        self.contents[sha(name)] = Content(sha(name), own, report, list(mentions), sections, text)
        return name

    def indicator(self, name: str, **other: Any) -> None:
        """Put an indicator into the catalogue: counted in 件 over the year, unless the test says otherwise."""
        plain = {"unit_class": "case", "canonical_unit": "件", "flow": "flow", "aggregation": "sum", "direction": "none"}
        self.indicators.append({"id": name, "name_zh": name, "confused_with": [], **plain, **other})

    def place(self, code: str, level: str, parent: str | None = None, **other: Any) -> None:
        """Put a place into the gazetteer."""
        row = {"code": code, "code_source": "mca", "name": f"地{code}", "level": level, "parent_code": parent, "aliases": []}
        self.places.append({**row, **other})

    def correct(self, name: str, indicator: str, expect: float | None, value: float | None) -> None:
        """Correct what the report that content `name` gives says of an indicator."""
        why = {"decided_on": date(2026, 3, 2), "reason": "The yearbook has another figure."}
        self.corrections.append({"report_id": rid(name), "indicator_id": indicator, "expect": expect, "value": value, **why})

    def chunk(self, *hashes: str) -> dict[str, pa.Table]:
        """What extraction hands to the loader for these contents."""
        rows: dict[str, list[dict[str, Any]]] = {name: [] for name in CHUNK_TABLES}
        for one in (self.contents[found] for found in hashes):
            rows["contents"].append(self._content(one))
            if one.fold is not None:
                self._facts(one, rows)
        return {name: rows_of(chunk_schema(name), *found) for name, found in rows.items()}

    def _content(self, one: Content) -> dict[str, Any]:
        code = one.report.get("reject_code", "empty")
        refused = {"reject_code": code, "reject_reason": "The file is empty: publish it again."}
        return {
            "sha256": one.sha256,
            "size_bytes": 10,
            "extractor_version": self.version,
            "media_type": "text/plain",
            "encoding": "utf-8",
            "outcome": "rejected" if one.fold is None else "read",
            "fold_hash": one.fold,
            "seconds": 0.0,
            **(refused if one.fold is None else {}),
        }

    def _facts(self, one: Content, rows: dict[str, list[dict[str, Any]]]) -> None:
        text, spans = one.text, []
        for found in one.mentions:
            start = len(text)
            text += found["quote"] + "。"
            spans.append((start, start + len(found["quote"])))
        plain = {"sha256": one.sha256, "level": "township", "report_year": 2020, "script": "simplified", "truncated": False}
        rows["reports"].append({**plain, **one.report})
        rows["report_texts"].append({"sha256": one.sha256, "source_text": text, "text": text, "edits": {}})
        whole = {"section_path": "0", "kinds": [], "text_start": 0, "body_start": 0, "text_end": len(text)}
        for ordinal, section in enumerate(one.sections or [whole]):
            rows["sections"].append({"sha256": one.sha256, "ordinal": ordinal, "depth": 1, "items": 0, **section})
        for number, (found, (start, end)) in enumerate(zip(one.mentions, spans, strict=True), 1):
            at = start + found["quote"].rindex(found["surface"])
            offsets = {"text_start": at, "text_end": at + len(found["surface"]), "quote_start": start, "quote_end": end}
            source = {"source_start": at, "source_end": at + len(found["surface"])}
            row = {"sha256": one.sha256, "quantity_no": number, "section_path": "0", **offsets, **source, **found}
            rows["quantities"].append(row)

    def night(
        self,
        standing: Mapping[str, str],
        *,
        inbox: str = INBOX,
        chunk: int = 100,
        stop_after: int | None = None,
        build: bool = True,
    ) -> None:
        """One run over an inbox in which `standing` (source_uri -> content) stands; `stop_after` chunks the process dies."""
        with Warehouse.open(self.home) as warehouse:
            warehouse.start_run("ingest", self.version)
            self.offer(warehouse, standing, inbox)
            loaded = 0
            warehouse.settle()
            while hashes := warehouse.pending()["sha256"].to_pylist():
                for start in range(0, len(hashes), chunk):
                    if loaded == stop_after:
                        return
                    warehouse.load_chunk(self.chunk(*hashes[start : start + chunk]))
                    loaded += 1
                warehouse.settle()
            if build:
                self.build(warehouse)
            warehouse.finish_run("success", {"files": len(standing)})

    def offer(self, warehouse: Warehouse, standing: Mapping[str, str], inbox: str = INBOX) -> None:
        """Offer all that stands in an inbox, and close its listing."""
        columns = {
            "inbox": [inbox] * len(standing),
            "source_uri": list(standing),
            "sha256": [sha(name) for name in standing.values()],
            "size_bytes": [10] * len(standing),
            "mtime_ns": pa.array([1] * len(standing), pa.int64()),
        }
        if standing:
            warehouse.register_offers(pa.table(columns))
        warehouse.close_listing(inbox)

    def build(self, warehouse: Warehouse, whole: bool = False) -> list[ModelRun]:
        """Load catalogue and gazetteer and build the models, what was touched or all."""
        warehouse.load_reference(
            indicators=reference("indicators", *self.indicators),
            places=reference("places", *self.places),
            conversions=reference("conversions", {"unit": "亩", "canonical_unit": "平方米", "factor": 2000 / 3}),
            role_patterns=reference(
                "role_patterns",
                {"role": "part", "pattern": "其中|[县市镇]本级|[0-9](名|件)[^，]{0,12}中|办结|[0-9]个县[^，]{0,12}率$"},
                {"role": "persons", "pattern": "^(人|名|人次)$"},
                {"role": "total", "pattern": "共计|总计"},
                {"role": "list", "pattern": "^[，（]{0,2}(其中|分别)|^[（(]"},
                {"role": "growth", "pattern": "同比|[较比]上年"},
                {"role": "fall", "pattern": "下降|减少"},
                {"role": "body", "pattern": "^[^县镇]{2,}县."},
                {"role": "residue", "pattern": "[*x×]{1,3}[次件年]"},
                {"role": "correction", "pattern": "（更正版）|【修订】"},
                {"role": "personal", "pattern": "正职"},
                {"role": "above_townships", "pattern": "^行政复议受理"},
                {"role": "addition", "pattern": "(新培|增聘|增加|培养)[^到达]*$"},
            ),
            floors=reference("floors", {"measure": "numerals_accounted_share", "floor": 0.9, "at_least": 300}),
            corrections=reference("corrections", *self.corrections),
        )
        return warehouse.build_models(whole)

    def ask(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Rows of the working file."""
        with Warehouse.open(self.home) as warehouse:
            return warehouse.con.execute(sql, list(parameters)).fetchall()

    def contents_by_name(self) -> list[str]:
        """Names of all contents on the desk."""
        return [_name(found) for found in self.contents]

    def files(self) -> dict[tuple[str, str], tuple[str, str | None]]:
        """(source_uri, content) -> (status, report_id) of core.source_files."""
        rows = self.ask("SELECT source_uri, sha256, status, report_id FROM core.source_files")
        return {(uri, _name(content)): (status, report) for uri, content, status, report in rows}

    def reports(self) -> dict[str, str]:
        """report_id -> content that is loaded."""
        return {report: _name(content) for report, content in self.ask("SELECT report_id, sha256 FROM core.reports")}


def _name(content: str) -> str:
    return content[16:].rstrip("f")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty desk."""
    return Desk(tmp_path / "home")


@pytest.fixture
def opened(desk: Desk) -> Iterator[Warehouse]:
    """The desk's warehouse, open in a run."""
    with Warehouse.open(desk.home) as warehouse:
        warehouse.start_run("ingest", VERSION)
        yield warehouse


@pytest.fixture
def county(desk):
    """A county of three townships, one counted indicator and one rate."""
    desk.place("100000", "province")
    desk.place("100100", "prefecture", "100000")
    desk.place(COUNTY, "county", "100100")
    for code in TOWNS.values():
        desk.place(code, "township", COUNTY)
    desk.indicator("cases")
    desk.indicator("rate", unit_class="percent", canonical_unit="%", flow="rate", aggregation="mean")
    return desk
