"""What follows from a source's cadence, season and night window: how often it is asked, when, and when it is silent.

Days and hours are China's, which has one time zone without summer time.
"""

from datetime import date, datetime, timedelta, timezone

from crawlers.source import Source

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
MOST = timedelta(days=14)
"""The longest pause that failures in a row lead to."""

# Two hours less than the plain interval: a run that starts a minute earlier than yesterday's finds the source due.
_EVERY_RUN, _WEEKLY = timedelta(hours=10), timedelta(hours=166)
_LOOK = {
    "daily": _EVERY_RUN,
    "weekly": timedelta(hours=22),
    "monthly": timedelta(hours=70),
    "quarterly": _WEEKLY,
    "yearly": _WEEKLY,
}
# Longer than the cadence by what is usual: the holidays of spring and autumn last eight or nine days.
_SILENT_DAYS = {"daily": 12, "weekly": 30, "monthly": 75, "quarterly": 200, "yearly": 430}


def in_season(source: Source, day: date) -> bool:
    """Whether a day is in the source's season; ``season: [11, 2]`` goes over the turn of the year."""
    if source.season is None:
        return False
    first, last = source.season
    return first <= day.month <= last if first <= last else not last < day.month < first


def look_every(source: Source, day: date) -> timedelta:
    """The least time between two looks: by cadence; a seasonal source by every run in season, weekly out of it."""
    if source.season is None:
        return _LOOK[source.cadence]
    return _EVERY_RUN if in_season(source, day) else max(_WEEKLY, _LOOK[source.cadence])


def backed_off(usual: timedelta, troubles: int) -> timedelta:
    """The time to the next look after so many looks in a row that were blocked or brought nothing: doubled by each
    after the first, at most :data:`MOST`."""
    factor: int = 2 ** min(max(troubles - 1, 0), 10)
    return max(usual, min(usual * factor, MOST))


def silent_days(source: Source) -> int:
    """Days without anything new after which the source counts as silent, where its own past does not tell better."""
    return _SILENT_DAYS[source.cadence]


def window_end(source: Source, now: datetime) -> datetime | None:
    """When the source's night window closes that is open at ``now`` (aware); None where it is shut or there is none."""
    if source.night is None:
        return None
    opens, closes = source.night
    local = now.astimezone(CHINA)
    end = local.replace(hour=closes, minute=0, second=0, microsecond=0)
    if end <= local:
        end += timedelta(days=1)
    start = end.replace(hour=opens)
    if opens > closes:
        start -= timedelta(days=1)
    return end if start <= local else None


def window_opens(source: Source, now: datetime) -> datetime:
    """The next time after ``now`` at which the night window opens; ``now`` where there is none."""
    if source.night is None:
        return now
    local = now.astimezone(CHINA)
    start = local.replace(hour=source.night[0], minute=0, second=0, microsecond=0)
    return start if start > local else start + timedelta(days=1)
