"""Every family against a real server: recognised, walked to its end, and cheap to walk again."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

import local_site
from crawlers.families import Answer, Ask, ListingPage, Reading, Role, walk
from crawlers.records import CrawlResult, Fetch, FetchKind, Label, Status
from family_lists import DIALECTS, c_column, c_column_of_script, dialect, easysite, paper, sitemap, trs, uuid_columns
from family_sites import Column, gkmlpt, jcms, jcms_without_proxy, jpaas, nfcms, ucap
from local_site import PATIENT, Site, known_after, of_kind, serve

ARTICLE, LISTING = FetchKind.ARTICLE, FetchKind.LISTING
crawl = partial(local_site.crawl, settings=PATIENT)


def columns_on(site: Site) -> list[Column]:
    return [
        jcms(site, embedded=False),
        jcms(site, embedded=True),
        jcms(site, embedded=True, by_group=True),
        jcms_without_proxy(site),
        jpaas(site, "bulidstatic"),
        jpaas(site, "buildstatic"),
        gkmlpt(site),
        nfcms(site),
        ucap(site),
        c_column(site),
        c_column_of_script(site),
        uuid_columns(site),
        easysite(site),
        trs(site, "trs-zero", "createPageHTML(4, {j}, 'index', 'shtml');", 1),
        trs(site, "trs-one", "createPageHTML('page_div',4, {k},'index','shtml',12);", 2),
        trs(site, "trs-jincheng", "createPageHTML(4, {j}, 'index', 'shtml');", 2, missing=True),
        trs(site, "trs-one-as-zero", "createPageHTML('page_div',4, {k},'index','shtml',12);", 1),
        trs(site, "trs-short", "createPage(4, {j}, 'index', 'shtml');", 1),
        trs(site, "trs-count", "var countPage = 4; var currentPage = {j}; document.write(x);", 1),
        trs(site, "trs-count-alone", "var countPage = 4//共4页", 1),
        *(dialect(site, spoken) for spoken in DIALECTS),
        paper(site, "A"),
        paper(site, "B"),
        paper(site, "C"),
        sitemap(site),
    ]


NAMES = [
    "jcms-empty", "jcms-embedded", "jcms-embedded-grouped", "jcms-html", "jpaas-bulidstatic",
    "jpaas-buildstatic", "gkmlpt", "nfcms", "ucap", "c-column", "c-script", "uuid", "easysite", "trs-zero",
    "trs-one", "trs-jincheng", "trs-one-as-zero", "trs-short", "trs-count", "trs-count-alone", "channels",
    "taiyuan", "henan", "sichuan", "luzhou", "people", "chinacourt", "legaldaily", "ankang", "yanan", "fuxin",
    "paper-a", "paper-b", "paper-c", "sitemap",
]  # fmt: skip


@dataclass
class Walked:
    """Two crawls of all columns by evidence alone, and what the server was asked for in each."""

    site: Site
    folder: Path
    columns: dict[str, Column]
    first: CrawlResult
    asked: list[str]
    second: CrawlResult
    asked_again: list[str]

    def rows(self, name: str, *kinds: FetchKind) -> list[Fetch]:
        return [fetch for fetch in of_kind(self.first, *kinds) if fetch.source_id == name]


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    folder = tmp_path_factory.mktemp("families")
    with serve() as site:
        columns = columns_on(site)
        sources = [column.source() for column in columns]
        first = crawl(sources, folder, "first")
        asked = site.asked[:]
        site.asked.clear()
        second = crawl(sources, folder, "second", known_after(first))
        yield Walked(site, folder, {c.name: c for c in columns}, first, asked, second, site.asked[:])


def test_each_site_is_looked_at(walked: Walked) -> None:
    assert list(walked.columns) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_article_is_found(walked: Walked, name: str) -> None:
    found = {fetch.url for fetch in walked.rows(name, ARTICLE) if fetch.ok}
    assert found == walked.columns[name].urls()


@pytest.mark.parametrize("name", NAMES)
def test_title_and_date_are_the_listings(walked: Walked, name: str) -> None:
    said = {fetch.url: (fetch.link_title, fetch.link_date) for fetch in walked.rows(name, ARTICLE)}
    column = walked.columns[name]
    untitled = name == "sitemap"
    assert said == {
        column.site.base + entry.path: ("" if untitled else entry.title, entry.day) for entry in column.entries
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_outcome_has_no_complaint(walked: Walked, name: str) -> None:
    outcome = next(outcome for outcome in walked.first.outcomes if outcome.source_id == name)
    assert (outcome.status, outcome.reason, outcome.failures) == (Status.OK, "", 0)


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("paper")])
def test_a_walk_costs_its_pages(walked: Walked, name: str) -> None:
    column = walked.columns[name]
    assert len(walked.rows(name, LISTING)) == (column.asks or column.pages)


def test_nothing_is_asked_for_twice(walked: Walked) -> None:
    assert len(walked.asked) == len(set(walked.asked))


def test_walking_again_costs_what_shows_that_nothing_is_new(walked: Walked) -> None:
    assert of_kind(walked.second, ARTICLE) == []
    costs = {
        outcome.source_id: sum(fetch.source_id == outcome.source_id for fetch in of_kind(walked.second, LISTING))
        for outcome in walked.second.outcomes
    }
    # The page, and the data behind it where it is one of script; of jpaas' two units one is a menu. The interface that
    # answers nothing is followed by the column's HTML; refreshes are steps of their own.
    more = {"jcms-empty": 2, "jcms-html": 3, "gkmlpt": 2, "ucap": 2, "paper-b": 2, "paper-c": 3}
    more |= {"jpaas-bulidstatic": 3, "jpaas-buildstatic": 3}
    assert costs == {name: more.get(name, 1) for name in NAMES}
    assert {outcome.status for outcome in walked.second.outcomes} == {Status.UNCHANGED}


def test_a_post_has_a_row_of_its_own_and_is_kept(walked: Walked) -> None:
    rows = walked.rows("jcms-empty", LISTING)
    posts = [fetch for fetch in rows if "__wb_method=POST" in fetch.url]
    assert len(posts) == len({fetch.url for fetch in posts}) == 3
    assert all(fetch.warc_offset is not None and "columnid=48520" in fetch.url for fetch in posts)
    assert all(fetch.from_url == rows[0].url for fetch in posts)


def test_a_post_that_leads_off_the_site_is_kept_and_not_fetched(walked: Walked) -> None:
    (link,) = walked.first.external
    assert (link.source_id, link.url, link.link_title) == ("gkmlpt", "https://mp.weixin.example/s/1", "公众号里的一篇")


def test_a_day_without_an_issue_is_no_failure(walked: Walked) -> None:
    absent = [fetch for fetch in walked.rows("paper-a", LISTING) if fetch.label == Label.ABSENT]
    # One in the middle, and ten behind the oldest issue: then no older one is expected.
    assert [fetch.url.rsplit("/", 3)[1:3] for fetch in absent] == [
        ["202503", f"{day:02}"] for day in (26, *range(23, 13, -1))
    ]
    assert {fetch.status for fetch in absent} == {404}


@pytest.mark.parametrize("name", NAMES)
def test_a_family_is_recognised_with_evidence(walked: Walked, name: str) -> None:
    column = walked.columns[name]
    reading = next(reading for _, reading in looked_at(column) if reading.family != "auto")
    assert reading.family == column.family
    assert reading.evidence


def test_a_listing_is_looked_at_without_a_spider(walked: Walked) -> None:
    pages = list(looked_at(walked.columns["jcms-empty"], most=3))
    assert [len(reading.items) for _, reading in pages] == [0, 9, 9]
    assert [[ask.role for ask in reading.asks] for _, reading in pages] == [[Role.DATA], [Role.NEXT], [Role.NEXT]]


def looked_at(column: Column, most: int = 4) -> Iterator[tuple[ListingPage, Reading]]:
    """A look at a listing as ``fazhi sources add`` takes it."""

    def fetch(ask: Ask) -> Answer:
        body = ask.form.encode() if ask.form is not None else None
        request = Request(ask.url.partition("#")[0], data=body, headers=dict(ask.headers), method=ask.method)
        try:
            with urlopen(request) as response:
                return Answer(response.url, response.status, response.read())
        except HTTPError as error:
            return Answer(ask.url, error.code, b"")

    return walk(column.site.base + column.start, fetch, most=most)
