"""gov.cn's UCAP: ``/zhengce/zhengceku/202411/content_6986383.htm`` articles, and a search interface that answers JSON.

``search-gov/data?t=…&p=1&n=20`` gives ``searchVO`` with ``listVO``, or one of them for each kind of document
(``catMap``). It wants a Referer. Lists of the site itself are plain HTML, some with TRS's pager.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from crawlers.families import rows, trs_wcm
from crawlers.families.ask import Ask, Role, referred
from crawlers.families.data import first_of, is_json, item_of, json_of
from crawlers.families.page import Item, ListingPage, UnparsedError

ARTICLE = re.compile(r"/(?:19|20)\d{2}-?\d{2}(?:/\d{2})?/content_\d+\.html?$")
"""``/zhengce/zhengceku/202411/content_6986383.htm``, and the older ``/guoqing/2021-10/29/content_5647633.htm``"""

_SEARCH = re.compile(r"[\"']([^\"'\s]{0,200}/search-gov/data\?[^\"'\s]{1,2000})[\"']")
_DATES = ("pubtimeStr", "pubtime", "publishTime", "ptime", "DOCRELPUBTIME")


def first_referer(url: str) -> str:
    """The page that the first request says it comes from, where a source names the interface itself; else empty."""
    return urljoin(url, "/") if "/search-gov/data?" in url else ""


def evidence(page: ListingPage) -> str:
    """The search interface or its answer, the body's container, or content_N links below a month."""
    if is_json(page):
        return "an answer of search-gov/data" if '"searchVO"' in page.text else ""
    if _SEARCH.search(page.text):
        return "a list from search-gov/data"
    links = sum(bool(ARTICLE.search(url)) for url in page.links) if page.is_html else 0
    if links >= 2 and re.search(r"\bUCAP", page.text):
        return f"{links} content_N links on a UCAP page"
    return ""


def items(page: ListingPage) -> list[Item]:
    """The documents of an answer, or the page's rows."""
    if page.absent:
        return []
    if not is_json(page):
        return rows.items(page, ARTICLE)
    found: dict[str, Item] = {}
    for group in _groups(page):
        for row in group.get("listVO") or []:
            item = item_of(page, row.get("url"), first_of(row, "title", "TITLE"), first_of(row, *_DATES))
            if item:
                found.setdefault(item.url, item)
    return list(found.values())


def asks(page: ListingPage) -> list[Ask]:
    """The interface's first answer, its next one, or the page's pager."""
    if not is_json(page):
        found = None if page.absent else _SEARCH.search(page.text)
        if found:
            url = urljoin(page.url, found.group(1).replace("&amp;", "&"))
            return [Ask(url, Role.DATA, None, referred(page.url), {"referer": page.url})]
        return trs_wcm.asks(page)
    query = dict(parse_qsl(urlsplit(page.asked).query, keep_blank_values=True))
    number, size = _number(query.get("p"), 1), _number(query.get("n"), 5)
    if not items(page) or number * size >= max((_number(g.get("totalCount"), 0) for g in _groups(page)), default=0):
        return []
    url = urlsplit(page.asked)._replace(query=urlencode(query | {"p": str(number + 1)})).geturl()
    referer = page.memo("referer") or urljoin(page.asked, "/")
    return [Ask(url, Role.NEXT, None, referred(referer), {"referer": referer})]


def _groups(page: ListingPage) -> Iterator[dict[str, Any]]:
    """``searchVO`` itself, or the groups of its ``catMap``."""
    answer = json_of(page)
    found = answer.get("searchVO") if isinstance(answer, dict) else None
    if not isinstance(found, dict):
        raise UnparsedError("JSON without searchVO, where an answer of search-gov/data is expected")
    groups = [group for group in (found.get("catMap") or {}).values() if isinstance(group, dict)]
    yield from groups or [found]


def _number(value: object, usual: int) -> int:
    return int(str(value)) if str(value).isdecimal() else usual
