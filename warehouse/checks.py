"""What an observation must fulfil to be stored; what does not goes to quarantine with the reason.

A check is a SQL condition that is true for a *bad* row ``o`` of the staged observations, and a text that tells what was
seen. The first that holds names the reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import duckdb
import pyarrow as pa

from .batch import Rejected
from .reference import vocabulary

ENUMS: Mapping[str, type[StrEnum]] = {
    "bound": vocabulary.Bound,
    "kind": vocabulary.Kind,
    "role": vocabulary.Role,
    "direction": vocabulary.Direction,
    "change_base": vocabulary.ChangeBase,
    "period_type": vocabulary.PeriodType,
    "period_basis": vocabulary.PeriodBasis,
    "scope": vocabulary.Scope,
    "genre": vocabulary.Genre,
}
REQUIRED = (
    *(
        "article_id",
        "key",
        "part_id",
        "start",
        "end",
        "span_text",
        "sentence",
        "value",
        "unit",
        "bound",
        "kind",
        "role",
    ),
    *("indicator", "period_type", "period_basis", "scope", "genre"),
)


@dataclass(frozen=True, slots=True)
class Check:
    """``bad`` and ``detail`` are SQL over ``o`` (the row), ``a`` (its article), ``i`` (its indicator)."""

    reason: str
    bad: str
    detail: str


def _legal(column: str, words: type[StrEnum]) -> Check:
    legal = ", ".join(f"'{word}'" for word in words)
    return Check(
        f"illegal_{column}",
        f'o."{column}" NOT IN ({legal})',
        f"""'{column} is ' || o."{column}" || ', expected one of: ' || $${", ".join(words)}$$""",
    )


CHECKS = (
    *(Check(f"no_{name}", f'o."{name}" IS NULL', f"'{name} is empty'") for name in REQUIRED),
    Check(
        "unknown_article", "a.article_id IS NULL", "'no article ' || o.article_id || ' in the batch or the warehouse'"
    ),
    Check("no_text", "o.span_check = 'no_text'", "'the article has no part ' || o.part_id"),
    Check(
        "wrong_span",
        "o.span_check = 'wrong'",
        """'text[' || o."start" || ':' || o."end" || '] of part ' || o.part_id || ' is not ' || o.span_text""",
    ),
    Check(
        "span_outside_sentence", "NOT contains(o.sentence, o.span_text)", "'the sentence does not hold ' || o.span_text"
    ),
    *(_legal(column, words) for column, words in ENUMS.items()),
    Check(
        "unknown_region",
        # Townships (9 or 12 digits) are known by their county's code.
        "o.region_code IS NOT NULL AND left(o.region_code, 6) NOT IN (SELECT region_code FROM regions) "
        "AND o.region_code NOT IN (SELECT region_code FROM regions)",
        "'no region ' || o.region_code",
    ),
    Check(
        "unknown_indicator",
        "o.indicator_id IS NOT NULL AND i.indicator_id IS NULL",
        "'no indicator ' || o.indicator_id || ' in the catalogue'",
    ),
    Check("period_backwards", "o.period_start > o.period_end", "'from ' || o.period_start || ' to ' || o.period_end"),
    Check("range_backwards", """o."value" > o.value_high""", """'from ' || o."value" || ' to ' || o.value_high"""),
    Check(
        "outside_valid_range",
        """o."role" = 'actual' AND o.kind = i.kind AND o.unit = i.unit
           AND (o."value" < i.valid_low OR o."value" > i.valid_high)""",
        """o."value" || ' ' || o.unit || ', expected ' || i.valid_low || ' to ' || i.valid_high""",
    ),
)


def check_spans(rows: pa.Table, texts: Mapping[tuple[str, str], str]) -> pa.Table:
    """The rows with their number and ``span_check``: ``ok``, ``wrong``, or ``no_text``; offsets are code points."""
    columns = [rows.column(name).to_pylist() for name in ("article_id", "part_id", "start", "end", "span_text")]
    found = [
        _span(texts.get((article, part)), start, end, span)
        for article, part, start, end, span in zip(*columns, strict=True)
    ]
    return rows.append_column("span_check", pa.array(found, pa.string())).append_column(
        "row_no", pa.array(range(rows.num_rows), pa.int64())
    )


def _span(text: str | None, start: int | None, end: int | None, span: str | None) -> str:
    if text is None:
        return "no_text"
    # A negative offset would count from the end: Python's slice, not a span.
    return "ok" if start is not None and end is not None and 0 <= start < end and text[start:end] == span else "wrong"


def find_bad(con: duckdb.DuckDBPyConnection, staged: pa.Table) -> tuple[list[int], list[Rejected]]:
    """Row numbers that break a check or repeat a key, and the rows themselves with the reason.

    ``staged`` is registered as the relation of that name, and comes from :func:`check_spans`.
    """
    cases = "\n".join(f"WHEN {check.bad} THEN '{check.reason}' || chr(31) || {check.detail}" for check in CHECKS)
    found = con.execute(
        f"""
        SELECT row_no, fault FROM (
            SELECT o.row_no, CASE {cases}
                WHEN row_number() OVER (PARTITION BY o.article_id, o."key" ORDER BY o.row_no) > 1
                THEN 'duplicate_key' || chr(31) || 'an earlier row of the batch has the key ' || o."key" END AS fault
            FROM staged o
            LEFT JOIN articles a USING (article_id)
            LEFT JOIN indicators i USING (indicator_id)
        )
        WHERE fault IS NOT NULL ORDER BY row_no
        """
    ).fetchall()
    numbers = [number for number, _ in found]
    rows = staged.drop_columns(["span_check", "row_no"]).take(pa.array(numbers, pa.int64())).to_pylist()
    faults = [fault.split("\x1f", 1) for _, fault in found]
    return numbers, [
        Rejected("observations", row, reason, detail) for row, (reason, detail) in zip(rows, faults, strict=True)
    ]
