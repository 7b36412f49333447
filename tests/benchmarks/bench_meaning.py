"""How good and how fast the meaning of figures is: ``python tests/benchmarks/bench_meaning.py [--json]``.

Scores with the shared scorer (given the gold's figures, and end to end) beside what is asked for, the cases of peers
and of the notes on periods, the hard names of regions, confusions of indicators by genre and dimension, and characters
a second. Says so, and ends well, where the shared material is absent.
"""

import importlib.util
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "metrics" / "meaning")]

import gold  # noqa: E402
import test_peers  # noqa: E402
import test_periods  # noqa: E402

from flows.metrics import extract  # noqa: E402
from flows.metrics.figures import find  # noqa: E402
from flows.metrics.meaning import facts, interpret  # noqa: E402
from shared import shared_dir  # noqa: E402
from warehouse import reference  # noqa: E402

# Figures of the shared scorer, and the least that is asked of each.
SHOWN = {
    "id_precision": 0.95,
    "id_recall": 0.85,
    "null_specificity": 0.90,
    "period_exact_accepted": 0.88,
    "period_type_accepted": 0.92,
    "region": 0.98,
    "scope_accepted": 0.80,
}
PEERS, REGIONS = 0.80, 57
# The list at the end of the notes on periods.
LISTED = (
    test_periods.test_nine_months_told_in_july_are_last_years,
    test_periods.test_the_first_half_told_in_july_is_this_years,
    test_periods.test_last_years_same_months_are_the_base_of_a_change,
    test_periods.test_a_mirrors_date_is_never_an_anchor,
    test_periods.test_a_yearly_page_that_closes_in_november_is_no_year,
    test_periods.test_this_year_in_last_years_report_is_the_year_reported,
)
BENCH_CHARS = 1_000_000


def main() -> int:
    """Prints the table, or one JSON object with ``--json``."""
    shared = shared_dir()
    if shared is None or not (shared / "eval" / "semantic").is_dir():
        print("the shared evaluation material is not on this machine: nothing to measure")
        return 0
    result = {
        "given_figures": scores(shared, end_to_end=False),
        "end_to_end": scores(shared, end_to_end=True),
        "peers_period_cases": peers(),
        "notes_on_periods": f"{sum(map(holds, LISTED))} of {len(LISTED)}",
        "confusions": confusions(shared),
        "regions": regions(shared),
        "chars_per_second": speed(shared),
    }
    print(json.dumps(result, ensure_ascii=False, indent=1) if "--json" in sys.argv else table(result))
    return 0


def predictions(shared: Path, *, end_to_end: bool) -> list[dict[str, Any]]:
    """One line a figure, with what a confusion is sorted by."""
    lines = []
    for path in sorted((shared / "eval" / "semantic").glob("*.sem.json")):
        name = path.name.removesuffix(".sem.json")
        document = gold.read_document(shared / "eval" / "metrics" / f"{name}.txt")
        if end_to_end:
            observations = extract(document)
        else:
            figures = list(gold.gold_figures(shared / "eval" / "metrics" / f"{name}.json"))
            observations = interpret(document, document.parts[0], figures, facts(document))
        lines += [gold.prediction(name, entry) | {"genre": entry.genre.value} for entry in observations]
    return lines


def scores(shared: Path, *, end_to_end: bool) -> dict[str, float]:
    """The shared scorer's figures."""
    folder = shared / "eval" / "semantic"
    spec = importlib.util.spec_from_file_location("score_sem", folder / "score_sem.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    found = scorer.score(predictions(shared, end_to_end=end_to_end), str(folder))[0]
    return {name: found[name] for name in SHOWN}


def confusions(shared: Path) -> dict[str, int]:
    """Which indicators are taken for which, by genre and dimension (``genre dimension: expected → seen``)."""
    seen: dict[tuple[str, int, float], list[dict[str, Any]]] = {}
    for line in predictions(shared, end_to_end=True):
        seen.setdefault((line["doc"], line["start"], line["value"]), []).append(line)
    counts: Counter[str] = Counter()
    for path in sorted((shared / "eval" / "semantic").glob("*.sem.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        for metric in content["metrics"]:
            lines = seen.get((content["doc"], metric["start"], float(metric["value"])), [])
            told = [line["indicator_id"] for line in lines]
            if not lines or metric["confidence"] == "doubtful" or metric["indicator_id"] in told:
                continue
            dimension = reference.indicator(metric["indicator_id"] or told[0]).dimension
            counts[f"{lines[0]['genre']} {dimension}: {metric['indicator_id']} → {told[0]}"] += 1
    return dict(counts.most_common())


def peers() -> str:
    """How many of the peers' expressions of time are read as they read them."""
    rows = test_peers.period_rows()
    return f"{sum(map(test_peers.is_right, rows))} of {len(rows)}"


def holds(test: Callable[[], None]) -> bool:
    """Whether a test passes."""
    try:
        test()
    except AssertionError:
        return False
    return True


def regions(shared: Path) -> str:
    """How many of the hard names are right."""
    from flows.metrics.meaning.naming import resolve

    rows = [json.loads(row) for row in (shared / "eval" / "regions.jsonl").read_text(encoding="utf-8").splitlines()]
    right = 0
    for row in rows:
        year = int(row["date"][:4]) if row.get("date") else None
        region = resolve(row["text"], prior=row.get("prior"), year=year)
        right += (region.code if region else None) == row["expected"]
    return f"{right} of {len(rows)}"


def speed(shared: Path) -> int:
    """Characters of the gold texts a second of this process, for the meaning alone (its figures found beforehand)."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((shared / "eval" / "metrics").glob("*.txt"))]
    documents = [gold.Document.of(re.sub(r"^#.*\n", "", text, flags=re.M), title="某市法治综述") for text in texts]
    found = [find(document.parts[0]).figures for document in documents]
    done, begun = 0, time.process_time()
    while done < BENCH_CHARS:
        for document, figures in zip(documents, found, strict=True):
            interpret(document, document.parts[0], figures, facts(document))
            done += len(document.parts[0].text)
    return round(done / (time.process_time() - begun))


def table(result: dict[str, Any]) -> str:
    """The figures for people."""
    lines = [f"{'':24}{'given figures':>15}{'end to end':>12}{'asked for':>12}"]
    for name, least in SHOWN.items():
        given, whole = result["given_figures"][name], result["end_to_end"][name]
        lines.append(f"{name:24}{given:>15}{whole:>12}{least:>12}")
    lines.append(f"peers' cases of time: {result['peers_period_cases']}, asked for {PEERS:.0%}")
    lines.append(f"list at the end of the notes on periods: {result['notes_on_periods']}, asked for all")
    lines.append(f"hard names of regions: {result['regions']}, asked for {REGIONS}")
    lines.append(f"speed: {result['chars_per_second']:,} characters a second")
    lines.append(
        "confusions by genre and dimension (expected → seen, end to end):" + ("" if result["confusions"] else " none")
    )
    lines += [f"  {times} × {words}" for words, times in result["confusions"].items()]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
