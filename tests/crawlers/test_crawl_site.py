"""The crawler judged by a web of its own: every family of CMS, in two hands of markup, with a fixed and a fresh seed.

``FAZHI_CRAWL_SEED=N pytest tests/crawlers/test_crawl_site.py`` runs the fresh town again with the seed of a failure.
"""

import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawl_site import town, wire
from crawl_site.town import Column
from crawlers.records import CrawlResult, Fetch, FetchKind, Status
from local_site import crawl, known_after, of_kind, source

FIXED = 20260320
FRESH = int(os.environ.get("FAZHI_CRAWL_SEED") or time.time())
TOWNS = {"first": (FIXED, "first"), "unseen": (FIXED, "unseen"), "fresh": (FRESH, town.STYLES[FRESH % 2])}
FAMILIES = [
    "trs_wcm",
    "jcms",
    "jpaas",
    "gkmlpt",
    "ucap",
    "vsb",
    "jeecms",
    "anhui",
    "pds",
    "easysite",
    "c_column",
    "henan",
    "sichuan",
    "hebei",
    "chinacourt",
    "people",
    "legaldaily",
    "cfgw",
    "generic",
    "feed",
    "sitemap",
    "epaper",
]


@dataclass
class Crawled:
    """A town, its first crawl, and a second that found it as it was; requests by host, as the servers saw them."""

    seed: int
    columns: list[Column]
    elsewhere: wire.Host
    first: CrawlResult
    asked_first: dict[str, Counter[str]]
    second: CrawlResult
    asked_second: dict[str, Counter[str]]

    def of(self, family: str) -> list[Column]:
        """The columns of a family."""
        return [column for column in self.columns if column.family == family]

    def pages(self, column: Column) -> dict[str, Fetch]:
        """What the first crawl brought of a column, by URL."""
        return {fetch.url: fetch for fetch in of_kind(self.first, FetchKind.ARTICLE) if fetch.source_id == column.name}


@pytest.fixture(scope="module", params=list(TOWNS))
def crawled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    seed, style = TOWNS[request.param]
    print(f"seed {seed}, style {style}")
    folder = tmp_path_factory.mktemp(request.param)
    with wire.serve() as network:
        try:
            columns = town.build(network, seed, style)
        except OSError as error:
            pytest.skip(f"this machine has one loopback address only: {error}")
        sources = [
            source(column.name, column.start, allowed_hosts=[host.address for host in column.hosts])
            for column in columns
        ]
        first = crawl(sources, folder, "first")
        asked_first = taken(network)
        second = crawl(sources, folder, "second", known_after(first))
        yield Crawled(seed, columns, network.hosts[0], first, asked_first, second, taken(network))


def taken(network: wire.Network) -> dict[str, Counter[str]]:
    """The requests of each host since the last look."""
    asked = {host.base: host.asked() for host in network.hosts}
    for host in network.hosts:
        host.log.clear()
    return asked


@pytest.mark.parametrize("family", FAMILIES)
def test_every_article_of_a_family_is_found_and_nothing_else(crawled: Crawled, family: str) -> None:
    wanted = missing = 0
    for column in crawled.of(family):
        truth, pages = {story.url for story in [*column.stories, *column.older]}, crawled.pages(column)
        got = {url for url, fetch in pages.items() if fetch.ok}
        wanted, missing = wanted + len(truth), missing + len(truth - got)
        assert got <= truth, f"seed {crawled.seed}, {column.name}: {sorted(got - truth)[:5]}"
    assert wanted > 0
    assert 1 - missing / wanted >= 0.99, f"seed {crawled.seed}: {missing} of {wanted} articles of {family} are missing"


@pytest.mark.parametrize("family", [family for family in FAMILIES if family != "sitemap"])
def test_a_link_brings_its_whole_title_and_its_day(crawled: Crawled, family: str) -> None:
    for column in crawled.of(family):
        pages = crawled.pages(column)
        for story in column.stories:
            if fetch := pages.get(story.url):  # what is missing is the other test's matter
                assert fetch.link_title == story.title, (crawled.seed, story.url)
                assert fetch.link_date in {story.day, None if family == "epaper" else story.day}, (
                    crawled.seed,
                    story.url,
                )


def test_no_page_is_asked_for_twice(crawled: Crawled) -> None:
    for host, asked in crawled.asked_first.items():
        twice = {target: times for target, times in asked.items() if times > 1}
        assert not twice, (crawled.seed, host)


def test_nothing_leaves_the_sources_hosts_and_robots_is_obeyed(crawled: Crawled) -> None:
    assert not crawled.asked_first[crawled.elsewhere.base]
    for asked in (*crawled.asked_first.values(), *crawled.asked_second.values()):
        assert not [target for target in asked if target.startswith(town.FORBIDDEN)]
    for column in crawled.columns:
        for host in column.hosts:
            assert crawled.asked_first[host.base]["/robots.txt"] == 1 or not crawled.asked_first[host.base]


def test_links_that_leave_a_site_are_on_record(crawled: Crawled) -> None:
    kept = {(link.source_id, link.url) for link in crawled.first.external}
    for column in crawled.columns:
        assert {(column.name, url) for url in column.external} <= kept, (crawled.seed, column.name)


def test_every_request_has_a_row(crawled: Crawled) -> None:
    for column in crawled.columns:
        rows = [fetch for fetch in crawled.first.fetches if fetch.source_id == column.name and fetch.label != "robots"]
        asked = sum(sum(crawled.asked_first[host.base].values()) for host in column.hosts)
        assert len(rows) == asked, (crawled.seed, column.name)


def test_a_second_look_costs_listings_and_robots_at_most(crawled: Crawled) -> None:
    for column in crawled.columns:
        asked = Counter[str]()
        for host in column.hosts:
            asked += crawled.asked_second[host.base]
        assert sum(asked.values()) <= column.listings + len(column.hosts), (crawled.seed, column.name, asked)
        assert not {story.path for story in column.stories} & set(asked), (crawled.seed, column.name)


def test_what_was_walked_to_its_end_is_told_so(crawled: Crawled) -> None:
    status = {outcome.source_id: outcome for outcome in crawled.first.outcomes}
    for column in crawled.columns:
        outcome = status[column.name]
        whole = {story.url for story in column.stories} <= set(crawled.pages(column))
        if whole and column.variant != "deep_stubs":  # its empty deep pages are worth a note
            assert outcome.status is Status.OK, (crawled.seed, outcome)
        if not whole:  # never in silence
            assert outcome.status is not Status.OK, (crawled.seed, outcome)


def test_the_archive_holds_what_was_served(crawled: Crawled, tmp_path: Path) -> None:
    assert all(fetch.warc_offset is not None for fetch in crawled.first.fetches if fetch.ok)
