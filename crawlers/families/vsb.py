"""博达 VSB: ``/info/1517/1.htm`` articles; page numbers fall, and shift with every new item.

``gzdt.htm`` is followed by ``gzdt/23.htm``, then ``gzdt/22.htm``: only the link 下页 leads on, counting does not. An
item that appears while the listing is walked may make a page more: 23.htm, which followed the first page a moment ago,
is the third one then, and says so by its links back. They are followed too, or a page's worth of items would be lost.
"""

import re

from crawlers.families import paging, rows
from crawlers.families.ask import Ask, Role, following
from crawlers.families.page import Item, ListingPage

ARTICLE = re.compile(r"/info/\d+/\d+\.htm$|/content\.jsp\?.*wbnewsid=\d+")
_PAGER = re.compile(r"class=[\"'][^\"']*\bp_(?:pages|next|no)\b")
_NUMBERED = re.compile(r"/\d+\.htm$")


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
    """Where 下页 leads; before it what stands between this page and those that were walked."""
    if page.absent:
        return paging.guessed(page)
    onward = following(paging.next_link(page)) or paging.guessed(page)
    if page.number == 1:
        return onward
    back = [paging.previous_link(page), *paging.numbered_links(page, range(2, page.number + 1))]
    between = dict.fromkeys(url for url in back if url and _NUMBERED.search(url))
    return [*(Ask(url, Role.PART) for url in between if url not in {ask.url for ask in onward}), *onward]
