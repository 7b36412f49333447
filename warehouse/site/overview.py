"""The pages that tell of the whole: overview, coverage, changes, sources, conflicts, methods, catalogue."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import duckdb

from .. import reference
from .data import Row, ask, by, link, table
from .pages import Pages
from .words import field_order
from .workshop import HERE, Workshop, mark_of

REGIONS_ON_OVERVIEW = 40
SHOWN = 150  # of lists that may be long: a page stays a page, the CSV has all
CONFLICT_COLUMNS = (
    *("region", "region_code", "indicator", "indicator_id", "year", "period_type", "period_start", "period_end"),
    *("scope", "denominator_variant", "value", "unit", "bound", "preferred", "genre", "report_year", "published"),
    *("title", "sentence", "url", "page", "observation_id"),
)


@lru_cache(maxsize=1)
def questions() -> Mapping[str, str]:
    """The statements of ``sql/overview.sql`` by name."""
    text = (HERE / "sql" / "overview.sql").read_text(encoding="utf-8")
    return dict(re.findall(r"^-- (\w+)\n(.+?;)$", text, re.MULTILINE | re.DOTALL))


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A line of the heat map: a region (or a province with all in it), and of each year what is held."""

    code: str
    name: str
    cells: tuple[Row | None, ...]


def build(con: duckdb.DuckDBPyConnection, workshop: Workshop, pages: Pages) -> None:
    """Makes all of them; they are few, and most tell of something in every run."""
    told = {name: ask(con, sql) for name, sql in questions().items()}
    years = sorted({row["report_year"] for row in told["coverage"]})
    told["missing"] = ask(con, "FROM missing_reports($year)", {"year": years[-1]}) if years else []
    _page(workshop, pages, "index.html", told, {**_heat(pages, told, years), **_groups(pages, told)})
    for name in ("changes", "sources", "methods", "catalogue"):
        _page(workshop, pages, f"{name}.html", told, {"breaks": reference.breaks(), "laws": reference.laws()})
    conflicts = _by_key(told["conflicts"])
    _page(workshop, pages, "conflicts.html", told, {"conflicts": conflicts[:SHOWN], "conflict_count": len(conflicts)})
    rows = [{**row, "page": link(row)} for row in told["conflicts"]]
    workshop.make("conflicts.csv", mark_of(rows), lambda: {"conflicts.csv": table(CONFLICT_COLUMNS, rows)})
    _build_lists(con, workshop, pages)
    _build_coverage(workshop, pages, told["coverage"], years, told["health"])


def _page(workshop: Workshop, pages: Pages, target: str, told: Mapping[str, Any], more: Mapping[str, Any]) -> None:
    """These carry the day of the copy, so they are made anew each time."""
    content = pages.render(target, target, told=told, list_shown=SHOWN, **more)
    workshop.put(target, mark_of(pages.published_at), {target: content})


def _by_key(rows: Iterable[Row]) -> list[list[Row]]:
    """Conflicting figures of one key together, the preferred first."""
    keys = ("region_code", "indicator_id", "unit", "period_type", "period_start", "period_end", "scope_group")
    found: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        found[tuple(row[key] for key in (*keys, "denominator_variant"))].append(row)
    return [sorted(rows, key=lambda row: not row["preferred"]) for rows in found.values()]


def _groups(pages: Pages, told: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    """Indicators by field with how many regions tell them; regions by province."""
    counts = {row["indicator_id"]: row["regions"] for row in told["indicator_counts"]}
    fields: dict[str, list[tuple[Row, int]]] = defaultdict(list)
    for ident, row in pages.indicators.items():
        if ident in counts:
            fields[row["dimension"]].append((row, counts[ident]))
    ranked = {name: sorted(rows, key=lambda told: -told[1]) for name, rows in sorted(fields.items(), key=_order)}
    return {"fields": ranked, "provinces": provinces(pages)}


def _order(told: tuple[str, Any]) -> tuple[int, str]:
    return field_order(told[0])


def provinces(pages: Pages) -> list[tuple[Row, int]]:
    """Provinces of which any region has a page, and how many have."""
    held: dict[str, int] = defaultdict(int)
    for code in pages.paged:
        held[pages.regions[code]["province"]] += 1
    return [(pages.regions[code], held[code]) for code in sorted(held)]


def _heat(pages: Pages, told: Mapping[str, Sequence[Row]], years: Sequence[int]) -> dict[str, Any]:
    """Regions themselves where they are few, else provinces with how many of their regions have a report."""
    if len(pages.paged) <= REGIONS_ON_OVERVIEW:
        return {"heat": _region_rows(pages, told["coverage"], years, sorted(pages.paged)), "years": years, "whole": 0}
    counts: dict[tuple[str, int], int] = defaultdict(int)
    for row in told["coverage"]:
        counts[pages.regions[row["region_code"]]["province"], row["report_year"]] += 1
    rows = [
        HeatRow(
            province["region_code"],
            province["full_name"],
            tuple(
                {"reports": counts[province["region_code"], year], "of": held}
                if counts[province["region_code"], year]
                else None
                for year in years
            ),
        )
        for province, held in provinces(pages)
    ]
    return {"heat": rows, "years": years, "whole": 1}


def _region_rows(pages: Pages, coverage: Sequence[Row], years: Sequence[int], codes: Sequence[str]) -> list[HeatRow]:
    held = {(row["region_code"], row["report_year"]): row for row in coverage}
    return [
        HeatRow(code, pages.regions[code]["full_name"], tuple(held.get((code, year)) for year in years))
        for code in codes
    ]


def _build_lists(con: duckdb.DuckDBPyConnection, workshop: Workshop, pages: Pages) -> None:
    """The index of regions, a page a province."""
    below: dict[str, list[Row]] = defaultdict(list)
    for code in sorted(pages.paged):
        below[pages.regions[code]["province"]].append(pages.regions[code])
    counts = {
        row["region_code"]: row
        for row in ask(
            con,
            "SELECT region_code, count(*) AS articles, sum(figures)::BIGINT AS figures FROM shown "
            "WHERE region_code IS NOT NULL GROUP BY ALL",
        )
    }
    listed = provinces(pages)
    mark = mark_of([[row["region_code"], held] for row, held in listed])
    workshop.make(
        "regions.html", mark, lambda: {"regions.html": pages.render("regions.html", "regions.html", provinces=listed)}
    )
    for province, rows in below.items():
        target = f"regions/in-{province}.html"
        told = [(row, counts.get(row["region_code"])) for row in rows]
        content = {"province": pages.regions[province], "rows": told}
        workshop.make(
            target,
            mark_of([[dict(row), dict(count or {})] for row, count in told]),
            lambda target=target, content=content: {target: pages.render(target, "province.html", **content)},  # type: ignore[misc]
        )


def _build_coverage(
    workshop: Workshop, pages: Pages, coverage: Sequence[Row], years: Sequence[int], watched: Sequence[Row]
) -> None:
    """A heat map a province: which region's yearly report is held for which year."""
    codes: dict[str, set[str]] = defaultdict(set)
    for code in (*pages.paged, *(row["region_code"] for row in watched if row["enabled"])):
        if code in pages.regions:
            codes[pages.regions[code]["province"]].add(code)
    held = by(({**row, "province": pages.regions[row["region_code"]]["province"]} for row in coverage), "province")
    for province, members in sorted(codes.items()):
        rows = _region_rows(pages, held.get(province, []), years, sorted(members))
        target = f"coverage/{province}.html"
        content = {"province": pages.regions[province], "heat": rows, "years": years}
        workshop.make(
            target,
            mark_of([[row.code, row.name, [dict(cell or {}) for cell in row.cells]] for row in rows], list(years)),
            lambda target=target, content=content: {target: pages.render(target, "coverage.html", **content)},  # type: ignore[misc]
        )
