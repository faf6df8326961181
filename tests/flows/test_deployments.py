"""A service that was killed leaves a run that says `Running` and a taken place in the queue: the next start clears both."""

import asyncio
import signal
import time
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
from prefect.states import Running

from flows.deployments import NAMES, deployments, prepare, run_what_is_due
from flows.settings import Settings
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
