"""Which time a change is measured against."""

from datetime import timedelta

from warehouse.reference.vocabulary import ChangeBase, Kind, Role

from ..records import Figure, Period
from . import dates
from .expressions import Shape
from .sentences import Spot
from .times import TimeContext, told_before

# Named once: every figure is asked.
_GROWTH, _CHANGE = Kind.GROWTH, Role.CHANGE
_NAMED, _PERIOD_BEFORE, _UNTOLD = (
    ChangeBase.NAMED_PERIOD,
    ChangeBase.PERIOD_ON_PERIOD,
    (ChangeBase.UNKNOWN, None),
)


def base_period(figure: Figure, period: Period, spot: Spot, context: TimeContext) -> Period | None:
    """The period a change is measured against: the same months a year before for 同比, the named one for 较2020年."""
    if figure.kind is not _GROWTH and figure.role is not _CHANGE:
        return None
    if figure.change_base is _NAMED:
        named = [entry for entry in told_before(figure, spot, context) if entry.shape is Shape.BASE]
        if named:
            return named[-1].period
    if period.end is None or figure.change_base in _UNTOLD:
        return None
    first = period.start
    if figure.change_base is _PERIOD_BEFORE:
        return _period_before(period)
    return Period(
        figure.base_text,
        period.type,
        dates.shift(first, years=-1) if first else None,
        dates.shift(period.end, years=-1),
        period.basis,
    )


def _period_before(period: Period) -> Period | None:
    """The month or week before, for 环比; before a week that still runs, the whole one."""
    if period.start is None or period.end is None:
        return None
    last = period.start - timedelta(days=1)
    if period.text.endswith("周"):
        return Period("环比", period.type, period.start - timedelta(days=7), last, period.basis)
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
    if period.start.day == 1:
        return Period("环比", period.type, dates.shift(period.start, months=-months), last, period.basis)
    return Period(
        "环比", period.type, period.start - (period.end - period.start) - (period.start - last), last, period.basis
    )
