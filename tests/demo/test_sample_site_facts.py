"""What the sample site owes to the world: no real name for an invented place, true figures, no borrowed sentence."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from demo.sample import SITE, pages, text
from shared import need_shared

REAL = [page for page in pages() if not page["fictitious"]]
RUN = 12
"""So many Han characters in a row in common with a source are a borrowed sentence, names in 《》 apart."""


def by_path(page: dict[str, Any]) -> str:
    return str(page["path"])


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def test_no_invented_name_is_a_real_one() -> None:
    real = {row["name"] for row in rows(need_shared("regions/divisions.csv"))}
    for row in rows(need_shared("regions/changes.csv")):
        real |= {row["old_name"], row["new_name"]}
    short = {name[:-1] for name in real if len(name) > 2} | real
    for row in rows(SITE / "reference" / "divisions.csv"):
        assert row["name"] not in real
        assert row["name"][:-1] not in short


def test_indicator_ids_are_in_the_catalogue() -> None:
    catalogue = yaml.safe_load(need_shared("domain/indicators.yaml").read_text(encoding="utf-8"))
    known = {entry["id"] for entry in catalogue["indicators"]}
    used = {
        figure["indicator_id"] for page in pages() for figure in page.get("figures", ()) if "indicator_id" in figure
    }
    assert used <= known


def gold_of(page: dict[str, Any]) -> list[dict[str, Any]]:
    """The gold metrics of the report that a page names."""
    named = re.search(r"据《([^》]+)》整理", text(page["path"]))
    assert named is not None
    for file in sorted(need_shared("eval/metrics").glob("*.txt")):
        if file.read_text(encoding="utf-8").splitlines()[1].removeprefix("# title:").strip().startswith(named[1]):
            metrics: list[dict[str, Any]] = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))["metrics"]
            return metrics
    raise AssertionError(f"{page['path']} names a report that is not in the gold: {named[1]}")


@pytest.mark.parametrize("page", REAL, ids=by_path)
def test_figures_on_real_regions_are_the_published_ones(page: dict[str, Any]) -> None:
    published = {(metric["value"], metric["unit"]) for metric in gold_of(page) if not metric["optional"]}
    assert {(figure["value"], figure["unit"]) for figure in page["figures"]} <= published


def runs(words: str) -> set[str]:
    """Every run of :data:`RUN` Han characters, names in 《》 and white space left out."""
    bare = re.sub(r"\s", "", re.sub(r"《[^》]*》", "|", words))
    found = re.findall(r"[\u4e00-\u9fff]+", bare)
    return {stretch[i : i + RUN] for stretch in found for i in range(len(stretch) - RUN + 1)}


def test_no_sentence_on_a_real_region_is_borrowed() -> None:
    sources = [*need_shared("eval/metrics").glob("*.txt"), *need_shared("seed").glob("*.txt")]
    theirs = set().union(*(runs(file.read_text(encoding="utf-8")) for file in sources))
    assert theirs
    for page in REAL:
        assert not runs(text(page["path"])) & theirs, page["path"]
