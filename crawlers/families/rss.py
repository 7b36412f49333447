"""RSS 2.0, RSS 1.0 and Atom feeds. A feed has one page."""

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from lxml import etree

from crawlers.families import rows
from crawlers.families.ask import Ask
from crawlers.families.links import absolute, url_date
from crawlers.families.page import Item, ListingPage, UnparsedError

ARTICLE = rows.ARTICLE_LIKE

_FEED = re.compile(r"<(?:rss|feed|rdf:RDF)[\s>]", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DATES = ("pubDate", "published", "date", "updated")


def evidence(page: ListingPage) -> str:
    """The feed's root element at the top of the page."""
    found = _FEED.search(page.text[:2000])
    return f"a feed: {found.group(0).strip('<> ')}" if found else ""


def items(page: ListingPage) -> list[Item]:
    """The feed's entries in its order. Raises :class:`UnparsedError` for what is no feed."""
    found: dict[str, Item] = {}
    for entry in _root(page).iter("{*}item", "{*}entry"):
        url = absolute(page.url, _link(entry))
        if url and url not in found:
            found[url] = Item(url, _text(entry, "title"), _date(entry) or url_date(url))
    return list(found.values())


def asks(page: ListingPage) -> list[Ask]:
    """None: what has left the feed is not to be had from it."""
    return []


def _root(page: ListingPage) -> etree._Element:
    # The declared encoding is gone: the text is decoded already. Entities are not resolved, nothing is loaded.
    text = _DECLARATION.sub("", page.text)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnparsedError(f"no feed ({error})") from error
    if root is None or not evidence(page):
        raise UnparsedError("no feed: neither <rss> nor <feed> at its top")
    return root


def _link(entry: etree._Element) -> str:
    for element in entry.iterchildren("{*}link"):
        if element.get("href") and element.get("rel", "alternate") == "alternate":
            return str(element.get("href"))
        if element.text and element.text.strip():
            return str(element.text)
    guid = _text(entry, "guid")
    return guid if guid.startswith("http") else ""


def _text(entry: etree._Element, name: str) -> str:
    element = next(entry.iterchildren(f"{{*}}{name}"), None)
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _date(entry: etree._Element) -> date | None:
    """The entry's date on the calendar of the feed's own time zone."""
    stated = next((text for name in _DATES if (text := _text(entry, name))), "")
    if not stated:
        return None
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return parse(stated).date()
        except ValueError:
            continue
    return None
