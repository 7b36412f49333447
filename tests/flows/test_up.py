"""``fazhi up``: server, pool, deployments and worker come with one command and go with one signal."""

import os
import re
import signal
import socket
import subprocess
import time

import httpx
import pytest

from homes import COMMAND, OWN, ROOT

PATIENCE = 180


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(tmp_path, *arguments, folder=ROOT, **more):
    kept = {name: value for name, value in os.environ.items() if name not in OWN and not name.startswith("PREFECT_")}
    env = kept | {
        "FAZHI_HOME": str(tmp_path / "home"),
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.Popen(
        [*COMMAND, "up", *arguments],
        cwd=folder,
        env=env | more,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """A running one: the process, its port, its home. Ended by the test of how it ends, or here."""
    tmp_path, port = tmp_path_factory.mktemp("up"), free_port()
    process = start(tmp_path, "--port", str(port), folder=tmp_path)  # any folder: the deployments come with fazhi
    try:
        yield process, port, tmp_path / "home"
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def wait_until_told(process, pattern):
    lines, end = [], time.monotonic() + PATIENCE
    for line in process.stdout:
        lines.append(line)
        if re.search(pattern, line):
            return "".join(lines)
        assert time.monotonic() < end, lines
    raise AssertionError(f"it ended: {''.join(lines)}{process.stderr.read()}")


def test_it_starts_everything_and_says_where(service):
    process, port, home = service
    told = wait_until_told(process, "Ctrl-C stops")
    assert "30 6 * * *" in told
    assert "monthly-reextraction" in told
    api = f"http://127.0.0.1:{port}/api"
    found = httpx.post(f"{api}/deployments/filter", json={}).json()
    assert {entry["name"] for entry in found} >= {"daily", "weekly-deep-scan", "daily-health"}
    (step,) = next(entry for entry in found if entry["name"] == "daily")["pull_steps"]
    assert [*step.values()] == [{"directory": str(home.parent)}]  # where runs work: there lies fazhi.toml
    assert (home / "prefect" / "prefect.db").exists()
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        workers = httpx.post(f"{api}/work_pools/fazhi/workers/filter", json={}).json()
        if [worker["status"] for worker in workers] == ["ONLINE"]:
            return
        time.sleep(1)
    raise AssertionError(workers)


def test_a_second_one_on_the_same_port_is_refused_with_advice(service, tmp_path):
    _, port, _ = service
    other = start(tmp_path, "--port", str(port))
    _, told = other.communicate(timeout=PATIENCE)
    assert other.returncode == 1
    assert f"fazhi up --port {port + 1}" in told
    assert f"PREFECT_API_URL=http://127.0.0.1:{port}/api" in told


def test_a_second_one_for_the_same_home_is_refused_on_any_port(service):
    _, _, home = service
    other = start(home.parent, "--port", str(free_port()), folder=home.parent)
    _, told = other.communicate(timeout=PATIENCE)
    assert other.returncode == 1
    assert "Another fazhi up serves" in told
    assert str(home) in told.replace("\n", "")


def test_one_signal_ends_all_of_it(service):
    process, port, _ = service
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=90)
    assert process.returncode == 0
    assert "Stopped" in out
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
    left = subprocess.run(["pgrep", "-f", f"port {port}"], capture_output=True, text=True, check=False).stdout
    assert left == ""


def test_the_deployments_come_with_fazhi_unless_the_folder_has_its_own(tmp_path):
    from flows.service import deployments_file

    assert deployments_file(tmp_path) == ROOT / "prefect.yaml"
    (tmp_path / "prefect.yaml").touch()
    assert deployments_file(tmp_path) == tmp_path / "prefect.yaml"


def test_a_server_that_does_not_answer_is_named(tmp_path, monkeypatch):
    from flows import service
    from flows.errors import OrchestrationError
    from flows.settings import Settings

    monkeypatch.setattr(service, "PATIENCE", 2.0)
    monkeypatch.setattr(service, "api_url", lambda: f"http://127.0.0.1:{free_port()}/api")
    with (
        pytest.raises(OrchestrationError, match="PREFECT_API_URL"),
        service.running(Settings(home=tmp_path / "home"), folder=ROOT, port=1, say=print),
    ):
        pass
