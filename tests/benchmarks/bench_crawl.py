"""How fast and how lean the crawler is, beside a bare Scrapy spider on the same pages in the same run.

``python tests/benchmarks/bench_crawl.py [--json]``. A large site is served by a process of its own on loopback; rates
are what its log says between the first request and the last. Reading is measured as the flow does it, from the archive.
"""

import json
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "crawlers")]

import crawlers  # noqa: E402
from crawlers.job import CrawlSettings  # noqa: E402
from crawlers.records import FETCHES, CrawlResult, Known, Progress  # noqa: E402
from flows.readers import Readers  # noqa: E402
from flows.stations import read_pages  # noqa: E402
from local_site import source  # noqa: E402

PAGES, HOSTS, MANY, ROUNDS = 2000, 20, 20_000, 3
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
def served(pages: int, hosts: int, paragraphs: int = 60) -> Iterator[MassSite]:
    """The site in a process of its own; its articles have so many paragraphs of seven figures."""
    told = [str(number) for number in (pages, hosts, paragraphs)]
    command = [sys.executable, str(ROOT / "tests" / "crawl_site" / "mass.py"), *told]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield MassSite(json.loads(server.stdout.readline()))
        finally:
            server.communicate("")


def bare(site: MassSite, per_host: int) -> float:
    """Articles a second of a spider that only fetches, at Scrapy's own concurrency (8) or ours (1)."""
    subprocess.run([sys.executable, "-c", BARE, str(per_host), *site.starts], check=True)
    return _rate(site.report())


@dataclass
class Crawl:
    """The crawler with archive and ledger: articles a second, its peak of memory in MB, and what it brought."""

    rate: float
    peak: float
    result: CrawlResult
    archive: Path
    seconds: float


def ours(site: MassSite, folder: Path, readers: Readers | None = None, delay: float = 0.0) -> Crawl:
    """One crawl into a folder of its own; ``readers`` are told of each step, as the flow does it."""
    peak, pid = 0.0, 0

    def look(event: Progress) -> None:
        nonlocal peak, pid
        pid = event.pid or pid
        if event.done % 500 == 0 or event.event == "finished":
            peak = max(peak, _peak(pid))
        if readers:
            readers.watch(folder / "run" / FETCHES)

    sources = [source(f"s{number}", start, delay=delay) for number, start in enumerate(site.starts)]
    settings = CrawlSettings(adhoc_delay=0.0, jitter=0.0, max_pages=10_000)
    kept, began = folder / "archive", monotonic()
    result = crawlers.crawl(sources, folder / "run", known=Known(), archive=kept, settings=settings, progress=look)
    report = site.report()
    return Crawl(_rate(report), peak, result, kept, monotonic() - began)


def read_all(crawl: Crawl, readers: Readers) -> int:
    """Read what a crawl brought, or what is not read of it yet; how many pages."""
    readers.take(crawl.result.fetches, ended=True)
    pages, failures = read_pages(crawl.result.fetches, crawl.archive, reader=readers.read)
    assert not failures
    return len(pages)


def reading(site: MassSite, folder: Path, delay: float) -> dict[str, float]:
    """Pages a second of crawling alone, reading alone on all cores, and both at once, wall-clock, starting included."""
    alone = ours(site, folder / "alone", delay=delay)
    with Readers(alone.archive) as readers:
        began = monotonic()
        pages = read_all(alone, readers)
        read_rate = pages / (monotonic() - began)
    with Readers(folder / "both" / "archive") as readers:
        began = monotonic()
        both = ours(site, folder / "both", readers, delay)
        pages = read_all(both, readers)
        rate = pages / (monotonic() - began)
    crawl_rate = pages / alone.seconds
    return {"crawl": crawl_rate, "read": read_rate, "both": rate, "share": rate / min(crawl_rate, read_rate)}


def _peak(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _rate(report: dict[str, Any]) -> float:
    assert not report["twice"], report["twice"][:3]
    return float(report["articles"] / report["seconds"])


def measure(folder: Path) -> dict[str, Any]:
    """All figures. Each round measures the bare spider and ours one after the other: a busy machine slows both."""
    told: dict[str, Any] = {}
    with served(PAGES, HOSTS) as site:
        rounds = [
            (bare(site, 8), bare(site, 1), ours(site, folder / f"round{number}").rate) for number in range(ROUNDS)
        ]
        for name, values in zip(("bare", "bare_one_a_host", "ours"), zip(*rounds, strict=True), strict=True):
            told[name] = median(values)
        told["share_of_bare"] = median(own / free for free, _, own in rounds)
        told["reading"] = {f"delay {delay}": reading(site, folder / f"delay{delay}", delay) for delay in (0.0, 0.2)}
    with served(MANY, HOSTS) as site:
        many = ours(site, folder / "many")
        told["many"] = {"pages": len(many.result.fetches), "peak_mb": many.peak, "rate": many.rate}
    return told


def table(told: dict[str, Any]) -> str:
    """The figures for people."""
    lines = [
        f"{PAGES} pages on {HOSTS} hosts, articles a second, median of {ROUNDS} rounds",
        f"  bare Scrapy, 8 requests a host {told['bare']:8.0f}",
        f"  bare Scrapy, 1 request a host  {told['bare_one_a_host']:8.0f}",
        f"  fazhi, 1 request a host        {told['ours']:8.0f}   {told['share_of_bare']:.2f} of bare Scrapy",
        "with reading, pages a second from start to end",
    ]
    for name, rates in told["reading"].items():
        lines.append(f"  {name:10}" + "  ".join(f"{key} {value:.4g}" for key, value in rates.items()))
    many = told["many"]
    lines.append(f"{many['pages']} requests: peak {many['peak_mb']:.0f} MB, {many['rate']:.0f} articles a second")
    return "\n".join(lines)


def main() -> int:
    """Prints the table, or one JSON object with ``--json``."""
    with tempfile.TemporaryDirectory() as folder:
        told = measure(Path(folder))
    print(json.dumps(told, indent=1) if "--json" in sys.argv else table(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
