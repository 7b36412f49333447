"""Marks of people on figures: confirmed, corrected or rejected, with who, when and why (table ``reviews``).

A mark is about a figure with its meaning. It survives re-extraction: where the same words of the same page are read
with the same meaning again, it holds; where they are read otherwise, it rests.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import duckdb

from . import corrections
from .batch import digest
from .errors import WarehouseError
from .reference.corrections import check_value

VERDICTS = ("confirmed", "rejected", "corrected")
MEANING = (
    *("article_id", "span_text", "sentence", "indicator_id", "value", "unit"),
    *("period_type", "period_start", "period_end", "region_code", "scope"),
)

# The latest mark on a meaning counts; each figure has one at most.
_APPLY = f"""
    UPDATE reviews SET observation_id = m.observation_id
    FROM (
        SELECT v.review_id, CASE WHEN v.review_id = arg_max(v.review_id, (v.reviewed_at, v.review_id)) OVER (
            PARTITION BY o.observation_id) THEN o.observation_id END AS observation_id
        FROM reviews v LEFT JOIN observations o
            ON {" AND ".join(f'o."{name}" IS NOT DISTINCT FROM v."{name}"' for name in MEANING)}
        QUALIFY row_number() OVER (PARTITION BY v.review_id ORDER BY o.observation_id) = 1
    ) m
    WHERE m.review_id = reviews.review_id AND m.observation_id IS DISTINCT FROM reviews.observation_id
"""

# What arithmetic contradicts first, then figures of the least sure rules; of catalogued figures, as the others enter no
# comparison.
_QUEUE = """
    WITH contradicted AS (
        SELECT c.observation_id, string_agg(
            c.kind || ': stated ' || c.stated || ', computed ' || c.computed || ', ' || c.reason, '; ') AS told
        FROM checks c WHERE c.verdict = 'differs' GROUP BY c.observation_id
    )
    SELECT o.observation_id, o.span_text, o."value", o.unit, i.name_zh AS indicator, o.indicator AS printed,
        r.full_name AS region, o.period_text, o.period_type, o.period_start, o.period_end, o."scope", o.confidence,
        o.flags, o.sentence, a.title, a.url, d.told AS contradicted
    FROM observations o
    JOIN articles a USING (article_id)
    JOIN indicators i USING (indicator_id)
    LEFT JOIN regions r ON r.region_code = o.region_code
    LEFT JOIN contradicted d ON d.observation_id = o.observation_id
    WHERE o.observation_id NOT IN (SELECT v.observation_id FROM reviews v WHERE v.observation_id IS NOT NULL)
    ORDER BY d.told IS NULL, o.confidence, o.observation_id
    LIMIT $limit
"""


def apply(con: duckdb.DuckDBPyConnection) -> None:
    """Finds the figure of every mark anew, as figures may have come, gone or changed."""
    if con.execute("SELECT count(*) FROM reviews").fetchall() != [(0,)]:
        con.execute(_APPLY)


def queue(con: duckdb.DuckDBPyConnection, limit: int) -> list[Mapping[str, Any]]:
    """The figures without a mark that most want one, at most ``limit``, each with its sentence and page."""
    cursor = con.execute(_QUEUE, {"limit": limit})
    names = [column[0] for column in cursor.description or ()]
    return [MappingProxyType(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def mark(
    con: duckdb.DuckDBPyConnection,
    observation_id: str,
    verdict: str,
    reason: str,
    reviewer: str,
    *,
    field: str = "",
    value: str = "",
) -> str:
    """Keeps a mark on a figure held now; the id of the mark. A later mark on the same figure takes its place.

    ``field`` and ``value`` belong to the verdict ``corrected``: what was read wrongly (a field of
    :data:`warehouse.reference.corrections.FIELDS`) and what it should be; views show it in the place of what was read,
    with the reason among the flags. Raises :class:`WarehouseError` for an unknown figure, verdict or field, a value
    that is none of the field, no reviewer, or a rejection or correction without a reason.
    """
    corrected = _checked(verdict, reason, reviewer, field, value)
    now = datetime.now(UTC).replace(tzinfo=None)
    columns = ", ".join(f'"{name}"' for name in (*MEANING, "rule"))
    ident = digest(observation_id, verdict, reviewer, now.isoformat())
    con.execute("BEGIN")
    try:
        made = con.execute(
            "INSERT INTO reviews BY NAME SELECT $id AS review_id, $verdict AS verdict, $reason AS reason, "
            "$reviewer AS reviewer, $now::TIMESTAMP AS reviewed_at, observation_id AS judged_id, "
            "nullif($field, '') AS field, $corrected AS corrected, "
            f"NULL::VARCHAR AS observation_id, {columns} FROM observations WHERE observation_id = $observation",
            {
                "id": ident,
                "verdict": verdict,
                "reason": reason.strip(),
                "reviewer": reviewer.strip(),
                "now": now,
                "field": field,
                "corrected": corrected,
                "observation": observation_id,
            },
        ).fetchall()
        if made != [(1,)]:
            raise WarehouseError(
                f'no figure {observation_id!r} is held now. Ids: fazhi sql "SELECT observation_id FROM observations".'
            )
        con.execute(_APPLY)
        corrections.apply(con)
        con.execute("COMMIT")
    except BaseException:
        con.execute("ROLLBACK")
        raise
    return ident


def _checked(verdict: str, reason: str, reviewer: str, field: str, value: str) -> str | None:
    """The corrected value as it is kept."""
    if verdict not in VERDICTS:
        raise WarehouseError(f"verdict {verdict!r} is unknown; expected one of {', '.join(VERDICTS)}.")
    if not reviewer.strip():
        raise WarehouseError("a mark needs the name of who makes it.")
    if verdict != "confirmed" and not reason.strip():
        raise WarehouseError("a rejection or correction needs a reason: what is wrong with the figure.")
    if (verdict == "corrected") != bool(field):
        raise WarehouseError("a correction, and nothing else, names the field that is wrong and its value.")
    if verdict != "corrected":
        return None
    try:
        return check_value(field, value)
    except ValueError as error:
        raise WarehouseError(f"{field} cannot be {value!r}: {error}.") from error
