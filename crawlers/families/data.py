"""Answers of data interfaces: JSON with items in it, or with a piece of HTML."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from lxml import html

from crawlers.families.links import printed_date, url_date
from crawlers.families.page import Item, ListingPage, UnparsedError

_WRAPPED = re.compile(r"^\s*[\w.$]+\s*\((.*)\)\s*;?\s*$", re.S)  # JSONP: callback({…});
_BEIJING = timedelta(hours=8)
_MILLISECONDS = 10_000_000_000


def json_of(page: ListingPage) -> Any:
    """The answer's JSON. Raises :class:`UnparsedError` for anything else."""
    text = page.text.lstrip("\ufeff \r\n\t")
    wrapped = _WRAPPED.match(text)
    try:
        return json.loads(wrapped.group(1) if wrapped else text)
    except (ValueError, RecursionError) as error:
        raise UnparsedError(f"no JSON where the data interface is expected to answer: {text[:60]!r}") from error


def is_json(page: ListingPage) -> bool:
    """Whether the answer looks like JSON."""
    return bool(re.match(rb"\s*(?:\xef\xbb\xbf)?(?:[{\[]|[\w.$]{1,40}\(\s*[{\[])", page.body))


def first_of(row: Mapping[str, Any], *names: str) -> Any:
    """The first of these fields that says something."""
    return next((row[name] for name in names if row.get(name) not in (None, "", 0, "0")), None)


def item_of(page: ListingPage, url: object, title: object, day: object) -> Item | None:
    """An item from a record's fields; None without a usable link. Titles may be HTML: ``<em>法治</em>政府``."""
    target = page.link_from(str(url)) if url else None
    if target is None:
        return None
    words = str(title or "")
    text = html.fromstring(f"<p>{words}</p>").text_content() if "<" in words or "&" in words else words
    return Item(target, " ".join(text.split()), day_of(day) or url_date(target))


def day_of(value: object) -> date | None:
    """A date from a printed one, or from seconds or milliseconds since 1970, on Beijing's calendar."""
    if isinstance(value, int | float) or (isinstance(value, str) and re.fullmatch(r"\d{9,13}", value)):
        seconds = float(value)
        try:
            moment = datetime.fromtimestamp(seconds / 1000 if seconds > _MILLISECONDS else seconds, UTC)
        except (OverflowError, OSError, ValueError):
            return None
        return (moment + _BEIJING).date()
    return printed_date(str(value)) if value else None


def strings(value: Any) -> Iterator[str]:
    """Every string inside of a JSON value."""
    waiting = [value]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, str):
            yield inner
        elif isinstance(inner, Mapping | list):
            waiting.extend(inner.values() if isinstance(inner, Mapping) else inner)


def markup_of(page: ListingPage) -> str:
    """The HTML inside of a JSON answer, wherever it stands: ``{"data": {"html": "<ul>…"}}``; empty where none is."""
    return max((text for text in strings(json_of(page)) if "<" in text), key=len, default="")
