"""Columns with a number behind a c: ``/chinapeace/c100050/index.shtml``, and ``common_list_2.shtml`` as a second page.

Articles are ``…/c100050/2026-01/06/content_12818401.shtml``, ``…/c108850/202602/<32 hex digits>.shtml`` or
``…/c106256/c1653963/content.shtml``. Most pagers are TRS's call with the element first, which counts from 1.
"""

import re

from crawlers.families import paging, rows, trs_wcm
from crawlers.families.ask import Ask
from crawlers.families.page import Item, ListingPage

ARTICLE = re.compile(
    r"/c\d{5,7}/(?:20\d\d-?\d\d(?:[-/]?\d\d)?/[^/?]+|c[0-9a-f]{5,40}/content|c?[0-9a-f]{32})(?:\.s?html?)?$"
)
_COLUMN = re.compile(r"/c\d{5,7}/")
_FORMS = ("index_{k}.shtml", "common_list_{k}.shtml", "list_{k}.shtml")


def evidence(page: ListingPage) -> str:
    """The listing's own address, or those of articles."""
    links = sum(bool(ARTICLE.search(url)) for url in page.links) if page.is_html else 0
    if links >= 2:
        return f"{links} links to articles of /cNNNNNN/ columns"
    return "a /cNNNNNN/ column" if _COLUMN.search(page.url) else ""


def items(page: ListingPage) -> list[Item]:
    """Rows with dates, and groups of links below a column."""
    return [] if page.absent else rows.items(page, ARTICLE)


def asks(page: ListingPage) -> list[Ask]:
    """By TRS's call or a link; else by the addresses that these sites use."""
    if page.memo("form"):
        return paging.guessed(page)
    return trs_wcm.asks(page) if page.absent or trs_wcm.evidence(page) else _plain(page)


def _plain(page: ListingPage) -> list[Ask]:
    link = paging.next_link(page) or paging.numbered_link(page) or paging.from_last(page)
    return [Ask(link)] if link else paging.guessed(page, _forms(page))


def _forms(page: ListingPage) -> list[str]:
    """The listing's own name first: ``common_list.shtml`` is followed by ``common_list_2.shtml``."""
    name = re.search(r"/([A-Za-z]\w*?)(?:_\d+)?\.shtml$", page.url)
    own = [f"{name.group(1)}_{{k}}.shtml"] if name else []
    return [*own, *(form for form in _FORMS if form not in own)]
