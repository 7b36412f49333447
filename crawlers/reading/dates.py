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
# 二〇二四年十二月三十一日, with any of the characters that stand for a zero.
_HAN_DATE = re.compile(
    r"([一二][〇○零OＯ0一二三四五六七八九]{3})\s*年\s*(十[一二]?|[一二三四五六七八九])\s*月\s*(三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])\s*[日号]"
)
_HAN_DIGITS = {**{char: place for place, char in enumerate("〇一二三四五六七八九")}, **dict.fromkeys("○零OＯ0", 0)}
_WIDE_DIGIT = re.compile("[０-９]")
_WIDE_DIGITS = {0xFF10 + digit: str(digit) for digit in range(10)}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6})\.?"
# March 1, 2025 and 1 March 2025; 03/01/2025 is two days in two countries.
_ENGLISH_DATE = re.compile(
    rf"\b{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s*((?:19|20)\d\d)\b|\b(\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+((?:19|20)\d\d)\b",
    re.I,
)
_OFFSET = re.compile(r"(?:T|\s*)(\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?\s?(Z|[+-]\d\d:?\d\d)")
TIME = re.compile(
    r"^\s*[T,，]?\s*(上午|下午)?\s*\d{1,2}\s*[:：时]\s*\d{1,2}\s*分?(\s*[:：]\s*\d{1,2})?(\.\d+)?秒?(?:\s?(?:Z\b|[+-]\d\d:?\d\d\b))?"
)


def find_date(text: str) -> tuple[date, int, int] | None:
    """The first date in a text with its start and end (code points), or None. A moment with its zone is a day in
    China: ``2025-03-27T18:30:00Z`` is the 28th there."""
    if _WIDE_DIGIT.search(text):
        text = text.translate(_WIDE_DIGITS)
    for match in _DATE.finditer(text):
        year, month, day = (int(part) for part in (match.groups()[:3] if match.group(1) else match.groups()[3:6]))
        try:
            return _in_china(date(year, month, day), text, match.end()), match.start(), match.end()
        except ValueError:  # 2025-02-30
            continue
    return _worded_date(text)


def _worded_date(text: str) -> tuple[date, int, int] | None:
    """A date in Han numerals, or an English one."""
    try:
        if "月" in text and (found := _HAN_DATE.search(text)):
            year = int("".join(str(_HAN_DIGITS[char]) for char in found.group(1)))
            return date(year, _below_hundred(found.group(2)), _below_hundred(found.group(3))), *found.span()
        if found := _ENGLISH_DATE.search(text):
            month, day, year_told = (
                found.groups()[:3] if found.group(1) else (found.group(5), found.group(4), found.group(6))
            )
            return date(int(year_told), _MONTHS.index(month[:3].lower()) + 1, int(day)), *found.span()
    except ValueError:  # 二〇二四年二月三十日
        pass
    return None


def _below_hundred(numeral: str) -> int:
    """三十一 → 31."""
    tens, ten, ones = numeral.rpartition("十")
    return (_HAN_DIGITS.get(tens, 1) * 10 if ten else 0) + (_HAN_DIGITS[ones] if ones else 0)


# The day stands large above the month: "<b>08</b><span>2025-07</span>".
_DAY_FIRST = re.compile(r"\s*(3[01]|[12]\d|0?[1-9])\s*((?:19|20)\d{2})\s*[-./年]\s*(1[0-2]|0?[1-9])\s*月?\s*")


def field_date(text: str) -> date | None:
    """The date of an element that holds nothing else, the day first too."""
    found = _DAY_FIRST.fullmatch(text)
    if found is None:
        told = find_date(text)
        return told[0] if told else None
    try:
        return date(int(found.group(2)), int(found.group(3)), int(found.group(1)))
    except ValueError:
        return None


def _in_china(day: date, text: str, end: int) -> date:
    """The day there of the moment whose date ends here."""
    zoned = _OFFSET.match(text, end)
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

    The body is kept from it: there it takes dates of sidebars and of running sentences ("2025年以来"). So are days of
    changes (``article:modified_time``), which it takes where the head tells no other: a move to another CMS changes
    every page.
    """
    from htmldate import find_date as find  # noqa: PLC0415 - needed only where no rule of ours holds

    head = root.find("head")
    if head is None:
        return None
    tree = html.Element("html")
    tree.append(_without_changes(head))
    tree.append(html.Element("body"))
    try:
        earliest, last = EARLIEST.isoformat(), latest(fetched).isoformat()
        found = find(
            tree, url=url or None, original_date=True, extensive_search=False, min_date=earliest, max_date=last
        )
        return date.fromisoformat(found) if found else None
    except Exception:  # whatever another library trips over, the date is unknown
        return None


_CHANGED = re.compile("modif|lastmod|update|revis", re.I)
_NAMING = ("property", "name", "itemprop", "http-equiv")


def _without_changes(head: Element) -> Element:
    kept = copy.deepcopy(head)
    for meta in list(kept.iter("meta")):
        if any(_CHANGED.search(meta.get(name, "")) for name in _NAMING):
            meta.drop_tree()
    return kept


def latest(fetched: datetime | None) -> date:
    """No page is published after its fetch; where that is not told, not after today. One day's grace for zones."""
    moment = fetched or datetime.now(UTC)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(BEIJING).date()


def possible(day: date, fetched: datetime | None) -> bool:
    """Whether a page fetched then can have been published on that day."""
    return EARLIEST <= day <= latest(fetched)
