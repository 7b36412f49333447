"""How fast the warehouse loads and answers: ``python -m tests.benchmarks.bench_warehouse [observations] [batch]``.

Invented texts of random Han, one figure a sentence; a batch is handed over as an Arrow table. The same rows go into a
bare table by INSERT … SELECT beside it: what the checks, the history and the alerts cost.
"""

import random
import statistics
import sys
import tempfile
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from warehouse import Batch, Writer, article_id, open_writer, publish, reference
from warehouse.connect import attach
from warehouse.schema import batch_schema

FIGURES_A_TEXT = 100
MACROS = {
    "series": "FROM series('{region}', '{indicator}')",
    "compare": "FROM compare('{indicator}', {year}, province := '{province}')",
    "coverage": "FROM coverage({year})",
    "conflicts": "FROM conflicts()",
}
HAND_WRITTEN = """
    SELECT year(period_start), "value" FROM observations
    WHERE region_code = '{region}' AND indicator_id = '{indicator}' AND period_type = 'annual' AND "role" = 'actual'
    ORDER BY period_start
"""


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


def bare_insert(rows: pa.Table) -> float:
    """Seconds to insert the rows into a table of DuckDB's own, on disk."""
    with tempfile.TemporaryDirectory() as folder:
        con = duckdb.connect(Path(folder) / "bare.duckdb")
        con.register("given", rows)
        con.execute("CREATE TABLE bare AS FROM given LIMIT 0")
        started = time.perf_counter()
        con.execute("INSERT INTO bare FROM given")
        con.execute("CHECKPOINT")
        seconds = time.perf_counter() - started
        con.close()
    return seconds


def fill(writer: Writer, observations: int, size: int) -> None:
    """Loads batches until so many figures are held; a line each."""
    shuffled = random.Random(7)
    for number in range(observations // size):
        made = batch(number, size, shuffled)
        bare = bare_insert(made.observations)
        started = time.perf_counter()
        report = writer.load(made)
        seconds = time.perf_counter() - started
        print(
            f"{(number + 1) * size:>9} held: {report.new_observations} in {seconds:.2f} s, "
            f"{size / seconds:,.0f} a second; "
            f"a bare insert {size / bare:,.0f} a second ({bare / seconds:.2f})",
            flush=True,
        )


def answer(path: Path) -> None:
    """Times of the macros on other regions, indicators and years each time."""
    con, shuffled = attach(path), random.Random(3)
    pairs = con.execute("SELECT region_code, indicator_id FROM observations USING SAMPLE 30").fetchall()
    for name, sql in {**MACROS, "hand-written series": HAND_WRITTEN}.items():
        seconds = []
        for region, indicator in pairs:
            year = shuffled.randint(2015, 2023)
            asked = sql.format(region=region, indicator=indicator, year=year, province=region[:2] + "0000")
            started = time.perf_counter()
            con.execute(asked).fetchall()
            seconds.append(time.perf_counter() - started)
        ordered = sorted(seconds)
        print(f"{name:>20}: median {statistics.median(ordered) * 1000:.0f} ms, 95 % {ordered[-2] * 1000:.0f} ms")
    con.close()


def main() -> None:
    observations, size = (int(text) for text in [*sys.argv[1:3], "300000", "100000"][:2])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "warehouse.duckdb"
        with open_writer(path) as writer:
            fill(writer, observations, size)
        answer(publish(path, Path(folder)).database)


if __name__ == "__main__":
    main()
