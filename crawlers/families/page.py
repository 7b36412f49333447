"""A listing page as families see it: decoded, parsed, with its links resolved."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from lxml import etree, html

from crawlers.errors import ReadError
from crawlers.families.ask import Ask
from crawlers.families.links import absolute
from crawlers.reading import charset as charsets

MAX_LINKS = 10_000
"""A listing page with more links than this is a trap, or no listing; real ones have some hundred."""


class UnparsedError(ValueError):
    """The bytes are no page or feed that a family can read; the message says what they are."""


@dataclass(frozen=True, slots=True)
class Item:
    """A link of a listing: canonical URL, full title (from ``title=`` where there is one), printed or URL date."""

    url: str
    title: str
    date: date | None


@dataclass(frozen=True)
class ListingPage:
    """One page of a listing, or one answer of the data interface behind it.

    ``url`` is where the answer came from, after redirects; ``number`` counts from 1; ``overrides`` are the source's,
    for what a page hides. ``ask`` is what was asked for; None on a listing's first page. ``absent`` says that the
    answer to an optional ask was 404: there is no body, and the family may know where to go on.
    """

    url: str
    body: bytes
    charset: str = ""
    number: int = 1
    overrides: tuple[tuple[str, Any], ...] = ()
    ask: Ask | None = None
    absent: bool = False

    @property
    def asked(self) -> str:
        """The URL asked for: it keeps the fragment, which names the column on some sites (``/gkmlpt/index#2108``)."""
        return self.ask.url if self.ask else self.url

    def memo(self, name: str) -> Any:
        """What the family noted when it asked for this page, or None."""
        return self.ask.memo.get(name) if self.ask else None

    @cached_property
    def text(self) -> str:
        """The page as text. UTF-8 wins over what is declared: pages that say gb2312 and are UTF-8 are common."""
        return decode(self.body, self.charset)

    @property
    def is_html(self) -> bool:
        """Whether it is a page for people: no JSON, feed, gzip or other data."""
        return not re.match(
            rb"\s*(?:\x1f\x8b|[{\[]|<\?xml(?![^>]*>\s*<!DOCTYPE html)|<(?:rss|feed|urlset|datastore)\b)", self.body
        )

    @cached_property
    def tree(self) -> html.HtmlElement:
        """The HTML tree. Raises :class:`UnparsedError` for what is no HTML."""
        if not self.text.strip():
            raise UnparsedError("an empty page")
        if "<" not in self.text or "\x00" in self.text[:1000]:
            raise UnparsedError(f"{len(self.body)} bytes without markup")
        # Through bytes: lxml refuses text that carries an encoding declaration (XHTML pages do).
        parser = html.HTMLParser(encoding="utf-8", no_network=True)
        try:
            return html.document_fromstring(self.text.encode("utf-8", "replace"), parser=parser)
        except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
            raise UnparsedError(f"no HTML ({error})") from error

    @cached_property
    def base(self) -> str:
        """What relative links are relative to: ``<base href>`` where there is one, else the page's URL."""
        for element in self.tree.iter("base"):
            if element.get("href"):
                return urljoin(self.url, str(element.get("href")).strip())
        return self.url

    @cached_property
    def anchors(self) -> tuple[tuple[html.HtmlElement, str], ...]:
        """The links of the page with their canonical URLs, in its order: the first :data:`MAX_LINKS` of them."""
        found = ((a, self.link(a.get("href"))) for a in self.tree.iter("a") if a.get("href"))
        return tuple(islice(((a, url) for a, url in found if url), MAX_LINKS))

    @property
    def links(self) -> tuple[str, ...]:
        """The canonical URLs alone."""
        return tuple(url for _, url in self.anchors)

    def link(self, href: str) -> str | None:
        """The canonical URL of a link on this page, or None."""
        return absolute(self.base, href)

    def link_from(self, href: str) -> str | None:
        """The canonical URL of a link in data that are no HTML, or None."""
        return absolute(self.url, href)

    def fragment(self, markup: str, url: str = "") -> "ListingPage":
        """A piece of HTML that came inside of this answer, as a page; ``url`` is what its links are relative to."""
        return ListingPage(url or self.url, markup.encode(), "utf-8", self.number, self.overrides)

    def override(self, name: str) -> Any:
        """A value that the source sets for its family, or None."""
        return dict(self.overrides).get(name)


def decode(body: bytes, charset: str = "") -> str:
    """Listing bytes as text, by the reader's own rules. Raises :class:`UnparsedError` for what is no text."""
    try:
        return charsets.decode(body, charset=charset or None).text
    except ReadError as error:
        raise UnparsedError(f"{error.seen}, where a listing is expected") from error


def visible(element: html.HtmlElement) -> str:
    """An element's text, white space folded."""
    return " ".join(element.text_content().split())
