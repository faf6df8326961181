"""Writes the data dictionary and the lineage of every column as one HTML page that needs nothing else."""

import re
from collections.abc import Iterable
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from warehouse.graph import in_order, reads
from warehouse.lineage import Sources, column_sources
from warehouse.publish import replacing
from warehouse.schema import SCHEMAS, models, written_tables
from warehouse.sql import SQL, Model, query, read_models
from warehouse.tables.columns import Table

STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.55 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
body { margin: 0 auto; max-width: 75rem; padding: 1rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid #8886; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; overflow-wrap: anywhere; }
pre { overflow-x: auto; white-space: pre; padding: .75rem; border: 1px solid #8886; }
section { border-top: 2px solid #8886; margin-top: 2rem; }
"""
_CODE = re.compile(r"`([^`\n]+)`")
_STANDING = "ledger.standing"
HEADINGS = ("column 列", "type 类型", "中文", "English", "made of 来源")


def write_docs(target: Path) -> Path:
    """Write the page to `target` (a file name ending in .html) and return it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    page = _page()
    indent(page)
    with replacing(target) as draft:
        draft.write_bytes(b"<!doctype html>\n" + tostring(page, encoding="utf-8", method="html"))
    return target


def _page() -> Element:
    html = Element("html", lang="zh-CN")
    head = SubElement(html, "head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    SubElement(
        head, "meta", {"http-equiv": "Content-Security-Policy", "content": "default-src 'none'; style-src 'unsafe-inline'"}
    )
    _text(head, "title", "fazhi: data dictionary 数据字典")
    _text(head, "style", STYLE)
    body = SubElement(html, "body")
    _text(body, "h1", "Data dictionary and lineage 数据字典与血缘")
    found = {model.name: model for model in in_order(read_models())}
    tables = [*models().values(), *written_tables()]
    _contents(body, tables)
    for table in tables:
        _table(body, table, found.get(table.full_name))
    _standing(body)
    _tests(body)
    return html


def _contents(body: Element, tables: list[Table]) -> None:
    navigation = SubElement(body, "nav")
    for schema, (en, zh) in SCHEMAS.items():
        named = [table.full_name for table in tables if table.schema == schema] + ([_STANDING] if schema == "ledger" else [])
        if named:  # what stands in `built` has the names and the columns of core and marts
            _links(_text(navigation, "p", f"{schema} · {zh} · {en}: "), named)


def _table(body: Element, table: Table, model: Model | None) -> None:
    section = SubElement(body, "section", id=table.full_name)
    _text(section, "h2", table.full_name)
    _text(section, "p", f"{table.zh} · {table.en}")
    if table.key:
        _text(section, "p", f"Key 键: {', '.join(table.key)}")
    if model:
        _text(section, "p", _comment(model))
        _links(_text(section, "p", f"A {model.materialized}, built from 由以下构建: "), sorted(reads(model)))
    _columns(section, table, column_sources(model) if model else {})
    if model:
        _sql(section, model.text)


def _standing(body: Element) -> None:
    """The one view that is neither model nor table: its columns are those of its SELECT."""
    section, text = SubElement(body, "section", id=_STANDING), query("ledger/standing")
    _text(section, "h2", _STANDING)
    _text(section, "p", _prose(text))
    _sql(section, text)


def _links(line: Element, names: Iterable[str]) -> None:
    for name in names:
        SubElement(line, "a", href=f"#{name}").text = name
        line[-1].tail = " "


def _sql(section: Element, text: str) -> None:
    details = SubElement(section, "details")
    _text(details, "summary", "SQL")
    SubElement(details, "pre").text = text


def _columns(section: Element, table: Table, sources: Sources) -> None:
    grid = SubElement(section, "table")
    header = SubElement(grid, "tr")
    for heading in HEADINGS:
        _text(header, "th", heading, scope="col")
    for column in table.columns:
        row = SubElement(grid, "tr")
        _text(SubElement(row, "td"), "code", column.name)
        _text(row, "td", column.type + ("" if column.nullable else " NOT NULL"))
        _text(row, "td", column.zh)
        _text(row, "td", column.en)
        _text(row, "td", ", ".join(sources.get(column.name, [])))


def _tests(body: Element) -> None:
    section = SubElement(body, "section", id="tests")
    _text(section, "h2", "Data tests 数据检查")
    _text(section, "p", "Each is a SELECT that must return no row; besides, every key above is held unique.")
    listed = SubElement(section, "ul")
    for path in sorted((SQL / "tests").glob("*.sql")):
        _text(listed, "li", f"{path.stem}: {_prose(path.read_text('utf-8'))}")


def _comment(model: Model) -> str:
    return _prose(re.sub(r"^-- (materialized|key|tests|partition):.*\n", "", model.text, flags=re.MULTILINE))


def _prose(text: str) -> str:
    lines = re.match(r"(?:--.*\n)*", text)
    return " ".join(line.removeprefix("--").strip() for line in lines[0].splitlines()) if lines else ""


def _text(parent: Element, tag: str, text: str, **attributes: str) -> Element:
    """Add an element with `text`, in which what stands between backticks is code."""
    element = SubElement(parent, tag, attributes)
    element.text, *others = _CODE.split(text)
    for code, after in zip(others[::2], others[1::2], strict=True):
        SubElement(element, "code").text = code
        element[-1].tail = after
    return element
