"""The order of it all: crawl → read → cluster → extract → load → publish → alert, once, for every way of starting it.

A :class:`flows.calling.Conductor` calls the stations: directly (``fazhi ingest``) or as Prefect tasks
(``flows.monitor``). So the order stands here and nowhere else.
"""

import logging
import shutil
from collections.abc import Mapping, Sequence
from itertools import groupby

from crawlers import CrawlResult, Source, load_result
from crawlers.records import ADHOC, Fetch, FetchKind, Label
from flows import progress
from flows.calling import Clock, Conductor, Kept
from flows.fetching import Wanted, crawl_station
from flows.readers import Readers
from flows.report import build_report
from flows.rows import Haul
from flows.run import Failure, Run, RunReport, unfinished_runs, working
from flows.settings import Settings
from flows.stations import (
    NOTHING_GIVEN,
    UNWELL,
    Extracted,
    Given,
    ReadPage,
    extract_pages,
    extraction_key,
    judge_source,
    read_pages,
)
from flows.storing import alert_station, cluster_station, health_station, load_station, publish_station, site_station
from warehouse.cluster import ClusterDecision

CHUNK = 50  # articles a task: Prefect's overhead is milliseconds a task, so never one a sentence
WANTED_KINDS = frozenset({FetchKind.ARTICLE, FetchKind.LISTING, FetchKind.ATTACHMENT, FetchKind.FILE})
KEPT_RESULTS = "results"  # beside the ledger of a run: figures extracted before it was cut off

log = logging.getLogger(__name__)


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
    shutil.rmtree(run.folder / KEPT_RESULTS, ignore_errors=True)
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
    outcomes = result.outcomes  # each a task: which source failed shows at a glance, and the run goes on
    list(conductor.each("source", judge_source, outcomes, labels=[outcome.source_id for outcome in outcomes]))
    with clock.at("read"), readers or Readers(run.home.archive) as reading:
        reading.take(result.fetches, ended=True)
        pages = _read(run, result, conductor, failed, given, reading)
    with clock.at("cluster"):
        decisions = conductor.one("cluster", cluster_station, run, pages)
    with clock.at("extract"):
        extracted = _extract(run, pages, decisions, conductor, failed, given.region or None)
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
    labels = [group[0].source_id or ADHOC for group in sources]
    pages: list[ReadPage] = []
    for number, found in enumerate(conductor.each("read", read_pages, sources, *asked, labels=labels), start=1):
        progress.tell("read", number, len(sources))
        if isinstance(found, Exception):
            failed.append(Failure("read", sources[number - 1][0].source_id, "", str(found)))
            continue
        pages += found[0]
        failed += found[1]
    return pages


def _source(fetch: Fetch) -> str:
    return fetch.source_id


def _extract(
    run: Run,
    pages: Sequence[ReadPage],
    decisions: Mapping[str, ClusterDecision],
    conductor: Conductor,
    failed: list[Failure],
    region_hint: str | None,
) -> dict[str, Extracted]:
    wanted = [page for page in pages if page.relevance.relevant and decisions[page.article_id].is_origin]
    dates = {ident: decision.first_published for ident, decision in decisions.items()}
    chunks = [wanted[at : at + CHUNK] for at in range(0, len(wanted), CHUNK)]
    labels = [f"articles {at + 1}-{min(at + CHUNK, len(wanted))}" for at in range(0, len(wanted), CHUNK)]
    kept = Kept(run.folder / KEPT_RESULTS, tuple(extraction_key(chunk, dates, region_hint) for chunk in chunks))
    results = conductor.each("extract", extract_pages, chunks, dates, region_hint, labels=labels, kept=kept)
    extracted: dict[str, Extracted] = {}
    done = 0
    for chunk, found in zip(chunks, results, strict=True):
        done += len(chunk)
        progress.tell("extract", done, len(wanted), chunk[-1].article.title)
        if isinstance(found, Exception):
            failed.extend(Failure("extract", page.fetch.source_id, page.article.url, repr(found)) for page in chunk)
            continue
        extracted |= {result.article_id: result for result in found}
    return extracted
