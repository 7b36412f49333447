"""博达 VSB: ``/info/1517/1.htm`` articles; page numbers fall, and shift with every new item.

``gzdt.htm`` is followed by ``gzdt/23.htm``, then ``gzdt/22.htm``: only the link 下页 leads on, counting does not.
"""

import re

from crawlers.families import paging, rows
from crawlers.families.ask import Ask, following
from crawlers.families.page import Item, ListingPage

ARTICLE = re.compile(r"/info/\d+/\d+\.htm$|/content\.jsp\?.*wbnewsid=\d+")
_PAGER = re.compile(r"class=[\"'][^\"']*\bp_(?:pages|next|no)\b")


def evidence(page: ListingPage) -> str:
    """Links to /info/COLUMN/ID.htm, or the pager's class names."""
    links = sum(bool(ARTICLE.search(url)) for url in page.links)
    if links >= 2:
        return f"{links} /info/COLUMN/ID.htm links"
    return "a pager with p_pages classes" if _PAGER.search(page.text) else ""


def items(page: ListingPage) -> list[Item]:
    """Rows with dates, and groups of /info/ links."""
    return rows.items(page, ARTICLE)


def asks(page: ListingPage) -> list[Ask]:
    """The next page alone."""
    return following(next_page(page))


def next_page(page: ListingPage) -> str | None:
    """Where 下页 leads."""
    return paging.next_link(page)
