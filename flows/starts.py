"""When a run was to start and when it did: a run that starts late says so, and a missed start is made up for once.

A worker that comes back after days finds a start of each day waiting. The first takes all that is due by now. Those
that come while it works are cancelled by the deployment's limit of one; one that comes later finds itself made up for.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from filelock import FileLock, Timeout

from flows import prefect_env

# isort: split
from prefect import runtime
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterId,
    FlowRunFilterStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.context import FlowRunContext
from prefect.settings import get_current_settings
from prefect.states import Crashed

from crawlers.cadence import CHINA
from flows.run import FLOW_RUN, cut_off
from flows.settings import Settings

YOUNG = timedelta(seconds=10)  # a run takes its lock a moment after its folder
LATE = timedelta(hours=1)  # a worker that was busy or restarted is not late, one that was away is
SKIPPED = "Skipped"
TURN = "turn.lock"
PATIENCE = timedelta(hours=20)  # a whole crawl

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Start:
    """``due`` is when the run was to start (aware), ``began`` when it did. ``made_up_by`` names the later start of the
    same deployment and parameters that has done the work already; empty where none has."""

    due: datetime
    began: datetime
    made_up_by: str = ""

    @property
    def late(self) -> bool:
        """Whether so much later that people should know."""
        return self.began - self.due > LATE

    def told(self) -> str:
        """Says how late it is; empty where it is in time."""
        if not self.late:
            return ""
        when = f"{self.due.astimezone(CHINA):%Y-%m-%d %H:%M} Shanghai time"
        told = f"This run was to start at {when} and starts {spell(self.began - self.due)} late"
        if self.made_up_by:
            return f"{told}; a later start, {self.made_up_by}, has taken what was due: nothing is left to do"
        return f"{told}; it takes all that has come due since, once"


def spell(wait: timedelta) -> str:
    """A time as people say it: ``5 days``, ``3 hours``."""
    hours = round(wait.total_seconds() / 3600)
    return f"{hours} hours" if hours < 48 else f"{round(hours / 24)} days"


def this_start() -> Start:
    """The start of the flow run that calls."""
    context = FlowRunContext.get()
    now = datetime.now(UTC)
    if context is None or context.flow_run is None or context.flow_run.expected_start_time is None:
        return Start(now, now)
    start = Start(context.flow_run.expected_start_time, now)
    deployment = context.flow_run.deployment_id
    if not start.late or deployment is None:
        return start
    wanted = FlowRunFilter(
        deployment_id=FlowRunFilterDeploymentId(any_=[deployment]),
        start_time=FlowRunFilterStartTime.model_validate({"after_": start.due + timedelta(seconds=1)}),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.COMPLETED])),
    )
    with get_client(sync_client=True) as client:
        others = client.read_flow_runs(flow_run_filter=wanted)
    same = [
        other
        for other in others
        if other.parameters == context.flow_run.parameters and other.state_name != SKIPPED and other.start_time
    ]
    return Start(start.due, now, min(f"of {run.start_time:%Y-%m-%d %H:%M} UTC" for run in same) if same else "")


@contextmanager
def taking_turns(settings: Settings) -> Iterator[None]:
    """Keeps runs of different deployments from asking the same sources at once: one waits until the other has ended,
    and then finds what is left due. Runs that a person starts wait for nobody.

    Raises:
        filelock.Timeout: the other one has not ended for longer than any run takes.
    """
    if not runtime.deployment.id:
        yield
        return
    lock = FileLock(settings.places.ensure().root / TURN)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        log.info("another deployment's run is at work; this one waits for its end, at most %s", spell(PATIENCE))
        lock.acquire(timeout=PATIENCE.total_seconds(), poll_interval=1.0)
    try:
        yield
    finally:
        lock.release()


def flow_run_id() -> str:
    """The id of the flow run that calls, empty outside one; kept in the run's folder."""
    context = FlowRunContext.get()
    return str(context.flow_run.id) if context and context.flow_run else ""


def declare_crashed(settings: Settings, api: str | None = None) -> list[str]:
    """Tells the server of flow runs that died without a word; their ids.

    A machine that lost its power leaves runs that the server takes for running, and that hold the only place of their
    deployment. Their folders in the home tell: no summary, and nobody holds the lock.
    """
    now = datetime.now(UTC)
    dead = [facts for run, facts in cut_off(settings) if now - run.started_at > YOUNG]
    ids = [UUID(facts[FLOW_RUN]) for facts in dead if facts.get(FLOW_RUN)]
    url = api or prefect_env.api_url()
    if not ids or not url:
        return []
    alive = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]
    wanted = FlowRunFilter(
        id=FlowRunFilterId(any_=ids), state=FlowRunFilterState(type=FlowRunFilterStateType(any_=alive))
    )
    with _client(url) as client:
        return list(_declare(client, wanted))


def _client(api: str) -> SyncPrefectClient:
    secret = get_current_settings().api.auth_string
    return SyncPrefectClient(api, auth_string=secret.get_secret_value() if secret else None)


def _declare(client: SyncPrefectClient, wanted: FlowRunFilter) -> Iterator[str]:
    message = "Its process has gone without a word: killed, or the machine went down. The next run finishes its work."
    for run in client.read_flow_runs(flow_run_filter=wanted):
        client.set_flow_run_state(run.id, Crashed(message=message), force=True)
        log.warning("flow run %s (%s) had died; it is marked as crashed", run.name, run.id)
        yield str(run.id)
