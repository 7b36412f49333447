"""Killed with SIGKILL anywhere, a run is finished by the next one, and the tables are those of an undisturbed run.

The stations tell where they are (:mod:`flows.progress`); the killed process listens to that and ends itself, so the
product holds no hook for it. A few moments are tried with every test run, all of them by ``make chaos``.
"""

import os
import shutil
import signal
import subprocess
import sys

import pytest
from kept_tables import TABLES, state

from demo.sample import SITE
from flows.demo import staged
from flows.settings import Settings
from homes import ROOT, fazhi
from warehouse import reference
from warehouse.connect import open_writer

SOURCE = "sample_linlan"
MOMENTS = [
    *(("crawl", 1), ("crawl", 4), ("crawl", 9), ("read", 1), ("cluster", 1), ("extract", 1)),
    *(("load", 1), ("load", 2), ("publish", 1), ("publish", 2), ("site", 1), ("site", 2), ("alert", 1)),
]
ALWAYS = {("crawl", 4), ("load", 2)}
RUN_AND_DIE = """
import os, signal, sys
from flows import progress
station, moment, seen = sys.argv[1], int(sys.argv[2]), 0

def listener(step):
    global seen
    seen += step.station == station
    if seen == moment:
        print("killed at", station, step.done, step.total, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

with progress.listening(listener):
    from flows.monitor import run_now
    run_now(sources=[sys.argv[3]], trigger="run")
"""


def moments():
    for moment in MOMENTS:
        marks = () if moment in ALWAYS else pytest.mark.skipif("FAZHI_CHAOS" not in os.environ, reason="make chaos")
        yield pytest.param(*moment, marks=marks, id=f"{moment[0]}-{moment[1]}")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """The sample site, served as long as the module's tests run, and the home of a run that nobody disturbed."""
    home = tmp_path_factory.mktemp("undisturbed") / "home"
    kept = {name: os.environ.get(name) for name in ("FAZHI_SOURCES", "FAZHI_REFERENCE_DIRS")}
    with staged(Settings(home=home), SITE) as demo:
        done = fazhi(home, "run", "--source", SOURCE, env={"FAZHI_SOURCES": str(demo.sources)})
        assert done.returncode == 0, done.stderr
        yield home, demo.sources
    for name, value in kept.items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value
    reference.forget()


def asked_again(home):
    with open_writer(home / "warehouse.duckdb") as writer:
        sql = "SELECT count(*) - count(DISTINCT url) FROM fetches WHERE kind IN ('article', 'attachment')"
        return writer.con.execute(sql).fetchall()[0][0]


@pytest.mark.parametrize(("station", "moment"), list(moments()))
def test_a_killed_run_is_finished_by_the_next(undisturbed, tmp_path, station, moment):
    whole, sources = undisturbed
    home = tmp_path / "home"
    home.mkdir()
    shutil.copytree(whole / "reference", home / "reference")
    env = {
        **os.environ,
        "FAZHI_HOME": str(home),
        "FAZHI_SOURCES": str(sources),
        "PREFECT_HOME": str(tmp_path / "prefect"),
    }
    env |= {"PYTHONPATH": str(ROOT), "PREFECT_LOGGING_LEVEL": "CRITICAL", "FAZHI_REFERENCE_DIRS": ""}
    words = tmp_path / "killed.txt"
    with words.open("w") as out:  # no pipe: what it leaves behind would hold it open
        command = [sys.executable, "-c", RUN_AND_DIE, station, str(moment), SOURCE]
        killed = subprocess.Popen(command, cwd=tmp_path, env=env, stdout=out, stderr=out, start_new_session=True)
    code = killed.wait(120)
    os.killpg(killed.pid, signal.SIGKILL)  # what it had started: the crawler, Prefect's small server
    assert code == -signal.SIGKILL, words.read_text()
    assert words.read_text().startswith(f"killed at {station}")
    done = fazhi(home, "run", "--source", SOURCE, env={"FAZHI_SOURCES": str(sources)})
    assert done.returncode == 0, done.stderr
    found, wanted = state(home), state(whole)
    for table in TABLES:  # one at a time: what differs shows
        assert found[table] == wanted[table], table
    # The crawler is a process of its own: what it was at when its caller died may be asked for again, nothing else.
    assert station == "crawl" or asked_again(home) == 0
