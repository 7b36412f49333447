"""Periods that words name without a point of the calendar: five years back, streaks, programmes, congresses, laws."""

from datetime import date, timedelta
from functools import lru_cache

from msgspec.structs import replace

from warehouse import reference
from warehouse.reference import Law
from warehouse.reference.vocabulary import PeriodBasis, PeriodType

from ..records import Period
from . import dates
from .points import Clock


def lasting(text: str, count: int, unit: str, anchor: date | None) -> Period:
    """五年来: five years back from the anchor, or the last five full years; the text allows both."""
    kind, basis = PeriodType.CUMULATIVE_SINCE, PeriodBasis.INFERRED_ANCHOR
    if anchor is None:
        return Period(text, kind, None, None, PeriodBasis.UNKNOWN)
    if unit == "月":
        since = dates.shift(anchor, months=-count)
        full_months = Period(text, kind, since.replace(day=1), anchor, basis)
        return Period(text, kind, since, anchor, basis, (full_months,) if since.day > 1 else ())
    if (anchor.month, anchor.day) == (12, 31):
        return Period(text, PeriodType.RANGE, date(anchor.year - count + 1, 1, 1), anchor, basis)
    first = date(anchor.year - count, 1, 1)
    full = Period(text, kind, first, anchor if "多" in text else date(anchor.year - 1, 12, 31), basis)
    return Period(text, kind, dates.shift(anchor, years=-count), anchor, basis, (full,))


def streak(text: str, count: int, unit: str, clock: Clock) -> Period:
    """A streak ends with the last assessed year: the one reported, else the year before the anchor. It is never spread
    over its years; where it would begin is only another reading."""
    anchor, basis = clock.anchor, PeriodBasis.INFERRED_ANCHOR
    if anchor is None:
        return Period(text, PeriodType.STREAK, basis=PeriodBasis.UNKNOWN)
    closed = (anchor.month, anchor.day) == (12, 31)
    last = anchor if closed else date(anchor.year - 1, 12, 31)
    if unit not in ("年", "年度", "季度"):
        return Period(text, PeriodType.STREAK, None, last, basis)
    first = dates.day_after(dates.shift(last, months=-count * (3 if unit == "季度" else 12)))
    return Period(text, PeriodType.STREAK, None, last, basis, (Period(text, PeriodType.STREAK, first, last, basis),))


def from_table(text: str, name: str, tail: str, clock: Clock) -> Period:
    """A programme, congress or law: the table has the date. 期间 of a programme that has ended is a closed range."""
    law, anchor = _law(name), clock.anchor
    if law is None:
        return Period(text, PeriodType.CUMULATIVE_SINCE, None, anchor, PeriodBasis.INFERRED_ANCHOR)
    if law.end is not None and anchor is not None and anchor >= law.end and tail != "以来":
        return Period(text, PeriodType.RANGE, law.date, law.end, PeriodBasis.LAW_TABLE)
    return Period(text, PeriodType.CUMULATIVE_SINCE, law.date, anchor, PeriodBasis.LAW_TABLE)


def birthday(text: str, name: str, years: int, clock: Clock) -> Period:
    """法律援助法实施三周年: since then, up to now or for those full years."""
    since = from_table(text, name, "以来", clock)
    if since.start is None:
        return since
    full = replace(since, end=dates.shift(since.start, years=years) - timedelta(days=1))
    return replace(since, alternatives=(full,))


def ending_programmes(year: int | None) -> tuple[Period, ...]:
    """The five-year plan that ends with a year: the work report on 2025 reviews 2021-2025 in one part and 2025 in
    another, and an excerpt without any word of time may be of either."""
    return tuple(
        Period("", PeriodType.RANGE, law.date, law.end, PeriodBasis.LAW_TABLE)
        for law in reference.laws()
        if law.id.startswith("plan_") and law.end is not None and law.end.year == year
    )


@lru_cache(maxsize=256)
def _law(name: str) -> Law | None:
    """The entry whose name ends what the text says (新修订的行政复议法), the longest first."""
    fitting = [(len(known), law) for law in reference.laws() for known in law.names if name.endswith(known)]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None
