"""Rows of values for a row of years: 2021—2023年分别为5件、6件、8件 gives each year its own value."""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from warehouse.reference.vocabulary import PeriodType

from ..records import Period
from . import dates
from .expressions import Expression, Shape
from .sentences import Layout, Spot

_RESPECTIVELY = "分别"
_NEXT = re.compile("、|和|与|以及|及")
# Between the years and 分别: a list of names (受理、审结分别), or values told before (受理135件，审结125件，分别……).
_NAMES = re.compile(rf"{_NEXT.pattern}|\d")
_ROW_END = re.compile(r"[，；。;\n]|,(?!\d{3})")
_ROWS = frozenset({Shape.SPAN, Shape.SINCE, Shape.LASTING})


def one_of_years(
    start: int, spot: Spot, governing: Expression, before: Sequence[Expression], layout: Layout
) -> Period | None:
    """The year of a value in such a row, None where the words tell no row of years or its length does not fit.

    ``start`` is the figure's offset; the years are a list (2022年、2023年分别为), a range (2021—2023年), 近三年 or
    2018年以来. Names or values between the years and 分别 make it a row of these, not of years.
    """
    text = layout.text
    at = text.rfind(_RESPECTIVELY, spot.sentence_start, start)
    if at < governing.end or governing.shape not in _ROWS or _ROW_END.search(text, at, start):
        return None
    if _NAMES.search(text, governing.end, at):
        return None
    end = _ROW_END.search(text, start, spot.sentence_end)
    length = 1 + len(_NEXT.findall(text, at, end.start() if end else spot.sentence_end))
    place = len(_NEXT.findall(text, at, start))
    listed = _listed(governing, before, text)
    if len(listed) > 1:
        return listed[place].period if length == len(listed) else None
    return _year_in(governing, place, length)


def _listed(governing: Expression, before: Sequence[Expression], text: str) -> list[Expression]:
    """2022年、2023年: the expressions that are joined to the last one."""
    row = [governing]
    for entry in reversed(before):
        if entry.end <= row[0].start and _NEXT.fullmatch(text, entry.end, row[0].start):
            row.insert(0, entry)
    return row


def _year_in(governing: Expression, place: int, length: int) -> Period | None:
    """One of the full years that a range or 以来 covers; of 以来 the last may be told apart."""
    for period in (governing.period, *governing.period.alternatives):
        first, last = period.start, period.end
        if first is None or last is None or (first.month, first.day) != (1, 1):
            continue
        years = last.year - first.year + 1
        fits = length == years or (governing.shape is Shape.SINCE and length == years - 1)
        if length > 1 and fits:
            begins, ends = dates.year(first.year + place)
            return replace(period, type=PeriodType.ANNUAL, start=begins, end=min(ends, last), alternatives=())
    return None
