"""Scrapy against a real server: sites of several families, walked once, then again, then with something new."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from crawlers import Source, archive
from crawlers.records import CrawlResult, FetchKind, Known, Status
from local_site import PARAGRAPH, Reply, Site, crawl, known_after, of_kind, page, serve, source

ARTICLE, LISTING, ROBOTS = FetchKind.ARTICLE, FetchKind.LISTING, FetchKind.ROBOTS


def rows(*links: tuple[str, str, str]) -> str:
    """A list with a date, a cut text and the full title in ``title=``."""
    items = (
        f'<li><span>{day}</span><a href="{href}" title="{title}">{title[:6]}…</a></li>' for day, href, title in links
    )
    return f'<ul class="list">{"".join(items)}</ul>'


def trs_site(site: Site, column: str, base: int) -> Source:
    """Three pages of TRS WCM with five articles each; ``base`` is the number that page 1 gives itself."""
    for number in range(3):
        links = []
        for place in range(5):
            day = 28 - number * 5 - place
            name = f"./202503/t202503{day:02d}_{base}{day}.shtml"
            site.article(f"/{column}/{name[2:]}")
            links.append((f"2025-03-{day:02d}", name, f"云州市第{day}区2024年度法治政府建设情况报告"))
        suffix = f"_{number + base}" if number else ""
        call = (
            f"createPageHTML('page_div',3,{number + base},'index','shtml',15)"
            if base
            else f'createPageHTML(3, {number}, "index", "shtml")'
        )
        body = rows(*links) + f"<script>// createPageHTML(9, 9, 'old', 'htm')\n{call};</script>"
        site.put(f"/{column}/index{suffix}.shtml", Reply(page("列表", body), etag=f'"{column}{number}"'))
    return source(column, f"{site.base}/{column}/index.shtml", family="trs_wcm")


def jeecms_site(site: Site) -> Source:
    """Two pages of JEECMS; the pager is a script, only 共2页 tells that there is more."""
    for number in (1, 2):
        links = [
            (f"2025年2月{number}{place}日", f"/zw/{number}{place}00.jhtml", f"海原市推进依法行政工作之{number}{place}")
            for place in range(4)
        ]
        for _, href, _ in links:
            site.article(href)
        pager = f'<div class="pages">共2页 第{number}页 <a href="javascript:_gotoPage(2)">下一页</a></div>'
        suffix = "" if number == 1 else "_2"
        site.put(f"/zw/index{suffix}.jhtml", page("列表", rows(*links) + pager))
    return source("jeecms", f"{site.base}/zw/index.jhtml")


def vsb_site(site: Site) -> Source:
    """Three pages of 博达 VSB: gzdt.htm, gzdt/2.htm, gzdt/1.htm."""
    paths = ["/gzdt.htm", "/gzdt/2.htm", "/gzdt/1.htm"]
    for number, path in enumerate(paths):
        up = "" if number == 0 else "../"
        links = [
            (
                f"2025/01/{20 - number * 3 - place}",
                f"{up}info/1517/{9000 - number * 3 - place}.htm",
                f"本市法治建设简讯第{9000 - number * 3 - place}号",
            )
            for place in range(3)
        ]
        for _, href, _ in links:
            site.article("/" + href.replace("../", ""))
        following = {0: "gzdt/2.htm", 1: "1.htm"}.get(number)
        pager = f'<span class="p_next"><a href="{following}">下页</a></span>' if following else ""
        site.put(path, page("列表", rows(*links) + f'<div class="p_pages"><a href="gzdt/1.htm">尾页</a>{pager}</div>'))
    return source("vsb", f"{site.base}/gzdt.htm")


def gbk_site(site: Site) -> Source:
    """A newspaper in GBK that calls itself gb2312; 镕 is not in gb2312. One link leaves the site, one is no page."""
    links = [
        ("2025-03-05", "/n1/2025/0305/c42510-1.html", "镕城市三年办结行政复议案件情况"),
        ("2025-03-04", "//mp.weixin.example/s/abc", "镕城市法治建设的外部链接"),
        ("2025-03-03", "javascript:void(0)", "打印本页打印本页"),
        ("2025-03-02", "/n1/2025/0302/c42510-2.html;jsessionid=AB12", "镕城市行政执法监督"),
    ]
    for path in ("/n1/2025/0305/c42510-1.html", "/n1/2025/0302/c42510-2.html"):
        site.put(path, page("镕城", PARAGRAPH * 9, "gb2312").encode("gbk"))
    site.put("/GB/1/index.html", page("列表", rows(*links), "gb2312").encode("gbk"))
    return source("gbk", f"{site.base}/GB/1/index.html")


def rss_site(site: Site) -> Source:
    """A feed that states its encoding and dates in the zone of Beijing."""
    site.article("/rss/a-20250301.html")
    feed = (
        '<?xml version="1.0" encoding="gb2312"?><rss version="2.0"><channel><item><title>订阅里的一篇'
        f"</title><link>{site.base}/rss/a-20250301.html</link><pubDate>Sat, 01 Mar 2025 23:30:00 +0800</pubDate></item>"
        "</channel></rss>"
    )
    site.put("/rss/legal.xml", Reply(feed.encode("gb2312"), content_type="text/xml"))
    return source("rss", f"{site.base}/rss/legal.xml")


@dataclass
class Runs:
    """Three runs on one set of sites: the first, one on the unchanged sites, one after a new article."""

    site: Site
    folder: Path
    first: CrawlResult
    asked_first: list[str]
    second: CrawlResult
    asked_second: list[str]
    third: CrawlResult
    asked_third: list[str]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    folder = tmp_path_factory.mktemp("crawl")
    with serve() as site:
        site.put("/robots.txt", Reply("User-agent: *\nDisallow: /nb/\n", content_type="text/plain"))
        sources = [
            trs_site(site, "zero", 0),
            trs_site(site, "one", 1),
            jeecms_site(site),
            vsb_site(site),
            gbk_site(site),
            rss_site(site),
        ]
        results, asked = [], []
        for run in ("first", "second"):
            results.append(crawl(sources, folder, run, known_after(*results)))
            asked.append(site.asked[:])
            site.asked.clear()
        add_article(site)
        results.append(crawl(sources, folder, "third", known_after(*results)))
        yield Runs(site, folder, results[0], asked[0], results[1], asked[1], results[2], site.asked[:])


def add_article(site: Site) -> None:
    site.article("/zero/202504/t20250401_77.shtml")
    old = site.pages["/zero/index.shtml"]
    assert isinstance(old, Reply) and isinstance(old.body, str)
    new = '<ul class="list"><li><span>2025-04-01</span><a href="202504/t20250401_77.shtml">云州市新近的报告</a></li>'
    site.pages["/zero/index.shtml"] = Reply(old.body.replace('<ul class="list">', new), etag='"zero-new"')


@pytest.mark.parametrize(
    ("name", "listings", "pages"),
    [("zero", 3, 15), ("one", 3, 15), ("jeecms", 2, 8), ("vsb", 3, 9), ("gbk", 1, 2), ("rss", 1, 1)],
)
def test_every_family_gives_all_its_pages(runs: Runs, name: str, listings: int, pages: int) -> None:
    outcome = next(outcome for outcome in runs.first.outcomes if outcome.source_id == name)
    assert (outcome.status, outcome.listings, outcome.new_pages) == (Status.OK, listings, pages)
    assert outcome.links == pages
    assert outcome.reason == ""


def test_nothing_is_asked_for_twice(runs: Runs) -> None:
    assert set(runs.site.times().values()) <= {1}
    assert len(runs.asked_first) == len(set(runs.asked_first))


def test_each_request_has_a_row_and_each_row_a_request(runs: Runs) -> None:
    assert sorted(fetch.url for fetch in runs.first.fetches) == sorted(
        runs.site.base + path for path in runs.asked_first
    )


def test_a_link_keeps_its_full_title_and_its_date(runs: Runs) -> None:
    fetch = next(fetch for fetch in of_kind(runs.first, ARTICLE) if fetch.source_id == "zero")
    assert fetch.link_title.endswith("区2024年度法治政府建设情况报告")
    assert fetch.link_date == date(2025, 3, int(fetch.url[-8:-6]))
    assert fetch.from_url == f"{runs.site.base}/zero/index.shtml"


def test_gbk_under_the_name_of_gb2312_is_read_right(runs: Runs) -> None:
    titles = {fetch.link_title for fetch in of_kind(runs.first, ARTICLE) if fetch.source_id == "gbk"}
    assert titles == {"镕城市三年办结行政复议案件情况", "镕城市行政执法监督"}


def test_a_session_id_makes_no_other_page(runs: Runs) -> None:
    assert f"{runs.site.base}/n1/2025/0302/c42510-2.html" in {fetch.url for fetch in runs.first.fetches}


def test_a_link_that_leaves_the_site_is_kept_and_not_fetched(runs: Runs) -> None:
    (link,) = runs.first.external
    assert (link.source_id, link.url) == ("gbk", "http://mp.weixin.example/s/abc")
    assert (link.link_title, link.link_date) == ("镕城市法治建设的外部链接", date(2025, 3, 4))


def test_a_feed_dates_its_entries_in_its_own_zone(runs: Runs) -> None:
    (fetch,) = [fetch for fetch in of_kind(runs.first, ARTICLE) if fetch.source_id == "rss"]
    assert (fetch.link_title, fetch.link_date) == ("订阅里的一篇", date(2025, 3, 1))


def test_an_unchanged_site_costs_its_listings_and_robots(runs: Runs) -> None:
    assert of_kind(runs.second, ARTICLE) == []
    assert len(of_kind(runs.second, LISTING)) == len(runs.second.outcomes)  # the first page of each, no second
    assert len(runs.asked_second) == len(runs.second.outcomes) + 1
    assert {outcome.status for outcome in runs.second.outcomes} == {Status.UNCHANGED}


def test_a_listing_with_an_etag_is_asked_for_conditionally(runs: Runs) -> None:
    statuses = {fetch.source_id: fetch.status for fetch in of_kind(runs.second, LISTING)}
    assert statuses["zero"] == statuses["one"] == 304
    assert statuses["vsb"] == 200


def test_only_what_is_new_is_fetched(runs: Runs) -> None:
    (fetch,) = of_kind(runs.third, ARTICLE)
    assert fetch.url == f"{runs.site.base}/zero/202504/t20250401_77.shtml"
    assert (fetch.link_title, fetch.link_date) == ("云州市新近的报告", date(2025, 4, 1))
    outcome = {outcome.source_id: outcome for outcome in runs.third.outcomes}["zero"]
    assert (outcome.status, outcome.new_pages) == (Status.OK, 1)


def test_every_answer_can_be_read_back_without_network(runs: Runs) -> None:
    for fetch in runs.first.fetches:
        assert fetch.warc_offset is not None
        kept = archive.read_body(runs.folder / "archive", fetch.warc_file, fetch.warc_offset)
        assert (kept.url, kept.status, len(kept.body)) == (fetch.url, fetch.status, fetch.body_bytes)


def test_the_robot_says_who_it_is(runs: Runs, tmp_path: Path) -> None:
    agents = []

    def listing(_path: str, headers: object) -> Reply:
        agents.append(dict(headers)["User-Agent"])  # type: ignore[call-overload]
        return Reply(page("列表", rows(("2025-03-05", "/nb/1.html", "内部资料不得抓取"))))

    start = runs.site.put("/who/index.html", listing)
    settings = {"settings": __import__("local_site").QUICK.__class__(contact="https://example.org/bot", timeout=1.0)}
    result = crawl([source("who", start)], tmp_path, "who", Known(), **settings)
    assert agents == ["fazhi/0.1 (rule-of-law report monitor; +https://example.org/bot)"]
    denied = of_kind(result, ARTICLE)[0]
    assert (denied.label, denied.status) == ("robots", None)
    assert "/nb/1.html" not in runs.site.asked
    assert result.outcomes[0].status is Status.UNCHANGED
