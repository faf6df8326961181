"""Kills restores by SIGKILL: `python restorer.py BACKUP FOLDER` strikes one at each step, and half-way through each copy.

A step is a call that changes the disk. Every restore is a fork of this process, into a home of its own below FOLDER; when it
was killed another one is run to its end there. One line on standard output tells of each: the step, what stood there after
the kill, and whether the home holds the backup, whole, in the end.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from flows import restore
from flows.settings import Settings

STEPS = ((Path, "mkdir"), (Path, "rename"), (Path, "rmdir"), (shutil, "copyfile"), (shutil, "rmtree"), (os, "sync"))


def strike(at: int, half: bool) -> None:
    """Kill this process when it comes to its step `at`: before it, or (`half`) in the middle of it where it copies."""
    steps = count(1)

    def struck(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **others: Any) -> Any:
            if next(steps) == at:
                if half and name == "copyfile":
                    raw = Path(arguments[0]).read_bytes()
                    Path(arguments[1]).write_bytes(raw[: len(raw) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **others)

        return step

    for owner, name in STEPS:
        setattr(owner, name, struck(name, getattr(owner, name)))


def restored(backup: Path, home: Path, at: int = 0, half: bool = False) -> bool:
    """Restore in a child, struck at a step (0: at none); return whether it came to its end."""
    child = os.fork()
    if not child:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        strike(at, half)
        restore.restore_now(Settings(home=home), backup)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def standing(folder: Path) -> dict[str, bytes]:
    """All files of a home, but for the lock."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "work.lock"
    }


def main(backup: Path, folder: Path) -> None:
    """Strike at each step until a restore has no more of them."""
    restore.verify_now = lambda *_, **__: True  # it loads Prefect, whose threads no fork survives; the tests of verify have it
    for half in (False, True):
        for at in count(1):
            home = folder / f"{at}{'-half' if half else ''}"
            ended = restored(backup, home, at, half)
            found = sorted({path.split("/")[0] for path in standing(home)}) if home.exists() else []
            whole = restored(backup, home) if not ended else True
            line = {
                "step": at,
                "half": half,
                "ended": ended,
                "found": found,
                "whole": whole and standing(home) == standing(backup),
            }
            print(json.dumps(line), flush=True)
            if ended:
                break


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
