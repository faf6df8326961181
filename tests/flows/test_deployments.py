"""A service that was killed leaves a run that says `Running` and a taken place in the queue: the next start clears both."""

from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
from prefect.states import Running

from flows.deployments import NAMES, deployments, prepare
from flows.settings import Settings
from flows.walk import WRITER

pytestmark = pytest.mark.usefixtures("prefect_server_for_tests")


def test_what_a_killed_service_left_behind_is_cleared_away(home: Path) -> None:
    settings = Settings()
    assert tuple(one.name for one in deployments(settings)) == NAMES
    nightly = deployments(settings)[0].apply(_sync=True)  # the browser's tests leave a loop running
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
