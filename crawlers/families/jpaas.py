"""大汉 jpaas, the successor of jcms (many ministries, Jiangsu, Zhejiang): units of a page come as JSON with HTML in it.

The column page says of each unit what to ask for (``queryData="{'webId':'…','pageId':'…', …}"``) and where (``url=``);
only ``paramJson`` turns the pages, written without spaces.
"""

import json
import re
from typing import Any
from urllib.parse import urlencode, urljoin

from crawlers.families import rows
from crawlers.families.ask import Ask, Role, following, referred
from crawlers.families.data import is_json, json_of, markup_of
from crawlers.families.page import Item, ListingPage, UnparsedError
from crawlers.families.paging import next_link

ARTICLE = re.compile(r"/art/\d{4}/(?:\d{1,2}/\d{1,2}/)?art_[0-9a-z_]+\.s?html?$", re.I)
"""``/col/col123/art/2025/art_<32 hex digits>.html``, and the old form with month and day."""

_NEW_ARTICLE = re.compile(r"/art/\d{4}/art_[0-9a-f]{32}\.html$")
_QUERY = re.compile(
    r"queryData[\"']?\s{0,5}[:=]\s{0,5}(?:\"(\{[^\"]{0,4000}\})\"|'(\{[^']{0,4000}\})'|(\{[^{}]{0,4000}\}))", re.I
)
_BARE_KEY = re.compile(r"([{,]\s{0,9})(\w+)(\s{0,9}:)")
_PATH = re.compile(r"[\"']([^\"'\s]{0,200}/front/page/build/unit)\b")
_API = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_ROWS = re.compile(r"\brows=[\"']?(\d+)", re.I)
_COUNT = re.compile(r"\bcount=[\"']?(\d+)", re.I)
_PAGE_SIZE = re.compile(r"page_?size[\"']?\s{0,5}[:=]\s{0,5}[\"']?(\d+)", re.I)
_USUAL_SIZE = 15
_MOST_UNITS = 5
_NEEDED = {"webId", "pageId"}


def evidence(page: ListingPage) -> str:
    """The units' parameters, or articles with 32 hexadecimal digits."""
    if units := _units(page):
        return f"{len(units)} jpaas units (queryData)"
    links = sum(bool(_NEW_ARTICLE.search(url)) for url in page.links) if page.is_html else 0
    return f"{links} /art/YEAR/art_<32 hex> links" if links >= 2 else ""


def items(page: ListingPage) -> list[Item]:
    """Rows of the unit's HTML, or of the page."""
    if not is_json(page):
        return [] if page.absent else rows.items(page, ARTICLE)
    markup = _markup(page)
    return rows.items(page.fragment(markup, page.memo("column")), ARTICLE) if markup else []


def asks(page: ListingPage) -> list[Ask]:
    """The page's units; after a unit's answer its next page."""
    if is_json(page):
        return _after_answer(page)
    units = [] if page.absent else _units(page)
    if not units and page.body:
        return following(next_link(page))
    stated = _PATH.search(page.text)
    api = urljoin(page.url, stated.group(1) if stated else _API)
    size = _PAGE_SIZE.search(page.text) or _ROWS.search(page.text)
    memo = {"column": page.url, "api": api, "size": int(size.group(1)) if size else _USUAL_SIZE}
    memo["alone"] = len(units) == 1
    # Of several units all but one are menus and side columns: that they hold no rows is no cause for alarm.
    return [_unit(memo | {"unit": unit}, 1, Role.DATA, optional=len(units) > 1) for unit in units[:_MOST_UNITS]]


def _after_answer(page: ListingPage) -> list[Ask]:
    markup, number = _markup(page), page.memo("number")
    memo = dict(page.ask.memo) if page.ask else {}
    count, size = _COUNT.search(markup), _ROWS.search(markup)
    if number is None or not items(page):
        return []
    if count:
        # The server may keep to a size of its own, whatever is asked for.
        per_page = int(size.group(1)) if size else memo["size"]
        if number * max(1, per_page) >= int(count.group(1)):
            return []
    elif not memo["alone"] and not re.search(r"paginat|class=[\"'][^\"']*page", markup):
        return []
    return [_unit(memo, number + 1, Role.NEXT)]


def _unit(memo: dict[str, Any], number: int, role: Role, *, optional: bool = False) -> Ask:
    turned = json.dumps({"pageNo": number, "pageSize": memo["size"]}, separators=(",", ":"))
    url = f"{memo['api']}?{urlencode(memo['unit'] | {'paramJson': turned})}"
    return Ask(url, role, None, referred(memo["column"]), memo | {"number": number}, optional=optional)


def _markup(page: ListingPage) -> str:
    answer = json_of(page)
    if isinstance(answer, dict) and answer.get("success") is False:
        raise UnparsedError(f"the data interface refuses: {str(answer.get('message') or answer.get('msg'))[:100]!r}")
    return markup_of(page)


def _units(page: ListingPage) -> list[dict[str, str]]:
    """What the page says of its units, each once, ``parseType`` spelt as the site spells it (``bulidstatic`` too)."""
    found: list[dict[str, str]] = []
    for quoted in _QUERY.findall(page.text):
        text = "".join(quoted).replace("&quot;", '"').replace("&#39;", "'").replace("&amp;", "&")
        unit = _parsed(text)
        if unit.keys() >= _NEEDED and unit not in found:
            found.append(unit)
    return found


def _parsed(text: str) -> dict[str, str]:
    quoted = text.replace("'", '"')
    for candidate in (text, quoted, _BARE_KEY.sub(r'\1"\2"\3', quoted)):
        try:
            value = json.loads(candidate)
        except ValueError:
            continue
        if isinstance(value, dict):
            return {str(k): "null" if v is None else str(v) for k, v in value.items() if k != "paramJson"}
    return {}
