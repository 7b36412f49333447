"""Values told only to be compared with: 检查22.49万次，较去年同期37.10万次减少14.61万次，同比降幅39.39%.

The second number is the same indicator a year before, the third and the fourth are changes of the first; none of the
three names what it counts, and read by itself each would be one more value of this year.
"""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from warehouse.reference.vocabulary import Direction, Kind, Role

from ..records import Observation, Period
from . import dates

_VALUES = (Kind.COUNT, Kind.AMOUNT, Kind.RATE)
_YEAR = "(?:去年|上年|上一年|前一年|上年度|(?P<year>(?:19|20)\\d\\d)年)"
_BASE = re.compile(f"[，,（(]?(?:(?:较|比|与|同|相比){_YEAR}(?:同期)?的?|(?:去年|上年)同期(?:为|是|的)?)")
_DOWN = "减少|下降|降低|少"
_CHANGES = f"(?:{_DOWN}|增加|上升|增长|提高|多)"
_DIFFERENCE = re.compile(f"[，,]?(?:净)?{_CHANGES}了?")
_GROWTH = re.compile(f"[，,、（(]?(?:同比)?(?:{_CHANGES}|降幅|增幅|减幅)(?:了|达|为)?")


def compared_with(observations: Sequence[Observation], text: str) -> list[Observation]:
    """The observations of a part in their order; those of a comparison get the meaning and the place of the value that
    it follows: its base the time of the base, its difference and its growth the role of a change."""
    kept: list[Observation] = []
    value: Observation | None = None  # the one compared, as long as the comparison goes on
    against: Period | None = None
    for each in observations:
        observation = each
        before = kept[-1] if kept else None
        figure = observation.figure
        between = text[before.figure.end : figure.start] if before is not None and figure.headers is None else ""
        base = _BASE.fullmatch(between) if between else None
        compared = _compared(kept, observation) if base is not None else None
        if base is not None and compared is not None:
            value = compared
            against = _base_period(value.period, base["year"])
            observation = replace(_of(observation, value), period=against)
        elif value is not None and figure.kind is Kind.GROWTH and _GROWTH.fullmatch(between):
            observation = replace(_of(observation, value), period=value.period, base_period=against)
        elif value is not None and _DIFFERENCE.fullmatch(between) and _alike(value, observation):
            changed = replace(figure, role=Role.CHANGE, direction=_direction(between))
            observation = replace(_of(observation, value), figure=changed, period=value.period, base_period=against)
        else:
            value = None
        kept.append(observation)
    return kept


def _compared(kept: Sequence[Observation], base: Observation) -> Observation | None:
    """The value that a base is told for: the one before it, or before its rate (纠错36件，纠错率12%，较去年60件)."""
    before = kept[-1] if kept else None
    if before is not None and before.figure.kind is Kind.RATE and base.figure.kind is not Kind.RATE and len(kept) > 1:
        before = kept[-2]
    return before if before is not None and _alike(before, base) else None


def _alike(one: Observation, other: Observation) -> bool:
    """Two plain values in one unit and sentence."""
    first, second = one.figure, other.figure
    same = (first.kind, first.unit, first.sentence_start) == (second.kind, second.unit, second.sentence_start)
    return same and first.kind in _VALUES and first.role is Role.ACTUAL


def _direction(words: str) -> Direction:
    return Direction.DOWN if re.search(_DOWN, words) else Direction.UP


def _of(observation: Observation, value: Observation) -> Observation:
    return replace(observation, meaning=value.meaning, place=value.place)


def _base_period(period: Period, year: str | None) -> Period:
    """The same months of the year named, of the year before where none is; unknown where the value's time is."""
    if period.end is None:
        return Period(period.text)
    years = int(year) - period.end.year if year else -1
    first = dates.shift(period.start, years=years) if period.start else None
    return Period(period.text, period.type, first, dates.shift(period.end, years=years), period.basis)
