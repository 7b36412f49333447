"""The schedule on a real Prefect server: the deployments are taken as they are, a worker runs the flow to its end."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from demo.sample import SITE
from flows.demo import staged
from flows.settings import Settings
from homes import ROOT
from warehouse import open_reader, reference

PREFECT = str(Path(sys.executable).with_name("prefect"))
PATIENCE = 120


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server with SQLite in a folder of its own; gives the environment that talks to it."""
    folder = tmp_path_factory.mktemp("prefect")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    api = f"http://127.0.0.1:{port}/api"
    env = {**os.environ, "PREFECT_HOME": str(folder), "PREFECT_API_URL": api, "PREFECT_LOGGING_LEVEL": "WARNING"}
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(
            [PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(port)], env=env, stdout=log, stderr=log
        )
    try:
        _wait_for(f"{api}/health")
        yield env
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(address: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if httpx.get(address, timeout=2).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.5)
    raise TimeoutError(f"{address} did not answer within {PATIENCE} s")


def prefect(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    env = env | {"PWD": str(ROOT)}  # as a shell in the project folder has it
    return subprocess.run([PREFECT, *arguments], cwd=ROOT, env=env, capture_output=True, text=True, check=True)


@pytest.fixture(scope="module")
def deployed(server):
    prefect(server, "work-pool", "create", "fazhi", "--type", "process")
    prefect(server, "--no-prompt", "deploy", "--all")
    return server


def test_deployments_run_in_shanghai_time_one_at_a_time(deployed):
    found = httpx.post(f"{deployed['PREFECT_API_URL']}/deployments/filter", json={}).json()
    assert {entry["name"] for entry in found} == {"daily", "report-season", "monthly-reextraction"}
    for entry in found:
        assert [schedule["schedule"]["timezone"] for schedule in entry["schedules"]] == ["Asia/Shanghai"]
        assert entry["global_concurrency_limit"]["limit"] == 1
        assert entry["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"


def test_a_worker_runs_the_flow_to_its_end(deployed, tmp_path):
    home = tmp_path / "home"
    with staged(Settings(home=home), SITE) as demo:
        env = deployed | {"FAZHI_HOME": str(home), "FAZHI_SOURCES": json.dumps([str(demo.sources)])}
        prefect(env, "deployment", "run", "monitor/daily", "--param", 'sources=["sample_linlan"]')
        prefect(env, "worker", "start", "--pool", "fazhi", "--run-once")
        state = _final_state(deployed["PREFECT_API_URL"])
    reference.forget()
    assert state == ("COMPLETED", "Completed")
    with open_reader(home / "published" / "fazhi.duckdb") as con:
        assert con.execute("SELECT count(*) > 50 FROM observations").fetchall() == [(True,)]
        assert con.execute("SELECT kind FROM runs").fetchall() == [("schedule",)]
    artifacts = httpx.post(f"{deployed['PREFECT_API_URL']}/artifacts/filter", json={}).json()
    assert {"fazhi-run", "fazhi-new-documents"} <= {artifact["key"] for artifact in artifacts}
    found = _events(deployed["PREFECT_API_URL"], "fazhi.report.new", 4)
    assert {event["resource"]["prefect.resource.name"] for event in found} == {"示例省临澜市"}
    assert all(event["payload"]["url"] for event in found)
    assert {event["payload"]["report_year"] for event in found} >= {2022, 2023, 2024}


def _events(api: str, name: str, least: int) -> list[dict[str, Any]]:
    """The events of that name, so many at least; the server takes a moment to keep them."""
    asked = {"filter": {"event": {"name": [name]}}}
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = httpx.post(f"{api}/events/filter", json=asked).json()["events"]
        if len(found) >= least:
            return found
        time.sleep(1)
    raise TimeoutError(f"fewer than {least} events {name} came: {found}")


def _final_state(api: str) -> tuple[str, str]:
    asked = {"flow_runs": {"state": {"type": {"not_any_": ["SCHEDULED"]}}}}
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        (run,) = httpx.post(f"{api}/flow_runs/filter", json=asked).json() or [None]
        if run and run["state"]["type"] in {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}:
            return run["state"]["type"], run["state"]["name"]
        time.sleep(1)
    raise TimeoutError("the flow run did not end")
