"""The level on real pages: what the reader reaches on the shared open pages it must not lose again."""

import importlib.util
import json
import re
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
import trafilatura

from crawlers import read_article, read_text
from crawlers.reading import body, outline
from crawlers.reading import conventions as conventions_module
from crawlers.reading.conventions import conventions
from shared import need_shared

# Pinned a little below what is reached on the open pages (58 articles, 13 listings): recall 1.000, leak .000, F1 .992,
# title, date and 来源 1.000. The goal: recall .99, leak .05, F1 .975, title .97, date .99, 来源 .92, at most 2 listings
# taken for articles, no error. Our own pages are held to the letter by test_pages.py.
BASELINE = {
    "snippet_recall": 0.998,
    "f1": 0.988,
    "title": 0.98,
    "date": 0.99,
    "source": 0.97,
}
CEILING = {"leak_pages": 0.018, "metaline": 0.018, "date_wrong": 0, "errors": 0, "listings_ge200": 1}


# The benchmark leaves its files to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(scope="module")
def summary() -> dict[str, float]:
    folder = need_shared("eval/pages")
    bench = load(folder / "bench.py")
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    result: dict[str, float] = bench.summ("ours", bench.run(as_row, rows, str(folder)))
    return result


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("pages_bench", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before = list(sys.path)
    dont_write, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path[:], sys.dont_write_bytecode = before, dont_write
    return module


def as_row(html: bytes, url: str | None) -> dict[str, str]:
    article = read_article(html, url)
    published = article.published.isoformat() if article.published else ""
    return {"title": article.title, "date": published, "source": article.source_name, "text": article.text}


@pytest.mark.parametrize("measure", sorted(BASELINE))
def test_no_measure_falls_below_its_baseline(summary: dict[str, float], measure: str) -> None:
    assert summary[measure] >= BASELINE[measure]


@pytest.mark.parametrize("measure", sorted(CEILING))
def test_no_fault_rises_above_its_ceiling(summary: dict[str, float], measure: str) -> None:
    assert summary[measure] <= CEILING[measure]


def test_reading_takes_no_longer_than_trafilatura_on_the_same_pages() -> None:
    folder = need_shared("eval/pages")
    pages = [path.read_bytes() for path in sorted((folder / "articles").glob("*.html"))]
    trafilatura.bare_extraction(pages[0], with_metadata=True)
    ours, theirs = [], []
    for html in pages:
        begun = time.process_time()
        read_article(html)
        between = time.process_time()
        trafilatura.bare_extraction(html, with_metadata=True)
        ours.append(between - begun)
        theirs.append(time.process_time() - between)
    assert statistics.median(ours) <= statistics.median(theirs)


def test_the_level_does_not_hang_on_names_of_containers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without one name of a container the level stays: pages of systems that nobody has seen are read as well."""
    nameless = replace(conventions(), containers={}, prefixes=(), ordinary=re.compile("(?!)"))
    folder = need_shared("eval/pages")
    for module in (outline, body, conventions_module):
        monkeypatch.setattr(module, "conventions", lambda: nameless)
    conventions_module._rank.cache_clear()
    try:
        bench = load(folder / "bench.py")
        rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
        found = bench.summ("nameless", bench.run(as_row, rows, str(folder)))
    finally:
        conventions_module._rank.cache_clear()
    assert found["snippet_recall"] >= 0.99
    assert found["f1"] >= 0.975
    assert found["leak_pages"] <= 0.05


def test_the_seed_article_reads_right() -> None:
    text = need_shared("seed/hebi-2025-07-09.txt").read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if line.strip()]
    article = read_text(text)
    assert article.title == lines[1].strip()
    assert article.published is not None
    assert (article.published.isoformat(), article.author) == ("2025-07-09", "")
    assert article.source_name.endswith("日报")
    assert article.text.split("\n") == [line.strip() for line in lines[3:-2]]
    assert len(article.parts[0].headings) == 8
