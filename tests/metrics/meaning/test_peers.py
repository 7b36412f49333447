"""The test cases of peers (Recognizers-Text, JioNLP) for expressions of time that hold 年, 月, 季度, 半年, 以来 or 底.

Their conventions differ from ours and from each other (whether 9月30日 told in March is last year's, lunar dates);
a row counts as right where one of our readings gives the interval, or, where the row gives a span alone, covers it.
"""

import json
import re
from datetime import date, datetime, timedelta, timezone
from typing import Any

from flows.metrics.meaning.expressions import Expression, Shape, expressions
from flows.metrics.meaning.points import Clock, points
from shared import need_shared

HOLDS = re.compile("年|月|季度|半年|以来|底")
SHANGHAI = timezone(timedelta(hours=8))
JIONLP_NOW = date(2021, 6, 14)


def period_rows() -> list[dict[str, Any]]:
    """The rows of both peers that hold one of the words."""
    path = need_shared("eval/specs/curated_e_period.jsonl")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if re.search("Recognizers|JioNLP", row["source"]) and HOLDS.search(row["input"])]


def test_most_rows_are_read_as_peers_read_them() -> None:
    rows = period_rows()
    right = sum(map(is_right, rows))
    assert len(rows) == 390
    assert right >= 342, f"{right} of {len(rows)}"


def is_right(row: dict[str, Any]) -> bool:
    clock, text = Clock(reference_date(row)), row["input"]
    found = expressions(text, clock)
    seen: set[tuple[date | None, date | None]] = set()
    for point in points(text, clock):
        seen.update(filter(None, (point.interval, *point.others)))
    for expression in found:
        periods = (expression.period, *expression.period.alternatives)
        seen.update((period.start, period.end) for period in periods)
    if "Recognizers" in row["source"]:
        wanted = recognizers_intervals(row["expected"][0])
        return bool(wanted & seen) if wanted else all(covers(found, span) for span in row["expected"])
    time = row["expected"][0].get("time") if isinstance(row["expected"][0], dict) else None
    if isinstance(time, list) and isinstance(time[0], str):
        return any(agrees(start, time[0]) and agrees(end, time[1]) for start, end in seen)
    return any(expression.shape is Shape.IDLE for expression in found)  # lengths and frequencies


def recognizers_intervals(expected: dict[str, Any]) -> set[tuple[date | None, date | None]]:
    """Their past and future readings; their ends are exclusive for some forms and inclusive for others."""
    found: set[tuple[date | None, date | None]] = set()
    for name in ("PastResolution", "FutureResolution"):
        told = (expected.get("value") or {}).get(name) or {}
        if "startDate" in told:
            start, end = date.fromisoformat(told["startDate"]), date.fromisoformat(told["endDate"])
            found |= {(start, end), (start, end - timedelta(days=1)), (start, date(end.year, 12, 31))}
    return found


def covers(found: list[Expression], span: dict[str, Any]) -> bool:
    start, end = span["start"], span["end"] + 1
    return any(min(entry.end, end) - max(entry.start, start) >= (end - start) / 2 for entry in found)


def agrees(moment: date | None, told: str) -> bool:
    return told in ("inf", "-inf") if moment is None else told.startswith(moment.isoformat())


def reference_date(row: dict[str, Any]) -> date:
    if row.get("ref"):
        return date.fromisoformat(row["ref"][:10])
    given = (row.get("args") or [None])[0]
    if isinstance(given, dict) and "ts" in given:
        given = float(given["ts"])
    if isinstance(given, float):
        return datetime.fromtimestamp(given, SHANGHAI).date()
    if isinstance(given, dict) and "year" in given:
        return date(given["year"], given.get("month", 1), given.get("day", 1))
    if isinstance(given, list):
        return date(given[0], *[*given[1:3], 1, 1][:2])
    named = re.search(r"datetime\((\d+), (\d+), (\d+)\)", str(given))
    return date(*map(int, named.groups())) if named else JIONLP_NOW
