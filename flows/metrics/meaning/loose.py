"""Times that texts mention but no figure is counted over: decades, eras, three years ago, the years to come, lengths.

They are read so that nothing else misreads them (the month in 康熙三年五月 is not last May, 30年以上 is no year), and
give the interval they name where there is one.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache

from msgspec import Struct

from . import dates
from .dates import Interval
from .matches import named_groups
from .points import Clock
from .tables import table

_CN = "一二两三四五六七八九十"
_N = rf"(?:\d{{1,3}}|[{_CN}]{{1,3}})"
_TRIGGER = re.compile("年|个月|季度|半月|天|月")
_REACH = 16
_HALF_MONTH = timedelta(days=15)


class LooseTime(Struct, frozen=True):
    """A mention at ``text[start:end]``; either end may be open, both are where only a length is told (三年半)."""

    start: int
    end: int
    first: date | None = None
    last: date | None = None


def loose_times(text: str, clock: Clock, start: int = 0, end: int | None = None) -> Iterator[LooseTime]:
    """All mentions of ``text[start:end]`` in text order."""
    pattern, at = _pattern(), start
    for trigger in _TRIGGER.finditer(text, start, len(text) if end is None else end):
        if trigger.start() < at:
            continue
        match = pattern.search(text, max(at, trigger.start() - _REACH), trigger.end() + _REACH)
        if match is None or match.start() > trigger.start():
            continue
        at = match.end()
        found = named_groups(match)
        interval = _interval(found, clock)
        yield LooseTime(match.start(), match.end(), interval[0], interval[1])


@lru_cache(maxsize=1)
def _eras() -> Mapping[str, int]:
    return dict(table("eras")["eras"])


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    eras = "|".join(_eras())
    first = rf"(?=[\d{_CN}上本未今接下农阴闰半{''.join(sorted({era[0] for era in _eras()}))}])"
    return re.compile(
        rf"{first}(?:(?:(?P<side>[上本])世纪|(?P<century>\d\d|[{_CN}]{{1,3}})世纪)?(?P<decade>[1-9]0|[二三四五六七八九]十)年代(?P<phase>[初末前中后]期?)?"
        rf"|(?P<era>{eras})(?P<era_year>元|{_N})年(?:(?P<era_month>\d{{1,2}}|[{_CN}]{{1,2}})月)?"
        rf"|(?:未来|今后|接下来)(?P<ahead>{_N})个?(?P<ahead_unit>年|月)内?"
        r"|(?P<next_year>下)[1一]年"
        rf"|[农阴]历(?:[\d〇零一二三四五六七八九]{{4}}年|{_N}年)?闰?(?:{_N}|[正冬腊])月(?:初?{_N}|廿[{_CN}]?)?|闰{_N}月"
        rf"|(?P<both_years>今明两年)"
        rf"|(?<![\d第近去几数]){_LENGTH}(?P<tail>以来|以内|内|之?前|以前|之?后|以后|以上|以下)?(?!来|代|级|期|度|龄|轻))"
    )


_LENGTH = (
    rf"(?:(?P<half>半)(?P<half_unit>年|个?月)|(?P<count>{_N})多?(?:年(?P<year_half>半)?多?(?:(?P<and_months>{_N})个月)?"
    rf"|(?:个多?(?P<month_half>半)?|多个)(?:(?P<months>月)|(?P<quarters>季度))|(?P<days>天)(?P<day_half>半)?))"
)


def _interval(found: Mapping[str, str], clock: Clock) -> tuple[date | None, date | None]:
    anchor = clock.anchor
    if "era" in found:
        return _of_era(found)
    if "decade" in found:
        return _of_decade(found, clock)
    if anchor is None:
        return None, None
    if "ahead" in found:
        months = dates.number_of(found["ahead"]) * (12 if found["ahead_unit"] == "年" else 1)
        return anchor, dates.shift(anchor, months=months) - timedelta(days=1)
    if "next_year" in found:
        return dates.year(anchor.year + 1)
    if "both_years" in found:
        return date(anchor.year, 1, 1), date(anchor.year + 1, 12, 31)
    return _of_length(found, anchor)


def _of_era(found: Mapping[str, str]) -> Interval:
    number = 1 if found["era_year"] == "元" else dates.number_of(found["era_year"])
    year = _eras()[found["era"]] + number - 1
    month = dates.number_of(found["era_month"]) if "era_month" in found else 0
    return dates.months(year, month, month) if 1 <= month <= 12 else dates.year(year)


def _of_decade(found: Mapping[str, str], clock: Clock) -> tuple[date | None, date | None]:
    decade = dates.number_of(found["decade"])
    if "century" in found:
        first = (dates.number_of(found["century"]) - 1) * 100 + decade
    elif clock.year is None:
        return None, None
    else:
        century = clock.year // 100 * 100
        back = found.get("side") == "上" or ("side" not in found and century + decade > clock.year)
        first = century - (100 if back else 0) + decade
    low, high = {"初": (0, 2), "前": (0, 2), "中": (3, 6), "后": (7, 9), "末": (7, 9)}.get(
        found.get("phase", " ")[0], (0, 9)
    )
    return date(first + low, 1, 1), date(first + high, 12, 31)


def _of_length(found: Mapping[str, str], anchor: date) -> tuple[date | None, date | None]:
    """三年前 is that year, 三年以前 all before, 三个月以来 from then on; a bare length names no time."""
    tail = found.get("tail", "")
    if not tail or tail in ("以上", "以下"):
        return None, None
    if "days" in found:
        return (anchor - timedelta(days=_days_of(found)), anchor) if tail == "以来" else (None, None)
    months, half, whole_years = _months_of(found)
    sign = -1 if tail in ("前", "之前", "以前", "以来") else 1
    try:
        moment = dates.shift(anchor, months=sign * months) + sign * half * _HALF_MONTH
    except (ValueError, OverflowError):  # a thousand years away
        return None, None
    first, last = around = _around(moment, half=half, whole_years=whole_years)
    end = moment if half else last
    return {
        "以前": (None, end),
        "以后": (first, None),
        "之后": (first, None),
        "以来": (first, anchor),
        "内": (anchor, moment - timedelta(days=1) if whole_years else end),
        "以内": (anchor, moment - timedelta(days=1) if whole_years else end),
    }.get(tail, around)


def _around(moment: date, *, half: bool, whole_years: bool) -> Interval:
    """What 三年前, 三个月前, 三个半月前 mean: that year, that month, a month from that day."""
    if whole_years:
        return dates.year(moment.year)
    if half:
        return moment, dates.shift(moment, months=1) - timedelta(days=1)
    return dates.months(moment.year, moment.month, moment.month)


def _days_of(found: Mapping[str, str]) -> int:
    return dates.number_of(found["count"]) + ("day_half" in found)


def _months_of(found: Mapping[str, str]) -> tuple[int, bool, bool]:
    """The length in months, whether half a month comes on top, and whether it is told in whole years."""
    if "half" in found:
        return (6, False, False) if found["half_unit"] == "年" else (0, True, False)
    count = dates.number_of(found["count"])
    if "months" in found:
        return count, "month_half" in found, False
    if "quarters" in found:
        return 3 * count, False, False
    rest = (6 if "year_half" in found else 0) + (dates.number_of(found["and_months"]) if "and_months" in found else 0)
    return 12 * count + rest, False, rest == 0
