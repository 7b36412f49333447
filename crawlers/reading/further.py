"""Where an article goes on: its next page, of the same article only (下一篇 is another one), and its files."""

import re
from urllib.parse import parse_qsl, urlsplit

from crawlers.errors import ReadError
from crawlers.families import paging
from crawlers.families.links import canonical
from crawlers.families.page import ListingPage, UnparsedError
from crawlers.reading.attachments import reports
from crawlers.reading.read import read_article
from crawlers.records import FetchKind

MAX_PAGES = 30
"""Pages of one article; the longest seen had 12."""
_WORDS = tuple(word.encode(charset) for word in ("下一页", "下页") for charset in ("utf-8", "gb18030"))
_HINTS = (b"createpage", b"next", *_WORDS)
"""What a page that goes on says, in small letters: createPageHTML, 下一页 and 下页 in UTF-8 and in GBK.

Looked for one by one: as one pattern they took a third of the time that a crawled page costs.
"""
_FILES = re.compile(rb"\.(?:pdf|docx?|xlsx?|wps)\b", re.I)
_CREATE = re.compile(
    r"createPage\w{0,8}\s*\(\s*(?:['\"][\w-]*['\"]\s*,\s*)?(\d{1,3})\s*,\s*\d{1,3}\s*,\s*['\"]([^'\"]{1,200})['\"]\s*,\s*['\"](s?html?)['\"]"
)
_NUMBER = re.compile(r"[_-]\d{1,3}$")
_PAGE_KEYS = {"page", "p", "pn", "pageno", "pageindex", "curpage", "currentpage", "pagenum"}


def next_page(body: bytes, url: str, first: str, number: int, *, charset: str = "") -> str | None:
    """The address of page ``number + 1`` of the article that began at ``first``; None where it ends here.

    ``url`` is the address of ``body``, its page ``number`` (from 1). A next page is one whose address differs from the
    first's by a page number alone: ``t1_2.html``, ``t1_2_1.html``; ``?id=7``, ``?id=7&page=2``.
    """
    lower = body.lower()
    if number >= MAX_PAGES or not any(hint in lower for hint in _HINTS):
        return None
    page = ListingPage(url, body, charset, number)
    try:
        created = _created(page, number)
        found = created or paging.next_link(page) or (paging.numbered_link(page) if number == 1 else None)
    except UnparsedError:
        return None
    return found if found and same_article(first, found) and found not in (url, first) else None


def belongings(
    body: bytes, url: str, first: str, number: int, *, charset: str = ""
) -> list[tuple[FetchKind, str, str]]:
    """What of an article lies elsewhere, as kind, address and name: its next page, the files that are its text."""
    found: list[tuple[FetchKind, str, str]] = []
    if following := next_page(body, url, first, number, charset=charset):
        found.append((FetchKind.PAGE, following, ""))
    if number == 1 and _FILES.search(body):
        try:
            article = read_article(body, url, charset=charset or None)
        except ReadError:
            return found
        addresses = ((canonical(item.url), item.name) for item in reports(article))
        found += [(FetchKind.ATTACHMENT, address, name) for address, name in addresses if address]
    return found


def _created(page: ListingPage, number: int) -> str | None:
    """TRS: ``createPageHTML(3, 0, "t20250310_25", "html")`` on the first of three pages; the second is ``…_1.html``."""
    found = _CREATE.search(page.text)
    if found is None or number >= int(found.group(1)):
        return None
    return page.link(f"{found.group(2)}_{number}.{found.group(3)}")


def same_article(first: str, candidate: str) -> bool:
    """Whether two addresses name pages of one article."""
    one, other = urlsplit(first), urlsplit(candidate)
    if one.netloc != other.netloc:
        return False
    if one.path == other.path:
        mine, theirs = _query(one.query), _query(other.query)
        return mine == theirs and one.query != other.query
    head, _, name = one.path.rpartition("/")
    other_head, _, other_name = other.path.rpartition("/")
    stem, _, suffix = name.rpartition(".")
    other_stem, _, other_suffix = other_name.rpartition(".")
    return (
        head == other_head
        and suffix == other_suffix
        and stem not in ("", "index")
        and _NUMBER.search(other_stem) is not None
        and _NUMBER.sub("", other_stem) in (stem, re.sub(r"[_-][01]$", "", stem))
    )


def _query(query: str) -> dict[str, str]:
    return {key: value for key, value in parse_qsl(query, keep_blank_values=True) if key.lower() not in _PAGE_KEYS}
