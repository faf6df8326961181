"""Tells a webhook of runs that failed or were killed, where FAZHI_WEBHOOK names one."""

import json
import logging
import urllib.request
from typing import Any

from prefect import Flow
from prefect.client.schemas.objects import FlowRun, State

from flows.settings import Settings

_SECONDS = 10.0  # a chat server that does not answer must not hold up the end of a run
_LOG = logging.getLogger("fazhi.notify")


def tell_webhook(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:
    """Post {"text", "flow", "run", "state", "message"} as JSON; a webhook that fails is logged, without its address."""
    webhook = Settings().webhook
    if webhook is None:
        return
    told = {"flow": flow.name, "run": flow_run.name, "state": state.name, "message": state.message}
    body = json.dumps({"text": f"fazhi: {flow_run.name} {state.name}: {state.message}"} | told, ensure_ascii=False).encode()
    request = urllib.request.Request(webhook.get_secret_value(), body, {"Content-Type": "application/json"})  # noqa: S310  # the operator's own
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS):  # noqa: S310
            pass
    except (OSError, ValueError) as error:
        _LOG.warning("the webhook could not be told: %s", type(error).__name__)
