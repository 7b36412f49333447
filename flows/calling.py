"""How stations are called: directly, or by something that gives each of them a state (:mod:`flows.conductor`)."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Conductor(Protocol):
    """Calls stations, each under a name; ``each`` calls one station for many items and lets single ones fail."""

    def one(self, name: str, station: Callable[..., T], *args: Any) -> T:
        """Calls ``station(*args)`` and returns what it returns; its exception goes through."""

    def each(self, name: str, station: Callable[..., T], items: Sequence[Any], *args: Any) -> list[T | Exception]:
        """Calls ``station(item, *args)`` for every item; an exception takes the place of its result."""


class Direct:
    """Calls the stations as they are."""

    def one(self, name: str, station: Callable[..., T], *args: Any) -> T:
        """See :class:`Conductor`."""
        return station(*args)

    def each(self, name: str, station: Callable[..., T], items: Sequence[Any], *args: Any) -> list[T | Exception]:
        """See :class:`Conductor`."""
        results: list[T | Exception] = []
        for item in items:
            try:
                results.append(station(item, *args))
            except Exception as error:
                results.append(error)
        return results


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
