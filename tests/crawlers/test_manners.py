"""Manners over time: hours that are over, waits that a server asks for, pages without links."""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawlers.records import FetchKind, Label, Status
from crawlers.waiting import asked_wait
from local_site import PARAGRAPH, QUICK, Reply, crawl, known_after, of_kind, page, serve, source


def listing(count: int) -> str:
    rows = "".join(
        f'<li><a href="/a/{n}.html">本市法治消息第{n}号</a>2025-01-{n:02d}</li>' for n in range(1, count + 1)
    )
    return page("列表", f"<ul>{rows}</ul>")


def test_after_the_window_nothing_is_asked_and_nothing_is_lost(tmp_path: Path) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=10)

    def slow(_path: str, _headers: Mapping[str, str]) -> Reply:
        time.sleep(max(0.0, (soon - datetime.now(UTC)).total_seconds()) + 0.2)
        return Reply(page("本市法治消息第3号", PARAGRAPH * 12))

    with serve() as site:
        night = source("night", site.put("/l/", listing(8)))
        for number in range(1, 9):
            site.article(f"/a/{number}.html")
        site.put("/a/3.html", slow)  # the window closes while it is on its way
        settings = replace(QUICK, timeout=30.0)
        first = crawl([night], tmp_path, "one", closes={"night": soon}, settings=settings)
        came = [fetch.url[-6:] for fetch in of_kind(first, FetchKind.ARTICLE) if fetch.ok]
        late = [fetch for fetch in first.fetches if fetch.label == Label.LATER]
        assert (came, len(late)) == (["1.html", "2.html", "3.html"], 5)
        assert not any(fetch.settled for fetch in late)
        (outcome,) = first.outcomes
        assert (outcome.status, outcome.failures) == (Status.PARTIAL, 0)
        assert "hours" in outcome.reason
        second = crawl([night], tmp_path, "two", known_after(first))
        assert len(of_kind(second, FetchKind.ARTICLE)) == len(late)


def test_a_window_that_is_over_before_the_start_asks_nothing_at_all(tmp_path: Path) -> None:
    with serve() as site:
        start = site.put("/l/", listing(3))
        result = crawl([source("s", start)], tmp_path, "run", closes={"s": datetime.now(UTC) - timedelta(seconds=1)})
        assert site.asked == []
        assert [outcome.status for outcome in result.outcomes] == [Status.PARTIAL]


def test_deep_walks_are_a_matter_of_each_source(tmp_path: Path) -> None:
    with serve() as site:
        start = site.put("/l/", listing(2).replace("</ul>", '</ul><a href="/l/2">下一页</a>'))
        site.put("/l/2", listing(4))
        for number in range(1, 5):
            site.article(f"/a/{number}.html")
        both = [source("deep", start), source("flat", start.replace("127.0.0.1", "localhost"))]
        first = crawl(both, tmp_path, "one")
        second = crawl(both, tmp_path, "two", known_after(first), deep={"deep"})
        asked = dict.fromkeys(("deep", "flat"), 0)
        for fetch in of_kind(second, FetchKind.LISTING):
            asked[fetch.source_id] += 1
        assert asked == {"deep": 2, "flat": 1}
        assert {outcome.source_id: outcome.deep for outcome in second.outcomes} == {"deep": True, "flat": False}


def test_a_wait_too_long_for_this_run_is_written_down_for_the_next(tmp_path: Path) -> None:
    with serve() as site:
        start = site.put("/l/", Reply("later", status=503, headers={"Retry-After": "7200"}))
        result = crawl([source("s", start)], tmp_path, "run", settings=replace(QUICK, max_wait=5.0))
        (row,) = of_kind(result, FetchKind.LISTING)
        assert (row.label, row.retry_after) == (Label.THROTTLED, 7200)
        assert [outcome.status for outcome in result.outcomes] == [Status.BLOCKED]


@pytest.mark.parametrize(
    ("header", "seconds"), [("120", 120), (" 0 ", 0), ("", None), ("soon", None), ("-5", None), ("٣", None)]
)
def test_a_retry_after_is_read_as_seconds(header: str, seconds: float | None) -> None:
    assert asked_wait(header) == seconds


def test_a_retry_after_may_be_a_date() -> None:
    then = datetime.now(UTC) + timedelta(minutes=10)
    found = asked_wait(f"{then:%a, %d %b %Y %H:%M:%S} GMT")
    assert found is not None and 590 <= found <= 600
    assert asked_wait("Wed, 21 Oct 2015 07:28:00 GMT") == 0


def test_a_page_without_links_is_counted_apart_from_one_without_news(tmp_path: Path) -> None:
    with serve() as site:
        bare = site.put("/bare/", page("专栏", "<p>页面改版，请访问新的栏目。</p>" * 20))
        same = site.put("/same/", listing(1))
        site.article("/a/1.html")
        sources = [source("bare", bare), source("same", same.replace("127.0.0.1", "localhost"))]
        first = crawl(sources, tmp_path, "one")
        second = crawl(sources, tmp_path, "two", known_after(first))
        told = {outcome.source_id: (outcome.status, outcome.empty_listings) for outcome in second.outcomes}
        assert told == {"bare": (Status.PARTIAL, 1), "same": (Status.UNCHANGED, 0)}
