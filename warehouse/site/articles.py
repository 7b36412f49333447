"""Pages of articles: official texts with every figure marked, texts of others as the sentences that are evidence."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import duckdb

from ..similarity import is_official
from .data import Row, ask, by, sheet_of
from .marks import Segment, segments, shortened
from .pages import Pages
from .workshop import Workshop

FIGURES_A_SHEET = 150
CHARACTERS_A_SHEET = 40_000
AT_ONCE = 200  # articles whose texts are in memory at a time
# Documents of public bodies may be shown whole; of a paper's text, only the sentences that are evidence.
OFFICIAL_GENRES = frozenset({"annual_report", "work_report", "statistics", "court_report", "policy"})
_PART_OF_FILE = re.compile(r"attachment-(\d+)-(?:page-(\d+))?")


@dataclass(frozen=True, slots=True)
class FilePlace:
    """An attached file, and the page of it where it has pages."""

    url: str
    name: str
    page: int | None

    @property
    def link(self) -> str:
        """The address; a browser's PDF viewer opens it at the page."""
        at_page = self.page and ".pdf" in self.url.lower()
        return f"{self.url}#page={self.page}" if at_page else self.url


@dataclass(frozen=True, slots=True)
class ArticlePart:
    """A part of an official text with its figures marked; ``place`` is the file and page it comes from, None where it
    stands on the page itself."""

    id: str
    segments: tuple[Segment, ...]
    place: FilePlace | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of an article: at most :data:`FIGURES_A_SHEET` figures and the text they stand in."""

    number: int
    figures: tuple[Row, ...]
    parts: tuple[ArticlePart, ...]


_MARKS_SQL = """
    SELECT s.article_id, concat_ws('-', hash(s), o.mark, c.mark,
        (SELECT value FROM meta WHERE name = 'reference_version'))
    FROM shown s
    LEFT JOIN (SELECT o.article_id, bit_xor(hash(o, g.region_code)) AS mark
               FROM observations_shown o LEFT JOIN paged g ON g.region_code = o.region_code GROUP BY ALL) o
        ON o.article_id = s.article_id
    LEFT JOIN (SELECT cluster_id, bit_xor(hash(url)) AS mark FROM articles WHERE NOT is_origin GROUP BY ALL) c
        ON c.cluster_id = s.cluster_id
    ORDER BY s.article_id
"""
_FIGURES_SQL = """
    SELECT o.*, h.sheet, i.name_zh, i.name_en, r.full_name AS region
    FROM observations_shown o JOIN sheets h ON h.observation_id = o.observation_id
    LEFT JOIN indicators i ON i.indicator_id = o.indicator_id LEFT JOIN regions r ON r.region_code = o.region_code
    LEFT JOIN (SELECT article_id, part_id, position FROM parts WHERE article_id IN (SELECT unnest($ids))) p
        ON p.article_id = o.article_id AND p.part_id = o.part_id
    WHERE o.article_id IN (SELECT unnest($ids))
    ORDER BY o.article_id, h.sheet, p.position, o.part_id, o."start", o."end", o.observation_id
"""
_PARTS_SQL = """
    SELECT article_id, part_id, text FROM parts WHERE article_id IN (SELECT unnest($ids)) ORDER BY article_id, position
"""
_COPIES_SQL = """
    SELECT cluster_id, url FROM articles WHERE NOT is_origin AND cluster_id IN
        (SELECT cluster_id FROM shown WHERE article_id IN (SELECT unnest($ids))) ORDER BY url
"""


def marks(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """The articles that have pages, each with the fingerprint of what its pages show."""
    return [(f"article/{ident}", mark) for ident, mark in con.execute(_MARKS_SQL).fetchall()]


def build(con: duckdb.DuckDBPyConnection, workshop: Workshop, pages: Pages) -> None:
    """Makes the pages of all articles of which anything has changed."""
    known = dict(marks(con))
    stale = workshop.stale(known.items())
    for first in range(0, len(stale), AT_ONCE):
        units = stale[first : first + AT_ONCE]
        asked = {"ids": [unit.removeprefix("article/") for unit in units]}
        rows = ask(con, "FROM shown WHERE article_id IN (SELECT unnest($ids))", asked)
        figures = by(ask(con, _FIGURES_SQL, asked), "article_id")
        parts = by(ask(con, _PARTS_SQL, asked), "article_id")
        copies = by(ask(con, _COPIES_SQL, asked), "cluster_id")
        for row in rows:
            ident = row["article_id"]
            told = figures.get(ident, [])
            shown = parts.get(ident, []) if may_be_shown(row, pages.options.texts) else []
            addresses = [copy["url"] for copy in copies.get(row["cluster_id"], [])]
            unit = f"article/{ident}"
            workshop.put(unit, known[unit], _files(pages, row, _sheets(row, told, shown), addresses))


def may_be_shown(row: Row, texts: str) -> bool:
    """Whether the whole text is: always, never, or where it is a public body's."""
    return texts == "all" or (
        texts == "official" and (row["genre"] in OFFICIAL_GENRES or is_official(row["host"] or ""))
    )


def _files(pages: Pages, row: Row, sheets: Sequence[Sheet], copies: Sequence[str]) -> Mapping[str, str]:
    files = {}
    for sheet in sheets:
        target = sheet_of(row["article_id"], sheet.number)
        files[target] = pages.render(target, "article.html", row=row, sheet=sheet, sheets=len(sheets), copies=copies)
    return files


def _sheets(row: Row, figures: Sequence[Row], parts: Sequence[Row]) -> list[Sheet]:
    last = max((figure["sheet"] for figure in figures), default=1)
    placed = [{**figure, "place": _place(row, figure["part_id"])} for figure in figures]
    texts = _texts(row, figures, parts, last)
    return [
        Sheet(number, tuple(figure for figure in placed if figure["sheet"] == number), tuple(texts.get(number, ())))
        for number in range(1, last + 1)
    ]


def _texts(row: Row, figures: Sequence[Row], parts: Sequence[Row], last: int) -> dict[int, list[ArticlePart]]:
    """The text of each sheet: it goes on with the first figure of the next."""
    found: dict[int, list[ArticlePart]] = {}
    at = 1
    for part in parts:
        here: Mapping[int, list[Any]] = _numbered(figure for figure in figures if figure["part_id"] == part["part_id"])
        numbers = sorted({at, *here})
        begins = [0, *(here[number][0]["start"] for number in numbers[1:])]
        for number, begin, end in zip(numbers, begins, [*begins[1:], len(part["text"])], strict=True):
            if begin < end:
                cut = segments(part["text"], here.get(number, []), begin, end)
                found.setdefault(number, []).append(ArticlePart(part["part_id"], cut, _place(row, part["part_id"])))
        at = min(numbers[-1], last)
    return {number: _within_bounds(told) for number, told in found.items()}


def _numbered(figures: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for figure in figures:
        found.setdefault(figure["sheet"], []).append(figure)
    return found


def _within_bounds(parts: list[ArticlePart]) -> list[ArticlePart]:
    """What is too long for a page is shown around its figures only."""
    if sum(len(segment.text) for part in parts for segment in part.segments) <= CHARACTERS_A_SHEET:
        return parts
    return [ArticlePart(part.id, shortened(part.segments), part.place) for part in parts]


def _place(article: Row, part_id: str) -> FilePlace | None:
    """Where a part comes from: ``attachment-2-page-5`` is page 5 of the second attached file."""
    found = _PART_OF_FILE.match(part_id)
    files = article["attachments"] or []
    number = int(found.group(1)) if found else 0
    if found is None or not 0 < number <= len(files):
        return None
    url, page = files[number - 1], found.group(2)
    return FilePlace(url, unquote(url.partition("?")[0].rsplit("/", 1)[-1]) or url, int(page) if page else None)
