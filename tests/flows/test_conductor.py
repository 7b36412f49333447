"""Stations as Prefect tasks: one that fails fails alone, what passes by itself is tried again, what hangs is ended, and
figures that were extracted before a run was cut off are not extracted again."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from prefect import flow
from prefect.settings import PREFECT_API_URL, temporary_settings

from crawlers.records import SourceOutcome, Status
from flows import conductor
from flows.calling import Kept
from flows.conductor import PrefectConductor, Terms
from flows.errors import SourceTroubleError
from flows.starts import flow_run_id
from flows.stations import judge_source
from warehouse import WarehouseBusyError


@pytest.fixture
def run(schedule_server, monkeypatch):
    """Calls a function inside a flow run of that server, as a deployment's."""
    monkeypatch.setenv("PREFECT__RUNTIME__DEPLOYMENT__ID", "8f1f3d3c-1c47-4f5b-9a83-7f0b8f5b3a10")
    with temporary_settings({PREFECT_API_URL: schedule_server.api}):
        yield lambda work: flow(name="tried", persist_result=False)(work)()


def test_a_failed_source_fails_its_task_and_the_others_go_on(run, schedule_server):
    outcomes = [
        SourceOutcome("well", Status.OK, listings=2, links=9, new_pages=3),
        SourceOutcome("refuses", Status.BLOCKED, listings=1, reason="HTTP 403: the site refuses this crawler"),
        SourceOutcome("quiet", Status.UNCHANGED, listings=1),
    ]
    labels = [outcome.source_id for outcome in outcomes]

    def work():
        return flow_run_id(), list(PrefectConductor().each("source", judge_source, outcomes, labels=labels))

    ident, (well, refused, quiet) = run(work)
    assert (well, quiet) == (None, None)
    assert isinstance(refused, SourceTroubleError)
    assert "refuses is blocked: HTTP 403" in str(refused)
    told = {"source well": "COMPLETED", "source refuses": "FAILED", "source quiet": "COMPLETED"}
    for _ in range(20):  # task states come as events
        if (seen := schedule_server.tasks(ident)) == told:
            break
        time.sleep(0.5)
    assert seen == told


def test_another_writer_is_waited_for_and_a_mistake_is_not_repeated(run, monkeypatch):
    monkeypatch.setitem(conductor.TERMS, "load", Terms(timedelta(minutes=1), pauses=(0, 0)))
    met = []

    def station(error):
        met.append(error)
        if len(met) < 3:
            raise error
        return "stored"

    busy = WarehouseBusyError(Path("warehouse.duckdb"), "process 1", 30)
    assert run(lambda: PrefectConductor().one("load", station, busy)) == "stored"
    met.clear()
    with pytest.raises(ValueError, match="seven"):
        run(lambda: PrefectConductor().one("load", station, ValueError("seven")))
    assert len(met) == 1


def test_what_hangs_is_ended(run, monkeypatch):
    monkeypatch.setitem(conductor.TERMS, "read", Terms(timedelta(seconds=0.5), pauses=(0,)))
    begun = time.monotonic()
    (found,) = run(lambda: list(PrefectConductor().each("read", time.sleep, [60], labels=["hangs"])))
    assert isinstance(found, TimeoutError)
    assert time.monotonic() - begun < 30


def test_a_second_attempt_takes_what_the_first_one_kept(run, tmp_path):
    called = []

    def station(item):
        called.append(item)
        return item * 2

    def attempt(*keys):
        kept = Kept(tmp_path / "results", keys)
        return run(lambda: list(PrefectConductor().each("extract", station, [1, 2], labels=["a", "b"], kept=kept)))

    assert attempt("text a", "text b") == [2, 4]
    assert attempt("text a", "text b, corrected") == [2, 4]
    assert called == [1, 2, 2]
