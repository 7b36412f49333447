"""Time told before the sentence that it governs: in the headings above (一、五年来主要成效 governs its section down
to its sub-headings), and as the start from which 两个月来 counts."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from warehouse.reference.vocabulary import PeriodBasis, PeriodType

from ..records import Period
from . import dates
from .expressions import Expression, Shape
from .sentences import Layout

_LEVELS = (
    re.compile("(?:第[一二三四五六七八九十]{1,3}(?:章|部分|篇)|[一二三四五六七八九十]{1,3}[、.．])"),
    re.compile("[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"\d{1,2}[、.．](?!\d)|[（(]\d{1,2}[）)]"),
)
# Headings of several years look back; those of one (二、2025年工作) hold plans as often as results and must say which.
_LOOKING_BACK = frozenset({Shape.SINCE, Shape.LASTING})
_REVIEW = re.compile("回顾|总结|情况|成效|完成")
_PLAN = re.compile("计划|打算|安排|思路|要点|展望")

_BEGINS = frozenset({Shape.SPAN, Shape.DAY})
_LAUNCHED = re.compile("，?[^，。；]{0,16}?(?:推出|推行|启动|上线|开展|实施|施行|成立|运行|试行|启用|部署)")
_EVENT = re.compile("成立|组建|上线|出台|推行|推出|实施|施行|启动|运行|试点|改革|挂牌|启用|开通")
_NEAR = 10
_A_MONTH = 31
_DAY = timedelta(days=1)
_INFERRED = PeriodBasis.INFERRED_ANCHOR


def heading_period(at: int, layout: Layout, found: Sequence[Expression]) -> Period | None:
    """The stretch of years (or the year reviewed) that the nearest heading above the offset names, going up from
    sub-heading to heading. None where the way up ends at a heading without a number, or at one of the first level that
    names none."""
    deepest = len(_LEVELS) + 1
    for start, end in layout.headings_before(at):
        level = _level(layout.text[start:end].lstrip())
        if level >= deepest:
            continue
        deepest = level
        first, last = (bisect_left(found, offset, key=lambda entry: entry.start) for offset in (start, end))
        words = layout.text[start:end]
        of_year = _REVIEW.search(words) is not None and _PLAN.search(words) is None
        shapes = _LOOKING_BACK | ({Shape.SPAN} if of_year else set())
        told = [e for e in found[first:last] if e.shape in shapes and e.period.start is not None]
        if told:
            return replace(told[-1].period, basis=PeriodBasis.INHERITED)
        if level <= 1:
            return None
    return None


def since_launch(lasting: Expression, layout: Layout, found: Sequence[Expression]) -> Period | None:
    """今年3月推出……。两个月来: the months count from what was begun in the same sentence or the one before, where they
    are over by the anchor."""
    for entry in _told_before(lasting, layout, found):
        start, end = entry.period.start, entry.period.end
        begun = entry.shape in _BEGINS and _LAUNCHED.match(layout.text, entry.end) is not None
        if not begun or start is None or end is None or (end - start).days > _A_MONTH:
            continue
        over = dates.shift(end, months=lasting.months)
        now = lasting.period.end
        if now is None or over > now:
            return None
        text = f"{entry.period.text}{lasting.period.text}"
        full = Period(text, PeriodType.RANGE, start, dates.shift(start, months=lasting.months) - _DAY, _INFERRED)
        return Period(text, PeriodType.RANGE, start, over, _INFERRED, (full,) if full.end != over else ())
    return None


def day_of_event(since: Expression, layout: Layout, found: Sequence[Expression]) -> date | None:
    """中心成立于2023年5月……。成立以来: the event's own date, told with its verb in its sentence or the one before."""
    verb = _EVENT.search(since.period.text)
    if verb is None:
        return None
    for entry in _told_before(since, layout, found):
        low, high = layout.sentence(entry.start)
        near = layout.text[max(low, entry.start - _NEAR) : min(high, entry.end + 2 * _NEAR, since.start)]
        if entry.shape in _BEGINS and entry.period.start is not None and verb[0] in near:
            return entry.period.start
    return None


def _told_before(entry: Expression, layout: Layout, found: Sequence[Expression]) -> Sequence[Expression]:
    """The expressions of its sentence and of the one before, the nearest first."""
    sentence, _ = layout.sentence(entry.start)
    low = layout.sentence(max(0, sentence - 1))[0]
    first, last = (bisect_left(found, offset, key=lambda each: each.start) for offset in (low, entry.start))
    return found[first:last][::-1]


def _level(heading: str) -> int:
    """1 for 一、, 2 for （一）, 3 for 1.; 0 for a heading without a number, whose place nobody can tell."""
    return next((level for level, mark in enumerate(_LEVELS, 1) if mark.match(heading)), 0)
