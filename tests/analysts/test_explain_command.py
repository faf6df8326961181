"""`fazhi explain` on the sample warehouse: which report, which file, which indicator, and why an amount counts or not."""

import re
from pathlib import Path

import duckdb
import pytest
from published import publish_reports
from test_mixed_pdf import mixed
from typer.testing import CliRunner, Result

from flows import cli
from flows.console import out
from flows.explain import _print_report


@pytest.fixture
def rows(sample_home: Path):
    def ask(sql: str, *parameters: str) -> list[tuple]:
        with duckdb.connect(str(sample_home / "warehouse.duckdb"), read_only=True) as con:
            return con.execute(sql, list(parameters)).fetchall()

    return ask


@pytest.fixture
def explain(sample_home: Path):
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli.app, ("explain", *arguments, "--home", str(sample_home)))

    return run


def file_that_is(rows, status: str) -> tuple[str, str | None, str | None]:
    sql = "SELECT source_uri, report_id, reject_code FROM core.source_files WHERE status = ? ORDER BY source_uri LIMIT 1"
    return rows(sql, status)[0]


def test_a_rejected_file_shows_its_reason(explain, rows):
    name, _, code = file_that_is(rows, "rejected")
    told = explain(name)
    assert told.exit_code == 0, told.output
    assert told.stdout.startswith(f"{name} was rejected as {code}\n")


def test_a_duplicate_says_that_it_is_one(explain, rows):
    name, report_id, _ = file_that_is(rows, "duplicate")
    told = explain(name)
    assert told.stdout.startswith(report_id)
    assert f"{name} is duplicate: it carries the same report" in told.stdout


def test_a_file_is_found_by_the_path_and_the_hash_that_commands_print(explain, rows):
    sql = """SELECT inbox, source_uri, sha256, report_id FROM core.source_files WHERE status = 'loaded'
        ORDER BY source_uri LIMIT 1"""
    inbox, name, sha256, report_id = rows(sql)[0]
    for asked in (f"{inbox}/{name}", sha256, sha256.upper()):
        assert explain(asked).stdout.startswith(report_id), asked


def test_a_report_that_marts_do_not_use_names_the_one_they_use(explain, rows):
    sql = "SELECT report_id, superseded_by FROM core.reports WHERE superseded_by IS NOT NULL ORDER BY 1 LIMIT 1"
    report_id, winner = rows(sql)[0]
    assert f"not in marts: for this body and year they use {winner}" in explain(report_id).stdout


def test_it_counts_characters_of_both_texts_and_says_which(explain, rows):
    sql = """SELECT q.report_id, q.source_start, q.source_end, q.text_start, q.text_end FROM core.quantities AS q
             WHERE q.source_start <> q.text_start ORDER BY ALL LIMIT 1"""
    report_id, *spans = rows(sql)[0]
    shown = re.search(r"characters {} to {} of the source.*; {} to {} of the text\n".format(*spans), explain(report_id).stdout)
    assert shown


def test_a_file_without_an_encoding_is_told_by_its_type():
    document = {"report_id": "0123", "title": None, "issuer": None, "report_year": None, "superseded_by": None, "edits": {}}
    document |= {
        "inbox": "/in",
        "source_uri": "a.docx",
        "sha256": "ab",
        "encoding": None,
        "media_type": "application/msword",
        "not_read": None,
        "truncated": False,
    }
    with out.capture() as told:
        _print_report(document, [])
    assert "  /in/a.docx, application/msword, sha256 ab\n" in told.get()


def test_an_indicator_may_be_named_in_chinese(explain, rows):
    sql = """SELECT q.report_id, i.name_zh, i.id FROM core.quantities AS q JOIN core.indicators AS i ON i.id = q.indicator_id
             WHERE q.polarity = 'stated' ORDER BY ALL LIMIT 1"""
    report_id, name_zh, indicator = rows(sql)[0]
    assert explain(report_id, name_zh).stdout == explain(report_id, indicator).stdout
    assert indicator in explain(report_id, name_zh).stdout


@pytest.mark.parametrize(("indicator", "said"), [("no_such_indicator", "No indicator's id or name"), ("法", "and ")])
def test_an_indicator_that_fits_none_or_several_is_an_error(explain, rows, indicator, said):
    told = explain(file_that_is(rows, "loaded")[0], indicator)
    assert told.exit_code == 2
    assert said in told.stderr


def test_no_internals_and_one_scale_of_evidence(explain, rows):
    told = "".join(explain(name).stdout for (name,) in rows("SELECT report_id FROM core.reports LIMIT 12"))
    assert "$" not in told
    evidence = [float(score) for score in re.findall(r"evidence ([\d.]+)", told)]
    assert len(evidence) > 50
    assert max(evidence) <= 1


def test_a_plan_says_that_it_is_one(explain, rows):
    sql = "SELECT report_id, quantity_no FROM core.quantities WHERE scope = 'plan' ORDER BY ALL LIMIT 1"
    report_id, number = rows(sql)[0]
    shown = re.search(rf"^ *{number}  .*?^      rule    (.*?)$", explain(report_id).stdout, re.S | re.M)
    assert shown[1].startswith("none: a plan, which says nothing of the year")


def test_what_marts_leave_out_says_why(explain, rows):
    sql = """SELECT m.report_id, m.excluded FROM marts.indicator_mentions AS m
             JOIN core.quantities AS q ON q.report_id = m.report_id AND q.quantity_no = m.quantity_no
               AND q.indicator_id = m.indicator_id WHERE m.excluded IS NOT NULL ORDER BY ALL LIMIT 1"""
    report_id, reason = rows(sql)[0]
    assert f"marts   leave it out: {reason}" in explain(report_id).stdout


def test_a_report_of_which_pages_were_not_read_says_so(tmp_path):
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "mixed.pdf").write_bytes(mixed())
    publish_reports(tmp_path / "reports", tmp_path / "home")
    told = CliRunner().invoke(cli.app, ("explain", "mixed.pdf", "--home", str(tmp_path / "home")))
    assert "pages without a text layer were not read: 2 of 3: with FAZHI_OCR=1" in told.stdout
    with duckdb.connect(str(tmp_path / "home" / "warehouse.duckdb"), read_only=True) as con:
        reasons = {reason for (reason,) in con.execute("SELECT DISTINCT reason FROM marts.gaps").fetchall()}
    assert "truncated" in reasons
    assert "not_stated" not in reasons


def test_it_says_what_marts_keep_apart_and_what_they_take_for_a_part(tmp_path):
    text = (
        "临砚县砚溪镇人民政府2023年法治政府建设情况报告\n2023年，砚溪镇扎实推进法治政府建设。\n一、主要举措和成效\n"
        "今年新培养“法律明白人”32名。全镇调解矛盾纠纷81件，其中调解邻里纠纷45件。\n二、存在的不足\n执法力量不足。\n"
        "三、下一步打算\n继续加强法治宣传。\n临砚县砚溪镇人民政府\n2024年1月18日\n"
    )
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "report.txt").write_text(text, "utf-8")
    publish_reports(tmp_path / "in", tmp_path / "home")
    told = CliRunner().invoke(cli.app, ("explain", "report.txt", "--home", str(tmp_path / "home"))).stdout
    newly, parted = told.index("32名 = "), told.index("45件 = ")
    assert "marts   keep it apart: what came new, not how many there are" in told[newly : told.index("81件 = ")]
    assert "marts   take it for a part of a total" in told[parted:]
    assert "the value is 81 (without_parts, from " in told[parted:]
