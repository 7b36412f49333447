"""chinese2digits: numbers without places or units; places are looked for in order."""

from collections.abc import Iterator

import chinese2digits
from answer import Found, answer


def find(text: str) -> Iterator[Found]:
    """A number that says per cent has been divided by a hundred."""
    told = chinese2digits.takeNumberFromString(text)
    at = 0
    for written, digits in zip(told["CHNumberStringList"], told["digitsStringList"], strict=False):
        start = text.find(written, at)
        try:
            value = float(digits)
        except ValueError:
            continue
        if start < 0:
            continue
        at = start + len(written)
        percent = "%" in written or "％" in written or written.startswith("百分之")
        yield start, at, value * 100 if percent else value, "%" if percent else ""


answer(find)
