"""Pages of indicators: what is meant, who stands where in a year, the years of chosen regions, what is not compared."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb

from .. import reference
from .data import Row, ask, by, link, point, script, table
from .pages import Pages
from .words import number, period, said
from .workshop import Workshop, mark_of

RANKED_SHOWN = 60  # regions of a level in the page itself; all of them when another year or province is asked for
LEFT_OUT_SHOWN = 80
ROWS_AT_ONCE = 40_000
CSV_COLUMNS = (
    *("region", "region_code", "level", "indicator_id", "indicator", "year", "rank", "place", "peers", "value"),
    *("value_high", "unit", "bound", "grade", "left_out", "period_type", "period_start", "period_end", "scope"),
    *("denominator_variant", "genre", "published", "title", "url", "page", "observation_id"),
)
_MARKS_SQL = """
    WITH marked AS (
        SELECT indicator_id, 'drawn' AS share, hash(d) AS mark FROM drawn d
        UNION ALL SELECT indicator_id, 'compared', hash(c) FROM compared c
    )
    SELECT indicator_id, bit_xor(hash(share, mark))::VARCHAR, count(*) FROM marked GROUP BY ALL ORDER BY ALL
"""
_DRAWN_SQL = """
    FROM drawn WHERE indicator_id IN (SELECT unnest($ids)) AND (left_out IS NULL OR beside)
    ORDER BY region_code, left_out IS NOT NULL, period_end, period_start, observation_id
"""
_COMPARED_SQL = """
    FROM compared WHERE indicator_id IN (SELECT unnest($ids))
    ORDER BY "year" DESC, left_out IS NOT NULL, "level", "rank", region_code, observation_id
"""
_BASES_SQL = """
    SELECT indicator_id, denominator_variant, count(*) AS figures, count(DISTINCT region_code) AS regions FROM drawn
    WHERE indicator_id IN (SELECT unnest($ids)) GROUP BY ALL ORDER BY figures DESC, denominator_variant
"""
_SYNONYMS_SQL = "SELECT indicator_id, list(name ORDER BY name) FROM synonyms WHERE origin = 'synonym' GROUP BY ALL"
LEVELS = ("country", "province", "prefecture", "county")


def build(con: duckdb.DuckDBPyConnection, workshop: Workshop, pages: Pages) -> None:
    """Makes the page and the data files of each indicator of which anything has changed."""
    told = {ident: (mark, rows) for ident, mark, rows in con.execute(_MARKS_SQL).fetchall()}
    synonyms = dict(con.execute(_SYNONYMS_SQL).fetchall())
    breaks = {b.id: b for b in reference.breaks()}
    marks = {
        f"indicator/{ident}": mark_of(dict(row), told.get(ident), synonyms.get(ident), _breaks_of(breaks, ident))
        for ident, row in pages.indicators.items()
    }
    for idents in _shares(workshop.stale(marks.items()), {ident: rows for ident, (_, rows) in told.items()}):
        asked = {"ids": idents}
        drawn = by(ask(con, _DRAWN_SQL, asked), "indicator_id")
        compared = by(ask(con, _COMPARED_SQL, asked), "indicator_id")
        bases = by(ask(con, _BASES_SQL, asked), "indicator_id")
        for ident in idents:
            unit = f"indicator/{ident}"
            about = {
                "synonyms": synonyms.get(ident, []),
                "bases": bases.get(ident, []),
                "breaks": _breaks_of(breaks, ident),
            }
            files = _files(pages, pages.indicators[ident], drawn.get(ident, []), compared.get(ident, []), about)
            workshop.put(unit, marks[unit], files)


def _shares(units: Iterable[str], rows: Mapping[str, int]) -> Iterable[list[str]]:
    """Indicators whose figures are in memory together: many that are rare, one that all regions tell."""
    share: list[str] = []
    held = 0
    for ident in (unit.removeprefix("indicator/") for unit in units):
        if share and held + rows.get(ident, 0) > ROWS_AT_ONCE:
            yield share
            share, held = [], 0
        share.append(ident)
        held += rows.get(ident, 0)
    if share:
        yield share


def _breaks_of(breaks: Mapping[str, reference.Break], ident: str) -> list[dict[str, str]]:
    return [
        {"id": key, "date": str(told.date), "reason": told.reason}
        for key, told in breaks.items()
        if ident in told.indicators
    ]


def _files(
    pages: Pages, row: Row, drawn: Sequence[Row], compared: Sequence[Row], about: Mapping[str, Any]
) -> dict[str, str | bytes]:
    ident = row["indicator_id"]
    ranked = [told for told in compared if told["left_out"] is None]
    left_out = [told for told in compared if told["left_out"] is not None]
    year = _telling_year(ranked)
    years = sorted({told["year"] for told in ranked}, reverse=True)
    page = pages.render(
        f"indicators/{ident}.html",
        "indicator.html",
        row=row,
        about=about,
        years=years,
        year=year,
        levels=_levels(told for told in ranked if told["year"] == year),
        ranked_shown=RANKED_SHOWN,
        provinces=sorted({told["province"] for told in compared}),
        left_out=left_out[:LEFT_OUT_SHOWN],
        left_out_count=len(left_out),
        figure_count=len(compared),
        region_count=len({told["region_code"] for told in drawn}),
    )
    files: dict[str, str | bytes] = {
        f"indicators/{ident}.html": page,
        f"indicators/{ident}.csv": table(CSV_COLUMNS, ({**told, "page": link(told)} for told in compared)),
        f"data/i/{ident}.js": script(f"i/{ident}", _directory(pages, drawn)),
    }
    for name, share in _groups(drawn, "province").items():
        files[f"data/i/{ident}/{name}.js"] = script(f"i/{ident}/{name}", _by_region(share))
    for name, share in _groups(ranked, "year").items():
        files[f"data/i/{ident}/{name}.js"] = script(f"i/{ident}/{name}", [_ranked(told) for told in share])
    return files


def _telling_year(ranked: Sequence[Row]) -> int | None:
    """The newest year that tells of at least half as many regions as the year with the most."""
    told: dict[int, int] = defaultdict(int)
    for row in ranked:
        told[row["year"]] += 1
    return max((year for year, count in told.items() if 2 * count >= max(told.values())), default=None)


def _levels(ranked: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in ranked:
        found[row["level"]].append(row)
    return sorted(found.items(), key=lambda told: LEVELS.index(told[0]) if told[0] in LEVELS else len(LEVELS))


def _directory(pages: Pages, drawn: Sequence[Row]) -> dict[str, Any]:
    """Regions that have a series: code, full name, province (its data file), points, level, name; most points first."""
    counts: dict[str, int] = defaultdict(int)
    for row in drawn:
        counts[row["region_code"]] += row["left_out"] is None
    ordered = sorted(counts.items(), key=lambda told: (-told[1], told[0]))
    told = [(code, count, pages.regions[code]) for code, count in ordered if count]
    return {
        "regions": [
            [code, row["full_name"], row["province"], count, row["level"], row["name"]] for code, count, row in told
        ]
    }


def _groups(rows: Iterable[Row], column: str) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found


def _by_region(rows: Sequence[Row]) -> dict[str, dict[str, Any]]:
    """Of each region its points, and what series must share to stand in one chart: period type, the first day of a
    cumulative total (R1: 自2021年以来 beside 自2016年以来 compares nothing), scope, denominator."""
    found: dict[str, dict[str, Any]] = {}
    for code, told in _groups(rows, "region_code").items():
        joined = [row for row in told if row["left_out"] is None]
        if not joined:
            continue
        last = joined[-1]["period_end"]
        fresh = [row for row in told if row["beside"] and row["period_end"] > last]
        found[code] = {
            "period": [joined[0]["period_type"], *said(joined[0]["period_type"])],
            "start": joined[0]["period_start"] if joined[0]["period_type"] == "cumulative_since" else "",
            "scope": [joined[0]["scope_group"], *said(joined[0]["scope_group"])],
            "base": next((row["denominator_variant"] for row in joined if row["denominator_variant"]), None),
            "points": [point(row) for row in (*joined, *fresh)],
        }
    return found


def _ranked(row: Row) -> dict[str, Any]:
    zh, en = period(row)
    return {
        "k": row["rank"],
        "j": row["place"],
        "n": row["peers"],
        "c": row["region_code"],
        "r": row["region"],
        "w": row["province"],
        "l": row["level"],
        "v": row["value"],
        "t": number(row),
        "g": row["grade"],
        "d": row["denominator_variant"],
        "s": None if row["scope"] in {"whole_region", "unknown"} else said(row["scope"]),
        "a": link(row),
        "p": zh,
        "q": en,
    }
