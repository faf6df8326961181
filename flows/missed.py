"""Nights that were missed are made up for by one run: it takes the place of all that are late."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from prefect import get_run_logger
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
    FlowRunFilter,
    FlowRunFilterNextScheduledStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.runtime import deployment, flow_run
from prefect.states import Cancelled

from flows.nights import NIGHTLY


def late_nights(client: SyncPrefectClient) -> list[FlowRun]:
    """Return the runs of the nightly deployment that should have begun by now and did not."""
    return client.read_flow_runs(
        deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=[NIGHTLY])),
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
            next_scheduled_start_time=FlowRunFilterNextScheduledStartTime(before_=datetime.now(UTC)),
        ),
    )


def leave_out(client: SyncPrefectClient, nights: Sequence[FlowRun]) -> None:
    """Cancel late nights: another run makes up for them."""
    for run in nights:
        client.set_flow_run_state(run.id, Cancelled(message="Missed; another run makes up for it."))


def make_up_for_missed_nights() -> None:
    """Called by a nightly run when it begins: cancel the other late ones that the schedule made.

    A worker that comes back finds one late run a night and would run them all, one after the other.
    """
    if deployment.name != NIGHTLY or flow_run.id is None:
        return
    with get_client(sync_client=True) as client:
        others = [run for run in late_nights(client) if run.auto_scheduled and run.id != UUID(flow_run.id)]
        leave_out(client, others)
    if others:
        get_run_logger().info("makes up for %s missed nights, which are left out", len(others))
