"""Bodies that are too big, too slow, too short, packed, garbled, or no HTTP at all."""

import gzip
import zlib
from collections.abc import Iterator

from crawl_site.traps.trap import PARAGRAPH, Setting, Trap, article, listing, page
from crawl_site.wire import Reply
from crawlers.records import Label, Status

HUGE = 10_000_000
GZIP = {"Content-Encoding": "gzip"}


def build(setting: Setting) -> Iterator[Trap]:
    """Articles of one listing each, or the listing itself."""
    yield _sizes(setting)
    yield _lengths(setting)
    yield from _slow(setting)
    yield _no_http(setting)
    yield _charsets(setting)
    yield _entities(setting)
    host = setting.host()
    deep = "<div>" * 60_000 + "深" + "</div>" * 60_000
    host.put("/b/1.html", page("深", deep[:150_000]))
    yield Trap("deep-nesting", host.put("/index.html", listing("/ok/1.html") + deep[:100_000]), [host], pages=1)


def _sizes(setting: Setting) -> Trap:
    host = setting.host()
    bomb = gzip.compress(b"<p>\0</p>" * (HUGE // 8))
    small = gzip.compress(article("压缩").encode())
    kinds = {
        "/b/1.html": (Reply(PARAGRAPH * (HUGE // 120)), Label.TOO_BIG),
        "/b/2.html": (Reply(bomb, headers=GZIP), Label.TOO_BIG),
        "/b/3.html": (Reply(zlib.compress(b"0" * HUGE), headers={"Content-Encoding": "deflate"}), Label.TOO_BIG),
        "/b/4.html": (Reply(gzip.compress(bomb), headers={"Content-Encoding": "gzip, gzip"}), Label.TOO_BIG),
        "/b/5.html": (Reply("x" * 4096, endless=True), Label.TOO_BIG),
        "/b/6.html": (Reply("x", length=10**12), Label.TOO_BIG),
    }
    for path, (reply, _) in kinds.items():
        host.put(path, reply)
    host.put("/b/7.html", Reply(small, headers=GZIP))
    start = host.put("/index.html", listing(*kinds, "/b/7.html", "/ok/1.html"))
    labels = {path: label for path, (_, label) in kinds.items()}
    return Trap("big-bodies", start, [host], Status.PARTIAL, "6 too_big", 2, labels, most=12)


def _lengths(setting: Setting) -> Trap:
    host = setting.host()
    body = article("长度")
    host.put("/b/1.html", Reply(body, length=len(body.encode()) + 500))
    host.put("/b/2.html", Reply(body, cut=300))
    host.put("/b/3.html", Reply(body, length=2500))
    host.put("/b/4.html", Reply(gzip.compress(body.encode())[:-300], headers=GZIP))
    start = host.put("/index.html", listing(*(href for n in range(1, 5) for href in (f"/b/{n}.html", f"/ok/{n}.html"))))
    labels = {f"/b/{number}.html": Label.BROKEN for number in range(1, 5)}
    return Trap("wrong-lengths", start, [host], Status.PARTIAL, "4 broken", 4, labels, most=14)


def _slow(setting: Setting) -> Iterator[Trap]:
    host = setting.host()
    start = host.put("/index.html", Reply(listing("/ok/1.html"), pause=60))
    yield Trap("hang", start, [host], Status.UNREACHABLE, "in time", most=4)
    host = setting.host()
    start = host.put("/index.html", Reply(listing(*["/ok/1.html"] * 3000), drip=0.2))
    yield Trap("drip", start, [host], Status.UNREACHABLE, "in time", most=4)
    host = setting.host()
    host.put("/robots.txt", Reply("User-agent: *\n" * 30_000, drip=0.2))
    start = host.put("/index.html", listing("/ok/1.html"))
    yield Trap("drip-robots", start, [host], Status.UNREACHABLE, "in time", most=3)


def _no_http(setting: Setting) -> Trap:
    host = setting.host()
    kinds = {
        "/b/1.html": b"\x16\x03\x01\x02\x00\x01\x00garbage\r\n\r\n",
        "/b/2.html": b"HTTP/1.1 twohundred OK\r\n\r\n",
        "/b/3.html": b"",
        "/b/4.html": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\nx\r\n0\r\n\r\n",
        "/b/5.html": b"HTTP/1.1 200 OK\r\nX-Long: " + b"y" * 200_000 + b"\r\n\r\n",
    }
    for path, raw in kinds.items():
        host.put(path, Reply(raw=raw or b"\r\n"))
    start = host.put("/index.html", listing(*(href for kind in kinds for href in (kind, f"/ok/{kind[3]}.html"))))
    return Trap("no-http", start, [host], Status.PARTIAL, "broken", 5, most=18)


def _charsets(setting: Setting) -> Trap:
    """Meta against bytes, header against meta: the link's text must come out right, whoever lies."""
    host, title = setting.host(), "镕城市办结行政复议案件情况通报"
    text = listing("/ok/1.html", title=title).replace("utf-8", "gb2312")
    host.put("/utf8.html", Reply(text.replace("/ok/1", "/ok/1")))
    host.put("/index.html", Reply(_next(text, "/gbk.html")))  # says gb2312, is UTF-8
    host.put(
        "/gbk.html",
        Reply(
            _next(text.replace("/ok/1", "/ok/2"), "/bom.html").encode("gb18030"),
            content_type="text/html;charset=ISO-8859-1",
        ),
    )
    bom = _next(text.replace("/ok/1", "/ok/3"), "/big5.html").replace("gb2312", "gbk")
    host.put("/bom.html", Reply(b"\xef\xbb\xbf" + bom.encode()))
    host.put("/big5.html", Reply(text.replace("/ok/1", "/ok/4").replace("gb2312", "utf-8").encode("gb18030")))
    return Trap("mixed-charsets", f"{host.base}/index.html", [host], pages=4, titles=[f"{title}0"] * 4)


def _next(text: str, href: str) -> str:
    return text.replace("</ul>", f'</ul><a href="{href}">下一页</a>', 2)


def _entities(setting: Setting) -> Trap:
    """A feed that would read a file, ask another host, and grow to gigabytes."""
    host = setting.host()
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    feed = (
        f'<?xml version="1.0"?><!DOCTYPE rss SYSTEM "{setting.forbidden.base}/x.dtd" [<!ENTITY l0 "lol">{laughs}'
        f'<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY h SYSTEM "{setting.forbidden.base}/x">]><rss version="2.0">'
        "<channel><item><title>本市法治消息&l11;&f;&h;</title><link>/ok/1.html</link></item></channel></rss>"
    )
    start = host.put("/rss.xml", Reply(feed, content_type="text/xml"))
    return Trap("xml-entities", start, [host], Status.PARTIAL, "0 links", most=2)
