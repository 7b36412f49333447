"""What the crawler process is told: RUN_DIR/job.json. Standard library only, so that the process starts fast."""

import json
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self

from crawlers.reading.files.limits import MAX_FILE
from crawlers.records import Known, Validator

JOB_FILE = "job.json"


@dataclass(frozen=True, slots=True)
class JobSource:
    """What the crawler needs of a :class:`crawlers.source.Source`.

    ``deep`` has its listings walked to their end, though they were walked before. Nothing is asked after ``closes``.
    """

    id: str
    start_urls: tuple[str, ...]
    family: str
    allowed_hosts: tuple[str, ...]
    delay: float
    allow_private: bool
    deep: bool = False
    closes: datetime | None = None
    overrides: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CrawlSettings:
    """Bounds and manners of a crawl; every default is meant for the open network.

    ``contact`` (a URL or a mail address) stands in the user agent: set it before crawling other people's sites.
    ``timeout`` (seconds) is for one request, ``retries`` the attempts after the first, ``backoff`` (seconds) the wait
    before the first of them, doubled each time, ``max_wait`` the longest wait that a Retry-After or a crawl-delay may
    ask for.
    ``max_bytes`` bounds a body after decompression, ``max_pages`` a listing's paging; ``stop_after_seen`` items already
    seen, one after another, end it. A source is given up after ``give_up_after`` requests in a row without an answer.
    ``adhoc_delay`` (seconds) is between requests to a host that no source owns, ``jitter`` the share by which delays
    vary; ``concurrency`` bounds requests over all hosts: one host gets one at a time.
    """

    contact: str = ""
    timeout: float = 30.0
    retries: int = 2
    backoff: float = 2.0
    max_wait: float = 120.0
    max_redirects: int = 5
    max_bytes: int = MAX_FILE
    max_pages: int = 200
    stop_after_seen: int = 15
    give_up_after: int = 3
    adhoc_delay: float = 1.0
    jitter: float = 0.3
    concurrency: int = 32

    @property
    def user_agent(self) -> str:
        """The honest name under which pages are asked for."""
        return f"fazhi/0.1 (rule-of-law report monitor{'; +' + self.contact if self.contact else ''})"


@dataclass(frozen=True, slots=True)
class Job:
    """One run: sources to walk, URLs to fetch by themselves, what is known, and where to keep what comes.

    ``again``: what was given up is asked for once more.
    """

    run_id: str
    archive: Path
    sources: tuple[JobSource, ...]
    known: Known
    urls: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    limit: int | None = None
    allow_private: bool = False
    again: bool = False
    settings: CrawlSettings = CrawlSettings()

    def write(self, run_dir: Path) -> None:
        """Write ``job.json``."""
        row = {
            "run_id": self.run_id,
            "archive": str(self.archive),
            "sources": [_source_row(source) for source in self.sources],
            "known": {
                "seen_urls": sorted(self.known.seen_urls),
                "validators": {url: [v.etag, v.last_modified] for url, v in self.known.validators.items()},
                "listing_hashes": dict(self.known.listing_hashes),
                "given_up": sorted(self.known.given_up),
            },
            "urls": list(self.urls),
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "limit": self.limit,
            "allow_private": self.allow_private,
            "again": self.again,
            "settings": asdict(self.settings),
        }
        (run_dir / JOB_FILE).write_text(json.dumps(row, ensure_ascii=False, indent=1), encoding="utf-8")

    @classmethod
    def read(cls, run_dir: Path) -> Self:
        """Read ``job.json``."""
        row = json.loads((run_dir / JOB_FILE).read_text(encoding="utf-8"))
        known = row["known"]
        return cls(
            run_id=row["run_id"],
            archive=Path(row["archive"]),
            sources=tuple(_source(source) for source in row["sources"]),
            known=Known(
                frozenset(known["seen_urls"]),
                {url: Validator(*values) for url, values in known["validators"].items()},
                known["listing_hashes"],
                frozenset(known.get("given_up", ())),
            ),
            urls=tuple(row["urls"]),
            since=date.fromisoformat(row["since"]) if row["since"] else None,
            until=date.fromisoformat(row["until"]) if row.get("until") else None,
            limit=row["limit"],
            allow_private=row["allow_private"],
            again=row["again"],
            settings=CrawlSettings(**row["settings"]),
        )


def _source(row: dict[str, Any]) -> JobSource:
    lists = {name: tuple(row[name]) for name in ("start_urls", "allowed_hosts")}
    closes = datetime.fromisoformat(row["closes"]) if row["closes"] else None
    return JobSource(**{**row, **lists, "closes": closes})


def _source_row(source: JobSource) -> dict[str, Any]:
    return asdict(source) | {"closes": source.closes.isoformat() if source.closes else None}
