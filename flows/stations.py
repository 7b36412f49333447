"""The stations of a page's way, as plain functions: archive → article → document → observations.

``flows.pipeline`` calls them in order; ``fazhi read`` and ``fazhi extract`` call single ones. None knows the warehouse.
"""

import hashlib
import json
import logging
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import msgspec

from crawlers import archive, join, read_article, read_text, relevance
from crawlers.article import Article, PageKind
from crawlers.errors import ArchiveError, ReadError
from crawlers.reading.charset import decode
from crawlers.reading.files.kinds import DOCUMENTS, kind_of
from crawlers.reading.files.limits import MAX_FILE
from crawlers.reading.files.read import attach, read_document
from crawlers.records import ADHOC, Fetch, FetchKind, SourceOutcome, Status
from crawlers.relevance import Relevance
from flows.errors import SourceTroubleError
from flows.inputs import accept, is_text
from flows.metrics import Document, Explanation, Part, explain
from flows.metrics.records import Cell, Heading
from flows.metrics.version import version as extractor_version
from flows.run import Failure
from warehouse import article_id, reference
from warehouse.reference.vocabulary import PartKind

PAGES = frozenset({FetchKind.ARTICLE, FetchKind.FILE, FetchKind.ATTACHMENT})
BELONGINGS = frozenset({FetchKind.PAGE, FetchKind.ATTACHMENT})
UNWELL = frozenset({Status.FAILED, Status.BLOCKED, Status.UNREACHABLE})

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A fetched page as an article, and whether its figures are wanted."""

    fetch: Fetch
    article: Article
    relevance: Relevance

    @property
    def article_id(self) -> str:
        """The id under which the warehouse keeps it: a hash of the address it was asked for."""
        return article_id(self.article.url)


@dataclass(frozen=True, slots=True)
class Given:
    """What a person who hands a page over knows better than the page; empty fields leave the page's own."""

    title: str = ""
    published: date | None = None
    source_name: str = ""
    region: str = ""

    def applied_to(self, article: Article) -> Article:
        """The article with the given title, date and 来源."""
        fields: dict[str, Any] = {
            name: value
            for name, value in (("title", self.title), ("published", self.published), ("source_name", self.source_name))
            if value
        }
        if self.published:
            fields["published_rung"] = "given"
        return replace(article, **fields)

    def as_json(self) -> str:
        """What is kept with the run, so that the page is understood the same way when it is read again."""
        told = {name: str(value) for name, value in asdict(self).items() if value}
        return json.dumps(told, ensure_ascii=False) if told else ""

    @classmethod
    def of_json(cls, text: str | None) -> "Given":
        """The opposite of :meth:`as_json`."""
        told = json.loads(text or "{}")
        return cls(**told | ({"published": date.fromisoformat(told["published"])} if "published" in told else {}))


NOTHING_GIVEN = Given()


@dataclass(frozen=True, slots=True)
class Extracted:
    """What the extractor made of one article."""

    article_id: str
    analysis: Explanation


class Reader(Protocol):
    """Reads one page with what belongs to it."""

    def __call__(self, fetch: Fetch, belonging: Sequence[Fetch] = ()) -> "ReadPage | Failure":
        """The page, or why it cannot be read."""


def judge_source(outcome: SourceOutcome) -> None:
    """Says how a source fared in the crawl.

    Raises:
        SourceTroubleError: it failed, refused or did not answer; what it brought all the same goes on.
    """
    seen = f"{outcome.listings} listings, {outcome.links} links, {outcome.new_pages} new pages"
    if outcome.status in UNWELL:
        raise SourceTroubleError(
            f"{outcome.source_id} is {outcome.status.value}: {outcome.reason}. Seen: {seen}, {outcome.failures} "
            f"failures. fazhi sources check {outcome.source_id}"
        )
    log.info(
        "%s: %s (%s)%s", outcome.source_id, outcome.status.value, seen, f": {outcome.reason}" * bool(outcome.reason)
    )


def read_pages(
    fetches: Iterable[Fetch], archive_folder: Path, given: Given = NOTHING_GIVEN, reader: Reader | None = None
) -> tuple[list[ReadPage], list[Failure]]:
    """Reads every kept page of a crawl from the archive, by ``reader`` where nothing is ``given``.

    A page that cannot be read is a failure on record; its raw bytes stay in the archive, the other pages go on.
    """
    if reader is None or given != NOTHING_GIVEN:
        reader = partial(read_page, archive_folder, given=given)
    pages: list[ReadPage] = []
    failures: list[Failure] = []
    fetches = tuple(fetches)
    kept = [fetch for fetch in fetches if fetch.ok and fetch.warc_offset is not None]
    articles = {fetch.url for fetch in kept if fetch.kind is FetchKind.ARTICLE}
    listings = {fetch.url for fetch in fetches if fetch.kind is FetchKind.LISTING}
    belonging: dict[str, list[Fetch]] = {}
    for fetch in kept:
        if fetch.kind in BELONGINGS and fetch.from_url in articles:
            belonging.setdefault(fetch.from_url, []).append(fetch)
    for fetch in kept:
        # A file found on an article is never a document of its own: a run that died left it without its article.
        alone = not fetch.from_url or (fetch.from_url in listings and fetch.from_url not in articles)
        if fetch.kind not in PAGES or (fetch.kind is FetchKind.ATTACHMENT and not alone):
            continue
        found = reader(fetch, belonging.get(fetch.url, ()))
        if isinstance(found, Failure):
            failures.append(found)
            continue
        pages.append(found)
        failures += _unread_files(found)
    relevant = sum(page.relevance.relevant for page in pages)
    log.info("%s pages read, %s of them of the subject, %s failures", len(pages), relevant, len(failures))
    return pages, failures


def _unread_files(page: ReadPage) -> list[Failure]:
    """A report that stands in a file nobody can open is no report without figures."""
    why = {}
    for flag in page.article.flags:
        if flag.startswith(("attachment_failed:", "attachment_unsupported:")):
            _, number, seen = flag.split(":", 2)
            why[int(number)] = seen
    return [
        Failure("read", page.fetch.source_id, file.url, f"{file.name}, attached to {page.article.url}: {why[number]}")
        for number, file in enumerate(page.article.attachments, 1)
        if number in why
    ]


def read_page(
    archive_folder: Path, fetch: Fetch, belonging: Sequence[Fetch] = (), given: Given = NOTHING_GIVEN
) -> ReadPage | Failure:
    """Reads a kept page with its further pages and files (``belonging``) from the archive."""
    try:
        return _read_page(archive_folder, fetch, given, belonging)
    except (ReadError, ArchiveError) as error:
        return Failure("read", fetch.source_id, fetch.url, str(error))


def _read_page(archive_folder: Path, fetch: Fetch, given: Given, belonging: Sequence[Fetch]) -> ReadPage:
    def body(of: Fetch) -> bytes:
        return archive.read_body(archive_folder, of.warc_file, of.warc_offset or 0).body

    name = fetch.final_url or fetch.url
    article = read_bytes(body(fetch), url=fetch.url, name=name, content_type=fetch.content_type, title=fetch.link_title)
    further = [read_article(body(page), page.url) for page in belonging if page.kind is FetchKind.PAGE]
    files = [(file.url, body(file)) for file in belonging if file.kind is FetchKind.ATTACHMENT]
    article = attach(join([article, *further]) if further else article, files)
    article = given.applied_to(article)
    if fetch.source_id == ADHOC:
        return ReadPage(fetch, article, Relevance(article.page_kind is PageKind.ARTICLE, "handed over by a person"))
    return ReadPage(fetch, article, relevance.judge(article))


def read_bytes(body: bytes, *, url: str = "", name: str = "", content_type: str = "", title: str = "") -> Article:
    """Reads bytes as a document, as plain text or as a page: by their signature, content type, name, first bytes.

    ``title`` is what a link said; only a document, which has no title of its own, takes it.

    Raises:
        ReadError: nothing there, no text, or more than the reader's bounds allow.
    """
    if kind_of(body, name) in DOCUMENTS:
        return read_document(body, url or name, title=title)
    plain = content_type.startswith("text/plain") or (not content_type and is_text(Path(name), body[:2048]))
    if plain and b"<html" not in body[:4096].lower():
        return read_text(decode(body, url=url or name).text, url=url)
    return read_article(body, url or None)


def read_file(given: str, *, url: str = "") -> Article:
    """Reads a local file, or standard input for ``-``.

    Raises:
        InputError: no such file; or it is an address, which only ``fazhi ingest`` fetches.
        ReadError: see :func:`read_bytes`.
    """
    if given == "-":
        return _read_named(sys.stdin.buffer, url, "standard input")
    accepted = accept(given, address_allowed=False)
    assert accepted.path is not None
    with accepted.path.open("rb") as file:
        return _read_named(file, url, str(accepted.path))


def _read_named(file: BinaryIO, url: str, name: str) -> Article:
    """Reads no more than the reader takes (/dev/zero has no end), and has errors name the file."""
    try:
        return read_bytes(file.read(MAX_FILE + 1), url=url, name=name)
    except ReadError as error:
        told = {key: getattr(error, key) for key in ("expected", "seen", "advice")}
        raise ReadError(error.kind, url=url or name, **told) from None


def document_of(article: Article, *, first_published: date | None = None, region_hint: str | None = None) -> Document:
    """What extraction needs of an article."""
    return Document(
        parts=tuple(
            Part(
                part.id,
                part.text,
                PartKind(part.kind),
                tuple(Heading(heading.offset, heading.level) for heading in part.headings),
                tuple(Cell(cell.offset, cell.end, cell.row_header, cell.column_header) for cell in part.cells),
            )
            for part in article.parts
        ),
        title=article.title,
        published=article.published,
        first_published=first_published,
        source_name=article.source_name,
        host=article.host,
        site_id_code=article.site_id_code,
        column=article.column,
        issuer=article.issuer,
        region_hint=region_hint,
    )


def extract_pages(
    pages: Iterable[ReadPage], first_published: Mapping[str, date | None], region_hint: str | None = None
) -> list[Extracted]:
    """Extracts every figure of the given pages (origins of their clusters; copies are evidence, not new values)."""
    found = [_extract_page(page, first_published.get(page.article_id), region_hint) for page in pages]
    log.info("%s figures in %s articles", sum(len(entry.analysis.observations) for entry in found), len(found))
    return found


def extraction_key(
    pages: Iterable[ReadPage], first_published: Mapping[str, date | None], region_hint: str | None = None
) -> str:
    """Names all that :func:`extract_pages` hangs on: the texts, what is known of them, rules and reference data."""
    named = hashlib.sha256(f"{extractor_version()} {reference.version()}".encode())
    for page in pages:
        first = first_published.get(page.article_id)
        document = document_of(page.article, first_published=first, region_hint=region_hint)
        named.update(page.article_id.encode() + msgspec.json.encode(document))
    return named.hexdigest()


def _extract_page(page: ReadPage, first_published: date | None, region_hint: str | None) -> Extracted:
    document = document_of(page.article, first_published=first_published, region_hint=region_hint)
    return Extracted(page.article_id, explain(document))
