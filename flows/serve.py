"""`fazhi serve`: a standing Prefect server with its UI, the nightly schedule and the backfill form, until it is stopped."""

from contextlib import suppress
from typing import TYPE_CHECKING

from flows.console import log_to_file, out
from flows.prefect_server import prefect_server, wait_until_up
from flows.settings import Settings

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment


def serve_until_stopped(settings: Settings, port: int | None) -> None:
    """Start server, UI and schedule, say where to click, and run what is due until Ctrl-C.

    Raises ServerError where the port is taken.
    """
    (settings.home / "inbox").mkdir(parents=True, exist_ok=True)
    chosen = settings.port if port is None else port
    with suppress(KeyboardInterrupt), prefect_server(settings.prefect, settings.host, chosen, standing=True) as url:
        out.print("Starting ...")
        from prefect import serve

        log_to_file(settings.logs)
        wait_until_up(url)
        deployments = _deployments(settings)
        out.print(f"UI:        {url.removesuffix('/api')}/deployments", markup=False)
        out.print(f"Nightly:   {settings.schedule} ({settings.timezone}), reads {', '.join(settings.inboxes)}", markup=False)
        out.print("Backfill:  in the UI, Deployments > backfill > Run > Custom run")
        out.print("Ctrl-C stops everything.")
        # one run at a time, because there is one writer
        serve(*deployments, pause_on_shutdown=False, print_starting_message=False, limit=1)
    out.print("Stopped.")


def _deployments(settings: Settings) -> list["RunnerDeployment"]:
    from prefect.deployments.runner import RunnerDeployment
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    from flows.backfill import backfill
    from flows.ingest import ingest

    by_module = EntrypointType.MODULE_PATH  # found from any folder
    nightly = RunnerDeployment.from_flow(
        ingest,
        "nightly",
        schedule=Cron(settings.schedule, timezone=settings.timezone),
        parameters={"settle_seconds": settings.settle_seconds},
        entrypoint_type=by_module,
    )
    return [nightly, RunnerDeployment.from_flow(backfill, "backfill", entrypoint_type=by_module)]
