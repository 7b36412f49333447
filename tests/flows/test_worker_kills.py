"""A worker killed with SIGKILL, with all it had started, at ten stations: the next worker's run leaves the tables as an
undisturbed run leaves them.

The stations tell where they are (:mod:`flows.progress`). A module that Python loads at its start (``sitecustomize``)
listens to that in the flow's process, notes the station and kills worker and flow, so the product holds no hook for it.
One moment is tried with every test run, all of them by ``make chaos``.
"""

import json
import os
import shutil
import signal

import pytest
from kept_tables import TABLES, state
from prefect_server import wait_until, working

from demo.sample import SITE
from flows.demo import staged
from flows.settings import Settings
from flows.starts import YOUNG, declare_crashed
from homes import ROOT, fazhi
from warehouse import reference

SOURCE = "sample_linlan"
MOMENTS = [
    *(("crawl", 1), ("crawl", 4), ("read", 1), ("cluster", 1), ("extract", 1)),
    *(("load", 1), ("load", 2), ("health", 2), ("publish", 2), ("alert", 1)),
]
ALWAYS: set[tuple[str, int]] = set()  # a minute each: CI kills whole runs without a worker
KILLER = """
import os, signal

def listener(step, seen=[]):
    station, moment = os.environ["KILL_AT"].split()
    if step.station == station:
        seen.append(step)
    if len(seen) == int(moment):
        with open(os.environ["WORKER_LOG"], "a") as log:  # what the flow prints goes by the worker
            print("killed at", station, step.done, step.total, file=log)
        with open(os.environ["WORKER_PID"]) as file:
            os.kill(int(file.read()), signal.SIGKILL)
        os.killpg(0, signal.SIGKILL)  # a flow's process leads a group of its own

if os.environ.get("PREFECT__FLOW_RUN_ID"):
    from flows import progress
    progress._listeners.append(listener)
"""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """The sample site, served as long as the module's tests run, and the home of a run that nobody disturbed."""
    home = tmp_path_factory.mktemp("undisturbed") / "home"
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("FAZHI_SOURCES", "[]"), ("FAZHI_REFERENCE_DIRS", "")):
            patch.setenv(name, value)
        with staged(Settings(home=home), SITE) as demo:
            # In a process of its own, as the worker's is: this one may hold what other tests have loaded.
            done = fazhi(home, "run", "--source", SOURCE, env={"FAZHI_SOURCES": str(demo.sources)})
            assert done.returncode == 0, done.stderr
            yield home, demo.sources
    reference.forget()


def moments():
    for moment in MOMENTS:
        marks = () if moment in ALWAYS else pytest.mark.skipif("FAZHI_CHAOS" not in os.environ, reason="make chaos")
        yield pytest.param(*moment, marks=marks, id=f"{moment[0]}-{moment[1]}")


@pytest.mark.parametrize(("station", "moment"), list(moments()))
def test_what_a_killed_worker_left_the_next_one_finishes(schedule_server, undisturbed, tmp_path, station, moment):
    server, (whole, sources) = schedule_server, undisturbed
    home, log, pid = tmp_path / "home", tmp_path / "worker.log", tmp_path / "worker.pid"
    home.mkdir()
    shutil.copytree(whole / "reference", home / "reference")
    (tmp_path / "sitecustomize.py").write_text(KILLER, encoding="utf-8")
    env = {"FAZHI_HOME": str(home), "FAZHI_SOURCES": json.dumps([str(sources)])}
    deadly = {"KILL_AT": f"{station} {moment}", "WORKER_PID": str(pid), "WORKER_LOG": str(log)}
    deadly |= {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    with working(server, log, **env, **deadly) as worker:
        pid.write_text(str(worker.pid))
        killed = server.start("monitor/daily", sources=[SOURCE])
        assert worker.wait(120) == -signal.SIGKILL, log.read_text()
    assert f"killed at {station}" in log.read_text()
    # The server takes it for alive, and its deployment for busy, until it is told: `fazhi up` does so when it starts.
    assert server.run(killed)["state"]["type"] == "RUNNING"
    assert wait_until(lambda: declare_crashed(Settings(home=home), server.api), 5 * YOUNG.total_seconds()) == [killed]
    with working(server, log, **env):
        state_now = server.ended(server.start("monitor/daily", sources=[SOURCE]))
    assert state_now["type"] == "COMPLETED", state_now
    assert server.run(killed)["state"]["type"] == "CRASHED"
    found, wanted = state(home), state(whole)
    for table in TABLES:  # one at a time: what differs shows
        assert found[table] == wanted[table], table
