"""The days of a newspaper in its addresses: ``…/202503/10/node_01.html`` is the issue of 10 March 2025."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

_BEIJING = ZoneInfo("Asia/Shanghai")
_FORMS = ("%Y-%m/%d", "%Y%m/%d", "%Y/%m/%d", "%Y-%m-%d", "%Y%m%d")
_DATED = re.compile(r"/((?:19|20)\d\d)(-?|/)(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?=/)")
_IN_NAME = re.compile(r"[_.]((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[_.-]")
PLACES = ("{yyyy}", "{mm}", "{dd}")
"""What stands for the day in a start URL: ``http://paper.example/html/{yyyy}-{mm}/{dd}/node_1.htm``."""


def day_in(url: str) -> date | None:
    """The day of the issue that an address belongs to, or None."""
    for found in (_DATED.search(url), _IN_NAME.search(url)):
        if found:
            year, month, day = found.group(1), *found.groups()[-2:]
            try:
                return date(int(year), int(month), int(day))
            except ValueError:
                continue
    return None


def moved(url: str, old: date, new: date) -> str:
    """The same address in another issue, wherever and however the day stands in it."""
    for form in _FORMS:
        url = url.replace(old.strftime(form), new.strftime(form))
    return url


def has_places(url: str) -> bool:
    """Whether an address is a pattern with places for the day."""
    return "{" in url or "}" in url


def filled(pattern: str, day: date) -> str:
    """The address for a day."""
    for place, value in zip(PLACES, (f"{day.year:04}", f"{day.month:02}", f"{day.day:02}"), strict=True):
        pattern = pattern.replace(place, value)
    return pattern


def today() -> date:
    """Today where the newspapers appear."""
    return datetime.now(_BEIJING).date()
