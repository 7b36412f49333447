"""Calendar arithmetic and the numerals that dates are written with. Intervals are inclusive at both ends."""

from calendar import monthrange
from datetime import date, timedelta

_DIGITS = {
    "〇": 0,
    "零": 0,
    "○": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "仨": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
# A two-digit year is of the century it would lie in within thirty years from 2000 (98年 is 1998, 18年 is 2018).
_CENTURY_TURN = 50

Interval = tuple[date, date]


def number_of(text: str) -> int:
    """An integer up to 99 in digits or Chinese (十二, 二十, 12); of a vague one (十四五, 三四十) the lower."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return int("".join(str(_DIGITS[char]) for char in text))
    return (_DIGITS[tens[0]] if tens else 1) * 10 + _DIGITS.get(ones[:1], 0)


def year_of(text: str) -> int:
    """A year in digits or Chinese, of four or two digits (二〇二一, 07)."""
    digits = text if text.isdecimal() else "".join(str(_DIGITS[char]) for char in text)
    year = int(digits)
    if len(digits) == 2:
        return year + (2000 if year < _CENTURY_TURN else 1900)
    return year


def year(number: int) -> Interval:
    """The calendar year."""
    return date(number, 1, 1), date(number, 12, 31)


def months(number: int, first: int, last: int) -> Interval:
    """From the first day of one month to the last day of another, in one year."""
    return date(number, first, 1), date(number, last, monthrange(number, last)[1])


def quarter(number: int, which: int) -> Interval:
    """A quarter of a year."""
    return months(number, 3 * which - 2, 3 * which)


def day(number: int, month: int, of_month: int) -> Interval | None:
    """A day, None where the calendar has none (2月30日)."""
    if not 1 <= of_month <= monthrange(number, month)[1]:
        return None
    moment = date(number, month, of_month)
    return moment, moment


def ends_year(moment: date) -> bool:
    """Whether a year is over with that day."""
    return (moment.month, moment.day) == (12, 31)


def shift(moment: date, *, years: int = 0, months: int = 0) -> date:
    """The same day some years or months away; the 31st becomes the last day of a shorter month."""
    index = moment.year * 12 + moment.month - 1 + years * 12 + months
    number, month = divmod(index, 12)
    return date(number, month + 1, min(moment.day, monthrange(number, month + 1)[1]))


def day_after(moment: date) -> date:
    """The next day."""
    return moment + timedelta(days=1)
