"""A service that was killed leaves a run that says `Running` and a taken place in the queue: the next start clears both."""

import asyncio
import logging
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
from prefect.settings import PREFECT_API_URL
from prefect.states import Running

from flows.console import SaidError
from flows.deployments import NAMES, deployments, prepare, run_what_is_due
from flows.nights import _look, keep_planned, planned_nights
from flows.prefect_server import ServerError
from flows.settings import Settings
from flows.status import print_service
from flows.walk import WRITER

pytestmark = pytest.mark.usefixtures("prefect_server_for_tests")


def test_what_a_killed_service_left_behind_is_cleared_away(home: Path) -> None:
    settings = Settings()
    assert tuple(one.name for one in deployments(settings)) == NAMES
    nightly = deployments(settings)[0].apply(_sync=True)
    with get_client(sync_client=True) as client:
        client.upsert_global_concurrency_limit_by_name(WRITER, 1)
        client.update_global_concurrency_limit(WRITER, GlobalConcurrencyLimitUpdate(active_slots=1))
        dead = client.create_flow_run_from_deployment(nightly)
        client.set_flow_run_state(dead.id, Running(), force=True)
        assert not prepare(settings)
        assert client.read_global_concurrency_limit_by_name(WRITER).active_slots == 0
        state = client.read_flow_run(dead.id).state
        assert state
        assert state.is_crashed()


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_runner_even_where_a_cancellation_is_lost(
    monkeypatch: pytest.MonkeyPatch, sent: signal.Signals
) -> None:
    lost = []

    async def start(*_: object) -> None:
        asyncio.get_running_loop().call_soon(signal.raise_signal, sent)
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            lost.append(sent)
        await asyncio.sleep(60)

    monkeypatch.setattr("prefect.runner.Runner.start", start)
    monkeypatch.setattr("flows.deployments._AGAIN", 0.2)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    began = time.monotonic()
    try:
        run_what_is_due([])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert lost == [sent]
    assert time.monotonic() - began < 30


def test_a_signal_before_the_runner_is_up_is_heeded(monkeypatch: pytest.MonkeyPatch) -> None:
    async def start(*_: object) -> None:
        pytest.fail("it was told to stop")

    monkeypatch.setattr("prefect.runner.Runner.start", start)
    monkeypatch.setattr("prefect.runner.Runner.add_deployment", lambda *_: signal.raise_signal(signal.SIGTERM))
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        run_what_is_due(deployments(Settings())[:1])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_a_night_stands_planned_though_the_server_plans_none(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys, caplog
) -> None:
    settings, url = Settings(), PREFECT_API_URL.value()
    nightly = deployments(settings)[0].apply(_sync=True)
    monkeypatch.setattr(logging.getLogger("fazhi"), "propagate", True)
    monkeypatch.setattr("flows.status.standing_url", lambda _: url)
    assert planned_nights(url) == (False, None)  # the server of the tests runs no scheduler
    assert print_service(settings) == "The service plans no night: start it again."
    end = keep_planned(url, None, every=0.1)
    try:
        deadline = time.monotonic() + 60
        while "had planned no night that is due; it was asked to" not in caplog.text:
            assert time.monotonic() < deadline
            time.sleep(0.1)
    finally:
        end()
    nights = planned_nights(url)
    assert nights
    assert nights.next_at
    assert (nights.next_at.hour, nights.next_at.minute) == (18, 0)  # 02:00 in Shanghai
    assert print_service(settings) is None
    assert "02:00 (Asia/Shanghai)" in capsys.readouterr().out
    with get_client(sync_client=True) as client:
        client.pause_deployment(nightly)
    assert print_service(settings) is None
    assert "paused" in capsys.readouterr().out


def test_a_night_that_a_wrong_clock_planned_for_years_ahead_is_no_next_night(home: Path) -> None:
    url = PREFECT_API_URL.value()
    nightly = deployments(Settings())[0].apply(_sync=True)
    with get_client(sync_client=True) as client:
        client.resume_deployment(nightly)
        client.request("POST", f"/deployments/{nightly}/schedule", json={"start_time": "2035-01-01T00:00:00Z"})
    nights = planned_nights(url)
    assert nights
    assert nights.next_at
    assert nights.next_at.year == 2035
    _look(url, None)
    nights = planned_nights(url)
    assert nights
    assert nights.next_at
    assert nights.next_at - datetime.now(UTC) <= timedelta(days=1)


def test_a_server_that_does_not_answer_is_said_in_a_sentence(home: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr("flows.status.standing_url", lambda _: "http://127.0.0.1:1/api")
    assert print_service(Settings()) is None
    assert capsys.readouterr().out.endswith("The Prefect server does not answer when asked for its nights.\n")


def test_a_server_that_died_ends_the_service_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    async def start(*_: object) -> None:
        raise ExceptionGroup("unhandled errors in a TaskGroup", [RuntimeError("Service exceeded error threshold.")])

    monkeypatch.setattr("prefect.runner.Runner.start", start)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with pytest.raises(ServerError, match="does not answer any more"):
            run_what_is_due([])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_a_schedule_that_is_none_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAZHI_SCHEDULE", "at two every single night")
    with pytest.raises(SaidError, match="is no cron line"):
        deployments(Settings())
