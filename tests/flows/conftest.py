"""The helpers of this folder and of the crawler's tests are importable; one Prefect server serves all that need one."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "crawlers")]


@pytest.fixture(scope="session")
def schedule_server(tmp_path_factory):
    """A fresh server, its pool, and the deployments of prefect.yaml: to start one costs ten seconds."""
    from prefect_server import served

    with served(tmp_path_factory.mktemp("prefect")) as fresh:
        fresh.prefect("work-pool", "create", "fazhi", "--type", "process")
        fresh.prefect("--no-prompt", "deploy", "--all")
        fresh.pause()
        yield fresh
