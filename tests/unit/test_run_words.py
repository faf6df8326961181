"""What a person reads after a run and in the status: this run first, rejects with a true example, no line beyond 80 columns."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from rich.console import Console

from flows import status, summary
from flows.ingest import Ingested
from flows.settings import Settings
from tasks.intake.discover import Left

BEGAN, ENDED = datetime(2026, 11, 23, 2, tzinfo=UTC), datetime(2026, 11, 23, 2, 0, 7, tzinfo=UTC)
REJECTS = [
    {"reject_code": "not_text", "files": 2, "example": "a.bin", "reason": "文件是二进制数据。"},
    {"reject_code": "empty", "files": 1, "example": "b.txt", "reason": "文件没有内容。"},
]


def ingested(**changed: Any) -> Ingested:  # any field of it
    files = [{"status": "loaded", "seen": 5, "new": 2}, {"status": "rejected", "seen": 3, "new": 1}]
    counts = Counter(files=8, read=3)
    run = {"run_id": "000007-x", "started_at": BEGAN, "finished_at": ENDED, "message": None}
    return Ingested(("/in",), counts, (), True, files, 1, REJECTS, run)._replace(**changed)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Console:
    """A terminal of 80 columns."""
    console = Console(width=80, highlight=False, record=True, quiet=False, file=None)
    for module in (summary, status):
        monkeypatch.setattr(module, "out", console)
    return console


def test_what_this_run_did_comes_with_its_own_numbers(said: Console) -> None:
    summary._print_run(Settings(), ingested(), 9.2)
    told = said.export_text()
    assert told.startswith("Run 000007-x, 7.0 s (9.2 s with start and publishing)\n")  # status says 7.0 s, too
    assert "inbox /in\n  8 files seen, 3 new, 3 read, 0 left for the next run" in told
    assert "of the new: 2 loaded, 0 duplicate, 0 superseded, 1 rejected" in told
    assert "1 took the place of an older version" in told
    assert "Nothing new" not in told


def test_a_reject_is_told_with_a_file_and_the_sentence_on_that_file(said: Console) -> None:
    summary.print_rejects(Settings(), REJECTS)
    told = said.export_text()
    assert "rejected as not_text: 2 files, one of them a.bin\n      文件是二进制数据。\n" in told
    assert "rejected as empty: 1 file, b.txt\n      文件没有内容。\n" in told
    assert told.count("fazhi query") == 1


def test_an_empty_inbox_is_called_empty(said: Console) -> None:
    summary._print_run(Settings(), ingested(counts=Counter(), files=[], rejects=[], published=False), 1.0)
    told = said.export_text()
    assert "inbox /in\n  The inbox is empty: put reports into it" in told
    assert "Nothing new" not in told


def test_nothing_new_is_not_said_of_a_file_that_could_not_be_read(said: Console) -> None:
    nothing = ingested(counts=Counter(files=1), files=[], rejects=[], replaced=0, published=False)
    summary._print_run(
        Settings(), nothing._replace(left=(Left("/in", "a.txt", "unreadable", "could not be read: permission denied."),)), 1.0
    )
    told = said.export_text()
    assert "left: a.txt could not be read: permission denied." in told
    assert "exit status 1" in told
    assert "Nothing new" not in told


def test_the_trend_fits_into_a_terminal(said: Console) -> None:
    rows = [
        {
            "name_zh": "法治讲座（宣讲）场次", "canonical_unit": "次", "report_year": year, "figure": 12_345.0,
            "region": "全国", "level": "township",
            "direction": "rises", "matched_change_pct": 12.5, "matched_change": 100.0, "matched_before": 800.0,
            "matched_places": 10, "n_places": 12, "share_approximate": 0.0,
        }
        for year in range(2015, 2026)
    ]  # fmt: skip
    summary._print_trend(rows)
    told = said.export_text()
    assert max(map(summary.cell_len, told.splitlines())) <= 80
    assert told.count("12,345") == 2
    assert "rises +12.5 % (10 of 12)" in told


def test_a_run_is_told_by_its_outcome_and_what_became_of_its_files(said: Console) -> None:
    run = {
        "run_id": "000007-x",
        "kind": "nightly",
        "started_at": BEGAN,
        "finished_at": ENDED,
        "outcome": "success",
        "message": "Built",
    }
    done = run | {"counts": {"files": 3, "new_loaded": 2, "new_rejected": 1, "processed": 3}}
    read_again = run | {"kind": "backfill", "counts": {"selected": 4, "processed": 4, "rejected": 0}}
    killed = run | {"outcome": "interrupted", "message": None, "finished_at": None, "counts": {}}
    status._print_runs([killed, read_again, done], {"runs": 2, "last_started_at": ENDED})
    told = said.export_text()
    assert "since the runs below 2 runs found nothing new, the last at 2026-11-23 02:00" in told
    assert "2026-11-23 02:00  000007-x  nightly: success, 7.0 s\n      3 files seen, 3 new: 2 loaded, 0 duplicate" in told
    assert "backfill: success, 7.0 s\n      4 selected, 4 processed\n" in told
    assert "nightly: interrupted\n      it was killed; the next run goes on.\n" in told
