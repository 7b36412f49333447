"""The books of a crawl: requests with their tasks, a ledger row for each, outcomes, and signs of life."""

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from typing import Any, cast

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.attempts import explain, header_pairs
from crawlers.families.links import seen_key
from crawlers.job import Job
from crawlers.ledger import Ledger
from crawlers.records import FetchKind, Label, Progress, to_line
from crawlers.states import SourceState, Task


class Desk:
    """Where every request is made and every one is accounted for.

    ``seen``: pages that earlier runs settled; ``asked``: pages that this run has asked for, both by ``seen_key``.
    ``stop`` ends the crawl.
    """

    def __init__(
        self, job: Job, ledger: Ledger, states: list[SourceState], stop: Callable[[], Coroutine[Any, Any, None]]
    ) -> None:
        self.job = job
        self.ledger = ledger
        again = job.known.given_up if job.again else frozenset()
        self.seen = {seen_key(url) for url in job.known.seen_urls - again}
        self.asked: set[str] = set()
        self.states = states
        self._stop = stop
        self._done = 0
        self._queued = 0

    def request(
        self,
        task: Task,
        callback: Callable[[Response], Any],
        *,
        errback: Callable[[Failure], Any] | None = None,
        headers: dict[str, str] | None = None,
        counted: bool = False,
        priority: int = 0,
    ) -> Request:
        """A request for a task, GET or as the task's ask says. ``counted``: its source expects it already."""
        self._queued += 1
        if not counted:
            task.state.pending += 1
        ask = task.ask
        return Request(
            ask.url if ask else task.subject.url,
            callback=callback,
            errback=errback or self.on_failure,
            method=ask.method if ask else "GET",
            body=ask.form if ask else None,
            headers={name: value for name, value in (headers or {}).items() if value},
            meta={"task": task, "handle_httpstatus_all": True},
            priority=priority,
            dont_filter=True,
        )

    def on_failure(self, failure: Failure) -> None:
        """A request that brought no answer, or none that may be used."""
        task: Task = failure.request.meta["task"]  # type: ignore[attr-defined]
        trouble = explain(cast(BaseException, failure.value))
        try:
            self.failed(task, trouble.label, str(trouble))
        finally:
            self.ended(task)

    def row(self, task: Task, *, label: str = "", error: str = "", listing_hash: str = "") -> None:
        """The ledger row of a request that came to its end."""
        if task.subject.kind is FetchKind.LISTING:
            task.state.listings += 1
        if not task.replayed:
            self.ledger.fetched(task.subject, task.answer, label=label, error=error, listing_hash=listing_hash)
        self._done += 1
        status = task.answer.status if task.answer else None
        self.report("fetched", task.state.source.id, url=task.subject.url, status=status, error=error)

    def failed(self, task: Task, label: Label, error: str) -> None:
        """The row of a request that failed, and what that means for its source."""
        where = f"{task.subject.url}: {error}"
        # Many sites name more pages than they keep. On page 2, though, 404 means that the numbers are read wrongly.
        deep = task.listing is not None and task.number > 2 and task.answer is not None
        task.state.failure(task.subject.kind, label, where, self.job.settings.give_up_after, ends_paging=deep)
        self.row(task, label=label, error=error)

    def ended(self, task: Task) -> None:
        """A request and all that follows from it is done; so are, perhaps, its article and its source."""
        if task.article:
            task.article.pending -= 1
            if task.article.pending == 0:
                self.row(task.article.first)
        task.state.pending -= 1
        if task.state.pending == 0 and not task.state.adhoc:
            self.ledger.outcome(task.state.outcome_row())
            self.report("source_done", task.state.source.id)

    def close(self, reason: str) -> None:
        """Writes the outcome of sources that an interruption left behind."""
        for state in self.states:
            if state.pending > 0:
                self.ledger.outcome(state.outcome_row(interrupted=True))
        self.report("finished" if reason == "finished" else "stopping", error="" if reason == "finished" else reason)

    def report(
        self,
        event: str,
        source_id: str = "",
        *,
        url: str = "",
        status: int | None = None,
        error: str = "",
        pid: int = 0,
    ) -> None:
        """One line for the caller. A caller that is gone wants no more: the crawl stops."""
        new_pages = sum(state.new_pages for state in self.states)
        line = to_line(Progress(event, source_id, url, status, error, self._done, self._queued, new_pages, pid))
        try:
            sys.stdout.write(line)
            sys.stdout.flush()
        except (BrokenPipeError, ValueError):
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  (for the rest of the process)
            asyncio.ensure_future(self._stop())  # noqa: RUF006  (ends with the process)


def headers_of(response: Response) -> dict[str, str]:
    """The headers of an answer by lower-case name."""
    return {name.lower(): value for name, value in header_pairs(response)}


def charset_of(response: Response) -> str:
    """The charset that the server stated; empty where it did not."""
    _, _, stated = headers_of(response).get("content-type", "").lower().partition("charset=")
    return stated.split(";")[0].strip(" \"'")
