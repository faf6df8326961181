"""The nights that stand planned at a standing server: asked for, and planned where there are none, without loading Prefect.

The server plans them in a background service, whose end nobody hears of: the server goes on to answer, and no night is run
any more. So `fazhi serve` has them planned itself, once it has offered the deployments and from time to time after that.
"""

import base64
import json
import logging
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, TypedDict
from zoneinfo import ZoneInfo

from flows.prefect_server import HEALTH_SECONDS

NIGHTLY = "nightly"
_EVERY = 600.0  # seconds between two looks: no night is nearer to the next than the cron's minute, and most are a day
_AHEAD = timedelta(days=1500)  # the 29th of February, too; the server by itself plans a hundred days ahead
_LOG = logging.getLogger("fazhi.nights")


class Row(TypedDict):
    """What is needed of a deployment or a run."""

    id: str
    paused: bool
    schedules: list[dict[str, bool]]
    next_scheduled_start_time: str


class Nights(NamedTuple):
    """The schedule of a server: whether somebody paused it, and when the next night begins; None where none is planned."""

    paused: bool
    next_at: datetime | None


class ScheduleError(Exception):
    """The server did not say, or did not plan; the message is one sentence."""


def planned_nights(url: str, login: str | None = None) -> Nights | None:
    """Ask the server whose API is at `url` for its nights; None where it has no nightly deployment. Raises ScheduleError."""
    found = _post(f"{url}/deployments/filter", login, deployments={"name": {"any_": [NIGHTLY]}})
    if not found:
        return None
    runs = _post(
        f"{url}/flow_runs/filter",
        login,
        deployments={"id": {"any_": [found[0]["id"]]}},
        flow_runs={
            "state": {"type": {"any_": ["SCHEDULED"]}},
            "next_scheduled_start_time": {"after_": datetime.now(UTC).isoformat()},
        },
        sort="NEXT_SCHEDULED_START_TIME_ASC",
        limit=1,
    )
    paused = found[0]["paused"] or not any(one["active"] for one in found[0]["schedules"])
    return Nights(paused, datetime.fromisoformat(runs[0]["next_scheduled_start_time"]) if runs else None)


def plan_nights(url: str, login: str | None = None) -> Nights | None:
    """Have the server plan its next nights unless it is paused, and return them; what stands planned is not planned twice."""
    found = _post(f"{url}/deployments/filter", login, deployments={"name": {"any_": [NIGHTLY]}})
    if found and not found[0]["paused"]:
        _post(f"{url}/deployments/{found[0]['id']}/schedule", login, end_time=(datetime.now(UTC) + _AHEAD).isoformat())
    return planned_nights(url, login)


def told_nights(nights: Nights | None, timezone: str) -> str:
    """Say when the next night begins, in the time of the schedule, or why none does."""
    if nights is None:
        return "no night is planned: the server has no deployment `nightly`"
    if nights.paused:
        return "no night is planned: the schedule is paused in the UI"
    if nights.next_at is None:
        return "no night is planned"
    return f"{nights.next_at.astimezone(ZoneInfo(timezone)):%Y-%m-%d %H:%M} ({timezone})"


def keep_planned(url: str, login: str | None, every: float = _EVERY) -> Callable[[], None]:
    """Look every so many seconds, in a thread, that the next night stands planned, and plan it where it does not.

    Returns what ends the thread.
    """
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(every):
            try:
                _look(url, login)
            except ScheduleError as error:
                _LOG.warning("%s", error)

    threading.Thread(target=watch, name="nights", daemon=True).start()
    return ended.set


def _look(url: str, login: str | None) -> None:
    """Plan anew: the server counts nights and not days, and one that a wrong clock put off for years is a night to it."""
    before = planned_nights(url, login)
    if before is None or before.paused:
        return
    after = plan_nights(url, login)
    if after and after.next_at and (before.next_at is None or after.next_at < before.next_at):
        _LOG.warning("the server had planned no night that is due; it was asked to: %s", told_nights(after, "UTC"))


def _post(url: str, login: str | None, **body: object) -> list[Row]:
    headers = {"Content-Type": "application/json"}
    if login:
        headers["Authorization"] = f"Basic {base64.b64encode(login.encode()).decode()}"
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)  # noqa: S310  # the server that we started
    try:
        with urllib.request.urlopen(request, timeout=HEALTH_SECONDS * 10) as answer:  # noqa: S310
            rows: list[Row] = json.loads(answer.read() or b"null") or []
            return rows
    except urllib.error.HTTPError as error:
        if error.code == 401:
            raise ScheduleError("The service asks for its password: set FAZHI_PASSWORD to see its nights.") from error
        raise ScheduleError(f"The Prefect server answers {error.code} when asked for its nights.") from error
    except OSError as error:
        raise ScheduleError("The Prefect server does not answer when asked for its nights.") from error
