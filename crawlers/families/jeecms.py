"""JEECMS: ``.jhtml`` pages, ``index.jhtml`` then ``index_2.jhtml`` (counted from 1)."""

import re

from crawlers.families import paging, rows
from crawlers.families.ask import Ask, following
from crawlers.families.page import Item, ListingPage

ARTICLE = re.compile(r"/\d+\.jhtml$")
_ANY = re.compile(r"\.jhtml(?:$|\?)")


def evidence(page: ListingPage) -> str:
    """The listing's own extension, or several links that have it."""
    if _ANY.search(page.url):
        return "the listing is a .jhtml page"
    links = sum(bool(_ANY.search(url)) for url in page.links)
    return f"{links} .jhtml links" if links >= 2 else ""


def items(page: ListingPage) -> list[Item]:
    """Rows with dates, and groups of numbered .jhtml links."""
    return rows.items(page, ARTICLE)


def asks(page: ListingPage) -> list[Ask]:
    """The next page alone."""
    return following(next_page(page))


def next_page(page: ListingPage) -> str | None:
    """By link; where a script turns the pages, by the stated number of pages."""
    if url := paging.next_link(page) or paging.numbered_link(page):
        return url
    total = paging.total_pages(page)
    if total is None or page.number >= total:
        return None
    here = page.url if _ANY.search(page.url) else page.url.rstrip("/") + "/index.jhtml"
    return paging.sibling(here, page.number + 1)
