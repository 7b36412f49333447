"""When a source is asked, and when it counts as silent: cadence, season, night window, back-off."""

from datetime import date, datetime, timedelta

import pytest

from crawlers.cadence import CHINA, MOST, backed_off, in_season, look_every, silent_days, window_end, window_opens
from local_site import source

PLACE = "http://127.0.0.1/x/"
CADENCES = ("daily", "weekly", "monthly", "quarterly", "yearly")


def at(text: str) -> datetime:
    """A moment by China's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("season", "inside", "outside"),
    [
        ((1, 4), (1, 2, 3, 4), (5, 8, 12)),
        ((11, 2), (11, 12, 1, 2), (3, 7, 10)),
        ((3, 3), (3,), (2, 4)),
        (None, (), (1, 7)),
    ],
)
def test_a_season_may_go_over_the_turn_of_the_year(season, inside, outside) -> None:
    column = source("s", PLACE, season=season)
    assert all(in_season(column, date(2025, month, 15)) for month in inside)
    assert not any(in_season(column, date(2025, month, 15)) for month in outside)


def test_the_rarer_something_is_expected_the_rarer_a_source_is_asked() -> None:
    pauses = [look_every(source("s", PLACE, cadence=cadence), date(2025, 6, 1)) for cadence in CADENCES]
    assert pauses == sorted(pauses) and pauses[0] < timedelta(hours=12) < pauses[1] < timedelta(days=1)
    assert [silent_days(source("s", PLACE, cadence=cadence)) for cadence in CADENCES] == [12, 30, 75, 200, 430]


def test_a_seasonal_column_is_asked_by_every_run_in_season_and_weekly_out_of_it() -> None:
    column = source("s", PLACE, cadence="yearly", season=(1, 4))
    assert look_every(column, date(2025, 3, 1)) == look_every(source("d", PLACE, cadence="daily"), date(2025, 3, 1))
    daily = source("s", PLACE, cadence="daily", season=(1, 4))
    assert timedelta(days=6) < look_every(daily, date(2025, 9, 1)) < timedelta(days=7)


def test_failures_in_a_row_double_the_pause_up_to_two_weeks() -> None:
    day = timedelta(days=1)
    assert [backed_off(day, troubles) / day for troubles in range(7)] == [1, 1, 2, 4, 8, 14, 14]
    assert backed_off(day, 10**6) == MOST
    assert backed_off(timedelta(days=20), 9) == timedelta(days=20)


@pytest.mark.parametrize(
    ("night", "now", "end"),
    [
        ((22, 6), "2025-03-01 23:30", "2025-03-02 06:00"),
        ((22, 6), "2025-03-02 05:59", "2025-03-02 06:00"),
        ((22, 6), "2025-03-02 06:00", None),
        ((22, 6), "2025-03-02 21:59", None),
        ((1, 5), "2025-03-02 01:00", "2025-03-02 05:00"),
        ((1, 5), "2025-03-02 00:59", None),
        ((1, 5), "2025-03-02 05:00", None),
        (None, "2025-03-02 05:00", None),
    ],
)
def test_a_night_window_is_open_or_shut(night, now, end) -> None:
    assert window_end(source("s", PLACE, night=night), at(now)) == (at(end) if end else None)


def test_a_shut_window_opens_next_at_its_first_hour() -> None:
    night = source("s", PLACE, night=(22, 6))
    assert window_opens(night, at("2025-03-02 12:00")) == at("2025-03-02 22:00")
    assert window_opens(night, at("2025-03-02 22:30")) == at("2025-03-03 22:00")
