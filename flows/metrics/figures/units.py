"""Units: an open grammar of what may stand behind a numeral, built from ``units.yaml``.

A unit is a classifier or measure word (件, 平方米), a classifier with 次 (件次), an alternative in brackets (个(处)),
or a ratio (元/人). Multipliers (万) belong to the numeral, never to the unit.
"""

import re
from functools import lru_cache
from pathlib import Path

import yaml

_DATA = Path(__file__).with_name("units.yaml")

_BEGINNING = re.compile(r"[(/]")
_PLAIN = re.compile(r"\w+")
_ALTERNATIVE = "(?:次|处|人|家|户|台|套|个|件|项|名|场|部|条)"
_PER = "(?:[百千]?人|户|件|年|月|日|天|亩|次|平方米|吨|公顷|立方米|小时|万人|个|家|升)"

PERCENT, POINTS, PERMILLE = "%", "个百分点", "‰"


@lru_cache(maxsize=1)
def unit_families() -> dict[str, str]:
    """Each unit's family: ``count``, ``money``, ``measure``, ``time``, ``percent``, ``times`` or ``score``."""
    return {unit: family for family, units in _read().items() for unit in units}


@lru_cache(maxsize=1)
def unit_pattern() -> str:
    """A regular expression for one unit in shadow text, longest first."""
    guarded = {unit: stop for units in _read().values() for unit, stop in units.items()}
    behind: dict[str, list[str]] = {}  # hundreds of units begin with a few dozen characters: only one of these is tried
    for unit in sorted(guarded, key=lambda unit: (-len(unit), unit)):
        behind.setdefault(unit[0], []).append(re.escape(unit[1:]) + _guard(guarded[unit]))
    simple = "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in behind.items())
    return rf"(?:{simple})(?:\({_ALTERNATIVE}\))?(?:/{_PER})?"


@lru_cache(maxsize=1)
def unit_openings() -> frozenset[str]:
    """The first characters of all units."""
    return frozenset(unit[0] for units in _read().values() for unit in units)


def _guard(beginnings: str | None) -> str:
    """What must not follow a unit: characters, and behind a space longer beginnings (项: 目(?!标))."""
    if not beginnings:
        return ""
    first, *more = beginnings.split()
    characters = f"[{first}]" if _PLAIN.fullmatch(first) else first
    return f"(?!{'|'.join((characters, *more))})"


@lru_cache(maxsize=1024)  # asked of every number
def family(unit: str) -> str:
    """The family of a unit that :func:`unit_pattern` matched; ``""`` for no unit. 元/人 is of 元's family."""
    families = unit_families()
    return families.get(unit) or families.get(_BEGINNING.split(unit, 1)[0], "count" if unit else "")


def _read() -> dict[str, dict[str, str | None]]:
    data: dict[str, dict[str, str | None]] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return data
