"""Which sources a run takes: those whose time has come, by cadence, season, night window, and what earlier looks met.

A run that was skipped or cancelled loses nothing: what was due then is due still, once, however many were skipped.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawlers.cadence import CHINA, backed_off, look_every, window_end, window_opens
from crawlers.source import Source
from warehouse.health import SourceState

_SLACK = timedelta(hours=2)  # a run that starts a minute earlier than the one a week ago finds the deep walk due
_NEVER = SourceState()


@dataclass(frozen=True, slots=True)
class Due:
    """Whether a source's time has come, and why.

    ``deep``: its listings are to be walked to their end. ``closes``: when its night window closes; None where it has
    none. ``asked_away``: the site itself asked to be left alone until later (Retry-After). ``next_look``: the earliest
    moment at which a run takes it (aware); not later than now where it is due.
    """

    source: Source
    due: bool
    deep: bool
    why: str
    closes: datetime | None
    asked_away: bool
    next_look: datetime


def judge(source: Source, state: SourceState, now: datetime) -> Due:
    """Whether a run that starts at ``now`` (aware) takes this source."""
    usual = look_every(source, now.astimezone(CHINA).date())
    closes = window_end(source, now)
    earliest, why = now, "never looked at"
    if state.last_look:
        pause = backed_off(usual, state.troubles)
        earliest, why = state.last_look + pause, f"asked every {_hours(pause)}"
        if pause > usual:
            why = f"{state.troubles} looks in a row failed, so asked every {_hours(pause)}: {state.reason}"
        if state.interrupted:
            earliest, why = min(now, earliest), "its last look was cut off"
    if state.left_alone_until and state.left_alone_until > max(now, earliest):
        earliest, why = state.left_alone_until, "it asked to be left alone until then (Retry-After)"
    if earliest <= now and source.night and closes is None:
        earliest, why = window_opens(source, now), "outside its night window {}:00-{}:00".format(*source.night)
    asked_away = bool(state.left_alone_until and state.left_alone_until > now)
    return Due(source, earliest <= now, is_deep_due(source, state, now), why, closes, asked_away, earliest)


def is_deep_due(source: Source, state: SourceState, now: datetime) -> bool:
    """Whether the listing is to be walked to its end again; a first walk goes there anyway.

    What was cut off is, too: behind the many items it had seen may lie others, and a short walk ends before them.
    """
    if state.interrupted:
        return True
    return state.last_deep is not None and now - state.last_deep >= timedelta(days=source.deep_days) - _SLACK


def judge_all(sources: Iterable[Source], states: Mapping[str, SourceState], now: datetime) -> list[Due]:
    """:func:`judge` for each source, in their order."""
    return [judge(source, states.get(source.id, _NEVER), now) for source in sources]


def _hours(pause: timedelta) -> str:
    hours = round(pause.total_seconds() / 3600)
    return f"{hours} h" if hours < 48 else f"{hours / 24:.0f} days"
