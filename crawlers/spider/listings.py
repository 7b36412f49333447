"""Listings: their pages one after another, what is new on them, and where a walk ends."""

import hashlib
import logging
from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.attempts import explain
from crawlers.diagnosis import STUB_BYTES, diagnose
from crawlers.families import Ask, Item, ListingPage, Reading, Role, UnparsedError, paging, read, start
from crawlers.families.ask import mark
from crawlers.families.links import host_of, seen_key
from crawlers.ledger import Subject
from crawlers.records import ExternalLink, FetchKind, Label
from crawlers.spider.desk import Desk, charset_of, headers_of
from crawlers.spider.pages import Pages
from crawlers.states import Listing, SourceState, Task

_PRIORITY = 10
"""Listings before pages: what a source has is known early, and paging does not wait behind hundreds of pages."""

_GONE = {404, 410}
_log = logging.getLogger(__name__)


class Listings:
    """Walks listings: pages of HTML, answers of data interfaces, issues of newspapers, sitemaps, all by one rule."""

    def __init__(self, desk: Desk, pages: Pages) -> None:
        self._desk = desk
        self._pages = pages
        self._job = desk.job

    def _overrides(self, state: SourceState) -> dict[str, Any]:
        """The source's, and of its newspaper's issues none outside of the job's dates."""
        given = state.source.overrides
        first = max((day for day in (given.get("from_day"), _iso(self._job.since)) if day), default=None)
        last = min((day for day in (given.get("to_day"), _iso(self._job.until)) if day), default=None)
        return given | {name: day for name, day in (("from_day", first), ("to_day", last)) if day}

    def first(self, state: SourceState, url: str) -> Request:
        """The request for a listing's first page, which the source counts from its start."""
        listing = Listing(url, state.source.family)
        return self._request(state, listing, start(url, self._overrides(state)), 1, counted=True)

    def on_answer(self, response: Response) -> Iterator[Request]:
        """A listing's page: its new items, then what it leads to."""
        task: Task = response.meta["task"]
        try:
            yield from self._answered(response, task)
        except Exception as error:  # a page that breaks a family must not pass for one without news
            _log.exception("reading %s", response.url)
            error_text = f"the listing cannot be read: {type(error).__name__}: {error}"
            self._desk.failed(task, Label.UNPARSED, error_text)
        finally:
            self._desk.ended(task)

    def on_failure(self, failure: Failure) -> Iterator[Request]:
        """No answer. Where an optional page is a redirect off the site it is not there, as with a 404."""
        task: Task = failure.request.meta["task"]  # type: ignore[attr-defined]
        trouble = explain(cast(BaseException, failure.value))
        try:
            if cast(Ask, task.ask).optional and trouble.label in {Label.OFFSITE, Label.REDIRECT_LOOP}:
                yield from self._page(task, self._listing_page(task, cast(Ask, task.ask).url, absent=True))
            else:
                self._desk.failed(task, trouble.label, str(trouble))
        finally:
            self._desk.ended(task)

    def _answered(self, response: Response, task: Task) -> Iterator[Request]:
        ask = cast(Ask, task.ask)
        if response.status == 304:
            task.state.not_modified += 1
            self._desk.row(task, listing_hash=self._known_hash(ask))
        elif ask.optional and response.status in _GONE:
            yield from self._page(task, self._listing_page(task, response.url, absent=True))
        elif trouble := diagnose(response.status, headers_of(response), response.body):
            self._desk.failed(task, trouble.label, trouble.error)
        else:
            page = self._listing_page(task, response.url, response.body, charset_of(response))
            yield from self._page(task, page)

    def _listing_page(
        self, task: Task, url: str, body: bytes = b"", charset: str = "", *, absent: bool = False
    ) -> ListingPage:
        overrides = tuple(self._overrides(task.state).items())
        return ListingPage(url, body, charset, task.number, overrides, task.ask, absent)

    def _page(self, task: Task, page: ListingPage) -> Iterator[Request]:
        state, listing, ask = task.state, cast(Listing, task.listing), cast(Ask, task.ask)
        try:
            reading = read(page, listing.family)
        except UnparsedError as error:
            self._desk.failed(task, Label.UNPARSED, f"the listing cannot be read: {error}")
            return
        listing.family = reading.family
        digest = _digest(reading)
        if page.absent:
            self._desk.row(task, label=Label.ABSENT)
        else:
            self._desk.row(task, listing_hash=digest)
            self._suspect(state, listing, task, page, reading)
        before = len(listing.items)
        yield from self._new(state, listing, reading.items)
        known = self._known_hash(ask)
        listing.known = listing.known or bool(known)
        unchanged = bool(digest) and digest == known and not state.source.deep
        yield from self._onward(task, reading, fresh=len(listing.items) > before, unchanged=unchanged)

    def _new(self, state: SourceState, listing: Listing, items: list[Item]) -> Iterator[Request]:
        """A request for every item that nobody has asked for; counts the rest."""
        pages = {url for url, _ in listing.visited}
        for item in items:
            if item.url in pages:  # a link to the listing itself is no article
                continue
            key = seen_key(item.url)
            first_time = key not in listing.items
            listing.items.add(key)
            if not state.owns(item.url):
                if first_time:
                    link = ExternalLink(state.source.id, item.url, item.title, item.date, listing.url)
                    self._desk.ledger.external(link)
                    yield from self._elsewhere(item, listing)
                continue
            state.links += first_time
            if key in self._desk.seen:
                listing.seen_in_a_row += 1
                continue
            listing.seen_in_a_row = 0
            if key in self._desk.asked or self._too_old(item):
                continue
            if self._job.until and item.date and item.date > self._job.until:
                state.cut = True  # for the next run the listing is one that was not seen whole
                continue
            if self._job.limit is not None and state.requested >= self._job.limit:
                state.cut = True
                continue
            self._desk.asked.add(key)
            state.requested += 1
            yield self._pages.request(state, item, listing.url)

    def _elsewhere(self, item: Item, listing: Listing) -> Iterator[Request]:
        """A link that leaves the site is fetched where another source of this crawl owns the host, as that one's."""
        owner = next((state for state in self._desk.states if state.owns(item.url)), None)
        key = seen_key(item.url)
        if owner is None or key in self._desk.seen or key in self._desk.asked or not self._wanted(item):
            return
        if self._job.limit is not None and owner.requested >= self._job.limit:
            return
        self._desk.asked.add(key)
        owner.requested += 1
        yield self._pages.request(owner, item, listing.url)

    def _wanted(self, item: Item) -> bool:
        return not (self._too_old(item) or (self._job.until and item.date and item.date > self._job.until))

    def _onward(self, task: Task, reading: Reading, *, fresh: bool, unchanged: bool) -> Iterator[Request]:
        """Requests for what the page leads to, where the bounds let us go there."""
        state, listing, ask = task.state, cast(Listing, task.listing), cast(Ask, task.ask)
        if not reading.items and reading.asks and all(_again(more, listing) for more in reading.asks):
            state.cut = True
            state.notes.append(f"0 links: {ask.url} leads back to {reading.asks[0].url}, round in a circle")
            return
        asks = [
            more for more in reading.asks if mark(more) not in listing.visited and self._owned(state, listing, more)
        ]
        if reading.items and all(self._too_old(item) for item in reading.items):
            return
        if self._job.limit is not None and state.cut:
            return
        # A page without a link that the pages before did not have: paging that never ends. A day without an issue
        # is none such; how many of them in a row are too many, the family knows.
        fresh = fresh or any(more.role is not Role.NEXT for more in asks) or (ask.optional and not reading.items)
        for more in asks:
            if unchanged and more.role is not Role.DATA:
                continue
            if more.role is Role.NEXT and not (fresh and not self._walked(state, listing)):
                continue
            if more.day and self._job.since and more.day < self._job.since:
                continue
            if listing.requests >= state.source.overrides.get("max_pages", self._job.settings.max_pages):
                if not listing.left:
                    state.notes.append(f"{listing.url} was left after {listing.requests} pages")
                listing.left = True
                return
            yield self._request(state, listing, more, task.number + (more.role is Role.NEXT))

    def _walked(self, state: SourceState, listing: Listing) -> bool:
        """Whether what follows is known: only for a listing that was walked to its end once."""
        enough = state.source.overrides.get("stop_after_seen", self._job.settings.stop_after_seen)
        return not state.source.deep and listing.known and listing.seen_in_a_row >= enough

    def _owned(self, state: SourceState, listing: Listing, ask: Ask) -> bool:
        """Whether the source owns what the page leads to; a part that lies elsewhere is missing, which is said."""
        if state.owns(ask.url):
            return True
        if ask.role is not Role.NEXT:
            state.cut = True
            host = host_of(ask.url)
            state.notes.append(f"{listing.url} leads to {ask.url}: allow it by adding {host} to the allowed_hosts")
        return False

    def _too_old(self, item: Item) -> bool:
        return bool(self._job.since and item.date and item.date < self._job.since)

    def _suspect(self, state: SourceState, listing: Listing, task: Task, page: ListingPage, reading: Reading) -> None:
        """Notes what a page should have and has not: links, or a way to the pages that it says there are."""
        parts = any(more.role is not Role.NEXT for more in reading.asks)
        if not reading.items and not parts and not cast(Ask, task.ask).optional:
            # Deep pages are stubs on some sites for good, and data interfaces answer nothing behind the last record:
            # that ends their paging.
            if (task.number > 2 and len(page.body) < STUB_BYTES) or (task.number > 1 and not page.is_html):
                return
            state.cut = state.cut or task.number == 1
            state.empty_listings += task.number == 1
            state.notes.append(
                f"0 links on a page that parsed: {listing.url}, page {task.number} as {reading.family} "
                f"({reading.evidence}). Has the site been rebuilt?"
            )
        elif not reading.asks and task.number == 1 and page.is_html and (paging.total_pages(page) or 0) > 1:
            state.cut = True
            total = paging.total_pages(page)
            state.notes.append(f"{page.url} says it has {total} pages, but no link to the next was found")

    def _known_hash(self, ask: Ask) -> str:
        return self._job.known.listing_hashes.get(ask.key, "")

    def _request(
        self, state: SourceState, listing: Listing, ask: Ask, number: int, *, counted: bool = False
    ) -> Request:
        listing.visited.add(mark(ask))
        listing.requests += 1
        subject = Subject(
            state.source.id, FetchKind.LISTING, ask.key, from_url=listing.url if listing.requests > 1 else ""
        )
        headers = dict(ask.headers)
        # A deep walk wants to see the page; so does one that has not seen the end of this listing yet.
        validator = self._job.known.validators.get(ask.key)
        if validator and ask.form is None and self._known_hash(ask) and not state.source.deep:
            headers |= {"If-None-Match": validator.etag, "If-Modified-Since": validator.last_modified}
        task = Task(state, subject, listing, ask=ask, number=number)
        return self._desk.request(
            task, self.on_answer, errback=self.on_failure, headers=headers, counted=counted, priority=_PRIORITY
        )


def _again(ask: Ask, listing: Listing) -> bool:
    """Whether an ask is for what a refresh or a data interface led to before."""
    return ask.role is Role.DATA and mark(ask) in listing.visited


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _digest(reading: Reading) -> str:
    """A hash of what the page lists; of its parts' versions where it lists nothing itself; else empty.

    Empty, too, for a page whose list comes by a data interface, whatever links stand beside it: it tells nothing by
    staying the same, so nothing may follow from that, nor from an answer 304.
    """
    if any(ask.role is Role.DATA for ask in reading.asks):
        return ""
    lines = [f"{seen_key(item.url)}\t{item.title}" for item in reading.items]
    if not lines and reading.asks and all(ask.version for ask in reading.asks):
        lines = [f"{ask.key}\t{ask.version}" for ask in reading.asks]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest() if lines else ""
