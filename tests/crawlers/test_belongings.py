"""An article of three pages and one whose text is a file, from a real server to what the stations read of them."""

import os
import signal
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from crawlers.article import PageKind
from crawlers.errors import CrawlError
from crawlers.records import PAGES, CrawlResult, FetchKind, Known
from file_makers import docx_report
from flows.stations import read_pages
from local_site import Reply, Site, crawl, known_after, of_kind, page, serve, source

NOTHING = Known()
TABLE = [["单位", "处罚", "许可"], ["市城管局", "1204", "356"], ["市交通局", "877", "2410"]]
REPORT = "云溪市2024年度法治政府建设报告"
LONG = "本市一年来推进依法行政，办理行政复议案件若干件，有关情况在此报告。"


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


def build(site: Site) -> list[str]:
    """A listing with an article of three pages that ends in a circle, and a page that is a link to a document."""
    for number, (name, more) in enumerate((("", "_1"), ("_1", "_2"), ("_2", "_1")), 1):
        body = f'<div class="TRS_Editor"><p>第{number}部分。{LONG * 4}</p></div><a href="c_77{more}.html">下一页</a>'
        site.put(f"/a/c_77{name}.html", page("云溪市法治政府建设情况", f"{body}<a href='c_78.html'>下一篇</a>"))
    link = f'<div class="TRS_Editor"><a href="P1.docx">{REPORT}</a></div>'
    site.put(
        "/a/c_80.html",
        page(
            "云溪市2024年度法治政府建设报告",
            f"<h1>云溪市2024年度法治政府建设报告</h1><p>发布时间：2025-03-01</p>{link}",
        ),
    )
    site.put("/a/P1.docx", Reply(docx_report(TABLE), content_type="application/octet-stream"))
    rows = "".join(
        f'<li><a href="c_{n}.html">云溪市法治政府建设有关情况之{n}</a><span>2025-03-0{n - 76}</span></li>'
        for n in (77, 80)
    )
    site.put("/a/index.html", page("列表", f"<ul>{rows}</ul>"))
    return [site.base + path for path in ("/a/c_77.html", "/a/c_80.html")]


def run(site: Site, folder: Path, known: Known = NOTHING, *, name: str = "one", **more: Any) -> CrawlResult:
    return crawl([source("yunxi", site.base + "/a/index.html", family="generic")], folder, name, known=known, **more)


def test_further_pages_and_files_are_fetched_once_and_kept(site: Site, tmp_path: Path) -> None:
    pages, report = build(site)
    result = run(site, tmp_path)
    further = of_kind(result, FetchKind.PAGE)
    assert [(f.url, f.from_url) for f in further] == [(f"{site.base}/a/c_77_{n}.html", pages) for n in (1, 2)]
    assert [(f.url, f.from_url) for f in of_kind(result, FetchKind.ATTACHMENT)] == [(site.base + "/a/P1.docx", report)]
    assert all(f.ok and f.warc_offset is not None for f in further)
    assert max(site.times().values()) == 1
    assert [outcome.new_pages for outcome in result.outcomes] == [2]


def test_the_stations_read_them_as_one_article_each(site: Site, tmp_path: Path) -> None:
    build(site)
    read, failures = read_pages(run(site, tmp_path).fetches, tmp_path / "archive")
    assert not failures
    assert len(read) == 2
    long, report = sorted((page.article for page in read), key=lambda article: article.url)
    assert [line[:5] for line in long.text.split("\n")] == ["第1部分。", "第2部分。", "第3部分。"]
    assert report.page_kind is PageKind.ARTICLE
    assert [(item.name, item.status) for item in report.attachments] == [(REPORT, "read")]
    assert [part.id for part in report.parts if part.id.startswith("attachment")] == [
        "attachment-1-page-1",
        "attachment-1-table-1",
    ]
    table = next(part for part in report.parts if part.kind == "table")
    assert any(table.text[c.offset : c.end] == "1204" and c.row_header == "市城管局" for c in table.cells)


def test_a_run_that_dies_before_the_file_has_not_seen_the_article(site: Site, tmp_path: Path) -> None:
    _, report = build(site)
    whole, pids = site.pages["/a/P1.docx"], []

    def killing(path: str, headers: Mapping[str, str]) -> Reply:
        os.kill(pids[0], signal.SIGKILL)
        return Reply(page("503", ""), 503)

    site.put("/a/P1.docx", killing)
    with pytest.raises(CrawlError) as died:
        run(site, tmp_path, progress=lambda step: pids.append(step.pid) if step.pid else None)
    assert report not in {fetch.url for fetch in died.value.result.fetches}
    site.put("/a/P1.docx", whole)
    result = run(site, tmp_path, known_after(died.value.result), name="two")
    assert {fetch.url for fetch in result.fetches if fetch.kind in PAGES} >= {report, site.base + "/a/P1.docx"}


def test_a_file_without_its_article_is_no_document(site: Site, tmp_path: Path) -> None:
    """A run that died after the file: the next one reads the two together."""
    _, report = build(site)
    left = [fetch for fetch in run(site, tmp_path).fetches if fetch.url != report]
    read, failures = read_pages(left, tmp_path / "archive")
    assert not failures
    assert [page.article.url for page in read] == [site.base + "/a/c_77.html"]


def test_a_file_that_fails_for_now_leaves_the_listing_open(site: Site, tmp_path: Path) -> None:
    _, report = build(site)
    site.pages["/a/index.html"] = replace(cast(Reply, site.pages["/a/index.html"]), etag='"v1"')
    site.put("/a/P1.docx", Reply(page("503", ""), 503))
    result = run(site, tmp_path)
    assert [fetch.etag for fetch in of_kind(result, FetchKind.LISTING)] == [""]
    assert any(fetch.url == report and fetch.ok for fetch in result.fetches)


def test_what_was_given_up_is_asked_for_by_a_deep_walk_alone(site: Site, tmp_path: Path) -> None:
    _, report = build(site)
    first = known_after(run(site, tmp_path))
    known = replace(first, given_up=frozenset({report}))
    assert not of_kind(run(site, tmp_path, known, name="two"), FetchKind.ARTICLE, FetchKind.ATTACHMENT)
    deep = run(site, tmp_path, known, name="three", deep=True)
    asked = [fetch.url for fetch in of_kind(deep, FetchKind.ARTICLE, FetchKind.ATTACHMENT)]
    assert sorted(asked) == sorted([report, site.base + "/a/P1.docx"])


def test_an_attached_file_that_cannot_be_opened_is_a_failure_on_record(site: Site, tmp_path: Path) -> None:
    build(site)
    site.put("/a/P1.docx", Reply(docx_report(TABLE)[:2000], content_type="application/octet-stream"))
    read, failures = read_pages(run(site, tmp_path).fetches, tmp_path / "archive")
    assert len(read) == 2
    assert [failure.url for failure in failures] == [site.base + "/a/P1.docx"]
    assert "broken" in failures[0].message


def test_a_page_asked_for_by_itself_reaches_its_own_host_only(site: Site, tmp_path: Path) -> None:
    """An address given by hand belongs to no source; what it links to elsewhere is not asked for."""
    build(site)
    elsewhere = site.base.replace("127.0.0.1", "localhost") + "/a/P1.docx"
    link = f'<div class="TRS_Editor"><a href="{elsewhere}">{REPORT}</a></div>'
    site.put("/a/c_81.html", page(REPORT, f"<h1>{REPORT}</h1><p>发布时间：2025-03-01</p>{link}"))
    urls = (f"{site.base}/a/c_80.html", f"{site.base}/a/c_81.html")
    result = crawl([], tmp_path, "one", urls=urls, allow_private=True)
    assert [fetch.from_url for fetch in of_kind(result, FetchKind.ATTACHMENT)] == [f"{site.base}/a/c_80.html"]
