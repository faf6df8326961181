"""How far a long walk has come, told to whoever listens: the stages report, and need not know to whom."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[str, int, int | None], None]
"""Called with the stage, how many of its pieces are done, and of how many (None where that is not known)."""

_listener: ContextVar[Listener | None] = ContextVar("progress_listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Tell `listener`, beside whoever listens already, all progress that is made inside the block."""
    outer = _listener.get()

    def both(stage: str, done: int, total: int | None) -> None:
        if outer:
            outer(stage, done, total)
        listener(stage, done, total)

    token = _listener.set(both)
    try:
        yield
    finally:
        _listener.reset(token)


STAGES = ("archive", "ledger", "extract", "load", "models", "checks", "publish", "page")
"""What a run does, in the order in which it begins each; the first four take turns, batch by batch and chunk by chunk."""


def advanced(stage: str, done: int, total: int | None = None) -> None:
    """Report that `done` of `total` pieces of `stage` are behind us."""
    listener = _listener.get()
    if listener:
        listener(stage, done, total)
