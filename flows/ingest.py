"""Takes files and addresses that a person hands over through the same stations as the schedule does."""

from collections.abc import Sequence
from datetime import UTC, datetime

from crawlers import CrawlResult, archive
from crawlers.errors import ArchiveError
from crawlers.records import Fetch
from flows.calling import Direct
from flows.errors import FlowsError, InputError, SettingsError
from flows.fetching import Wanted, crawl_station
from flows.inputs import Input, accept, is_local
from flows.pipeline import finish
from flows.run import Failure, Run, RunReport, new_run, working
from flows.settings import Settings
from flows.stations import NOTHING_GIVEN, Given


def ingest(settings: Settings, given: Sequence[str], known_better: Given = NOTHING_GIVEN) -> RunReport:
    """Keeps, reads, extracts and loads what is given; what cannot be used is a failure in the report, the rest goes on.

    Raises:
        WarehouseError, HomeError: nothing can be stored at all.
    """
    accepted, failures = _accept(settings, given)
    with working(new_run(settings, "ingest")) as run:
        fetches, lost = _keep_files(run, [item for item in accepted if item.path])
        crawled, crawl_failures = _fetch(run, [item.url for item in accepted if item.url])
        result = CrawlResult((*fetches, *crawled.fetches), crawled.outcomes)
        return finish(run, result, Direct(), failures=[*failures, *lost, *crawl_failures], given=known_better)


def _accept(settings: Settings, given: Sequence[str]) -> tuple[list[Input], list[Failure]]:
    accepted, failures = [], []
    for name in dict.fromkeys(given):
        try:
            item = accept(name)
            if item.url and not settings.contact and not is_local(item.url):
                raise SettingsError(
                    f"{name} is a public site, and those are only asked by someone who says who he is: set "
                    "FAZHI_CONTACT to a page or mailbox that reaches you; it is named in the user agent"
                )
            accepted.append(item)
        except FlowsError as error:
            failures.append(Failure("ingest", "", name, str(error)))
    return accepted, failures


def _keep_files(run: Run, files: Sequence[Input]) -> tuple[list[Fetch], list[Failure]]:
    kept, failures = [], []
    for item in files:
        assert item.path is not None
        try:
            kept.append(archive.store_file(run.home.archive, item.path, fetched_at=datetime.now(UTC)))
        except (ArchiveError, InputError) as error:
            failures.append(Failure("ingest", "", item.given, str(error)))
    return kept, failures


def _fetch(run: Run, urls: Sequence[str]) -> tuple[CrawlResult, list[Failure]]:
    if not urls:
        return CrawlResult((), ()), []
    # A person who types a loopback or private address means it; a public page that leads there is still refused.
    return crawl_station(run, Wanted(urls=tuple(urls), allow_private=all(is_local(url) for url in urls)))
