"""Stations as Prefect tasks: their states, logs and timings show in Prefect's UI."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flows import prefect_env  # noqa: F401  before prefect, which reads its settings when it is loaded

# isort: split
from prefect import task
from prefect.cache_policies import NO_CACHE

T = TypeVar("T")


class PrefectConductor:
    """Calls every station as a Prefect task: its state, log and timing show in the UI."""

    def one(self, name: str, station: Callable[..., T], *args: Any) -> T:
        """See :class:`flows.pipeline.Conductor`."""
        result: T = self._task(name, station)(*args)
        return result

    def each(self, name: str, station: Callable[..., T], items: Sequence[Any], *args: Any) -> list[T | Exception]:
        """See :class:`flows.pipeline.Conductor`. A failed item is a failed task, not a failed run."""
        states = [self._task(name, station)(item, *args, return_state=True) for item in items]
        return [state.result(raise_on_failure=False) for state in states]

    @staticmethod
    def _task(name: str, station: Callable[..., T]) -> Any:
        return task(name=name, task_run_name=name, cache_policy=NO_CACHE, persist_result=False)(station)
