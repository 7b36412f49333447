"""Points of the calendar in a text: years, halves, quarters, months, days, and ranges of them, as intervals.

Only form and calendar. A point without a year is the latest one that ended by the anchor (1-9月 told in July is last
year's).
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from . import dates, intervals
from .dates import Interval
from .matches import named_groups

_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
_DASH = r"\s*(?:[-—–－─~～]{1,2}|至|到)\s*"
# A year of two digits is believed only where a month or the like follows: 30年 is mostly a duration.
_SHORT_YEAR = (
    rf"(?:(?<![\d.,，第])(?:0\d|\d\d(?=\s*年(?:{_MONTH}月|底|初|上半|下半|第?[一二三四]季|第{_N}个月)))"
    r"|[九〇零][〇零一二三四五六七八九])"
)
_YEAR = (
    rf"(?:(?P<year>(?<!\d)(?:1[5-9]|20)\d\d)\s*年(?:度)?|(?P<cn_year>[一二][〇零○一二三四五六七八九]{{3}})年(?:度)?"
    rf"|(?P<short_year>{_SHORT_YEAR})\s*年(?![多内])"
    r"|(?P<relative>今年|本年度?(?!级)|当年|去年|上一?年度?(?!结转|末)|大?前年|明年|次年|后年|这一年|过去一年|一年来))"
)
_SUB = (
    r"(?P<half>[上下前后]个?半年)|第?(?P<quarter>[一二三四1-4])季度(?P<quarter_edge>[末初底])?|Q(?P<q_quarter>[1-4])(?:季度)?|(?P<first_quarter>首季度)"
    rf"|前(?P<quarters>[一二两三123])个?季度|前(?P<months>{_N})个?月|(?P<first_month>首月)"
    rf"|(?P<from_month>{_MONTH})月?份?{_DASH}(?P<to_month>{_MONTH})月份?(?!\d|[一二三四五六七八九十]{{1,3}}[日号])"
    rf"|(?P<month>{_MONTH})\s*月份?(?:月?(?P<month_edge>[底末初])|(?P<third>[上中下])旬"
    rf"|(?P<day>{_DAY})(?:\s*[-—–－至到]\s*(?P<to_day>{_DAY}))?\s*[日号])?"
)
# Read behind a year alone.
_DATED_SUB = (
    rf"后(?P<last_months>{_N})个?月(?!内)|第(?P<nth_month>{_N})个月"
    r"|(?P<season>[春夏秋冬][季天]|暑[期假])|(?P<new_year>元旦)"
)
_BARE = _SUB.replace("(?P<", "(?P<bare_")
# What a point can begin with: most characters are none of these, and are passed without trying the alternatives.
_FIRST = r"(?=[\d一二两三四五六七八九十〇零今本当去上下大前后明次这过全年第首Q])"
_POINT = re.compile(
    rf"{_FIRST}(?:"
    r"(?P<iso>(?<!\d)(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d))"
    rf"|(?P<year_from>(?<!\d)(?:1[89]|20)\d\d)年?{_DASH}(?P<year_to>(?:1[89]|20)\d\d)年"
    rf"|{_YEAR}(?:\s*的?(?:{_SUB}|{_DATED_SUB}|(?P<edge>年?[底末初]|伊始|全年)(?![步级中])))?"
    r"|(?P<whole>全年)"
    r"|(?P<bare_edge>年[底末初](?=以|到|止)|(?<![^至止到于在，。；：、（(\s])年[底末](?!前|考|奖))"
    rf"|(?P<near>[本当上下这]个?月|[上下]一个月|[本上]个?季度)(?!来)(?:(?P<near_day>{_DAY})[日号]|(?P<near_edge>[底末初]))?"
    rf"|(?<![\d.])(?:{_BARE}))"
)
_TRIGGER = re.compile(r"[年月季]|Q[1-4]|\d-[01]\d-[0-3]")
_PLAIN_TRIGGER = re.compile("[年月季]")  # the same where neither of the others can stand, at the speed of a class
_REACH = 14
_BETWEEN = re.compile(rf"{_DASH}|\s*[和与]\s*")
_AMONG = re.compile("之?间")
_DAY_TAIL = re.compile(rf"{_DASH}({_DAY})[日号]")
_SHIFTS = {
    "今年": 0,
    "本年": 0,
    "本年度": 0,
    "当年": 0,
    "这一年": 0,
    "前年": -2,
    "大前年": -3,
    "明年": 1,
    "次年": 1,
    "后年": 2,
}
_UNITS = {
    "half": frozenset(["half"]),
    "quarter": frozenset(["quarter", "q_quarter", "first_quarter", "quarters", "season"]),
    "months": frozenset(["months", "from_month", "last_months"]),
    "month": frozenset(["month", "first_month", "nth_month"]),
}
_REPORTED = ("过去一年", "一年来")
_LATE_IN_YEAR = 11


class Clock(Struct, frozen=True):
    """The dates that words like 今年 are seen from. ``anchor`` is the end of what is told; ``this_year`` is what 今年
    means where that is not the anchor's year (a work report is delivered in the year after the one it reports)."""

    anchor: date | None
    this_year: int | None = None

    @property
    def year(self) -> int | None:
        """What 今年 means."""
        return self.this_year or (self.anchor.year if self.anchor else None)


class Point(Struct, frozen=True):
    """A point of the calendar at ``text[start:end]``. ``interval`` is None where nothing tells the year. ``unit`` is
    the finest word used; ``dated`` says that the year is told (by number or by 今年, 去年). ``others`` are further
    readings: the stretch of an edge, a day still ahead in the anchor's year."""

    start: int
    end: int
    unit: str
    interval: Interval | None
    dated: bool
    is_range: bool = False
    relative: bool = False
    others: tuple[Interval, ...] = ()


def points(text: str, clock: Clock, start: int = 0, end: int | None = None) -> Iterator[Point]:
    """All points of ``text[start:end]`` in text order, ranges joined (2008年1月至2010年5月 is one)."""
    last: Point | None = None
    for match in _matches(text, start, len(text) if end is None else end):
        point = _read(match, clock, last)
        if point is None:
            continue
        point = _with_day_tail(text, point)
        if last is not None:
            joined = _join(text, last, point)
            if joined is None:
                yield last
            point = joined or point
        last = point
    if last is not None:
        yield last


def _matches(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Matches of the pattern, which is tried only around the characters that no point can be without."""
    at = start
    others = text.find("Q", start, end) >= 0 or text.find("-", start, end) >= 0
    for trigger in (_TRIGGER if others else _PLAIN_TRIGGER).finditer(text, start, end):
        while at <= trigger.start():
            match = _POINT.search(text, max(at, trigger.start() - _REACH), trigger.end() + _REACH)
            if match is None or match.start() > trigger.start():
                break
            if match.end() > match.start():
                yield match
            at = max(match.end(), match.start() + 1)


def _read(match: re.Match[str], clock: Clock, last: Point | None) -> Point | None:
    found = named_groups(match)
    year = _year(found, clock)
    relative = "relative" in found
    if "iso" in found:
        return _whole(match, "day", _iso(found["iso"]))
    if "year_from" in found:
        first, final = int(found["year_from"]), int(found["year_to"])
        if first > final:
            return None
        return replace(_whole(match, "year", (date(first, 1, 1), date(final, 12, 31))), is_range=True)
    if "whole" in found:
        return replace(_whole(match, "year", _whole_year(clock)), relative=True, dated=False)
    if "near" in found:
        if clock.anchor is None:
            return replace(_whole(match, "month", None), relative=True)
        fields, year = _near_fields(found, clock.anchor)
        near = intervals.interval(fields, year)
        return replace(_dated(match, fields, year), relative=True) if near else None
    fields = {key.removeprefix("bare_"): value for key, value in found.items()}
    if year is not None or relative:
        point = _dated(match, fields, year)
        if point.interval is None and year is not None and "day" not in fields:
            return None
        return replace(point, relative=True) if relative else point
    if last is not None and last.interval is not None and last.unit != "year" and match.start() - last.end <= 2:
        year = last.interval[1].year  # 2023年7月至11月
    point = _dated(match, fields, year) if year else _undated(match, fields, clock.anchor)
    if point.interval is None and clock.anchor is not None and "day" not in fields:
        return None
    return replace(point, dated=False)


def _dated(match: re.Match[str], fields: intervals.Fields, year: int | None) -> Point:
    if year is None:
        return _whole(match, _unit(fields), None)
    stretch = intervals.stretch(fields, year)
    point = _whole(match, _unit(fields), intervals.interval(fields, year))
    return replace(point, others=(stretch,)) if stretch else point


def _undated(match: re.Match[str], fields: intervals.Fields, anchor: date | None) -> Point:
    if anchor is None:
        return _whole(match, _unit(fields), None)
    found = intervals.latest(fields, anchor)
    stretch = intervals.stretch(fields, found[0].year) if found else None
    others = (*([stretch] if stretch else ()), *intervals.coming(fields, anchor))
    return replace(_whole(match, _unit(fields), found), others=others)


def _whole(match: re.Match[str], unit: str, interval: Interval | None) -> Point:
    return Point(match.start(), match.end(), unit, interval, dated=True)


def _iso(text: str) -> Interval | None:
    try:
        moment = date.fromisoformat(text)
    except ValueError:
        return None
    return moment, moment


def _year(found: Mapping[str, str], clock: Clock) -> int | None:
    for key in ("year", "cn_year", "short_year"):
        if key in found:
            return dates.year_of(found[key])
    word = found.get("relative")
    if word is None or clock.year is None:
        return None
    if word in _REPORTED:
        over = clock.anchor is not None and (clock.this_year is not None or dates.ends_year(clock.anchor))
        return clock.anchor.year if clock.anchor and over else clock.year - 1  # 一年来 in a report on 2023 is 2023
    return clock.year + _SHIFTS.get(word, -1)  # what is left is last year (去年, 上年, 上年度)


def _whole_year(clock: Clock) -> Interval | None:
    """全年 is the anchor's year where that is over or nearly so, else the year before."""
    if clock.anchor is None:
        return None
    return dates.year(clock.anchor.year if clock.anchor.month >= _LATE_IN_YEAR else clock.anchor.year - 1)


def _near_fields(found: Mapping[str, str], anchor: date) -> tuple[dict[str, str], int]:
    """上月底, 本季度, 下个月9号 as the fields of a month or quarter with its number, and the year that is in."""
    word = found["near"]
    back = -1 if "上" in word else 1 if "下" in word else 0
    unit, months = ("quarter", 3) if "季" in word else ("month", 1)
    moment = dates.shift(anchor, months=months * back)
    number = moment.month if unit == "month" else (moment.month + 2) // 3
    fields = {unit: str(number)}
    if "near_day" in found:
        fields["day"] = found["near_day"]
    if "near_edge" in found:
        fields[f"{unit}_edge"] = found["near_edge"]
    return fields, moment.year


def _unit(fields: Mapping[str, str]) -> str:
    if intervals.edge_word(fields):
        return "edge"
    if "to_day" in fields or "third" in fields:
        return "month"
    if "day" in fields or "new_year" in fields:
        return "day"
    return next((unit for unit, keys in _UNITS.items() if not keys.isdisjoint(fields)), "year")


def _join(text: str, left: Point, right: Point) -> Point | None:
    """One range out of two points with 至 between them, or 和…之间."""
    between = text[left.end : right.start]
    if len(between) > 4 or left.is_range or not _BETWEEN.fullmatch(between):
        return None
    if between.strip() in "和与" and not _AMONG.match(text, right.end):
        return None
    if left.interval is None or right.interval is None:
        return None
    first, last = left.interval[0], right.interval[1]
    if not left.dated and right.dated:
        first = first.replace(year=right.interval[0].year)
    elif left.dated and not right.dated:
        last = dates.shift(last, years=first.year - last.year)
    if last < first and not right.dated:
        last = dates.shift(last, years=1)
    if last < first:
        return None
    return Point(left.start, right.end, right.unit, (first, last), left.dated or right.dated, is_range=True)


def _with_day_tail(text: str, point: Point) -> Point:
    """20日 in 一月十日到20日: a day alone, of the month before it."""
    if point.unit != "day" or point.interval is None:
        return point
    tail = _DAY_TAIL.match(text, point.end)
    first = point.interval[0]
    last = dates.day(first.year, first.month, dates.number_of(tail[1])) if tail else None
    if tail is None or last is None or last[1] < first:
        return point
    return replace(point, end=tail.end(), interval=(first, last[1]), is_range=True)
