"""Which sources a run takes: by cadence, window and what earlier looks met; skipped runs are made up for once."""

from datetime import datetime, timedelta

import pytest

from crawlers.cadence import CHINA
from flows.due import judge
from local_site import source
from warehouse.health import SourceState

NOW = datetime(2025, 6, 2, 6, 30, tzinfo=CHINA)
PLACE = "http://127.0.0.1/x/"


def looked(hours: float, **facts) -> SourceState:
    """A source that was looked at so many hours ago."""
    then = NOW - timedelta(hours=hours)
    return SourceState(**({"last_look": then, "last_ok": then, "last_deep": then} | facts))


@pytest.mark.parametrize(
    ("cadence", "hours", "due"),
    [
        ("daily", 12, True),
        ("daily", 1, False),
        ("weekly", 23.9, True),  # a run that starts minutes earlier than yesterday's
        ("weekly", 12, False),
        ("monthly", 72, True),
        ("monthly", 48, False),
        ("yearly", 7 * 24 - 0.1, True),
        ("yearly", 72, False),
    ],
)
def test_the_cadence_decides(cadence: str, hours: float, due: bool) -> None:
    judged = judge(source("s", PLACE, cadence=cadence), looked(hours), NOW)
    assert judged.due is due
    assert (judged.next_look <= NOW) is due


def test_what_was_never_looked_at_is_due_and_not_deep() -> None:
    judged = judge(source("s", PLACE), SourceState(), NOW)
    assert (judged.due, judged.deep, judged.why) == (True, False, "never looked at")


def test_a_week_after_the_last_deep_walk_the_next_one_is_due() -> None:
    state = looked(24, last_deep=NOW - timedelta(days=7) + timedelta(minutes=5))
    assert judge(source("s", PLACE), state, NOW).deep
    assert not judge(source("s", PLACE, deep_days=30), state, NOW).deep
    assert not judge(source("s", PLACE), looked(24), NOW).deep


def test_what_fails_again_and_again_is_asked_more_rarely_and_the_reason_is_told() -> None:
    state = looked(47, troubles=3, reason="HTTP 403: the site refuses this crawler")
    judged = judge(source("s", PLACE), state, NOW)
    assert not judged.due
    assert "3 looks in a row failed" in judged.why and "HTTP 403" in judged.why
    assert judge(source("s", PLACE), looked(22 * 4, troubles=3), NOW).due


def test_a_retry_after_is_kept_to_beyond_the_run_that_met_it() -> None:
    until = NOW + timedelta(hours=5)
    judged = judge(source("s", PLACE), looked(30, left_alone_until=until), NOW)
    assert (judged.due, judged.next_look) == (False, until)
    assert judge(source("s", PLACE), looked(30, left_alone_until=NOW - timedelta(1)), NOW).due
    # It binds a run of all sources too.
    assert judged.asked_away
    assert not judge(source("s", PLACE), looked(1), NOW).asked_away


def test_what_was_cut_off_is_due_at_once_and_walked_to_the_end() -> None:
    rare = source("s", PLACE, cadence="yearly")
    judged = judge(rare, looked(0.1, interrupted=True), NOW)
    assert (judged.due, judged.deep, judged.why) == (True, True, "its last look was cut off")
    assert not judge(rare, looked(0.1), NOW).due
    until = NOW + timedelta(hours=5)
    assert judge(rare, looked(0.1, interrupted=True, left_alone_until=until), NOW).next_look == until


def test_outside_its_night_window_a_source_waits_for_the_window() -> None:
    night = source("s", PLACE, night=(22, 6))
    judged = judge(night, looked(100), NOW)
    assert (judged.due, judged.closes) == (False, None)
    assert judged.next_look == NOW.replace(hour=22, minute=0)
    inside = judge(night, looked(100), NOW.replace(hour=5))
    assert (inside.due, inside.closes) == (True, NOW.replace(hour=6, minute=0))
