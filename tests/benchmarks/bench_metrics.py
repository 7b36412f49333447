"""How good and how fast figures are found: ``python tests/benchmarks/bench_metrics.py [OPTIONS]``.

Scores of the whole extractor on the shared gold by group of texts, numbers of other projects, characters a second.
``--json`` prints one object. ``--write-specs`` writes ``docs/quantity-specs.md``. ``--write-confidence`` measures each
rule on the same gold (cells of tables on the sample site's) and writes ``flows/metrics/figures/confidence.csv``. Says
so, and ends well, where the shared material is absent.
"""

import csv
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from flows.metrics import extract  # noqa: E402
from flows.metrics.figures import find  # noqa: E402
from flows.metrics.records import Part  # noqa: E402
from metrics import peer_cases  # noqa: E402
from metrics.sample_gold import compare_apart  # noqa: E402
from metrics.scoring import GROUPS, confirmed, observations, score  # noqa: E402
from shared import shared_dir  # noqa: E402

CONFIDENCE = ROOT / "flows" / "metrics" / "figures" / "confidence.csv"
BENCH_CHARS = 500_000


def main() -> int:
    """Prints the table, or one JSON object with ``--json``."""
    shared = shared_dir()
    if shared is None or not (shared / "eval" / "metrics").is_dir():
        print("the shared evaluation material is not on this machine: nothing to measure")
        return 0
    gold = shared / "eval" / "metrics"
    seen = observations(gold)
    if "--write-confidence" in sys.argv:
        write_confidence(confirmed(gold, seen) | tables())
    if "--write-specs" in sys.argv:
        peer_cases.PAGE.write_text(peer_cases.page(shared / "eval" / "specs"), encoding="utf-8")
        print(f"wrote {peer_cases.PAGE.relative_to(ROOT)}")
    result = {
        "gold": {group: score(gold, seen, docs).as_dict() for group, docs in GROUPS.items()},
        "specs": peer_cases.scores(shared / "eval" / "specs"),
        "chars_per_second": speed(gold),
    }
    print(json.dumps(result, ensure_ascii=False, indent=1) if "--json" in sys.argv else table(result))
    return 0


def tables() -> dict[str, tuple[int, int]]:
    """The cells of the sample site's tables, written by another hand than the rules: the gold texts have no tables."""
    compared = compare_apart()
    return {"table_cell": (compared.told["table cell"], compared.right["table cell"])}


def write_confidence(rules: dict[str, tuple[int, int]]) -> None:
    """Each rule's precision, smoothed as (right + 1) / (all + 2)."""
    with CONFIDENCE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("rule", "figures", "right", "precision"))
        for rule, (figures, right) in rules.items():
            writer.writerow((rule, figures, right, f"{(right + 1) / (figures + 2):.3f}"))
    print(f"wrote {CONFIDENCE.relative_to(ROOT)}: {len(rules)} rules")


def speed(gold: Path) -> dict[str, int]:
    """Characters of the gold texts a second of this process's CPU time (``time.process_time``): for the figures alone,
    and for the whole extractor. The scores before it have warmed up: tables are read, patterns compiled."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(gold.glob("[0-9]*.txt"))]
    return {
        "figures": _rate(texts, lambda text: find(Part("body", text))),
        "figures and meaning": _rate(texts, extract),
    }


def _rate(texts: list[str], work: Callable[[str], object]) -> int:
    done, begun = 0, time.process_time()
    while done < BENCH_CHARS:
        for text in texts:
            work(text)
            done += len(text)
    return round(done / (time.process_time() - begun))


def table(result: dict[str, Any]) -> str:
    """The figures for people."""
    lines = [f"{'gold texts':14}{'gold':>7}{'found':>7}{'a F1':>8}{'b F1':>8}{'c F1':>8}{'bounds':>8}"]
    for group, row in result["gold"].items():
        shares = "".join(f"{row[name]:8.3f}" for name in ("a", "b", "c", "bounds"))
        lines.append(f"{group:14}{row['gold']:7}{row['predicted']:7}{shares}")
    lines.append("a: value and unit, b: and the words measured, c: those words strictly")
    lines += [
        f"numbers of other projects, {name}: {right} of {told} rows ({right / told:.1%})"
        for name, (right, told) in result["specs"].items()
    ]
    lines += [
        f"speed, {name}: {rate:,} characters a second of CPU time, warmed up"
        for name, rate in result["chars_per_second"].items()
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
