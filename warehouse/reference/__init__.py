"""Reference data: indicators, regions, newspapers, laws, breaks. Imports nothing heavy; open to all packages.

Everything is read once, checked field by field (errors name file, entry, field and what is legal), and frozen. Further
directories are named by ``FAZHI_REFERENCE_DIRS``.
"""

from .calendar import Break, Law, breaks, laws
from .catalogue import AmbiguousName, Catalogue, Indicator, UnitRules, catalogue, indicator, indicators
from .errors import InvalidReferenceError, ReferenceDataError, UnknownIndicatorError
from .files import extra_dirs, version
from .newspapers import newspapers
from .regions import COUNTRY, Name, NameKind, Region, Regions, regions

__all__ = [
    "COUNTRY",
    "AmbiguousName",
    "Break",
    "Catalogue",
    "Indicator",
    "InvalidReferenceError",
    "Law",
    "Name",
    "NameKind",
    "ReferenceDataError",
    "Region",
    "Regions",
    "UnitRules",
    "UnknownIndicatorError",
    "breaks",
    "catalogue",
    "extra_dirs",
    "forget",
    "indicator",
    "indicators",
    "laws",
    "newspapers",
    "regions",
    "unit_rules",
    "version",
]


def unit_rules() -> UnitRules:
    """Equivalent units, multipliers, bound words, and units never to be converted."""
    return catalogue().units


def forget() -> None:
    """Forget what was read, so that the next call reads the files again (after ``FAZHI_REFERENCE_DIRS`` changed)."""
    for cached in (breaks, catalogue, extra_dirs, laws, newspapers, regions, version):
        cached.cache_clear()
