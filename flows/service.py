"""The schedule as one service: a Prefect server, the work pool, the deployments of ``prefect.yaml`` and a worker.

A ``prefect.yaml`` of the folder it is started in is taken before the one that comes with fazhi. Own server and worker
are child processes; what they say goes to ``logs/`` in the home. Where ``PREFECT_API_URL`` names a server, that one is
used and only the worker is a child.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import httpx
from filelock import FileLock, Timeout

from flows.errors import OrchestrationError
from flows.prefect_env import api_url
from flows.settings import Home, Settings
from flows.starts import declare_crashed

POOL = "fazhi"
DEPLOYMENTS = "prefect.yaml"
PATIENCE = 120.0  # seconds for a server to answer, on a machine that is busy
LOCK = "up.lock"
FAREWELL = 30.0  # seconds that a child gets to end by itself
TAIL = 12  # lines of a log that are shown when a child has died

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Service:
    """What runs: the API's address, the deployments as the server tells them, the children by name."""

    api: str
    deployments: tuple[Mapping[str, Any], ...]
    children: Mapping[str, "Child"] = field(repr=False)

    def fallen(self) -> "Child | None":
        """A child that has ended although nobody asked it to."""
        return next((child for child in self.children.values() if child.process.poll() is not None), None)


@dataclass(frozen=True, slots=True)
class Child:
    """A process of ours and the file its words go to."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def stop(self) -> None:
        """Asks it to end, and ends it where it does not; what it started ends with it."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(FAREWELL)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    def last_words(self) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-TAIL:])


@contextmanager
def running(settings: Settings, *, folder: Path, port: int, say: Say) -> Iterator[Service]:
    """Starts all of it from ``folder``, where runs work, and stops it, worker first, when the block ends.

    Raises:
        OrchestrationError: a port that is taken, a home that another one serves, a server that is silent, a refused
            deployment.
    """
    wanted = deployments_file(folder)
    home = settings.places.ensure()
    given = api_url()
    api = given or f"http://127.0.0.1:{port}/api"
    env = _environment(home, api)
    children: dict[str, Child] = {}
    alone = FileLock(home.root / LOCK)
    try:
        if not given:
            _refuse_taken(port)
            _refuse_second(alone)
            say(f"starting a Prefect server on 127.0.0.1:{port}")
            server = ("server", "start", "--host", "127.0.0.1", "--port", str(port))
            children["server"] = _start("server", server, home, folder, env)
        _wait_for(api, children.get("server"))
        for died in declare_crashed(settings, api):
            say(f"flow run {died} had been killed; it is marked as crashed, the next run finishes its work")
        say(f"work pool {POOL} and the deployments of {wanted}")
        _prefect(("work-pool", "create", POOL, "--type", "process", "--overwrite"), folder, env)
        _prefect(("--no-prompt", "deploy", "--all", "--prefect-file", str(wanted)), folder, env)
        children["worker"] = _start("worker", ("worker", "start", "--pool", POOL), home, folder, env)
        yield Service(api, _deployments(api), children)
    finally:
        for child in reversed(children.values()):
            say(f"stopping the {child.name}")
            child.stop()
        alone.release()


def deployments_file(folder: Path) -> Path:
    """The deployments to take: those of this folder, else the ones packaged beside this module or of the checkout.

    Raises:
        OrchestrationError: none of them is there.
    """
    packaged = Path(str(files("flows"))) / DEPLOYMENTS
    checkout = Path(__file__).resolve().parent.parent / DEPLOYMENTS
    for place in (folder / DEPLOYMENTS, packaged, checkout):
        if place.is_file():
            return place
    raise OrchestrationError(f"{DEPLOYMENTS} is missing: expected {packaged} or {checkout}. Install fazhi again.")


def _environment(home: Home, api: str) -> dict[str, str]:
    """Ours, and where the server keeps its state: in the home, unless a setting names a database (PostgreSQL)."""
    database = home.root / "prefect" / "prefect.db"
    database.parent.mkdir(exist_ok=True)
    own = {"PREFECT_API_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{database}"}
    return own | os.environ | {"PREFECT_API_URL": api, "FAZHI_HOME": str(home.root)}


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise OrchestrationError(
                f"Port {port} of 127.0.0.1 is taken ({error.strerror}). Choose another: fazhi up --port {port + 1}. "
                f"If a Prefect server of yours answers there: PREFECT_API_URL=http://127.0.0.1:{port}/api fazhi up"
            ) from error


def _refuse_second(alone: FileLock) -> None:
    """Two servers on the database of one home would both start what is due, each with a worker of its own."""
    try:
        alone.acquire(timeout=0)
    except Timeout as error:
        raise OrchestrationError(
            f"Another fazhi up serves {Path(alone.lock_file).parent}. Stop that one first, or give this one a home of "
            "its own: FAZHI_HOME=… fazhi up. A second worker for its server: PREFECT_API_URL=… fazhi up"
        ) from error


def _start(name: str, arguments: tuple[str, ...], home: Home, folder: Path, env: Mapping[str, str]) -> Child:
    """In a session of its own: Ctrl-C reaches us alone, and we end the children in order."""
    log = home.root / "logs" / f"{name}.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("ab") as words:
        process = subprocess.Popen(
            [sys.executable, "-m", "prefect", *arguments],
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Child(name, process, log)


def _wait_for(api: str, server: Child | None) -> None:
    end = time.monotonic() + PATIENCE
    seen = "no answer yet"
    while time.monotonic() < end:
        if server and server.process.poll() is not None:
            raise OrchestrationError(f"The Prefect server ended at once. {server.log} says:\n{server.last_words()}")
        try:
            if httpx.get(f"{api}/health", timeout=2).is_success:
                return
        except httpx.HTTPError as error:
            seen = str(error) or repr(error)
        time.sleep(0.5)
    where = (
        f"See {server.log}" if server else "Is it running? Mend PREFECT_API_URL, or unset it to have a server started"
    )
    raise OrchestrationError(f"No Prefect server answered at {api} within {PATIENCE:.0f} s ({seen}). {where}")


def _prefect(arguments: tuple[str, ...], folder: Path, env: Mapping[str, str]) -> None:
    """``PWD`` is what the pull step of ``prefect.yaml`` puts into the deployments."""
    done = subprocess.run(
        [sys.executable, "-m", "prefect", *arguments],
        cwd=folder,
        env={**env, "PWD": str(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise OrchestrationError(
            f"prefect {' '.join(arguments)} failed:\n{(done.stdout + done.stderr).strip()[-2000:]}"
        )


def _deployments(api: str) -> tuple[Mapping[str, Any], ...]:
    answer = httpx.post(f"{api}/deployments/filter", json={"sort": "NAME_ASC"}, timeout=30)
    return tuple(entry for entry in answer.json() if entry["work_pool_name"] == POOL)
