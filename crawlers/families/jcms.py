"""大汉 jcms: ``/col/col48525/index.html`` columns whose rows come from ``dataproxy.jsp`` as XML.

The column's script names the interface and what it wants (``columnid``, ``unitid``, ``webid`` …). It answers a POST
with ``<datastore>…<record><![CDATA[<li>…</li>]]></record>``, some servers a GET with a number of the page, for which
the answer names the next one (``<nextgroup>``). The first group may stand in the column page itself. Where the
interface answers nothing, as on some sites of Shandong, the column's own HTML is the list, and ``?uid=…&pageNum=2`` its
next page.
"""

import re
from typing import Any
from urllib.parse import unquote, urlencode, urljoin

from crawlers.families import paging, rows
from crawlers.families.ask import Ask, Role, following, referred
from crawlers.families.page import Item, ListingPage

ARTICLE = re.compile(r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.s?html?$")
"""``/art/2010/7/6/art_1382198_12315978.html``"""

_COLUMN = re.compile(r"/col/col(\d+)/")
_RECORD = re.compile(r"<record(?:\s[^>]{0,99})?>", re.I)
_RECORD_END = re.compile(r"</record\s{0,9}>", re.I)
_NEXT_GROUP = re.compile(r"<nextgroup>\s{0,9}(?:<!\[CDATA\[)?\s{0,9}<a\s[^>]{0,99}href=[\"']([^\"']+)", re.I)
_PROXY = re.compile(r"[\"'(]([^\"'()\s]{0,200}/dataproxy\.jsp)\b")
_TOTAL = re.compile(r"total_?record[\"']?>?\s*[:=]?\s*[\"']?(\d+)", re.I)
_PER_PAGE = re.compile(r"per_?page[\"']?\s*[:=]\s*[\"']?(\d+)", re.I)
_PROXIES = ("/module/web/jpage/dataproxy.jsp", "/module/jpage/dataproxy.jsp")
_DEFAULTS = {"col": "1", "appid": "1", "webid": "", "path": "/", "columnid": "", "sourceContentType": "1"}
_DEFAULTS |= {"unitid": "", "webname": "", "permissiontype": "0"}
_NEAR = 800
"""Characters around ``unitid`` where the other parameters stand: ``path`` and ``col`` mean other things elsewhere."""

_PAGES_IN_GROUP = 3
"""The script of these pages fetches three of them at once."""


def evidence(page: ListingPage) -> str:
    """The data interface, its records, or the addresses of columns and articles."""
    if "dataproxy.jsp" in page.text:
        return "a list from dataproxy.jsp"
    links = sum(bool(ARTICLE.search(url)) for url in page.links) if page.is_html else 0
    if links >= 2:
        return f"{links} /art/Y/M/D/art_COLUMN_ID links"
    return "a /col/colN/ address" if links and _COLUMN.search(page.url) else ""


def items(page: ListingPage) -> list[Item]:
    """The records; on a page without records its rows."""
    if page.absent:
        return []
    if records := _records(page):
        return rows.every(page.fragment("".join(records), page.memo("column") or page.url))
    return [] if page.memo("column") else rows.items(page, ARTICLE)


def asks(page: ListingPage) -> list[Ask]:
    """The next group of records, by the answer's own link or by counting."""
    if page.memo("column"):
        return _after_answer(page)
    if page.memo("uid"):
        return _html_page(page)
    records, parameters = len(_records(page)), _parameters(page)
    memo: dict[str, Any] = {"column": page.url, "parameters": parameters, "per_page": _per_page(page)}
    memo |= {"total": _total(page), "first": _first(page), "proxies": _proxies(page)}
    memo |= {"link": paging.next_link(page), "pages": paging.total_pages(page)}
    if group := _NEXT_GROUP.search(page.text):
        return [_grouped(page, group.group(1), memo)]
    if parameters["columnid"] and parameters["unitid"]:
        if records and (not memo["total"] or records >= memo["total"]):
            return []
        return [_counted(memo, records + 1, Role.NEXT if records else Role.DATA)]
    return following(paging.next_link(page) or paging.numbered_link(page)) or paging.guessed(page)


def _after_answer(page: ListingPage) -> list[Ask]:
    memo = dict(page.ask.memo) if page.ask else {}
    records = _records(page)
    if page.absent and memo["proxies"][1:]:
        return [_counted(memo | {"proxies": memo["proxies"][1:]}, memo["start"], Role.DATA)]
    if not records:
        return _without_proxy(page, memo) if memo.get("start", 0) == 1 else []
    memo["total"] = _total(page) or memo["total"]
    # The server gives the same records whatever was asked for: it may count by pages instead.
    again = _first(page) == memo["first"] is not None
    memo["first"] = memo["first"] or _first(page)
    if group := _NEXT_GROUP.search(page.text):
        return [_grouped(page, group.group(1), memo, Role.DATA if again else Role.NEXT)]
    if "start" not in memo:
        return []
    if again:
        return [] if memo.get("by_page") else [_by_page(memo)]
    end = memo["start"] + len(records) - 1
    if memo.get("by_page"):
        return [_by_page(memo | {"start": end + 1})] if end < (memo["total"] or 0) else []
    return [_counted(memo, end + 1)] if end < (memo["total"] or end + 1) else []


def _counted(memo: dict[str, Any], start: int, role: Role = Role.NEXT) -> Ask:
    """Records from a number on: ``?startrecord=46&endrecord=90&perpage=15`` with the column in a form."""
    per_page = memo["per_page"]
    query = {"startrecord": start, "endrecord": start + per_page * _PAGES_IN_GROUP - 1, "perpage": per_page}
    url = f"{urljoin(memo['column'], memo['proxies'][0])}?{urlencode(query)}"
    headers = referred(memo["column"], **{"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"})
    optional = role is Role.DATA  # where it is missing, there is another address, or the column itself
    return Ask(url, role, urlencode(memo["parameters"]), headers, memo | {"start": start}, optional=optional)


def _by_page(memo: dict[str, Any]) -> Ask:
    """Records by the number of the page, for servers that heed no ``startrecord``."""
    number = memo.get("by_page", 1) + 1
    query = {"page": number, **memo["parameters"]}
    url = f"{urljoin(memo['column'], memo['proxies'][0])}?{urlencode(query)}"
    return Ask(url, Role.DATA, None, referred(memo["column"]), memo | {"by_page": number})


def _grouped(page: ListingPage, link: str, memo: dict[str, Any], role: Role = Role.NEXT) -> Ask:
    url = urljoin(page.url, link.replace("&amp;", "&"))
    return Ask(url, role, None, referred(memo["column"]), {k: v for k, v in memo.items() if k != "start"})


def _without_proxy(page: ListingPage, memo: dict[str, Any]) -> list[Ask]:
    """The column's second page as HTML: its first was read when it came."""
    if memo["pages"] == 1:
        return []
    uid = memo["parameters"]["unitid"]
    noted = {"uid": uid, "number": 2, "of": memo["column"], "pages": memo["pages"]}
    url = memo["link"] or _html_address(memo["column"], uid, 2)
    return [Ask(url, Role.DATA, memo=noted, optional=True)]


def _html_page(page: ListingPage) -> list[Ask]:
    """The column's next page as HTML, while there is something on this one."""
    number, pages = page.memo("number") + 1, page.memo("pages")
    if page.absent or not items(page) or (pages and number > pages):
        return []
    url = paging.next_link(page) or _html_address(page.memo("of"), page.memo("uid"), number)
    return [Ask(url, memo={**(page.ask.memo if page.ask else {}), "number": number}, optional=True)]


def _html_address(column: str, uid: str, number: int) -> str:
    return f"{column.partition('?')[0]}?{urlencode({'uid': uid, 'pageNum': number})}"


def _records(page: ListingPage) -> list[str]:
    """The HTML of each record; by its marks, since answers are not always well-formed."""
    pieces = _RECORD.split(page.text)[1:] if page.body else []
    return [_RECORD_END.split(piece, 1)[0].strip().removeprefix("<![CDATA[").removesuffix("]]>") for piece in pieces]


def _first(page: ListingPage) -> str | None:
    records = _records(page)
    return records[0].strip() if records else None


def _total(page: ListingPage) -> int:
    found = _TOTAL.search(page.text) if page.body else None
    return int(found.group(1)) if found else 0


def _per_page(page: ListingPage) -> int:
    found = _PER_PAGE.search(page.text)
    return max(1, int(found.group(1))) if found else 15


def _proxies(page: ListingPage) -> list[str]:
    stated = _PROXY.search(page.text)
    return [stated.group(1)] if stated else list(_PROXIES)


def _parameters(page: ListingPage) -> dict[str, str]:
    """What the interface wants to know: from the source's override, the page's script, or what is usual."""
    given = page.override("parameters") or {}
    values = {name: given.get(name) or _stated(page, name) or usual for name, usual in _DEFAULTS.items()}
    column = _COLUMN.search(page.url)
    return values | {"columnid": values["columnid"] or (column.group(1) if column else "")}


def _stated(page: ListingPage, name: str) -> str:
    """``columnid:48525``, ``"columnid": "48525"``, ``columnid = '48525'``, ``&columnid=48525``, near ``unitid``."""
    near = re.search(r"unitid", page.text, re.I)
    if near is None:
        return ""
    text = page.text[max(0, near.start() - _NEAR) : near.end() + _NEAR]
    value = r"[\"']?\s{0,5}[:=]\s{0,5}(?:\"([^\"]*)\"|'([^']*)'|([^\"'&,;\s<>})]+))"
    found = re.search(rf"(?<![\w-])(?:(?<=[?&]){name}=([^&\"'\s<>]*)|{name}{value})", text, re.I)
    if found is None:
        return ""
    return unquote(found.group(1)) if found.group(1) else next((part for part in found.groups()[1:] if part), "")
