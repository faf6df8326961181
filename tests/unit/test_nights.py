"""`fazhi status` notices a night that failed, and one that did not come."""

from datetime import UTC, datetime, timedelta

import pytest

from flows.status import trouble_of

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
GOOD = {"outcome": "success", "run_id": "000007", "message": None, "last_good_night": None, "first_night": None}


@pytest.mark.parametrize(
    ("nights", "says"),
    [
        ({}, None),
        ({"outcome": None}, None),  # nothing has ever run
        ({"last_good_night": NOW - timedelta(hours=18)}, None),
        ({"last_good_night": NOW - timedelta(hours=30)}, "overdue: the last good one began at 2026-11-22 06:00 UTC"),
        ({"first_night": NOW - timedelta(hours=30), "outcome": "running"}, "overdue"),
        ({"outcome": "failed", "message": "Data tests failed."}, "Run 000007 failed: Data tests failed."),
        ({"outcome": "interrupted"}, "000007 interrupted: it was killed"),
    ],
)
def test_status_tells_of_nights(nights: dict[str, object], says: str | None) -> None:
    told = trouble_of(GOOD | nights, NOW, overdue_hours=26)
    assert told is None if says is None else says in (told or "")
