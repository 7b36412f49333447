"""Any listing: rows by structure, pages by 下一页, page numbers, 尾页, or the number of pages that it states."""

from crawlers.families import paging, rows
from crawlers.families.ask import Ask, following
from crawlers.families.page import Item, ListingPage

ARTICLE = rows.ARTICLE_LIKE


def evidence(page: ListingPage) -> str:
    """Always something: this family is asked last."""
    return "no other family fits"


def items(page: ListingPage) -> list[Item]:
    """Links that stand in rows with dates, or that look like articles."""
    return [] if page.absent else rows.items(page)


def asks(page: ListingPage) -> list[Ask]:
    """The next page by link, by number, by the last page's address, by what is common: in this order of trust."""
    if page.absent:
        return paging.guessed(page)
    return following(next_page(page)) or paging.guessed(page)


def next_page(page: ListingPage) -> str | None:
    """By link, by number, by the last page's address; None where the page has none of them."""
    return paging.next_link(page) or paging.numbered_link(page) or paging.from_last(page)
