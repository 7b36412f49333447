"""easySite and what resembles it, as in Liaoning: ``/sft/qmyfzs/gzdt/28b1cf7e-1.shtml``, then ``…-2.shtml``.

The pager's links keep their address in an attribute of their own (``tagname``) or in the call that they make; where
neither can be read, ``easysite-total-page`` tells how many pages there are.
"""

import re

from crawlers.families import paging, rows
from crawlers.families.ask import Ask, following
from crawlers.families.page import Item, ListingPage

ARTICLE = re.compile(
    r"/[0-9a-f]{32}/?(?:index)?(?:\.s?html?)?$|/20\d{6,12}/(?:index\.s?html?)?$|/t?20\d{6}_\d+\.s?html?$"
)
_NUMBERED = re.compile(r"^(?P<head>.*/[0-9a-zA-Z]{6,}-)(?P<number>\d{1,5})(?P<tail>\.s?html?)$")
_PAGER = re.compile(r"\beasysite-(?:total-page|page-wrap|page-operation)\b")
_TOTAL = re.compile(r"easysite-total-page.{0,200}?(\d{1,5})\D{1,60}/\D{0,40}(\d{1,5})", re.S)


def evidence(page: ListingPage) -> str:
    """The pager's class names, or an address that ends with a number behind a hash."""
    if _PAGER.search(page.text):
        return "an easysite pager"
    return "a HASH-N.shtml address" if _hashed(page.url) else ""


def items(page: ListingPage) -> list[Item]:
    """Rows with dates, or links that look like articles."""
    if page.absent:
        return []
    return rows.items(page) or rows.items(page, ARTICLE)


def asks(page: ListingPage) -> list[Ask]:
    """By the pager's links; else by the number in the listing's own address."""
    if page.absent:
        return paging.guessed(page)
    if link := paging.next_link(page) or paging.numbered_link(page):
        return following(link)
    stated = _TOTAL.search(page.text)
    total = int(stated.group(2)) if stated else paging.total_pages(page)
    numbered = _NUMBERED.match(page.url)
    if numbered and total and page.number < total:
        return [Ask(f"{numbered['head']}{int(numbered['number']) + 1}{numbered['tail']}")]
    return following(paging.from_last(page)) or paging.guessed(page)


def _hashed(url: str) -> bool:
    found = _NUMBERED.match(url)
    name = found["head"].rpartition("/")[2] if found else ""
    return bool(re.fullmatch(r"[0-9a-f]{8,}-", name) and re.search(r"\d", name))
