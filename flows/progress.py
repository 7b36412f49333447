"""What a long run tells while it works: stations call :func:`tell`, whoever shows progress listens."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """``done`` of ``total`` (None: not known yet) at a station, with a short note such as the last address."""

    station: str
    done: int
    total: int | None = None
    note: str = ""


Listener = Callable[[Step], None]
_listeners: list[Listener] = []


def tell(station: str, done: int, total: int | None = None, note: str = "") -> None:
    """Tells every listener; without one it does nothing."""
    for listener in tuple(_listeners):
        listener(Step(station, done, total, note))


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Has ``listener`` called for every step until the block ends."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)
