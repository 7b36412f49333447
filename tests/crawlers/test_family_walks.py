"""Walks of families over time: what is new, what comes between, what has no end, what was cut off."""

import json
import os
import signal
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

import local_site
from crawlers.errors import CrawlError
from crawlers.records import FETCHES, CrawlResult, FetchKind, Label, Progress, Status, read_lines
from family_lists import SYSTEMS, issue, paper, sitemap
from family_sites import NEWEST, Column, Entry, jcms, jpaas, listed, written
from local_site import PATIENT, Reply, Site, known_after, of_kind, page, serve, source

ARTICLE, LISTING = FetchKind.ARTICLE, FetchKind.LISTING
crawl = partial(local_site.crawl, settings=PATIENT)


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


def paths(result: CrawlResult, site: Site, kind: FetchKind) -> list[str]:
    return [fetch.url.removeprefix(site.base) for fetch in of_kind(result, kind)]


def days(result: CrawlResult) -> set[date]:
    return {fetch.link_date for fetch in of_kind(result, ARTICLE) if fetch.link_date}


# Newspapers


@pytest.mark.parametrize("letter", ["A", "B", "C"])
def test_a_new_issue_costs_itself_and_the_front_page_of_the_one_before(site: Site, tmp_path: Path, letter: str) -> None:
    column = paper(site, letter)
    first = crawl([column.source()], tmp_path, "first")
    day, system = NEWEST + timedelta(days=1), SYSTEMS[letter]
    old = {name: system.node.format(day=NEWEST, n=n, m=n + 1) for n, name in enumerate("123", start=1)}
    new = {name: system.node.format(day=day, n=n, m=n + 1) for n, name in enumerate("123", start=1)}
    before = len(column.entries)
    issue(column, system, day)
    for path in (system.entry, "/c/content/Middle.htm"):
        if isinstance(found := site.pages.get(path), Reply):
            text = str(found.body)
            for name in "123":
                text = text.replace(old[name], new[name])
            site.put(path, text)
    second = crawl([column.source()], tmp_path, "second", known_after(first))
    assert set(paths(second, site, ARTICLE)) == {entry.path for entry in column.entries[before:]}
    entry = {"A": [system.entry], "B": [system.entry], "C": [system.entry, "/c/content/Middle.htm"]}[letter]
    assert sorted(paths(second, site, LISTING)) == sorted([*entry, *new.values(), old["1"]])


@pytest.mark.parametrize("letter", ["A", "B", "C"])
def test_the_days_of_a_range_are_walked_and_no_others(site: Site, tmp_path: Path, letter: str) -> None:
    column = paper(site, letter, days=9, without=(4,))
    since, until = NEWEST - timedelta(days=6), NEWEST - timedelta(days=3)
    result = crawl([column.source()], tmp_path, "range", since=since, until=until)
    assert days(result) == {NEWEST - timedelta(days=back) for back in (3, 5, 6)}
    assert {fetch.url for fetch in of_kind(result, ARTICLE)} == {
        site.base + entry.path for entry in column.entries if since <= entry.day <= until
    }
    newest = SYSTEMS[letter].node.format(day=NEWEST - timedelta(days=1), n=1, m=2)
    assert newest not in site.asked
    (outcome,) = result.outcomes
    assert (outcome.status, outcome.failures) == (Status.OK, 0)


def test_a_start_url_may_have_places_for_the_day(site: Site, tmp_path: Path) -> None:
    column = paper(site, "B", days=4, without=(0,))
    start = f"{site.base}/b/html/{{yyyy}}-{{mm}}/{{dd}}/node_2.htm"
    days_wanted = {"from_day": "2025-03-26", "to_day": "2025-03-28"}
    paper_source = source("places", start, family="epaper", overrides=days_wanted)
    result = crawl([paper_source], tmp_path, "places")
    assert days(result) == {date(2025, 3, 27), date(2025, 3, 26)}
    assert {fetch.url for fetch in of_kind(result, ARTICLE)} <= column.urls()
    assert result.outcomes[0].status is Status.OK


def test_a_day_that_shows_another_days_issue_has_none(site: Site, tmp_path: Path) -> None:
    column = paper(site, "C", days=4, without=(1,))
    front = SYSTEMS["C"].node.format(day=NEWEST, n=1, m=2)
    gone = SYSTEMS["C"].node.format(day=NEWEST - timedelta(days=1), n=1, m=2)
    site.put(gone, Reply(status=302, headers={"Location": front}))
    result = crawl([column.source()], tmp_path, "redirected")
    assert {fetch.url for fetch in of_kind(result, ARTICLE)} == column.urls()
    assert result.outcomes[0].status is Status.OK


def test_a_range_leaves_the_next_run_what_is_newer(site: Site, tmp_path: Path) -> None:
    column = jcms(site, embedded=False)
    past = crawl([column.source()], tmp_path, "past", until=NEWEST - timedelta(days=20))
    assert len(of_kind(past, ARTICLE)) == 5
    usual = crawl([column.source()], tmp_path, "usual", known_after(past))
    assert len(of_kind(usual, ARTICLE)) == 20


# New, changed and backdated items


def test_a_new_record_of_a_data_interface_is_all_that_is_fetched(site: Site, tmp_path: Path) -> None:
    column = jcms(site, embedded=False)
    first = crawl([column.source()], tmp_path, "first")
    site.article("/art/2025/3/29/art_48520_900001.html")
    column.entries.insert(0, Entry("/art/2025/3/29/art_48520_900001.html", "云州市新近公布的报告", date(2025, 3, 29)))
    quick = column.source(overrides={"stop_after_seen": 5})
    second = crawl([quick], tmp_path, "second", known_after(first))
    assert paths(second, site, ARTICLE) == ["/art/2025/3/29/art_48520_900001.html"]
    assert len(of_kind(second, LISTING)) == 2  # the column, and one answer of nine records


def test_a_column_of_script_that_stays_the_same_hides_nothing(site: Site, tmp_path: Path) -> None:
    column = jcms(site, embedded=False)
    found = site.pages[column.start]
    assert isinstance(found, Reply)
    site.article("/art/2024/1/1/art_1_1.html")
    beside = "<ul><li><a href='/art/2024/1/1/art_1_1.html'>栏目旁边的热点文章</a><i>2024-01-01</i></li></ul>"
    site.put(column.start, Reply(str(found.body).replace("<body>", f"<body>{beside}"), etag='"same"'))
    first = crawl([column.source()], tmp_path, "first")
    site.article("/art/2025/3/29/art_48520_900001.html")
    column.entries.insert(0, Entry("/art/2025/3/29/art_48520_900001.html", "云州市新近公布的报告", date(2025, 3, 29)))
    second = crawl([column.source()], tmp_path, "second", known_after(first))
    assert paths(second, site, ARTICLE) == ["/art/2025/3/29/art_48520_900001.html"]
    assert {fetch.status for fetch in of_kind(second, LISTING)} == {200}


def test_what_is_backdated_is_found_by_a_deep_walk(site: Site, tmp_path: Path) -> None:
    column = jcms(site, embedded=False)
    first = crawl([column.source()], tmp_path, "first")
    site.article("/art/2025/3/5/art_48520_7.html")
    column.entries.insert(23, Entry("/art/2025/3/5/art_48520_7.html", "补登的法治政府建设年度报告", date(2025, 3, 5)))
    usual = crawl([column.source()], tmp_path, "usual", known_after(first))
    assert of_kind(usual, ARTICLE) == []
    deep = crawl([column.source()], tmp_path, "deep", known_after(first, usual), deep=True)
    assert paths(deep, site, ARTICLE) == ["/art/2025/3/5/art_48520_7.html"]


def test_a_sitemap_with_a_new_lastmod_is_looked_at(site: Site, tmp_path: Path) -> None:
    column = sitemap(site)
    first = crawl([column.source()], tmp_path, "first")
    site.article("/map/content_900001.html")
    for path, old, new in (
        ("/sitemap.xml", "2025-03-28", "2025-03-29"),
        ("/map1.xml", "<url>", f"<url><loc>{site.base}/map/content_900001.html</loc></url><url>"),
    ):
        found = site.pages[path]
        assert isinstance(found, Reply) and isinstance(found.body, str)
        site.put(path, Reply(found.body.replace(old, new, 1), content_type="text/xml"))
    second = crawl([column.source()], tmp_path, "second", known_after(first))
    assert paths(second, site, ARTICLE) == ["/map/content_900001.html"]


# Pages that shift


class Falling:
    """博达 VSB, drawn anew for each request: page 1 is gzdt.htm, of N pages the second is gzdt/{N-1}.htm."""

    def __init__(self, site: Site, count: int, *, back: str) -> None:
        self.site = site
        self.entries = written(site, "/info/1517/{number}.htm", count, "vsb")
        self.back = back
        self.add_after: str = ""
        site.put("/gzdt.htm", self.answer)
        for number in range(1, 12):
            site.put(f"/gzdt/{number}.htm", self.answer)

    def answer(self, path: str, _headers: Mapping[str, str]) -> Reply:
        pages = -(-len(self.entries) // 3)
        place = 1 if path == "/gzdt.htm" else pages - int(path[len("/gzdt/") : -4]) + 1
        if not 1 <= place <= pages:
            return Reply("", 404)
        names = ["/gzdt.htm", *(f"/gzdt/{pages - number}.htm" for number in range(1, pages))]
        following = f"<a href='{names[place]}'>下页</a>" if place < pages else ""
        previous = f"<a href='{names[place - 2]}'>上页</a>" if place > 1 else ""
        numbers = "".join(
            f"<a href='{name}'>{n}</a>" if n != place else f"<b>{n}</b>" for n, name in enumerate(names, start=1)
        )
        size = f"<span class='p_t'>共{len(self.entries)}条</span><span class='p_t'>{place}/{pages}</span>"
        pager = {"previous": previous, "numbers": numbers, "size": size}[self.back] + following
        body = page("列表", listed(self.entries[3 * place - 3 : 3 * place]) + f"<div class='p_pages'>{pager}</div>")
        if path == self.add_after:
            self.add_after = ""
            fresh = Entry("/info/1517/999999.htm", "云州市刚刚公布的消息一则", NEWEST + timedelta(days=1))
            self.site.article(fresh.path)
            self.entries.insert(0, fresh)
        return Reply(body)


@pytest.mark.parametrize(
    ("back", "after"),
    [
        ("size", "/gzdt.htm"),
        ("size", "/gzdt/3.htm"),
        ("size", "/gzdt/2.htm"),
        ("numbers", "/gzdt.htm"),
        ("numbers", "/gzdt/3.htm"),
        ("previous", "/gzdt.htm"),
    ],
)
def test_an_item_that_makes_a_page_more_loses_nothing(site: Site, tmp_path: Path, back: str, after: str) -> None:
    falling = Falling(site, 12, back=back)  # four full pages: one item more makes five
    known = [entry.path for entry in falling.entries]
    falling.add_after = after
    vsb = source("vsb", f"{site.base}/gzdt.htm")
    first = crawl([vsb], tmp_path, "first")
    assert set(known) <= set(paths(first, site, ARTICLE))
    second = crawl([vsb], tmp_path, "second", known_after(first))
    assert set(paths(first, site, ARTICLE)) | set(paths(second, site, ARTICLE)) == {*known, "/info/1517/999999.htm"}
    assert max(site.times()[path] for path in known) == 1


# No end


def test_a_data_interface_without_end_is_left_after_so_many_pages(site: Site, tmp_path: Path) -> None:
    def answer(path: str, _headers: Mapping[str, str]) -> Reply:
        number = json.loads(parse_qs(urlsplit(path).query)["paramJson"][0])["pageNo"]
        row = f"<li><a href='/art/2025/art_{number:032x}.html'>没有尽头的列表第{number}条</a><i>2025-01-01</i></li>"
        site.article(f"/art/2025/art_{number:032x}.html")
        return Reply(json.dumps({"data": {"html": row * 2}}), content_type="application/json")

    site.prefixed["/front/page/build/unit"] = answer
    script = "<script url='/front/page/build/unit' queryData=\"{'webId':'1','pageId':'2'}\"></script>"
    endless = source("endless", site.put("/endless/", page("列表", script)), overrides={"max_pages": 7})
    (outcome,) = crawl([endless], tmp_path, "endless").outcomes
    assert (outcome.listings, outcome.new_pages) == (7, 6)
    assert "was left after 7 pages" in outcome.reason


def test_a_data_interface_that_does_not_turn_its_pages_is_asked_once_more(site: Site, tmp_path: Path) -> None:
    row = "<li><a href='/art/2025/art_" + "a" * 32 + ".html'>总是这一条总是这一条</a><i>2025-01-01</i></li>"
    body = Reply(json.dumps({"data": {"html": row}}), content_type="application/json")
    site.prefixed["/front/page/build/unit"] = lambda _path, _headers: body
    site.article("/art/2025/art_" + "a" * 32 + ".html")
    script = "<script url='/front/page/build/unit' queryData=\"{'webId':'1','pageId':'2'}\"></script>"
    stuck = source("stuck", site.put("/stuck/", page("列表", script)))
    (outcome,) = crawl([stuck], tmp_path, "stuck").outcomes
    assert (outcome.status, outcome.listings, outcome.new_pages) == (Status.OK, 3, 1)


def test_a_refresh_that_goes_in_a_circle_ends(site: Site, tmp_path: Path) -> None:
    for here, there in (("/one/", "/two/"), ("/two/", "/one/")):
        site.put(here, f"<html><head><meta http-equiv='refresh' content='0;url={there}'></head></html>")
    (outcome,) = crawl([source("circle", f"{site.base}/one/")], tmp_path, "circle").outcomes
    assert (outcome.listings, outcome.new_pages) == (2, 0)
    assert outcome.status is not Status.OK


# What is missing is said


def test_data_on_a_host_that_the_source_does_not_own_are_named(site: Site, tmp_path: Path) -> None:
    script = "<script>var api='http://data.example/search-gov/data?t=zhengce&p=1&n=5'</script>"
    result = crawl([source("elsewhere", site.put("/zc/", page("文件", script)))], tmp_path, "elsewhere")
    (outcome,) = result.outcomes
    assert outcome.status is Status.PARTIAL
    assert "data.example" in outcome.reason and "allowed_hosts" in outcome.reason


def test_an_interface_at_the_other_address_is_found(site: Site, tmp_path: Path) -> None:
    entries = written(site, "/art/{day.year}/{day.month}/{day.day}/art_7_{number}.html", 2, "other")
    records = "".join(f"<record><![CDATA[{listed([entry])}]]></record>" for entry in entries)
    site.prefixed["/module/jpage/dataproxy.jsp"] = lambda _path, _headers: Reply(f"<datastore>{records}</datastore>")
    column = page("栏目", "<script>load({columnid:7,unitid:8,webid:9}) /* dataproxy.jsp */</script>")
    result = crawl([source("other", site.put("/col/col7/index.html", column))], tmp_path, "other")
    assert set(paths(result, site, ARTICLE)) == {entry.path for entry in entries}
    absent = [fetch for fetch in of_kind(result, LISTING) if fetch.label == Label.ABSENT]
    assert ["/module/web/jpage/" in fetch.url for fetch in absent] == [True]
    assert result.outcomes[0].status is Status.OK


def test_pages_that_no_address_in_use_leads_to_are_a_complaint(site: Site, tmp_path: Path) -> None:
    entries = written(site, "/odd/{number}.html", 3, "odd")
    start = site.put("/odd/list.html", page("列表", listed(entries) + "<a href='javascript:go(2)'>下一页</a>共4页"))
    (outcome,) = crawl([source("odd", start)], tmp_path, "odd").outcomes
    assert (outcome.status, outcome.new_pages, outcome.failures) == (Status.PARTIAL, 3, 1)
    assert "HTTP 404" in outcome.reason


# Links that leave the site


def test_a_link_to_a_host_of_another_source_is_fetched_as_that_ones(site: Site, tmp_path: Path) -> None:
    with serve() as other:
        there = other.base.replace("127.0.0.1", "localhost")
        other.article("/x/1.html")
        row = f"<ul><li><a href='{there}/x/1.html'>转载自别处的一篇消息</a><i>2025-03-01</i></li></ul>"
        near = source("near", site.put("/near/", page("列表", row)))
        far = source("far", other.put("/far/", page("列表", "<p>暂无内容</p>")).replace("127.0.0.1", "localhost"))
        alone = crawl([near], tmp_path, "alone")
        assert of_kind(alone, ARTICLE) == []
        both = crawl([near, far], tmp_path, "both")
    (fetch,) = of_kind(both, ARTICLE)
    assert (fetch.source_id, fetch.url, fetch.ok) == ("far", f"{there}/x/1.html", True)
    assert [link.url for link in both.external] == [link.url for link in alone.external] == [f"{there}/x/1.html"]


# Cut off and taken up again


def cut_off(column: Column, folder: Path, run: str, at: str) -> None:
    """A crawl that is killed when ``at`` has been fetched."""

    def kill(event: Progress) -> None:
        if event.event == "started":
            pids.append(event.pid)
        if event.event == "fetched" and at in event.url:
            os.kill(pids[0], signal.SIGKILL)

    pids: list[int] = []
    with pytest.raises(CrawlError):
        crawl([column.source()], folder, run, progress=kill)


@pytest.mark.parametrize("make", [lambda site: jpaas(site, "buildstatic"), lambda site: paper(site, "B")])
def test_a_walk_that_was_cut_off_asks_only_for_what_is_missing(site: Site, tmp_path: Path, make: object) -> None:
    column: Column = make(site)  # type: ignore[operator]
    cut_off(column, tmp_path, "run", "pageNo%22%3A2" if column.family == "jpaas" else "2025-03/25/node_2.htm")
    rows = read_lines(tmp_path / "runs" / "run" / FETCHES)
    kept = {row["url"].removeprefix(site.base) for row in rows if row["kind"] != FetchKind.ROBOTS}
    assert len(kept) > 3
    site.asked.clear()
    result = crawl([column.source()], tmp_path, "run")
    assert {fetch.url for fetch in of_kind(result, ARTICLE) if fetch.ok} == column.urls()
    assert kept.isdisjoint(site.asked)
    assert result.outcomes[0].status is Status.OK
    third = crawl([column.source()], tmp_path, "third", known_after(result))
    assert of_kind(third, ARTICLE) == []
