"""The schedule on a real Prefect server: the deployments are taken as they are, a worker runs the flows to their end,
in time, one at a time; what was missed is made up for once, and known to be late."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from prefect_server import wait_until, working

from demo.sample import SITE
from flows.demo import staged
from flows.settings import Settings
from warehouse import open_reader, reference

DEPLOYED = {
    *("daily", "report-season", "weekly-deep-scan"),  # monitor
    *("daily-health", "hourly-digest", "monthly-reextraction"),
}


@pytest.fixture
def server(schedule_server):
    return schedule_server


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home, and the environment of a worker that watches the sample site, which is served meanwhile."""
    path = tmp_path_factory.mktemp("watch") / "home"
    with pytest.MonkeyPatch.context() as patch:
        for name in ("FAZHI_SOURCES", "FAZHI_REFERENCE_DIRS"):
            patch.setenv(name, "")
        with staged(Settings(home=path), SITE) as demo:
            yield path, {"FAZHI_HOME": str(path), "FAZHI_SOURCES": json.dumps([str(demo.sources)])}
    reference.forget()


@pytest.fixture(scope="module")
def first(schedule_server, home, tmp_path_factory):
    """The id of the first run of the deployment ``daily``, ended."""
    server = schedule_server
    with working(server, tmp_path_factory.mktemp("logs") / "worker.log", **home[1]):
        ident = server.start("monitor/daily", sources=["sample_linlan", "sample_yunhe"])
        server.ended(ident)
    return ident


def test_deployments_run_in_shanghai_time_one_at_a_time(server):
    found = server.post("deployments/filter")
    assert {entry["name"] for entry in found} == DEPLOYED
    for entry in found:
        assert [schedule["schedule"]["timezone"] for schedule in entry["schedules"]] == ["Asia/Shanghai"]
        assert entry["global_concurrency_limit"]["limit"] == 1
        assert entry["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
        described = entry["parameter_openapi_schema"]["properties"].values()
        assert all(parameter.get("description") for parameter in described)


def test_a_worker_runs_the_flow_to_its_end(server, home, first):
    # The sample site holds a stub page: a failure on record, and the rest goes on.
    assert server.ended(first)["name"] == "Partial"
    with open_reader(home[0] / "published" / "fazhi.duckdb") as con:
        assert con.execute("SELECT count(*) > 50 FROM observations").fetchall() == [(True,)]
        assert con.execute("SELECT kind FROM runs").fetchall() == [("schedule",)]


def test_each_source_and_each_chunk_is_a_task_with_a_log(server, first):
    tasks = server.tasks(first)
    assert {
        f"{station} {source}" for station in ("source", "read") for source in ("sample_linlan", "sample_yunhe")
    } <= {*tasks}
    assert any(name.startswith("extract articles 1-") for name in tasks)
    assert set(tasks.values()) == {"COMPLETED"}
    told = "\n".join(wait_until(lambda: server.logs(first)))
    for line in ("asking 2 sources (sample_linlan, sample_yunhe)", "sample_linlan: ok", "figures in", "new articles"):
        assert line in told


def test_what_was_found_stands_in_artifacts(server, first):
    shown = server.artifacts(first)
    assert {"fazhi-run", "fazhi-new-documents", "fazhi-failures", "fazhi-source-health", "fazhi-timing"} <= {*shown}
    assert {"fazhi-progress-crawl", "fazhi-progress-read", "fazhi-progress-extract"} <= {*shown}
    assert shown["fazhi-progress-extract"] == 100
    pairs = json.loads(shown["fazhi-beside-last-year"])
    (aid,) = [
        pair
        for pair in pairs
        if pair["indicator"] == "法律援助案件数" and "临澜" in pair["region"] and pair["year"] == 2024
    ]
    assert (aid["the year before"], aid["new"], aid["change"]) == ("1,098", "1,846 件", "+68.12 %")
    assert "](http" in aid["sentence"]


def test_new_reports_are_events(server, first):
    asked = {"filter": {"event": {"name": ["fazhi.report.new"]}}}

    def told():
        """All of them: the server takes a moment to keep them, one after the other."""
        found = server.post("events/filter", asked)["events"]
        return {event["payload"]["report_year"] for event in found} >= {2022, 2023, 2024} and found

    found = wait_until(told)
    assert {event["resource"]["prefect.resource.name"] for event in found} >= {"示例省临澜市"}
    assert all(event["payload"]["url"] for event in found)


def test_missed_starts_are_made_up_for_once_and_known_to_be_late(server, home, first, tmp_path):
    """A worker that was away for three days finds three starts: one works, the others are too many or come too late."""
    now = datetime.now(UTC)
    missed = [server.start("monitor/daily", now - timedelta(days=days)) for days in (3, 2, 1)]
    with working(server, tmp_path / "worker.log", **home[1]):
        states = [server.ended(ident) for ident in missed]
        straggler = server.start("monitor/daily", now - timedelta(days=4))
        after = server.ended(straggler)
    worked = [state for state in states if state["type"] == "COMPLETED" and state["name"] != "Skipped"]
    assert len(worked) == 1, states
    assert "late; it takes all that has come due since, once" in worked[0]["message"]
    assert {state["name"] for state in states} - {worked[0]["name"]} <= {"Cancelled", "Skipped"}
    assert after["name"] == "Skipped"
    assert "starts 4 days late; a later start" in after["message"]
    with open_reader(home[0] / "published" / "fazhi.duckdb") as con:
        assert con.execute("SELECT count(*) FROM runs WHERE kind = 'schedule'").fetchall() == [(2,)]


def test_a_schedule_fires_within_its_minute_and_the_check_tells_how_things_stand(server, home, first, tmp_path):
    # Every minute, so that a server too busy to plan the first start in time fires at the next.
    begin = datetime.now(UTC) + timedelta(seconds=12)
    rule = {"interval": 60, "anchor_date": begin.isoformat(), "timezone": "Asia/Shanghai"}
    deployment = server.deployment("health/daily-health")
    (made,) = server.post(f"deployments/{deployment}/schedules", [{"active": True, "schedule": rule}])
    wanted = {
        "deployments": {"id": {"any_": [deployment]}},
        "flow_runs": {"start_time": {"is_null_": False}},
        "sort": "START_TIME_ASC",
    }
    with working(server, tmp_path / "worker.log", **home[1]):
        fired = wait_until(lambda: server.post("flow_runs/filter", wanted))[0]
        server.ask("DELETE", f"deployments/{deployment}/schedules/{made['id']}")
        state = server.ended(fired["id"])
    begun, planned = (datetime.fromisoformat(fired[name]) for name in ("start_time", "expected_start_time"))
    assert abs((planned - begin) / timedelta(minutes=1) % 1 - 0.5) > 0.45  # to the second, as it was asked
    assert timedelta(seconds=-1) < begun - planned < timedelta(minutes=1)
    # The sample's reports end with that of 2024: its sources are silent, its regions' next reports are awaited.
    assert state["name"] == "Attention"
    shown = server.artifacts(fired["id"])
    assert {row["source"] for row in json.loads(shown["fazhi-source-health"]) if row["state"] == "silent"}
    assert "示例省临澜市" in {row["region"] for row in json.loads(shown["fazhi-report-calendar"])}
