"""What a run is to fetch, and the station that has the crawler fetch it."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path

from crawlers import CrawlResult, Known, Source, Validator, crawl
from crawlers.errors import CrawlError
from crawlers.job import CrawlSettings
from crawlers.records import FETCHES, Progress
from flows import progress
from flows.readers import Readers
from flows.run import Failure, Run
from warehouse import open_writer

log = logging.getLogger(__name__)
NAMED = 20  # sources in one line of the log


@dataclass(frozen=True)
class Wanted:
    """What a run is to fetch: sources to walk, single addresses; ``limit`` pages a source. What a listing dates before
    ``since`` or after ``until`` is left out; ``max_pages`` bounds a listing's paging.

    ``deep`` holds the ids of sources whose listings are walked to their end; True: all, and articles again whose files
    had failed too often. ``closes`` is when a source may be asked no more. ``watched`` are all enabled sources, due or
    not; None where the run is not about sources.
    """

    sources: tuple[Source, ...] = ()
    watched: tuple[Source, ...] | None = None
    deep: bool | frozenset[str] = frozenset()
    closes: Mapping[str, datetime] = field(default_factory=dict)
    urls: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    limit: int | None = None
    max_pages: int = 200
    allow_private: bool = False


def crawl_station(run: Run, wanted: Wanted, readers: Readers | None = None) -> tuple[CrawlResult, list[Failure]]:
    """Fetches what is not known yet, and has it read meanwhile.

    A crawler that died hands over what it had; that is a failure on record.
    """
    if not (wanted.sources or wanted.urls):
        log.info("nothing is to be asked")
        return CrawlResult((), ()), []
    named = ", ".join(source.id for source in wanted.sources[:NAMED])
    more = " …" if len(wanted.sources) > NAMED else ""
    log.info("asking %s sources (%s%s); the crawler's own log: %s", len(wanted.sources), named, more, run.folder)
    with open_writer(run.home.warehouse, wait=run.settings.writer_wait) as writer:
        state = writer.known()
    known = Known(
        state.seen_urls,
        {url: Validator(etag, modified) for url, (etag, modified) in state.validators.items()},
        state.listing_hashes,
        state.given_up,
    )
    try:
        result = crawl(
            wanted.sources,
            run.folder,
            known=known,
            archive=run.home.archive,
            since=wanted.since,
            until=wanted.until,
            limit=wanted.limit,
            urls=wanted.urls,
            deep=wanted.deep,
            closes=wanted.closes,
            allow_private=wanted.allow_private,
            settings=CrawlSettings(
                contact=run.settings.contact, timeout=run.settings.timeout, max_pages=wanted.max_pages
            ),
            progress=partial(_on_progress, run.folder / FETCHES, readers),
        )
    except CrawlError as error:
        log.warning("%s", error)
        return error.result, [Failure("crawl", "", "", str(error))]
    log.info("%s answers, %s sources done", len(result.fetches), len(result.outcomes))
    return result, []


def _on_progress(ledger: Path, readers: Readers | None, step: Progress) -> None:
    if readers:
        readers.watch(ledger)
    progress.tell("crawl", step.done, max(step.done, step.queued), step.url or step.source_id)
