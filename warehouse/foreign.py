"""Finds what stands among the exports and no table wrote: whoever reads all Parquet files of the folder would count it in."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from warehouse.exports import DRAFTS, FOLDER, NO_ROWS, WRITTEN
from warehouse.parts import divided_by
from warehouse.sql import read_models

_PART = r"in_year=(?:\d+|unknown)"
_REGION = r"/in_region=[^/]"
_FILE = r"/(?:data|added_[^/]+)_\d+\.parquet"


def foreign_files(home: Path) -> list[str]:
    """Return the paths below `export/`, in order, that none of today's tables writes, links and pipes among them.

    What a killed release left among its drafts is not named: the next release removes it.
    """
    ours = _ours()
    return sorted(path for path in _files(home / FOLDER) if not ours.fullmatch(path))


def set_foreign_aside(home: Path) -> tuple[Path, list[str]]:
    """Move the foreign files, whole, into a folder beside the exports; return that folder and their paths below either."""
    aside, found = home / f"{FOLDER}.foreign-{datetime.now(UTC):%Y%m%dT%H%M%SZ}", foreign_files(home)
    for path in found:
        (aside / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.move(home / FOLDER / path, aside / path)
        with suppress(OSError):  # folders that hold something else stay
            (home / FOLDER / path).parent.rmdir()
    return aside, found


def _ours() -> re.Pattern[str]:
    """What the paths of all exports look like, as warehouse/exports.py writes them."""
    kinds = [re.escape(WRITTEN)]
    for model in read_models():
        if model.is_exported:
            path, parts = re.escape(model.name.replace(".", "/")), divided_by(model)
            file = f"{_PART}{_REGION if 'in_region' in parts else ''}{_FILE}"
            kinds.append(f"{path}/(?:{file}|{re.escape(NO_ROWS)})" if parts else rf"{path}\.parquet")
    return re.compile("|".join(kinds))


def _files(folder: Path, below: str = "") -> Iterator[str]:
    """Every path below `folder` that is no folder; a link is never followed."""
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            path = below + entry.name
            if not entry.is_dir(follow_symlinks=False):
                yield path
            elif path != DRAFTS:
                yield from _files(folder / entry.name, f"{path}/")
