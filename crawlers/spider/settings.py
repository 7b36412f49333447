"""Scrapy's settings for a job: one request at a time a host, our own middlewares in the place of Scrapy's."""

from typing import Any

from crawlers.job import Job

LEAST_DELAY = 0.001


def settings_of(job: Job) -> dict[str, Any]:
    """Scrapy's settings for a job."""
    manners = job.settings
    delays: dict[str, float] = {}
    # Scrapy 2.19 keeps to a slot's concurrency only where it has a delay: without one it starts all that wait at once.
    for source in job.sources:
        for host in source.allowed_hosts:
            delays[host] = max(source.delay, delays.get(host, LEAST_DELAY))
    return {
        "USER_AGENT": manners.user_agent,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
            "Accept-Encoding": "gzip, deflate",
        },
        "CONCURRENT_REQUESTS": manners.concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": max(manners.adhoc_delay, LEAST_DELAY),
        "DOWNLOAD_DELAY_JITTER": manners.jitter,
        "DOWNLOAD_SLOTS": {host: {"concurrency": 1, "delay": delay} for host, delay in delays.items()},
        "DOWNLOAD_TIMEOUT": manners.timeout,
        "DOWNLOAD_MAXSIZE": manners.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DNS_TIMEOUT": 20.0,
        "DOWNLOADER_MIDDLEWARES": _middlewares(),
        "DOWNLOAD_HANDLERS": {"http": "crawlers.gates.LastGate", "https": "crawlers.gates.LastGate"},
        "URLLENGTH_LIMIT": 0,  # Scrapy drops longer addresses without a word; AddressGate refuses them on record
        "SPIDER_MIDDLEWARES": {"scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None},
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",  # in the listing's order
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",  # the spider knows better what is the same page
        "HTTPERROR_ALLOW_ALL": True,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "CONCURRENT_ITEMS": 1,  # as it comes, Scrapy starts a hundred tasks for each answer
        "WARN_ON_GENERATOR_RETURN_VALUE": False,  # it would read the source of our callbacks again for each
        "LOG_LEVEL": "INFO",
    }


def _middlewares() -> dict[str, int | None]:
    """Ours in the place of Scrapy's: answers pass from the highest number to the lowest."""
    base = "scrapy.downloadermiddlewares."
    return {
        f"{base}offsite.OffsiteMiddleware": None,
        f"{base}robotstxt.RobotsTxtMiddleware": None,
        f"{base}retry.RetryMiddleware": None,
        f"{base}redirect.MetaRefreshMiddleware": None,
        f"{base}redirect.RedirectMiddleware": None,
        f"{base}httpauth.HttpAuthMiddleware": None,
        f"{base}httpproxy.HttpProxyMiddleware": None,
        f"{base}httpcompression.HttpCompressionMiddleware": 800,
        "crawlers.spider.replay.Replay": 10,
        "crawlers.gates.AddressGate": 50,
        "crawlers.gates.RobotsGate": 100,
        "crawlers.attempts.Repeats": 550,
        "crawlers.attempts.Redirects": 600,
        "crawlers.attempts.Keeper": 780,
    }
