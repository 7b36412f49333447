"""A run knows whether it starts in time, and of days without any run; a server that lost sight of one is told."""

from datetime import UTC, datetime, timedelta

import pytest

from flows.monitor import gap_before
from flows.run import cut_off, new_run, unfinished_runs, working
from flows.settings import Settings
from flows.starts import Start, taking_turns

DUE = datetime(2025, 3, 3, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("late", "told"),
    [
        (timedelta(minutes=5), ""),
        (timedelta(hours=7), "was to start at 2025-03-04 06:30 Shanghai time and starts 7 hours late"),
        (timedelta(days=5, hours=1), "starts 5 days late; it takes all that has come due since, once"),
    ],
)
def test_a_late_start_says_so(late: timedelta, told: str) -> None:
    start = Start(DUE, DUE + late)
    assert told in start.told()
    assert bool(start.told()) is bool(told)


def test_a_start_that_was_made_up_for_has_nothing_to_do() -> None:
    told = Start(DUE, DUE + timedelta(days=2), made_up_by="of 2025-03-05 22:31 UTC").told()
    assert "a later start, of 2025-03-05 22:31 UTC, has taken what was due" in told


def test_days_without_a_run_are_told_also_without_a_server() -> None:
    assert gap_before(None, DUE) == gap_before(DUE - timedelta(hours=24), DUE) == ""
    told = gap_before(DUE - timedelta(days=9), DUE)
    assert "No run had ended since 2025-02-23 06:30 Shanghai time, for 9 days" in told


def test_a_run_that_died_is_found_by_its_folder_and_one_at_work_is_not(tmp_path) -> None:
    settings = Settings(home=tmp_path / "home")
    dead = new_run(settings, "schedule", flow_run_id="f3c1")
    with working(new_run(settings, "schedule")):
        assert [(run.run_id, facts["flow_run_id"]) for run, facts in cut_off(settings)] == [(dead.run_id, "f3c1")]
    assert unfinished_runs(settings) == []  # nothing had been fetched: there is nothing to finish


def test_what_a_person_starts_waits_for_nobody(tmp_path) -> None:
    settings = Settings(home=tmp_path / "home")
    with taking_turns(settings), taking_turns(settings):
        assert not (tmp_path / "home" / "turn.lock").exists()


def test_runs_of_deployments_take_turns(tmp_path, monkeypatch) -> None:
    from filelock import Timeout

    monkeypatch.setenv("PREFECT__RUNTIME__DEPLOYMENT__ID", "8f1f3d3c-1c47-4f5b-9a83-7f0b8f5b3a10")
    monkeypatch.setattr("flows.starts.PATIENCE", timedelta(seconds=0.2))
    settings = Settings(home=tmp_path / "home")
    with taking_turns(settings), pytest.raises(Timeout), taking_turns(settings):
        pass
    with taking_turns(settings):
        pass
