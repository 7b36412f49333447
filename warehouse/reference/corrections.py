"""Corrections: what views show in place of a figure that is stated or was read wrongly, each with its reason."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from .catalogue import catalogue
from .files import Entry, data_files, read_yaml
from .regions import regions
from .vocabulary import Bound, Kind, PeriodType, Role, Scope

FILE = "corrections.yaml"
WORDS: Mapping[str, type[StrEnum]] = MappingProxyType(
    {"bound": Bound, "kind": Kind, "role": Role, "period_type": PeriodType, "scope": Scope}
)
NUMBERS = ("value", "value_high")
DATES = ("period_start", "period_end")
TEXTS = ("unit", "indicator_id", "denominator_variant", "region_code")
FIELDS = (*NUMBERS, *TEXTS, *WORDS, *DATES)


@dataclass(frozen=True, slots=True)
class Correction:
    """``expect`` and ``value`` are texts as DuckDB casts them (numbers without separators, days as 2024-12-31), None
    for an empty field. ``indicator`` is the catalogue's id or the printed wording, empty where the span is enough."""

    id: str
    url: str
    span_text: str
    indicator: str
    field: str
    expect: str | None
    value: str | None
    reason: str
    by: str
    date: datetime.date
    file: str


@lru_cache(maxsize=1)
def corrections() -> tuple[Correction, ...]:
    """All corrections, packaged and own; an id given twice, or two for one field of a figure, is an error."""
    found: dict[str, Correction] = {}
    places: set[tuple[str, ...]] = set()
    for path in data_files(FILE):
        rows = read_yaml(path).get("corrections")
        if not isinstance(rows, list):
            raise Entry(path, {"corrections": rows}, "(top)").fail("corrections", "a list of corrections")
        for number, row in enumerate(rows, 1):
            values = row if isinstance(row, dict) else {}
            entry = Entry(path, values, str(values.get("id") or f"number {number}"))
            made = _correction(path, entry)
            place = (made.url, made.span_text, made.indicator, made.field)
            if made.id in found:
                raise entry.fail("id", "an id that no other correction has")
            if place in places:
                raise entry.fail("field", "one correction for a field of a figure")
            found[made.id] = made
            places.add(place)
    return tuple(found.values())


def _correction(path: Path, entry: Entry) -> Correction:
    field = entry.one_of("field", FIELDS)
    if "expect" not in entry.values:
        raise entry.fail("expect", "what the figure states now, so that an outdated correction is noticed")
    return Correction(
        id=entry.text("id"),
        url=entry.text("url"),
        span_text=entry.text("span_text"),
        indicator=entry.text("indicator", default=""),
        field=field,
        expect=_typed(entry, "expect", field),
        value=_typed(entry, "value", field),
        reason=entry.text("reason"),
        by=entry.text("by"),
        date=_day(entry, "date"),
        file=str(path),
    )


def _typed(entry: Entry, name: str, field: str) -> str | None:
    value = entry.values.get(name)
    if value is None and field not in ("value", "unit", *WORDS):
        return None
    if field in NUMBERS:
        return _number(entry, name)
    if field in DATES:
        return _day(entry, name).isoformat()
    text = str(value) if field == "region_code" and isinstance(value, int) else entry.text(name)
    if field in WORDS and text not in tuple(WORDS[field]):
        raise entry.fail(name, "one of " + ", ".join(WORDS[field]))
    if field == "indicator_id" and name == "value" and text not in catalogue().indicators:
        raise entry.fail(name, "the id of an indicator in the catalogue")
    if field == "region_code" and name == "value" and regions().get(text) is None:
        raise entry.fail(name, "the code of a region")
    return text


def check_value(field: str, text: str) -> str | None:
    """A value that a person types, as DuckDB casts it; None for an empty one. Raises :class:`ValueError`."""
    text = text.strip()
    if field not in FIELDS:
        raise ValueError(f"the field is none of {', '.join(FIELDS)}")
    if not text and field not in ("value", "unit", *WORDS):
        return None
    if field in NUMBERS:
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise ValueError("a number in the base unit is expected, as 58700") from None
        if not number.is_finite():
            raise ValueError("a number in the base unit is expected, as 58700")
        return format(number, "f")
    if field in DATES:
        return datetime.date.fromisoformat(text).isoformat()
    if field in WORDS and text not in tuple(WORDS[field]):
        raise ValueError(f"expected is one of {', '.join(WORDS[field])}")
    if field == "indicator_id" and text not in catalogue().indicators:
        raise ValueError("the id of an indicator in the catalogue is expected")
    if (field == "region_code" and regions().get(text) is None) or not text:
        raise ValueError("the code of a region is expected" if text else "something is expected")
    return text


def _number(entry: Entry, name: str) -> str:
    value = entry.values.get(name)
    try:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise InvalidOperation
        number = Decimal(str(value))
    except InvalidOperation:
        raise entry.fail(name, "a number in the base unit, as 58700") from None
    if not number.is_finite():
        raise entry.fail(name, "a number in the base unit, as 58700")
    return format(number, "f")


def _day(entry: Entry, name: str) -> datetime.date:
    value = entry.values.get(name)
    if not isinstance(value, datetime.date) or isinstance(value, datetime.datetime):
        raise entry.fail(name, "a date as 2026-03-14")
    return value
