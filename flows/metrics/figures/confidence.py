"""How far a rule can be trusted: its measured precision on the open gold, kept in ``confidence.csv``; that of cells of
tables is measured on the sample site, as the gold texts have no tables.

The file is written by ``python -m tests.benchmarks --write-confidence``: the share of a rule's figures whose
value, unit and indicator the gold confirms, smoothed as (right + 1) / (all + 2) so that a rare rule claims little.
"""

import csv
from functools import lru_cache
from pathlib import Path

_DATA = Path(__file__).with_name("confidence.csv")
UNMEASURED = 0.5


@lru_cache(maxsize=1)
def _measured() -> dict[str, float]:
    with _DATA.open(encoding="utf-8", newline="") as file:
        return {row["rule"]: float(row["precision"]) for row in csv.DictReader(file)}


@lru_cache(maxsize=256)  # asked of every figure
def confidence(rule: str) -> float:
    """The measured precision of ``rule``, or :data:`UNMEASURED`."""
    return _measured().get(rule, UNMEASURED)
