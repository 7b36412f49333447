"""Which years a section of a report to a congress looks back on: at a change of term five, else the last one.

过去五年工作回顾 in a heading holds until a heading names a year; without headings a paragraph that opens with such
words holds until one opens with a year. A year told in passing (2021年，起诉97人) reaches no further than its
paragraph.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from warehouse.reference.vocabulary import PeriodType

from ..records import Period
from .expressions import Expression, Shape
from .sentences import Layout

_LONG = 3  # years: 近两年来 is no term
_LOOKING_BACK = (Shape.LASTING, Shape.SINCE)  # 五年来, “十四五”时期 once that is over
_LINE_STARTS = "\n 　"


@dataclass(frozen=True, slots=True)
class _State:
    """From ``offset`` on the section looks back on ``wide``, or on one year where that is None; ``doubtful`` where its
    heading names both. ``headed`` says that a heading told so."""

    offset: int
    wide: Period | None
    headed: bool
    doubtful: bool = False


class Reviews:
    """What the sections of one text look back on, in order; empty where the text speaks of single years alone."""

    def __init__(self, layout: Layout, found: Iterable[Expression]) -> None:
        self._layout = layout
        self._told = [entry for entry in found if _is_review(entry)]
        self._starts = [entry.start for entry in self._told]
        self._any = any(map(_is_wide, self._told))
        self._states = list(self._fold()) if self._any else []
        self._offsets = [state.offset for state in self._states]

    def __bool__(self) -> bool:
        return self._any

    def at(self, offset: int, *, summed: bool = False) -> tuple[Period | None, bool]:
        """The years that a figure's section looks back on, None where that is the last one alone, and whether both
        may be meant. What is summed up (累计) is so over the years that its paragraph names, be it behind."""
        first, last = self._layout.paragraph(offset)
        low, high = bisect_left(self._starts, first), bisect_left(self._starts, offset)
        for entry in reversed(self._told[low:high]):
            if _is_wide(entry):
                return entry.period, False
            if self._opens_a_line(entry):
                return None, False
        if summed:
            behind = self._told[high : bisect_left(self._starts, last)]
            if (wide := next(filter(_is_wide, behind), None)) is not None:
                return wide.period, False
        index = bisect_right(self._offsets, offset) - 1
        if index < 0:
            return None, False
        return self._states[index].wide, self._states[index].doubtful

    def _fold(self) -> Iterator[_State]:
        state = _State(0, None, headed=False)
        for (line, headed), group in groupby(self._told, key=self._place):
            entries = list(group)
            wide = next((entry.period for entry in entries if _is_wide(entry)), None)
            if headed:
                both = wide is not None and not all(map(_is_wide, entries))
                state = _State(line, wide, headed=True, doubtful=both)
            elif not self._opens_a_line(entries[0]) or (state.headed and (state.wide is None) != (wide is None)):
                continue
            else:
                state = _State(line, wide if _is_wide(entries[0]) else None, headed=state.headed)
            yield state

    def _place(self, entry: Expression) -> tuple[int, bool]:
        """Where its line begins, and whether that is a heading."""
        return self._layout.paragraph(entry.start)[0], self._layout.is_heading(entry.start)

    def _opens_a_line(self, entry: Expression) -> bool:
        start, _ = self._layout.paragraph(entry.start)
        return not self._layout.text[start : entry.start].strip(_LINE_STARTS)


def _is_wide(entry: Expression) -> bool:
    return entry.shape is not Shape.SPAN


def _is_review(entry: Expression) -> bool:
    if entry.shape is Shape.SPAN:
        return entry.period.type is PeriodType.ANNUAL
    if entry.shape not in _LOOKING_BACK or entry.period.type is not PeriodType.RANGE:
        return False
    first, last = entry.period.start, entry.period.end
    return first is not None and last is not None and last.year - first.year + 1 >= _LONG
