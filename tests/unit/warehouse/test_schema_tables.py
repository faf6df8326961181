"""The schema: declared once, in two languages, and found again in the file, in Arrow and in the dictionary."""

import re

import pyarrow as pa
import pytest

from warehouse.docs import write_docs
from warehouse.lineage import column_sources
from warehouse.schema import CHUNK_TABLES, chunk_schema, dictionary, models, written_tables
from warehouse.sql import read_models
from warehouse.warehouse import Warehouse

# tables and columns that the warehouse's users rely on: they keep their names
CONTRACT = {
    "core.source_files": "inbox source_uri sha256 size_bytes media_type encoding status report_id reject_code reject_reason "
    "first_seen_at last_seen_at",
    "core.reports": "report_id title report_year province prefecture county township place_code place_candidates level issuer "
    "issued_on published_on script superseded_by truncated extractor_version",
    "core.report_texts": "report_id source_text text edits",
    "core.sections": "report_id section_path parent_path ordinal depth marker heading kinds items text_start text_end",
    "core.section_texts": "report_id section_path text",
    "core.quantities": "report_id quantity_no section_path surface value value_low value_high unit modifier value_kind "
    "measured_entity scope owner polarity indicator_id indicator_ids rule_id quote_start quote_end quote source_start "
    "source_end text_start text_end",
    "core.numerals": "report_id text_start text_end surface quantity_no reason",
    "core.indicators": "id name_zh canonical_unit aggregation within_report direction pillar",
    "core.places": "code code_source name level parent_code valid_from valid_to aliases",
    "core.runs": "run_id started_at finished_at outcome counts extractor_version data_version",
    "core.accuracy": "stage indicator_id precision recall f1",
    "marts.indicator_values": "report_id indicator_id report_year province prefecture county township place_code value "
    "value_low value_high modifier quantity_nos",
    "marts.indicator_yearly": "indicator_id report_year level region_level region_code region n_places n_reports sum mean "
    "median p25 p75 min max share_approximate",
    "marts.indicator_trend": "indicator_id report_year level region_level region_code region change change_pct matched_places "
    "matched_change matched_change_pct direction",
    "marts.indicator_panel": "place_code report_year indicator_id value",
    "marts.gaps": "place_code report_year indicator_id reason",
    "marts.section_compliance": "report_id part status section_path",
    "marts.report_coverage": "report_year region_code expected present missing rejected published_by days_late",
    "marts.duty_calendar": "report_id report_year dated dated_is days_late in_time",
    "marts.claimed_vs_computed": "report_id what claimed computed denominator differs",
    "marts.copied_text": "report_id other_report_id relation shared_sentences share numbers_repeated",
    "marts.outliers": "report_id indicator_id value",
    "marts.rollup_check": "report_id indicator_id value parts verdict",
    "marts.corrections": "report_id indicator_id expect value decided_on reason status",
    "marts.changes": "report_id extractor_version_before extractor_version field before after",
    "marts.data_quality": "run_id check_name failed_rows",
}


@pytest.mark.parametrize("name", CONTRACT)
def test_the_contract_is_declared(name):
    declared = {column.name for column in models()[name].columns}
    assert set(CONTRACT[name].split()) <= declared
    assert "data_version" in declared


def test_every_table_and_column_has_a_chinese_and_an_english_comment(desk):
    desk.put("a1")
    desk.night({"a.txt": "a1"})
    both = re.compile(r"[\u4e00-\u9fff].* / .*[A-Za-z]")
    comments = desk.ask(
        "SELECT schema_name || '.' || table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal "
        "UNION ALL SELECT schema_name || '.' || table_name, NULL, comment FROM duckdb_tables() WHERE NOT internal "
        "UNION ALL SELECT schema_name || '.' || view_name, NULL, comment FROM duckdb_views() WHERE NOT internal"
    )
    found = {(table, column): comment for table, column, comment in comments}
    for table in (*models().values(), *written_tables()):
        for column in (None, *(column.name for column in table.columns)):
            assert both.search(found[table.full_name, column] or ""), (table.full_name, column)


def test_tables_in_the_file_have_the_declared_types(desk):
    with Warehouse.open(desk.home) as warehouse:
        for table in written_tables():
            rows = warehouse.con.execute(f"DESCRIBE {table.full_name}").fetchall()
            assert [(row[0], row[1], row[2] == "YES") for row in rows] == [(c.name, c.type, c.nullable) for c in table.columns]


def test_chunks_are_keyed_by_hash_and_know_no_report():
    for name in CHUNK_TABLES:
        assert chunk_schema(name).names[0] == "sha256"
        assert "report_id" not in chunk_schema(name).names
    assert chunk_schema("report_texts").field("edits").type == pa.map_(pa.string(), pa.int32())
    with pytest.raises(KeyError):
        chunk_schema("no_such_table")


def test_names_are_declared_once():
    names = [table.full_name for table in (*models().values(), *written_tables())]
    assert len(names) == len(set(names))
    for table in (*models().values(), *written_tables()):
        columns = [column.name for column in table.columns]
        assert len(columns) == len(set(columns)), table.full_name
        assert set(table.key) <= set(columns)


def test_the_dictionary_lists_each_table_before_its_columns():
    entries = dictionary(("marts",))
    assert {entry.schema for entry in entries} == {"marts"}
    start = next(i for i, entry in enumerate(entries) if entry.table == "gaps")
    assert entries[start].column is None
    assert [entry.column for entry in entries[start + 1 : start + 3]] == ["place_code", "report_year"]


def test_a_columns_lineage_is_read_out_of_the_sql():
    found = {model.name: model for model in read_models()}
    sources = column_sources(found["marts.indicator_trend"])
    assert sources["figure"] == ["core.indicators.aggregation", "marts.indicator_yearly.mean", "marts.indicator_yearly.sum"]
    assert sources["matched_places"] == []
    assert all(
        column_sources(model)[next(iter(column_sources(model)))] for model in found.values() if model.name.startswith("marts.")
    )


def test_the_page_is_self_contained_and_shows_every_column(tmp_path):
    page = write_docs(tmp_path / "docs" / "dictionary.html").read_text("utf-8")
    assert not re.search(r"<script|src=|https?://", page)
    for table in models().values():
        assert f'id="{table.full_name}"' in page
        for column in table.columns:
            assert f"<code>{column.name}</code>" in page
    for target in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{target}"' in page


def test_the_page_has_no_empty_group_and_no_raw_backtick(tmp_path):
    page = write_docs(tmp_path / "dictionary.html").read_text("utf-8")
    groups = re.findall(r"<p>(\w+) · (.*?)</p>", page[: page.index("</nav>")], re.S)
    assert [name for name, _ in groups] == ["core", "marts", "store", "ledger"]
    assert all("<a " in links for _, links in groups)
    assert "<code>mixed</code>, NULL for binary formats" in page
    assert "`" not in re.sub(r"<pre>.*?</pre>", "", page, flags=re.S)
