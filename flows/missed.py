"""Nights that were missed are made up for by one run: it takes the place of all that are late."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from prefect import get_run_logger
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterNextScheduledStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.runtime import deployment, flow_run
from prefect.states import Cancelled

from flows.nights import NIGHTLY

LEFT_OUT = "Missed; another run makes up for it."


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
        client.set_flow_run_state(run.id, Cancelled(message=LEFT_OUT))


def make_up_for_missed_nights() -> State[Any] | None:
    """Called by a nightly run when it begins: cancel the other late ones that the schedule made.

    A worker that comes back finds one late run a night and would run them all, one after the other. Where it begins several
    at once (`--limit` above 1) the newest makes up for the others: they get the state to end in, and read nothing.
    """
    if deployment.name != NIGHTLY or flow_run.id is None:
        return None
    mine = UUID(flow_run.id)
    with get_client(sync_client=True) as client:
        others = [run for run in late_nights(client) if run.auto_scheduled and run.id != mine]
        leave_out(client, others)
        this = client.read_flow_run(mine)
        if this.auto_scheduled and _newer_nights(client, this):
            return Cancelled(message=LEFT_OUT)
    if others:
        get_run_logger().info("makes up for %s missed nights, which are left out", len(others))
    return None


def _newer_nights(client: SyncPrefectClient, this: FlowRun) -> list[FlowRun]:
    """Nights of the schedule that were to begin after `this` one, and have begun."""
    begun = [StateType.PENDING, StateType.RUNNING, StateType.COMPLETED]
    newer = client.read_flow_runs(
        deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=[NIGHTLY])),
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=begun)),
            expected_start_time=FlowRunFilterExpectedStartTime(after_=this.expected_start_time),
        ),
    )
    return [
        run for run in newer if run.auto_scheduled and run.id != this.id and run.expected_start_time != this.expected_start_time
    ]
