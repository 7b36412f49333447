"""Sitemaps (sitemaps.org): an index of them, one of them, plain text, each gzip-compressed or not.

The children of an index are asked for where a ``lastmod`` has changed since the index was seen. Columns and front
pages, which sitemaps list too, are left out.
"""

import re
import zlib
from datetime import date

from lxml import etree

from crawlers.families import rows
from crawlers.families.ask import Ask, Role
from crawlers.families.data import day_of
from crawlers.families.links import url_date
from crawlers.families.page import Item, ListingPage, UnparsedError, decode

ARTICLE = rows.ARTICLE_LIKE

MAX_BYTES = 50_000_000
"""The largest sitemap, decompressed, by the protocol."""

_GZIP = b"\x1f\x8b"
_ROOT = re.compile(r"<(?:\w+:)?(urlset|sitemapindex)[\s>]")
_LINE = re.compile(r"https?://\S+")


def evidence(page: ListingPage) -> str:
    """The root element at the top."""
    if page.body[:2] != _GZIP and not re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<", page.body):
        return ""
    try:
        found = _ROOT.search(_text(page)[:2000])
    except UnparsedError:
        return ""
    return f"a sitemap: {found.group(1)}" if found else ""


def items(page: ListingPage) -> list[Item]:
    """The pages of a sitemap, dated by their address, a news sitemap's date, or ``lastmod``."""
    if page.absent:
        return []
    text = _text(page)
    if not _ROOT.search(text[:2000]) and _LINE.match(text.lstrip()):
        listed = [Item(url, "", url_date(url)) for line in text.splitlines() if (url := page.link_from(line.strip()))]
        return _articles(page, listed)
    found = []
    for entry in _tree(text).iter("{*}url"):
        if url := page.link_from(_said(entry, "loc")):
            day = url_date(url) or day_of(_said(entry, "publication_date")) or day_of(_said(entry, "lastmod"))
            found.append(Item(url, _said(entry, "title"), day))
    return _articles(page, found)


def asks(page: ListingPage) -> list[Ask]:
    """The children of an index, the newest first."""
    text = "" if page.absent else _text(page)
    if not _ROOT.search(text[:2000]):
        return []
    children: dict[str, Ask] = {}
    for entry in _tree(text).iter("{*}sitemap"):
        if url := page.link_from(_said(entry, "loc")):
            changed = _said(entry, "lastmod")
            role = Role.PART if changed else Role.DATA
            children.setdefault(url, Ask(url, role, day=day_of(changed), version=changed))
    return sorted(children.values(), key=lambda ask: day_of(ask.version) or date.max, reverse=True)


def _articles(page: ListingPage, found: list[Item]) -> list[Item]:
    own = page.override("article_url")
    wanted = (item for item in found if (re.search(own, item.url) if own else not rows.LIST_LIKE.search(item.url)))
    return list({item.url: item for item in wanted}.values())


def _text(page: ListingPage) -> str:
    """The sitemap as text. Raises :class:`UnparsedError` for broken gzip, and for more than :data:`MAX_BYTES`."""
    if page.body[:2] != _GZIP:
        return page.text
    unpacker = zlib.decompressobj(wbits=31)
    try:
        body = unpacker.decompress(page.body, MAX_BYTES)
    except zlib.error as error:
        raise UnparsedError(f"a sitemap whose gzip is broken ({error})") from error
    if unpacker.unconsumed_tail:
        raise UnparsedError(f"a sitemap of more than {MAX_BYTES} bytes once it is decompressed")
    return decode(body)


def _tree(text: str) -> etree._Element:
    # As with feeds: decoded already, no entities, nothing loaded.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode(), parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnparsedError(f"no sitemap ({error})") from error
    if root is None:
        raise UnparsedError("no sitemap: neither <urlset> nor <sitemapindex> at its top")
    return root


def _said(entry: etree._Element, name: str) -> str:
    element = next(entry.iter(f"{{*}}{name}"), None)
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
