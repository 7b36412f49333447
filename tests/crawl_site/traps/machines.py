"""Data interfaces, refreshes and sitemaps that lead astray: in circles, to other hosts, without an end."""

import gzip
import json
from collections.abc import Iterator

from crawl_site.traps.trap import Setting, Trap, article, listing, page
from crawl_site.wire import Reply, Request
from crawlers.records import Status

XML = "application/xml"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"


def build(setting: Setting) -> Iterator[Trap]:
    """Each is bounded, and none leaves its host."""
    yield from _refreshes(setting)
    yield from _sitemaps(setting)
    yield _records(setting)
    yield _units(setting)
    yield _articles(setting)


def _refreshes(setting: Setting) -> Iterator[Trap]:
    meta = '<html><head><meta http-equiv="refresh" content="0;url={}"></head><body></body></html>'
    host = setting.host()
    start = host.put("/index.html", meta.format(f"{setting.forbidden.base}/index.html"))
    yield Trap("refresh-away", start, [host], Status.PARTIAL, most=3)
    host = setting.host()
    host.put("/b.html", meta.format("/index.html"))
    start = host.put("/index.html", meta.format("/b.html"))
    yield Trap("refresh-loop", start, [host], Status.PARTIAL, most=6)
    host = setting.host()
    host.put("/go?*", lambda request: Reply(meta.format(f"/go?n={int(request.target.rpartition('=')[2]) + 1}")))
    yield Trap("refresh-road", f"{host.base}/go?n=1", [host], Status.PARTIAL, most=20)


def _sitemaps(setting: Setting) -> Iterator[Trap]:
    index = '<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</sitemapindex>'
    part = "<sitemap><loc>{}</loc></sitemap>"
    host = setting.host()
    parts = [f"{host.base}/sitemap.xml", f"{setting.forbidden.base}/sitemap.xml", f"{host.base}/good.xml"]
    host.put("/sitemap.xml", Reply(index.format("".join(map(part.format, parts))), content_type=XML))
    url = f"<url><loc>{host.base}/ok/1.html</loc></url><url><loc>{setting.forbidden.base}/s/9.html</loc></url>"
    urlset = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{url}</urlset>'
    host.put("/good.xml", Reply(urlset, content_type=XML))
    yield Trap("sitemap-of-itself", f"{host.base}/sitemap.xml", [host], Status.PARTIAL, "allowed_hosts", 1, most=5)

    host = setting.host()

    def deeper(request: Request) -> Reply:
        number = int(request.target.rpartition("=")[2])
        return Reply(index.format(part.format(f"{host.base}/sitemap?n={number + 1}")), content_type=XML)

    host.put("/sitemap?*", deeper)
    yield Trap("sitemap-road", f"{host.base}/sitemap?n=1", [host], Status.PARTIAL, most=30)

    host = setting.host()
    bomb = gzip.compress(urlset.replace("</urlset>", " " * 50_000_000 + "</urlset>").encode())
    host.put("/sitemap.xml", Reply(index.format(part.format(f"{host.base}/1.xml.gz")), content_type=XML))
    host.put("/1.xml.gz", Reply(bomb, content_type="application/x-gzip"))
    yield Trap("sitemap-bomb", f"{host.base}/sitemap.xml", [host], Status.PARTIAL, most=4)


def _records(setting: Setting) -> Trap:
    """A dataproxy whose records never end, each new."""
    host = setting.host()

    def records(request: Request) -> Reply:
        number = len(host.log)
        host.put(f"/art/2025/3/1/art_7_{number}.html", article(f"无尽记录第{number}条"))
        link = f"<a href='/art/2025/3/1/art_7_{number}.html'>无尽记录中的第{number}条消息</a>"
        row = f"<li>{link}<span>2025-03-01</span></li>"
        head = f'<nextgroup><![CDATA[<a href="{proxy}?page={number}&columnid=7&unitid=8&webid=1"></a>]]></nextgroup>'
        body = f"<recordset><record><![CDATA[{row}]]></record></recordset>"
        return Reply(
            f"<datastore>{head}<totalrecord>999999999</totalrecord>{body}</datastore>", content_type="text/xml"
        )

    proxy = "/module/web/jpage/dataproxy.jsp"
    host.put(f"{proxy}?*", records)
    first = records(Request("GET", "/", {})).body
    start = host.put(
        "/col/col7/index.html", page("栏目", f'<div id="8"><script type="text/xml">{first}</script></div>')
    )
    return Trap("jcms-endless", start, [host], Status.PARTIAL, "was left after", most=30, at_least=5)


def _units(setting: Setting) -> Trap:
    """A unit of jpaas that gives the same page whatever page is asked for, of a thousand million."""
    host = setting.host()
    query = "{'parseType':'buildstatic','webId':'1','tplSetId':'2','pageType':'column','tagId':'3','pageId':'4'}"
    start = host.put("/x/index.html", page("栏目", f'<script url="{UNIT}" queryData="{query}"></script>'))
    row = '<li><a href="/ok/1.html">本市法治消息中的一条而已</a><span>2025-03-01</span></li>'
    html = f'<ul>{row}</ul><div class="pagination" rows="1" count="999999999" pageNo="1"></div>'
    answer = json.dumps({"success": True, "data": {"html": html}})
    host.put(f"{UNIT}?*", Reply(answer, content_type="application/json"))
    return Trap("jpaas-same-page", start, [host], pages=1, most=6)


def _articles(setting: Setting) -> Trap:
    """Articles that refresh to another host, or whose next page is always one more."""
    host = setting.host()
    meta = f'<meta http-equiv="refresh" content="0;url={setting.forbidden.base}/s/8.html">'
    host.put("/a/1.html", article("跳转的一篇").replace("<head>", f"<head>{meta}"))
    for number in range(1, 60):
        name = "/a/t2.html" if number == 1 else f"/a/t2_{number}.html"
        host.put(
            name, article("没完没了的一篇").replace("</body>", f'<a href="/a/t2_{number + 1}.html">下一页</a></body>')
        )
    start = host.put("/index.html", listing("/a/1.html", "/a/t2.html"))
    return Trap("article-roads", start, [host], pages=2, most=34)
