"""Stations as Prefect tasks: their states, logs and timings show in Prefect's UI."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, partial
from typing import Any, TypeVar, cast

from flows import prefect_env  # noqa: F401  before prefect, which reads its settings when it is loaded

# isort: split
from prefect import Task, runtime
from prefect.cache_policies import NO_CACHE, CacheKeyFnPolicy
from prefect.client.schemas.objects import State, TaskRun
from prefect.logging.handlers import APILogHandler
from prefect.settings import get_current_settings

from flows.calling import Kept
from warehouse import WarehouseBusyError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a task of a station may take, and after how many seconds what passes by itself is tried again."""

    timeout: timedelta
    pauses: tuple[int, ...] = ()


# Bounds against what hangs, far above what a large run takes: without them one hung run would shut out all later ones.
# The crawler asks again by itself, request by request, and a crawler that died hands over what it has; so a crawl is
# no task to repeat. The others may meet a writer at work, a full disk, a network file system that is away.
USUAL = Terms(timedelta(hours=2), pauses=(10, 60, 300))
TERMS = {
    "crawl": Terms(timedelta(hours=20)),
    "source": Terms(timedelta(minutes=1)),
    "read": Terms(timedelta(hours=3), pauses=(10,)),
    "extract": Terms(timedelta(minutes=30), pauses=(10,)),
}


def _hear_stations() -> None:
    """What the stations say (``logging.getLogger("flows…")``) goes to the log of the run and of its task.

    Not by PREFECT_LOGGING_EXTRA_LOGGERS: a worker has Prefect set up its logs before anything of fazhi is loaded.
    """
    told = logging.getLogger("flows")
    told.setLevel(get_current_settings().logging.level)
    if not any(isinstance(handler, APILogHandler) for handler in told.handlers):
        told.addHandler(APILogHandler())


_hear_stations()


class PrefectConductor:
    """Calls every station as a Prefect task: its state, log and timing show in the UI.

    What passes by itself, such as another writer, is waited for and tried again in runs of a deployment; a person at a
    terminal is told at once.
    """

    @cached_property
    def _patient(self) -> bool:
        """Whether a deployment's run: asked once, for each question is a request to the server."""
        return bool(runtime.deployment.id)

    def one(self, name: str, station: Callable[..., T], *args: Any) -> T:
        """See :class:`flows.calling.Conductor`."""
        result: T = cast(Any, _task(name, name, partial(station, *args), patient=self._patient))()
        return result

    def each(
        self,
        name: str,
        station: Callable[..., T],
        items: Sequence[Any],
        *args: Any,
        labels: Sequence[str],
        kept: Kept | None = None,
    ) -> Iterator[T | Exception]:
        """See :class:`flows.calling.Conductor`. A failed item is a failed task, not a failed run."""
        for number, (item, label) in enumerate(zip(items, labels, strict=True)):
            keeping = _kept_in(kept, number) if kept else {}
            work = partial(station, item, *args)
            state = _task(name, f"{name} {label}", work, patient=self._patient, **keeping)(return_state=True)
            yield state.result(raise_on_failure=False)


def _task(name: str, shown: str, work: Callable[[], Any], *, patient: bool, **keeping: Any) -> Task[[], Any]:
    """A task without parameters: Prefect would walk through every field of a thousand articles to look for futures."""
    terms = TERMS.get(name, USUAL)
    usual: dict[str, Any] = {"cache_policy": NO_CACHE, "persist_result": False}

    def station() -> Any:
        return work()

    pauses = terms.pauses if patient else ()
    return Task(
        fn=station,
        name=name,
        task_run_name=shown.replace("{", "(").replace("}", ")"),  # braces are places for parameters
        timeout_seconds=terms.timeout.total_seconds(),
        retries=len(pauses),
        retry_delay_seconds=[float(pause) for pause in pauses] or None,
        retry_condition_fn=_passes_by_itself,
        **(usual | keeping),
    )


def _kept_in(kept: Kept, number: int) -> dict[str, Any]:
    key = kept.keys[number]
    policy = CacheKeyFnPolicy(cache_key_fn=lambda *_: key)
    return {"cache_policy": policy, "persist_result": True, "result_storage": kept.folder}


def _passes_by_itself(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether a failure is worth another try: the same words with the same rules fail the same way for ever."""
    try:
        error = state.result(raise_on_failure=False)
    except Exception as lost:
        error = lost
    return isinstance(error, WarehouseBusyError | OSError) and not isinstance(error, TimeoutError)
