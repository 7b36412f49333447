"""Families on pages of their dialects: which family, which links, which next page. No network."""

import time
from datetime import date

import pytest

from crawlers.families import FAMILIES, ListingPage, UnparsedError, detect, read
from crawlers.families.page import MAX_LINKS

ROW = '<li><a href="{href}">某市公布法治政府建设情况</a><span>2025-03-0{n}</span></li>'


def listing(url: str, body: str, number: int = 1, **overrides: object) -> ListingPage:
    return ListingPage(url, f"<html><body>{body}</body></html>".encode(), "", number, tuple(overrides.items()))


def rows(*hrefs: str) -> str:
    return "<ul>" + "".join(ROW.format(href=href, n=n + 1) for n, href in enumerate(hrefs)) + "</ul>"


def onward(family: str, page: ListingPage) -> str | None:
    """Where the one ask of a page leads."""
    asks = FAMILIES[family].asks(page)
    assert len(asks) <= 1
    return asks[0].url if asks else None


# Which family


@pytest.mark.parametrize(
    ("url", "body", "family"),
    [
        ("http://a.gov.cn/zw/", rows("./202503/t20250301_1.html", "./202503/t20250302_2.html"), "trs_wcm"),
        ("http://a.gov.cn/zw/", rows("1.html") + '<script>createPageHTML(3, 0, "index", "html");</script>', "trs_wcm"),
        ("http://a.gov.cn/zw/index.jhtml", rows("/zw/1.jhtml"), "jeecms"),
        ("http://a.gov.cn/gzdt.htm", rows("info/1/2.htm", "info/1/3.htm"), "vsb"),
        ("http://a.gov.cn/feed", "<rss version='2.0'><channel></channel></rss>", "rss"),
        ("http://a.gov.cn/x/", rows("/content/1.html", "/content/2.html"), "generic"),
    ],
)
def test_auto_goes_by_evidence(url: str, body: str, family: str) -> None:
    page = ListingPage(url, body.encode()) if family == "rss" else listing(url, body)
    found = detect(page)
    assert found.family == family
    assert found.evidence


def test_a_named_family_is_taken_at_its_word() -> None:
    assert detect(listing("http://a.gov.cn/", rows("t20250301_1.html")), "vsb").family == "vsb"


# The next page


@pytest.mark.parametrize(
    ("number", "script", "following"),
    [
        (1, 'createPageHTML(3, 0, "index", "shtml");', "index_1.shtml"),
        (2, 'createPageHTML(3, 1, "index", "shtml");', "index_2.shtml"),
        (3, 'createPageHTML(3, 2, "index", "shtml");', None),
        (1, "createPageHTML(1, 0, 'index', 'htm');", None),
        (1, "createPageHTML('page_div',9,1,'index','htm',120);", "index_2.htm"),  # counts from 1
        (2, "createPageHTML('page_div',9,2,'index','htm',120);", "index_3.htm"),
        (1, "createPageHTML('page_div',9,0,'list','htm',120);", "list_1.htm"),
        (1, 'createPage(4, 0, "index", "html");', "index_1.html"),
        (
            1,
            "var countPage = 5; var currentPage = 0; createPageHTML(countPage, currentPage, 'index', 'html')",
            "index_1.html",
        ),
        (1, "var countPage = 5 //共计\nvar currentPage = 0;//所在页", "index_1.html"),
        (
            1,
            'function createPageHTML(_n, _c, _name, _ext){return 1}\ncreatePageHTML(2, 0, "index", "html");',
            "index_1.html",
        ),
        (1, '//createPageHTML(8, 0, "old", "htm");\ncreatePageHTML(2, 0, "index", "html");', "index_1.html"),
        (1, '/* createPageHTML(8, 0, "old", "htm"); */', None),
    ],
)
def test_trs_pages_by_its_call(number: int, script: str, following: str | None) -> None:
    page = listing("http://a.gov.cn/zw/index.html", f"<script>{script}</script>", number)
    assert onward("trs_wcm", page) == (following and f"http://a.gov.cn/zw/{following}")


def test_a_source_may_say_where_trs_counts_from() -> None:
    page = listing("http://a.gov.cn/zw/", '<script>createPageHTML(3, 0, "index", "html")</script>', page_base=1)
    assert onward("trs_wcm", page) == "http://a.gov.cn/zw/index_2.html"


@pytest.mark.parametrize(
    ("url", "pager", "number", "following"),
    [
        ("http://a.cn/z/index.jhtml", "共3页", 1, "http://a.cn/z/index_2.jhtml"),
        ("http://a.cn/z/index_2.jhtml", "当前 2/3页", 2, "http://a.cn/z/index_3.jhtml"),
        ("http://a.cn/z/index_3.jhtml", "共3页", 3, None),
        ("http://a.cn/z/", "共3页", 1, "http://a.cn/z/index_2.jhtml"),
        ("http://a.cn/z/index.jhtml", '<a href="index_2.jhtml">下一页</a>', 1, "http://a.cn/z/index_2.jhtml"),
        ("http://a.cn/z/index.jhtml", "", 1, None),
    ],
)
def test_jeecms_counts_from_one(url: str, pager: str, number: int, following: str | None) -> None:
    assert onward("jeecms", listing(url, pager, number)) == following


def test_vsb_follows_the_link_because_its_numbers_fall() -> None:
    pager = '<a href="gzdt.htm">首页</a><a>上页</a><a href="gzdt/23.htm">下页</a><a href="gzdt/1.htm">尾页</a>'
    assert onward("vsb", listing("http://a.cn/gzdt.htm", pager)) == "http://a.cn/gzdt/23.htm"


@pytest.mark.parametrize(
    ("pager", "number", "following"),
    [
        ('<a href="?p=2">下一页</a>', 1, "http://a.cn/x/index.html?p=2"),
        ('<a href="?p=2">[下页]</a>', 1, "http://a.cn/x/index.html?p=2"),
        ('<a href="2.html" rel="next">older</a>', 1, "http://a.cn/x/2.html"),
        ("""<a href="javascript:;" onclick="location.href='list_2.html'">下一页</a>""", 1, "http://a.cn/x/list_2.html"),
        ('<a href="a_3.html">3</a><a href="a_2.html">2</a>', 1, "http://a.cn/x/a_2.html"),
        ('共9页 <a href="list_9.html">尾页</a>', 1, "http://a.cn/x/list_2.html"),  # counts from 1
        ('共9页 <a href="list_8.html">尾页</a>', 1, "http://a.cn/x/list_1.html"),  # counts from 0
        ('共9页 <a href="list/1.html">尾页</a>', 1, "http://a.cn/x/list/8.html"),  # numbers fall
        ('共9页 <a href="list_9.html">尾页</a>', 9, None),
        ('<a href="javascript:void(0)">下一页</a>', 1, None),
        ('<a href="index.html">下一页</a>', 1, None),  # leads to this very page
        ('<a href="3.html">下一步工作打算</a>', 1, None),
    ],
)
def test_generic_reads_whatever_pager_there_is(pager: str, number: int, following: str | None) -> None:
    assert onward("generic", listing("http://a.cn/x/index.html", pager, number)) == following


# The items


def test_a_list_is_told_from_menus_by_its_dates() -> None:
    body = (
        '<div class="nav"><ul><li><a href="/zwgk/20250101/1234.html">政务公开专题栏目入口</a></li></ul></div>'
        + rows("/content/1.html", "/content/2.html")
        + '<div class="foot"><a href="/link/5678.html">网站地图与联系我们</a></div>'
    )
    urls = [item.url for item in FAMILIES["generic"].items(listing("http://a.cn/", body))]
    assert urls == ["http://a.cn/content/1.html", "http://a.cn/content/2.html"]


def test_a_list_without_dates_is_told_by_its_article_urls() -> None:
    body = '<ul class="nav"><li><a href="/zwgk/">政务公开</a></li></ul><div class="l">' + "".join(
        f'<p><a href="/2026/02-05/36206{n}.html">某县二〇二五年法治建设第{n}篇</a></p>' for n in range(3)
    )
    items = FAMILIES["generic"].items(listing("http://a.cn/tzgg/", body + "</div>"))
    assert [item.url[-9:] for item in items] == ["2060.html", "2061.html", "2062.html"]
    assert {item.date for item in items} == {date(2026, 2, 5)}


@pytest.mark.parametrize(
    ("row", "title", "day"),
    [
        (
            '<li><a href="/c/1.html" title="没有截断的标题">没有…</a><b>2025-01-02</b></li>',
            "没有截断的标题",
            date(2025, 1, 2),
        ),
        ('<li><a href="/c/1.html">没有截断的标题<i>[2025.01.02]</i></a></li>', "没有截断的标题", date(2025, 1, 2)),
        (
            '<li><div>02</div><div>2025-01</div><a href="/c/1.html">日在月上的标题</a></li>',
            "日在月上的标题",
            date(2025, 1, 2),
        ),
        (
            '<li>[<a href="/c/">通知公告</a>] <a href="/c/1.html">带栏目的标题</a> 2025年1月2日</li>',
            "带栏目的标题",
            date(2025, 1, 2),
        ),
        (
            '<li><a href="/c/1.html">自2024年5月1日起施行的办法</a><i>2025-01-02</i></li>',
            "自2024年5月1日起施行的办法",
            date(2025, 1, 2),
        ),
        (
            '<table><tr><td>1</td><td><a href="/c/1.html">表格里的标题</a></td><td>2025/1/2</td></tr></table>',
            "表格里的标题",
            date(2025, 1, 2),
        ),
        ('<dl><dt>2025-01-02</dt><dd><a href="/c/1.html">定义里的标题</a></dd></dl>', "定义里的标题", date(2025, 1, 2)),
        ("<li><a href='/c/1.html'>单引号的标题</a><span>2025-01-02</span></li>", "单引号的标题", date(2025, 1, 2)),
        (
            '<li><a href="/c/1.html"><img src="a.jpg" alt="图片的标题"></a><em>2025-01-02</em></li>',
            "图片的标题",
            date(2025, 1, 2),
        ),
    ],
)
def test_a_row_gives_title_and_date(row: str, title: str, day: date) -> None:
    (item,) = FAMILIES["generic"].items(listing("http://a.cn/", row))
    assert (item.url, item.title, item.date) == ("http://a.cn/c/1.html", title, day)


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("./202504/t20250401_1.html", "http://a.gov.cn/zw/fz/202504/t20250401_1.html"),
        ("../tz/202504/t20250401_1.html", "http://a.gov.cn/zw/tz/202504/t20250401_1.html"),
        ("//b.gov.cn/202504/t20250401_1.html", "http://b.gov.cn/202504/t20250401_1.html"),
        ("\n /202504/t20250401_1.html#top ", "http://a.gov.cn/202504/t20250401_1.html"),
    ],
)
def test_links_are_resolved(href: str, url: str) -> None:
    (item,) = FAMILIES["trs_wcm"].items(listing("http://a.gov.cn/zw/fz/index.html", rows(href)))
    assert item.url == url


def test_a_base_element_is_heeded() -> None:
    page = listing("http://a.cn/x/", '<base href="/other/">' + rows("1.html"))
    assert [item.url for item in FAMILIES["generic"].items(page)] == ["http://a.cn/other/1.html"]


def test_a_source_may_say_where_its_list_is() -> None:
    body = f'<div id="hot">{rows("/h/1.html")}</div><div id="main"><a href="/m/1.html">没有日期的一条</a></div>'
    items = FAMILIES["generic"].items(listing("http://a.cn/", body, list_at="//div[@id='main']"))
    assert [item.url for item in items] == ["http://a.cn/m/1.html"]


def test_one_link_in_two_places_is_one_item() -> None:
    items = FAMILIES["generic"].items(listing("http://a.cn/", rows("/c/1.html", "/c/1.html#x", "/c/2.html")))
    assert len(items) == 2


@pytest.mark.parametrize("body", [b"", b"   ", b"\x00\x01\x02", b"plain words"])
def test_what_is_no_html_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(UnparsedError):
        FAMILIES["generic"].items(ListingPage("http://a.cn/", body))


# Feeds


def test_an_atom_feed() -> None:
    feed = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><title>一条</title>
    <link rel="self" href="/self"/><link href="/a/1.html"/>
    <updated>2025-03-01T23:30:00+08:00</updated></entry></feed>"""
    (item,) = FAMILIES["rss"].items(ListingPage("http://a.cn/feed.xml", feed.encode()))
    assert (item.url, item.title, item.date) == ("http://a.cn/a/1.html", "一条", date(2025, 3, 1))


def test_a_feed_expands_no_entities() -> None:
    head = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    feed = head + "<rss><item><title>&x;标题</title><link>http://a.cn/1</link></item></rss>"
    (item,) = FAMILIES["rss"].items(ListingPage("http://a.cn/feed", feed.encode()))
    assert item.title == "&x;标题"


def test_a_page_is_no_feed() -> None:
    with pytest.raises(UnparsedError, match="no feed"):
        FAMILIES["rss"].items(listing("http://a.cn/feed", rows("/1.html")))


# Hostile pages


@pytest.mark.parametrize(
    "body",
    [
        "共" + "1" * 200_000,
        "共" + " " * 200_000,
        "/* " * 200_000,
        "createPage" + " " * 200_000,
        "".join(f'<li><a href="/c/{n}.html">没有尽头的列表</a>2025-01-02</li>' for n in range(12_000)),
    ],
    ids=["digits", "spaces", "comments", "call", "links"],
)
def test_a_page_made_to_be_slow_is_read_in_bounded_time(body: str) -> None:
    started = time.process_time()
    page = listing("http://a.cn/x/index.html", f"<a href='/'>首页</a>{body}")
    assert len(read(page).items) <= MAX_LINKS
    assert time.process_time() - started < 15
