"""Scrapy's spider: it starts the walks, and is what the middlewares know of the run."""

import os
from collections.abc import AsyncIterator, Mapping
from typing import Any

from scrapy import Request, Spider

from crawlers.job import Job
from crawlers.ledger import Ledger
from crawlers.records import Fetch
from crawlers.spider.desk import Desk
from crawlers.spider.listings import Listings
from crawlers.spider.pages import Pages
from crawlers.states import SourceState


class FazhiSpider(Spider):
    """Walks listings page by page and fetches the articles that no earlier run has seen."""

    name = "fazhi"

    def __init__(self, job: Job, ledger: Ledger, kept: Mapping[str, Fetch], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.job = job
        self.ledger = ledger
        self.kept = kept
        self._states = [SourceState(source, pending=len(source.start_urls)) for source in job.sources]
        self._desk = Desk(job, ledger, self._states, self._stop)
        self._pages = Pages(self._desk)
        self._listings = Listings(self._desk, self._pages)

    async def start(self) -> AsyncIterator[Request]:
        """The URLs asked for by themselves, then the first page of every listing."""
        self._desk.report("started", pid=os.getpid())
        for request in self._pages.adhoc(self._states):
            yield request
        for state in self._states:
            for url in state.source.start_urls:
                yield self._listings.first(state, url)

    def closed(self, reason: str) -> None:
        """Scrapy's last call."""
        self._desk.close(reason)

    async def _stop(self) -> None:
        await self.crawler.stop_async()
