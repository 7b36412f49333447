"""The indicator catalogue: what may be compared, under stable ids."""

import difflib
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .errors import UnknownIndicatorError
from .files import PACKAGED, Entry, extra_files, read_yaml
from .vocabulary import Kind

FILE = "indicators.yaml"
AGGREGATIONS = ("flow", "stock", "point")
DIRECTIONS = ("higher_better", "lower_better", "neutral")
TIERS = ("core", "extended")
SAME_SCOPE_ONLY = "same_scope_only"
_ID = re.compile("[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Indicator:
    """A canonical indicator. ``unit`` is the base unit values are kept in (元, never 万元); ``display_unit`` is for
    people. ``additive_over_regions`` is True only for indicators that may be summed over regions *of one scope*."""

    id: str
    name_zh: str
    name_en: str
    dimension: str
    unit: str
    kind: Kind
    aggregation: str
    direction: str
    additive_over_time: bool
    additive_over_regions: bool
    synonyms_zh: tuple[str, ...]
    definition: str
    pitfalls: str
    tier: str
    display_unit: str
    usually_cumulative: bool
    wording_seen: bool
    not_to_confuse_with: tuple[str, ...]
    denominator_variants: tuple[str, ...]
    valid_range: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class AmbiguousName:
    """One reading of a short name: it means ``indicator_id`` where a ``near`` word stands close or the unit is
    ``unit``; without either it is the reading of the bare word, to be flagged."""

    name: str
    indicator_id: str
    near: tuple[str, ...]
    unit: str
    flag: str


@dataclass(frozen=True, slots=True)
class UnitRules:
    """What is known of units: words that say the same (件 = 宗), multipliers, bound words, units never to be merged."""

    equivalents: Mapping[str, tuple[str, ...]]
    multipliers: Mapping[str, int]
    bound_markers: Mapping[str, tuple[str, ...]]
    never_convert: tuple[tuple[str, str], ...]

    def canonical(self, unit: str) -> str:
        """The unit under which words that say the same are merged (宗 → 件)."""
        for head, others in self.equivalents.items():
            if unit == head or unit in others:
                return head
        return unit


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All indicators, in file order, and what the file says of names and dimensions."""

    indicators: Mapping[str, Indicator]
    ambiguous: tuple[AmbiguousName, ...]
    dimensions: Mapping[str, str]
    units: UnitRules


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The packaged catalogue with the additions of ``FAZHI_REFERENCE_DIRS``; an id given twice is an error."""
    packaged = PACKAGED / FILE
    content = read_yaml(packaged)
    meta = content["meta"]
    dimensions = dict(meta["dimensions"])
    indicators: dict[str, Indicator] = {}
    _add(indicators, packaged, content, dimensions)
    for path in extra_files(FILE):
        _add(indicators, path, read_yaml(path), dimensions)
    return Catalogue(
        indicators=MappingProxyType(indicators),
        ambiguous=_ambiguous(packaged, meta["ambiguous_synonyms"], indicators),
        dimensions=MappingProxyType(dimensions),
        units=_units(meta),
    )


def indicators() -> tuple[Indicator, ...]:
    """All indicators, in file order."""
    return tuple(catalogue().indicators.values())


def indicator(indicator_id: str) -> Indicator:
    """The indicator of this id; :class:`UnknownIndicatorError` names the nearest."""
    try:
        return catalogue().indicators[indicator_id]
    except KeyError:
        near = [f"{found.id} ({found.name_zh})" for found in nearest(indicator_id)]
        raise UnknownIndicatorError(indicator_id, near) from None


def nearest(word: str, limit: int = 8) -> tuple[Indicator, ...]:
    """The indicators that a word may mean: those whose name, synonyms or id hold it, in this order; else those with an
    id spelled nearly so, or with most pairs of its characters in their names."""
    known, low = indicators(), word.lower()
    names = {entry.id: " ".join((entry.name_zh, *entry.synonyms_zh)) for entry in known}
    holding = [
        *(entry for entry in known if word in entry.name_zh),
        *(entry for entry in known if word in names[entry.id]),
        *(entry for entry in known if low in f"{entry.id} {entry.name_en.lower()}"),
    ]
    if not word or not holding:
        spelled = difflib.get_close_matches(low, names, n=3)
        pairs = {word[at : at + 2] for at in range(len(word) - 1)}
        alike = {entry.id: sum(pair in names[entry.id] for pair in pairs) for entry in known}
        ranked = sorted((entry for entry in known if alike[entry.id]), key=lambda entry: -alike[entry.id])
        holding = [*(catalogue().indicators[name] for name in spelled), *ranked]
    return tuple(dict.fromkeys(holding))[:limit]


def check_entry(entry: Entry, dimensions: Mapping[str, str], known: Container[str]) -> Indicator:
    """The indicator that an entry tells; the first thing wrong raises :class:`InvalidReferenceError`. ``known`` are the
    ids that ``not_to_confuse_with`` may name."""
    made = _indicator(entry, dimensions)
    if any(other not in known for other in made.not_to_confuse_with):
        raise entry.fail("not_to_confuse_with", "ids of indicators in the catalogue")
    return made


def _add(known: dict[str, Indicator], path: Path, content: Mapping[str, Any], dimensions: Mapping[str, str]) -> None:
    rows = content.get("indicators")
    if not isinstance(rows, list):
        raise Entry(path, content, "(top)").fail("indicators", "a list of indicators")
    for number, row in enumerate(rows, 1):
        entry = Entry(path, row, str(row.get("id") or f"number {number}"))
        if row.get("id") in known:
            raise entry.fail("id", "an id that no other indicator has")
        known[entry.text("id")] = _indicator(entry, dimensions)
    for row in rows:
        for other in row.get("not_to_confuse_with", ()):
            if other not in known:
                raise Entry(path, row, row["id"]).fail("not_to_confuse_with", "ids of indicators in the catalogue")


def _indicator(entry: Entry, dimensions: Mapping[str, str]) -> Indicator:
    if not _ID.fullmatch(entry.text("id")):
        raise entry.fail("id", "small letters, digits and _, beginning with a letter (circuit_trials)")
    return Indicator(
        id=entry.text("id"),
        name_zh=entry.text("name_zh"),
        name_en=entry.text("name_en", default=""),
        dimension=entry.one_of("dimension", dimensions),
        unit=entry.text("unit"),
        kind=Kind(entry.one_of("kind", tuple(Kind))),
        aggregation=entry.one_of("aggregation", AGGREGATIONS),
        direction=entry.one_of("direction", DIRECTIONS),
        additive_over_time=entry.flag("additive_over_time"),
        additive_over_regions=_additive_over_regions(entry),
        synonyms_zh=entry.texts("synonyms_zh"),
        definition=entry.text("definition", default=""),
        pitfalls=entry.text("pitfalls", default=""),
        tier=entry.one_of("tier", TIERS),
        display_unit=entry.text("display_unit", default=entry.text("unit")),
        usually_cumulative=entry.flag("usually_cumulative"),
        wording_seen=entry.flag("wording_seen"),
        not_to_confuse_with=entry.texts("not_to_confuse_with"),
        denominator_variants=entry.texts("denominator_variants"),
        valid_range=_valid_range(entry),
    )


def _additive_over_regions(entry: Entry) -> bool:
    value = entry.values.get("additive_over_regions", False)
    if value not in (False, SAME_SCOPE_ONLY):
        raise entry.fail("additive_over_regions", f"false or {SAME_SCOPE_ONLY}")
    return bool(value)


def _valid_range(entry: Entry) -> tuple[float, float] | None:
    value = entry.values.get("valid_range")
    if value is None:
        return None
    if not (isinstance(value, list) and len(value) == 2 and all(isinstance(end, int | float) for end in value)):
        raise entry.fail("valid_range", "two numbers, lowest and highest")
    return (float(value[0]), float(value[1]))


def _ambiguous(path: Path, names: Mapping[str, Any], known: Mapping[str, Indicator]) -> tuple[AmbiguousName, ...]:
    readings = []
    for name, options in names.items():
        for option in options:
            entry = Entry(path, option, f"ambiguous_synonyms.{name}")
            readings.append(
                AmbiguousName(
                    name=name,
                    indicator_id=entry.one_of("id", known),
                    near=entry.texts("near"),
                    unit=entry.text("unit", default=""),
                    flag=entry.text("flag", default=""),
                )
            )
    return tuple(readings)


def _units(meta: Mapping[str, Any]) -> UnitRules:
    pairs = [tuple(part.strip() for part in pair.split("→")) for pair in meta["never_convert"]]
    return UnitRules(
        equivalents=MappingProxyType({head: tuple(others) for head, others in meta["unit_equivalents"].items()}),
        multipliers=MappingProxyType(dict(meta["multipliers"])),
        bound_markers=MappingProxyType({bound: tuple(words) for bound, words in meta["bound_markers"].items()}),
        never_convert=tuple((left, right) for left, right in pairs),
    )
