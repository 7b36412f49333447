"""A PDF page's characters as a reader sees them: where they stand, and in which lines."""

import ctypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pypdfium2 import raw

Point = tuple[float, float]
_WIDE = 2.0
"""Heights of a character: a gap that no justified line has."""


@dataclass(frozen=True, slots=True)
class Char:
    """A character with its box on the upright page, in points from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line as printed. ``size`` is the height of its characters; ``parted`` where wide gaps stand in it, as between
    the columns of a table without rules (三线表)."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    parted: bool = False

    @property
    def size(self) -> float:
        """Height in points."""
        return self.bottom - self.top


def upright(page: Any) -> Callable[[float, float], Point]:
    """From the page's own coordinates to those of the page as it is shown, turned by its ``/Rotate``."""
    left, bottom, right, top = page.get_mediabox()
    return {
        90: lambda x, y: (y - bottom, x - left),
        180: lambda x, y: (right - x, y - bottom),
        270: lambda x, y: (top - y, right - x),
    }.get(page.get_rotation() % 360, lambda x, y: (x - left, top - y))


def lines_of(page: Any, most: int) -> list[list[Char]]:
    """The characters of a page line by line, in PDFium's order, at most so many."""
    text = page.get_textpage()
    found: list[list[Char]] = [[]]
    for char in _chars(text.raw, min(text.count_chars(), most), upright(page)):
        if char.text in "\r\n":
            found += [[]] if found[-1] else []
        else:
            found[-1].append(char)
    return [line for line in found if any(not char.text.isspace() for char in line)]


def _chars(text: Any, count: int, turn: Callable[[float, float], Point]) -> Iterator[Char]:
    box = raw.FS_RECTF()
    place = (0.0, 0.0, 0.0, 0.0)
    pending = 0
    for number in range(count):
        code = raw.FPDFText_GetUnicode(text, number)
        if 0xD800 <= code < 0xDC00:  # the first half of a character beyond the basic plane
            pending = code
            continue
        if 0xDC00 <= code < 0xE000:
            code, pending = 0x10000 + ((pending & 0x3FF) << 10) + (code & 0x3FF), 0
        if code in (0, 0xFFFE, 0xFFFF, 2):  # no character, or the hyphen of a broken word
            continue
        char = chr(code)
        # White space may be PDFium's own, without a place: it stands where the character before it ends.
        if not char.isspace() and raw.FPDFText_GetLooseCharBox(text, number, ctypes.byref(box)):
            (x1, y1), (x2, y2) = turn(box.left, box.top), turn(box.right, box.bottom)
            place = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
        yield Char(char, *place)


def text_line(chars: Sequence[Char]) -> TextLine:
    """The line that these characters are."""
    seen = [char for char in chars if not char.text.isspace()] or list(chars)
    return TextLine(
        "".join(char.text for char in chars).strip(),
        min(char.left for char in seen),
        min(char.top for char in seen),
        max(char.right for char in seen),
        max(char.bottom for char in seen),
        any(after.left - before.right > _WIDE * (before.bottom - before.top) for before, after in pairwise(seen)),
    )
