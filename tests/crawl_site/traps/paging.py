"""Listings without an end: each page new, each page empty, each link in a new session."""

from collections.abc import Iterator
from itertools import count

from crawl_site.traps.trap import Setting, Trap, article, listing, page
from crawl_site.wire import Reply, Request
from crawlers.records import Status

MOST_PAGES = 12
"""The bound that the crawl of the traps is given."""


def build(setting: Setting) -> Iterator[Trap]:
    """What is bounded by a number of pages must say so."""
    yield _endless(setting)
    yield _calendar(setting)
    yield from _sessions(setting)
    yield _backwards(setting)
    host = setting.host()
    hrefs = [f"http://other.example/{number}.html" for number in range(15_000)]
    start = host.put("/index.html", listing("/ok/1.html", *hrefs))
    yield Trap("many-links", start, [host], pages=1, most=3)


def _endless(setting: Setting) -> Trap:
    """Every page has new articles and a next page."""
    host = setting.host()

    def turn(request: Request) -> Reply:
        number = int(request.target.rpartition("=")[2])
        host.put(f"/e/{number}.html", article(f"无尽列表第{number}条"))
        return Reply(listing(f"/e/{number}.html", more=f'<a href="/list?page={number + 1}">下一页</a>'))

    host.put("/list?*", turn)
    words = f"left after {MOST_PAGES} pages"
    return Trap(
        "endless", f"{host.base}/list?page=1", [host], Status.PARTIAL, words, MOST_PAGES, most=2 * MOST_PAGES + 1
    )


def _calendar(setting: Setting) -> Trap:
    """A month without entries links to the month before, for ever."""
    host = setting.host()

    def month(request: Request) -> Reply:
        number = int(request.target.rpartition("=")[2])
        days = "".join(f'<td><a href="/day?m={number}&d={day}">{day}</a></td>' for day in range(1, 29))
        body = f"<table><tr>{days}</tr></table>" + f'<a href="/month?m={number + 1}">下一页</a>'
        return Reply(page("日历", body))

    host.put("/month?*", month)
    host.put("/day?*", Reply(page("当日无内容", "<p>当日没有发布信息。</p>" * 30)))
    return Trap("calendar", f"{host.base}/month?m=1", [host], Status.PARTIAL, "0 links", most=MOST_PAGES + 1)


def _sessions(setting: Setting) -> Iterator[Trap]:
    """Every look at the listing gives its links a new session: an article is one article all the same."""
    for name, spelled in (("jsessionid", ";jsessionid={}"), ("phpsessid", "?PHPSESSID={}")):
        host, fresh = setting.host(), count(100_000)

        def turn(request: Request, spelled: str = spelled, fresh: Iterator[int] = fresh) -> Reply:
            mark = spelled.format(f"{next(fresh):032X}")
            bare = request.target.partition(";")[0].partition("?")[0]
            if bare.startswith("/a/"):
                return Reply(article(f"会话中的一篇{bare}"))
            first = bare == "/index.html"
            more = f'<a href="{"/two.html" if first else "/index.html"}{mark}">下一页</a>'
            return Reply(listing(*(f"/a/{at}.html{mark}" for at in ((1, 2, 3) if first else (2, 3, 4))), more=more))

        host.otherwise = turn
        yield Trap(f"session-{name}", f"{host.base}/index.html", [host], pages=4, most=8)


def _backwards(setting: Setting) -> Trap:
    """The last page's 下一页 leads to the first, and each page calls itself by another name."""
    host = setting.host()
    for number in (1, 2, 3):
        href = f"/p/{number % 3 + 1}.html?from={number}"
        reply = Reply(listing(f"/ok/{number}.html", more=f'<a href="{href}">下一页</a>'))
        host.put(f"/p/{number}.html", reply)
        host.put(f"/p/{number}.html?from={(number - 2) % 3 + 1}", reply)
    return Trap("ring", f"{host.base}/p/1.html", [host], pages=3, most=8)
