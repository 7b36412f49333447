"""Dates as pages print them, and which of them a page can have been published on."""

import copy
import re
from datetime import UTC, date, datetime, timedelta, timezone

from lxml import html

from crawlers.reading.dom import Element

BEIJING = timezone(timedelta(hours=8))
EARLIEST = date(1998, 1, 1)
"""Before this no Chinese government had a web site; an earlier date is a date in the text or a default of the CMS."""

_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*(?:[-/.．－]|年)\s*(0?[1-9]|1[0-2])\s*(?:[-/.．－]|月)\s*(0?[1-9]|[12]\d|3[01])(?!\d)\s*日?"
    r"|(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=\s|$|T|\d{4,6}(?!\d))"
)
_OFFSET = re.compile(r"T(\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)")
TIME = re.compile(r"^\s*[T,，]?\s*(上午|下午)?\s*\d{1,2}\s*[:：时]\s*\d{1,2}\s*分?(\s*[:：]\s*\d{1,2})?(\.\d+)?秒?")


def find_date(text: str) -> tuple[date, int, int] | None:
    """The first date in a text with its start and end (code points), or None."""
    for match in _DATE.finditer(text):
        year, month, day = (int(part) for part in (match.groups()[:3] if match.group(1) else match.groups()[3:6]))
        try:
            return date(year, month, day), match.start(), match.end()
        except ValueError:  # 2025-02-30
            continue
    return None


# The day stands large above the month: "<b>08</b><span>2025-07</span>".
_DAY_FIRST = re.compile(r"\s*(3[01]|[12]\d|0?[1-9])\s*((?:19|20)\d{2})\s*[-./年]\s*(1[0-2]|0?[1-9])\s*月?\s*")


def field_date(text: str) -> date | None:
    """The date of an element that holds nothing else, the day first too."""
    found = _DAY_FIRST.fullmatch(text)
    if found is None:
        return stamp_date(text)
    try:
        return date(int(found.group(2)), int(found.group(3)), int(found.group(1)))
    except ValueError:
        return None


def stamp_date(text: str) -> date | None:
    """The date of a machine's stamp, in China: ``2025-03-27T18:30:00Z`` is the 28th there."""
    found = find_date(text)
    if found is None:
        return None
    day, start, _ = found
    zoned = _OFFSET.search(text, start)
    if zoned is None:
        return day
    offset = zoned.group(3).replace(":", "")
    minutes = 0 if offset == "Z" else int(offset[0] + "1") * (int(offset[1:3]) * 60 + int(offset[3:5]))
    try:
        local = datetime(day.year, day.month, day.day, int(zoned.group(1)), int(zoned.group(2)), tzinfo=UTC)
        return (local - timedelta(minutes=minutes)).astimezone(BEIJING).date()
    except (ValueError, OverflowError):
        return day


# What templates hand to their own scripts: the moment of publication as seconds or as text.
_EPOCH = re.compile(r"\bvar\s+(?:ct|publish_?time|pubtime)\s*=\s*[\"'](\d{10})[\"']", re.I)
_SCRIPT = re.compile(
    r"\b(?:pub_?time|publish_?time|pub_?date|publish_?date)[\"']?\s*[:=]\s*[\"'](\d{4}-\d\d-\d\d[^\"']{0,20})[\"']",
    re.I,
)


def script_date(root: Element) -> str:
    """The moment of publication a page's own script states, as an ISO day; empty where none does."""
    for script in root.iterfind(".//script"):
        text = (script.text or "")[:100_000]
        if found := _EPOCH.search(text):
            return datetime.fromtimestamp(int(found.group(1)), BEIJING).date().isoformat()
        if found := _SCRIPT.search(text):
            return found.group(1)
    return ""


def head_date(root: Element, url: str, fetched: datetime | None) -> date | None:
    """The date that htmldate finds in the head or the address: many more tags than are named here.

    The body is kept from it: there it takes dates of sidebars and of running sentences ("2025年以来").
    """
    from htmldate import find_date as find  # noqa: PLC0415 - needed only where no rule of ours holds

    head = root.find("head")
    if head is None:
        return None
    tree = html.Element("html")
    tree.append(copy.deepcopy(head))
    tree.append(html.Element("body"))
    try:
        earliest, last = EARLIEST.isoformat(), latest(fetched).isoformat()
        found = find(
            tree, url=url or None, original_date=True, extensive_search=False, min_date=earliest, max_date=last
        )
        return date.fromisoformat(found) if found else None
    except Exception:  # whatever another library trips over, the date is unknown
        return None


def latest(fetched: datetime | None) -> date:
    """No page is published after its fetch; where that is not told, not after today. One day's grace for zones."""
    moment = fetched or datetime.now(UTC)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(BEIJING).date()


def possible(day: date, fetched: datetime | None) -> bool:
    """Whether a page fetched then can have been published on that day."""
    return EARLIEST <= day <= latest(fetched)
