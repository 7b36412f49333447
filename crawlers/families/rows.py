"""Finds a listing's rows by their structure: links that stand in like places, with dates or article URLs.

No selector of a site is needed. Rows that share their place in the tree are a group; a group is the listing, or a part
of it, where most of its rows print a date, or where most of its links look like articles of the family.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from lxml.html import HtmlElement

from crawlers.families.links import printed_date, url_date
from crawlers.families.page import Item, ListingPage, visible

_NEVER_ROWS = {"body", "html", "ul", "ol", "tbody", "table", "form"}
_ROWS = {"li", "tr"}
_MAX_ROW_LINKS = 3
"""A row may hold a link to its column beside the title: "[通知公告] 关于…"."""

_FURNITURE = re.compile(r"nav|menu|foot|header|crumb|position|location|pager?(?:$|[\s_-])|friend|copyright", re.I)
_PAGER_TEXT = re.compile(r"(?:第?\d+页?|[上下前后]一?页|[首尾末]页|更多|more|next|prev|go|跳转|[<>«»‹›….]+)+", re.I)
_DATE = (
    r"[\[(（【]?\s*(?:20|19)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?(?:\s+\d\d:\d\d(?::\d\d)?)?\s*[\])）】]?"
)
# A date that stands apart at an end of the link's text is the row's; one inside it is the title's.
_DATE_AT_END = re.compile(rf"^{_DATE}\s+|\s+{_DATE}$")

ARTICLE_LIKE = re.compile(
    r"/[^/?]*\d{4}[^/?]*(?:\.\w{3,5})?$"  # /content_1064102, /3620626.html
    r"|[0-9a-f]{32}"
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}"
    r"|/(?:info|detail|article|content|show|art|view)[/_-].*\d+(?:\.\w{3,5})?$"
    r"|/20\d\d[-/]?\d{0,2}[-/]?\d{0,2}/.*\d"
    r"|[?&]\w*id=\d+",
    re.I,
)
"""What an article's URL looks like where nothing is known of the site."""

LIST_LIKE = re.compile(r"/(?:index|list|node|col|channels?|column)[_-]?\d*(?:\.\w{3,5})?/?$|/$", re.I)
"""What the URL of a column or its listing looks like."""

_MIN_TITLE = 5
_MAJORITY = 0.5


@dataclass(frozen=True, eq=False)
class _Row:
    element: HtmlElement
    anchor: HtmlElement
    url: str
    title: str

    @cached_property
    def printed(self) -> date | None:
        """The date beside the title; one inside the title ("自2024年1月1日起") is none of the row's."""
        beside = " ".join(_texts_outside(self.element, self.anchor))
        inside = visible(self.anchor).replace(self.title, " ") if self.title else ""
        return printed_date(beside) or printed_date(inside)

    @property
    def place(self) -> tuple[str, ...]:
        """Where the row stands: tags and classes of what holds it, without what differs from row to row."""
        return (self.element.tag, *(_name(parent) for parent in self.element.iterancestors()))

    @property
    def in_furniture(self) -> bool:
        """Whether it stands in a menu, a footer, a pager or a bread crumb."""
        holders = (self.element, *self.element.iterancestors())
        return any(
            parent.tag in {"nav", "footer", "header"} or _FURNITURE.search(f"{parent.get('class')} {parent.get('id')}")
            for parent in holders
            if parent.tag not in {"body", "html"}
        )


def items(page: ListingPage, article: re.Pattern[str] = ARTICLE_LIKE) -> list[Item]:
    """The links of the page's list or lists, in page order, each URL once.

    ``article`` is what the family's article URLs look like. The source may override: ``list_at`` (an XPath that
    finds the element or elements that hold the list) and ``article_url`` (a regular expression).
    """
    own = page.override("article_url")
    article = re.compile(own) if own else article
    rows = _rows(page)
    if within := page.override("list_at"):
        holders = set(page.tree.xpath(within))
        chosen = [row for row in rows if holders.intersection((row.element, *row.element.iterancestors()))]
    else:
        chosen = _listed(rows, article)
    return _unique(chosen)


def every(page: ListingPage) -> list[Item]:
    """All links of a fragment that is nothing but a list: the records of a data interface."""
    own = page.override("article_url")
    return _unique([row for row in _rows(page) if not own or re.search(own, row.url)])


def _rows(page: ListingPage) -> list[_Row]:
    """One row for each link with a text that is no pager; of several links in a row the one with the longest title."""
    inside: dict[HtmlElement, set[str]] = defaultdict(set)
    for anchor, url in page.anchors:
        for parent in anchor.iterancestors():
            inside[parent].add(url)
    best: dict[HtmlElement, _Row] = {}
    for anchor, url in page.anchors:
        title = _title(anchor)
        if not title or _PAGER_TEXT.fullmatch(title):
            continue
        element = _row_element(anchor, inside)
        if element not in best or len(title) > len(best[element].title):
            best[element] = _Row(element, anchor, url, title)
    return list(best.values())


def _row_element(anchor: HtmlElement, inside: dict[HtmlElement, set[str]]) -> HtmlElement:
    """The largest element around a link that holds no other link, or its ``li``/``tr`` if that holds few."""
    row = anchor
    for parent in anchor.iterancestors():
        if parent.tag in _NEVER_ROWS:
            break
        if len(inside[parent]) > 1:
            if parent.tag in _ROWS and len(inside[parent]) <= _MAX_ROW_LINKS:
                return parent
            break
        row = parent
        if parent.tag in _ROWS:
            break
    return row


def _title(anchor: HtmlElement) -> str:
    """The full title: ``title=`` where it says more than the text, often cut with "…"; else a picture's alt."""
    stated = " ".join((anchor.get("title") or "").split())
    text = _DATE_AT_END.sub("", " ".join(part for part in map(str.strip, anchor.itertext()) if part))
    if stated and (len(stated) >= len(text) or text.endswith(("…", "...", "．．．"))):
        return stated
    if text:
        return text
    return next((image.get("alt").strip() for image in anchor.iter("img") if image.get("alt")), "")


def _listed(rows: list[_Row], article: re.Pattern[str]) -> list[_Row]:
    groups: dict[tuple[str, ...], list[_Row]] = defaultdict(list)
    for row in rows:
        groups[row.place].append(row)
    dated = [group for group in groups.values() if _share(bool(row.printed) for row in group) >= _MAJORITY]
    looks = [group for group in groups.values() if group not in dated and _looks_listed(group, article)]
    if dated and article is ARTICLE_LIKE:
        looks = []  # a guess at URLs adds nothing where the list shows itself
    chosen = {id(row) for group in (*dated, *looks) for row in group}
    return [row for row in rows if id(row) in chosen]


def _looks_listed(group: list[_Row], article: re.Pattern[str]) -> bool:
    fitting = (bool(article.search(row.url)) and not LIST_LIKE.search(row.url) for row in group)
    titled = (len(row.title) >= _MIN_TITLE for row in group)
    if _share(fitting) < _MAJORITY or _share(titled) < _MAJORITY:
        return False
    return not all(row.in_furniture for row in group)


def _share(flags: Iterable[bool]) -> float:
    values = list(flags)
    return sum(values) / len(values)


def _unique(rows: list[_Row]) -> list[Item]:
    found: dict[str, Item] = {}
    for row in rows:
        item = Item(row.url, row.title, row.printed or url_date(row.url))
        known = found.get(row.url)
        if known is None or len(item.title) > len(known.title):
            found[row.url] = Item(item.url, item.title, item.date or (known.date if known else None))
    return list(found.values())


def _texts_outside(row: HtmlElement, anchor: HtmlElement) -> list[str]:
    """The texts of a row but for the link's own."""
    if row is anchor:
        return []
    texts = []
    for element in row.iter():
        within = element is anchor or anchor in element.iterancestors()
        if not within and isinstance(element.tag, str) and element.tag not in {"script", "style"}:
            texts.append(element.text or "")
        if element is not row and anchor not in element.iterancestors():
            texts.append(element.tail or "")
    return texts


def _name(element: HtmlElement) -> str:
    classes = [part for part in (element.get("class") or "").split() if not re.search(r"\d", part)]
    return ".".join([str(element.tag), *classes])
