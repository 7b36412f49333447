"""One polite look at sources: is each reached, as which family is it read, what does it list, can an article be read?

The look is a crawl like any other, with the same gates (robots.txt, private addresses, delays) and the same archive,
but of next to nothing: the first page of each listing with what belongs to it, and a few articles. What came is then
read from the archive.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from crawlers.archive import read_body
from crawlers.article import Article, PageKind
from crawlers.errors import ArchiveError, ReadError
from crawlers.families import Answer, Ask, Item, ListingPage, Role, UnparsedError, paging, start, walk
from crawlers.job import CrawlSettings
from crawlers.reading.charset import decode
from crawlers.reading.metatags import Head, read_head
from crawlers.reading.read import read_article
from crawlers.records import BLOCKED, UNREACHABLE, CrawlResult, Fetch, FetchKind, Known, Label, Progress
from crawlers.runner import crawl
from crawlers.source import Source

ARTICLES = 3
"""So many articles a source are asked for: the first link of a listing is sometimes a picture story or a file."""
_REQUESTS = 4
"""The most requests for one listing: a column page, the data behind it, a further page where all is one article."""


class Verdict(StrEnum):
    """What a look came to. Only ``ok`` means that runs will find something."""

    OK = "ok"
    NO_ARTICLE = "no_article"  # items, but none of the pages asked for is an article
    NO_LINKS = "no_links"  # a listing that parsed and holds no link
    FAILED = "failed"
    BLOCKED = "blocked"
    UNREACHABLE = "unreachable_from_here"


@dataclass(frozen=True, slots=True)
class ListingLook:
    """What one start URL gave.

    ``family`` is what the pages give evidence of, ``""`` where no page came; ``read_as`` the family that its items were
    read by. ``label`` and ``error`` say why no page came. ``next_url`` is what the first page leads to, ``pages`` how
    many it says there are. ``head``: title and meta tags of the first page. ``rows`` are the ledger rows of the
    first page and of what led from there to the items.
    """

    url: str
    label: str = ""
    error: str = ""
    charset: str = ""
    family: str = ""
    evidence: str = ""
    read_as: str = ""
    items: tuple[Item, ...] = ()
    next_url: str = ""
    pages: int | None = None
    head: Head = field(default_factory=Head)
    rows: tuple[Fetch, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at one source gave: its listings, the articles that were asked for, robots.txt as a word."""

    source: Source
    robots: str
    listings: tuple[ListingLook, ...]
    articles: tuple[tuple[Fetch, Article | None], ...]
    requests: int

    @property
    def article(self) -> Article | None:
        """The first page that is an article with a title."""
        return next((article for _, article in self.articles if _is_read(article)), None)

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of all listings."""
        return tuple(item for listing in self.listings for item in listing.items)

    @property
    def verdict(self) -> Verdict:
        """See :class:`Verdict`. One listing without links is one too many; blocks and silence are told apart."""
        came = [listing for listing in self.listings if not listing.label]
        if not came:
            labels = {listing.label for listing in self.listings}
            if labels <= UNREACHABLE:
                return Verdict.UNREACHABLE
            return Verdict.BLOCKED if labels <= BLOCKED | UNREACHABLE else Verdict.FAILED
        if len(came) < len(self.listings):
            return Verdict.FAILED
        if not all(listing.items for listing in self.listings):
            return Verdict.NO_LINKS
        return Verdict.OK if self.article else Verdict.NO_ARTICLE

    @property
    def why(self) -> str:
        """What was seen where the verdict is not ``ok``; empty otherwise."""
        if error := next((f"{listing.url}: {listing.error}" for listing in self.listings if listing.error), ""):
            return error
        if bare := next((listing for listing in self.listings if not listing.items), None):
            return f"{bare.url} parsed as {bare.read_as} and holds no link to an article"
        if self.article:
            return ""
        if not self.articles:
            return "none of the links leads to a page on the source's hosts: allowed_hosts?"
        return "; ".join(f"{fetch.url}: {_trouble(fetch, article)}" for fetch, article in self.articles)


def look_at(
    sources: Sequence[Source],
    run_dir: Path,
    *,
    archive: Path,
    settings: CrawlSettings,
    progress: Callable[[Progress], None] | None = None,
) -> tuple[Look, ...]:
    """One look at each source, in their order; nothing is known, so nothing is left out as seen.

    Raises :class:`crawlers.errors.CrawlError` where the crawler itself broke down.
    """
    bounded = replace(settings, max_pages=_REQUESTS)
    result = crawl(
        sources, run_dir, known=Known(), archive=archive, limit=ARTICLES, settings=bounded, progress=progress
    )
    return tuple(_look(source, result, archive) for source in sources)


def _look(source: Source, result: CrawlResult, archive: Path) -> Look:
    fetches = [fetch for fetch in result.fetches if fetch.source_id == source.id]
    pages = [fetch for fetch in fetches if fetch.kind is FetchKind.ARTICLE]
    listings = tuple(_listing(source, url, fetches, archive) for url in source.start_urls)
    articles = tuple((fetch, _article(fetch, archive)) for fetch in pages)
    return Look(source, _robots(fetches), listings, articles, len(fetches))


def _listing(source: Source, url: str, fetches: Sequence[Fetch], archive: Path) -> ListingLook:
    rows = {fetch.url: fetch for fetch in fetches if fetch.kind is FetchKind.LISTING}
    overrides = source.overrides.model_dump(exclude_none=True)
    first = rows.get(start(url, overrides).key)
    if first is None:
        return ListingLook(url, Label.GIVEN_UP, "not tried: the crawler ended before")
    if first.label not in {"", Label.ABSENT}:
        return ListingLook(url, first.label, first.error, rows=(first,))
    kept = _Kept(rows, archive)
    try:
        seen = kept.walked(ListingLook(url), source.family, overrides)
        if source.family == "auto":
            return seen
        found = kept.walked(ListingLook(url), "auto", overrides)
        return replace(seen, family=found.family, evidence=found.evidence)
    except (UnparsedError, ReadError, ArchiveError) as error:
        return ListingLook(url, Label.UNPARSED, f"the listing cannot be read: {error}", rows=(first,))


@dataclass(frozen=True, slots=True)
class _Kept:
    """The answers of a crawl, for a walk over a listing without the network."""

    rows: Mapping[str, Fetch]
    archive: Path

    def answer(self, ask: Ask) -> Answer:
        """Raises KeyError for what was not asked for: the look is bounded."""
        fetch = self.rows[ask.key]
        body = read_body(self.archive, fetch.warc_file, fetch.warc_offset or 0).body if fetch.warc_file else b""
        return Answer(fetch.final_url or fetch.url, fetch.status or 0, body, _charset(fetch))

    def walked(self, seen: ListingLook, family: str, overrides: Mapping[str, Any]) -> ListingLook:
        """Adds what the first page states, and the items: its own, or those of the first answer it leads to."""
        asked: list[Fetch] = []

        def fetch(ask: Ask) -> Answer:
            answer = self.answer(ask)
            asked.append(self.rows[ask.key])
            return answer

        try:
            for page, reading in walk(seen.url, fetch, family=family, overrides=overrides, most=_REQUESTS):
                seen = _with_head(replace(seen, rows=tuple(asked)), page)
                seen = replace(seen, family=reading.family, evidence=reading.evidence, read_as=reading.family)
                if reading.items:
                    onward = next((ask.url for ask in _next_first(reading.asks)), "")
                    return replace(seen, items=tuple(reading.items), next_url=onward)
        except KeyError:
            pass
        return seen


def _next_first(asks: Sequence[Ask]) -> list[Ask]:
    """The next page; where a page leads to none by itself, the data behind it does."""
    return sorted(asks, key=lambda ask: ask.role is not Role.NEXT)


def _with_head(seen: ListingLook, page: ListingPage) -> ListingLook:
    """What the first page of HTML states besides links."""
    if page.absent or (seen.charset and (seen.head.metas or not page.is_html)):
        return seen
    return replace(
        seen,
        charset=seen.charset or decode(page.body, charset=page.charset or None).charset,
        head=read_head(page.tree) if page.is_html else Head(),
        pages=seen.pages or (paging.total_pages(page) if page.is_html else None),
    )


def _article(fetch: Fetch, archive: Path) -> Article | None:
    if fetch.error or fetch.warc_offset is None:
        return None
    try:
        return read_article(read_body(archive, fetch.warc_file, fetch.warc_offset).body, fetch.final_url or fetch.url)
    except (ReadError, ArchiveError):
        return None


def _is_read(article: Article | None) -> bool:
    return article is not None and article.page_kind is PageKind.ARTICLE and bool(article.title and article.parts)


def _trouble(fetch: Fetch, article: Article | None) -> str:
    if article is None:
        return fetch.error or "not readable"
    return f"{article.page_kind}, {article.reason}" if article.reason else f"{article.page_kind} without title or text"


def _robots(fetches: Sequence[Fetch]) -> str:
    """robots.txt in a word: ``allowed``, ``none`` (404), ``forbids`` (a listing), ``unread``, or not asked for."""
    if any(fetch.kind is FetchKind.LISTING and fetch.label == Label.ROBOTS for fetch in fetches):
        return "forbids"
    robots = [fetch for fetch in fetches if fetch.kind is FetchKind.ROBOTS]
    if not robots:
        return "not asked"
    if any(fetch.error and fetch.label not in {Label.OFFSITE, Label.REDIRECT_LOOP} for fetch in robots):
        return "unread"
    return "none" if all((fetch.status or 404) >= 400 for fetch in robots) else "allowed"


def _charset(fetch: Fetch) -> str:
    _, _, stated = fetch.content_type.lower().partition("charset=")
    return stated.split(";")[0].strip(" \"'")
