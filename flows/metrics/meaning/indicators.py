"""From a figure's own words to a canonical indicator: precision first, null with the nearest candidates otherwise.

Kind and unit must agree (人 is not 人次); the wording of one rule must win clearly; what the rule forbids (another
stage of the procedure, a part, another base) rules it out. The rules are data: ``mapping.yaml``.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct

from warehouse import reference
from warehouse.reference import Indicator
from warehouse.reference.vocabulary import Kind, Role, Scope

from ..records import Figure, Meaning
from .sentences import Spot
from .tables import table
from .triggers import literals
from .variants import variant_of

_QUOTES = str.maketrans("", "", '“”"「」『』 　《》')
# 市县乡村四级 is coverage, not a place: 四级人民调解组织 are not those of villages.
_LEVELS = re.compile("(?:[省市区县乡镇村街](?:[（(][街道社区居、]{1,5}[）)])?、?){2,5}[两二三四五]级")
_CHANGED = re.compile("(?:同比|环比)?(?:下降|增长|上升|减少|增加|提高|降低|[增涨降跌]幅)$")
# 村居法律顾问、1521法律明白人: what stands behind a number of its own is another figure's name.
_NEXT_FIGURE = re.compile(r"(?<=[一-鿿）)])、\d+(?![年月日号个项])[一-鿿].*$")
_AMOUNT_UNITS = ("元", "美元", "欧元", "港元")
_MAX_CANDIDATES = 3
# Words around a name decide between readings of it, they do not outweigh its own words.
_CONTEXT_WEIGHT = 2


# Named once: looking a member up costs as much as a check, and every figure is asked.
_COUNT, _GROWTH, _DURATION, _TARGET = Kind.COUNT, Kind.GROWTH, Kind.DURATION, Role.TARGET
_WITHOUT_UNIT = (Kind.RANK, Kind.DURATION)
_RELATIVE = frozenset(("%", "个百分点", "倍", "番", "‰"))


class _Wording(Struct, frozen=True):
    """Patterns that must all be found in the name, and those that may be found in its surroundings."""

    name: tuple[re.Pattern[str], ...]
    around: tuple[re.Pattern[str], ...]
    clause: tuple[re.Pattern[str], ...]


class _Rule(Struct, frozen=True):
    indicator: Indicator
    wordings: tuple[_Wording, ...]
    forbidden: re.Pattern[str] | None
    apart: re.Pattern[str] | None
    away: re.Pattern[str] | None
    units: frozenset[str]
    kinds: frozenset[Kind]
    takes_change: bool
    knows_parts: bool
    knows_flaws: bool
    words: str
    scope: Scope | None

    def fits(self, figure: Figure, unit: str) -> bool:
        """Kind and unit agree; a bare change (同比下降55%) is one of the base indicator."""
        if figure.kind is _GROWTH:
            fitting = unit in _RELATIVE or unit in self.units or _DURATION in self.kinds
            return fitting and (self.takes_change or _GROWTH in self.kinds)  # 时限缩短12天 is none of a count
        if figure.kind not in self.kinds:
            return False
        return unit in self.units or figure.kind in _WITHOUT_UNIT

    def apart_from(self, spot: Spot, name: str, figure: Figure) -> bool:
        """Whether the clause makes it something else: what the rule keeps apart, a part or fault of what is counted,
        or the change of a stock (planned, 新增律师20名 is what the stock is to gain, and is kept as a target)."""
        clause = spot.clause
        if self.apart is not None and self.apart.search(clause):
            return True
        if self.away is not None and self.away.search(spot.told):
            return True
        if self.knows_flaws or figure.kind is not _COUNT or figure.role is _TARGET:
            return False
        return bool(_words("flawed").search(clause + name)) or (
            self.indicator.aggregation == "stock" and bool(_words("changed").search(clause))
        )

    def named(self, name: str) -> tuple["_Named", ...]:
        """The wordings whose words for the name are found in it; none where the name is forbidden."""
        if self.forbidden is not None and self.forbidden.search(name):
            return ()
        if not self.knows_parts and _words("parts").search(name):
            return ()
        deed = _words("deeds").search(name)
        if deed is not None and deed[1] not in self.words:
            return ()
        found = (_in_name(wording, name) for wording in self.wordings)
        return tuple(entry for entry in found if entry is not None)


class _Named(Struct, frozen=True):
    """A wording found in a name: how much of it that explains, and what must still stand around or in the clause."""

    score: int
    around: tuple[re.Pattern[str], ...]
    clause: tuple[re.Pattern[str], ...]


class Mapped(Struct, frozen=True):
    """The meaning of a figure, and what the rule knows besides: whether it is a stock, its natural scope."""

    meaning: Meaning
    indicator: Indicator | None
    scope: Scope | None
    flags: tuple[str, ...] = ()

    @property
    def standing(self) -> bool:
        """Whether the indicator counts what is there, not what was done."""
        return self.indicator is not None and self.indicator.aggregation == "stock"


def map_figure(figure: Figure, spot: Spot) -> Mapped:
    """The indicator of a figure: ``figure.indicator`` holds the text's own words, ``spot`` what stands around it."""
    name = _bare(figure.indicator)
    unit = _unit(figure.unit)
    found = _named(name)
    if not found and figure.kind is _GROWTH:
        found = _named(_CHANGED.sub("", name))
    ranked: list[tuple[int, _Rule]] = []
    misfits: list[tuple[int, _Rule]] = []
    for rule, wordings in found:
        score = max([_score(wording, spot) for wording in wordings])
        if score and not rule.apart_from(spot, name, figure):
            (ranked if rule.fits(figure, unit) else misfits).append((score, rule))
    if not ranked and not misfits:
        return _NOTHING
    ranked.sort(key=lambda pair: -pair[0])
    if ranked and (len(ranked) == 1 or ranked[0][0] > ranked[1][0]):
        rule = ranked[0][1]
        flags = _flags(figure, rule.indicator)
        if "outside_valid_range" not in flags:
            variant = variant_of(rule.indicator.id, name, spot.clause)
            return Mapped(_meaning(rule.indicator.id, variant), rule.indicator, rule.scope, flags)
        return Mapped(Meaning(None, (rule.indicator.id,)), None, None, flags)
    nearest = [rule.indicator.id for _, rule in (*ranked, *sorted(misfits, key=lambda pair: -pair[0]))]
    flag = ("indicator_ambiguous",) if ranked else ()
    return Mapped(Meaning(None, tuple(nearest[:_MAX_CANDIDATES])), None, None, flag)


@lru_cache(maxsize=4096)  # a report tells the same few again and again
def _meaning(indicator_id: str, variant: str) -> Meaning:
    return Meaning(indicator_id, (), variant)


def told_by_courts(indicator_id: str) -> bool:
    """Whether courts and procuratorates count the indicator."""
    return indicator_id in _of_courts()


@lru_cache(maxsize=1)
def _of_courts() -> frozenset[str]:
    return frozenset(table("mapping")["of_courts"])


_NOTHING = Mapped(Meaning(), None, None)


def _in_name(wording: _Wording, name: str) -> _Named | None:
    """What the name settles: words asked for around it count as found where the name holds them."""
    total = 0
    for pattern in wording.name:
        match = pattern.search(name)
        if match is None:
            return None
        total += 2 * len(match[0])
    left: list[tuple[re.Pattern[str], ...]] = []
    for patterns in (wording.around, wording.clause):
        missing = []
        for pattern in patterns:
            match = pattern.search(name)
            if match is None:
                missing.append(pattern)
            else:
                total += min(_CONTEXT_WEIGHT, len(match[0]))
        left.append(tuple(missing))
    return _Named(total, left[0], left[1])


def _score(wording: _Named, spot: Spot) -> int:
    """How many characters the wording explains, the surroundings counting little; 0 where they lack what it asks."""
    total = wording.score
    for patterns, where in ((wording.around, spot.around), (wording.clause, spot.clause)):
        for pattern in patterns:
            match = pattern.search(where)
            if match is None:
                return 0
            total += min(_CONTEXT_WEIGHT, len(match[0]))
    return total


def _flags(figure: Figure, indicator: Indicator) -> tuple[str, ...]:
    if indicator.valid_range is None or figure.kind is not indicator.kind:
        return ()
    low, high = indicator.valid_range
    return () if low <= figure.value <= high else ("outside_valid_range",)


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


@lru_cache(maxsize=50_000)
def _bare(name: str) -> str:
    """A name without quotation marks, spaces and words of coverage."""
    bare = _LEVELS.sub("", name.translate(_QUOTES))
    return _NEXT_FIGURE.sub("", bare) if "、" in bare else bare


# Names repeat (人民调解, 办结率): what a name settles by itself is found once.
@lru_cache(maxsize=50_000)
def _named(name: str) -> tuple[tuple[_Rule, tuple[_Named, ...]], ...]:
    """The rules whose wordings are found in a name, in catalogue order."""
    index, always = _index()
    possible = set(always)
    for at in range(len(name) - 1):
        for word, number in index.get(name[at : at + 2], ()):
            if name.startswith(word, at):
                possible.add(number)
    rules = _rules()
    found = ((rules[number], rules[number].named(name)) for number in sorted(possible))
    return tuple((rule, wordings) for rule, wordings in found if wordings)


@lru_cache(maxsize=1)
def _index() -> tuple[Mapping[str, tuple[tuple[str, int], ...]], tuple[int, ...]]:
    """First two characters of a demanded word → (word, rule); and the rules that demand no word of two characters."""
    index: dict[str, list[tuple[str, int]]] = {}
    always = []
    for number, rule in enumerate(_rules()):
        words = [_demanded(wording) for wording in rule.wordings]
        if not all(words):
            always.append(number)
            continue
        for word in frozenset[str]().union(*words):
            index.setdefault(word[:2], []).append((word, number))
    return {head: tuple(entries) for head, entries in index.items()}, tuple(always)


def _demanded(wording: _Wording) -> frozenset[str]:
    told = [words for pattern in wording.name if (words := literals(pattern.pattern))]
    longest = max(told, key=lambda words: min(map(len, words)), default=frozenset[str]())
    return longest if all(len(word) >= 2 for word in longest) else frozenset()


def _rule(indicator: Indicator, row: Mapping[str, Any]) -> _Rule:
    wordings = row.get("any") or [re.escape(word) for word in (*indicator.synonyms_zh, indicator.name_zh)]
    units = (indicator.unit, *row.get("units", ()))
    return _Rule(
        indicator=indicator,
        wordings=tuple(_wording(text) for text in wordings),
        forbidden=_pattern(row.get("not")),
        apart=_pattern(row.get("apart")),
        away=_pattern(row.get("away")),
        units=frozenset(name for unit in units for name in (unit, _unit(unit))),
        kinds=frozenset({indicator.kind, *(Kind(kind) for kind in row.get("kinds", ()))}),
        takes_change=bool(row.get("change", True)),
        knows_parts=any(_words("parts").search(re.sub(r"[^一-鿿]", "", word)) for word in wordings),
        knows_flaws=any(_words(kind).search(word) for word in wordings for kind in ("flawed", "changed")),
        words=" ".join(wordings),
        scope=Scope(row["scope"]) if "scope" in row else None,
    )


@lru_cache(maxsize=8)
def _words(kind: str) -> re.Pattern[str]:
    """Words that hold for every indicator: those that make a part, a fault or a change of what is counted, or another
    deed."""
    return re.compile(table("mapping")[kind])


def _pattern(text: str | None) -> re.Pattern[str] | None:
    return re.compile(text) if text else None


def _wording(text: str) -> _Wording:
    rest, _, clause = text.partition(" @@ ")
    name, _, around = rest.partition(" @ ")
    return _Wording(*(_all_of(words) for words in (name, around, clause)))


def _all_of(words: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(part) for part in words.split(" & ")) if words else ()
