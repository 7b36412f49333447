"""The order of it all: crawl → read → cluster → extract → load → publish → alert, once, for every way of starting it.

A :class:`Conductor` calls the stations: directly (``fazhi ingest``) or as Prefect tasks (``flows.monitor``). So the
order stands here and nowhere else.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol, TypeVar

from crawlers import CrawlResult, Known, Source, Validator, crawl, load_result
from crawlers.errors import CrawlError
from crawlers.job import CrawlSettings
from crawlers.records import FETCHES, Fetch, FetchKind, Label, Progress, Status
from flows import progress
from flows.alerts import AppriseChannel, Channel, FileChannel, deliver, outcomes
from flows.readers import Readers
from flows.report import build_report
from flows.rows import Haul, article_row, batch_of, part_rows
from flows.run import Failure, Run, RunReport, unfinished_runs, working
from flows.settings import Settings
from flows.stations import NOTHING_GIVEN, Extracted, Given, ReadPage, extract_pages, read_pages
from warehouse import LoadReport, build_site, open_writer
from warehouse.alerts import Alert
from warehouse.cluster import ClusterDecision
from warehouse.health import SourceHealth
from warehouse.publication import publish

CHUNK = 50  # articles a task: Prefect's overhead is milliseconds a task, so never one a sentence
WANTED_KINDS = frozenset({FetchKind.ARTICLE, FetchKind.LISTING, FetchKind.ATTACHMENT, FetchKind.FILE})
UNWELL = frozenset({Status.FAILED, Status.BLOCKED, Status.UNREACHABLE})
T = TypeVar("T")


class Conductor(Protocol):
    """Calls stations, each under a name; ``each`` calls one station for many items and lets single ones fail."""

    def one(self, name: str, station: Callable[..., T], *args: Any) -> T:
        """Calls ``station(*args)`` and returns what it returns; its exception goes through."""

    def each(self, name: str, station: Callable[..., T], items: Sequence[Any], *args: Any) -> list[T | Exception]:
        """Calls ``station(item, *args)`` for every item; an exception takes the place of its result."""


class Direct:
    """Calls the stations as they are."""

    def one(self, name: str, station: Callable[..., T], *args: Any) -> T:
        """See :class:`Conductor`."""
        return station(*args)

    def each(self, name: str, station: Callable[..., T], items: Sequence[Any], *args: Any) -> list[T | Exception]:
        """See :class:`Conductor`."""
        results: list[T | Exception] = []
        for item in items:
            try:
                results.append(station(item, *args))
            except Exception as error:
                results.append(error)
        return results


@dataclass
class Clock:
    """Seconds spent at each station, for the report."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def at(self, station: str) -> Iterator[None]:
        """Times a block."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[station] = round(self.seconds.get(station, 0.0) + time.perf_counter() - start, 3)


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


def run_pipeline(run: Run, wanted: Wanted, conductor: Conductor) -> RunReport:
    """Crawls what is wanted and takes it to the end of its way.

    Raises:
        WarehouseError, CrawlersError: nothing could be done at all. A source or page that fails is in the report.
    """
    clock = Clock()
    with Readers(run.home.archive) as readers:
        with clock.at("crawl"):
            result, failures = conductor.one("crawl", crawl_station, run, wanted, readers)
        return finish(run, result, conductor, watched=wanted.watched, failures=failures, clock=clock, readers=readers)


def crawl_station(run: Run, wanted: Wanted, readers: Readers | None = None) -> tuple[CrawlResult, list[Failure]]:
    """Fetches what is not known yet, and has it read meanwhile.

    A crawler that died hands over what it had; that is a failure on record.
    """
    if not (wanted.sources or wanted.urls):
        return CrawlResult((), ()), []
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
        return error.result, [Failure("crawl", "", "", str(error))]
    return result, []


def _on_progress(ledger: Path, readers: Readers | None, step: Progress) -> None:
    if readers:
        readers.watch(ledger)
    progress.tell("crawl", step.done, max(step.done, step.queued), step.url or step.source_id)


def finish(
    run: Run,
    result: CrawlResult,
    conductor: Conductor,
    *,
    watched: Sequence[Source] | None = None,
    failures: Sequence[Failure] = (),
    given: Given = NOTHING_GIVEN,
    clock: Clock | None = None,
    readers: Readers | None = None,
) -> RunReport:
    """Takes what a crawl brought (now, or in a run that was cut off) to the end of its way."""
    clock = clock or Clock()
    haul = understand(
        run, result, conductor, clock, sources=watched or (), failures=failures, given=given, readers=readers
    )
    with clock.at("load"):
        loaded = conductor.one("load", load_station, run, haul)
    with clock.at("health"):
        health = conductor.one("health", health_station, run, watched) if result.outcomes or watched else []
    show(run, conductor, clock)
    with clock.at("alert"):
        alerts = conductor.one("alert", alert_station, run)
    report = build_report(run, haul, loaded, alerts, clock.seconds, health)
    report.write(run.folder)
    return report


def resume_all(settings: Settings, conductor: Conductor) -> list[str]:
    """Finishes the runs that were cut off, from their folders, without fetching anything twice; what came of each."""
    return [_resume(run, conductor) for run in unfinished_runs(settings)]


def _resume(run: Run, conductor: Conductor) -> str:
    with working(run):
        report = finish(run, load_result(run.folder), conductor)
    return (
        f"Run {run.run_id} had been cut off and is finished: {report.articles} new articles, "
        f"{report.observations} new observations"
    )


def understand(
    run: Run,
    result: CrawlResult,
    conductor: Conductor,
    clock: Clock,
    *,
    sources: Sequence[Source] = (),
    failures: Sequence[Failure] = (),
    given: Given = NOTHING_GIVEN,
    readers: Readers | None = None,
) -> Haul:
    """Kept answers → articles → copies told apart → figures: all that is done before anything is stored."""
    failed = [*failures, *_failures_of(result)]
    with clock.at("read"), readers or Readers(run.home.archive) as reading:
        reading.take(result.fetches, ended=True)
        pages = _read(run, result, conductor, failed, given, reading)
    with clock.at("cluster"):
        decisions = conductor.one("cluster", cluster_station, run, pages)
    with clock.at("extract"):
        extracted = _extract(pages, decisions, conductor, failed, given.region or None)
    return Haul(result, tuple(sources), tuple(pages), decisions, extracted, tuple(failed), given)


def show(run: Run, conductor: Conductor, clock: Clock) -> None:
    """Gives people and programs what the warehouse now holds: the published copy, and the site made from it."""
    with clock.at("publish"):
        conductor.one("publish", publish_station, run)
    with clock.at("site"):
        conductor.one("site", site_station, run)


def _failures_of(result: CrawlResult) -> list[Failure]:
    """What could not be fetched. A listed page that robots.txt forbids is no failure: it is left alone, on record."""
    fetches = [
        fetch
        for fetch in result.fetches
        if not fetch.ok
        and fetch.kind in WANTED_KINDS
        and fetch.label != Label.LATER
        and not (fetch.label == Label.ROBOTS and fetch.from_url)
    ]
    told = {fetch.source_id for fetch in fetches}
    return [Failure("crawl", fetch.source_id, fetch.url, fetch.error) for fetch in fetches] + [
        Failure("crawl", outcome.source_id, "", outcome.reason)
        for outcome in result.outcomes
        if outcome.status in UNWELL and outcome.source_id not in told
    ]


def _read(
    run: Run, result: CrawlResult, conductor: Conductor, failed: list[Failure], given: Given, readers: Readers
) -> list[ReadPage]:
    """Reads the pages source by source, so that one source's trouble is one failed task."""
    sources = [list(group) for _, group in groupby(sorted(result.fetches, key=_source), key=_source)]
    asked = (run.home.archive, given, readers.read)
    pages: list[ReadPage] = []
    for number, found in enumerate(conductor.each("read", read_pages, sources, *asked), start=1):
        progress.tell("read", number, len(sources))
        if isinstance(found, Exception):
            failed.append(Failure("read", sources[number - 1][0].source_id, "", str(found)))
            continue
        pages += found[0]
        failed += found[1]
    return pages


def _source(fetch: Fetch) -> str:
    return fetch.source_id


def cluster_station(run: Run, pages: Sequence[ReadPage]) -> dict[str, ClusterDecision]:
    """Finds which pages are copies of one text: only the origin is extracted, on its date the periods hang."""
    rows = [article_row(page, None) for page in pages]
    parts = [row for page in pages for row in part_rows(page)]
    with open_writer(run.home.warehouse, wait=run.settings.writer_wait) as writer:
        decisions = writer.cluster(rows, parts)
    progress.tell("cluster", len(pages), len(pages))
    return decisions


def _extract(
    pages: Sequence[ReadPage],
    decisions: Mapping[str, ClusterDecision],
    conductor: Conductor,
    failed: list[Failure],
    region_hint: str | None,
) -> dict[str, Extracted]:
    wanted = [page for page in pages if page.relevance.relevant and decisions[page.article_id].is_origin]
    dates = {ident: decision.first_published for ident, decision in decisions.items()}
    chunks = [wanted[at : at + CHUNK] for at in range(0, len(wanted), CHUNK)]
    extracted: dict[str, Extracted] = {}
    done = 0
    for chunk, found in zip(chunks, conductor.each("extract", extract_pages, chunks, dates, region_hint), strict=True):
        done += len(chunk)
        progress.tell("extract", done, len(wanted), chunk[-1].article.title)
        if isinstance(found, Exception):
            failed.extend(Failure("extract", page.fetch.source_id, page.article.url, repr(found)) for page in chunk)
            continue
        extracted |= {result.article_id: result for result in found}
    return extracted


def load_station(run: Run, haul: Haul) -> LoadReport:
    """Stores what the run brought in one transaction; what cannot be stored is quarantined with its reason."""
    batch = batch_of(run, haul)
    progress.tell("load", 0, 1, f"{len(batch.observations)} observations")
    with open_writer(run.home.warehouse, wait=run.settings.writer_wait) as writer:
        loaded = writer.load(batch)
    progress.tell("load", 1, 1)
    return loaded


def health_station(run: Run, watched: Sequence[Source] | None) -> list[SourceHealth]:
    """Keeps how each source stands after this run: a source that fell silent, or that nobody asks, is seen."""
    progress.tell("health", 0, 1)
    with open_writer(run.home.warehouse, wait=run.settings.writer_wait) as writer:
        ids = None if watched is None else {source.id for source in watched}
        found = writer.record_health(run.run_id, datetime.now(UTC), ids)
    progress.tell("health", 1, 1)
    return found


def publish_station(run: Run) -> None:
    """Gives readers their copy."""
    progress.tell("publish", 0, 1)
    publish(run.home.warehouse, run.home.root)
    progress.tell("publish", 1, 1)


def site_station(run: Run) -> None:
    """Rebuilds the static site from the published copy."""
    progress.tell("site", 0, 1)
    build_site(run.home.published, run.home.root)
    progress.tell("site", 1, 1)


def alert_station(run: Run) -> list[Alert]:
    """Delivers what is due, of this run and of earlier ones that a channel refused; returns the alerts of this run."""
    channels: list[Channel] = [FileChannel(run.home.alerts_file)]
    channels += [AppriseChannel(url.get_secret_value()) for url in run.settings.alert_urls]
    with open_writer(run.home.warehouse, wait=run.settings.writer_wait) as writer:
        due = writer.pending_alerts()
    receipts = deliver(due, channels)
    with open_writer(run.home.warehouse, wait=run.settings.writer_wait) as writer:
        for (state, error, taken), ids in outcomes(receipts).items():
            writer.mark_alerts(ids, state, error or None, taken)
    progress.tell("alert", len(due), len(due))
    return [alert for alert in due if alert.run_id == run.run_id]
