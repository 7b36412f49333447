"""How stations are called: directly, or by something that gives each of them a state (:mod:`flows.conductor`)."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept:
    """Where results may be kept for a second attempt of a run that was cut off, and the key of each: all that its
    result hangs on."""

    folder: Path
    keys: tuple[str, ...]


class Conductor(Protocol):
    """Calls stations, each under a name; ``each`` calls one station for many items and lets single ones fail.

    ``labels`` say which item is which where each has a state of its own (``read sample_linlan``), one an item.
    """

    def one(self, name: str, station: Callable[..., T], *args: Any) -> T:
        """Calls ``station(*args)`` and returns what it returns; its exception goes through."""

    def each(
        self,
        name: str,
        station: Callable[..., T],
        items: Sequence[Any],
        *args: Any,
        labels: Sequence[str],
        kept: Kept | None = None,
    ) -> Iterator[T | Exception]:
        """Calls ``station(item, *args)`` for every item, each when it is asked for; an exception takes the place of
        its result."""


class Direct:
    """Calls the stations as they are."""

    def one(self, name: str, station: Callable[..., T], *args: Any) -> T:
        """See :class:`Conductor`."""
        return station(*args)

    def each(
        self,
        name: str,
        station: Callable[..., T],
        items: Sequence[Any],
        *args: Any,
        labels: Sequence[str],
        kept: Kept | None = None,
    ) -> Iterator[T | Exception]:
        """See :class:`Conductor`."""
        for item in items:
            try:
                result: T | Exception = station(item, *args)
            except Exception as error:
                result = error
            yield result


@dataclass
class Clock:
    """Seconds spent at each station, for the report."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def at(self, station: str) -> Iterator[None]:
        """Times a block."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[station] = round(self.seconds.get(station, 0.0) + time.perf_counter() - start, 3)
