"""What reading a page gives: an :class:`Article` and its parts. Frozen records, standard library only."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PageKind(StrEnum):
    """What the fetched page turned out to be."""

    ARTICLE = "article"
    LISTING = "listing"
    STUB = "stub"
    BLOCKED = "blocked"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line inside a part's text: where it starts (code points) and its level (1 = highest)."""

    offset: int
    level: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A data cell of a table part: ``text[offset:end]`` is the cell, with the headers of its row and column."""

    offset: int
    end: int
    row_header: str
    column_header: str


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text in which spans are exact: ``kind`` is ``body``, ``table`` or ``attachment_page``.

    ``attachment-2-page-5``, ``attachment-2-page-5-table-1`` (of a PDF) and ``attachment-2-table-1`` (of a file without
    pages) are of the second of the article's attachments.
    """

    id: str
    kind: str
    text: str
    headings: tuple[Heading, ...] = ()
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A linked file that belongs to the article. ``status``: ``linked`` (not fetched) | ``read`` | ``needs_ocr`` (its
    pages are pictures) | ``unsupported`` (a format that nothing here reads) | ``failed``; the article's flags say why.
    """

    url: str
    name: str
    media_type: str = ""
    status: str = "linked"


@dataclass(frozen=True, slots=True)
class Article:
    """One page, read.

    ``published`` is the date the page states, ``published_rung`` the rung of the ladder that gave it (``meta``,
    ``dateline``, ``jsonld``, ``opengraph``, ``script``, ``htmldate`` for the head's other tags and the address,
    ``file_header``, or ``given`` by a person; empty where unknown); ``rung`` says how the body was found.
    ``source_name`` is the 来源 as printed, the empty string where the page leaves it empty.
    ``parts`` is empty where the page is no article; ``reason`` then says why in a sentence.
    """

    url: str
    page_kind: PageKind
    title: str = ""
    published: date | None = None
    published_rung: str = ""
    source_name: str = ""
    author: str = ""
    site: str = ""
    host: str = ""
    column: str = ""
    site_id_code: str = ""
    issuer: str = ""
    document_number: str = ""
    parts: tuple[Part, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    rung: str = ""
    charset: str = ""
    flags: tuple[str, ...] = ()
    reason: str = ""

    @property
    def text(self) -> str:
        """The body part's text, or the empty string."""
        return next((part.text for part in self.parts if part.kind == "body"), "")
