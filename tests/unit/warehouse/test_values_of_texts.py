"""What the marts make of a report's sentences: one value an indicator, by the cases in tests/cases/values.yaml."""

import hashlib
from pathlib import Path

import pyarrow as pa
import pytest
import yaml

from tasks.extract import Knowledge, extract_chunk, extractor_version
from tasks.reference import reference_tables
from warehouse.warehouse import Warehouse

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "values.yaml").read_text("utf-8"))
FRAME = """石笏镇人民政府关于2021年法治政府建设情况的报告

2021年，石笏镇推进法治政府建设，现将有关情况报告如下：
一、主要举措和成效
（一）基本情况。{text}
二、存在的问题
工作仍有不足。
"""


@pytest.fixture(scope="module")
def values(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> dict[str, dict[str, float]]:
    """The values of each case by its text, all of them read into one warehouse as reports of bodies of their own."""
    contents = {case["text"]: FRAME.format(text=case["text"]).encode() for case in CASES}
    hashes = {text: hashlib.sha256(raw).hexdigest() for text, raw in contents.items()}
    chunk = dict(extract_chunk([(hashes[text], raw) for text, raw in contents.items()], knowledge))
    rows = chunk["reports"].to_pylist()
    for number, row in enumerate(rows):
        row["report_year"] = 1900 + number  # one body's, but of years of their own
    chunk["reports"] = pa.Table.from_pylist(rows, chunk["reports"].schema)
    with Warehouse.open(tmp_path_factory.mktemp("values")) as warehouse:
        warehouse.start_run("ingest", extractor_version())
        offers = {
            "inbox": ["inbox"] * len(contents),
            "source_uri": [f"{number}.txt" for number in range(len(contents))],
            "sha256": list(hashes.values()),
            "size_bytes": [len(raw) for raw in contents.values()],
            "mtime_ns": [1] * len(contents),
        }
        warehouse.register_offers(pa.table(offers))
        warehouse.close_listing("inbox")
        warehouse.settle()
        warehouse.load_chunk(chunk)
        warehouse.settle()
        warehouse.load_reference(**reference_tables())
        warehouse.build_models()
        found = warehouse.con.execute("SELECT report_id, indicator_id, value FROM marts.indicator_values").fetchall()
    by_report: dict[str, dict[str, float]] = {}
    for report_id, indicator_id, value in found:
        by_report.setdefault(report_id, {})[indicator_id] = value
    return {text: by_report.get(sha256[:16], {}) for text, sha256 in hashes.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_value_of_a_text(case, values):
    found = values[case["text"]]
    assert {indicator: found.get(indicator) for indicator in case["values"]} == case["values"]
