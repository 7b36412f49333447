"""How good the meaning is, held against the shared gold: these floors are pinned below what was measured."""

import importlib.util
import json
import sys
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from flows.metrics import extract
from flows.metrics.meaning import facts, interpret
from shared import need_shared

# the shared scorer leaves files open
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


gold = load(Path(__file__).with_name("gold.py"))


@lru_cache(maxsize=2)
def scores(end_to_end: bool) -> dict[str, Any]:
    """The shared scorer's figures; meaning alone is given the gold's own figures."""
    folder, texts = need_shared("eval/semantic"), need_shared("eval/metrics")
    predictions = []
    for path in sorted(folder.glob("*.sem.json")):
        name = path.name.removesuffix(".sem.json")
        document = gold.read_document(texts / f"{name}.txt")
        if end_to_end:
            observations = extract(document)
        else:
            figures = list(gold.gold_figures(texts / f"{name}.json"))
            observations = interpret(document, document.parts[0], figures, facts(document))
        predictions += [gold.prediction(name, observation) for observation in observations]
    result: dict[str, Any] = load(folder / "score_sem.py").score(predictions, str(folder))[0]
    return result


FLOORS = {
    "id_precision": 0.97,
    "id_recall": 0.95,
    "null_specificity": 0.97,
    "period_exact_accepted": 0.97,
    "period_type_accepted": 0.96,
    "region": 0.99,
    "scope_accepted": 0.95,
}


@pytest.mark.parametrize(("name", "floor"), FLOORS.items())
@pytest.mark.parametrize("end_to_end", [False, True], ids=["given the figures", "end to end"])
def test_floor(name: str, floor: float, end_to_end: bool) -> None:
    assert scores(end_to_end)[name] >= floor


def test_the_article_it_all_began_with() -> None:
    path = need_shared("eval/metrics/00_hebi.txt")
    observations = extract(gold.read_document(path))
    assert {o.place.region_code for o in observations} == {"410600"}
    since = [o.period for o in observations if o.period.text == "2021年以来"]
    assert {(p.type.value, str(p.start), str(p.end)) for p in since} == {
        ("cumulative_since", "2021-01-01", "2025-07-09")
    }
    assert json.dumps([o.as_row()["flags"] for o in observations])
