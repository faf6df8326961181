"""Builds models from what is loaded and publishes: after a change of sql/, or to accept a release that was stopped."""

from collections import Counter

from prefect import flow

from flows.notify import tell_webhook
from flows.observe import name_run, observed, parts_of, show_summary
from flows.settings import Settings
from flows.walk import build_and_publish, recorded, writing
from tasks.extract import extractor_version


@flow(name="rebuild", flow_run_name="rebuild", persist_result=False, on_failure=[tell_webhook], on_crashed=[tell_webhook])
def rebuild(accept_changes: bool = False) -> Counter[str]:
    """Build all models anew, run the data tests and publish, without reading anything.

    Args:
        accept_changes: Publish even when more of the published values change than the settings allow.
    """
    settings = Settings()
    with (
        observed(settings),
        writing(settings) as warehouse,
        recorded(warehouse, "rebuild", extractor_version()) as counts,
    ):
        build_and_publish(warehouse, settings, counts, accept_changes, whole=True)
        name_run(settings, "rebuild")
        show_summary("rebuild", "Rebuild", counts, parts_of(warehouse, settings))
        return counts
