"""Expressions of time in a text and the period each names: points with 截至, 以来…, programmes, laws, streaks.

Which expression governs which figure is decided in :mod:`.periods`.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from warehouse.reference.vocabulary import PeriodBasis, PeriodType

from ..records import Period
from . import dates
from .loose import LooseTime, loose_times
from .matches import named_groups
from .named import birthday, from_table, lasting, streak
from .points import Clock, Point, points

_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_SINCE = re.compile(r"[^，。；、：“”《》\d\n]{0,10}?以来|起至今|至今|到目前为止|到现在|到今天|起(?=[，,。；]|$)")
_UP_TO = re.compile(r"[，,、至到]?(?P<year>(?:19|20)\d\d)年(?:以前|之前|前)")
_BOUNDED = re.compile(
    r"(?:[及或])?(?P<side>以前|之前|前(?!(?:\d+|[一二三四五六七八九十两]+)天)|以后|之后|开始|后)(?!后|三|两|半)"
)
_UNTIL = re.compile(r"(?:截至|截止到?|截止至|截至到)\s*$")
_TARGET = re.compile(r"(?:到|至)\s*$")
# 力争到2030年底 is a plan whenever it was told; 到2023年底 alone may be done.
_WISHED = re.compile(r"(?:力争|争取|确保|计划|预计)(?:到|至|在)\s*$")
_BASE_BEFORE = re.compile(r"(?:较|比|与|同|相比|对比|高于|低于|超过|相较于)\s*$")
# 本网2月8日讯: the day of the dispatch, on which nothing told in it need have been done.
_DISPATCHED = re.compile("讯(?!问|息)|电(?![一-鿿])")
_SAME_AFTER = re.compile(r"同期(?=[为是仅达有共]|[^，。；\d]{1,8}\d)")
_BASE_AFTER = re.compile(r"同期|相比|的[\d.]+倍")
_MARK = re.compile(
    r"(?=[近过最这“\"「十截目现迄连每多长历新累总已年])(?:"
    rf"(?P<near>(?:近|过去|最近|这)的?\s*(?P<near_n>{_N}|仨)\s*个?\s*(?P<near_unit>[年月])(?:多?来)?)"
    r"|[“\"「]?(?P<plan>十[一二三四五六]五)[”\"」]?(?:规划)?(?:实施)?(?P<plan_tail>以来|期间|时期|以后)"
    r"|[“\"「](?P<promotion>[一二三四五六七八九]五)[”\"」]普法[^，。；\d]{0,6}?(?P<promotion_tail>以来|期间|时期)"
    r"|(?P<state>截至目前|截止目前|目前|现有|现共有|现行有效|迄今|截至发稿)"
    rf"|(?P<streak>连续(?P<streak_n>{_N})(?:个)?(?P<streak_unit>年度|年|季度|月|届|次))"
    rf"|(?P<norm>每(?:半|{_N})?个?(?:年度|年|季度|月|周|日|天))"
    r"|(?P<vague>近年来|多年来|长期以来|历年|近几年来?|新时代以来|过去几年)"
    r"|(?P<total>累计|总计达|已累计)"
    r"|(?P<by_year_end>年底前))"
)
# What ends in 以来, 年来, 期间 or 周 is read backwards from there.
_BACKWARDS = re.compile("以来|年多?来|月多?来|周年|期间|周(?<=[本上一这]周)(?![年期末边围知一二三四五六日天])")
_BEHIND = re.compile(
    rf"(?P<came>(?P<came_n>{_N})个?(?P<came_unit>[年月])多?以?来)$"
    r"|(?P<congress>十[六七八九]大|二十大|改革开放)以来$"
    r"|(?P<session>(?:[一二三四五六七八九十]{1,3}届[^，。；\d]{0,12}?(?:会议|全会)|两会)[”\"]?)(?P<session_tail>期间|以来)$"
    r"|(?P<week>本|这一?|上一?)个?周$"
    r"|自?《?(?P<law>[一-鿿]{1,16}(?:法|条例|法典))》?(?:正式)?(?:修订)?(?:颁布|公布|施行|实施|生效|出台)+"
    rf"(?:以来|(?P<birthday>{_N})周年)$"
    r"|(?P<event>(?<![\d年月日])[一-鿿]{1,12}(?<![期直年史月天半])以来)$"
)
_BEHIND_REACH = 28
# No expression is without one of these characters; most headings have none.
_SIGN = re.compile('[年月季周天来期Q\\-近过最这“"「十截目现迄连每多长历新累总已]')
# 2019年, told in its last month, is the year.
_LAST_MONTH = 12


class Shape(StrEnum):
    """How an expression speaks of time."""

    SPAN = "span"  # 2023年, 1-9月: a stretch of the calendar
    DAY = "day"  # 7月8日
    SINCE = "since"  # 2021年以来
    UNTIL = "until"  # 截至6月底
    LASTING = "lasting"  # 五年来
    STATE = "state"  # 目前
    STREAK = "streak"  # 连续五年
    TOTAL = "total"  # 累计
    TARGET = "target"  # 到2030年
    SAME = "same"  # 去年同期为: the same months a year before
    BASE = "base"  # 较2020年: what a change is measured against
    IDLE = "idle"  # 近年来, 每年: governs nothing that can be plotted


class Expression(Struct, frozen=True):
    """An expression of time at ``text[start:end]`` and the period it names. ``count`` are the years of a lasting one or
    a streak, ``months`` the months of a lasting one (两个月来)."""

    start: int
    end: int
    shape: Shape
    period: Period
    count: int = 0
    months: int = 0


def expressions(text: str, clock: Clock, start: int = 0, end: int | None = None) -> list[Expression]:
    """All expressions of ``text[start:end]`` in its order; none overlaps another."""
    end = len(text) if end is None else end
    if not _SIGN.search(text, start, end):
        return []
    found = [_of_point(text, point, clock) for point in points(text, clock, start, end)]
    marks = [_of_mark(match, clock) for match in _MARK.finditer(text, start, end)]
    marks.extend(_of_mark(match, clock) for match in _ending(text, start, end))
    loose = [_of_loose(text, time) for time in loose_times(text, clock, start, end)]
    return _apart(_apart(found, marks), loose)


def _ending(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    for tail in _BACKWARDS.finditer(text, start, end):
        match = _BEHIND.search(text, max(0, tail.end() - _BEHIND_REACH), tail.end())
        if match is not None:
            yield match


def _apart(first: list[Expression], more: list[Expression]) -> list[Expression]:
    """All in text order; of two that overlap the one that holds the other stays, else the earlier list's, and within a
    list the one that starts first."""
    if not more and len(first) < 2:
        return first
    kept: list[tuple[int, Expression]] = []
    ranked = [(0, entry) for entry in first] + [(1, entry) for entry in more]
    for rank, entry in sorted(ranked, key=lambda item: (item[1].start, item[0])):
        if not kept or entry.start >= kept[-1][1].end:
            kept.append((rank, entry))
        elif rank < kept[-1][0] and entry.end > kept[-1][1].end:
            kept[-1] = (rank, entry)
    return [entry for _, entry in kept]


def _of_loose(text: str, time: LooseTime) -> Expression:
    told = text[time.start : time.end]
    kind = PeriodType.RANGE if time.first or time.last else PeriodType.UNSPECIFIED
    return Expression(time.start, time.end, Shape.IDLE, Period(told, kind, time.first, time.last))


def _of_point(text: str, point: Point, clock: Clock) -> Expression:
    before = text[max(0, point.start - 4) : point.start]
    since = _SINCE.match(text, point.end)
    basis = PeriodBasis.INFERRED_ANCHOR if point.relative or not point.dated else PeriodBasis.EXPLICIT
    first, last = point.interval or (None, None)
    start, end = point.start, point.end

    def make(
        shape: Shape,
        kind: PeriodType,
        first: date | None,
        last: date | None,
        others: tuple[tuple[date | None, date | None], ...] = (),
    ) -> Expression:
        told = text[start:end]
        alternatives = tuple(Period(told, PeriodType.RANGE, *other, basis) for other in others)
        return Expression(start, end, shape, Period(told, kind, first, last, basis, alternatives))

    if until := _UNTIL.search(before):
        start = point.start - (len(before) - until.start())
        return make(Shape.UNTIL, PeriodType.AS_OF, None, last)
    if since is not None and not point.is_range:
        end = since.end()
        return make(Shape.SINCE, *_since(first, clock))
    if point.unit == "day" and (
        (first is None and clock.anchor is not None)  # 2月30日
        or (not point.is_range and _DISPATCHED.match(text, point.end))
    ):
        return make(Shape.IDLE, PeriodType.UNSPECIFIED, None, None)
    bounded = _BOUNDED.match(text, point.end)
    if bounded is not None and not point.is_range and first is not None and last is not None:
        end = bounded.end()
        if (until := _UP_TO.match(text, end)) is not None and "前" not in bounded["side"]:
            end = until.end()
            return make(Shape.SPAN, PeriodType.RANGE, first, date(int(until["year"]), 1, 1) - timedelta(days=1))
        others = tuple(_bounded(*other, bounded["side"], clock) for other in point.others)
        return make(Shape.IDLE, PeriodType.RANGE, *_bounded(first, last, bounded["side"], clock), others)
    same = _SAME_AFTER.match(text, point.end)
    if same is not None and not _BASE_BEFORE.search(before):
        end = same.end()
        return make(Shape.SAME, type_of(point), first, last)
    if _BASE_AFTER.match(text, point.end) or _BASE_BEFORE.search(before):
        return make(Shape.BASE, type_of(point), first, last)
    if _TARGET.search(before) and last is not None and clock.anchor is not None and last > clock.anchor:
        return make(Shape.TARGET, PeriodType.PLAN, None, last)
    if last is not None and _WISHED.search(before):
        return make(Shape.TARGET, PeriodType.PLAN, None, last)
    if _TARGET.search(before) and (ahead := _ahead(point, clock)) is not None:
        return make(Shape.TARGET, PeriodType.PLAN, None, ahead)
    if point.unit == "day" and not point.is_range:
        return make(Shape.DAY, PeriodType.EVENT, first, last, point.others)
    if point.unit == "edge" and not point.is_range:
        return make(Shape.UNTIL, PeriodType.AS_OF, None, last, point.others)
    return make(Shape.SPAN, *_span(point, clock), point.others)


def _ahead(point: Point, clock: Clock) -> date | None:
    """到年底 told in July means the end of this year, not of the last one."""
    anchor = clock.anchor
    return next((last for _, last in point.others if anchor is not None and not point.dated and last > anchor), None)


def _bounded(first: date, last: date, side: str, clock: Clock) -> tuple[date | None, date | None]:
    """2018年以前, 2018年之后; what lies ahead begins now (2035年前)."""
    if "前" not in side:
        return first, None
    if clock.anchor is not None and last > clock.anchor:
        return clock.anchor, last
    return None, last


def _span(point: Point, clock: Clock) -> tuple[PeriodType, date | None, date | None]:
    """今年 in July covers what has passed of it: ytd up to the anchor; so does 2025年, told in 2025."""
    if point.interval is None:
        return PeriodType.UNSPECIFIED, None, None
    first, last = point.interval
    kind, anchor = type_of(point), clock.anchor
    running = anchor is not None and first <= anchor < last and kind is PeriodType.ANNUAL
    if anchor is not None and running and (point.relative or anchor.month < _LAST_MONTH):
        return PeriodType.YTD, first, anchor
    return kind, first, last


def type_of(point: Point) -> PeriodType:
    """A calendar year, the months from January on, or another range."""
    if point.interval is None:
        return PeriodType.UNSPECIFIED
    first, last = point.interval
    if (first.month, first.day) == (1, 1) and first.year == last.year:
        if (last.month, last.day) == (12, 31):
            return PeriodType.ANNUAL
        if point.unit == "months":
            return PeriodType.YTD
    return PeriodType.RANGE


def _since(first: date | None, clock: Clock) -> tuple[PeriodType, date | None, date | None]:
    """今年以来 is ytd; in a report on the year it is the year."""
    anchor = clock.anchor
    if first is None or anchor is None or first > anchor:
        return PeriodType.CUMULATIVE_SINCE, first, anchor
    if first == date(anchor.year, 1, 1):
        closed = (anchor.month, anchor.day) == (12, 31)
        return (PeriodType.ANNUAL if closed else PeriodType.YTD), first, anchor
    return PeriodType.CUMULATIVE_SINCE, first, anchor


def _of_session(text: str, name: str, tail: str, clock: Clock) -> tuple[Shape, Period]:
    """A session of a congress is a stretch of days; of a local one, and of 两会 without a year, nobody tells which."""
    period = from_table(text, name, tail, clock)
    if tail == "以来":
        return Shape.SINCE, period
    if period.start is None:
        period = Period(text, PeriodType.RANGE)
    return Shape.SPAN, period


def _week(text: str, last: bool, anchor: date | None) -> Period:
    """本周 runs from Monday to the anchor, 上周 is the whole week before."""
    if anchor is None:
        return Period(text)
    monday = anchor - timedelta(days=anchor.weekday())
    if last:
        first, end = monday - timedelta(days=7), monday - timedelta(days=1)
    else:
        first, end = monday, anchor
    return Period(text, PeriodType.RANGE, first, end, PeriodBasis.INFERRED_ANCHOR)


def _of_mark(match: re.Match[str], clock: Clock) -> Expression:
    text, anchor = match[0], clock.anchor

    def make(shape: Shape, period: Period, count: int = 0, months: int = 0) -> Expression:
        return Expression(match.start(), match.end(), shape, period, count, months)

    found = named_groups(match)
    for group in ("near", "came"):
        if group in found:
            count, unit = dates.number_of(found[f"{group}_n"]), found[f"{group}_unit"]
            years = unit == "年"
            return make(Shape.LASTING, lasting(text, count, unit, anchor), count if years else 0, 0 if years else count)
    for group in ("plan", "promotion", "congress", "law"):
        if group in found:
            name = found[group] + ("普法" if group == "promotion" else "")
            if group == "law" and "birthday" in found:
                return make(Shape.SINCE, birthday(text, name, dates.number_of(found["birthday"]), clock))
            return make(Shape.SINCE, from_table(text, name, found.get(f"{group}_tail", "以来"), clock))
    if "session" in found:
        return make(*_of_session(text, found["session"], found["session_tail"], clock))
    if "week" in found:
        compared = _BASE_BEFORE.search(match.string, max(0, match.start() - 4), match.start())
        return make(Shape.BASE if compared else Shape.SPAN, _week(text, found["week"].startswith("上"), anchor))
    if "event" in found:
        return make(Shape.SINCE, from_table(text, found["event"].removesuffix("以来"), "以来", clock))
    if "state" in found:
        return make(Shape.STATE, Period(text, PeriodType.AS_OF, None, anchor, PeriodBasis.INFERRED_ANCHOR))
    if "streak" in found:
        count = dates.number_of(found["streak_n"])
        return make(Shape.STREAK, streak(text, count, found["streak_unit"], clock), count)
    if "total" in found:
        return make(Shape.TOTAL, Period(text, PeriodType.CUMULATIVE_SINCE, None, anchor, PeriodBasis.INFERRED_ANCHOR))
    if "by_year_end" in found and anchor is not None:
        first, last = dates.year(anchor.year)
        ahead = Period(text, PeriodType.PLAN, anchor, last, PeriodBasis.INFERRED_ANCHOR)
        others = (ahead,) if anchor < last else ()
        return make(Shape.SPAN, Period(text, PeriodType.ANNUAL, first, last, PeriodBasis.INFERRED_ANCHOR, others))
    return make(Shape.IDLE, Period(text))
