"""What a crawl is told and what it tells: frozen records and their JSON form. Standard library only.

The crawler process and its caller share these records through files of the run directory, one JSON object a line.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

FETCHES, EXTERNAL, OUTCOMES = "fetches.jsonl", "external.jsonl", "outcomes.jsonl"
"""The files of a run directory in which the crawler writes these records."""

ADHOC = "adhoc"
"""The source id of a URL that was asked for by itself and whose host no given source owns."""


class FetchKind(StrEnum):
    """What a request was for.

    ``redirect`` and ``retry`` are the steps on the way: an answer that sent the request elsewhere, an attempt that was
    repeated. ``page`` is a further page of an article, ``attachment`` a file; their ``from_url`` names the article, or
    the listing that links the file itself. Whoever wants pages takes ``article`` and ``attachment`` rows: one for each
    URL, fetched or failed.
    """

    LISTING = "listing"
    ARTICLE = "article"
    ATTACHMENT = "attachment"
    PAGE = "page"
    ROBOTS = "robots"
    FILE = "file"
    REDIRECT = "redirect"
    RETRY = "retry"


PAGES = frozenset({FetchKind.ARTICLE, FetchKind.ATTACHMENT, FetchKind.PAGE})


class Label(StrEnum):
    """Why a request brought no page, in one word; the row's ``error`` says it in a sentence."""

    BLOCKED_JS = "blocked_js"  # a script challenge: 412 with $_ts, 521, 202 with a script cookie
    COOKIE_LOOP = "cookie_loop"  # 302 to itself with Set-Cookie that a cookie jar does not satisfy
    FORBIDDEN = "forbidden"  # 401, 403
    THROTTLED = "throttled"  # 429, or 503 with Retry-After, after the last attempt
    LOGIN = "login"  # 200 with a form that asks for a password
    STUB = "stub"  # 200 with next to nothing in it
    ROBOTS = "robots"  # robots.txt does not allow it, or could not be read
    PRIVATE = "private"  # a loopback, private or otherwise not public address
    OFFSITE = "offsite"  # a redirect to a host that the source does not own
    REDIRECT_LOOP = "redirect_loop"
    TOO_BIG = "too_big"
    BAD_URL = "bad_url"
    HTTP = "http"  # any other status that is no page
    DNS = "dns"
    REFUSED = "refused"  # nobody listens there
    TIMEOUT = "timeout"
    BROKEN = "broken"  # the connection broke, TLS failed, the answer was no HTTP
    GIVEN_UP = "given_up"  # not tried: the source failed too often before
    UNPARSED = "unparsed"  # a listing that could not be understood
    LATER = "later"  # not tried: the hours in which the source may be asked were over
    ABSENT = "absent"  # a listing's page that need not be there, as a day without an issue: no failure, so no error


SETTLED = frozenset({Label.STUB, Label.ROBOTS, Label.OFFSITE, Label.PRIVATE, Label.TOO_BIG, Label.BAD_URL})
"""Asking again in the next run would bring the same: such a page counts as seen, as do 404 and 410."""

_GONE = {404, 410}

UNREACHABLE = frozenset({Label.DNS, Label.REFUSED, Label.TIMEOUT, Label.BROKEN, Label.GIVEN_UP})
BLOCKED = frozenset({Label.BLOCKED_JS, Label.COOKIE_LOOP, Label.FORBIDDEN, Label.LOGIN, Label.THROTTLED, Label.ROBOTS})


class Status(StrEnum):
    """How a source fared in one run."""

    OK = "ok"
    UNCHANGED = "unchanged"
    PARTIAL = "partial"
    INTERRUPTED = "interrupted"  # the run was stopped or killed before the source was done: no fault of the site's
    FAILED = "failed"
    BLOCKED = "blocked"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Validator:
    """What a listing's last answer said about its version: sent back as If-None-Match and If-Modified-Since."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What earlier runs saw.

    ``seen_urls``: the URLs of page rows that are :attr:`Fetch.settled`. ``validators`` and ``listing_hashes`` by
    listing URL; a listing with a hash counts as walked to its end once, so that paging may stop at items seen before.
    ``given_up``: those of the seen articles of which a page or file failed too often; a deep walk asks for them again.
    """

    seen_urls: frozenset[str] = frozenset()
    validators: Mapping[str, Validator] = field(default_factory=dict)
    listing_hashes: Mapping[str, str] = field(default_factory=dict)
    given_up: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fetch:
    """One request and what came of it.

    ``url`` was asked for, ``final_url`` answered after redirects. ``status`` is None where there was no answer; then,
    and wherever the answer is no page, ``label`` (:class:`Label`) and ``error`` say why: both are empty for a good
    fetch, ``error`` alone for a page that need not be there. ``body_bytes`` and ``body_hash`` (sha256, hex) are of the
    body after content decoding. ``warc_file`` is relative to the archive; ``warc_offset`` is None where nothing was
    kept. ``link_title`` and ``link_date`` are what the listing said about the link, ``from_url`` the listing.
    ``listing_hash`` is set on listing rows. ``retry_after`` is in seconds, where the answer asked to come back later.
    """

    fetch_id: str
    source_id: str
    url: str
    kind: FetchKind
    fetched_at: datetime
    final_url: str = ""
    status: int | None = None
    error: str = ""
    label: str = ""
    content_type: str = ""
    body_bytes: int = 0
    body_hash: str = ""
    etag: str = ""
    last_modified: str = ""
    warc_file: str = ""
    warc_offset: int | None = None
    link_title: str = ""
    link_date: date | None = None
    listing_hash: str = ""
    from_url: str = ""
    retry_after: int | None = None

    @property
    def ok(self) -> bool:
        """Whether a page came, or the word that a listing has not changed, or has no such page, which is ordinary."""
        return not self.error

    @property
    def settled(self) -> bool:
        """Whether the URL needs no second request in a later run (it belongs into ``Known.seen_urls``)."""
        return not self.error or self.label in SETTLED or self.status in _GONE

    def as_row(self) -> dict[str, Any]:
        """The fields by name as plain values, and whether the page is settled."""
        return asdict(self) | {"kind": self.kind.value, "settled": self.settled}

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """The record for a row of ``fetches.jsonl``."""
        known = {item.name for item in fields(cls)}
        values = {name: value for name, value in row.items() if name in known}
        values["kind"] = FetchKind(values["kind"])
        values["fetched_at"] = datetime.fromisoformat(values["fetched_at"])
        values["link_date"] = date.fromisoformat(values["link_date"]) if values.get("link_date") else None
        return cls(**values)


@dataclass(frozen=True, slots=True)
class SourceOutcome:
    """How one source fared: requests for listings, links found on them, pages that are new, requests that failed.

    ``empty_listings`` counts first pages that parsed and held no link: no news is something else. ``deep`` says that
    its listings were to be walked to their end.
    """

    source_id: str
    status: Status
    listings: int = 0
    links: int = 0
    new_pages: int = 0
    failures: int = 0
    reason: str = ""
    empty_listings: int = 0
    deep: bool = False

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """The record for a row of ``outcomes.jsonl``."""
        return cls(**{**row, "status": Status(row["status"])})


@dataclass(frozen=True, slots=True)
class ExternalLink:
    """A link of a listing that leaves the source's hosts: kept, not fetched."""

    source_id: str
    url: str
    link_title: str
    link_date: date | None
    from_url: str

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """The record for a row of ``external.jsonl``."""
        day = row.get("link_date")
        return cls(**{**row, "link_date": date.fromisoformat(day) if day else None})


@dataclass(frozen=True, slots=True)
class CrawlResult:
    """Everything a run brought; ``fetches`` in the order in which they ended."""

    fetches: tuple[Fetch, ...]
    outcomes: tuple[SourceOutcome, ...]
    external: tuple[ExternalLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """A sign of life. ``event``: ``started`` | ``fetched`` | ``source_done`` | ``stopping`` | ``finished``.

    ``done`` and ``queued`` count requests for listings and pages over all sources; ``pid`` is the crawler's.
    """

    event: str
    source_id: str = ""
    url: str = ""
    status: int | None = None
    error: str = ""
    done: int = 0
    queued: int = 0
    new_pages: int = 0
    pid: int = 0


def to_line(record: Any) -> str:
    """One JSON line, newline included, for a record or a plain dict."""
    row = record if isinstance(record, dict) else {item.name: getattr(record, item.name) for item in fields(record)}
    return json.dumps(row, ensure_ascii=False, default=_plain) + "\n"


def _plain(value: object) -> str:
    if isinstance(value, date):  # datetime is a date
        return value.isoformat()
    raise TypeError(f"no JSON form for {type(value).__name__}")


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of a run file. A line torn by a crash is left out."""
    if not path.exists():
        return
    with path.open(encoding="utf-8", errors="replace") as lines:
        yield from parse_lines(lines)


def parse_lines(lines: Iterable[str | bytes]) -> Iterator[dict[str, Any]]:
    """The JSON objects of lines; what is none is left out."""
    for line in lines:
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict):
            yield row


def seen_pages(path: Path) -> frozenset[str]:
    """The URLs of the pages that a ledger has settled already."""
    rows = (Fetch.from_row(row) for row in read_lines(path))
    return frozenset(row.url for row in rows if row.kind in PAGES and row.settled)
