"""The gate that runs everywhere: our own sample site's claims, field by field, never fewer right than pinned."""

import json
from pathlib import Path

import pytest

from metrics.sample_gold import compare_apart

FLOORS = json.loads((Path(__file__).with_name("baseline.json")).read_text(encoding="utf-8"))["sample"]


@pytest.mark.parametrize("field", FLOORS)
def test_claims_of_the_sample_site(field: str) -> None:
    found = compare_apart()
    told, right = found.told[field], found.right[field]
    wrong = [line for line in found.wrong if f": {field} expected" in line]
    assert right >= FLOORS[field], f"{field}: {right} of {told} right\n" + "\n".join(wrong[:20])


def test_every_field_that_the_gold_tells_is_pinned() -> None:
    assert set(compare_apart().told) == set(FLOORS)
