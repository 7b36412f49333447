"""What a listing leads to: a request that a family wants made, described without any HTTP library."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode


class Role(StrEnum):
    """How an answer belongs to the page that asked for it."""

    NEXT = "next"
    """The next, older page: not asked for where everything older is known."""

    PART = "part"
    """A piece of what the page tells of: a page of a newspaper's issue, a sitemap of an index. Not asked for where the
    page has not changed."""

    DATA = "data"
    """What a page of script shows, behind its data interface; what a refresh leads to. Always asked for: the page
    itself stays the same whatever is new."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request for a listing page.

    ``url`` is complete. ``form`` (already URL-encoded) makes it a POST. ``headers`` are what the server insists on.
    ``memo`` is what the family knows at the asking page and needs at the answer. ``day`` is the date that all of the
    answer's items have, where the family knows it before. ``version`` is what the asking page says of the answer's
    state (a sitemap's ``lastmod``): a page without items of its own has changed where a version has.
    ``optional``: 404 is an ordinary answer (a day on which a newspaper has no issue). ``turn`` counts the times that a
    walk has begun anew: an address is asked for once in each.
    """

    url: str
    role: Role = Role.NEXT
    form: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    memo: Mapping[str, Any] = field(default_factory=dict)
    day: date | None = None
    version: str = ""
    optional: bool = False
    turn: int = 0

    @property
    def method(self) -> str:
        """``GET`` or ``POST``."""
        return "GET" if self.form is None else "POST"

    @property
    def key(self) -> str:
        """What makes two asks the same: the URL, and for a POST its form in the way of web archives.

        ``…/dataproxy.jsp?startrecord=1&__wb_method=POST&columnid=12`` is pywb's convention. Two columns of a site are
        one URL to their data interface: under it alone, one would be taken for the other.
        """
        if self.form is None:
            return self.url
        joint = "&" if "?" in self.url else "?"
        return f"{self.url}{joint}{urlencode({'__wb_method': 'POST'})}&{self.form}"


def mark(ask: Ask) -> tuple[str, int]:
    """What is asked for once in a walk."""
    return ask.key, ask.turn


def referred(by: str, **more: str) -> tuple[tuple[str, str], ...]:
    """The headers that data interfaces insist on: which page asks, and that its script does."""
    return (("Referer", by), ("X-Requested-With", "XMLHttpRequest"), *more.items())


def following(url: str | None) -> list[Ask]:
    """The asks of a family whose listings go on at one URL, or end."""
    return [Ask(url)] if url else []
