"""The nightly flow on invented reports: what is read, skipped, replaced, refused, and that a release is whole or not at all."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows import walk
from flows.ingest import Ingested, ingest, run_ingest
from flows.settings import Settings
from flows.status import show_status
from tasks.chunks import extract_by_catalogue
from warehouse.checks import CheckResult
from warehouse.errors import ChecksFailedError, WarehouseLockedError
from warehouse.warehouse import Warehouse

pytestmark = pytest.mark.usefixtures("prefect_server_for_tests")


def rows(home: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def files(home: Path) -> dict[str, str]:
    """Status of every content by its place, the newest last."""
    return dict(rows(home, "SELECT source_uri, status FROM core.source_files ORDER BY first_seen_at"))


def statuses(home: Path) -> list[tuple[str, str]]:
    return rows(home, "SELECT source_uri, status FROM core.source_files ORDER BY source_uri, status")


FACTS = """SELECT r.report_id, r.report_year, r.township, q.quantity_no, q.surface, q.value, q.indicator_id, q.source_start
FROM core.reports AS r JOIN core.quantities AS q ON q.report_id = r.report_id ORDER BY ALL"""


def test_new_files_become_reports_and_trends(home: Path, inbox: Path, write: Callable[..., Path]) -> None:
    write("a.txt", year=2021, lectures=10)
    write("b.txt", year=2022, lectures=12)
    write("copy/of-a.txt", year=2021, lectures=10)
    done = ingest([str(inbox)])
    assert (done.counts["files"], done.counts["read"], done.counts["processed"]) == (3, 3, 2)
    assert files(home) == {"a.txt": "loaded", "b.txt": "loaded", "copy/of-a.txt": "duplicate"}
    assert rows(home, "SELECT report_year, township FROM core.reports ORDER BY 1") == [(2021, "石笏镇"), (2022, "石笏镇")]
    assert rows(home, "SELECT count(*) FROM marts.indicator_trend")[0][0] > 0


def test_nothing_new_is_success_and_builds_nothing(home: Path, inbox: Path, write: Callable[..., Path]) -> None:
    write("a.txt")
    assert ingest([str(inbox)]).published
    before = (home / "warehouse.duckdb").stat().st_ino
    done = ingest([str(inbox)])
    assert not done.published
    assert (done.counts["files"], done.counts["read"], done.counts["processed"]) == (1, 0, 0)
    assert (home / "warehouse.duckdb").stat().st_ino == before


def test_an_empty_inbox_is_success(home: Path, inbox: Path) -> None:
    done = ingest([str(inbox)])
    assert (done.counts["files"], done.inboxes, done.useless) == (0, (str(inbox),), False)
    assert rows(home, "SELECT count(*) FROM core.reports") == [(0,)]


def test_a_changed_file_replaces_what_it_said(home: Path, inbox: Path, write: Callable[..., Path]) -> None:
    write("a.txt", lectures=12)
    ingest([str(inbox)])
    identity = rows(home, "SELECT report_id FROM core.reports")
    write("a.txt", lectures=13)
    ingest([str(inbox)])
    assert statuses(home) == [("a.txt", "loaded"), ("a.txt", "superseded")]
    assert rows(home, "SELECT report_id FROM core.reports") == identity
    assert rows(home, "SELECT value FROM core.quantities WHERE surface = '13场次'") == [(13.0,)]
    assert rows(home, "SELECT value FROM core.quantities WHERE surface = '12场次'") == []


def test_moving_and_deleting_loses_nothing(home: Path, inbox: Path, write: Callable[..., Path]) -> None:
    moved, deleted = write("a.txt", year=2021), write("b.txt", year=2022)
    ingest([str(inbox)])
    moved.rename(inbox / "renamed.txt")
    deleted.unlink()
    ingest([str(inbox)])
    assert rows(home, "SELECT report_year FROM core.reports ORDER BY 1") == [(2021,), (2022,)]
    assert {status for uri, status in statuses(home) if uri in ("a.txt", "b.txt")} <= {"loaded", "duplicate"}


def test_a_bad_file_costs_itself_only(
    home: Path, inbox: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAZHI_MAX_BYTES", "5000")
    write("good.txt")
    (inbox / "empty.txt").touch()
    (inbox / "noise.bin").write_bytes(bytes(range(256)) * 4)
    (inbox / "long.txt").write_text("长" * 5000)
    (inbox / "link.txt").symlink_to(inbox / "good.txt")
    with zipfile.ZipFile(inbox / "more.zip", "w") as container:
        container.write(write("other.txt", year=2019), "inside.txt")
        container.writestr("bad.txt", "")
    done = ingest([str(inbox)])
    assert [(one.source_uri, one.code) for one in done.left] == [("link.txt", "not_a_file")]
    assert files(home) | {"other.txt": "", "more.zip!/inside.txt": ""} == {
        "good.txt": "loaded", "empty.txt": "rejected", "noise.bin": "rejected", "long.txt": "rejected",
        "more.zip!/bad.txt": "rejected", "other.txt": "", "more.zip!/inside.txt": "",
    }  # fmt: skip
    codes = dict(rows(home, "SELECT source_uri, reject_code FROM core.source_files WHERE status = 'rejected'"))
    assert (codes["long.txt"], codes["empty.txt"], codes["more.zip!/bad.txt"]) == ("too_large", "empty", "empty")
    rejects = [(row["reject_code"], row["files"], row["example"], row["reason"][:3]) for row in done.rejects]
    assert rejects == [
        ("empty", 2, "empty.txt", "文件没"), ("not_text", 1, "noise.bin", "文件是"), ("too_large", 1, "long.txt", "文件超"),
    ]  # fmt: skip
    again = ingest([str(inbox)])
    assert (again.counts["processed"], again.rejects, again.useless) == (0, [], False)


def test_a_run_tells_what_became_of_its_own_files(home: Path, inbox: Path, write: Callable[..., Path]) -> None:
    write("a.txt", year=2021, lectures=10)
    write("b.txt", year=2022)
    ingest([str(inbox)])
    write("a.txt", year=2021, lectures=11)
    write("copy.txt", year=2022)
    (inbox / "empty.txt").touch()
    done = ingest([str(inbox)])
    assert {row["status"]: (row["seen"], row["new"]) for row in done.files} == {
        "loaded": (2, 1), "duplicate": (1, 1), "rejected": (1, 1),
    }  # fmt: skip
    assert (done.replaced, done.useless) == (1, False)
    counts = dict(rows(home, "SELECT counts FROM core.runs ORDER BY run_no DESC LIMIT 1")[0][0])
    assert {name: n for name, n in counts.items() if name.startswith("new_")} == {
        "new_loaded": 1, "new_duplicate": 1, "new_rejected": 1,
    }  # fmt: skip


def test_a_run_that_sees_no_report_is_useless_however_often(home: Path, inbox: Path, write: Callable[..., Path]) -> None:
    (inbox / "empty.txt").touch()
    for _ in range(2):
        done = ingest([str(inbox)])
        assert (done.useless, [row["example"] for row in done.rejects]) == (True, ["empty.txt"])
    write("a.txt")
    assert not ingest([str(inbox)]).useless
    (inbox / "link.txt").symlink_to(inbox / "a.txt")
    assert ingest([str(inbox / "empty.txt")]).useless


def test_what_is_too_large_is_taken_once_the_limit_allows_it(
    home: Path, inbox: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt")
    monkeypatch.setenv("FAZHI_MAX_BYTES", "100")
    ingest([str(inbox)])
    assert files(home) == {"a.txt": "rejected"}
    monkeypatch.delenv("FAZHI_MAX_BYTES")
    ingest([str(inbox)])
    assert files(home) == {"a.txt": "loaded"}


def test_the_scheduled_run_lets_files_settle(home: Path, inbox: Path, write: Callable[..., Path]) -> None:
    write("a.txt")
    done = ingest([str(inbox)], settle_seconds=60)
    assert [left.code for left in done.left] == ["settling"]
    assert ingest([str(inbox)]).counts["read"] == 1


def test_without_a_place_the_settings_tell(
    home: Path, inbox: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("one/a.txt", year=2021)
    write("two/b.txt", year=2022)
    monkeypatch.setenv("FAZHI_INBOX", f"{inbox / 'one'}, {inbox / 'two'}")
    assert ingest().counts["read"] == 2


def test_a_failed_data_test_publishes_nothing(
    home: Path, inbox: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt", year=2021)
    ingest([str(inbox)])
    before = (home / "warehouse.duckdb").read_bytes()
    write("b.txt", year=2022)
    with monkeypatch.context() as patch:
        patch.setattr(walk, "run_checks", lambda warehouse: [CheckResult("invented", 1, "row", 0.0)])
        with pytest.raises(ChecksFailedError, match="invented"):
            ingest([str(inbox)])
    assert (home / "warehouse.duckdb").read_bytes() == before
    done = ingest([str(inbox)])  # nothing is left to read, but what was loaded is not published yet
    assert (done.counts["processed"], done.published) == (0, True)
    outcomes = rows(home, "SELECT outcome FROM core.runs ORDER BY run_no")
    assert outcomes == [("success",), ("failed",), ("success",)]


@pytest.mark.parametrize("chunk", [1, 2])
def test_a_stopped_run_is_finished_by_the_next(
    home: Path, inbox: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, chunk: int
) -> None:
    for year in range(2015, 2020):
        write(f"{year}.txt", year=year, lectures=year - 2000)
    write("twin.txt", year=2015, lectures=15)
    monkeypatch.setenv("FAZHI_HOME", str(tmp_path / "undisturbed"))
    ingest([str(inbox)])
    monkeypatch.setenv("FAZHI_HOME", str(home))
    monkeypatch.setenv("FAZHI_CHUNK_REPORTS", str(chunk))
    chunks = []

    def stop_in_the_third(contents):
        chunks.append(1)
        if len(chunks) == 3:
            raise KeyboardInterrupt
        return extract_by_catalogue(contents)

    from prefect import flow

    @flow
    def disturbed() -> Ingested:
        return run_ingest(Settings(), [str(inbox)], 0, stop_in_the_third)

    with pytest.raises(KeyboardInterrupt):
        disturbed()
    assert not (home / "warehouse.duckdb").exists()
    done = ingest([str(inbox)])
    assert (done.counts["read"], done.counts["processed"]) == (0, 5 - 2 * chunk)
    assert rows(home, FACTS) == rows(tmp_path / "undisturbed", FACTS)
    assert statuses(home) == statuses(tmp_path / "undisturbed")
    assert rows(home, "SELECT outcome FROM core.runs ORDER BY run_no") == [("interrupted",), ("success",)]


def test_many_chunks_on_all_cores_end_as_one_in_process(
    home: Path, inbox: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for year in range(2010, 2022):
        write(f"{year}.txt", year=year, lectures=year - 1990)
    ingest([str(inbox)])
    monkeypatch.setenv("FAZHI_HOME", str(tmp_path / "parallel"))
    monkeypatch.setenv("FAZHI_WORKERS", "2")
    monkeypatch.setenv("FAZHI_CHUNK_REPORTS", "3")
    ingest([str(inbox)])
    assert rows(tmp_path / "parallel", FACTS) == rows(home, FACTS)
    assert not list((tmp_path / "parallel" / "chunks").glob("*"))


def test_files_read_by_older_code_are_read_again(
    home: Path, inbox: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt")
    ingest([str(inbox)])
    with Warehouse.open(home) as warehouse:
        warehouse.con.execute("UPDATE ledger.contents SET extractor_version = 'older'")
    done = ingest([str(inbox)])
    assert (done.counts["read"], done.counts["processed"]) == (0, 1)
    assert files(home) == {"a.txt": "loaded"}


def test_only_one_run_writes(home: Path, inbox: Path, write: Callable[..., Path]) -> None:
    write("a.txt")
    with Warehouse.open(home), pytest.raises(WarehouseLockedError, match=r"Another run is writing"):
        ingest([str(inbox)])


UNLISTED = """{body}{year}年法治政府建设情况报告
{year}年，各项工作稳步推进。
一、主要工作
开展法治讲座{n}场。
{body}人民政府
{after}年3月1日
"""


def test_reports_of_no_known_place_are_told_of(home: Path, inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for year in (2021, 2022):
        text = UNLISTED.format(body="屏澜县", year=year, after=year + 1, n=year - 2010)
        (inbox / f"{year}.txt").write_text(text, "utf-8")
    ingest([str(inbox)])
    show_status(Settings())
    told = capsys.readouterr().out
    assert "  2 reports whose place is unknown, counted in 全国 and in no region below it: fazhi query" in told
    query = told.partition("whose place is unknown")[2].partition('"')[2].partition('"')[0]
    assert {row[2] for row in rows(home, query)} == {"屏澜县人民政府"}
    assert rows(home, "SELECT DISTINCT body_key FROM core.reports") == [("county|屏澜县人民政府",)]
    assert rows(home, "SELECT DISTINCT report_year, matched_places FROM marts.indicator_trend WHERE matched_places > 0") == [
        (2022, 1)
    ]
