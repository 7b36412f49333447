"""What can be read again: pages that an older extractor read, their kept answers, and what the new reading changed.

Reading again never asks the network: ``fetches`` says where in the archive each answer lies.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from .staging import with_ids


@dataclass(frozen=True, slots=True)
class Selection:
    """Which pages to read again: all that no longer agree with the versions given, or ``every`` kept one.

    ``since`` leaves out what was published before (an undated page is always in); ``sources``, ``regions`` (division
    codes) and ``urls`` narrow it: a page is in that one of them names, or all where none does.
    """

    extractor_version: str
    reference_version: str
    since: date | None = None
    sources: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    every: bool = False


def territory(con: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """The codes of the region of that name or code and of all below it; none where no region is meant."""
    try:
        rows = con.execute(
            """
            WITH RECURSIVE below AS (
                SELECT region_code FROM region_codes($name)
                UNION SELECT r.region_code FROM regions r JOIN below b ON r.parent_code = b.region_code
            )
            FROM below ORDER BY ALL
            """,
            {"name": name},
        ).fetchall()
    except duckdb.InvalidInputException:
        return []
    return [code for (code,) in rows]


def pages_to_read(con: duckdb.DuckDBPyConnection, selection: Selection) -> list[str]:
    """The ids of articles whose answer is in the archive, the copies of one text beside each other.

    Without ``every`` those from which figures were taken by another extractor or with other reference data.
    """
    wanted = {"sources": selection.sources, "regions": selection.regions, "urls": selection.urls}
    values: dict[str, Any] = {name: list(given) for name, given in wanted.items()}
    values |= {"since": selection.since, "every": selection.every, "all": not any(wanted.values())}
    values |= {"extractor": selection.extractor_version, "reference": selection.reference_version}
    rows = con.execute(
        """
        SELECT a.article_id FROM articles a JOIN fetches f USING (fetch_id)
        WHERE f.warc_offset IS NOT NULL
          AND ($every OR (a.extractor_version IS NOT NULL
                          AND (a.extractor_version <> $extractor OR a.reference_version IS DISTINCT FROM $reference)))
          AND ($since::DATE IS NULL OR coalesce(a.first_published, a.published, $since::DATE) >= $since::DATE)
          AND ($all OR list_contains($sources::VARCHAR[], a.source_id)
               OR list_contains($regions::VARCHAR[], a.region_code) OR list_contains($urls::VARCHAR[], a.url))
        ORDER BY a.cluster_id, a.article_id
        """,
        values,
    ).fetchall()
    return [ident for (ident,) in rows]


def answers_of(con: duckdb.DuckDBPyConnection, article_ids: Sequence[str]) -> list[Mapping[str, Any]]:
    """The rows of ``fetches`` that these articles were read from: page, further pages, files, the listing of a file.

    ``parameters`` are those of the run that brought the page (``runs.parameters``), NULL for none.
    """
    relation = with_ids(
        con,
        """
        WITH pages AS (
            SELECT f.*, r.parameters FROM articles a JOIN wanted ON a.article_id = wanted.ident
            JOIN fetches f USING (fetch_id) LEFT JOIN runs r ON r.run_id = f.run_id
        ),
        belongings AS (
            SELECT f.*, p.parameters FROM fetches f JOIN pages p ON f.from_url = p.url
            WHERE f.kind IN ('page', 'attachment') AND f.error = '' AND f.warc_offset IS NOT NULL
            QUALIFY row_number() OVER (PARTITION BY f.from_url, f.url ORDER BY f.fetched_at DESC) = 1
        ),
        -- A file that a listing links is a document of its own, told by the listing it was found on.
        listings AS (
            SELECT f.*, NULL::VARCHAR AS parameters FROM fetches f
            WHERE f.kind = 'listing' AND f.url IN (SELECT from_url FROM pages WHERE kind = 'attachment')
            QUALIFY row_number() OVER (PARTITION BY f.url ORDER BY f.fetched_at DESC) = 1
        )
        FROM pages UNION ALL FROM belongings UNION ALL FROM listings
        """,
        article_ids,
    )
    names = [name for (name,) in con.execute("SELECT column_name FROM (DESCRIBE fetches)").fetchall()]
    return [dict(zip((*names, "parameters"), row, strict=True)) for row in relation]


@dataclass(frozen=True, slots=True)
class FigureChange:
    """What a run changed about one printed figure. ``what``: new | gone | changed; ``fields`` are those that differ.

    ``before`` and ``after`` hold :data:`TOLD` by name, None where the figure was not told.
    """

    what: str
    url: str
    span_text: str
    sentence: str
    fields: tuple[str, ...]
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


TOLD = (
    *("value", "value_high", "unit", "bound", "kind", "role", "direction", "indicator", "indicator_id"),
    *("denominator_variant", "period_type", "period_start", "period_end", "region_code", "scope", "rank_universe"),
)
"""The columns of an observation in which two tellings of one printed figure are compared."""


def changes(con: duckdb.DuckDBPyConnection, run_id: str) -> list[FigureChange]:
    """What the loads of a run changed, figure by figure, in the order of the texts.

    Two tellings are of one figure where page, printed form and measured words agree, else where page and printed form
    do, taken in the order of the text: offsets move when a page is read better.
    """
    brought = "IN (SELECT load_id FROM loads WHERE run_id = $run)"
    before = _told(
        con, f"observations_history o JOIN articles a USING (article_id) WHERE superseded_by {brought}", run_id
    )
    after = _told(con, f"observations o JOIN articles a USING (article_id) WHERE o.load_id {brought}", run_id)
    found = [*_pairs(before, after, _WORDS), *_pairs(before, after, _PRINTED)]
    found += [("gone", row, None) for row in before] + [("new", None, row) for row in after]
    found.sort(key=lambda entry: _place(entry[1] or entry[2] or {}))
    return [change for what, old, new in found if (change := _change(what, old, new)).fields or what != "changed"]


_Row = Mapping[str, Any]
_WORDS = ("article_id", "span_text", "indicator")
_PRINTED = ("article_id", "span_text")


def _told(con: duckdb.DuckDBPyConnection, source: str, run_id: str) -> list[_Row]:
    names = ("url", "article_id", "part_id", "start", "span_text", "sentence")
    columns = ", ".join(f'{"a" if name == "url" else "o"}."{name}"' for name in (*names, *TOLD))
    rows = con.execute(
        f'SELECT {columns} FROM {source} ORDER BY a.url, o.part_id, o."start"', {"run": run_id}
    ).fetchall()
    return [dict(zip((*names, *TOLD), row, strict=True)) for row in rows]


def _pairs(before: list[_Row], after: list[_Row], key: Sequence[str]) -> list[tuple[str, _Row | None, _Row | None]]:
    """Takes out of both lists what belongs together by ``key``."""
    waiting: dict[tuple[Any, ...], list[_Row]] = defaultdict(list)
    for row in after:
        waiting[tuple(row[name] for name in key)].append(row)
    paired: list[tuple[str, _Row | None, _Row | None]] = []
    left = []
    for row in before:
        found = waiting[tuple(row[name] for name in key)]
        if found:
            paired.append(("changed", row, found.pop(0)))
        else:
            left.append(row)
    before[:] = left
    after[:] = [row for rows in waiting.values() for row in rows]
    return paired


def _place(row: _Row) -> tuple[str, str, int]:
    return row["url"], row["part_id"], row["start"]


def _change(what: str, before: _Row | None, after: _Row | None) -> FigureChange:
    shown = after or before or {}
    told = [None if row is None else {name: row[name] for name in TOLD} for row in (before, after)]
    differing = tuple(name for name in TOLD if before and after and before[name] != after[name])
    return FigureChange(what, shown["url"], shown["span_text"], shown["sentence"], differing, told[0], told[1])
