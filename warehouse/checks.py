"""What an observation must fulfil to be stored; what does not goes to quarantine with the reason.

A check is a SQL condition that is true for a *bad* row ``o`` of the staged observations, and a text that tells what was
seen. The first that holds names the reason. Checks on one column that Arrow answers for the whole column at once (is
anything empty? which words occur?) are put to the rows only where it says that some row fails.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from . import reference
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


def _always(rows: pa.Table) -> bool:
    return bool(rows.num_rows)


@dataclass(frozen=True, slots=True)
class Check:
    """``bad`` and ``detail`` are SQL over ``o`` (the row), ``a`` (its article), ``i`` (its indicator); ``possible``:
    whether any of these rows can be bad."""

    reason: str
    bad: str
    detail: str
    possible: Callable[[pa.Table], bool] = _always


def _known_units() -> frozenset[str | None]:
    equivalents = reference.unit_rules().equivalents
    others = {other for group in equivalents.values() for other in group}
    return frozenset({None, *equivalents, *others, *(indicator.unit for indicator in reference.indicators())})


def _filled(column: str) -> Check:
    return Check(
        f"no_{column}",
        f'o."{column}" IS NULL',
        f"'{column} is empty'",
        lambda rows: bool(rows.column(column).null_count),
    )


def _legal(column: str, words: type[StrEnum]) -> Check:
    legal = ", ".join(f"'{word}'" for word in words)
    told = {None, *words}
    return Check(
        f"illegal_{column}",
        f'o."{column}" NOT IN ({legal})',
        f"""'{column} is ' || o."{column}" || ', expected one of: ' || $${", ".join(words)}$$""",
        lambda rows: not told.issuperset(pc.unique(rows.column(column)).to_pylist()),
    )


CHECKS = (
    *(_filled(name) for name in REQUIRED),
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
    Check(
        "unknown_unit",
        # Of what the catalogue does not have, any unit may be told.
        """o."role" = 'actual' AND o.kind = i.kind
           AND o.unit NOT IN (SELECT unit FROM indicators UNION SELECT unit FROM unit_names)""",
        "'unit ' || o.unit || ' is known of no indicator, expected ' || i.unit",
        lambda rows: not _known_units().issuperset(pc.unique(rows.column("unit")).to_pylist()),
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


def find_bad(con: duckdb.DuckDBPyConnection, staged: pa.Table) -> list[tuple[int, str, str]]:
    """Which rows break a check or repeat a key: number, reason, detail.

    ``staged`` is registered as the relation of that name, and has the columns ``row_no`` and ``span_check``
    (:mod:`spans`) beside those of a batch.
    """
    cases = "\n".join(
        f"WHEN {check.bad} THEN '{check.reason}' || chr(31) || {check.detail}"
        for check in CHECKS
        if check.possible(staged)
    )
    found = con.execute(
        f"""
        SELECT row_no, fault FROM (
            SELECT o.row_no, CASE {cases}
                WHEN d.first_row < o.row_no
                THEN 'duplicate_key' || chr(31) || 'an earlier row of the batch has the key ' || o."key" END AS fault
            FROM staged o
            LEFT JOIN articles a USING (article_id)
            LEFT JOIN indicators i USING (indicator_id)
            LEFT JOIN (
                SELECT article_id, "key", min(row_no) AS first_row FROM staged GROUP BY ALL HAVING count(*) > 1
            ) d ON d.article_id = o.article_id AND d."key" = o."key"
        )
        WHERE fault IS NOT NULL ORDER BY row_no
        """
    ).fetchall()
    return [(number, *fault.split("\x1f", 1)) for number, fault in found]
