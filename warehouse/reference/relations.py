"""How indicators hang together by arithmetic: rates and their parts, parts and their wholes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from .catalogue import catalogue
from .files import Entry, data_files, read_yaml

FILE = "relations.yaml"


@dataclass(frozen=True, slots=True)
class Ratio:
    """``rate_id`` is ``part_id`` over a whole; ``wholes``: denominator variant → indicator."""

    rate_id: str
    part_id: str
    wholes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Subset:
    """Every one of ``part_id`` is one of ``whole_id``; with ``carry_over`` perhaps one of the period before."""

    part_id: str
    whole_id: str
    carry_over: bool


@lru_cache(maxsize=1)
def ratios() -> tuple[Ratio, ...]:
    """Rates that are a part over a whole."""
    return tuple(
        Ratio(_indicator(entry, "rate"), _indicator(entry, "part"), _wholes(entry)) for entry in _entries("ratios")
    )


@lru_cache(maxsize=1)
def subsets() -> tuple[Subset, ...]:
    """Indicators that count a part of what another counts."""
    return tuple(
        Subset(_indicator(entry, "part"), _indicator(entry, "whole"), entry.flag("carry_over"))
        for entry in _entries("subsets")
    )


def _entries(key: str) -> Iterator[Entry]:
    for path in data_files(FILE):
        rows = read_yaml(path).get(key, [])
        if not isinstance(rows, list):
            raise Entry(path, {key: rows}, "(top)").fail(key, "a list")
        yield from (_entry(path, row, f"{key} number {number}") for number, row in enumerate(rows, 1))


def _entry(path: Path, row: object, name: str) -> Entry:
    if not isinstance(row, dict):
        raise Entry(path, {"(entry)": row}, name).fail("(entry)", "a mapping")
    return Entry(path, row, name)


def _indicator(entry: Entry, field: str) -> str:
    if entry.values.get(field) not in catalogue().indicators:
        raise entry.fail(field, "the id of an indicator in the catalogue")
    return entry.text(field)


def _wholes(entry: Entry) -> Mapping[str, str]:
    wholes = entry.values.get("wholes")
    known = catalogue().indicators
    if not isinstance(wholes, dict) or not wholes or any(whole not in known for whole in wholes.values()):
        raise entry.fail("wholes", "denominator variants with ids of indicators in the catalogue")
    return MappingProxyType({str(variant): str(whole) for variant, whole in wholes.items()})
