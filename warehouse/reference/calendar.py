"""Dates that figures hang on: laws and programmes texts count from, and breaks in definitions."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .catalogue import catalogue
from .files import PACKAGED, Entry, read_yaml

LAW_KINDS = ("law", "plan", "congress")


@dataclass(frozen=True, slots=True)
class Law:
    """A law, a five-year programme or a congress: what 自…以来 counts from. ``end`` only where the term is fixed."""

    id: str
    names: tuple[str, ...]
    kind: str
    date: datetime.date
    end: datetime.date | None


@dataclass(frozen=True, slots=True)
class Break:
    """From ``date`` on these indicators mean something else."""

    id: str
    date: datetime.date
    indicators: tuple[str, ...]
    reason: str


@lru_cache(maxsize=1)
def laws() -> tuple[Law, ...]:
    """The table of laws, programmes and congresses."""
    return tuple(
        Law(
            id=entry.text("id"),
            names=entry.texts("names"),
            kind=entry.one_of("kind", LAW_KINDS),
            date=_date(entry, "date"),
            end=_date(entry, "end") if entry.values.get("end") else None,
        )
        for entry in _entries("laws.yaml", "laws")
    )


@lru_cache(maxsize=1)
def breaks() -> tuple[Break, ...]:
    """The table of definition breaks."""
    known = catalogue().indicators
    found = []
    for entry in _entries("breaks.yaml", "breaks"):
        if any(indicator not in known for indicator in entry.texts("indicators")):
            raise entry.fail("indicators", "ids of indicators in the catalogue")
        found.append(Break(entry.text("id"), _date(entry, "date"), entry.texts("indicators"), entry.text("reason")))
    return tuple(found)


def _entries(name: str, key: str) -> Iterator[Entry]:
    path = PACKAGED / name
    content: dict[str, Any] = read_yaml(path)
    for number, row in enumerate(content[key], 1):
        yield Entry(path, row, str(row.get("id") or f"number {number}"))


def _date(entry: Entry, field: str) -> datetime.date:
    value = entry.values.get(field)
    if not isinstance(value, datetime.date):
        raise entry.fail(field, "a date as 2024-01-01")
    return value
