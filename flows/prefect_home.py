"""What the Prefect of a home is told, and the empty database that it begins with.

`python -m flows.prefect_home` (part of `make setup`) makes that database once, in the environment, because Prefect's own
migrations take some 3 seconds; where none was made, the server runs them in each new home, as Prefect does by itself.
"""

import asyncio
import os
import sqlite3
import sys
import tempfile
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

DATABASE = "prefect.db"  # Prefect's own name for it
_QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_V2_ENABLED": "false",  # the new UI calls an analytics host
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",  # old run history goes after 90 days
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",  # no flow here uses blocks
}


def prefect_environment(home: Path) -> dict[str, str]:
    """The environment under which Prefect writes into `home` only, calls nobody, and keeps its chatter to itself."""
    return {**_QUIET, "PREFECT_HOME": str(home), "PREFECT_PROFILES_PATH": str(home / "profiles.toml")}


def kept() -> Path:
    """Where the empty database stands; another version of Prefect has one of its own."""
    return Path(sys.prefix) / "share" / "fazhi" / f"prefect-{version('prefect')}.db"


def lay_out(home: Path) -> bool:
    """Copy the kept database into `home`, where Prefect has none and is to have one there; tells whether it did.

    A damaged or missing copy, or a home that cannot be written to, is left to the server, which lays out or says why not.
    """
    database = home / DATABASE
    if database.exists() or not kept().is_file() or not _looks_in(database):
        return False
    try:
        _copy(kept(), database)
    except (OSError, sqlite3.Error):
        return False
    return True


def keep() -> None:
    """Run Prefect's migrations into an empty database and keep it. Raises OSError where the environment is read-only."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(prefect_environment(Path(folder)))
        from prefect.server.database import provide_database_interface

        import flows.ingest  # noqa: F401  # leaves the bytecode of what a first run loads

        asyncio.run(provide_database_interface().create_db())
        kept().parent.mkdir(parents=True, exist_ok=True)
        _copy(Path(folder) / DATABASE, kept())


def _looks_in(database: Path) -> bool:
    """Tell whether Prefect's settings name this file: an operator may have chosen PostgreSQL."""
    from prefect.settings import get_current_settings
    from sqlalchemy import make_url

    url = get_current_settings().server.database.connection_url
    return url is not None and make_url(url.get_secret_value()).database == str(database)


def _copy(source: Path, target: Path) -> None:
    """Copy a database, and what its log still holds; it takes its name when it is whole."""
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(draft)) as new:
            old.backup(new)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


if __name__ == "__main__":
    keep()
