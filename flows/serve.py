"""`fazhi serve`: a standing Prefect server with its UI, the nightly schedule and the backfill form, until it is stopped."""

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
    settings.home.mkdir(parents=True, exist_ok=True)
    (settings.home / "inbox").mkdir(exist_ok=True)
    with prefect_server(settings.prefect, settings.host, port or settings.port, standing=True) as url:
        out.print("Starting ...")
        from prefect.runner import Runner

        log_to_file(settings.logs)
        wait_until_up(url)
        runner = Runner(name="fazhi", pause_on_shutdown=False, limit=1)  # one run at a time: there is one writer
        for deployment in _deployments(settings):
            runner.add_deployment(deployment)
        out.print(f"UI:        {url.removesuffix('/api')}/deployments", markup=False)
        out.print(f"Nightly:   {settings.schedule} ({settings.timezone}), reads {', '.join(settings.inboxes)}", markup=False)
        out.print("Backfill:  in the UI, Deployments > backfill > Run > Custom run")
        out.print("Ctrl-C stops everything.")
        runner.start()


def _deployments(settings: Settings) -> list["RunnerDeployment"]:
    from prefect.flows import EntrypointType
    from prefect.schedules import Cron

    from flows.backfill import backfill
    from flows.ingest import ingest

    nightly = ingest.to_deployment(
        "nightly",
        schedule=Cron(settings.schedule, timezone=settings.timezone),
        parameters={"settle_seconds": settings.settle_seconds},
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return [nightly, backfill.to_deployment("backfill", entrypoint_type=EntrypointType.MODULE_PATH)]
