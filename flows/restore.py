"""`fazhi restore`: fills an empty home from a copy of another one, and lets verify make the rest."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from flows.commands import verify_now
from flows.console import SaidError, out
from flows.settings import Settings
from warehouse.publish import PUBLISHED, replacing
from warehouse.warehouse import WORK

_DATABASES = (PUBLISHED, WORK)  # the published file is always whole; the working file only where nothing was published yet


def restore_now(settings: Settings, backup: Path) -> bool:
    """Copy archive and database of `backup` into the home, verify, and return whether all is whole.

    Raises SaidError where `backup` is no home, or the home is not empty: nothing that is there is ever overwritten.
    """
    source, home = backup.expanduser().absolute(), settings.home
    database = next((source / name for name in _DATABASES if (source / name).is_file()), None)
    if database is None and not (source / "archive").is_dir():
        raise SaidError(f"{source} is no copy of a home: it has neither {PUBLISHED} nor archive/.")
    if source == home:
        raise SaidError(f"{home} is the home itself; restore a copy into another folder.")
    if taken := [name for name in (*_DATABASES, "archive") if (home / name).exists()]:
        raise SaidError(f"{home} is not empty ({taken[0]} is there); restore into an empty folder with --home.")
    home.mkdir(parents=True, exist_ok=True)
    copied = sum(1 for _ in _copy_archive(source / "archive", settings.archive))
    if database is not None:
        with replacing(home / database.name) as draft:
            shutil.copyfile(database, draft)
    out.print(f"Copied {copied} contents and {database.name if database else 'no database'} from {source}", markup=False)
    return verify_now(settings, repair=True)


def _copy_archive(source: Path, target: Path) -> Iterator[Path]:
    """Copy the contents, which lie under their hashes, and nothing else; verify proves each."""
    for path in sorted(source.glob("??/??/*")):
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        yield Path(shutil.copyfile(path, copy))
