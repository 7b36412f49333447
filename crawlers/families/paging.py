"""How a listing leads to its next, older page: by a link that says so, by numbers, by the last page's address."""

import re
from urllib.parse import urljoin

from lxml.html import HtmlElement

from crawlers.families.page import ListingPage, visible

_NEXT = re.compile(r"[\[（(]?\s*(?:[下后後]一?[页頁]|next(?:\s*page)?)\s*[>»›→]*\s*[\]）)]?|[>›»]", re.I)
_LAST = re.compile(r"[\[（(]?\s*(?:尾页|末页|尾頁|末頁|最后一?页|last)\s*[>»›→]*\s*[\]）)]?|>>|>\|", re.I)
# Bounded repeats: a page of nothing but spaces or digits must not take minutes.
_TOTAL = (
    re.compile(r"共\s{0,9}(?:&nbsp;)?\s{0,9}(\d{1,5})\s{0,9}页"),
    re.compile(r"(?<!\d)\d{1,5}\s{0,9}/\s{0,9}(?:共\s{0,9})?(\d{1,5})\s{0,9}页"),
    re.compile(r"(?:countPage|totalPages?|pageCount)\s{0,9}[=:]\s{0,9}[\"']?(\d{1,5})"),
)
_ONCLICK = re.compile(r"location(?:\.href)?\s*=\s*['\"]([^'\"]+)['\"]|location\.(?:assign|replace)\(['\"]([^'\"]+)")
_NUMBERED = re.compile(r"^(?P<head>.*?[_/=-])(?P<number>\d{1,5})(?P<tail>\.\w{3,5}|/)?$")


def next_link(page: ListingPage) -> str | None:
    """Where 下一页 leads; None where there is no such link, or it leads nowhere (a dead or scripted link)."""
    for anchor in _anchors(page):
        words = visible(anchor) or anchor.get("title") or ""
        if _NEXT.fullmatch(words.strip()) or "next" in (anchor.get("rel") or "").lower().split():
            url = _target(page, anchor)
            if url and url != page.link(page.url):
                return url
    return None


def numbered_link(page: ListingPage) -> str | None:
    """Where the number of the next page leads: the pager "1 2 3 …" seen from page 1 has a link with the text 2."""
    wanted = str(page.number + 1)
    for anchor in _anchors(page):
        if visible(anchor).strip(" []") == wanted and (url := _target(page, anchor)) and url != page.link(page.url):
            return url
    return None


def last_link(page: ListingPage) -> str | None:
    """Where 尾页 leads, or None."""
    for anchor in _anchors(page):
        if _LAST.fullmatch(visible(anchor).strip()) and (url := _target(page, anchor)):
            return url
    return None


def total_pages(page: ListingPage) -> int | None:
    """The number of pages that the page states ("共12页", "1/12页", ``countPage = 12``), or None."""
    for pattern in _TOTAL:
        if found := pattern.search(page.text):
            return int(found.group(1))
    return None


def from_last(page: ListingPage) -> str | None:
    """The next page's address, derived from the last one's; None where that cannot be decided.

    Of N pages the last is ``_N`` where counting starts at 1, ``_{N-1}`` where it starts at 0, and ``1`` where the
    numbers fall (博达 VSB).
    """
    last = last_link(page)
    found = _NUMBERED.match(last) if last else None
    total = total_pages(page)
    if not found or (total is not None and page.number >= total):
        return None
    end = int(found["number"])
    if total is not None and end == 1 and total > 2:
        wanted = total - page.number
    else:
        zero_based = total is not None and end == total - 1
        wanted = page.number if zero_based else page.number + 1
        if wanted > end:
            return None
    return f"{found['head']}{wanted}{found['tail'] or ''}"


def sibling(url: str, suffix: int) -> str:
    """The address of a listing's page with a number: ``…/index.jhtml`` or ``…/index_7.jhtml`` → ``…/index_2.jhtml``."""
    head, _, name = url.partition("?")[0].rpartition("/")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        return urljoin(url, f"{name or 'index'}_{suffix}")
    return f"{head}/{re.sub(r'_[0-9]+$', '', stem)}_{suffix}.{extension}"


def _anchors(page: ListingPage) -> list[HtmlElement]:
    return list(page.tree.iter("a"))


def _target(page: ListingPage, anchor: HtmlElement) -> str | None:
    url = page.link(anchor.get("href") or "")
    if url:
        return url
    found = _ONCLICK.search(f"{anchor.get('onclick') or ''} {anchor.get('href') or ''}")
    return page.link(found.group(1) or found.group(2)) if found else None
