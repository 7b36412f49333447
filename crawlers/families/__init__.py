"""CMS families: how a listing of one kind of site is recognised, read and paged through.

A family is a module with the functions of :class:`Family`; :data:`FAMILIES` names them in the order in which evidence
is asked for. Adding one is a module and a line here.
"""

from types import ModuleType
from typing import NamedTuple, Protocol, cast

from crawlers.families import generic, jeecms, rss, trs_wcm, vsb
from crawlers.families.page import Item, ListingPage, UnparsedError

__all__ = ["FAMILIES", "Family", "Item", "ListingPage", "Reading", "UnparsedError", "choose"]


class Family(Protocol):
    """What every family module offers."""

    def evidence(self, page: ListingPage) -> str:
        """What on the page speaks for this family, in words; empty where nothing does."""

    def items(self, page: ListingPage) -> list[Item]:
        """The listing's links in page order, each URL once. Raises :class:`UnparsedError`."""

    def next_page(self, page: ListingPage) -> str | None:
        """The URL of the next, older page, or None at the end."""


_MODULES: dict[str, ModuleType] = {"rss": rss, "jeecms": jeecms, "vsb": vsb, "trs_wcm": trs_wcm, "generic": generic}

FAMILIES: dict[str, Family] = {name: cast(Family, module) for name, module in _MODULES.items()}
"""By name. ``generic`` is last: it takes every page."""


class Reading(NamedTuple):
    """A family chosen for a page, and why."""

    name: str
    family: Family
    evidence: str


def choose(name: str, page: ListingPage) -> Reading:
    """The family of that name; for ``auto`` the first that finds evidence on the page."""
    if name != "auto":
        return Reading(name, FAMILIES[name], "named by the source")
    for candidate, family in FAMILIES.items():
        if found := family.evidence(page):
            return Reading(candidate, family, found)
    return Reading("generic", FAMILIES["generic"], "no other family")
