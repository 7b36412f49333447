"""A walk that was cut off goes on where it stopped: listing pages that the same run has kept are not fetched again.

They are read back from the archive, all of them, so that the walk sees one state of the listing: a fresh first page
with kept ones behind it could have moved past an item. What is new since then is the next run's.
"""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self, cast

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Headers, HtmlResponse, Response

from crawlers.archive import Kept, read_body
from crawlers.errors import ArchiveError
from crawlers.ledger import Answer
from crawlers.records import Fetch, FetchKind, read_lines
from crawlers.states import Task

LONGEST = timedelta(hours=24)
"""How old a kept page may be: of a run that is taken up later, the listings are looked at anew."""

_log = logging.getLogger(__name__)


def kept_listings(fetches: Path) -> dict[str, Fetch]:
    """The listing pages that a run directory's ledger has, by what was asked for."""
    now = datetime.now(UTC)
    rows = (Fetch.from_row(row) for row in read_lines(fetches))
    return {row.url: row for row in rows if _usable(row) and now - row.fetched_at < LONGEST}


def _usable(row: Fetch) -> bool:
    return row.kind is FetchKind.LISTING and row.ok and row.status != 304 and row.warc_offset is not None


def _answer(row: Fetch) -> Answer:
    return Answer(
        url=row.final_url,
        status=cast(int, row.status),
        fetched_at=row.fetched_at,
        content_type=row.content_type,
        body_bytes=row.body_bytes,
        body_hash=row.body_hash,
        etag=row.etag,
        last_modified=row.last_modified,
        kept=Kept(row.warc_file, cast(int, row.warc_offset)),
    )


class Replay:
    """Scrapy's downloader middleware that answers from the archive, before any gate: nothing is asked of anybody."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_request(self, request: Request) -> Response | None:
        """The kept answer, once; None lets the request pass."""
        task: Task = request.meta["task"]
        spider = self._crawler.spider
        kept = cast(Mapping[str, Fetch], getattr(spider, "kept", {}))
        row = kept.get(task.subject.url) if task.listing else None
        if row is None or request.meta.get("redirects") or request.meta.get("repeats"):
            return None
        try:
            page = read_body(spider.job.archive, row.warc_file, cast(int, row.warc_offset))  # type: ignore[union-attr]
        except ArchiveError as error:
            _log.warning("%s is fetched again: %s", task.subject.url, error)
            return None
        task.answer, task.replayed = _answer(row), True
        headers = Headers({name: value for name, value in page.headers if not name.startswith("X-Archive-Orig-")})
        return HtmlResponse(row.final_url, status=cast(int, row.status), headers=headers, body=page.body)
