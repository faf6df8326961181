"""`fazhi restore`: fills an empty home from a copy of another one, all of it or nothing, and lets verify make the rest."""

import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from flows.commands import make_home, verify_now
from flows.console import SaidError, out, sentence
from flows.settings import RESTORED, RESTORING, Settings
from warehouse.errors import WarehouseLockedError
from warehouse.publish import PUBLISHED
from warehouse.warehouse import LOCK, WORK

_DATABASES = (PUBLISHED, WORK)  # the published file is always whole; the working file only where nothing was published yet
_ARCHIVE = "archive"
_COPIES = 3  # of the database: the published file, the working file, and a draft of either


class _Backup(NamedTuple):
    """What a backup holds: its folder, the database to take (None: the archive is all there is), the archived contents."""

    folder: Path
    database: Path | None
    contents: list[Path]

    def size(self) -> int:
        """The bytes that restoring it takes, the exports not counted."""
        database = _COPIES * self.database.stat().st_size if self.database else 0
        return database + sum(path.stat().st_size for path in self.contents)


def restore_now(settings: Settings, backup: Path) -> bool:
    """Copy archive and database of `backup` into the home, verify, and return whether all is whole.

    Raises SaidError where `backup` is no home, where the home is not empty (nothing that is there is ever overwritten), or
    where its disk has no room; the home is then as it was before.
    """
    found, home = _look_at(backup.expanduser().absolute()), settings.home
    if found.folder == home:
        raise SaidError(f"{home} is the home itself; restore a copy into another folder.")
    make_home(home)
    with _locked(home):
        if (home / RESTORED).exists():
            out.print("An earlier restore was stopped when all was copied: it is brought to its end.")
        else:
            _refuse_to_overwrite(home, (*_DATABASES, _ARCHIVE))
            with _all_or_nothing(found, home):
                _copy(found, home / RESTORING)
            out.print(f"Copied {len(found.contents)} contents and {_named(found)} from {found.folder}", markup=False)
        _move_in(home)
    try:
        return verify_now(settings, repair=True)
    except Exception as error:
        told = f"All of the backup stands in {home} now, but proving it stopped"
        raise SaidError(f"{told}: {sentence(error)} `fazhi verify` goes on from there.") from error


def _look_at(source: Path) -> _Backup:
    database = next((source / name for name in _DATABASES if (source / name).is_file()), None)
    if database is None and not (source / _ARCHIVE).is_dir():
        raise SaidError(f"{source} is no copy of a home: it has neither {PUBLISHED} nor {_ARCHIVE}/.")
    # the contents, which lie under their hashes, and nothing else; verify proves each
    return _Backup(source, database, sorted((source / _ARCHIVE).glob("??/??/*")))


def _named(found: _Backup) -> str:
    return found.database.name if found.database else "no database"


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    try:
        with FileLock(home / LOCK, timeout=0):
            yield
    except Timeout as error:
        raise WarehouseLockedError(f"Another run is writing to {home}: wait until it has ended.") from error


def _refuse_to_overwrite(home: Path, names: Iterable[str]) -> None:
    if taken := [name for name in names if (home / name).exists()]:
        raise SaidError(f"{home} is not empty ({taken[0]} is there); restore into an empty folder with --home.")


@contextmanager
def _all_or_nothing(found: _Backup, home: Path) -> Iterator[None]:
    """Take away what was copied when the block does not come to its end; a full disk is told as what it is."""
    shutil.rmtree(home / RESTORING, ignore_errors=True)
    needed, free = found.size(), shutil.disk_usage(home).free
    no_room = f"{needed / 1e6:,.0f} MB are needed in {home} and {free / 1e6:,.0f} MB are free"
    advice = "nothing was restored. Make room, or choose a home on another disk with --home."
    if needed > free:
        raise SaidError(f"{no_room}: {advice}")
    try:
        yield
    except OSError as error:
        shutil.rmtree(home / RESTORING, ignore_errors=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise SaidError(f"The disk of {home} is full ({no_room} at first): {advice}") from error
        raise
    except BaseException:
        shutil.rmtree(home / RESTORING, ignore_errors=True)
        raise


def _copy(found: _Backup, half: Path) -> None:
    """Copy the backup to `half`, and give it the name of what is whole once all of it is on the disk."""
    (half / _ARCHIVE).mkdir(parents=True)
    for path in found.contents:
        copy = half / path.relative_to(found.folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    if found.database:
        shutil.copyfile(found.database, half / found.database.name)
    os.sync()
    half.rename(half.with_name(RESTORED))


def _move_in(home: Path) -> None:
    """Give everything its place; a restore that was killed here goes on when it is called again."""
    parts = sorted((home / RESTORED).iterdir())
    _refuse_to_overwrite(home, [part.name for part in parts])
    for part in parts:
        part.rename(home / part.name)
    shutil.rmtree(home / RESTORING, ignore_errors=True)
    (home / RESTORED).rmdir()
