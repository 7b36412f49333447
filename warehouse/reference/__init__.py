"""Reference data: indicators, regions, newspapers, hosts, laws, breaks. Imports nothing heavy; open to all packages.

Everything is read once, checked field by field (errors name file, entry, field and what is legal), and frozen. Further
directories are named by ``FAZHI_REFERENCE_DIRS``.
"""

from .calendar import Break, Law, breaks, laws
from .catalogue import AmbiguousName, Catalogue, Indicator, UnitRules, catalogue, indicator, indicators, nearest
from .corrections import Correction, corrections
from .denominators import Denominator, denominators
from .errors import InvalidReferenceError, ReferenceDataError, UnknownIndicatorError
from .files import extra_dirs, is_packaged, version
from .hosts import domain_of, region_hosts
from .inspection import Fault, inspect_indicators
from .newspapers import newspapers
from .regions import COUNTRY, Name, NameKind, Region, Regions, regions
from .relations import Ratio, Subset, ratios, subsets

__all__ = [
    "COUNTRY",
    "AmbiguousName",
    "Break",
    "Catalogue",
    "Correction",
    "Denominator",
    "Fault",
    "Indicator",
    "InvalidReferenceError",
    "Law",
    "Name",
    "NameKind",
    "Ratio",
    "ReferenceDataError",
    "Region",
    "Regions",
    "Subset",
    "UnitRules",
    "UnknownIndicatorError",
    "breaks",
    "catalogue",
    "corrections",
    "denominators",
    "domain_of",
    "extra_dirs",
    "forget",
    "indicator",
    "indicators",
    "inspect_indicators",
    "is_packaged",
    "laws",
    "nearest",
    "newspapers",
    "ratios",
    "region_hosts",
    "regions",
    "subsets",
    "unit_rules",
    "version",
]


def unit_rules() -> UnitRules:
    """Equivalent units, multipliers, bound words, and units never to be converted."""
    return catalogue().units


_CACHED = (
    *(breaks, catalogue, corrections, denominators, extra_dirs, laws, newspapers, ratios, region_hosts, regions),
    subsets,
    version,
)


def forget() -> None:
    """Forget what was read, so that the next call reads the files again (after ``FAZHI_REFERENCE_DIRS`` changed)."""
    for cached in _CACHED:
        cached.cache_clear()
