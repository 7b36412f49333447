"""The title as printed: the visible line that the head of the page confirms, or what the head alone says."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from crawlers.reading.dateline import parse
from crawlers.reading.metatags import Head
from crawlers.reading.outline import Field, Line
from crawlers.reading.trailers import is_furniture

_QUOTES = re.compile(r"[\s\"“”'‘’「」—―–\-_·•.…|｜丨:：]+")
# What parts a title from the names of column and site in <title>.
_SUFFIX = re.compile(r"\s*(?:_+|--+|——+|[|｜]|\s[-–—]\s|-(?=[^-]{2,20}$)|<|>>)\s*")
_PIECES = re.compile(r"\s*[-_|｜—–>]+\s*")
_SITE = re.compile(r"(?:人民政府|政府网|门户网站|官方网站|信息网|新闻网|司法[厅局])$")
_MIN, _MAX = 4, 150


@dataclass(frozen=True, slots=True)
class Title:
    """The title, the rung that gave it, and the line it stands on (-1 where it is not visible)."""

    text: str = ""
    rung: str = ""
    line: int = -1


def fold(text: str) -> str:
    """A text for comparison: width, quotes, dashes and white space do not count."""
    return _QUOTES.sub("", unicodedata.normalize("NFKC", text))


def find_title(head: Head, lines: Sequence[Line], fields: Sequence[Field]) -> Title:
    """Climb the ladder: state meta tag → visible line confirmed by <title> → OpenGraph, JSON-LD → heading → <title>."""
    named = {field.line for field in fields if field.kind == "title"}
    stated = [
        (head.get("articletitle"), "meta"),
        (head.title_tag, "title_tag"),
        (head.get("og:title", "title"), "opengraph"),
    ]
    stated.append((head.jsonld.get("headline", ""), "jsonld"))
    folded = [fold(line.text) if len(line.text) <= _MAX and not line.row else "" for line in lines]
    for text, rung in stated:
        confirmed = _confirm(text, lines, folded, named)
        if confirmed is not None:
            place, printed = confirmed
            return Title(printed, rung, place)
    for text, rung in (stated[0], stated[2], stated[3]):
        if text:
            return Title(_cut(text), rung)
    place = _heading(lines, named)
    heading = _whole(lines[place].text, place, fields) if place >= 0 else ""
    if len(heading) > 6:
        return Title(heading, "heading", place)
    if _SITE.search(_cut(head.title_tag)) and (place := _above_dateline(lines)) >= 0:
        return Title(lines[place].text, "above_dateline", place)
    return Title(_cut(head.title_tag), "title_tag" if head.title_tag else "")


def _confirm(
    stated: str, lines: Sequence[Line], folded_lines: Sequence[str], named: set[int]
) -> tuple[int, str] | None:
    """The longest visible line that the stated title begins with (or, if a heading, holds), with its place."""
    whole = fold(stated)
    if len(whole) < 2:
        return None
    best: tuple[int, int, int] | None = None
    text = ""
    for place, line in enumerate(lines):
        folded = folded_lines[place]
        if not folded:
            continue
        marked = bool(line.level) or place in named
        inside = folded in whole and (marked or len(folded) * 2 > len(whole)) and len(folded) > 6
        if not (whole.startswith(folded) or inside):
            continue
        if folded != whole and (len(folded) < _MIN or (line.link_chars and not line.level)):
            continue
        printed = line.text
        for more in lines[place + 1 : place + 4]:
            longer = fold(printed + more.text)
            if (
                folded == whole
                or more.link_chars
                or len(more.text) <= 3
                or _SITE.search(more.text)
                or not whole.startswith(longer)
            ):
                break
            folded, printed = longer, f"{printed}{more.text}"
        score = (len(folded), int(marked) - int(line.link_chars > 0), -place)
        if best is None or score > best:
            best, text = score, printed
    return None if best is None else (-best[2], text)


def _heading(lines: Sequence[Line], named: set[int]) -> int:
    """The heading that is most likely the article's: one above a dateline, else the highest, then the first."""
    marked = [p for p, line in enumerate(lines) if (line.level or p in named) and _MIN <= len(line.text) <= _MAX]
    plain = [p for p in marked if not lines[p].link_chars and not is_furniture(lines[p].text)]
    above = [p for p in plain if any(_is_dateline(line.text) for line in lines[p + 1 : p + 3])]
    return above[-1] if above else min(plain, key=lambda p: (lines[p].level or 3, p), default=-1)


def _whole(text: str, place: int, fields: Sequence[Field]) -> str:
    """A heading with the lines that <br> parts it into, where an element named for the title holds them."""
    held = [field.text for field in fields if field.kind == "title" and field.line == place]
    return next((own for own in held if len(own) <= _MAX and fold(own).startswith(fold(text))), text)


def _above_dateline(lines: Sequence[Line]) -> int:
    """The line right above the dateline, where <title> names the site alone and nothing is marked up as a heading."""
    for place, line in enumerate(lines[1:]):
        above = lines[place]
        if _is_dateline(line.text) and (seen := parse(line.text)) and seen.labels:
            plain = not above.link_chars and not is_furniture(above.text) and parse(above.text) is None
            return place if plain and 6 < len(above.text) <= 60 else -1
    return -1


def _is_dateline(text: str) -> bool:
    seen = parse(text)
    return seen is not None and seen.published is not None and seen.whole


def _cut(title: str) -> str:
    """<title> without the names of column and site, which some templates put first."""
    first, *others = _PIECES.split(title)
    named = [piece for piece in others if not _SITE.search(piece)]
    if named and _SITE.search(first) and len(longest := max(named, key=len)) > len(first):
        return longest.strip()
    parts = _SUFFIX.split(title)
    if len(parts) > 1 and len(parts[0]) < _MIN:
        return max(parts, key=len).strip()
    return parts[0].strip()
