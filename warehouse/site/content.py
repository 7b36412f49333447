"""What the pages show, read from the published copy in a handful of questions."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import duckdb

from ..similarity import is_official
from .marks import Segment, segments

Row = Mapping[str, Any]
NEWEST = 20
# Documents of public bodies may be shown whole; of a paper's text, only the sentences that are evidence.
OFFICIAL_GENRES = frozenset({"annual_report", "work_report", "statistics", "court_report", "policy"})


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
class ArticlePage:
    """An origin with its figures; ``parts`` is empty for a text that is quoted only."""

    id: str
    row: Row
    figures: tuple[Row, ...]
    parts: tuple[ArticlePart, ...]
    copies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: its name, the page it leads to, and the cell of each year (or None)."""

    id: str
    name: str
    name_en: str
    cells: tuple[Row | None, ...]


@dataclass(frozen=True, slots=True)
class RegionPage:
    """A region's series by dimension, what is in no series, and its texts."""

    code: str
    row: Row
    years: tuple[int, ...]
    dimensions: tuple[tuple[str, tuple[Line, ...]], ...]
    left_out: tuple[Row, ...]
    articles: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """An indicator's comparison, region × year, and what is in no comparison."""

    id: str
    row: Row
    years: tuple[int, ...]
    lines: tuple[Line, ...]
    left_out: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """Everything the site shows."""

    published_at: str
    newest: tuple[Row, ...]
    alerts: tuple[Row, ...]
    years: tuple[int, ...]
    coverage: tuple[Line, ...]
    regions: tuple[RegionPage, ...]
    indicators: tuple[IndicatorPage, ...]
    articles: tuple[ArticlePage, ...]


def read_content(con: duckdb.DuckDBPyConnection) -> Content:
    """Reads the copy through the same macros that people type."""
    articles = _ask(con, _ARTICLES_SQL)
    compared = _ask(con, f"SELECT * FROM compare_of({_ALL_IDS}, NULL, NULL) WHERE region IS NOT NULL")
    series = _ask(con, f"SELECT * FROM series_of({_ALL_IDS}, NULL) WHERE region IS NOT NULL")
    regions = _regions(con, series, articles)
    years = tuple(sorted({row["report_year"] for row in articles if row["report_year"]}))
    return Content(
        published_at=str(_ask(con, "SELECT value FROM meta WHERE name = 'published_at'")[0]["value"]),
        newest=tuple(articles[:NEWEST]),
        alerts=tuple(_ask(con, _ALERTS_SQL)),
        years=years,
        coverage=_coverage(articles, years),
        regions=regions,
        indicators=_indicators(con, compared),
        articles=_articles(con, articles),
    )


_ALL_IDS = "(SELECT list(DISTINCT indicator_id) FROM observations)"
_ARTICLES_SQL = """
    SELECT a.article_id, a.title, a.url, a.host, a.source_name, a.genre, a.report_year, a.region_code,
        a.first_published, a.department, a.attachments, r.full_name AS region, r.fictitious, a.cluster_id,
        (SELECT count(*) FROM observations o WHERE o.article_id = a.article_id) AS figures
    FROM articles a LEFT JOIN regions r USING (region_code)
    WHERE a.is_origin AND (figures > 0
        OR (a.page_kind = 'article' AND a.extractor_version IS NOT NULL AND coalesce(a.relevant, true)))
    ORDER BY a.first_published DESC NULLS LAST, a.title, a.article_id
"""
_ALERTS_SQL = f"""
    SELECT title, message, severity, quote, url, article_id, created_at FROM alerts
    WHERE article_id IN (SELECT article_id FROM ({_ARTICLES_SQL}))
    ORDER BY created_at DESC, severity = 'high' DESC, title LIMIT {NEWEST}
"""


def _ask(con: duckdb.DuckDBPyConnection, sql: str) -> list[Row]:
    cursor = con.execute(sql)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _coverage(articles: Iterable[Row], years: tuple[int, ...]) -> tuple[Line, ...]:
    """Which region's yearly report is held for which year."""
    reports: dict[str, dict[int, Row]] = defaultdict(dict)
    names: dict[str, str] = {}
    for row in articles:
        if row["region_code"] and row["region"]:
            names[row["region_code"]] = row["region"]
            if row["genre"] == "annual_report" and row["report_year"] and not row["department"]:
                reports[row["region_code"]].setdefault(row["report_year"], row)
    return tuple(
        Line(code, names[code], "", tuple(reports[code].get(year) for year in years)) for code in sorted(names)
    )


def _regions(con: duckdb.DuckDBPyConnection, series: list[Row], articles: list[Row]) -> tuple[RegionPage, ...]:
    facts = {row["region_code"]: row for row in _ask(con, "FROM regions")}
    names = {row["indicator_id"]: row for row in _ask(con, "FROM indicators")}
    figures, texts = _by(series, "region_code"), _by(articles, "region_code")
    pages = []
    for code in sorted((figures.keys() | texts.keys()) & facts.keys()):
        rows = figures.get(code, [])
        joined = [row for row in rows if row["left_out"] is None]
        years = tuple(sorted({row["year"] for row in joined}))
        dimensions: dict[str, list[Line]] = defaultdict(list)
        for ident, points in sorted(_by(joined, "indicator_id").items()):
            told = names[ident]
            cells = {row["year"]: row for row in points}
            line = Line(ident, told["name_zh"], told["name_en"], tuple(cells.get(year) for year in years))
            dimensions[told["dimension"]].append(line)
        pages.append(
            RegionPage(
                code=code,
                row=facts[code],
                years=years,
                dimensions=tuple((name, tuple(lines)) for name, lines in sorted(dimensions.items())),
                left_out=tuple(row for row in rows if row["left_out"] is not None),
                articles=tuple(texts.get(code, [])),
            )
        )
    return tuple(pages)


def _indicators(con: duckdb.DuckDBPyConnection, compared: list[Row]) -> tuple[IndicatorPage, ...]:
    facts = {row["indicator_id"]: row for row in _ask(con, "FROM indicators ORDER BY dimension, indicator_id")}
    rows_of = _by(compared, "indicator_id")
    pages = []
    for ident, fact in facts.items():
        rows = rows_of.get(ident, [])
        joined = [row for row in rows if row["left_out"] is None]
        if not rows:
            continue
        years = tuple(sorted({row["year"] for row in joined}))
        lines = []
        for code, points in sorted(_by(joined, "region_code").items()):
            cells = {row["year"]: row for row in points}
            lines.append(Line(code, points[0]["region"], "", tuple(cells.get(year) for year in years)))
        left_out = tuple(row for row in rows if row["left_out"] is not None)
        pages.append(IndicatorPage(ident, fact, years, tuple(lines), left_out))
    return tuple(pages)


def _articles(con: duckdb.DuckDBPyConnection, articles: list[Row]) -> tuple[ArticlePage, ...]:
    figures = _by(_ask(con, _FIGURES_SQL), "article_id")
    parts = _by(_ask(con, "SELECT article_id, part_id, text FROM parts ORDER BY article_id, position"), "article_id")
    copies = _by(_ask(con, "SELECT cluster_id, url FROM articles WHERE NOT is_origin ORDER BY url"), "cluster_id")
    pages = []
    for row in articles:
        ident = row["article_id"]
        told = figures.get(ident, [])
        shown = parts.get(ident, []) if _may_be_shown(row) else []
        pages.append(
            ArticlePage(
                id=ident,
                row=row,
                figures=tuple({**figure, "place": _place(row, figure["part_id"])} for figure in told),
                parts=tuple(
                    ArticlePart(
                        part["part_id"],
                        segments(part["text"], [figure for figure in told if figure["part_id"] == part["part_id"]]),
                        _place(row, part["part_id"]),
                    )
                    for part in shown
                ),
                copies=tuple(copy["url"] for copy in copies.get(row["cluster_id"], [])),
            )
        )
    return tuple(pages)


_FIGURES_SQL = """
    SELECT o.*, i.name_zh, i.name_en, r.full_name AS region
    FROM observations o LEFT JOIN indicators i USING (indicator_id) LEFT JOIN regions r ON r.region_code = o.region_code
    ORDER BY o.article_id, o.part_id, o."start", o."end", o.observation_id
"""


_PART_OF_FILE = re.compile(r"attachment-(\d+)-(?:page-(\d+))?")


def _place(article: Row, part_id: str) -> FilePlace | None:
    """Where a part comes from: ``attachment-2-page-5`` is page 5 of the second attached file."""
    found = _PART_OF_FILE.match(part_id)
    files = article["attachments"] or []
    number = int(found.group(1)) if found else 0
    if found is None or not 0 < number <= len(files):
        return None
    url, page = files[number - 1], found.group(2)
    return FilePlace(url, unquote(url.partition("?")[0].rsplit("/", 1)[-1]) or url, int(page) if page else None)


def _may_be_shown(row: Row) -> bool:
    return row["genre"] in OFFICIAL_GENRES or is_official(row["host"] or "")


def _by(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row[column] is not None:
            found[row[column]].append(row)
    return dict(found)
