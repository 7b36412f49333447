"""Which base a rate is over, or which outcome or object is counted, where one indicator holds several (a table).

行政机关败诉率 of judgments is not that of all cases, 调解成功6217件 not 受理6368件: they never stand on one line.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from .tables import table


def variant_of(indicator_id: str, name: str, clause: str) -> str:
    """The variant that the name tells (书面述法), else the clause; empty where neither does (grade B)."""
    rows = _variants().get(indicator_id, ())
    for text in (name, clause):
        for pattern, variant in rows:
            if pattern is not None and pattern.search(text):
                return variant
    return next((variant for pattern, variant in rows if pattern is None), "")


@lru_cache(maxsize=1)
def _variants() -> Mapping[str, tuple[tuple[re.Pattern[str] | None, str], ...]]:
    return {
        indicator_id: tuple((re.compile(row["words"]) if "words" in row else None, row["variant"]) for row in rows)
        for indicator_id, rows in table("denominators").items()
    }
