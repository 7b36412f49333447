"""Sites that hang, loop, block, lie and break: each is named for what it is, and none harms another."""

import gzip
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from crawlers.records import CrawlResult, Fetch, FetchKind, Label, SourceOutcome, Status
from local_site import PARAGRAPH, QUICK, Reply, Site, crawl, of_kind, page, serve, source

CHALLENGE = '<html><head><script>var $_ts={};document.cookie="x=1";</script></head><body></body></html>'


def listing(*hrefs: str) -> str:
    """A listing of dated rows."""
    rows = (
        f'<li><a href="{href}">本市法治政府建设的一条消息{n}</a><span>2025-03-{n + 1:02d}</span></li>'
        for n, href in enumerate(hrefs)
    )
    return page("列表", f"<ul>{''.join(rows)}</ul>")


def cookie_check(path: str, headers: Mapping[str, str]) -> Reply:
    """302 to itself until the cookie comes back, as moj.gov.cn does."""
    if "seen=1" in headers.get("Cookie", ""):
        return Reply(listing("/ok/6.html"))
    return Reply(status=302, headers={"Location": path, "Set-Cookie": "seen=1"})


def endless(path: str, _headers: Mapping[str, str]) -> Reply:
    """A calendar: every page links to a next one that shows the same articles."""
    number = int(path.rpartition("=")[2])
    body = listing("/ok/1.html", "/ok/2.html").replace(
        "</ul>", f'</ul><a href="/calendar?page={number + 1}">下一页</a>'
    )
    return Reply(body)


class Overloaded:
    """429 with Retry-After once, then the page."""

    def __init__(self, wait: str) -> None:
        self.wait = wait
        self.times: list[float] = []

    def __call__(self, _path: str, _headers: Mapping[str, str]) -> Reply:
        self.times.append(time.monotonic())
        return (
            Reply(status=429, headers={"Retry-After": self.wait})
            if len(self.times) == 1
            else Reply(listing("/ok/3.html"))
        )


@dataclass
class Troubles:
    """One crawl over all troubles."""

    site: Site
    other: Site
    result: CrawlResult
    overloaded: Overloaded

    def outcome(self, source_id: str) -> SourceOutcome:
        return next(outcome for outcome in self.result.outcomes if outcome.source_id == source_id)

    def row(self, path: str, *kinds: FetchKind) -> Fetch:
        """The one row of the end for a path."""
        wanted = set(kinds or (FetchKind.ARTICLE, FetchKind.LISTING))
        (row,) = [f for f in self.result.fetches if f.url == self.site.base + path and f.kind in wanted]
        return row


@pytest.fixture(scope="module")
def troubles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Troubles]:
    with serve() as site, serve() as other:
        for number in range(1, 9):
            site.article(f"/ok/{number}.html")
        overloaded = Overloaded("1")
        site.put("/robots.txt", Reply("User-agent: *\nDisallow: /secret/\n", content_type="text/plain"))
        site.put("/good/index.html", listing("/ok/4.html", "/ok/5.html"))
        site.put("/empty/index.html", page("列表", "<div id='app'></div>" + "<p>本栏目由脚本生成</p>" * 5))
        site.put("/broken/index.html", Reply("内部错误" * 30, 500))
        site.put("/slow/index.html", Reply(listing(), pause=1.6))
        site.put("/loop/index.html", Reply(status=302, headers={"Location": "/loop/b.html"}))
        site.put("/loop/b.html", Reply(status=302, headers={"Location": "/loop/index.html"}))
        site.put("/cookie/index.html", cookie_check)
        site.put(
            "/cookies/index.html", Reply(status=302, headers={"Location": "/cookies/index.html", "Set-Cookie": "a=b"})
        )
        site.put("/rs/index.html", Reply(CHALLENGE, 412))
        site.put("/jsl/index.html", Reply("<script>x</script>", 521))
        site.put("/calendar?page=1", endless)
        site.put("/busy/index.html", overloaded)
        for number in range(2):
            call = f"<script>createPageHTML(40, {number}, 'index', 'html')</script>"
            site.put(f"/p/index{'_1' * number}.html", listing(f"/p/{number}.html") + call)
            site.article(f"/p/{number}.html")
        site.put("/big/1.html", page("大", PARAGRAPH * 5000))
        bomb = gzip.compress(page("炸", PARAGRAPH * 5000).encode())
        site.put("/big/2.html", Reply(bomb, headers={"Content-Encoding": "gzip"}))
        site.put(
            "/zip/1.html",
            Reply(gzip.compress(page("压", PARAGRAPH * 12).encode()), headers={"Content-Encoding": "gzip"}),
        )
        site.put("/stub/1.html", "<html><script>location='/x'</script><body>Redirecting...</body></html>")
        site.put(
            "/away/1.html", Reply(status=301, headers={"Location": other.base.replace("127.0.0.1", "localhost") + "/x"})
        )
        site.put("/wide/1.html", Reply(status=302, headers={"Location": "/ok/7.html"}))
        site.put(
            "/mixed/index.html",
            listing(
                "/big/1.html",
                "/big/2.html",
                "/zip/1.html",
                "/stub/1.html",
                "/away/1.html",
                "/wide/1.html",
                "/secret/1.html",
                "/gone/1.html",
                "http://127.0.0.1:bad/",
                "/ok/8.html",
            ),
        )
        other.put("/robots.txt", Reply("unavailable", 503))
        other.put("/x/index.html", listing("/x/1.html"))
        names = ["good", "empty", "broken", "slow", "loop", "cookie", "cookies", "rs", "jsl", "busy", "mixed"]
        sources = [source(name, f"{site.base}/{name}/index.html") for name in names]
        sources += [
            source("calendar", f"{site.base}/calendar?page=1"),
            source("promises", f"{site.base}/p/index.html"),
            source("norobots", f"{other.base}/x/index.html"),
            source("private", f"{site.base}/good/index.html", allow_private=False),
            source(
                "localname", f"http://localhost:{site.base.rpartition(':')[2]}/good/index.html", allow_private=False
            ),
            source("nobody", "http://127.0.0.1:9/x/"),
            source("noname", "http://no-such-host.invalid/x/"),
        ]
        yield Troubles(site, other, crawl(sources, tmp_path_factory.mktemp("troubles"), "run"), overloaded)


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("good", Status.OK, ""),
        ("empty", Status.PARTIAL, "0 links on a page that parsed"),
        ("broken", Status.FAILED, "HTTP 500"),
        ("slow", Status.UNREACHABLE, "no complete answer in time"),
        ("loop", Status.FAILED, "6 redirects"),
        ("cookie", Status.OK, ""),
        ("cookies", Status.BLOCKED, "whatever cookie"),
        ("rs", Status.BLOCKED, "script challenge"),
        ("jsl", Status.BLOCKED, "521"),
        ("busy", Status.OK, ""),
        ("promises", Status.PARTIAL, "/p/index_2.html: HTTP 404"),
        ("norobots", Status.BLOCKED, "answers 503"),
        ("private", Status.FAILED, "not public: set allow_private"),
        ("localname", Status.FAILED, "localhost is the address 127.0.0.1"),
        ("nobody", Status.UNREACHABLE, "refused"),
        ("noname", Status.UNREACHABLE, "cannot be resolved"),
    ],
)
def test_each_source_is_told_apart(troubles: Troubles, name: str, status: Status, words: str) -> None:
    outcome = troubles.outcome(name)
    assert outcome.status is status, outcome
    assert words in outcome.reason


@pytest.mark.parametrize(
    ("path", "label", "status", "words"),
    [
        ("/big/1.html", Label.TOO_BIG, None, "larger than the limit"),
        ("/big/2.html", Label.TOO_BIG, None, "once it is decompressed"),
        ("/stub/1.html", Label.STUB, 200, "a stub"),
        ("/away/1.html", Label.OFFSITE, 301, "http://localhost"),
        ("/secret/1.html", Label.ROBOTS, None, "does not allow it"),
        ("/gone/1.html", Label.HTTP, 404, "HTTP 404"),
        ("/rs/index.html", Label.BLOCKED_JS, 412, "only browsers"),
        ("/loop/index.html", Label.REDIRECT_LOOP, 302, "redirects"),
        ("/slow/index.html", Label.TIMEOUT, None, "in time"),
    ],
)
def test_a_failed_request_says_why(troubles: Troubles, path: str, label: Label, status: int | None, words: str) -> None:
    row = troubles.row(path)
    assert (row.label, row.status) == (label, status)
    assert words in row.error


def test_what_robots_forbids_and_what_leaves_the_site_is_never_asked_for(troubles: Troubles) -> None:
    assert "/secret/1.html" not in troubles.site.asked
    assert troubles.other.asked == ["/robots.txt", "/robots.txt"]  # twice: it answered 503


def test_the_rest_of_a_listing_goes_on(troubles: Troubles) -> None:
    outcome = troubles.outcome("mixed")
    assert (outcome.status, outcome.new_pages, outcome.failures) == (Status.PARTIAL, 3, 4)
    assert troubles.row("/zip/1.html").ok
    assert troubles.row("/ok/8.html").ok


def test_a_redirect_is_a_row_of_its_own_and_the_page_has_one_row(troubles: Troubles) -> None:
    row = troubles.row("/wide/1.html")
    assert (row.status, row.final_url) == (200, troubles.site.base + "/ok/7.html")
    assert troubles.row("/wide/1.html", FetchKind.REDIRECT).status == 302


def test_compressed_bodies_are_measured_and_kept_decompressed(troubles: Troubles) -> None:
    assert troubles.row("/zip/1.html").body_bytes == len(page("压", PARAGRAPH * 12).encode())


def test_paging_that_shows_nothing_new_ends(troubles: Troubles) -> None:
    assert troubles.outcome("calendar").listings == 2


def test_a_site_that_names_more_pages_than_it_keeps_counts_as_walked(troubles: Troubles) -> None:
    assert troubles.row("/p/index.html").listing_hash != ""
    assert troubles.row("/broken/index.html").listing_hash == ""


def test_retry_after_is_kept_to(troubles: Troubles) -> None:
    first, second = troubles.overloaded.times
    assert second - first >= 1.0


def test_each_request_on_the_wire_has_a_row(troubles: Troubles) -> None:
    rows = [f for f in troubles.result.fetches if f.url.startswith(troubles.site.base)]
    no_request = {Label.ROBOTS, Label.PRIVATE}
    hops = sum(f.kind is FetchKind.REDIRECT for f in rows)
    asked = [f for f in rows if f.label not in no_request]
    local = [f for f in troubles.result.fetches if f.source_id == "localname"]
    assert len(asked) == len(troubles.site.asked), (hops, len(local))


def test_a_wait_longer_than_the_limit_is_not_waited_for(tmp_path: Path) -> None:
    with serve() as site:
        later = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
        start = site.put("/busy/index.html", Reply(status=503, headers={"Retry-After": later}))
        result = crawl([source("busy", start)], tmp_path, "run")
        (row,) = of_kind(result, FetchKind.LISTING)
        assert (row.label, row.status) == (Label.THROTTLED, 503)
        assert result.outcomes[0].status is Status.BLOCKED


def test_a_source_without_answers_is_given_up(tmp_path: Path) -> None:
    with serve() as site:
        hrefs = [f"/hang/{number}.html" for number in range(12)]
        for href in hrefs:
            site.put(href, Reply("x", pause=0.5))
        start = site.put("/index.html", listing(*hrefs))
        settings = replace(QUICK, timeout=0.2, retries=0, give_up_after=2)
        result = crawl([source("hang", start)], tmp_path, "run", settings=settings)
        labels = [fetch.label for fetch in of_kind(result, FetchKind.ARTICLE)]
        assert labels.count(Label.TIMEOUT) < 6
        assert labels.count(Label.TIMEOUT) + labels.count(Label.GIVEN_UP) == 12
        assert result.outcomes[0].status is Status.PARTIAL


def test_a_crawl_delay_is_kept(tmp_path: Path) -> None:
    times = []

    def timed(_path: str, _headers: Mapping[str, str]) -> Reply:
        times.append(time.monotonic())
        return Reply(listing("/ok/1.html") if len(times) == 1 else page("文", PARAGRAPH * 12))

    with serve() as site:
        site.put("/robots.txt", Reply("User-agent: fazhi\nCrawl-delay: 0.5\n", content_type="text/plain"))
        site.put("/ok/1.html", timed)
        result = crawl([source("slow", site.put("/index.html", timed))], tmp_path, "run")
        assert result.outcomes[0].new_pages == 1
        assert times[1] - times[0] >= 0.45  # a clock tick less than asked for
