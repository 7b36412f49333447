"""What a server says about coming back later: the header Retry-After (RFC 9110, 10.2.3)."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def asked_wait(header: str) -> float | None:
    """The seconds that a Retry-After asks to wait, from a number or a date; None where it says nothing legible."""
    stated = header.strip()
    if stated.isascii() and stated.isdigit():
        return float(stated[:9])
    try:
        then = parsedate_to_datetime(stated)
    except ValueError:
        return None
    return max(0.0, (then.astimezone(UTC) - datetime.now(UTC)).total_seconds())
