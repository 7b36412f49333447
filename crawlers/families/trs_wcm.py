"""TRS WCM, the family of most ministries and many provinces: t-date URLs, pages by a script call.

``createPageHTML(12, 0, "index", "html")`` says: 12 pages, this is the one with index 0, page k is ``index_{k}.html``,
page 0 ``index.html``. Some sites count from 1, some put the pager's element first:
``createPageHTML('page_div', 12, 1, 'index', 'shtml', 233)``; some set ``countPage`` and ``currentPage`` and call
nothing that can be read. The index that the first page gives itself tells where counting starts, most of the time:
where the address that follows from it is not there the other one is tried, and so is the one that was missed where the
answer says that it is another page than was asked for. The source's override ``page_base`` (0 or 1) leaves no choice.
"""

import re
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from crawlers.families import paging, rows
from crawlers.families.ask import Ask, Role, following
from crawlers.families.page import Item, ListingPage

ARTICLE = re.compile(r"/t(?:19|20)\d{6}_\d+\.(?:s?html?|pdf|docx?)$")
"""``…/202503/t20250310_2549212.shtml``"""

_CALL = re.compile(r"createPage(?:HTML)?\s{0,9}\(([^()]{0,300})\)")
_COUNT = re.compile(r"\bcountPage\s*=\s*[\"']?(\d+)")
_CURRENT = re.compile(r"\bcurrentPage\s*=\s*[\"']?(\d+)")
_WRITTEN = re.compile(r"(?<!\w)([A-Za-z]\w{0,40})_[\\\"'+\s]{1,9}(?:\(?\w+[^\"']{0,30})[\"'+\s\\]{1,9}\.(s?html?)\b")
"""``"index_" + nextPage + ".shtml"``: the address that a pager without a call writes."""

_COMMENTED = re.compile(r"""(?<![:"'\w])//[^\n]*|/\*.*?(?:\*/|\Z)""", re.S)  # not the "//" of an address
_NAME = re.compile(r"(.*?)(?:_\d+)?\.(s?html?)")
_EXTENSION = re.compile(r"s?html?")


class _Pager(NamedTuple):
    pages: int
    current: int | None
    name: str
    extension: str

    def address(self, page: ListingPage, suffix: int) -> str:
        return urljoin(
            page.url, f"{self.name}_{suffix}.{self.extension}" if suffix else f"{self.name}.{self.extension}"
        )


def evidence(page: ListingPage) -> str:
    """The pager's call with numbers in it, or t-date links."""
    if found := _pager(page):
        return f"a createPageHTML pager: {found.pages} pages, {found.name}.{found.extension}"
    links = sum(bool(ARTICLE.search(url)) for url in page.links)
    return f"{links} t-date links" if links >= 2 else ""


def items(page: ListingPage) -> list[Item]:
    """Rows with dates, and groups of t-date links."""
    return [] if page.absent else rows.items(page, ARTICLE)


def asks(page: ListingPage) -> list[Ask]:
    """By the pager's call; where there is none, as any listing."""
    if page.absent:
        # The first guess was wrong: page 2 is not _1, or not _2.
        memo = {"base": page.memo("other_base"), "first": page.memo("first")}
        return [Ask(page.memo("other"), Role.DATA, memo=memo)]
    pager = _pager(page)
    if pager is None:
        link = paging.next_link(page) or paging.numbered_link(page) or paging.from_last(page)
        return following(link) or paging.guessed(page)
    return _by_call(page, pager)


def _by_call(page: ListingPage, pager: _Pager) -> list[Ask]:
    base, sure = _base(page, pager)
    first = page.memo("first") if page.number > 1 else pager.current
    place = page.number
    if first is not None and pager.current is not None:
        place = max(place, pager.current - first + 1)  # what the page says of itself, where it says it is a later one
    missed = _missed(page, pager, place)
    if missed:
        base = 1 - base
    if place >= pager.pages:
        return missed
    memo = {"base": base, "first": first}
    if page.number == 1 and not sure:
        other = 1 - base
        memo |= {"other": pager.address(page, 1 + other), "other_base": other}
        return [Ask(pager.address(page, 1 + base), memo=memo, optional=True)]
    return [*missed, Ask(pager.address(page, place + base), memo=memo)]


def _base(page: ListingPage, pager: _Pager) -> tuple[int, bool]:
    """What is added to k-1 in the address of page k, and whether the source or an earlier page has settled it."""
    if (stated := page.override("page_base")) is not None:
        return int(stated), True
    if (settled := page.memo("base")) is not None:
        return int(settled), True
    if link := paging.next_link(page):  # a link that people can follow beats what the call means
        for base in (0, 1):
            if link == pager.address(page, page.number + base):
                return base, True
    return int(pager.current == page.number), False


def _missed(page: ListingPage, pager: _Pager, place: int) -> list[Ask]:
    """The true second page, where the one that was asked for as such says that it is the third, or the first again."""
    first, base = page.memo("first"), page.memo("base")
    if page.number != 2 or first is None or pager.current is None:
        return []
    if base == 1 and place == 3:
        return [Ask(pager.address(page, 1), Role.PART)]
    if base == 0 and pager.current == first and pager.pages > 1:
        return [Ask(pager.address(page, 2), Role.DATA, memo={"base": 1, "first": first})]
    return []


def _pager(page: ListingPage) -> _Pager | None:
    text = _COMMENTED.sub("", page.text)
    count, current = _COUNT.search(text), _CURRENT.search(text)
    for call in _CALL.finditer(text):
        words = [word.strip().strip("\"'") for word in call.group(1).split(",")]
        words = [count.group(1) if word == "countPage" and count else word for word in words]
        words = [current.group(1) if word == "currentPage" and current else word for word in words]
        if found := _called(page, words):
            return found
    if count:
        written = _WRITTEN.search(text)
        name, extension = written.groups() if written else _named(page)
        return _Pager(int(count.group(1)), int(current.group(1)) if current else None, name, extension)
    return None


def _called(page: ListingPage, words: list[str]) -> _Pager | None:
    """The pager for a call's arguments: [element,] pages [, current] [, name, extension] [, rows …]."""
    while words and not words[0].isdigit():
        if not re.fullmatch(r"[#.]?[\w-]+", words[0]) or len(words) == 1 or not words[1].isdigit():
            return None  # a definition, or a call with variables that nothing on the page explains
        words = words[1:]
    if not words:
        return None
    current = int(words[1]) if len(words) > 1 and words[1].isdigit() else None
    rest = words[2:] if current is not None else words[1:]
    if len(rest) >= 2 and _EXTENSION.fullmatch(rest[1].lstrip(".")) and re.fullmatch(r"[\w.-]+", rest[0]):
        return _Pager(int(words[0]), current, rest[0], rest[1].lstrip("."))
    return _Pager(int(words[0]), current, *_named(page)) if not rest or rest[0].isdigit() else None


def _named(page: ListingPage) -> tuple[str, str]:
    """Name and extension by the listing's own address; a folder's are those of an index page."""
    if found := _NAME.fullmatch(urlsplit(page.url).path.rpartition("/")[2]):
        return found.group(1), found.group(2)
    endings = [ending for url in page.links if _EXTENSION.fullmatch(ending := url.rpartition(".")[2])]
    return "index", max(set(endings), key=endings.count) if endings else "html"
