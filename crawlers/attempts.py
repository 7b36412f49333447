"""One request from its first attempt to its end: kept answers, redirects, repeated attempts, and why it failed.

Three Scrapy downloader middlewares. They write a ledger row for each step on the way (an answer that redirects, an
attempt that is repeated); the row of the end is the spider's.
"""

from time import monotonic
from typing import Any, Protocol, Self, cast
from urllib.parse import urljoin

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost

from crawlers.families.links import canonical, host_of
from crawlers.job import CrawlSettings, Job
from crawlers.ledger import Ledger
from crawlers.records import FetchKind, Label
from crawlers.waiting import asked_wait

_REDIRECTS = {301, 302, 303, 307, 308}
_REPEATED = {408, 429, 500, 502, 503, 504}

_CAUSES: tuple[tuple[type[Exception], Label, str], ...] = (
    (CannotResolveHostError, Label.DNS, "the host name cannot be resolved"),
    (DownloadConnectionRefusedError, Label.REFUSED, "the connection was refused: nobody listens there"),
    (DownloadTimeoutError, Label.TIMEOUT, "no complete answer in time"),
    (DownloadCancelledError, Label.TOO_BIG, "the body is larger than the limit"),
    (ResponseDataLossError, Label.BROKEN, "the answer broke off"),
    (DownloadFailedError, Label.BROKEN, "the connection broke, or what came is no HTTP"),
    (UnsupportedURLSchemeError, Label.BAD_URL, "no http or https URL"),
    (ConnectError, Label.BROKEN, "no connection"),
    (ConnectionDone, Label.BROKEN, "the connection was closed"),
    (ConnectionLost, Label.BROKEN, "the connection was lost"),
)


class Refused(IgnoreRequest):
    """Why a request is not made, or not followed further: a label and a sentence."""

    def __init__(self, label: Label, error: str) -> None:
        super().__init__(error)
        self.label = label


def explain(error: BaseException) -> Refused:
    """Any failure of a download in our words."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, IgnoreRequest) and "exceeded DOWNLOAD_MAXSIZE" in str(error):
        return Refused(Label.TOO_BIG, "the body is larger than the limit once it is decompressed")
    for kind, label, words in _CAUSES:
        if isinstance(error, kind):
            return Refused(label, words if label is Label.DNS else f"{words} ({error or type(error).__name__})")
    return Refused(Label.BROKEN, f"{type(error).__name__}: {error}")


class Run(Protocol):
    """What the middlewares need of the spider."""

    job: Job
    ledger: Ledger


def run_of(crawler: Crawler) -> Run:
    """The spider as the middlewares see it. Not by Scrapy's settings, which are copied and logged."""
    return cast(Run, crawler.spider)


class _Step:
    """What the middlewares of this module share."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._settings: CrawlSettings = run_of(crawler).job.settings
        self._ledger: Ledger = run_of(crawler).ledger

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)


class Keeper(_Step):
    """Archives every answer, decompressed, whatever its status."""

    def process_request(self, request: Request) -> None:
        """Forgets the answer of the step before."""
        request.meta["task"].answer = None

    def process_response(self, request: Request, response: Response) -> Response:
        """Keeps the answer and lets it pass; one from the archive is kept already."""
        task = request.meta["task"]
        if task.replayed:
            return response
        task.answer = self._ledger.keep(request.url, response.status, header_pairs(response), response.body)
        task.state.answered()
        return response


class Redirects(_Step):
    """Follows redirects within the source's hosts, a bounded number of times.

    A redirect to itself with a cookie is a check that a plain cookie jar passes; one that goes on is a cookie loop.
    """

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """The next request, or the answer. Raises :class:`Refused`."""
        location = response.headers.get("Location")
        if response.status not in _REDIRECTS or not location:
            return response
        task = request.meta["task"]
        target = _target(request.url, location)
        if target is None:
            raise Refused(Label.BAD_URL, f"HTTP {response.status} to what is no web page: {location[:200]!r}")
        if not task.state.owns(target):
            raise Refused(Label.OFFSITE, f"HTTP {response.status} to another host: {target}")
        steps = request.meta.get("redirects", 0) + 1
        if steps > self._settings.max_redirects:
            if target == request.url and "Set-Cookie" in response.headers:
                raise Refused(Label.COOKIE_LOOP, f"HTTP {response.status} to itself, whatever cookie is sent")
            raise Refused(Label.REDIRECT_LOOP, f"{steps} redirects, the last to {target}")
        error = f"HTTP {response.status} to {target}"
        self._ledger.fetched(task.subject, task.answer, kind=FetchKind.REDIRECT, error=error)
        headers = request.headers.copy()
        headers.pop("Cookie", None)  # the cookie jar writes the target's own
        return request.replace(url=target, headers=headers, meta={**request.meta, "redirects": steps}, dont_filter=True)


class Repeats(_Step):
    """Repeats what may succeed later, after a wait that holds back the whole host; a Retry-After is kept to."""

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """The request again, or the answer where there is nothing more to try."""
        if response.status not in _REPEATED:
            return response
        asked = retry_after(response)
        wait = self._wait(request) if asked is None else asked
        if wait > self._settings.max_wait:
            return response
        task = request.meta["task"]
        return self._again(request, task.answer, f"HTTP {response.status}", wait) or response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """The request again after a timeout or a broken connection; refusals and unknown names stay as they are."""
        if isinstance(exception, Refused):  # by a gate, for instance because robots.txt did not answer
            return None
        trouble = explain(exception)
        if trouble.label not in {Label.TIMEOUT, Label.BROKEN} or request.meta["task"].state.given_up:
            return None
        return self._again(request, None, str(trouble), self._wait(request), most=1)

    def _again(self, request: Request, answer: Any, why: str, wait: float, most: int | None = None) -> Request | None:
        done = request.meta.get("repeats", 0)
        if done >= min(self._settings.retries, most if most is not None else self._settings.retries):
            return None
        task = request.meta["task"]
        self._ledger.fetched(task.subject, answer, kind=FetchKind.RETRY, error=f"{why}, tried again after {wait:.0f} s")
        self._hold(host_of(request.url), wait)
        return request.replace(meta={**request.meta, "repeats": done + 1}, dont_filter=True)

    def _wait(self, request: Request) -> float:
        return float(self._settings.backoff * 2 ** request.meta.get("repeats", 0))

    def _hold(self, host: str, wait: float) -> None:
        """The host's next request starts ``wait`` seconds from now: its slot is told that its last one was then."""
        slot = self._crawler.engine.downloader.slots.get(host)
        if slot and wait > 0:
            slot.delay = max(slot.delay, 0.01)  # a slot without delay does not look at its clock
            slot.lastseen = monotonic() + wait


def header_pairs(response: Response) -> list[tuple[str, str]]:
    """The headers in their order, as text."""
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    ]


def retry_after(response: Response) -> float | None:
    """The seconds that the answer asks to wait, from a number or a date; None where it does not, or not legibly."""
    return asked_wait((response.headers.get("Retry-After") or b"").decode("latin-1"))


def _target(url: str, location: bytes) -> str | None:
    try:
        # Chinese servers put raw UTF-8, seldom GBK, into Location.
        return canonical(urljoin(url, location.decode("utf-8", "replace").strip()))
    except ValueError:
        return None
