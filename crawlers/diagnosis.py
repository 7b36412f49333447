"""Tells an answer that is a page from a block, a stub or an error. Blocks are named, never worked around."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from crawlers.families.page import UnparsedError, decode
from crawlers.records import Label

STUB_BYTES = 500
"""An HTML answer below this size with next to no text is a soft block or a placeholder."""
_STUB_TEXT = 40

_MARKS = (b"$_ts", b"document.cookie", b"__jsl_clearance", b"eval(function")  # told apart fast, then by the pattern
_CHALLENGE = re.compile(rb"\$_ts\b|document\.cookie\s*=|__jsl_clearance|eval\(function")
_INVISIBLE = re.compile(r"<(script|style|title|noscript)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.S | re.I)
_PASSWORD = re.compile(rb"<input\b[^>]{0,500}\btype\s*=\s*[\"']?password", re.I)
_LOGIN_TEXT = 300
_REDIRECTING = re.compile(r"^\W*(?:redirecting|loading|please wait|正在跳转|页面跳转中|请稍候)\W*$", re.I)


class Trouble(NamedTuple):
    """What is wrong with an answer."""

    label: Label
    error: str


def diagnose(status: int, headers: Mapping[str, str], body: bytes) -> Trouble | None:
    """What is wrong with an answer by its status, or a challenge in its place; None for a page.

    ``headers`` by lower-case name.
    """
    if status == 412 or (status in {200, 202, 403, 521} and len(body) < 20_000 and _challenged(status, body)):
        return Trouble(Label.BLOCKED_JS, f"HTTP {status} with a script challenge: the site lets only browsers in")
    if status == 521:
        return Trouble(Label.BLOCKED_JS, "HTTP 521: the site's guard refuses what is no browser")
    if status in {401, 403}:
        return Trouble(Label.FORBIDDEN, f"HTTP {status}: the site refuses this crawler")
    if status == 429 or (status == 503 and "retry-after" in headers):
        return Trouble(Label.THROTTLED, f"HTTP {status}: the site asks to come back later")
    if not 200 <= status < 300 or status == 202:
        return Trouble(Label.HTTP, f"HTTP {status}")
    if len(body) < 50_000 and _PASSWORD.search(body) and len(_text(body)) < _LOGIN_TEXT:
        return Trouble(Label.LOGIN, f"HTTP {status} with a form that asks for a password: one has to log in")
    return None


def stub(status: int, headers: Mapping[str, str], body: bytes) -> Trouble | None:
    """Whether what should be an article is a placeholder. Listings are not asked: without links they stand out."""
    if not body.strip():
        return Trouble(Label.STUB, f"HTTP {status} with an empty body")
    if "html" not in headers.get("content-type", "html") or len(body) > 20_000:
        return None
    text = _text(body)
    if (len(body) < STUB_BYTES and len(text) < _STUB_TEXT) or _REDIRECTING.match(text):
        return Trouble(Label.STUB, f"HTTP {status} with {len(body)} bytes and {len(text)} characters of text: a stub")
    return None


def _challenged(status: int, body: bytes) -> bool:
    """A script that sets a cookie is a challenge where the page has nothing else to show."""
    if not any(mark in body for mark in _MARKS):
        return False
    return bool(_CHALLENGE.search(body)) and (status != 200 or len(_text(body)) < _STUB_TEXT)


def _text(body: bytes) -> str:
    try:
        return " ".join(_INVISIBLE.sub(" ", decode(body)).split())
    except UnparsedError:
        return ""
