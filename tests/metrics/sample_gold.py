"""The sample site's gold against the extractor: every page read from its bytes, every difference in words.

Run as a script it prints what it found as JSON. The site's fictitious regions come from ``FAZHI_REFERENCE_DIRS``, and
reference data is read once a process: :func:`compare_apart` therefore compares in a process of its own.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from crawlers import read_article
from demo.sample import SITE, WWW, pages
from shared import ROOT

FIELDS = (
    *("indicator_id", "region_code", "scope", "period_type", "period_start", "period_end", "bound", "kind", "role"),
    "direction",
)


@dataclass
class Comparison:
    """``told`` counts the claims of the gold by field, ``right`` those that the extractor meets."""

    told: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def note(self, name: str, page: str, span: str, expected: Any, seen: Any) -> None:
        """Counts one claim."""
        self.told[name] += 1
        if expected == seen:
            self.right[name] += 1
        else:
            self.wrong.append(f"{page} {span}: {name} expected {expected!r}, seen {seen!r}")


@lru_cache(maxsize=1)
def compare_apart() -> Comparison:
    """What :func:`compare_all` finds where the reference data of the sample site is known."""
    search = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    environment = {**os.environ, "PYTHONPATH": search, "FAZHI_REFERENCE_DIRS": str(SITE / "reference")}
    command = [sys.executable, "-m", "metrics.sample_gold"]
    seen = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, env=environment, cwd=ROOT)
    found = json.loads(seen.stdout)
    return Comparison(Counter(found["told"]), Counter(found["right"]), found["wrong"])


def compare_all() -> Comparison:
    """Extracts every page of the sample site that bears figures and compares them with ``expected.yaml``."""
    result = Comparison()
    for page in pages():
        if page.get("figures") or page.get("not_results"):
            _compare_page(page, result)
    return result


def _compare_page(page: dict[str, Any], result: Comparison) -> None:
    from flows.metrics import explain
    from flows.stations import document_of

    article = read_article((WWW / page["path"].lstrip("/")).read_bytes(), f"http://127.0.0.1:1{page['path']}")
    analysis = explain(document_of(article))
    name = page["title"]
    result.note("region_code", name, "document", page["region_code"], analysis.facts.region_code)
    if page["kind"] == "report":
        result.note("report_year", name, "document", page["report_year"], analysis.facts.report_year)
    rows = [observation.as_row() for observation in analysis.observations]
    for gold in page.get("figures", ()):
        _compare_figure(name, article.text, gold, rows, result)
    for gold in page.get("table", ()):
        _compare_cell(name, gold, [o.as_row() | {"at": o.figure.headers} for o in analysis.observations], result)
    for gold in page.get("not_results", ()):
        span = _locate(article.text, gold)
        if span is None:
            continue
        seen = [r["span_text"] for r in rows if r["role"] == "actual" and r["start"] < span[1] and r["end"] > span[0]]
        result.note("no result", name, gold["text"], [], seen)


def _compare_figure(page: str, text: str, gold: dict[str, Any], rows: list[dict[str, Any]], result: Comparison) -> None:
    span = _locate(text, gold)
    if span is None:
        return
    near = [r for r in rows if r["start"] < span[1] and r["end"] > span[0] and r["part_id"] == "body"]
    same = [
        r for r in near if float(r["value"]) == float(gold["value"]) and (r["unit"] or "") == (gold.get("unit") or "")
    ]
    shown = f"{gold['text']} ({gold['words']})"
    result.note("value", page, shown, True, bool(same) or [(str(r["value"]), r["unit"]) for r in near])
    if not same:
        return
    best = max(same, key=lambda r: (r["indicator_id"] == gold.get("indicator_id"), r["indicator"] == gold["words"]))
    for name in FIELDS:
        if gold.get(name) is not None:
            result.note(name, page, shown, gold[name], best[name])


def _compare_cell(page: str, gold: dict[str, Any], rows: list[dict[str, Any]], result: Comparison) -> None:
    """A cell of a table by its headers: its value and unit, and its indicator or that it has none."""
    found = [r for r in rows if r["at"] and (r["at"].row, r["at"].column) == (gold["row"], gold["column"])]
    seen = [(float(r["value"]), r["unit"], r["indicator_id"]) for r in found]
    expected = [(float(gold["value"]), gold["unit"], gold.get("indicator_id"))]
    result.note("table cell", page, f"{gold['row']} × {gold['column']}", expected, seen)


def _locate(text: str, gold: dict[str, Any]) -> tuple[int, int] | None:
    at = text.find(gold["after"] + gold["text"])
    if at < 0:
        return None
    return at + len(gold["after"]), at + len(gold["after"]) + len(gold["text"])


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    compared = compare_all()
    print(json.dumps({"told": compared.told, "right": compared.right, "wrong": compared.wrong}, ensure_ascii=False))
