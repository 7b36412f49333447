"""Columns and articles named by UUIDs, as in Hebei: ``/columns/<uuid>/202601/27/<uuid>.html``.

The list is a block of the page: ``/columns/<uuid>/templates/<uuid>/blocks/<uuid>?page=2`` gives its second page as a
piece of HTML, or as JSON with one in it. The address stands in the page's script.
"""

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from crawlers.families import paging, rows
from crawlers.families.ask import Ask, Role, following, referred
from crawlers.families.data import is_json, markup_of
from crawlers.families.page import Item, ListingPage

_UUID = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
ARTICLE = re.compile(rf"/{_UUID}/(?:[^?]*/)?{_UUID}(?:\.s?html?)?$", re.I)

_BLOCK = re.compile(
    rf"(?:https?://[\w.:-]{{1,100}})?/columns/[\w-]{{1,40}}/templates/[\w-]{{1,40}}/blocks/{_UUID}(?:\?[^\"'\s)]{{0,300}})?",
    re.I,
)
_COLUMN = re.compile(rf"/columns/{_UUID}(?:/|$)", re.I)


def evidence(page: ListingPage) -> str:
    """The block's address, the listing's own, or articles below a column."""
    if _BLOCK.search(page.text):
        return "a block of a /columns/UUID/ page"
    links = sum(bool(ARTICLE.search(url)) for url in page.links) if page.is_html else 0
    if links >= 2:
        return f"{links} links with two UUIDs"
    return "a /columns/UUID/ address" if _COLUMN.search(page.url) else ""


def items(page: ListingPage) -> list[Item]:
    """The rows of the page, or of a block."""
    return [] if page.absent else rows.items(_listed(page), ARTICLE)


def asks(page: ListingPage) -> list[Ask]:
    """The block's next page; its first where the page itself shows nothing."""
    if page.absent:
        return []
    number = page.memo("page") or 1
    block = page.memo("block") or _block(page)
    if not block:
        listed = _listed(page)
        return following(paging.next_link(listed) or paging.numbered_link(listed)) or paging.guessed(listed)
    listed, found = _listed(page), items(page)
    total = paging.total_pages(listed) or page.memo("total")
    memo = {"block": block, "column": page.memo("column") or page.url, "total": total}
    if not found and not page.memo("block"):
        return [_turned(memo, 1, Role.DATA)]
    if not found or (total and number >= total):
        return []
    return [_turned(memo, number + 1, Role.NEXT)]


def _listed(page: ListingPage) -> ListingPage:
    """The page to read: what the JSON holds where the answer is JSON."""
    return page.fragment(markup_of(page) or "<p></p>", page.memo("column") or "") if is_json(page) else page


def _block(page: ListingPage) -> str:
    found = _BLOCK.search(page.text) if page.body else None
    return urljoin(page.url, found.group(0).replace("&amp;", "&")) if found else ""


def _turned(memo: dict[str, object], number: int, role: Role) -> Ask:
    parts = urlsplit(str(memo["block"]))
    query = dict(parse_qsl(parts.query)) | {"page": str(number)}
    url = parts._replace(query=urlencode(query)).geturl()
    return Ask(url, role, None, referred(str(memo["column"])), {**memo, "page": number}, optional=role is Role.NEXT)
