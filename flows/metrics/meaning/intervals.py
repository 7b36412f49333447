"""What the words of a calendar point come to: the interval of a half, quarter, season, month, third or day of a year.

Edges (年底, 6月初) are a day where something is counted up to them and a stretch where something happens in them:
:func:`interval` gives the day, :func:`stretch` the stretch.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from . import dates
from .dates import Interval

Fields = Mapping[str, str]
_MONTHS = 12
# Meteorological seasons (first month, months), and the schools' summer holidays.
_SEASONS = {"春": (3, 3), "夏": (6, 3), "秋": (9, 3), "冬": (12, 3), "暑": (7, 2)}
_THIRDS = {"上": (1, 10), "中": (11, 20), "下": (21, 31)}
# How far an edge reaches, as JioNLP reads them: two months of a year, one of a quarter, the first five days of a month,
# its days from the 25th.
_EDGE_MONTHS = {"year": 2, "quarter": 1}
_BEGINNING, _ENDING = timedelta(days=4), 25


def interval(fields: Fields, year: int) -> Interval | None:
    """The interval that the fields of a match name in a year; None where the calendar has none (2月30日)."""
    return _edge_of(whole, edge_word(fields)) if (whole := _whole(fields, year)) else None


def stretch(fields: Fields, year: int) -> Interval | None:
    """The time an edge covers (年底: November and December; 伊始: January); None where the fields name no edge."""
    word, whole = edge_word(fields), _whole(fields, year)
    if not word or whole is None:
        return None
    first, last = whole
    if word == "伊始":
        return dates.months(year, 1, 1)
    if "month" in fields:
        return (first, first + _BEGINNING) if "初" in word else (last.replace(day=_ENDING), last)
    count = _EDGE_MONTHS["quarter" if "quarter" in fields else "year"]
    if "初" in word:
        return first, dates.shift(first, months=count) - timedelta(days=1)
    return dates.day_after(dates.shift(last, months=-count)).replace(day=1), last


def edge_word(fields: Fields) -> str:
    """年底, 月初, 伊始: the word for an edge; empty where there is none."""
    word = fields.get("edge") or fields.get("month_edge") or fields.get("quarter_edge") or ""
    return "" if word == "全年" else word


def latest(fields: Fields, anchor: date) -> Interval | None:
    """The latest interval of this form that ended by the anchor; 下半年 in a report on the first half is to come."""
    this = interval(fields, anchor.year)
    if this is not None and "half" in fields and this[0] == dates.day_after(anchor):
        return this
    if this is not None and (this[1] <= anchor or (edge_word(fields) and this[0] <= anchor)):
        return this
    return interval(fields, anchor.year - 1)


def coming(fields: Fields, anchor: date) -> tuple[Interval, ...]:
    """The readings of a day, a third or an edge of the anchor's year that lies ahead: 9月30日 told in March may be
    either."""
    if not edge_word(fields) and "day" not in fields and "third" not in fields:
        return ()
    found = (interval(fields, anchor.year), stretch(fields, anchor.year))
    return tuple(entry for entry in found if entry is not None and entry[1] > anchor)


def _whole(fields: Fields, year: int) -> Interval | None:
    if half := fields.get("half"):
        return dates.months(year, 1, 6) if half[0] in "上前" else dates.months(year, 7, 12)
    if quarter := fields.get("quarter") or fields.get("q_quarter"):
        return dates.quarter(year, dates.number_of(quarter))
    if "first_quarter" in fields:
        return dates.quarter(year, 1)
    if quarters := fields.get("quarters"):
        return dates.months(year, 1, 3 * dates.number_of(quarters))
    if count := fields.get("months") or fields.get("last_months"):
        number = dates.number_of(count)
        first, last = (1, number) if "months" in fields else (_MONTHS + 1 - number, _MONTHS)
        return dates.months(year, first, last) if 1 <= number <= _MONTHS else None
    if "first_month" in fields:
        return dates.months(year, 1, 1)
    if season := fields.get("season"):
        begins, count_of_months = _SEASONS[season[0]]
        first_day = date(year, begins, 1)
        return first_day, dates.shift(first_day, months=count_of_months) - timedelta(days=1)
    if "new_year" in fields:
        return dates.day(year, 1, 1)
    if "from_month" in fields:
        first, last = dates.number_of(fields["from_month"]), dates.number_of(fields["to_month"])
        return dates.months(year, first, last) if first <= last else _over_new_year(year, first, last)
    return _of_month(fields, year)


def _of_month(fields: Fields, year: int) -> Interval | None:
    if (told := fields.get("month") or fields.get("nth_month")) is None:
        return dates.year(year)
    month = dates.number_of(told)
    if month > _MONTHS:
        return None
    if "day" in fields:
        first_day = dates.day(year, month, dates.number_of(fields["day"]))
        last_day = dates.day(year, month, dates.number_of(fields.get("to_day", fields["day"])))
        return (first_day[0], last_day[1]) if first_day and last_day and first_day <= last_day else None
    first, last = dates.months(year, month, month)
    if "third" in fields:
        begins, ends = _THIRDS[fields["third"]]
        return first.replace(day=begins), first.replace(day=min(ends, last.day))
    return first, last


def _over_new_year(year: int, first: int, last: int) -> Interval:
    """8月至2月 ends in the year."""
    return date(year - 1, first, 1), dates.months(year, last, last)[1]


def _edge_of(whole: Interval, word: str) -> Interval:
    """年底, 月末: the last day is meant when something is counted up to it; 年初: the first day."""
    first, last = whole
    if "底" in word or "末" in word:
        return last, last
    if "初" in word or word == "伊始":
        return first, first
    return whole
