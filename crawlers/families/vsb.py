"""博达 VSB: ``/info/1517/1.htm`` articles; page numbers fall, and shift with every new item.

``gzdt.htm`` is followed by ``gzdt/23.htm``, then ``gzdt/22.htm``: only the link 下页 leads on, counting does not. An
item that appears while the listing is walked may make a page more, and what follows moves by a page: 23.htm, which was
the second page a moment ago, is the third one then. Where a page states another size of the list than the page before
(共331条, 2/24), or another place of its own, the walk begins anew up to there; a link back to a page not seen is
followed.
"""

import re

from crawlers.families import paging, rows
from crawlers.families.ask import Ask, Role
from crawlers.families.page import Item, ListingPage

ARTICLE = re.compile(r"/info/\d+/\d+\.htm$|/content\.jsp\?.*wbnewsid=\d+")
_PAGER = re.compile(r"class=[\"'][^\"']*\bp_(?:pages|next|no)\b")
_NUMBERED = re.compile(r"/\d+\.htm$")
_SIZES = (
    re.compile(r"共\s{0,9}(?:&nbsp;)?(\d{1,7})\s{0,9}[条页]"),
    re.compile(r">\s{0,9}\d{1,5}\s{0,9}/\s{0,9}(\d{1,5})\s{0,9}<"),
)


def evidence(page: ListingPage) -> str:
    """Links to /info/COLUMN/ID.htm, or the pager's class names."""
    links = sum(bool(ARTICLE.search(url)) for url in page.links)
    if links >= 2:
        return f"{links} /info/COLUMN/ID.htm links"
    return "a pager with p_pages classes" if _PAGER.search(page.text) else ""


def items(page: ListingPage) -> list[Item]:
    """Rows with dates, and groups of /info/ links."""
    return [] if page.absent else rows.items(page, ARTICLE)


def asks(page: ListingPage) -> list[Ask]:
    """Where 下页 leads, and what may stand between this page and those before it."""
    if page.absent:
        return paging.guessed(page)
    link = paging.next_link(page)
    behind = page.memo("behind")
    if behind:
        return [Ask(link, Role.DATA, memo={"behind": behind}, turn=1)] if link and link != behind else []
    size = _size(page)
    memo = {"size": size, "first": page.memo("first") or page.asked}
    onward = [Ask(link, memo=memo)] if link else paging.guessed(page)
    if page.number > 1 and _moved(page, size):
        return [Ask(str(memo["first"]), Role.DATA, memo={"behind": page.url}, turn=1), *onward]
    return [*_back(page, link), *onward]


def _moved(page: ListingPage, size: list[str]) -> bool:
    """Whether the list has another size than a page before, or the pager links our own number as another page."""
    before = page.memo("size")
    return bool(size and before and size != before) or bool(paging.numbered_links(page, [page.number]))


def _size(page: ListingPage) -> list[str]:
    """What the pager says of the size of the list: its records, its pages."""
    return [found.group(1) for pattern in _SIZES if (found := pattern.search(page.text))]


def _back(page: ListingPage, onward: str | None) -> list[Ask]:
    """The page before, where it is none of those that came before."""
    url = paging.previous_link(page) if page.number > 1 else None
    return [Ask(url, Role.PART)] if url and url != onward and _NUMBERED.search(url) else []
