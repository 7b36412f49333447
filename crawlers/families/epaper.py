"""Newspapers' electronic pages (数字报): an issue a day, of several pages (版), each with its articles.

Three systems of one maker cover most papers; they differ in their addresses only:

- A: ``…/pc/layout/202503/10/node_01.html`` with ``…/pc/content/202503/10/content_30183818.html``
- B: ``…/html/2025-03/10/node_2.htm`` with ``content_7_12345.htm`` beside it
- C: ``…/content/20250310/Page01TB.htm`` with ``Articel01002TB.htm`` beside it (spelt as on the sites)

The entry leads to the newest issue, by a refresh or two or by its links. From an issue's front page the walk goes to
its other pages, and to the front page of the day before: a day without an issue is ordinary, ten of them end the walk.
"""

import re
from datetime import date, timedelta

from lxml.html import HtmlElement

from crawlers.families.ask import Ask, Role
from crawlers.families.page import Item, ListingPage, visible
from crawlers.issues import day_in, moved

ARTICLE = re.compile(r"/(?:content_\d[\w-]*|nw\.[\w.-]+|Artic(?:el|le)\w*|con[-_]\d+)\.s?html?$", re.I)
_NODE = re.compile(r"/(?:node_\w+|nbs\.[\w.-]+|col_?\d+|Page\d+\w*)\.s?html?$", re.I)
_ENTRY = re.compile(r"/(?:paperindex\.html?|layout/(?:index\.html?)?)$", re.I)
_INDEX_OF_ARTICLES = re.compile(r"/PageArticleIndex", re.I)

_DAY = timedelta(days=1)
_SHARE = 4

MOST_DAYS_WITHOUT = 10
"""Days in a row without an issue after which none is looked for: holidays close papers for a week and a bit."""


def evidence(page: ListingPage) -> str:
    """An address of an issue's page, or links to several."""
    if _NODE.search(page.url) and day_in(page.url):
        return f"a page of the issue of {day_in(page.url)}"
    days = _nodes(page) if page.is_html else {}
    nodes = sum(map(len, days.values()))
    # A portal links today's paper among much else; an entry links little else.
    if nodes >= 2 and nodes * _SHARE >= len(page.anchors):
        return f"links to pages of the issue of {max(days)}"
    return ""


def items(page: ListingPage) -> list[Item]:
    """The articles of a page of an issue, image maps included; none where another day's issue has answered."""
    issue = day_in(page.url)
    last = _last_day(page)
    if page.absent or _elsewhere(page) or (issue and last and issue > last):
        return []
    own = page.override("article_url")
    pattern = re.compile(own) if own else ARTICLE
    found: dict[str, Item] = {}
    for element, url in _links(page):
        if not pattern.search(url) or not (day_in(url) or issue):
            continue
        title = (element.get("title") or visible(element) or element.get("alt") or "").strip()
        known = found.get(url)
        if known is None or len(title) > len(known.title):
            found[url] = Item(url, title, day_in(url) or issue)
    return list(found.values())


def asks(page: ListingPage) -> list[Ask]:
    """The issue's other pages, and from its front page the day before."""
    wanted = page.memo("day") or day_in(page.url)
    if wanted and (page.absent or _elsewhere(page)):
        return _issue_of(page, wanted, wanted - _DAY, empty=True)
    days = _nodes(page)
    if wanted is None:
        return _newest(page, days)
    if (last := _last_day(page)) and wanted > last:
        return _issue_of(page, wanted, last, role=Role.DATA)  # the entry shows the newest issue, which is too new
    pages = [Ask(url, Role.PART, day=wanted, memo={"day": wanted}) for url in days.get(wanted, [])]
    # Whoever asked said which page is the front; where nobody did, it is the one that the entry led to.
    front = page.memo("front") or page.memo("day") is None
    empty = not pages and not items(page)
    return [*pages, *(_issue_of(page, wanted, wanted - _DAY, empty=empty) if front else [])]


def _newest(page: ListingPage, days: dict[date, list[str]]) -> list[Ask]:
    """The pages of the newest issue that an entry links; it is the same entry as long as they are the same."""
    if not days:
        return []
    day, last = max(days), _last_day(page)
    if last and day > last:
        front = ListingPage(days[day][0], b"", overrides=page.overrides)
        return _issue_of(front, day, last, role=Role.DATA)
    return [
        Ask(url, Role.PART, memo={"day": day, "front": place == 0}, day=day, version=day.isoformat())
        for place, url in enumerate(days[day])
    ]


def _issue_of(page: ListingPage, old: date, new: date, *, role: Role = Role.NEXT, empty: bool = False) -> list[Ask]:
    """The front page of an older issue, at the address that this one's has; none before the first day wanted."""
    without = (page.memo("without") or 0) + 1 if empty else 0
    first = page.override("from_day")
    # Where somebody named the days, all of them are looked at.
    if new < date.fromisoformat(first) if first else without >= MOST_DAYS_WITHOUT:
        return []
    url = moved(page.asked if day_in(page.asked) else page.url, old, new)
    memo = {"day": new, "front": True, "without": without}
    return [Ask(url, role, memo=memo, day=new, optional=True)]


def _last_day(page: ListingPage) -> date | None:
    stated = page.override("to_day")
    return date.fromisoformat(stated) if stated else None


def _elsewhere(page: ListingPage) -> bool:
    """Whether a day without an issue has led to another day's, or out of all issues."""
    return page.memo("day") is not None and page.memo("day") != day_in(page.url)


def _nodes(page: ListingPage) -> dict[date, list[str]]:
    """The pages of issues that a page links, by day, in page order."""
    found: dict[date, list[str]] = {}
    for _, url in _links(page):
        day = day_in(url)
        if day and _NODE.search(url) and not _INDEX_OF_ARTICLES.search(url) and url not in found.get(day, []):
            found.setdefault(day, []).append(url)
    return found


def _links(page: ListingPage) -> list[tuple[HtmlElement, str]]:
    areas = ((area, page.link(area.get("href"))) for area in page.tree.iter("area") if area.get("href"))
    return [*page.anchors, *((area, url) for area, url in areas if url)]
