"""CMS families: how a listing of one kind of site is recognised, read and paged through.

A family is a module with the names of :class:`Family`; :data:`FAMILIES` lists them in the order in which evidence is
asked for. Adding one is a module and a line here.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import ModuleType
from typing import Any, NamedTuple, Protocol, cast

from crawlers import issues
from crawlers.families import (
    c_column,
    easysite,
    epaper,
    generic,
    gkmlpt,
    jcms,
    jeecms,
    jpaas,
    refresh,
    rss,
    sitemap,
    trs_wcm,
    ucap,
    uuid_columns,
    vsb,
)
from crawlers.families.ask import Ask, Role, mark
from crawlers.families.page import Item, ListingPage, UnparsedError

__all__ = [
    "FAMILIES",
    "Answer",
    "Ask",
    "Detection",
    "Family",
    "Item",
    "ListingPage",
    "Reading",
    "Role",
    "UnparsedError",
    "detect",
    "read",
    "start",
    "walk",
]


class Family(Protocol):
    """What every family module offers."""

    ARTICLE: re.Pattern[str]
    """What the family's article URLs look like."""

    def evidence(self, page: ListingPage) -> str:
        """What on the page speaks for this family, in words; empty where nothing does."""

    def items(self, page: ListingPage) -> list[Item]:
        """The listing's links in page order, each URL once. Raises :class:`UnparsedError`."""

    def asks(self, page: ListingPage) -> list[Ask]:
        """What the page leads to: parts of the listing, and the next, older page. Empty at the end."""


_MODULES: dict[str, ModuleType] = {
    "sitemap": sitemap,
    "rss": rss,
    "jpaas": jpaas,
    "jcms": jcms,
    "gkmlpt": gkmlpt,
    "ucap": ucap,
    "epaper": epaper,
    "uuid_columns": uuid_columns,
    "jeecms": jeecms,
    "vsb": vsb,
    "c_column": c_column,
    "trs_wcm": trs_wcm,
    "easysite": easysite,
    "generic": generic,
}

FAMILIES: dict[str, Family] = {name: cast(Family, module) for name, module in _MODULES.items()}
"""By name. ``generic`` is last: it takes every page."""


class Detection(NamedTuple):
    """A family chosen for a page, and why."""

    family: str
    evidence: str


class Reading(NamedTuple):
    """A listing page, read: by which family and why, its items in page order, and what it leads to."""

    family: str
    evidence: str
    items: list[Item]
    asks: list[Ask]


class Answer(NamedTuple):
    """What came of an ask: the URL that answered, its status, bytes and the charset that the server stated."""

    url: str
    status: int
    body: bytes
    charset: str = ""


def detect(page: ListingPage, named: str = "auto") -> Detection:
    """The family of that name; for ``auto`` the first that finds evidence on the page."""
    if named != "auto":
        return Detection(named, "named by the source")
    for name, family in FAMILIES.items():
        if found := family.evidence(page):
            return Detection(name, found)
    return Detection("generic", "no other family")


def read(page: ListingPage, named: str = "auto") -> Reading:
    """Detects and reads a page. Later pages of a listing are read under the family of the first.

    A page that only refreshes has the family of the one that it leads to: it is ``auto`` until then. Raises
    :class:`UnparsedError` for bytes that are no page, feed or data of the family.
    """
    found = detect(page, named)
    family = FAMILIES[found.family]
    items, asks = family.items(page), family.asks(page)
    if not items and not asks and (target := refresh.target(page)):
        ask = Ask(target, Role.DATA, memo=page.ask.memo if page.ask else {})
        return Reading(named, "a page that leads to another", [], [ask])
    return Reading(found.family, found.evidence, items, asks)


def start(url: str, overrides: Mapping[str, Any] | None = None) -> Ask:
    """The first ask of a listing: a start URL of a source, its places for a day filled with the newest day wanted.

    That is the override ``to_day``, or today.
    """
    given = overrides or {}
    referer = given.get("referer") or ucap.first_referer(url)
    headers = (("Referer", str(referer)),) if referer else ()
    if not issues.has_places(url):
        return Ask(url, Role.DATA, None, headers)
    day = date.fromisoformat(given["to_day"]) if given.get("to_day") else issues.today()
    memo = {"day": day, "front": True}
    return Ask(issues.filled(url, day), Role.DATA, None, headers, memo, day, optional=True)


def walk(
    url: str,
    fetch: Callable[[Ask], Answer],
    *,
    family: str = "auto",
    overrides: Mapping[str, Any] | None = None,
    most: int = 10,
) -> Iterator[tuple[ListingPage, Reading]]:
    """The pages of a listing one after another, without a spider: at most ``most`` calls of ``fetch``.

    ``fetch`` makes the request and returns what came, whatever its status, or raises what it likes. An answer that is
    no page ends the walk, but for the 404 of an optional ask. Raises :class:`UnparsedError`.
    """
    given = tuple((overrides or {}).items())
    first = start(url, overrides)
    waiting, seen = deque([(first, 1)]), {mark(first)}
    for _ in range(most):
        if not waiting:
            return
        ask, number = waiting.popleft()
        answer = fetch(ask)
        absent = ask.optional and answer.status in {404, 410}
        if not absent and not 200 <= answer.status < 300:
            return
        page = ListingPage(answer.url, answer.body, answer.charset, number, given, ask, absent)
        reading = read(page, family)
        family = reading.family
        yield page, reading
        for more in reading.asks:
            if mark(more) not in seen:
                seen.add(mark(more))
                waiting.append((more, number + (more.role is Role.NEXT)))
