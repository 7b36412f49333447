"""What stretch of time a document tells of as a whole: from its title, the date it came out, or its first sentence."""

import re
from datetime import date, timedelta

from warehouse.reference.vocabulary import Genre, PeriodBasis, PeriodType

from ..records import Document, Period
from . import dates
from .expressions import type_of
from .points import Clock, points

_YEAR_NAMED = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)|二[〇零○一二三四五六七八九]{3}(?=年)")
# Titles of what is still to be done: their year is no year told of.
AHEAD = re.compile("计划|规划|方案|要点|安排|目标|部署|启动|展望|以来")
_PART_OF_YEAR = frozenset({"half", "quarter", "months", "month"})
_OPENING_SENTENCE = re.compile("[^。；\n]{0,60}")
# 关于4月份热线办理情况的通报: the month whose year is that of its publication.
_MONTHLY = re.compile(r"(?<![\d年第至-])(1[0-2]|[1-9])月份?(?!\d|日)[^，。；]{0,30}(?:通报|情况|月报|简报|统计)")
# 通报上半年审判工作: the part of the year whose year is that of its publication.
_PART = "(?:[上下]半年|前?[一二三]个?季度)"
_OF_A_PART = re.compile(
    f"(?:通报|公布|发布)[^，。；]{{0,6}}{_PART}|{_PART}[^，。；]{{0,16}}(?:情况|数据|统计|通报|分析|简报)"
)
_SOON = timedelta(days=92)
_UP_TO = re.compile("截[至止]到?$")
_PERIODICAL = re.compile("[周旬月季]报|第(?:\\d{1,2}|[一二三四五六七八九十]{1,3})[周期]")


def covered_by(
    document: Document, title: str, body: str, genre: Genre, year: int | None, flags: list[str]
) -> Period | None:
    """The period a document reports on (``year`` is its report year); None where nothing tells one. What was read
    from elsewhere than the title is flagged."""
    covered = (
        _covered(title, year, flags) or _month_before(document, title, flags) or _part_before(document, title, flags)
    )
    if genre is Genre.STATISTICS and (covered is None or covered.type is PeriodType.ANNUAL):
        covered = _opened_with(document, body, covered, flags) or covered
    return covered


def _covered(title: str, year: int | None, flags: list[str]) -> Period | None:
    """What a report tells of: its year, or the half, quarter, months or month that its title names. A weekly or monthly
    one whose title does not say which covers nothing that could be told."""
    if year is None:
        return None
    kind, (first, last) = PeriodType.ANNUAL, dates.year(year)
    for point in points(title, Clock(date(year, 12, 31))):
        if point.unit in _PART_OF_YEAR and point.interval is not None and point.interval[1].year == year:
            up_to = _UP_TO.search(title[: point.start])
            kind, first, last = (
                (PeriodType.YTD, first, point.interval[1]) if up_to else (type_of(point), *point.interval)
            )
            break
    else:
        if _PERIODICAL.search(title):
            flags.append("report_period_unknown")
            return None
    return Period("", kind, first, last, PeriodBasis.INFERRED_TITLE)


def _month_before(document: Document, title: str, flags: list[str]) -> Period | None:
    """The month that a bulletin's title names without its year: the last such month before it was published."""
    found, told = _MONTHLY.search(title), document.first_published or document.published
    if found is None or told is None:
        return None
    month = int(found[1])
    first = date(told.year if month <= told.month else told.year - 1, month, 1)
    flags.append("report_period_from_date")
    last = min(dates.shift(first, months=1) - timedelta(days=1), told)
    return Period("", PeriodType.RANGE, first, last, PeriodBasis.INFERRED_ANCHOR)


def _part_before(document: Document, title: str, flags: list[str]) -> Period | None:
    """The half or quarter that a title reports on without its year: the one that ended within weeks of its
    publication."""
    told = document.first_published or document.published
    if told is None or _YEAR_NAMED.search(title) or AHEAD.search(title) or not _OF_A_PART.search(title):
        return None
    for point in points(title, Clock(told)):
        if point.unit in _PART_OF_YEAR and point.interval is not None:
            first, last = point.interval
            if last > told or told - last > _SOON:
                return None
            flags.append("report_period_from_date")
            return Period("", type_of(point), first, last, PeriodBasis.INFERRED_ANCHOR)
    return None


def _opened_with(document: Document, body: str, covered: Period | None, flags: list[str]) -> Period | None:
    """The stretch that a bulletin's first sentence is about (2024年5月1日至5月31日，热线受理……), where its title
    tells none or the year alone; in another year than the title's it is not believed."""
    told = document.first_published or document.published
    if covered is None and told is None:
        return None
    opening = _OPENING_SENTENCE.match(body.lstrip("　 \n"))
    anchor = covered.end if covered is not None else told
    for point in points(opening[0], Clock(anchor)) if opening else ():
        if point.interval is None or not (point.is_range or point.unit in _PART_OF_YEAR):
            continue
        first, last = point.interval
        if covered is not None and last.year != (covered.end or last).year:
            return None
        flags.append("report_period_from_opening")
        return Period("", type_of(point), first, last, PeriodBasis.INFERRED_ANCHOR)
    return None
