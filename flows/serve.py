"""`fazhi serve`: a standing Prefect server with its UI, the nightly schedule and the forms, until it is stopped."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from ipaddress import ip_address

from filelock import FileLock, Timeout

from flows.console import SaidError, err, log_to_file, out
from flows.nights import ScheduleError, keep_planned, plan_nights, told_nights
from flows.prefect_server import SERVICE_LOCK, prefect_server, wait_until_up
from flows.settings import Settings
from tasks.intake.discover import without_secret

_LOOK = 1.0  # seconds: a command that asks whether a service stands holds the lock for a moment


def serve_until_stopped(settings: Settings, port: int | None) -> None:
    """Start server, UI and schedule, say where to click, and run what is due until Ctrl-C.

    Raises ServerError where the port is taken, SaidError where others could reach it without a password.
    """
    if not settings.password and not is_loopback(settings.host):
        raise SaidError(f"{settings.host} can be reached by others: set FAZHI_PASSWORD, or serve on 127.0.0.1 only.")
    (settings.home / "inbox").mkdir(parents=True, exist_ok=True)
    chosen = settings.port if port is None else port
    server = prefect_server(settings.prefect, settings.host, chosen, standing=True, login=settings.login)
    with suppress(KeyboardInterrupt), _only_one(settings), server as url:
        out.print("Starting ...")
        from flows.deployments import deployments, prepare, run_what_is_due

        log_to_file(settings.logs)
        wait_until_up(url)
        missed = prepare(settings)
        out.print(f"UI:        {url.removesuffix('/api')}/deployments", markup=False)
        if settings.login:
            out.print("Login:     fazhi:PASSWORD, the PASSWORD being that of FAZHI_PASSWORD")
        inboxes = ", ".join(map(without_secret, settings.inboxes))
        out.print(f"Nightly:   {settings.schedule} ({settings.timezone}), reads {inboxes}", markup=False)
        if missed:
            out.print("Missed:    one run makes up for the nights missed, now")
        out.print("Backfill:  in the UI, Deployments > backfill > Run > Custom run")
        run_what_is_due(deployments(settings), partial(_offered, settings, url))
    out.print("Stopped.")


def _offered(settings: Settings, url: str) -> None:
    """Have the next nights planned, and see to it that they always are; say when the next one begins."""
    try:
        nights = plan_nights(url, settings.login)
        out.print(f"Next:      {told_nights(nights, settings.timezone)}")
    except ScheduleError as error:
        err.print(f"Next:      not known. {error}", markup=False)
    keep_planned(url, settings.login)
    out.print("Ctrl-C stops everything.")


@contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    """Hold the place of the one service of a home: two would run every night twice, over one database of Prefect's."""
    settings.prefect.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(settings.prefect / SERVICE_LOCK, timeout=_LOOK):
            yield
    except Timeout as error:
        raise SaidError(f"{settings.home} is served already; end that service first, or choose another home.") from error


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address; a name other than localhost may be anything."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
