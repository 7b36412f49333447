"""Numbers of other projects, row by row: which :func:`flows.metrics.quantities` reads as they say, and why not.

A row is right if every value it expects is read at its place – ranges and intervals by both ends, or by the lower end
as ``at_least`` where the text gives no upper one – and if nothing of its kind is read where it expects nothing.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from flows.metrics import Quantity, quantities
from flows.metrics.figures.bare.units import unit_family
from warehouse.reference.vocabulary import Bound

SETS = {
    "a numeral": "a_numeral",
    "b percent": "b_percent",
    "c ordinal": "c_ordinal",
    "d range": "d_range",
    "d unit": "d_unit",
}
REASONS = Path(__file__).with_name("peer_cases.yaml")
PAGE = Path(__file__).resolve().parents[2] / "docs" / "quantity-specs.md"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:E-?\d+)?")
# What a set looks for; elsewhere in a row stand quantities of other kinds.
_KINDS: dict[str, Callable[[Quantity], bool]] = {
    "b percent": lambda each: unit_family(each.unit) == "percent",
    "d unit": lambda each: unit_family(each.unit) in ("money", "measure"),
}
_HEAD = """# Numbers of other projects

`flows.metrics.quantities`, the bare grammar, is held against test cases of Microsoft Recognizers-Text (MIT), JioNLP
(Apache-2.0) and duckling (BSD-3-Clause). They are not part of this repository: where they are present
(`../shared/eval/specs`), `make bench` scores them, the tests hold the score, and
`python -m tests.benchmarks --write-specs` writes this page.

A row is right if every value it expects is read at its place – of ranges both ends; where the text gives no upper end,
the lower one as *at least* – and if nothing of the row's kind is read where it expects nothing.

| set | rows | right | share |
|---|---:|---:|---:|
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a set, by its line number there."""

    number: int
    right: bool


def rows(folder: Path, name: str) -> list[Row]:
    """Every row of a set, judged."""
    lines = (folder / f"curated_{SETS[name]}.jsonl").read_text(encoding="utf-8").splitlines()
    return [Row(number, _right(json.loads(line), name)) for number, line in enumerate(lines, 1)]


def scores(folder: Path) -> dict[str, tuple[int, int]]:
    """Of each set, how many rows are right, and of how many."""
    judged = {name: rows(folder, name) for name in SETS}
    return {name: (sum(row.right for row in of), len(of)) for name, of in judged.items()}


def reasons() -> dict[str, dict[int, str]]:
    """Why rows fail, by set and row."""
    told: dict[str, list[dict[str, Any]]] = yaml.safe_load(REASONS.read_text(encoding="utf-8"))
    return {
        name: {number: group["reason"] for group in groups for number in group["rows"]} for name, groups in told.items()
    }


def page(folder: Path) -> str:
    """``docs/quantity-specs.md``: the score of each set, and the failing rows with what they hold and why."""
    told: dict[str, list[dict[str, Any]]] = yaml.safe_load(REASONS.read_text(encoding="utf-8"))
    return _HEAD + "".join(_lines(scores(folder), told))


def _lines(scored: dict[str, tuple[int, int]], told: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    for name, (right, total) in scored.items():
        yield f"| {name} | {total} | {right} | {right / total:.1%} |\n"
    for name, groups in told.items():
        yield f"\n## Failing: {name}\n\n| rows | what stands there | why it fails |\n|---|---|---|\n"
        for group in groups:
            numbers = ", ".join(map(str, group["rows"]))
            yield f"| {numbers} | {group['what']} | {group['reason']} |\n"


def _right(row: dict[str, Any], name: str) -> bool:
    seen = quantities(row["input"])
    if not row["expected"]:
        return not any(map(_KINDS.get(name, lambda each: True), seen))
    return all(any(_reads(each, expected) for each in seen) for expected in row["expected"])


def _reads(seen: Quantity, expected: dict[str, Any]) -> bool:
    span = expected.get("offset")
    words = isinstance(span, list)  # an amount by its words alone; the offset of an ordinal is its number
    start, end = span if words else (expected.get("start"), expected.get("end"))
    if start is not None and (seen.start >= end or seen.end <= start):
        return False
    value = expected.get("value", expected.get("num"))
    if words:
        return seen.start <= start and seen.end >= end
    if value is None:
        return False
    if isinstance(value, list):
        return _is_interval(seen, value[0], value[1])
    if value[0] in "([":
        return _is_range(seen, *value[1:-1].split(","))
    found = _NUMBER.match(value)
    return found is not None and _near(seen.value, found[0])


def _is_interval(seen: Quantity, low: str, high: str) -> bool:
    open_above = seen.value_high is None and seen.bound is not Bound.EXACT
    return _near(seen.value, low) and (open_above or (seen.value_high is not None and _near(seen.value_high, high)))


def _is_range(seen: Quantity, low: str, high: str) -> bool:
    """``(20,35]`` by both ends, ``[30,)`` as at least, ``(,100]`` as at most, ``[170,170]`` as exactly."""
    if low and high and low != high:
        return seen.value_high is not None and _near(seen.value, low) and _near(seen.value_high, high)
    bound = Bound.EXACT if low == high else Bound.AT_LEAST if low else Bound.AT_MOST
    return seen.value_high is None and seen.bound is bound and _near(seen.value, low or high)


def _near(value: Decimal, expected: str) -> bool:
    return abs(value - Decimal(expected)) <= Decimal("1e-9") * max(Decimal(1), abs(value))
