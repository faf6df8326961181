"""What `fazhi serve` offers in the Prefect UI: nightly, backfill, rebuild, verify; missed nights are made up for once."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from prefect import Flow
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
    FlowRunFilter,
    FlowRunFilterNextScheduledStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner
from prefect.schedules import Cron
from prefect.states import Crashed
from prefect.types.entrypoint import EntrypointType

from flows.backfill import backfill
from flows.ingest import ingest
from flows.rebuild import rebuild
from flows.settings import Settings
from flows.verify import verify
from flows.walk import WRITER

NIGHTLY = "nightly"
NAMES = (NIGHTLY, "backfill", "rebuild", "verify")


def deployments(settings: Settings) -> list[RunnerDeployment]:
    """Return the deployments, their flows found by module, so that they run from any folder."""
    nightly = RunnerDeployment.from_flow(
        ingest,
        NIGHTLY,
        schedule=Cron(settings.schedule, timezone=settings.timezone),
        parameters={"settle_seconds": settings.settle_seconds},
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    others: dict[str, Flow[..., Any]] = {"backfill": backfill, "rebuild": rebuild, "verify": verify}
    return [
        nightly,
        *(RunnerDeployment.from_flow(one, name, entrypoint_type=EntrypointType.MODULE_PATH) for name, one in others.items()),
    ]


def run_what_is_due(served: Sequence[RunnerDeployment]) -> None:
    """Offer the deployments and run what is due, one run at a time because there is one writer, until Ctrl-C or SIGTERM."""
    runner = _Runner(pause_on_shutdown=False, limit=1)
    for one in served:
        runner.add_deployment(one)
    with suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(runner.start())


class _Runner(Runner):
    """Prefect's runner, which ends on SIGTERM as on Ctrl-C: its own way leaves a coroutine behind that nobody awaits."""

    async def start(self, run_once: bool = False, webserver: bool | None = None) -> None:
        """Run until the task that called this is cancelled."""
        self._caller = asyncio.current_task()
        await super().start(run_once, webserver)

    def handle_sigterm(self, *_: object, **__: object) -> None:
        """Cancel what runs; a signal does not wake the loop by itself."""
        if self._caller:
            self._caller.get_loop().call_soon_threadsafe(self._caller.cancel)


def prepare(settings: Settings) -> bool:
    """Set the limit of one writer, and schedule one run where nights were missed; return whether there was one to make up.

    What a service that was killed left behind is cleared away: its runs still say `Running`, and its place in the limit
    is taken by nobody, because the server keeps leases in memory. Serving a deployment again deletes its scheduled runs,
    late ones too: without this a missed night would not be made up.
    """
    with get_client(sync_client=True) as client:
        client.upsert_global_concurrency_limit_by_name(WRITER, 1)
        client.update_global_concurrency_limit(WRITER, GlobalConcurrencyLimitUpdate(active_slots=0))
        _declare_dead(client)
        late = _late(client)
        if not late or not all(late):  # none, or one to make up waits already
            return False
        deployments(settings)[0].apply(_sync=True)  # type: ignore[call-arg]  # whatever loop another part of the process runs
        nightly = client.read_deployment_by_name(f"{ingest.name}/{NIGHTLY}")
        client.create_flow_run_from_deployment(nightly.id, name="nightly, missed")
        return True


def _declare_dead(client: SyncPrefectClient) -> None:
    state = FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING]))
    ours = DeploymentFilter(name=DeploymentFilterName(any_=list(NAMES)))
    for run in client.read_flow_runs(deployment_filter=ours, flow_run_filter=FlowRunFilter(state=state)):
        client.set_flow_run_state(run.id, Crashed(message="The service was killed while it ran."), force=True)


def _late(client: SyncPrefectClient) -> list[bool]:
    """Of each nightly run that should have begun by now: whether the schedule made it."""
    runs = client.read_flow_runs(
        deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=[NIGHTLY])),
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
            next_scheduled_start_time=FlowRunFilterNextScheduledStartTime(before_=datetime.now(UTC)),
        ),
    )
    return [bool(run.auto_scheduled) for run in runs]
