"""How good the figures are: what the extractor says of the shared gold, as the shared scorer judges it."""

import json
import re
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from flows.metrics import Observation, extract
from metrics.meaning.gold import read_document
from warehouse.reference.vocabulary import Role

GROUPS = {"all": ".", "without 00": "^(?!00)", "80-98": "^[89]"}
_BLOCK = re.compile(
    r"^ALL: gold (?P<gold>\d+) pred (?P<predicted>\d+)\n"
    r".*F1 (?P<a>[\d.]+)\n.*F1 (?P<b>[\d.]+)\n.*F1 (?P<c>[\d.]+)\n(?:bounds right .*\((?P<bounds>[\d.]+)\))?",
    re.M,
)


@dataclass(frozen=True, slots=True)
class Score:
    """F1 of (a) value and unit, (b) the words measured too, (c) those words strictly; the share of right bounds."""

    gold: int
    predicted: int
    a: float
    b: float
    c: float
    bounds: float

    def as_dict(self) -> dict[str, float]:
        """The fields by name."""
        return asdict(self)


def observations(folder: Path) -> dict[str, list[Observation]]:
    """What the whole extractor finds in each gold text; targets are no results and stay out."""
    return {
        path.stem: [seen for seen in extract(read_document(path)) if seen.figure.role is not Role.TARGET]
        for path in sorted(folder.glob("[0-9]*.txt"))
    }


def prediction(doc: str, observation: Observation) -> dict[str, Any]:
    """A line for the shared scorer."""
    figure = observation.figure
    return {
        "doc": doc,
        "span_text": figure.span_text,
        "start": figure.start,
        "end": figure.end,
        "value": float(figure.value),
        "unit": figure.unit,
        "indicator": figure.indicator,
        "bound": figure.bound.value,
    }


def score(folder: Path, seen: dict[str, list[Observation]], docs: str = ".") -> Score:
    """The shared scorer's figures for the texts whose names match ``docs``."""
    return score_predictions(folder, [prediction(doc, each) for doc, all_of in seen.items() for each in all_of], docs)


def score_predictions(folder: Path, predictions: list[dict[str, Any]], docs: str = ".") -> Score:
    """The same for anybody's predictions, in the lines of the shared scorer."""
    lines = [json.dumps(each, ensure_ascii=False) for each in predictions]
    with tempfile.TemporaryDirectory() as place:
        told = Path(place) / "predictions.jsonl"
        told.write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, str(folder / "score.py"), str(told), "--docs", docs, "--base", "body"]
        output = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    found = _BLOCK.search(output)
    assert found is not None, output
    counts = int(found["gold"]), int(found["predicted"])
    return Score(*counts, *(float(found[name] or 0) for name in ("a", "b", "c", "bounds")))


def confirmed(folder: Path, seen: dict[str, list[Observation]]) -> dict[str, tuple[int, int]]:
    """By rule, how many figures there are and how many the gold confirms in value, unit and words measured."""
    counts: dict[str, tuple[int, int]] = {}
    for doc, all_of in seen.items():
        gold = json.loads((folder / f"{doc}.json").read_text(encoding="utf-8"))["metrics"]
        for observation in all_of:
            figure = observation.figure
            near = [entry for entry in gold if figure.start < entry["end"] and figure.end > entry["start"]]
            right = any(_confirms(entry, figure.value, figure.unit, figure.indicator) for entry in near)
            if not right and near and all(entry["optional"] for entry in near):
                continue
            figures, rights = counts.get(figure.rule, (0, 0))
            counts[figure.rule] = figures + 1, rights + right
    return dict(sorted(counts.items()))


def _confirms(entry: dict[str, Any], value: Decimal, unit: str, indicator: str) -> bool:
    if abs(float(value) - entry["value"]) > 1e-4 * max(1.0, abs(entry["value"])):
        return False
    if entry["kind"] != "rank" and entry["unit"] and unit not in entry["unit"] and entry["unit"] not in unit:
        return False
    ours, theirs = (re.sub(r"\W", "", words) for words in (indicator, entry["indicator"]))
    return ours in theirs or theirs in ours or _likeness(ours, theirs) >= 0.5


def _likeness(one: str, other: str) -> float:
    """Dice's coefficient of the character pairs."""
    ours, theirs = ({words[at : at + 2] for at in range(len(words) - 1)} for words in (one, other))
    return 2 * len(ours & theirs) / ((len(ours) + len(theirs)) or 1)
