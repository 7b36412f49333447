"""TRS WCM, the family of most ministries and many provinces: t-date URLs, pages by a script call.

``createPageHTML(12, 0, "index", "html")`` says: 12 pages, this is the one with index 0, page k is ``index_{k}.html``,
page 0 ``index.html``. Some sites count from 1, some put the pager's element first:
``createPageHTML('page_div', 12, 1, 'index', 'shtml', 233)``. The index of the first page tells which. Where the page
does not tell, the source's override ``page_base`` (0 or 1) does.
"""

import re
from typing import NamedTuple
from urllib.parse import urljoin

from crawlers.families import generic, rows
from crawlers.families.ask import Ask, following
from crawlers.families.page import Item, ListingPage

ARTICLE = re.compile(r"/t(?:19|20)\d{6}_\d+\.(?:s?html?|pdf|docx?)$")
"""``…/202503/t20250310_2549212.shtml``"""

_CALL = re.compile(r"createPage(?:HTML)?\s{0,9}\(([^()]{0,300})\)")
_COUNT = re.compile(r"\bcountPage\s*=\s*(\d+)")
_CURRENT = re.compile(r"\bcurrentPage\s*=\s*(\d+)")
_COMMENTED = re.compile(r"""(?<![:"'\w])//[^\n]*|/\*.*?(?:\*/|\Z)""", re.S)  # not the "//" of an address
_STATIC_NAME = re.compile(r"([^/]*?)(?:_\d+)?\.(s?html?)$")


class _Pager(NamedTuple):
    pages: int
    current: int
    name: str
    extension: str


def evidence(page: ListingPage) -> str:
    """The pager's call with numbers in it, or t-date links."""
    if found := _pager(page):
        return f"a createPageHTML pager: {found.pages} pages, {found.name}.{found.extension}"
    links = sum(bool(ARTICLE.search(url)) for url in page.links)
    return f"{links} t-date links" if links >= 2 else ""


def items(page: ListingPage) -> list[Item]:
    """Rows with dates, and groups of t-date links."""
    return rows.items(page, ARTICLE)


def asks(page: ListingPage) -> list[Ask]:
    """The next page alone."""
    return following(next_page(page))


def next_page(page: ListingPage) -> str | None:
    """By the pager's call; where there is none, as any listing."""
    pager = _pager(page)
    if pager is None:
        return generic.next_page(page)
    if page.number >= pager.pages:
        return None
    base = page.override("page_base")
    if base is None:
        base = 1 if pager.current == page.number else 0
    return urljoin(page.url, f"{pager.name}_{page.number + base}.{pager.extension}")


def _pager(page: ListingPage) -> _Pager | None:
    text = _COMMENTED.sub("", page.text)
    count, current = _COUNT.search(text), _CURRENT.search(text)
    for call in _CALL.finditer(text):
        words = [word.strip().strip("\"'") for word in call.group(1).split(",")]
        words = [count.group(1) if word == "countPage" and count else word for word in words]
        words = [current.group(1) if word == "currentPage" and current else word for word in words]
        at = next((i for i in range(len(words) - 3) if words[i].isdigit() and words[i + 1].isdigit()), None)
        if at is not None and re.fullmatch(r"\w+", words[at + 3]):
            return _Pager(int(words[at]), int(words[at + 1]), words[at + 2], words[at + 3])
    if count and current and (name := _STATIC_NAME.search(page.url)):
        return _Pager(int(count.group(1)), int(current.group(1)), name.group(1), name.group(2))
    return None
