"""How fast and how lean the crawler is, beside a bare Scrapy spider on the same pages in the same run.

``python tests/benchmarks/bench_crawl.py [--json]``. A large site is served by a process of its own on loopback; rates
are what its log says between the first request and the last. Reading is measured as the flow does it, from the archive.
"""

import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "crawlers")]

import crawlers  # noqa: E402
from crawlers.job import CrawlSettings  # noqa: E402
from crawlers.records import CrawlResult, Known, Progress  # noqa: E402
from local_site import source  # noqa: E402

PAGES, HOSTS, MANY = 2000, 20, 20_000
BARE = """
import sys, scrapy
from scrapy.crawler import CrawlerProcess
class Bare(scrapy.Spider):
    name = "bare"
    start_urls = sys.argv[2:]
    def parse(self, response):
        yield from response.follow_all(css="ul.list a", callback=self.article)
        found = response.css("script::text").re(r"createPageHTML\\((\\d+), (\\d+)")
        pages, number = int(found[0]), int(found[1])
        if number + 1 < pages:
            yield response.follow(f"index_{number + 1}.html")
    def article(self, response):
        pass
process = CrawlerProcess({"CONCURRENT_REQUESTS_PER_DOMAIN": int(sys.argv[1]), "LOG_LEVEL": "ERROR",
                          "TELNETCONSOLE_ENABLED": False})
process.crawl(Bare)
process.start()
"""


class MassSite:
    """The served site: its start URLs, and what its log says."""

    def __init__(self, starts: list[str]) -> None:
        self.starts = starts

    def report(self) -> dict[str, Any]:
        """Articles asked for, seconds, targets asked for twice since the last report."""
        parts = urlsplit(self.starts[0])
        with urllib.request.urlopen(f"{parts.scheme}://{parts.netloc}/_report") as answer:
            return dict(json.loads(answer.read()))


@contextmanager
def served(pages: int, hosts: int) -> Iterator[MassSite]:
    """The site in a process of its own."""
    command = [sys.executable, str(ROOT / "tests" / "crawl_site" / "mass.py"), str(pages), str(hosts)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield MassSite(json.loads(server.stdout.readline()))
        finally:
            server.communicate("")


def bare(site: MassSite, per_host: int) -> float:
    """Articles a second of a spider that only fetches."""
    subprocess.run([sys.executable, "-c", BARE, str(per_host), *site.starts], check=True)
    return _rate(site.report())


def ours(site: MassSite, folder: Path) -> tuple[float, float, CrawlResult]:
    """Articles a second of the crawler with archive and ledger, its peak of memory in MB, and what it brought."""
    peak = 0.0

    def look(event: Progress) -> None:
        nonlocal peak, pid
        pid = event.pid or pid
        if event.done % 500 == 0 or event.event == "finished":
            peak = max(peak, _peak(pid))

    pid = 0
    sources = [source(f"s{number}", start) for number, start in enumerate(site.starts)]
    settings = CrawlSettings(adhoc_delay=0.0, jitter=0.0, max_pages=10_000)
    result = crawlers.crawl(
        sources, folder / "run", known=Known(), archive=folder / "archive", settings=settings, progress=look
    )
    return _rate(site.report()), peak, result


def _peak(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _rate(report: dict[str, Any]) -> float:
    assert not report["twice"], report["twice"][:3]
    return float(report["articles"] / report["seconds"])


def main() -> int:
    with served(PAGES, HOSTS) as site, tempfile.TemporaryDirectory() as folder:
        for per in (8, 1):
            print("bare", per, bare(site, per))
        t = time.time()
        rate, peak, result = ours(site, Path(folder))
        print("ours", rate, peak, len(result.fetches), time.time() - t)
        print("bare", bare(site, 8))
    return 0


if __name__ == "__main__":
    sys.exit(main())
