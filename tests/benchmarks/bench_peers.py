"""Other projects beside fazhi: ``python tests/benchmarks/bench_peers.py``, after ``make bench-peers``.

Each runs over the same gold texts, is judged by the same scorer for value and unit at the right place, and timed in the
same run: CPU seconds (``time.process_time``) after a warming-up. fazhi's speed is that of the whole extractor: what is
measured, its indicator, period and place. The peers tell numbers and units only, Recognizers-Text in its second row
dates, ages, temperatures and ordinals besides.
"""

import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from flows.metrics import extract  # noqa: E402
from metrics.meaning.gold import read_document  # noqa: E402
from metrics.scoring import observations, prediction, score_predictions  # noqa: E402
from shared import shared_dir  # noqa: E402
from tests.benchmarks.peers import PEERS, run  # noqa: E402

PASSES = 10
RIVAL = "recognizers_text"  # the project that reads most
NO_PEERS = "no other project is installed to compare with; make their environments with: make bench-peers"


def main() -> int:
    """Prints the table, and which peers are missing."""
    shared = shared_dir()
    if shared is None or not (shared / "eval" / "metrics").is_dir():
        print("the shared evaluation material is not on this machine: nothing to measure")
        return 0
    peers = [peer for peer in PEERS if peer.python.exists()]
    if not peers:
        print(NO_PEERS)
        return 0
    gold = shared / "eval" / "metrics"
    texts = {path.stem: read_document(path).parts[0].text for path in sorted(gold.glob("[0-9]*.txt"))}
    length = sum(map(len, texts.values()))
    ours = _ours(gold, length)
    print(f"{'':26}{'found':>7}{'a P':>8}{'a R':>8}{'a F1':>8}{'chars/s':>12}{'fazhi is faster by':>20}")
    print(_line("fazhi", ours, ours))
    rates: dict[str, float] = {}
    for peer in peers:
        told = run(peer, texts)
        row = None if "failed" in told else _judged(gold, _predictions(told["found"], texts), length / told["seconds"])
        print(f"{peer.label:26}{told['failed']}" if row is None else _line(peer.label, row, ours), flush=True)
        if row is not None:
            rates[peer.label] = row["rate"]
    for peer in PEERS:
        if peer not in peers:
            print(f"{peer.label:26}not installed: make bench-peers")
    for label, rate in rates.items():
        if label.startswith(RIVAL):
            print(f"fazhi / {label} in this run: {ours['rate'] / rate:.1f}")
    return 0


def _ours(gold: Path, length: int) -> dict[str, float]:
    seen = observations(gold)  # the reference data is read once, outside the clock, and so are the files
    documents = [read_document(path) for path in sorted(gold.glob("[0-9]*.txt"))]
    begun = time.process_time()
    for _ in range(PASSES):  # one takes a tenth of a second, the peers take many times that
        for document in documents:
            extract(document)
    rate = PASSES * length / (time.process_time() - begun)
    return _judged(gold, [prediction(doc, each) for doc, all_of in seen.items() for each in all_of], rate)


def _judged(gold: Path, predictions: list[dict[str, Any]], rate: float) -> dict[str, float]:
    score = score_predictions(gold, predictions)
    right = score.a * (score.gold + score.predicted) / 2
    return {
        "found": score.predicted,
        "precision": right / (score.predicted or 1),
        "recall": right / score.gold,
        "a": score.a,
        "rate": rate,
    }


def _predictions(found: dict[str, list[list[Any]]], texts: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "doc": doc,
            "span_text": texts[doc][start:end],
            "start": start,
            "end": end,
            "value": value,
            "unit": unit,
            "indicator": "",
            "bound": "exact",
        }
        for doc, all_of in found.items()
        for start, end, value, unit in all_of
    ]


def _line(name: str, row: dict[str, float], ours: dict[str, float]) -> str:
    shares = "".join(f"{row[column]:8.3f}" for column in ("precision", "recall", "a"))
    faster = "" if row is ours else f"{ours['rate'] / row['rate']:18.1f} x"
    return f"{name:26}{row['found']:7.0f}{shares}{row['rate']:12,.0f}{faster}"


if __name__ == "__main__":
    sys.exit(main())
