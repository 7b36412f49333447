"""Links and redirects to where nothing may be asked: other hosts, this machine in disguise, what is no web page."""

from collections.abc import Iterator

from crawl_site.traps.trap import Setting, Trap, listing
from crawl_site.wire import Reply
from crawlers.records import Label, Status

METADATA = "http://169.254.169.254/latest/meta-data/"


def spellings(port: int) -> list[str]:
    """This machine, as a link may disguise it."""
    hosts = "[::1] [::ffff:127.0.0.1] [::ffff:7f00:1] 127.1 0x7f000001 2130706433 0177.0.0.1 0 0.0.0.0 localhost."
    return [f"http://{host}:{port}/s/1.html" for host in hosts.split()]


def build(setting: Setting) -> Iterator[Trap]:
    """Each keeps the good articles of its listing."""
    yield _links(setting)
    yield _broken_links(setting)
    yield _redirects(setting)


def _links(setting: Setting) -> Trap:
    host = setting.host()
    port = setting.forbidden.port
    bad = [
        *spellings(port),
        f"{setting.forbidden.base}/s/2.html",
        METADATA,
        f"http://user:pw@{host.address}.nip.example/",
    ]
    start = host.put("/index.html", listing("/ok/1.html", *bad, f"http:{host.base[5:]}/ok/2.html"))
    return Trap("links-out", start, [host], pages=2, most=4, external=[METADATA, f"{setting.forbidden.base}/s/2.html"])


def _broken_links(setting: Setting) -> Trap:
    host = setting.host()
    bad = [
        "http://[::1",
        "http://[not-an-address]/x.html",
        "http://[fe80::1%25eth0]/x.html",
        f"http://{host.address}:99999/x.html",
        f"http://{host.address}:port/x.html",
        "http:///x.html",
        "//",
        "http://",
        "http://.../x.html",
        "http://" + "a" * 300 + ".example/x.html",
        "file:///etc/passwd",
        "ftp://files.example/x.html",
        "gopher://files.example/x.html",
        "data:text/html,<p>x</p>",
        "mailto:someone@example.org",
        "javascript:location='/x.html'",
        "/x\x00y\x01.html",
        "\\\\server\\share\\x.html",
        "/" + "x" * 70_000 + ".html",
    ]
    start = host.put("/index.html", listing("/ok/1.html", *bad, "/ok/2.html"))
    return Trap("links-broken", start, [host], pages=2, most=8, status=Status.PARTIAL)


def _redirects(setting: Setting) -> Trap:
    host = setting.host()
    places = {
        "/r/1.html": (f"{setting.forbidden.base}/s/3.html", Label.OFFSITE),
        "/r/2.html": (METADATA, Label.OFFSITE),
        "/r/3.html": (f"//[::1]:{setting.forbidden.port}/s/4.html", Label.OFFSITE),
        "/r/4.html": ("file:///etc/passwd", Label.BAD_URL),
        "/r/5.html": ("http://[::1", Label.BAD_URL),
        "/r/6.html": ("javascript:alert(1)", Label.BAD_URL),
    }
    for path, (target, _) in places.items():
        host.put(path, Reply(status=302, headers={"Location": target}))
    start = host.put("/index.html", listing(*places, "/ok/1.html"))
    labels = {path: label for path, (_, label) in places.items()}
    return Trap("redirects-out", start, [host], status=Status.PARTIAL, pages=1, labels=labels, most=9)
