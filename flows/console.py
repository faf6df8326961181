"""What a person at a shell sees of a run: a progress line, the summary, one sentence for an error; logs go to a file."""

import logging
import os
import re
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

import typer
from pydantic import ValidationError
from rich.console import Console, ConsoleOptions, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.segment import Segment

from flows.journal import JsonLines

_WIDE = 10_000
# what moves a terminal's cursor, sets its title or turns the direction of writing; texts and names come from outside
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """Write out control characters, line breaks and tabs apart: a terminal must do nothing that a report says."""
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


class _Plain(Console):
    """Shows text, and only that: whatever is printed, no control character of it reaches the terminal."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Yield what is shown; controls are rich's own, for the progress line."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=harmless(segment.text))


# a table for a file or another program is as wide as its content, not as a terminal that is not there, unless COLUMNS is set
out = _Plain(highlight=False, width=None if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdecimal() else _WIDE)
err = _Plain(stderr=True, highlight=False, soft_wrap=True)

_LOG_BYTES = 10_000_000
SECRETS = ("password", "webhook")
"""Settings whose values are never shown, not even in the sentence that refuses them."""


class SaidError(Exception):
    """An error whose message is the sentence to show."""


class Mode:
    """How this process speaks; `debug` shows tracebacks."""

    debug = False


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn an error into one sentence on stderr and exit status 2, Ctrl-C into 130; with --debug the traceback comes first."""
    try:
        yield
    except (typer.Exit, typer.Abort):
        raise
    except KeyboardInterrupt as stop:
        err.print(str(stop) or "Stopped. What was committed is kept; the next run goes on from there.")
        raise typer.Exit(130) from None
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone; nothing is left to say
        raise typer.Exit(0) from None
    except Exception as error:
        if Mode.debug:
            traceback.print_exc()
        err.print(f"fazhi: {sentence(error)}", markup=False)
        raise typer.Exit(2) from error


def sentence(error: Exception) -> str:
    """Say what went wrong in one sentence; nothing secret is in it."""
    if isinstance(error, OSError) and error.strerror and error.filename:
        return f"{error.filename}: {error.strerror}."
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        name = "_".join(map(str, first["loc"]))
        value = "" if name in SECRETS else f"={first['input']}"
        return f"FAZHI_{name.upper()}{value}: {first['msg'].removeprefix('Value error, ')}."
    if isinstance(error, ModuleNotFoundError):  # an environment of an older version of the lock
        return f"The environment lacks {error.name}: bring it up to date with `make setup`, and call the command again."
    text = str(error).strip().split("\n")[0]  # DuckDB goes on with a picture of the statement
    if type(error).__module__ == "builtins" and not isinstance(error, OSError):
        return f"Unexpected {type(error).__name__} ({text}); --debug shows where."
    return text if text.endswith((".", "!", "?")) else f"{text or type(error).__name__}."


@contextmanager
def progress_bar() -> Iterator["Bar"]:
    """Show progress on stderr while the block runs; nothing is shown where stderr is no terminal."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        yield Bar(progress)


class Bar:
    """One line: the stage that reported last, and how far it has come."""

    def __init__(self, progress: Progress) -> None:
        """Show on `progress`."""
        self._progress = progress
        self._line = progress.add_task("starting Prefect", total=None)

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Take in how far `stage` has come."""
        self._progress.update(self._line, description=stage, completed=done, total=total)


def log_to_file(folder: Path, name: str = "fazhi.log") -> None:
    """Send what Prefect and the flows log to `folder/name` instead of the terminal; call after Prefect is imported."""
    from prefect.logging.handlers import PrefectConsoleHandler

    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(folder / name, maxBytes=_LOG_BYTES, backupCount=5, encoding="utf-8")
    handler.setFormatter(JsonLines())
    ours = logging.getLogger("fazhi")
    ours.handlers[:], ours.propagate = [handler], False
    ours.setLevel(logging.INFO)
    for logger in (logging.getLogger(), *map(logging.getLogger, list(logging.root.manager.loggerDict))):
        for old in [old for old in logger.handlers if isinstance(old, PrefectConsoleHandler)]:
            logger.removeHandler(old)
            logger.addHandler(handler)
