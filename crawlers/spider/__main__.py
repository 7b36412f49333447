"""The process: one job, one Scrapy spider."""

import sys
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess

from crawlers.job import Job
from crawlers.ledger import Ledger
from crawlers.records import FETCHES
from crawlers.spider.replay import kept_listings
from crawlers.spider.settings import settings_of
from crawlers.spider.spider import FazhiSpider


def main(argv: list[str]) -> int:
    """Run the job in a run directory. 0: done, 1: the crawl could not start."""
    run_dir = Path(argv[0])
    job = Job.read(run_dir)
    kept = kept_listings(run_dir / FETCHES)
    ledger = Ledger(run_dir, job.run_id, job.archive)
    try:
        process = AsyncCrawlerProcess(settings_of(job))
        process.crawl(FazhiSpider, job=job, ledger=ledger, kept=kept)
        process.start()
    finally:
        ledger.close()
    return int(process.bootstrap_failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
