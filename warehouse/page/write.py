"""Writes the static page over the published warehouse: every view a file, each made again only where its rows changed."""

import json
import time
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from warehouse.connection import open_published
from warehouse.page import PAGE
from warehouse.page.bodies import Body, body_of, report_file
from warehouse.page.files import MANIFEST, Folder, fingerprint, fingerprint_of_files
from warehouse.page.indicators import indicator_file, indicator_name, search_entry, trend_data, trend_view
from warehouse.page.overview import accuracy_grid, grid
from warehouse.page.places import place_view
from warehouse.page.render import render, spoken_words
from warehouse.page.reports import report_view
from warehouse.page.rows import Row, along, ask, grouped, walk
from warehouse.publish import PUBLISHED
from warehouse.sql import SQL

HERE = Path(__file__).parent
SCRIPT_WORDS = ("direction.", "region.", "level.", "open", "apart", "gap.no_report", "gap.silent_reports")
_MEMORY_MB = 1000  # what DuckDB keeps of the answers: those about all bodies are walked through
_TOGETHER = 500  # reports whose texts are held in memory at once


class PageSummary(NamedTuple):
    """What became of the page: numbers of files, their size in bytes, and the time it took in seconds."""

    written: int
    unchanged: int
    removed: int
    size_bytes: int
    seconds: float


class Holdings(NamedTuple):
    """What most views need: the catalogue by id, the reporting bodies by key."""

    indicators: dict[str, Row]
    bodies: dict[str, Body]


def write_page(published: Path, target: Path, changed_only: bool = True) -> PageSummary:
    """Write the page over the warehouse file `published` into the folder `target`.

    With `changed_only` the files whose rows, templates and code are as before stay untouched; without, all are made again.
    Raises NothingPublishedError where there is no such file.
    """
    began = time.monotonic()
    with open_published(published.parent) as con:
        con.execute(f"SET memory_limit = '{_MEMORY_MB}MB'")
        target.mkdir(parents=True, exist_ok=True)
        folder = Folder(target, _maker(), changed_only)
        held = Holdings(
            {row["id"]: row for row in ask(con, "page/indicators")},
            {body.key: body for body in map(body_of, ask(con, "page/bodies"))},
        )
        _write_assets(folder, held, con)
        _write_overview(folder, held, con)
        _write_indicators(folder, held, con)
        _write_places(folder, held, con)
        _write_reports(folder, held, con)
        folder.close()
    return PageSummary(folder.written, folder.unchanged, folder.removed, folder.size(), time.monotonic() - began)


def refresh_page(home: Path) -> PageSummary | None:
    """Write what changed of the page of `home`; None where it has none yet (`fazhi page` makes it)."""
    target = home / PAGE
    return write_page(home / PUBLISHED, target) if (target / MANIFEST).is_file() else None


def _maker() -> str:
    code = [path for folder in ("", "templates", "static") for path in (HERE / folder).glob("*.*")]
    return fingerprint_of_files([*code, *(SQL / "page").glob("*.sql")])


def _write_assets(folder: Folder, held: Holdings, con: duckdb.DuckDBPyConnection) -> None:
    for path in sorted((HERE / "static").iterdir()):
        folder.put(f"assets/{path.name}", "", partial(path.read_text, "utf-8"))
    folder.put("data/charts.js", _versions(), _charts_script)
    folder.put("data/vega.js", _versions(), _vega_script)
    entries = [search_entry(row) for row in held.indicators.values() if row["stated"]]
    entries += [["body", body.name, body.path, body.file, body.path] for body in held.bodies.values()]
    _put_script(folder, "data/search.js", "search", entries)
    # the one file that every build changes, so that no other need say which build it is of
    run = ask(con, "page/last_run")[0]
    _put_script(
        folder, "data/build.js", "build", {"data_version": run["data_version"], "finished_at": str(run["finished_at"])[:16]}
    )


def _put_script(folder: Folder, name: str, topic: str, content: object) -> None:
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    folder.put(name, fingerprint(written), lambda: f"fazhi.receive({json.dumps(topic)},{written});\n")


def _versions() -> str:
    from importlib.metadata import version

    return f"{version('altair')} {version('vl-convert-python')}"


def _charts_script() -> str:
    from warehouse.page.charts import PAGE_INKS, chart_config, page_charts

    content = {"specs": page_charts(), "config": chart_config(PAGE_INKS), "words": spoken_words(SCRIPT_WORDS)}
    return f"fazhi.receive('charts',{json.dumps(content, ensure_ascii=False, separators=(',', ':'))});\n"


def _vega_script() -> str:
    import altair
    import vl_convert

    version = ".".join(altair.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    bundle = vl_convert.javascript_bundle("fazhi.receive('vega', vegaEmbed);", version)
    return f"(() => {{{bundle}\n}})();\n"  # a function around it: its names must not meet those of the page's own scripts


def _put_view(folder: Folder, name: str, template: str, context: dict[str, Any]) -> None:
    """Write a view; paths in it lead back to the top of the page by `root`."""
    filled = context | {"root": "../" * name.count("/")}
    folder.put(name, fingerprint(context), partial(render, template, filled))


def _write_overview(folder: Folder, held: Holdings, con: duckdb.DuckDBPyConnection) -> None:
    levels = grouped(ask(con, "page/levels"), "region_code")
    run = ask(con, "page/last_run")[0]
    context = {
        "here": "overview",
        "counts": ask(con, "questions/holdings")[0] | {"bodies": len(held.bodies)},
        "by_province": grid(ask(con, "page/coverage"), "region_code", "region"),
        "by_level": [(code, grid(rows, "level", "level")) for code, rows in levels.items()],
        "accuracy": accuracy_grid(ask(con, "page/accuracy"), run["extractor_version"]),
        "run": run,
        "leading": _listed(held)[:12],
    }
    _put_view(folder, "index.html", "overview.html", context)
    _put_view(
        folder,
        "indicators.html",
        "indicators.html",
        {
            "here": "indicators",
            "stated": _listed(held),
            "silent": [indicator_name(row) for row in held.indicators.values() if not row["stated"]],
        },
    )
    bodies = sorted(held.bodies.values(), key=lambda body: body.province or "")
    _put_view(
        folder,
        "places.html",
        "places.html",
        {"here": "places", "provinces": grouped([body._asdict() for body in bodies], "province")},
    )


def _listed(held: Holdings) -> list[dict[str, Any]]:
    stated = [row for row in held.indicators.values() if row["stated"]]
    return [row | {"name": indicator_name(row), "file": indicator_file(row["id"])} for row in stated]


def _write_indicators(folder: Folder, held: Holdings, con: duckdb.DuckDBPyConnection) -> None:
    for indicator_id, rows in walk(con, "page/trend", "indicator_id"):
        _put_view(
            folder,
            indicator_file(indicator_id),
            "indicator.html",
            {"here": "indicators", **trend_view(held.indicators[indicator_id], rows)},
        )
        folder.put(f"data/trend/{indicator_id}.js", fingerprint(rows), partial(trend_data, indicator_id, rows))


def _write_places(folder: Folder, held: Holdings, con: duckdb.DuckDBPyConnection) -> None:
    keys = sorted(held.bodies)
    used = ((key, rows) for key, rows in walk(con, "page/reports", "body_key") if key in held.bodies)
    walks = (along(keys, walk(con, question, "body_key")) for question in ("page/panel", "page/gaps"))
    for key, reports, values, gaps in zip(keys, along(keys, used), *walks, strict=True):
        body = held.bodies[key]
        context = place_view(body, [row for row in reports if _in_use(row)], values, gaps, held.indicators)
        _put_view(folder, body.file, "place.html", {"here": "places", **context})


def _in_use(report: Row) -> bool:
    return report["superseded_by"] is None and report["report_year"] is not None


def _write_reports(folder: Folder, held: Holdings, con: duckdb.DuckDBPyConnection) -> None:
    # the bytes read and the code that read them decide text and amounts: what did not change is not even fetched
    catalogue = fingerprint([indicator_name(row) for row in held.indicators.values()])
    rows = (row for _, members in walk(con, "page/reports", "body_key") for row in members)
    while reports := list(islice(rows, _TOGETHER)):
        prints = {row["report_id"]: fingerprint((row, held.bodies.get(row["body_key"]), catalogue)) for row in reports}
        changed = [row for row in reports if not folder.stands(report_file(row["report_id"]), prints[row["report_id"]])]
        for report, view in _report_views(changed, held, con) if changed else ():
            name = report_file(report["report_id"])
            filled = {"here": "reports", **view, "root": "../" * name.count("/")}
            folder.put(name, prints[report["report_id"]], partial(render, "report.html", filled))


def _report_views(reports: list[Row], held: Holdings, con: duckdb.DuckDBPyConnection) -> Iterator[tuple[Row, dict[str, Any]]]:
    ids = [row["report_id"] for row in reports]
    texts = {row["report_id"]: row for row in ask(con, "page/report_texts", ids=ids)}
    amounts = grouped(ask(con, "page/report_amounts", ids=ids), "report_id")
    headings = grouped(ask(con, "page/report_headings", ids=ids), "report_id")
    for report in reports:
        name = report["report_id"]
        yield (
            report,
            report_view(
                report,
                texts[name],
                amounts.get(name, []),
                headings.get(name, []),
                held.bodies.get(report["body_key"]),
                held.indicators,
            ),
        )
