"""robots.txt of every kind."""

from collections.abc import Iterator
from dataclasses import replace

from crawl_site.traps.trap import Setting, Trap, listing
from crawl_site.wire import Reply
from crawlers.records import Label, Status

RULES = "User-agent: *\nDisallow: /ok/1.html\nAllow: /ok/\n"


def build(setting: Setting) -> Iterator[Trap]:
    """What allows, what forbids, what is too much, and what asks for more patience than a run has."""
    yield _trap(setting, "disallow", Reply(RULES), pages=1, labels={"/ok/1.html": Label.ROBOTS})
    yield _trap(setting, "all", Reply("User-agent: fazhi\nDisallow: /\n"), Status.BLOCKED, "does not allow", most=1)
    yield _trap(setting, "other-agent", Reply("User-agent: otherbot\nDisallow: /\n"), pages=2)
    yield _trap(setting, "404", Reply("none", 404), pages=2)
    yield _trap(setting, "403", Reply("none", 403), pages=2)
    yield _trap(setting, "500", Reply("broken", 500), Status.BLOCKED, "answers 500", most=2)
    yield _trap(setting, "html", Reply("<html><body>首页</body></html>"), pages=2)
    padding = "".join(f"Disallow: /none/{number}/\n" for number in range(40_000))
    yield _trap(setting, "huge", Reply(RULES + padding), pages=1, labels={"/ok/1.html": Label.ROBOTS})
    too_big = Reply("#" * 99 + "\n", endless=True)
    yield _trap(setting, "endless", too_big, Status.BLOCKED, "robots.txt", most=2)
    loop = Reply(status=302, headers={"Location": "/robots.txt"})
    yield _trap(setting, "loop", loop, pages=2, most=10)
    away = Reply(status=302, headers={"Location": f"{setting.forbidden.base}/robots.txt"})
    yield _trap(setting, "away", away, pages=2, most=4)
    day = Reply("User-agent: *\nCrawl-delay: 86400\n")
    yield _trap(setting, "crawl-delay-day", day, Status.BLOCKED, "86400", most=2)
    odd = Reply("User-agent: *\nCrawl-delay: soon\nCrawl-delay: -3\nDisallow: /*a*a*a*a*a*a*a*a*b$\n")
    yield _trap(setting, "odd", odd, pages=2)


def _trap(
    setting: Setting,
    name: str,
    reply: Reply,
    status: Status = Status.OK,
    words: str = "",
    pages: int = 0,
    labels: dict[str, Label] | None = None,
    most: int = 4,
) -> Trap:
    host = setting.host()
    host.put("/robots.txt", replace(reply, content_type="text/plain"))
    start = host.put("/index.html", listing("/ok/1.html", "/ok/2.html"))
    return Trap(f"robots-{name}", start, [host], status, words, pages, labels or {}, most)
