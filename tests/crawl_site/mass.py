"""A large plain site over many hosts, for measuring: ``python tests/crawl_site/mass.py PAGES HOSTS PARAGRAPHS``.

It prints the start URL of every host as one JSON list, then serves until its standard input ends. ``/_report`` on the
first host tells, as JSON, how many articles were asked for since the last report, the seconds from the first request to
the last, and which targets were asked for twice.
"""

import json
import sys
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from crawl_site.wire import Host, Network, Reply, Request

ROWS = 50
_PARAGRAPH = (
    "<p>（{n}）推进第{n}项任务。全年办理相关事项{a}件，同比增长{b}.{c}%，开展检查{d}次，组织培训{e}期，"
    "参加人员{f}人次，出具意见书{g}份，群众满意度保持在较高水平，有关做法在全市范围内推广。</p>\n"
)


class Mass:
    """``pages`` articles, spread evenly, no two alike; one of 60 paragraphs has about 20 kB."""

    def __init__(self, network: Network, pages: int, hosts: int, paragraphs: int = 60) -> None:
        self.paragraphs = paragraphs
        self.each, self.times = pages // hosts, [time.monotonic()]
        self.asked: Counter[str] = Counter()
        self.hosts = [network.host() for _ in range(hosts)]
        for host in self.hosts:
            host.otherwise = lambda request, host=host: self.answer(host, request)
        self.starts = [f"{host.base}/zw/index.html" for host in self.hosts]

    def answer(self, host: Host, request: Request) -> Reply:
        """An article, a listing's page, no robots.txt, or the report."""
        host.log.clear()
        if request.target == "/_report":
            return self._report()
        if request.target == "/robots.txt":
            return Reply("none", 404)
        self.times.append(time.monotonic())
        self.asked[host.base + request.target] += 1
        first = self.hosts.index(host) * self.each  # no host mirrors another
        if request.target.startswith("/zw/index"):
            stem = request.target.removeprefix("/zw/index").removesuffix(".html").lstrip("_")
            return Reply(self._listing(first, int(stem or 0)), etag='"1"')
        return Reply(self._article(first + int(request.target.rpartition("_")[2].removesuffix(".html"))))

    def _listing(self, first: int, number: int) -> str:
        pages = -(-self.each // ROWS)
        rows = []
        for article in range(number * ROWS, min(self.each, (number + 1) * ROWS)):
            day = date(2026, 3, 20) - timedelta(article // 3)
            href = f"./{day:%Y%m}/t{day:%Y%m%d}_{article}.html"
            title = f"云州市法治政府建设动态第{first + article}号"
            rows.append(f'<li><span>{day}</span><a href="{href}" title="{title}">动态</a></li>')
        script = f'<script>createPageHTML({pages}, {number}, "index", "html");</script>'
        return _page('<meta charset="utf-8">', f'<ul class="list">{"".join(rows)}</ul>{script}')

    def _article(self, article: int) -> str:
        title = f"云州市法治政府建设动态第{article}号"
        names = "abcdefg"
        lines = (
            _PARAGRAPH.format(
                n=n, **{name: (article * 7919 + n * 104729 + at * 1299709) % 997 for at, name in enumerate(names)}
            )
            for n in range(1, self.paragraphs + 1)
        )
        head = f'<meta charset="utf-8"><title>{title}</title><meta name="ArticleTitle" content="{title}">'
        return _page(head, f'<h1>{title}</h1><div class="TRS_Editor">{"".join(lines)}</div>')

    def _report(self) -> Reply:
        articles = sum("_" in target.rpartition("/")[2] and "/t" in target for target in self.asked)
        times = self.times[1:] or [0.0]
        twice = [target for target, times in self.asked.items() if times > 1]
        told = {"articles": articles, "seconds": times[-1] - times[0], "twice": twice}
        self.times, self.asked = self.times[:1], Counter()
        return Reply(json.dumps(told), content_type="application/json")


def _page(head: str, body: str) -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


def main() -> None:
    """Serve until standard input ends."""
    network = Network(0x020101)
    mass = Mass(network, *map(int, sys.argv[1:4]))
    print(json.dumps(mass.starts), flush=True)
    sys.stdin.read()
    network.close()


if __name__ == "__main__":
    main()
