"""Redirects that never arrive, and cookies that never satisfy."""

from collections.abc import Iterator

from crawl_site.traps.trap import Setting, Trap, listing
from crawl_site.wire import Reply, Request
from crawlers.records import Label, Status


def build(setting: Setting) -> Iterator[Trap]:
    """Loops of two, an endless road, cookie checks with and without an end."""
    host = setting.host()
    host.put("/a.html", Reply(status=302, headers={"Location": "/b.html"}))
    host.put("/b.html", Reply(status=301, headers={"Location": "/a.html"}))
    start = host.put("/index.html", listing("/a.html", "/ok/1.html"))
    yield Trap("redirect-pair", start, [host], Status.PARTIAL, "redirects", 1, {"/a.html": Label.REDIRECT_LOOP})

    host = setting.host()

    def onwards(request: Request) -> Reply:
        number = int(request.target.rpartition("=")[2])
        return Reply(status=302, headers={"Location": f"/go?n={number + 1}"})

    host.put("/go?*", onwards)
    yield Trap("redirect-road", f"{host.base}/go?n=1", [host], Status.FAILED, "redirects", most=8)

    host = setting.host()

    def check(request: Request) -> Reply:
        if "seen=1" in request.headers.get("cookie", ""):
            return Reply(listing("/ok/1.html"))
        return Reply(status=302, headers={"Location": request.target, "Set-Cookie": "seen=1; path=/"})

    host.put("/index.html", check)
    yield Trap("cookie-check", f"{host.base}/index.html", [host], pages=1, most=4)

    host = setting.host()
    host.put("/index.html", Reply(status=302, headers={"Location": "/index.html", "Set-Cookie": "a=b"}))
    words = "whatever cookie"
    yield Trap("cookie-loop", f"{host.base}/index.html", [host], Status.BLOCKED, words, most=8)
