"""The gate: extraction from the shared gold never falls below what ``baseline.json`` pins, just under the measured."""

import json
from pathlib import Path

import pytest

from flows.metrics import Observation
from metrics.scoring import GROUPS, observations, score
from shared import need_shared

BASELINE = json.loads((Path(__file__).with_name("baseline.json")).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def seen() -> dict[str, list[Observation]]:
    return observations(need_shared("eval/metrics"))


@pytest.mark.parametrize("group", GROUPS)
def test_gold(group: str, seen: dict[str, list[Observation]]) -> None:
    measured = score(need_shared("eval/metrics"), seen, GROUPS[group]).as_dict()
    fallen = {name: measured[name] for name, floor in BASELINE["gold"][group].items() if measured[name] < floor}
    assert not fallen, f"below the baseline {BASELINE['gold'][group]}: {fallen}"
