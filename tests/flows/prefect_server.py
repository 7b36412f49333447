"""A real Prefect server on loopback for tests, what is asked of it, and workers that can be killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from homes import OWN, ROOT

PREFECT = [sys.executable, "-m", "prefect"]
PATIENCE = 120
ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


@dataclass(frozen=True)
class Server:
    """Where it answers, and the environment that talks to it."""

    api: str
    env: Mapping[str, str]

    def post(self, path: str, body: Any = None) -> Any:
        answer = self.ask("POST", path, {} if body is None else body)
        return answer.json() if answer.content else None

    def get(self, path: str) -> Any:
        return self.ask("GET", path).json()

    def ask(self, method: str, path: str, body: Any = None) -> httpx.Response:
        """A server that keeps its state in SQLite is now and then too busy to answer, and says so."""
        for _ in range(5):
            answer = httpx.request(method, f"{self.api}/{path}", json=body, timeout=30)
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
            time.sleep(1)
        assert answer.is_success, answer.text
        return answer

    def prefect(self, *arguments: str, **more: str) -> str:
        """``prefect ARGUMENTS…`` as a shell in the project folder has it; what it prints."""
        env = {**self.env, "PWD": str(ROOT), **more}
        done = subprocess.run([*PREFECT, *arguments], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def pause(self) -> None:
        """Has no schedule fire by itself: a test that runs at twenty past would meet the hourly digest."""
        for entry in self.post("deployments/filter"):
            for schedule in entry["schedules"]:
                self.ask("PATCH", f"deployments/{entry['id']}/schedules/{schedule['id']}", {"active": False})

    def deployment(self, name: str) -> str:
        """The id of ``flow/deployment``."""
        return str(self.get(f"deployments/name/{name}")["id"])

    def start(self, name: str, due: datetime | None = None, **parameters: Any) -> str:
        """Has a run of a deployment scheduled, now or when it is ``due``; its id."""
        details = {"scheduled_time": (due or datetime.now(UTC)).isoformat()}
        state = {"type": "SCHEDULED", "state_details": details}
        path = f"deployments/{self.deployment(name)}/create_flow_run"
        return str(self.post(path, {"parameters": parameters, "state": state})["id"])

    def run(self, ident: str) -> dict[str, Any]:
        return dict(self.get(f"flow_runs/{ident}"))

    def ended(self, ident: str) -> dict[str, Any]:
        """The state of a flow run when it has ended."""
        return wait_until(lambda: (run := self.run(ident))["state"]["type"] in ENDED and run["state"])

    def logs(self, ident: str) -> list[str]:
        wanted = {"logs": {"flow_run_id": {"any_": [ident]}}}
        return [entry["message"] for entry in self.post("logs/filter", wanted)]

    def tasks(self, ident: str) -> dict[str, str]:
        """The state of every task of a flow run, by its name."""
        wanted = {"flow_runs": {"id": {"any_": [ident]}}, "limit": 200}
        return {task["name"]: task["state_type"] for task in self.post("task_runs/filter", wanted)}

    def artifacts(self, ident: str) -> dict[str, Any]:
        """What a flow run shows, by key."""
        found = self.post("artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [ident]}}})
        return {artifact["key"]: artifact["data"] for artifact in found}


def wait_until(found: Callable[[], Any], patience: float = PATIENCE) -> Any:
    """What ``found`` gives as soon as it gives something."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if seen := found():
            return seen
        time.sleep(0.5)
    raise TimeoutError(f"nothing after {patience} s")


@contextmanager
def served(folder: Path) -> Iterator[Server]:
    """A server with SQLite in a folder of its own, while the block runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    api = f"http://127.0.0.1:{port}/api"
    kept = {name: value for name, value in os.environ.items() if name not in OWN and not name.startswith("PREFECT_")}
    env = {**kept, "PREFECT_HOME": str(folder), "PREFECT_API_URL": api, "PYTHONPATH": str(ROOT)}
    env |= {"PREFECT_WORKER_QUERY_SECONDS": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}
    with (folder / "server.log").open("w") as log:
        command = [*PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(port)]
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    try:
        wait_until(lambda: _answers(api))
        yield Server(api, env)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _answers(api: str) -> bool:
    try:
        return httpx.get(f"{api}/health", timeout=2).is_success
    except httpx.HTTPError:
        return False


@contextmanager
def working(server: Server, log: Path, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of the pool while the block runs; it and what it has started share a group that can be killed."""
    command = [*PREFECT, "worker", "start", "--pool", "fazhi"]
    with log.open("ab") as words:
        env = {**server.env, **more}
        worker = subprocess.Popen(command, cwd=ROOT, env=env, stdout=words, stderr=words, start_new_session=True)
    try:
        yield worker
    finally:
        if worker.poll() is None:
            worker.terminate()
            try:
                worker.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(worker.pid, signal.SIGKILL)
                worker.wait()
