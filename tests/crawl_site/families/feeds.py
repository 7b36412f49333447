"""RSS, Atom and sitemaps."""

import gzip
from collections.abc import Iterator

from crawl_site.town import Column, Maker
from crawl_site.wire import Reply


def build(make: Maker) -> Iterator[Column]:
    """Two feeds, a sitemap, and an index of sitemaps of which one is packed. Sitemaps know no titles."""
    for variant, charset in (("rss", "gb2312"), ("atom", "utf-8")):
        host = make.host()
        stories = make.place(host, make.drafts(), lambda d: f"/a/{d.day:%Y%m%d}/{d.number}.html")
        body = make.html(f"{variant}.xml", charset, stories=stories, base=host.base).body
        start = host.put(f"/{variant}.xml", Reply(body, content_type="text/xml"))
        yield Column("feed", variant, start, [host], stories, 1)
    yield _sitemap(make, "flat", 1)
    yield _sitemap(make, "index", 3)


def _sitemap(make: Maker, variant: str, parts: int) -> Column:
    host = make.host()
    stories = make.place(host, make.drafts(), lambda d: f"/wz/{d.day:%Y%m}/{d.number}.html")
    paths = [f"/sitemap_{number}.xml" + (".gz" if number == 1 else "") for number in range(parts)] if parts > 1 else []
    for number, path in enumerate(paths or ["/sitemap.xml"]):
        body = make.html("sitemap.xml", parts=[], stories=stories[number::parts]).body
        assert isinstance(body, bytes)
        packed = path.endswith(".gz")
        kind = "application/x-gzip" if packed else "application/xml"
        host.put(path, Reply(gzip.compress(body) if packed else body, content_type=kind))
    if paths:
        body = make.html("sitemap.xml", parts=[host.base + path for path in paths], stories=[]).body
        host.put("/sitemap.xml", Reply(body, content_type="application/xml"))
    return Column("sitemap", variant, f"{host.base}/sitemap.xml", [host], stories, len(paths) + 1)
