"""How fast the warehouse loads and answers: ``python -m tests.benchmarks.bench_warehouse load|ask [held] [batch]``.

``load``: batches of invented texts of random Han, one figure a sentence, as Arrow tables, into a warehouse that holds a
million figures; each goes into a bare table of as many rows beside it by INSERT … SELECT: what checks, clusters and
history cost. ``ask``: the macros of the published copy beside SQL written by hand, 5 million figures by default. CPU
seconds are told beside the clock's, as neighbours on the machine slow down the latter alone.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from tests.benchmarks.macro_speed import measure
from tests.benchmarks.warehouse_set import make
from warehouse import Batch, article_id, open_writer, publish, reference
from warehouse.connect import PUBLISHED
from warehouse.schema import batch_schema

FIGURES_A_TEXT = 100


def batch(number: int, size: int, shuffled: random.Random) -> Batch:
    """``size`` figures of texts of which no two are alike."""
    indicators = [entry for entry in reference.indicators() if entry.kind in ("count", "rate")]
    regions = [region for region in reference.regions() if region.valid_to is None]
    articles, parts, columns = [], [], {name: [] for name in batch_schema("observations").names}
    for text_number in range(size // FIGURES_A_TEXT):
        url = f"https://bench.example/{number}/{text_number}.html"
        year, region = shuffled.randint(2014, 2024), shuffled.choice(regions)
        text, told = "", shuffled.sample(indicators, FIGURES_A_TEXT)
        for indicator in told:
            value = shuffled.randint(1, 100)
            span = f"{value}{indicator.unit}"
            sentence = "".join(chr(shuffled.randint(0x4E00, 0x9000)) for _ in range(20)) + span + "。"
            start = len(text) + 20
            text += sentence
            row: dict[str, Any] = {
                "article_id": article_id(url),
                "key": f"body:{start}:{start + len(span)}:{indicator.id}",
                "part_id": "body",
                "start": start,
                "end": start + len(span),
                "span_text": span,
                "sentence": sentence,
                "value": Decimal(value),
                "unit": indicator.unit,
                "bound": "exact",
                "kind": str(indicator.kind),
                "role": "actual",
                "indicator": indicator.name_zh,
                "indicator_id": indicator.id,
                "candidates": [],
                "period_type": "annual",
                "period_start": date(year, 1, 1),
                "period_end": date(year, 12, 31),
                "period_basis": "explicit",
                "period_alt": [],
                "region_code": region.code,
                "scope": "whole_region",
                "genre": "annual_report",
                "report_year": year,
                "rule": "bench",
                "confidence": 0.9,
                "flags": [],
                "extractor_version": "1",
            }
            for name, column in columns.items():
                column.append(row.get(name))
        articles.append(
            {
                "article_id": article_id(url),
                "url": url,
                "page_kind": "article",
                "title": region.name + str(year),
                "published": date(year + 1, 3, 1),
                "host": "bench.example",
                "genre": "annual_report",
                "relevant": True,
                "region_code": region.code,
                "report_year": year,
                "extractor_version": "1",
            }
        )
        parts.append({"article_id": article_id(url), "part_id": "body", "kind": "body", "text": text})
    rows = pa.table(columns, schema=batch_schema("observations"))
    return Batch({"run_id": f"bench-{number}", "kind": "backfill"}, articles=articles, parts=parts, observations=rows)


def load(held: int, size: int, batches: int = 4) -> None:
    """Loads batches into a warehouse of so many figures; a line each."""
    with tempfile.TemporaryDirectory() as folder, open_writer(Path(folder) / "warehouse.duckdb") as writer:
        print(f"{make(writer.con, held):,} observations held")
        bare = duckdb.connect(Path(folder) / "bare.duckdb")
        bare.register("given", writer.con.sql("FROM observations").to_arrow_table())
        bare.execute("CREATE TABLE observations AS FROM given")
        bare.unregister("given")
        shuffled, spent = random.Random(7), [0.0] * 4
        for number in range(batches):
            made = batch(number, size, shuffled)
            bare.register("given", made.observations)
            insert = partial(bare.execute, "INSERT INTO observations BY NAME FROM given")
            times = [*_timed(insert), *_timed(partial(writer.load, made))]
            bare.unregister("given")
            spent = [total + seconds for total, seconds in zip(spent, times, strict=True)]
            _tell(f"{size} into {held + number * size:,}", size, times)
        _tell("all", size * batches, spent)
        bare.close()


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    clock, cpu = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - clock, time.process_time() - cpu


def _tell(what: str, size: int, times: Sequence[float]) -> None:
    bare, bare_cpu, ours, ours_cpu = times
    print(
        f"{what}: {size / ours:,.0f} a second (CPU {ours_cpu:.2f} s); a bare insert {size / bare:,.0f} "
        f"(CPU {bare_cpu:.2f} s); ratio {bare / ours:.2f}, of CPU {bare_cpu / ours_cpu:.2f}",
        flush=True,
    )


def ask(held: int) -> None:
    """Makes, publishes and asks a warehouse of so many figures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "warehouse.duckdb"
        with open_writer(path) as writer:
            make(writer.con, held)
        clock, cpu = _timed(lambda: publish(path, Path(folder)))
        print(f"published in {clock:.0f} s (CPU {cpu:.0f} s)")
        measure(Path(folder) / PUBLISHED)


def main() -> None:
    what = sys.argv[1] if len(sys.argv) > 1 else "load"
    numbers = [int(text) for text in sys.argv[2:4]]
    if what == "ask":
        ask(*(numbers or [5_000_000])[:1])
    else:
        load(*[*numbers, *[1_000_000, 100_000][len(numbers) :]])


if __name__ == "__main__":
    main()
