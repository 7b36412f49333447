"""The crawler process and its caller: progress, bounds, single URLs, interruption, crash, resumption."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import crawlers
from crawlers.errors import CrawlError
from crawlers.job import CrawlSettings
from crawlers.records import FetchKind, Known, Label, Progress, Status
from local_site import PARAGRAPH, QUICK, Reply, Site, crawl, known_after, of_kind, page, serve, source

PAGES = 12


@pytest.fixture
def site() -> Iterator[Site]:
    """One listing of two pages with six articles each, from 2025-01-12 down to 2025-01-01."""
    with serve() as running:
        for number in (0, 1):
            days = range(PAGES - number * 6, PAGES - number * 6 - 6, -1)
            rows = "".join(f'<li><a href="/a/{d}.html">本市法治消息第{d}号</a>2025-01-{d:02d}</li>' for d in days)
            following = '<a href="two.html">下一页</a>' if number == 0 else ""
            running.put(f"/l/{'two' if number else 'index'}.html", page("列表", f"<ul>{rows}</ul>{following}"))
        for day in range(1, PAGES + 1):
            running.article(f"/a/{day}.html")
        yield running


def start(site: Site) -> str:
    return f"{site.base}/l/index.html"


def test_progress_tells_what_happens(site: Site, tmp_path: Path) -> None:
    events: list[Progress] = []
    result = crawl([source("s", start(site))], tmp_path, "run", progress=events.append)
    assert [event.event for event in events][:1] == ["started"]
    assert [event.event for event in events][-2:] == ["source_done", "finished"]
    assert sum(event.event == "fetched" for event in events) == PAGES + 2
    last = events[-1]
    assert (last.done, last.queued, last.new_pages) == (PAGES + 2, PAGES + 2, PAGES)
    assert result == crawlers.load_result(tmp_path / "runs" / "run")
    assert (tmp_path / "runs" / "run" / "spider.log").stat().st_size > 0


def test_a_limit_leaves_the_rest_for_the_next_run(site: Site, tmp_path: Path) -> None:
    sources = [source("s", start(site))]
    first = crawl(sources, tmp_path, "one", limit=4)
    assert len(of_kind(first, FetchKind.ARTICLE)) == 4
    assert {fetch.listing_hash for fetch in of_kind(first, FetchKind.LISTING)} == {""}  # not walked to its end
    second = crawl(sources, tmp_path, "two", known_after(first))
    assert len(of_kind(second, FetchKind.ARTICLE)) == PAGES - 4


def test_since_leaves_out_older_items_and_the_pages_that_hold_only_them(site: Site, tmp_path: Path) -> None:
    old = site.put(
        "/old/",
        page("列表", '<ul><li><a href="/o/1.html">多年以前的消息</a>2019-01-01</li></ul><a href="2">下一页</a>'),
    )
    result = crawl([source("s", start(site)), source("old", old)], tmp_path, "run", since=date(2025, 1, 10))
    dates = {fetch.link_date for fetch in of_kind(result, FetchKind.ARTICLE)}
    assert dates == {date(2025, 1, day) for day in (10, 11, 12)}
    assert [fetch.url for fetch in of_kind(result, FetchKind.LISTING) if fetch.source_id == "old"] == [old]


def test_a_deep_walk_finds_what_was_published_backdated(site: Site, tmp_path: Path) -> None:
    sources = [source("s", start(site))]
    first = crawl(sources, tmp_path, "one")
    second_page = site.pages["/l/two.html"]
    assert isinstance(second_page, Reply) and isinstance(second_page.body, str)
    late = '<ul><li><a href="/a/late.html">补发的一篇年度报告</a>2025-01-02</li>'
    site.put("/l/two.html", second_page.body.replace("<ul>", late, 2).replace(late, "<ul>", 1))
    site.article("/a/late.html")
    shallow = crawl(sources, tmp_path, "two", known_after(first))
    assert of_kind(shallow, FetchKind.ARTICLE) == []
    deep = crawl(sources, tmp_path, "three", known_after(first, shallow), deep=True)
    assert [fetch.url for fetch in of_kind(deep, FetchKind.ARTICLE)] == [f"{site.base}/a/late.html"]


def test_single_urls_give_one_row_each(site: Site, tmp_path: Path) -> None:
    site.put("/robots.txt", Reply("User-agent: *\nDisallow: /secret/\n", content_type="text/plain"))
    site.put("/to", Reply(status=301, headers={"Location": f"{site.base}/a/2.html"}))
    site.put("/hang.html", Reply("x", pause=1.5))
    site.put("/report.pdf", Reply(b"%PDF-1.7 ...", content_type="application/pdf"))
    site.put("/文.html", page("中文地址", PARAGRAPH * 12))
    site.pages["/%E6%96%87.html"] = site.pages.pop("/文.html")
    expected: dict[str, tuple[int | None, str, str]] = {
        f"{site.base}/a/1.html": (200, "", ""),
        f"{site.base}/to": (200, "", ""),
        f"{site.base}/report.pdf": (200, "", ""),
        f"{site.base}/none.html": (404, Label.HTTP, "HTTP 404"),
        f"{site.base}/secret/1.html": (None, Label.ROBOTS, "does not allow"),
        f"{site.base}/hang.html": (None, Label.TIMEOUT, "in time"),
        "http://127.0.0.1:9/": (None, Label.REFUSED, "refused"),
        "http://no-such-host.invalid/": (None, Label.DNS, "no-such-host.invalid cannot be resolved"),
        "notes.txt": (None, Label.BAD_URL, "http:// or https://"),
    }
    urls = [*expected, f"{site.base}/文.html", f"{site.base}/a/1.html"]
    result = crawl([], tmp_path, "run", urls=urls, allow_private=True)
    rows = {fetch.url: fetch for fetch in of_kind(result, FetchKind.ARTICLE, FetchKind.ATTACHMENT)}
    assert len(rows) == len(expected) + 1
    for url, (status, label, words) in expected.items():
        assert (rows[url].status, rows[url].label) == (status, label), url
        assert words in rows[url].error
    assert rows[f"{site.base}/%E6%96%87.html"].ok
    assert rows[f"{site.base}/report.pdf"].kind is FetchKind.ATTACHMENT
    assert {row.source_id for row in rows.values()} == {"adhoc"}
    assert result.outcomes == ()


def test_a_single_url_goes_under_the_source_that_owns_its_host(site: Site, tmp_path: Path) -> None:
    url = f"{site.base}/a/1.html"
    result = crawl([source("s", start(site))], tmp_path, "run", urls=[url], known=Known(frozenset([url])))
    assert [fetch.source_id for fetch in result.fetches if fetch.url == url] == ["s"]
    assert site.times()["/a/1.html"] == 1


def test_a_single_url_on_a_private_address_is_refused_unless_asked_for(site: Site, tmp_path: Path) -> None:
    result = crawl([], tmp_path, "run", urls=[f"{site.base}/a/1.html"])
    assert [(fetch.label, fetch.status) for fetch in result.fetches] == [(Label.PRIVATE, None)]
    assert site.asked == []


def slow_site(site: Site) -> list[str]:
    for day in range(1, PAGES + 1):
        site.put(f"/a/{day}.html", Reply(page("慢", PARAGRAPH * 12), pause=0.15))
    return [start(site)]


def test_a_crash_keeps_what_was_written_and_the_next_crawl_goes_on(site: Site, tmp_path: Path) -> None:
    sources = [source("s", *slow_site(site)), source("t", f"{site.base}/none/")]
    pid = 0

    def kill_in_the_middle(event: Progress) -> None:
        nonlocal pid
        pid = event.pid or pid
        if event.new_pages == 3:
            os.kill(pid, signal.SIGKILL)

    with pytest.raises(CrawlError, match=r"ended with code -9.*spider\.log") as caught:
        crawl(sources, tmp_path, "run", progress=kill_in_the_middle)
    partial = caught.value.result
    assert len(of_kind(partial, FetchKind.ARTICLE)) >= 3
    outcome = {outcome.source_id: outcome for outcome in partial.outcomes}["s"]
    assert (outcome.status, outcome.reason) == (Status.INTERRUPTED, "the crawler ended before this source was done")
    assert {fetch.listing_hash for fetch in of_kind(partial, FetchKind.LISTING)} == {""}

    ledger = tmp_path / "runs" / "run" / "fetches.jsonl"
    with ledger.open("a") as torn:
        torn.write('{"fetch_id": "torn in the mid')
    before = len(of_kind(partial, FetchKind.ARTICLE))
    whole = crawl(sources, tmp_path, "run")
    assert len({fetch.url for fetch in of_kind(whole, FetchKind.ARTICLE) if fetch.ok}) == PAGES
    assert len(of_kind(whole, FetchKind.ARTICLE)) == PAGES
    assert before < PAGES


def test_an_interrupt_ends_the_crawler(site: Site, tmp_path: Path) -> None:
    pids: list[int] = []

    def interrupt(event: Progress) -> None:
        pids.append(event.pid)
        if event.new_pages == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        crawl([source("s", *slow_site(site))], tmp_path, "run", progress=interrupt)
    with pytest.raises(ProcessLookupError):
        os.kill(max(pids), 0)
    result = crawlers.load_result(tmp_path / "runs" / "run")
    fetched = [fetch for fetch in of_kind(result, FetchKind.ARTICLE) if fetch.ok]
    assert 2 <= len(fetched) < PAGES
    assert {fetch.listing_hash for fetch in of_kind(result, FetchKind.LISTING)} == {""}
    assert result.outcomes[0].status is Status.INTERRUPTED


def test_an_archive_that_cannot_be_written_is_a_crawl_error(site: Site, tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file where the folder should be")
    with pytest.raises(CrawlError) as caught:
        crawl([source("s", start(site))], tmp_path, "run")
    assert "an archive that can be written" in caught.value.log.read_text()
    assert caught.value.result.fetches == ()


def test_importing_crawlers_is_light() -> None:
    heavy = {"scrapy", "twisted", "lxml", "pydantic", "yaml", "warcio", "prefect", "duckdb"}
    code = f"import sys, crawlers, crawlers.records, crawlers.runner; print({heavy!r} & set(sys.modules))"
    root = Path(crawlers.__file__).parent.parent
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert answer.stdout.strip() == "set()"


def test_settings_are_for_the_open_network_by_default() -> None:
    manners = CrawlSettings()
    assert (manners.timeout, manners.retries, manners.max_redirects) == (30.0, 2, 5)
    assert QUICK.timeout < manners.timeout
