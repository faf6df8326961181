"""Reads stored raw bytes again with today's code and catalogue, by year and place; never looks at an inbox."""

from collections import Counter

from prefect import flow
from prefect.artifacts import create_table_artifact

from flows.parameters import Count, Level, Year
from flows.settings import Settings
from flows.walk import LOCK_PATIENCE, build_and_publish, extract_and_load, recorded, show_summary
from tasks.chunks import extract_by_catalogue
from tasks.extract import extractor_version
from tasks.intake.archive import Archive
from warehouse.warehouse import Selection, Warehouse

_SHOWN = 200  # rows of the dry run's table


@flow(name="backfill", flow_run_name="backfill", persist_result=False)
def backfill(
    years_from: Year | None = None,
    years_to: Year | None = None,
    places: list[str] = [],  # noqa: B006  # a factory shows as required in the form
    levels: list[Level] = [],  # noqa: B006
    limit: Count | None = None,
    dry_run: bool = True,
) -> Counter[str]:
    """Read reports again whose rows were made by older code or an older catalogue.

    Args:
        years_from: First year reported on; no bound when empty.
        years_to: Last year reported on; no bound when empty.
        places: Names or codes of places, of any level; everywhere when empty.
        levels: Levels of the reporting bodies; all when empty.
        limit: Read at most so many reports.
        dry_run: Only list what would be read again.
    """
    settings, version = Settings(), extractor_version()
    selection = Selection(version, years_from, years_to, tuple(places) or None, tuple(levels) or None)
    with Warehouse.open(settings.home, LOCK_PATIENCE) as warehouse:
        chosen = warehouse.stored(selection).slice(0, limit)
        create_table_artifact(
            key="backfill-selection",
            table=chosen.slice(0, _SHOWN).to_pylist(),
            description=f"{chosen.num_rows} contents chosen; the first {_SHOWN} are shown",
        )
        if dry_run or not chosen.num_rows:
            return Counter(selected=chosen.num_rows)
        with recorded(warehouse, "backfill", version) as counts:
            counts["selected"] = chosen.num_rows
            archive = Archive(settings.archive)
            again = [sha256 for sha256 in chosen["sha256"].to_pylist() if archive.path(sha256).exists()]
            counts.update(extract_and_load(warehouse, settings, extract_by_catalogue, again)._asdict())
            build_and_publish(warehouse, counts)
            show_summary("backfill", "Backfill", counts)
            return counts
