"""Denominators of a user's own: inhabitants of a region in a year and the like, from ``denominators.csv``.

None are packaged. The file lies in a directory of ``FAZHI_REFERENCE_DIRS``; its columns are :data:`COLUMNS`.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

from .files import Entry, extra_files, read_rows
from .regions import regions

FILE = "denominators.csv"
COLUMNS = ("region_code", "year", "name", "value", "source")


@dataclass(frozen=True, slots=True)
class Denominator:
    """``value`` of ``name`` (population, say) in a region at the end of a year, and where it is from."""

    region_code: str
    year: int
    name: str
    value: float
    source: str


@lru_cache(maxsize=1)
def denominators() -> tuple[Denominator, ...]:
    """All of them; one for a region, year and name, else an error."""
    found: dict[tuple[str, int, str], Denominator] = {}
    for path in extra_files(FILE):
        for number, row in enumerate(read_rows(path, COLUMNS), 2):
            entry = Entry(path, row, f"line {number}")
            made = _denominator(entry)
            key = (made.region_code, made.year, made.name)
            if key in found:
                raise entry.fail("name", "one value for a region, year and name")
            found[key] = made
    return tuple(found.values())


def _denominator(entry: Entry) -> Denominator:
    if regions().get(entry.text("region_code")) is None:
        raise entry.fail("region_code", "the code of a region")
    year = entry.year("year")
    if year is None:
        raise entry.fail("year", "a year of four digits")
    try:
        value = float(entry.text("value"))
    except ValueError:
        raise entry.fail("value", "a number above 0") from None
    if not (math.isfinite(value) and value > 0):
        raise entry.fail("value", "a number above 0")
    return Denominator(entry.text("region_code"), year, entry.text("name"), value, entry.text("source"))
