"""Plain text files → :class:`Article`: what people paste or export, with or without header lines."""

import re
from collections.abc import Sequence
from datetime import date

from crawlers.article import Article, PageKind
from crawlers.reading import dateline as datelines
from crawlers.reading.charset import damage
from crawlers.reading.dates import find_date
from crawlers.reading.outline import Line
from crawlers.reading.parts import make_parts
from crawlers.reading.trailers import is_furniture, keep
from crawlers.reading.whitespace import clean

_HEADER = re.compile(
    r"^\s*(?:#|//|;)?\s*(title|date|url|source|author|published|标题|题目|日期|网址|链接|来源|作者)\s*[:：]\s*(.*)$",
    re.I,
)
_FIELDS = {
    "title": "title", "标题": "title", "题目": "title",
    "date": "published", "published": "published", "日期": "published",
    "url": "url", "网址": "url", "链接": "url",
    "source": "source_name", "来源": "source_name",
    "author": "author", "作者": "author",
}  # fmt: skip
_SENTENCE_END = re.compile(r"[。；;！!？?，,：:]$|。")
_MAX_TITLE = 80
_OPENING = 8


def read_text(
    text: str, *, url: str = "", title: str = "", published: date | None = None, source_name: str = ""
) -> Article:
    """Read a plain text: one paragraph a line.

    Header lines (``# title: …``, ``# date: …``, ``# url: …``), a title line, a dateline and a breadcrumb at the top and
    the site's footer at the bottom are taken off. What the caller gives wins over what the text says. Where the text
    has no header at all, the title is its first short line, or empty, and the date stays unknown. Never raises.
    """
    lines = [clean(line) for line in re.split(r"\r\n|[\n\r\u2028\u2029\f\v\x85]", text.replace("\x00", ""))]
    lines = [line for line in lines if line]
    header, lines = _header(lines)
    opening = [place for place in range(min(_OPENING, len(lines))) if len(lines[place]) < 200]
    found = datelines.gather(lines, opening, (), None)
    seen = found.dateline
    own = title or header.get("title", "")
    title_place = _title_place(lines, found.lines, own)
    places = [p for p in range(len(lines)) if p not in found.lines and p != title_place and p > _breadcrumb(lines)]
    if title_place >= 0:
        places = [p for p in places if p > title_place]
    rows = [Line(line) for line in lines]
    kept = [rows[p] for p in keep(rows, places)]
    stated = find_date(header.get("published", ""))
    day = published or (stated[0] if stated else None) or seen.published
    return Article(
        url=url or header.get("url", ""),
        page_kind=PageKind.ARTICLE if kept else PageKind.STUB,
        title=own or (lines[title_place] if title_place >= 0 else ""),
        published=day,
        published_rung="" if day is None else "dateline" if not published and not stated else "file_header",
        source_name=source_name or header.get("source_name", "") or seen.source_name,
        author=header.get("author", "") or seen.author,
        parts=make_parts(kept, plain=True),
        rung="plain_text",
        reason="" if kept else "no text in it",
        flags=(*(f"date_refused:{day.isoformat()}" for day in found.refused), *damage(text)),
    )


def _header(lines: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Leading ``# key: value`` lines as fields, and the lines after them."""
    fields: dict[str, str] = {}
    for count, line in enumerate(lines):
        match = _HEADER.match(line)
        marked = line.lstrip().startswith(("#", "//", ";"))
        if match is None or not (marked or match.group(1).isascii()):
            if marked and count < _OPENING:
                continue
            return fields, list(lines[count:])
        fields.setdefault(_FIELDS[match.group(1).lower()], match.group(2).strip())
    return fields, []


def _breadcrumb(lines: Sequence[str]) -> int:
    """The place of a breadcrumb at the top ("当前位置:首页 > 区域"), or -1."""
    return 0 if lines and is_furniture(lines[0]) else -1


def _title_place(lines: Sequence[str], datelines_at: Sequence[int], own: str) -> int:
    """The place of the title line: right above the first dateline, else the first line if it is short. -1: none."""
    first = _breadcrumb(lines) + 1
    if own:
        return next((p for p in range(first, min(_OPENING, len(lines))) if lines[p] == own), -1)
    if datelines_at and min(datelines_at) > first:
        return first if len(lines[first]) <= 2 * _MAX_TITLE else -1
    first += 1 if datelines_at and min(datelines_at) == first else 0
    if first >= len(lines) - 1:
        return -1
    line = lines[first]
    return first if len(line) <= _MAX_TITLE and not _SENTENCE_END.search(line) else -1
