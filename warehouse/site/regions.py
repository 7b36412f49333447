"""Pages of regions: latest values by field, each with its years as a small chart and its place among peers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from .data import Row, ask, by, link, point, script, table
from .pages import Pages
from .words import field_order
from .workshop import Workshop, mark_of

AT_ONCE = 60  # regions whose figures are in memory at a time
LEFT_OUT_SHOWN = 80
ARTICLES_SHOWN = 80
CSV_COLUMNS = (
    *("region", "region_code", "indicator", "indicator_en", "indicator_id", "year", "value", "value_high", "unit"),
    *("bound", "grade", "left_out", "period_type", "period_start", "period_end", "scope", "denominator_variant"),
    *("break_before", "genre", "published", "title", "sentence", "url", "page", "observation_id"),
)
_MARKS_SQL = """
    WITH marked AS (
        SELECT region_code, hash(d) AS mark FROM drawn d
        UNION ALL SELECT region_code, hash(c.indicator_id, c."year", c.place, c.peers, c.observation_id) FROM compared c
        UNION ALL SELECT region_code, hash(s) FROM shown s
    )
    SELECT region_code, bit_xor(mark)::VARCHAR FROM marked WHERE region_code IS NOT NULL GROUP BY ALL ORDER BY ALL
"""
_SERIES_SQL = """
    SELECT d.*, c.place, c.peers FROM drawn d
    LEFT JOIN compared c ON c.observation_id = d.observation_id AND c.left_out IS NULL
    WHERE d.region_code IN (SELECT unnest($codes))
    ORDER BY d.region_code, d.indicator_id, d.left_out IS NOT NULL, d.period_end, d.period_start, d.observation_id
"""
_ARTICLES_SQL = """
    FROM shown WHERE region_code IN (SELECT unnest($codes)) ORDER BY first_published DESC NULLS LAST, title, article_id
"""


@dataclass(frozen=True, slots=True)
class Series:
    """An indicator in a region: its joined points in order, the last of them, and whether a chart is worth it."""

    indicator: Row
    points: tuple[Row, ...]

    @property
    def latest(self) -> Row:
        """The newest point."""
        return self.points[-1]

    @property
    def drawn(self) -> bool:
        """Two points make a line."""
        return len(self.points) > 1


def build(con: duckdb.DuckDBPyConnection, workshop: Workshop, pages: Pages) -> None:
    """Makes the pages of all regions of which anything has changed."""
    kin = _kin(pages)
    told = dict(con.execute(_MARKS_SQL).fetchall())
    shared = mark_of([dict(row) for row in pages.indicators.values()])
    marks = {
        f"region/{code}": mark_of(told[code], shared, dict(pages.regions[code]), kin[code])
        for code in sorted(pages.paged)
        if code in told
    }
    stale = workshop.stale(marks.items())
    for first in range(0, len(stale), AT_ONCE):
        units = stale[first : first + AT_ONCE]
        asked = {"codes": [unit.removeprefix("region/") for unit in units]}
        series = by(ask(con, _SERIES_SQL, asked), "region_code")
        articles = by(ask(con, _ARTICLES_SQL, asked), "region_code")
        for unit, code in zip(units, asked["codes"], strict=True):
            files = _files(pages, code, series.get(code, []), articles.get(code, []), kin[code])
            workshop.put(unit, marks[unit], files)


def _kin(pages: Pages) -> Mapping[str, Mapping[str, list[str]]]:
    """Of each region those of its level in its province, and those directly below it, that have pages."""
    peers: dict[tuple[str, str], list[str]] = defaultdict(list)
    below: dict[str, list[str]] = defaultdict(list)
    for code in sorted(pages.paged):
        row = pages.regions[code]
        peers[row["province"], row["level"]].append(code)
        if row["parent_code"]:
            below[row["parent_code"]].append(code)
    return {
        code: {
            "peers": [
                other
                for other in peers[pages.regions[code]["province"], pages.regions[code]["level"]]
                if other != code and pages.regions[code]["level"] != "province"
            ],
            "below": below[code],
        }
        for code in pages.paged
    }


def _files(
    pages: Pages, code: str, rows: Sequence[Row], articles: Sequence[Row], kin: Mapping[str, list[str]]
) -> dict[str, str | bytes]:
    joined = [row for row in rows if row["left_out"] is None]
    beside = by((row for row in rows if row["beside"]), "indicator_id")
    series = [Series(pages.indicators[ident], tuple(told)) for ident, told in by(joined, "indicator_id").items()]
    left_out = [row for row in rows if row["left_out"] is not None]
    target = f"regions/{code}.html"
    page = pages.render(
        target,
        "region.html",
        row=pages.regions[code],
        dimensions=_by_dimension(series),
        years=sorted({row["year"] for row in joined}),
        left_out=left_out[:LEFT_OUT_SHOWN],
        left_out_count=len(left_out),
        articles=articles[:ARTICLES_SHOWN],
        article_count=len(articles),
        kin=kin,
        figure_count=len(rows),
    )
    told = {
        one.indicator["indicator_id"]: [point(row) for row in (*one.points, *_fresh(beside, one))] for one in series
    }
    return {
        target: page,
        f"data/r/{code}.js": script(f"r/{code}", told),
        f"regions/{code}.csv": table(CSV_COLUMNS, (_csv_row(pages, row) for row in rows)),
    }


def _fresh(beside: Mapping[str, list[Row]], series: Series) -> Iterable[Row]:
    """Parts of a year that come after the last full one: what the present year tells so far."""
    told = beside.get(series.indicator["indicator_id"], [])
    return [row for row in told if row["period_end"] > series.latest["period_end"]]


def _by_dimension(series: Iterable[Series]) -> list[tuple[str, list[Series]]]:
    found: dict[str, list[Series]] = defaultdict(list)
    for one in series:
        found[one.indicator["dimension"]].append(one)
    return sorted(found.items(), key=lambda told: field_order(told[0]))


def _csv_row(pages: Pages, row: Row) -> dict[str, Any]:
    told = pages.indicators[row["indicator_id"]]
    return {**row, "indicator": told["name_zh"], "indicator_en": told["name_en"], "page": link(row)}
