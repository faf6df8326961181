"""What `fazhi serve` offers in the Prefect UI: nightly, backfill, rebuild, verify; missed nights are made up for once."""

import asyncio
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from prefect import Flow
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner
from prefect.schedules import Cron, Schedule
from prefect.states import Crashed
from prefect.types.entrypoint import EntrypointType

from flows.backfill import backfill
from flows.console import SaidError
from flows.ingest import ingest
from flows.missed import late_nights, leave_out
from flows.nights import NIGHTLY
from flows.prefect_server import ServerError
from flows.rebuild import rebuild
from flows.settings import Settings
from flows.verify import verify
from flows.walk import WRITER

_AGAIN = 10.0  # seconds after which a runner that has not ended is cancelled again; it takes two
NAMES = (NIGHTLY, "backfill", "rebuild", "verify")


def deployments(settings: Settings) -> list[RunnerDeployment]:
    """Return the deployments, their flows found by module, so that they run from any folder.

    Raises SaidError where the schedule is no cron line.
    """
    nightly = RunnerDeployment.from_flow(
        ingest,
        NIGHTLY,
        schedule=_cron(settings),
        parameters={"settle_seconds": settings.settle_seconds},
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    others: dict[str, Flow[..., Any]] = {"backfill": backfill, "rebuild": rebuild, "verify": verify}
    return [
        nightly,
        *(RunnerDeployment.from_flow(one, name, entrypoint_type=EntrypointType.MODULE_PATH) for name, one in others.items()),
    ]


def _cron(settings: Settings) -> Schedule:
    try:
        return Cron(settings.schedule, timezone=settings.timezone)
    except ValueError as error:
        raise SaidError(f"FAZHI_SCHEDULE={settings.schedule} is no cron line; 0 2 * * * is one.") from error


def run_what_is_due(served: Sequence[RunnerDeployment], offered: Callable[[], None] = lambda: None) -> None:
    """Offer the deployments and run what is due, one run at a time because there is one writer, until Ctrl-C or SIGTERM.

    Raises ServerError where the server died or answers no more: a supervisor then starts the service again.
    `offered` is called when the server knows the deployments. It must be then: to offer one takes back the runs planned for it.
    """
    runner = _Runner(pause_on_shutdown=False, limit=1)
    runner.listen()
    for one in served:
        runner.add_deployment(one)
    offered()
    try:
        with suppress(KeyboardInterrupt, asyncio.CancelledError):
            asyncio.run(runner.start())
    except ExceptionGroup as error:  # its loop has given up: three polls in a row failed
        raise ServerError("The Prefect server does not answer any more: see prefect/server.log, and start again.") from error


class _Runner(Runner):
    """Prefect's runner, which SIGTERM ends as Ctrl-C does: its own way leaves a coroutine behind that nobody awaits."""

    _caller: asyncio.Task[Any] | None = None
    _asked_to_stop = False

    def listen(self) -> None:
        """Heed the signals from now on, and not by an exception that whatever runs just then may swallow."""
        for number in (signal.SIGTERM, signal.SIGINT):
            if signal.getsignal(number) is not signal.SIG_IGN:  # as a shell has it for what it runs in the background
                signal.signal(number, self.handle_sigterm)

    async def start(self, run_once: bool = False, webserver: bool | None = None) -> None:
        """Run until a signal comes."""
        self._caller = asyncio.current_task()
        if not self._asked_to_stop:
            await super().start(run_once, webserver)

    def handle_sigterm(self, *_: object, **__: object) -> None:
        """Cancel what runs; a signal does not wake the loop by itself."""
        self._asked_to_stop = True
        if self._caller:
            self._caller.get_loop().call_soon_threadsafe(self._cancel, self._caller)

    def _cancel(self, caller: asyncio.Task[Any]) -> None:
        caller.cancel()
        # seen once: a cancellation while the runner came up was lost, and it ran on
        caller.get_loop().call_later(_AGAIN, self._cancel, caller)


def prepare(settings: Settings) -> bool:
    """Set the limit of one writer, and schedule one run where nights were missed; return whether there was one to make up.

    What a service that was killed left behind is cleared away: its runs still say `Running`, and its place in the limit
    is taken by nobody, because the server keeps leases in memory. A night that was killed counts as missed; the run that
    makes up for it does not, or a run that takes the machine down would do so again at every start. The runs that the
    schedule had planned for the nights missed are cancelled, for the runner would run them all.
    """
    with get_client(sync_client=True) as client:
        client.upsert_global_concurrency_limit_by_name(WRITER, 1)
        client.update_global_concurrency_limit(WRITER, GlobalConcurrencyLimitUpdate(active_slots=0))
        missed = _declare_dead(client)
        late = late_nights(client)
        planned = [run for run in late if run.auto_scheduled]
        leave_out(client, planned)
        if len(planned) < len(late) or not (planned or missed):  # one that makes up waits already, or there is nothing to
            return False
        deployments(settings)[0].apply(_sync=True)  # type: ignore[call-arg]  # whatever loop another part of the process runs
        nightly = client.read_deployment_by_name(f"{ingest.name}/{NIGHTLY}")
        client.create_flow_run_from_deployment(nightly.id, name="nightly, missed")
        return True


def _declare_dead(client: SyncPrefectClient) -> bool:
    """Mark the runs of a service that was killed as crashed; return whether one of them was a night of the schedule."""
    state = FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING]))
    ours = DeploymentFilter(name=DeploymentFilterName(any_=list(NAMES)))
    dead = client.read_flow_runs(deployment_filter=ours, flow_run_filter=FlowRunFilter(state=state))
    for run in dead:
        client.set_flow_run_state(run.id, Crashed(message="The service was killed while it ran."), force=True)
    return any(run.auto_scheduled for run in dead)  # backfill, rebuild and verify have no schedule
