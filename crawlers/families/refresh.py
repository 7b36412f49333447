"""Pages that only lead on to another: ``<meta http-equiv="refresh">``, or a script that sets the location."""

import re

from lxml.html import HtmlElement

from crawlers.families.page import ListingPage, UnparsedError

_META = re.compile(r"(?:(\d{1,6})(?:\.\d)?[;,]?)?(?:url=)?['\"]?([^'\"]+)", re.I)
_SCRIPT = re.compile(
    r"\blocation(?:\.href)?\s{0,9}=\s{0,9}['\"]([^'\"]+)['\"]|\blocation\.(?:replace|assign)\(\s{0,9}['\"]([^'\"]+)['\"]"
)
_LONGEST_WAIT = 10
"""Seconds: a page that refreshes later than that is a page that renews itself."""

_MOST_TEXT = 100


def target(page: ListingPage) -> str | None:
    """Where a page without content leads; None for every other page."""
    if not page.body or not page.is_html:
        return None
    try:
        found = _meta(page) or _script(page)
    except UnparsedError:
        return None
    return found if found and found != page.link(page.url) else None


def _meta(page: ListingPage) -> str | None:
    for element in page.tree.iter("meta"):
        found = _META.match(_content(element)) if (element.get("http-equiv") or "").lower() == "refresh" else None
        if found and int(found.group(1) or 0) <= _LONGEST_WAIT and not found.group(2).isdigit():
            return page.link(found.group(2))
    return None


def _content(element: HtmlElement) -> str:
    """``0; URL = html/2025-03/10/node_2.htm`` without the white space."""
    return "".join((element.get("content") or "")[:2_000].split())


def _script(page: ListingPage) -> str | None:
    body = page.tree.find("body")
    words = "".join(body.itertext()) if body is not None else ""
    scripts = "".join("".join(script.itertext()) for script in page.tree.iter("script"))
    if len("".join(words.replace(scripts, "").split())) > _MOST_TEXT and len(page.body) > 2_000:
        return None
    found = _SCRIPT.search(scripts)
    return page.link(found.group(1) or found.group(2)) if found else None
