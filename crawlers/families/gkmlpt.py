"""The platforms of Guangdong: gkmlpt, whose columns come as JSON, and the portal NFCMS, whose pages count from 1.

``/gkmlpt/index#2108`` shows column 2108; its data are ``/gkmlpt/api/all/2108?page=1&sid=755031`` with ``articles``
and ``total``. The column is the address's fragment, which no server is told; the site's number (``SID``) stands in the
page.
"""

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from crawlers.families import paging, rows
from crawlers.families.ask import Ask, Role, following, referred
from crawlers.families.data import first_of, is_json, item_of, json_of
from crawlers.families.page import Item, ListingPage, UnparsedError

ARTICLE = re.compile(r"/m?post_\d+\.html$")
"""``/gkmlpt/content/2/2108/post_2108916.html`` and ``/…/content/post_10089469.html``"""

_SID = re.compile(r"\bSID[\"']?\s{0,5}[:=]\s{0,5}[\"']?(\d+)", re.I)
_COLUMN = re.compile(
    r"\b(?:column(?:_?id)?|cat(?:e|egory)?(?:_?id)?|channel_?id|cid)[\"']?\s{0,5}[:=]\s{0,5}[\"']?(\d+)", re.I
)
_API = re.compile(r"[\"']([^\"'\s]{0,200}/gkmlpt/api/all/\d+)(?:\?([^\"'\s]{0,200}))?[\"']")
_PATH = re.compile(r"/gkmlpt/(?:\w+/)?(\d+)(?:[/?#]|$)")
_API_PATH = re.compile(r"/gkmlpt/api/all/(\d+)")
_ROOT = re.compile(r"^.*?/gkmlpt(?=/|$)")
_DATES = ("display_publish_time", "first_publish_time", "publish_time", "date", "create_time", "created_at")


def evidence(page: ListingPage) -> str:
    """An address of the platform, its data, or post_N links."""
    if _API_PATH.search(page.asked) or (is_json(page) and '"articles"' in page.text):
        return "an answer of gkmlpt/api/all"
    if ("/gkmlpt" in page.asked or "/gkmlpt/api/all" in page.text) and _SID.search(page.text):
        return "a gkmlpt column with its SID"
    links = sum(bool(ARTICLE.search(url)) for url in page.links) if page.is_html else 0
    return f"{links} post_N.html links" if links >= 2 else ""


def items(page: ListingPage) -> list[Item]:
    """The articles of an answer; the rows of a portal's page. A post may lead off the site, to its WeChat account."""
    if page.absent:
        return []
    if not is_json(page):
        return rows.items(page, ARTICLE)
    found: dict[str, Item] = {}
    for article in _articles(page):
        item = item_of(page, first_of(article, "url", "post_url"), article.get("title"), first_of(article, *_DATES))
        if item:
            found.setdefault(item.url, item)
    return list(found.values())


def asks(page: ListingPage) -> list[Ask]:
    """The column's data; after an answer the next one while there are more; a portal's next page."""
    if page.absent:
        return paging.guessed(page)
    if is_json(page):
        return _after_answer(page)
    if api := _interface(page):
        return [_numbered(api, 1, page.asked.partition("#")[0], Role.DATA, 0)]
    link = paging.next_link(page) or paging.numbered_link(page) or paging.from_last(page)
    return following(link) or paging.guessed(page, ["index_{k}.html"])


def _after_answer(page: ListingPage) -> list[Ask]:
    articles, answer = _articles(page), json_of(page)
    seen = int(page.memo("seen") or 0) + len(articles)
    total = _number(answer.get("total"), 0)
    query = dict(parse_qsl(urlsplit(page.asked).query))
    number = _number(query.get("page"), 1)
    if not articles or (total and seen >= total):
        return []
    referer = page.memo("referer") or urljoin(page.asked, "/gkmlpt/index")
    return [_numbered(page.asked, number + 1, referer, Role.NEXT, seen)]


def _interface(page: ListingPage) -> str:
    """The address of a column's data, from the page's script, its fragment, or the source; empty where unknown."""
    given = page.override("parameters") or {}
    if stated := _API.search(page.text):
        path, query = stated.groups()
        if query or not _SID.search(page.text):
            return urljoin(page.url, f"{path}?{(query or '').replace('&amp;', '&')}")
    if "/gkmlpt" not in page.asked and "/gkmlpt/api/all" not in page.text:
        return ""  # the portal, not the platform
    sid, root = _SID.search(page.text), _ROOT.search(page.asked.partition("#")[0])
    stated = _PATH.search(page.asked) or _COLUMN.search(page.text)
    number = given.get("sid") or (sid.group(1) if sid else "")
    column = given.get("column") or _fragment(page.asked) or (stated.group(1) if stated else "")
    if not (number and column):
        return ""
    platform = root.group(0) if root else urljoin(page.url, "/gkmlpt")
    return f"{platform}/api/all/{column}?{urlencode({'page': 1, 'sid': number})}"


def _fragment(url: str) -> str:
    fragment = urlsplit(url).fragment
    return fragment if fragment.isdecimal() else ""


def _numbered(api: str, number: int, referer: str, role: Role, seen: int) -> Ask:
    parts = urlsplit(api)
    query = dict(parse_qsl(parts.query)) | {"page": str(number)}
    url = parts._replace(query=urlencode(query)).geturl()
    return Ask(url, role, None, referred(referer), {"referer": referer, "seen": seen})


def _number(value: object, usual: int) -> int:
    return int(str(value)) if str(value).isdecimal() else usual


def _articles(page: ListingPage) -> list[dict[str, Any]]:
    answer = json_of(page)
    articles = answer.get("articles") if isinstance(answer, dict) else None
    if not isinstance(articles, list):
        raise UnparsedError("JSON without articles, where gkmlpt's data are expected")
    return [article for article in articles if isinstance(article, dict)]
