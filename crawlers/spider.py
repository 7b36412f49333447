"""The crawler process: ``python -m crawlers.spider RUN_DIR`` walks the job's listings and fetches what is new.

It reads ``RUN_DIR/job.json``, writes the ledger and the archive, and prints one JSON line a sign of life.
"""

import asyncio
import hashlib
import os
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, cast

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.attempts import explain, header_pairs
from crawlers.diagnosis import diagnose, stub
from crawlers.families import FAMILIES, Item, ListingPage, Reading, UnparsedError, choose, paging
from crawlers.families.links import canonical, host_of, seen_key
from crawlers.job import Job, JobSource
from crawlers.ledger import Ledger, Subject
from crawlers.reading import further
from crawlers.records import ADHOC, ExternalLink, FetchKind, Label, Progress, to_line
from crawlers.states import Listing, SourceState, Task, Whole

LEAST_DELAY = 0.001
_ATTACHMENTS = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".wps", ".zip", ".rar", ".ofd")
_LISTING_PRIORITY = 10
"""Listings before pages: what a source has is known early, and paging does not wait behind hundreds of pages."""


class FazhiSpider(Spider):
    """Walks listings page by page and fetches the articles that no earlier run has seen."""

    name = "fazhi"

    def __init__(self, job: Job, ledger: Ledger, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.job = job
        self.ledger = ledger
        again = job.known.given_up if job.deep else frozenset()
        self.seen = {seen_key(url) for url in job.known.seen_urls - again}
        self.asked: set[str] = set()
        self.states = [SourceState(source, pending=len(source.start_urls)) for source in job.sources]
        self.done = 0
        self.queued = 0

    async def start(self) -> AsyncIterator[Request]:
        """The URLs asked for by themselves, then the first page of every listing."""
        self.report("started", pid=os.getpid())
        for request in self._adhoc():
            yield request
        for state in self.states:
            for url in state.source.start_urls:
                yield self._first_page(state, url)

    # Listings

    def on_listing(self, response: Response) -> Iterator[Request]:
        """A listing's page: its new items, then its next page."""
        task: Task = response.meta["task"]
        try:
            yield from self._listing(response, task)
        except Exception as error:  # a page that breaks a family must not pass for one without news
            self.logger.exception("reading %s", response.url)
            self._failed(task, Label.UNPARSED, f"the listing cannot be read: {type(error).__name__}: {error}")
        finally:
            self._ended(task)

    def _listing(self, response: Response, task: Task) -> Iterator[Request]:
        state, listing = task.state, cast(Listing, task.listing)
        if response.status == 304:
            state.not_modified += 1
            self._row(task, listing_hash=listing.known_hash)
            return
        if trouble := diagnose(response.status, _headers(response), response.body):
            self._failed(task, trouble.label, trouble.error)
            return
        page = ListingPage(
            response.url, response.body, _charset(response), listing.number, tuple(state.source.overrides.items())
        )
        try:
            reading = choose(listing.family, page)
            items = reading.family.items(page)
        except UnparsedError as error:
            self._failed(task, Label.UNPARSED, f"the listing cannot be read: {error}")
            return
        digest = _digest(items)
        if not items:
            self._suspect(state, listing, reading)
        self._row(task, listing_hash=digest if items else "")
        before = len(listing.items)
        yield from self._new(state, listing, items)
        listing.fresh = len(listing.items) - before
        listing.family = reading.name
        url = self._older(state, listing, page)
        if url and not self._walked(state, listing, items, digest):
            listing.number += 1
            yield self._listing_request(state, listing, url)

    def _new(self, state: SourceState, listing: Listing, items: list[Item]) -> Iterator[Request]:
        """A request for every item that nobody has asked for; counts the rest."""
        for item in items:
            key = seen_key(item.url)
            first_time = key not in listing.items
            listing.items.add(key)
            if not state.owns(item.url):
                self._external(state, item, listing.url, first_time)
                continue
            state.links += first_time
            if key in self.seen:
                listing.seen_in_a_row += 1
                continue
            listing.seen_in_a_row = 0
            if key in self.asked or self._too_old(item):
                continue
            if self.job.limit is not None and state.requested >= self.job.limit:
                state.cut = True
                continue
            self.asked.add(key)
            state.requested += 1
            yield self._article_request(state, item, listing.url)

    def _older(self, state: SourceState, listing: Listing, page: ListingPage) -> str | None:
        """The next page's URL, where there is one and the bounds let us go there."""
        url = FAMILIES[listing.family].next_page(page)
        total = paging.total_pages(page) or 0
        if url is None and listing.number == 1 < total and listing.family != "rss":
            state.cut = True
            state.notes.append(f"{page.url} says it has {total} pages, but no link to the next was found")
        # A page without a link that the pages before did not have: paging that never ends.
        if url is None or not listing.fresh or url in listing.visited or not state.owns(url):
            return None
        if self.job.limit is not None and state.cut:
            return None
        if listing.number >= state.source.overrides.get("max_pages", self.job.settings.max_pages):
            state.notes.append(f"{listing.url} was left after {listing.number} pages")
            return None
        return url

    def _walked(self, state: SourceState, listing: Listing, items: list[Item], digest: str) -> bool:
        """Whether what follows is known: only for a listing that was walked to its end once."""
        if items and all(self._too_old(item) for item in items):
            return True
        if self.job.deep or not listing.known_hash:
            return False
        unchanged = listing.number == 1 and digest == listing.known_hash
        enough = state.source.overrides.get("stop_after_seen", self.job.settings.stop_after_seen)
        return unchanged or listing.seen_in_a_row >= enough

    def _too_old(self, item: Item) -> bool:
        return bool(self.job.since and item.date and item.date < self.job.since)

    def _external(self, state: SourceState, item: Item, listing_url: str, first_time: bool) -> None:
        if first_time:
            self.ledger.external(ExternalLink(state.source.id, item.url, item.title, item.date, listing_url))

    def _suspect(self, state: SourceState, listing: Listing, reading: Reading) -> None:
        """No links where there should be some. Deep pages are empty on some sites for good: that ends their paging."""
        state.cut = state.cut or listing.number == 1
        state.notes.append(
            f"0 links on a page that parsed: {listing.url}, page {listing.number} as {reading.name} "
            f"({reading.evidence}). Has the site been rebuilt?"
        )

    # Pages

    def on_article(self, response: Response) -> Iterator[Request]:
        """An article, one of its further pages, or a file: kept already, judged here; then what belongs to it."""
        task: Task = response.meta["task"]
        try:
            answer = response.status, _headers(response), response.body
            if trouble := diagnose(*answer) or stub(*answer):
                self._failed(task, trouble.label, trouble.error)
            else:
                yield from self._whole(response, task)
        finally:
            self._ended(task)

    def _whole(self, response: Response, task: Task) -> Iterator[Request]:
        """What belongs to the article. Its row, which tells the next run that it is known, waits for all of that."""
        first = task.article is None
        task.state.new_pages += first
        whole = task.article or Whole(task.subject.url, response.url, task)
        more = self._belongings(response, task, whole)
        whole.pending += len(more)
        if not first or not more:
            self._row(task)
        yield from more

    def _belongings(self, response: Response, task: Task, whole: Whole) -> list[Request]:
        """Requests for the next page of an article, and for the files that are its text."""
        requests: list[Request] = []
        if task.subject.kind is FetchKind.ATTACHMENT:
            return requests
        try:
            found = further.belongings(response.body, response.url, whole.url, task.number, charset=_charset(response))
        except Exception:  # the page is kept; what it leads to is extra
            self.logger.exception("following %s", response.url)
            return requests
        for kind, url, name in found:
            key = seen_key(url)
            if key in whole.visited or key in self.asked or not task.state.reaches(url, whole.url):
                continue
            whole.visited.add(key)
            self.asked.add(key)
            subject = Subject(task.state.source.id, kind, url, name, None, whole.asked)
            more = Task(task.state, subject, article=whole, number=task.number + (kind is FetchKind.PAGE))
            requests.append(self._request(more, self.on_article, {}, False))
        return requests

    def on_failure(self, failure: Failure) -> None:
        """A request that brought no answer, or none that may be used."""
        task: Task = failure.request.meta["task"]  # type: ignore[attr-defined]
        trouble = explain(cast(BaseException, failure.value))
        try:
            self._failed(task, trouble.label, str(trouble))
        finally:
            self._ended(task)

    # Requests

    def _first_page(self, state: SourceState, url: str) -> Request:
        known = self.job.known.listing_hashes.get(url, "")
        return self._listing_request(state, Listing(url, state.source.family, known), url, counted=True)

    def _listing_request(self, state: SourceState, listing: Listing, url: str, *, counted: bool = False) -> Request:
        listing.visited.add(url)
        subject = Subject(state.source.id, FetchKind.LISTING, url, from_url=listing.url if listing.number > 1 else "")
        headers = {}
        # A deep walk wants to see the page; so does one that has not seen the end of this listing yet.
        if (validator := self.job.known.validators.get(url)) and listing.known_hash and not self.job.deep:
            headers = {"If-None-Match": validator.etag, "If-Modified-Since": validator.last_modified}
        request = self._request(Task(state, subject, listing), self.on_listing, headers, counted)
        return request.replace(priority=_LISTING_PRIORITY)

    def _article_request(self, state: SourceState, item: Item, listing_url: str) -> Request:
        kind = FetchKind.ATTACHMENT if item.url.lower().endswith(_ATTACHMENTS) else FetchKind.ARTICLE
        subject = Subject(state.source.id, kind, item.url, item.title, item.date, listing_url)
        return self._request(Task(state, subject), self.on_article, {}, False)

    def _request(self, task: Task, callback: Any, headers: dict[str, str], counted: bool) -> Request:
        self.queued += 1
        if not counted:
            task.state.pending += 1
        return Request(
            task.subject.url,
            callback=callback,
            errback=self.on_failure,
            headers={name: value for name, value in headers.items() if value},
            meta={"task": task, "handle_httpstatus_all": True},
            dont_filter=True,
        )

    def _adhoc(self) -> Iterator[Request]:
        """URLs asked for by themselves, each under the name of the source that owns its host, if one does."""
        for url in self.job.urls:
            owner = next((state.source for state in self.states if state.owns(url)), None)
            private = self.job.allow_private or bool(owner and owner.allow_private)
            source = JobSource(owner.id if owner else ADHOC, (url,), "auto", (host_of(url),), 0.0, private)
            state = SourceState(source, adhoc=True)
            try:
                clean = canonical(url)
            except ValueError:
                clean = None
            if clean is None:
                subject = Subject(state.source.id, FetchKind.ARTICLE, url)
                self._failed(Task(state, subject), Label.BAD_URL, "no http:// or https:// URL with a host")
                continue
            if seen_key(clean) in self.asked:
                continue
            self.asked.add(seen_key(clean))
            yield self._article_request(state, Item(clean, "", None), "")

    # Bookkeeping

    def _row(self, task: Task, *, label: str = "", error: str = "", listing_hash: str = "") -> None:
        if task.subject.kind is FetchKind.LISTING:
            task.state.listings += 1
        self.ledger.fetched(task.subject, task.answer, label=label, error=error, listing_hash=listing_hash)
        self.done += 1
        status = task.answer.status if task.answer else None
        self.report("fetched", task.state.source.id, url=task.subject.url, status=status, error=error)

    def _failed(self, task: Task, label: str, error: str) -> None:
        where = f"{task.subject.url}: {error}"
        # Many sites name more pages than they keep. On page 2, though, 404 means that the numbers are read wrongly.
        deep = task.listing is not None and task.listing.number > 2 and task.answer is not None
        task.state.failure(task.subject.kind, label, where, self.job.settings.give_up_after, ends_paging=deep)
        self._row(task, label=label, error=error)

    def _ended(self, task: Task) -> None:
        if task.article:
            task.article.pending -= 1
            if task.article.pending == 0:
                self._row(task.article.first)
        task.state.pending -= 1
        if task.state.pending == 0 and not task.state.adhoc:
            self.ledger.outcome(task.state.outcome_row())
            self.report("source_done", task.state.source.id)

    def closed(self, reason: str) -> None:
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
        line = to_line(Progress(event, source_id, url, status, error, self.done, self.queued, new_pages, pid))
        try:
            sys.stdout.write(line)
            sys.stdout.flush()
        except (BrokenPipeError, ValueError):
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  (for the rest of the process)
            asyncio.ensure_future(self.crawler.stop_async())  # noqa: RUF006  (ends with the process)


def settings_of(job: Job) -> dict[str, Any]:
    """Scrapy's settings for a job."""
    manners = job.settings
    delays: dict[str, float] = {}
    # Scrapy 2.19 keeps to a slot's concurrency only where it has a delay: without one it starts all that wait at once.
    for source in job.sources:
        for host in source.allowed_hosts:
            delays[host] = max(source.delay, delays.get(host, LEAST_DELAY))
    return {
        "USER_AGENT": manners.user_agent,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
            "Accept-Encoding": "gzip, deflate",
        },
        "CONCURRENT_REQUESTS": manners.concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": max(manners.adhoc_delay, LEAST_DELAY),
        "DOWNLOAD_DELAY_JITTER": manners.jitter,
        "DOWNLOAD_SLOTS": {host: {"concurrency": 1, "delay": delay} for host, delay in delays.items()},
        "DOWNLOAD_TIMEOUT": manners.timeout,
        "DOWNLOAD_MAXSIZE": manners.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DNS_TIMEOUT": min(manners.timeout, 20.0),
        "DOWNLOADER_MIDDLEWARES": _middlewares(),
        "DOWNLOAD_HANDLERS": {"http": "crawlers.gates.LastGate", "https": "crawlers.gates.LastGate"},
        "SPIDER_MIDDLEWARES": {"scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None},
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",  # in the listing's order
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",  # the spider knows better what is the same page
        "HTTPERROR_ALLOW_ALL": True,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "LOG_LEVEL": "INFO",
    }


def _middlewares() -> dict[str, int | None]:
    """Ours in the place of Scrapy's: answers pass from the highest number to the lowest."""
    base = "scrapy.downloadermiddlewares."
    return {
        f"{base}offsite.OffsiteMiddleware": None,
        f"{base}robotstxt.RobotsTxtMiddleware": None,
        f"{base}retry.RetryMiddleware": None,
        f"{base}redirect.MetaRefreshMiddleware": None,
        f"{base}redirect.RedirectMiddleware": None,
        f"{base}httpauth.HttpAuthMiddleware": None,
        f"{base}httpproxy.HttpProxyMiddleware": None,
        f"{base}httpcompression.HttpCompressionMiddleware": 800,
        "crawlers.gates.AddressGate": 50,
        "crawlers.gates.RobotsGate": 100,
        "crawlers.attempts.Repeats": 550,
        "crawlers.attempts.Redirects": 600,
        "crawlers.attempts.Keeper": 780,
    }


def _headers(response: Response) -> dict[str, str]:
    return {name.lower(): value for name, value in header_pairs(response)}


def _charset(response: Response) -> str:
    _, _, stated = _headers(response).get("content-type", "").lower().partition("charset=")
    return stated.split(";")[0].strip(" \"'")


def _digest(items: list[Item]) -> str:
    lines = (f"{seen_key(item.url)}\t{item.title}" for item in items)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def main(argv: list[str]) -> int:
    """Run the job in a run directory. 0: done, 1: the crawl could not start."""
    run_dir = Path(argv[0])
    job = Job.read(run_dir)
    ledger = Ledger(run_dir, job.run_id, job.archive)
    try:
        process = AsyncCrawlerProcess(settings_of(job))
        process.crawl(FazhiSpider, job=job, ledger=ledger)
        process.start()
    finally:
        ledger.close()
    return int(process.bootstrap_failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
