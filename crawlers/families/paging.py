"""How a listing leads to its next, older page: by a link that says so, by numbers, by the last page's address."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawlers.families.ask import Ask, Role
from crawlers.families.page import ListingPage, visible

_NEXT = re.compile(r"[\[（(]?\s*(?:[下后後]一?[页頁]|next(?:\s*page)?)\s*[>»›→]*\s*[\]）)]?|[>›»]", re.I)
_PREVIOUS = re.compile(r"[\[（(]?\s*[<«‹←]*\s*(?:上一?[页頁]|prev(?:ious)?(?:\s*page)?)\s*[\]）)]?", re.I)
_LAST = re.compile(r"[\[（(]?\s*(?:尾页|末页|尾頁|末頁|最后一?页|last)\s*[>»›→]*\s*[\]）)]?|>>|>\|", re.I)
# Bounded repeats: a page of nothing but spaces or digits must not take minutes.
_TOTAL = (
    re.compile(r"共\s{0,9}(?:&nbsp;)?\s{0,9}(\d{1,5})\s{0,9}页"),
    re.compile(r"(?<!\d)\d{1,5}\s{0,9}/\s{0,9}(?:共\s{0,9})?(\d{1,5})\s{0,9}页"),
    re.compile(r"当前第?\s{0,9}\d{1,5}\s{0,9}/\s{0,9}(\d{1,5})(?!\d)"),  # 当前第1/12
    re.compile(r"(?:countPage|totalPages?|pageCount)\s{0,9}[=:]\s{0,9}[\"']?(\d{1,5})"),
)
# onclick="location.href='list_2.html'", href="javascript:turn('/x/28b1cf7e-2.shtml')", tagname="/x/28b1cf7e-2.shtml"
_SCRIPTED = re.compile(r"['\"]([^'\"\s<>]*(?:\.s?html?|\?[\w%-]+=)[^'\"\s<>]*)['\"]")
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
    return next(iter(numbered_links(page, [page.number + 1])), None)


def previous_link(page: ListingPage) -> str | None:
    """Where 上一页 leads, or None."""
    for anchor in _anchors(page):
        if _PREVIOUS.fullmatch(visible(anchor).strip()) and (url := _target(page, anchor)):
            return url
    return None


def numbered_links(page: ListingPage, numbers: Iterable[int]) -> list[str]:
    """Where these numbers of the pager lead, as far as they are links to other pages."""
    wanted = {str(number) for number in numbers}
    found = ((visible(anchor).strip(" []"), _target(page, anchor)) for anchor in _anchors(page))
    return [url for words, url in found if words in wanted and url and url != page.link(page.url)]


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


def guessed(page: ListingPage, forms: Sequence[str] = ()) -> list[Ask]:
    """The next page where a script draws the pager, and only the number of pages can be read off.

    The forms of its address that are in use are tried one after another; 404 is an ordinary answer to them. ``forms``
    are a family's own, relative to the listing, with ``{k}`` for the number that page 2 has where counting starts at 1
    and ``{j}`` where it starts at 0; the common ones follow. A source's ``page_base`` leaves no choice.
    """
    known = page.memo("form")
    first = page.memo("first_page") or page.url
    if known and not page.absent:
        total = page.memo("total")
        number = page.memo("number") + 1
        return [_formed(first, [known], number, total)] if number <= total else []
    if not known and page.number > 1:
        return []
    total = page.memo("total") or total_pages(page) or 0
    left = page.memo("left") if known else [*forms, *_common_forms(page)]
    if not left or total < 2:
        return []
    return [_formed(first, left, 2, total, Role.DATA if page.absent else Role.NEXT)]


def _formed(first: str, forms: Sequence[str], number: int, total: int, role: Role = Role.NEXT) -> Ask:
    url = urljoin(first, forms[0].format(k=number, j=number - 1))
    memo = {"form": forms[0], "left": list(forms[1:]), "first_page": first, "number": number, "total": total}
    return Ask(url, role, optional=number == 2 and len(forms) > 1, memo=memo)


def _common_forms(page: ListingPage) -> list[str]:
    """``gzdt.html`` → ``gzdt_1.html`` where counting starts at 0, else ``gzdt_2.html``; also for a folder's index.

    From 0 first: where counting starts at 1 there is no _1, but where it starts at 0 there is a _2, the third page.
    """
    name = urlsplit(page.url).path.rpartition("/")[2].replace("{", "{{").replace("}", "}}")
    stem, dot, extension = name.rpartition(".")
    stem = (stem if dot else name) or "index"
    endings = [f".{extension}"] if dot else ["", ".html"] if name else [".html", ".shtml", ".htm"]
    if first := re.fullmatch(r"(|.*[-_])1", stem):  # 1.html, list-1.html: the number is there already
        return [f"{first.group(1)}{{k}}{endings[0]}"]
    numbers = {0: ["_{j}"], 1: ["_{k}"]}.get(page.override("page_base"), ["_{j}", "_{k}", "-{k}"])
    forms = [f"{stem}{number}{ending}" for ending in endings for number in numbers]
    if turned := re.search(r"[?&](\w*page\w*)=1(?=&|$)", page.url, re.I):
        query = urlsplit(page.url).query.replace("{", "{{").replace("}", "}}")
        return ["?" + query.replace(f"{turned.group(1)}=1", f"{turned.group(1)}={{k}}", 1)]
    return [*forms, *(["?page={k}"] if name and not dot else [])]


def _anchors(page: ListingPage) -> list[HtmlElement]:
    return list(page.tree.iter("a"))


def _target(page: ListingPage, anchor: HtmlElement) -> str | None:
    url = page.link(anchor.get("href") or "")
    if url and url != page.link(page.url):
        return url
    # easySite keeps the address in an attribute of its own; other scripts in the call that the link makes.
    if stated := anchor.get("tagname"):
        return page.link(stated) or url
    found = _SCRIPTED.search(f"{anchor.get('onclick') or ''} {anchor.get('href') or ''}")
    return (page.link(found.group(1)) if found else None) or url
