"""From a figure's own words to a canonical indicator: precision first, null with the nearest candidates otherwise.

Kind and unit must agree (人 is not 人次); the wording of one rule must win clearly; what the rule forbids (another stage of
the procedure, a part, another base) rules it out. The rules are data: ``mapping.yaml``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from warehouse import reference
from warehouse.reference import Indicator
from warehouse.reference.vocabulary import Kind, Scope

from ..records import Figure, Meaning
from .tables import table

_QUOTES = str.maketrans("", "", '“”"「」『』 　《》')
# 市县乡村四级 is coverage, not a place: 四级人民调解组织 are not those of villages.
_LEVELS = re.compile("[省市区县乡镇村街]{2,5}[两二三四五]级")
_AMOUNT_UNITS = ("元", "美元", "欧元", "港元")
_MAX_CANDIDATES = 3


@dataclass(frozen=True, slots=True)
class _Wording:
    """Patterns that must all be found in the name, and those that may be found in its surroundings."""

    name: tuple[re.Pattern[str], ...]
    around: tuple[re.Pattern[str], ...]
    clause: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    indicator: Indicator
    wordings: tuple[_Wording, ...]
    forbidden: re.Pattern[str] | None
    apart: re.Pattern[str] | None
    units: frozenset[str]
    kinds: frozenset[Kind]
    takes_change: bool
    scope: Scope | None

    def fits(self, figure: Figure, unit: str) -> bool:
        """Kind and unit agree; a bare change (同比下降55%) is one of the base indicator."""
        if figure.kind is Kind.GROWTH:
            return self.takes_change or Kind.GROWTH in self.kinds
        if figure.kind not in self.kinds:
            return False
        return figure.kind in (Kind.RANK, Kind.DURATION) or unit in self.units

    def score(self, name: str, around: str, clause: str) -> int:
        """How many characters of the best wording are found; 0 where it does not fit."""
        best = max((_found(wording, name, around, clause) for wording in self.wordings), default=0)
        if not best or (self.forbidden is not None and self.forbidden.search(name)):
            return 0
        return 0 if self.apart is not None and self.apart.search(clause) else best


@dataclass(frozen=True, slots=True)
class Mapped:
    """The meaning of a figure, and what the rule knows besides: whether it is a stock, its natural scope."""

    meaning: Meaning
    indicator: Indicator | None
    scope: Scope | None
    flags: tuple[str, ...] = ()

    @property
    def standing(self) -> bool:
        """Whether the indicator counts what is there, not what was done."""
        return self.indicator is not None and self.indicator.aggregation == "stock"


def map_figure(figure: Figure, around: str, clause: str) -> Mapped:
    """The indicator of a figure.

    Args:
        figure: its ``indicator`` holds the text's own words.
        around: the sentence up to a little behind the figure.
        clause: the clause of the figure.
    """
    name = _LEVELS.sub("", figure.indicator.translate(_QUOTES))
    unit = _unit(figure.unit)
    ranked: list[tuple[int, _Rule]] = []
    misfits: list[tuple[int, _Rule]] = []
    for rule in _rules_for(name):
        score = rule.score(name, around, clause)
        if score:
            (ranked if rule.fits(figure, unit) else misfits).append((score, rule))
    ranked.sort(key=lambda pair: -pair[0])
    if ranked and (len(ranked) == 1 or ranked[0][0] > ranked[1][0]):
        rule = ranked[0][1]
        flags = _flags(figure, rule.indicator)
        if "outside_valid_range" not in flags:
            variant = _denominator(rule.indicator, clause)
            return Mapped(Meaning(rule.indicator.id, (), variant), rule.indicator, rule.scope, flags)
        return Mapped(Meaning(None, (rule.indicator.id,)), None, None, flags)
    nearest = [rule.indicator.id for _, rule in (*ranked, *sorted(misfits, key=lambda pair: -pair[0]))]
    flag = ("indicator_ambiguous",) if ranked else ()
    return Mapped(Meaning(None, tuple(nearest[:_MAX_CANDIDATES])), None, None, flag)


def _found(wording: _Wording, name: str, around: str, clause: str) -> int:
    total = 0
    for pattern in wording.name:
        match = pattern.search(name)
        if match is None:
            return 0
        total += 2 * len(match[0])
    for patterns, where in ((wording.around, around), (wording.clause, clause)):
        for pattern in patterns:
            match = pattern.search(name) or pattern.search(where)
            if match is None:
                return 0
            total += min(2, len(match[0]))
    return total


def _flags(figure: Figure, indicator: Indicator) -> tuple[str, ...]:
    if indicator.valid_range is None or figure.kind is not indicator.kind:
        return ()
    low, high = indicator.valid_range
    return () if low <= figure.value <= high else ("outside_valid_range",)


def _denominator(indicator: Indicator, clause: str) -> str:
    """Which base a rate is over, where the clause tells; unknown is a variant of its own."""
    if not indicator.denominator_variants:
        return ""
    for pattern, variant in _bases().get(indicator.id, ()):
        if pattern.search(clause):
            return variant
    return "not told"


@lru_cache(maxsize=1)
def _bases() -> Mapping[str, tuple[tuple[re.Pattern[str], str], ...]]:
    return {
        indicator_id: tuple((re.compile(row["words"]), row["variant"]) for row in rows)
        for indicator_id, rows in table("denominators").items()
    }


@lru_cache(maxsize=4096)
def _unit(unit: str) -> str:
    """The unit under which equals are merged: 宗 → 件, 万元 → 元."""
    for amount in _AMOUNT_UNITS:
        if unit.endswith(amount):
            return amount
    return reference.unit_rules().canonical(unit)


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    rows = table("mapping")
    return tuple(_rule(indicator, rows.get(indicator.id, {})) for indicator in reference.indicators())


# Names repeat (人民调解, 办结率): the rules that any name can match are found once.
@lru_cache(maxsize=20_000)
def _rules_for(name: str) -> tuple[_Rule, ...]:
    return tuple(rule for rule in _rules() if any(_names(wording, name) for wording in rule.wordings))


def _names(wording: _Wording, name: str) -> bool:
    return all(pattern.search(name) for pattern in wording.name)


def _rule(indicator: Indicator, row: Mapping[str, Any]) -> _Rule:
    wordings = row.get("any") or [re.escape(word) for word in (*indicator.synonyms_zh, indicator.name_zh)]
    units = (indicator.unit, *row.get("units", ()))
    return _Rule(
        indicator=indicator,
        wordings=tuple(_wording(text) for text in wordings),
        forbidden=_pattern(row.get("not")),
        apart=_pattern(row.get("apart")),
        units=frozenset(name for unit in units for name in (unit, _unit(unit))),
        kinds=frozenset({indicator.kind, *(Kind(kind) for kind in row.get("kinds", ()))}),
        takes_change=bool(row.get("change", True)),
        scope=Scope(row["scope"]) if "scope" in row else None,
    )


def _pattern(text: str | None) -> re.Pattern[str] | None:
    return re.compile(text) if text else None


def _wording(text: str) -> _Wording:
    rest, _, clause = text.partition(" @@ ")
    name, _, around = rest.partition(" @ ")
    return _Wording(*(_all_of(words) for words in (name, around, clause)))


def _all_of(words: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(part) for part in words.split(" & ")) if words else ()


def wordings_of(indicator_id: str) -> Iterator[str]:
    """The patterns of an indicator's names, for tests and for people who look why something was mapped."""
    for rule in _rules():
        if rule.indicator.id == indicator_id:
            for wording in rule.wordings:
                yield " & ".join(pattern.pattern for pattern in wording.name)
