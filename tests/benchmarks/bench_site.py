"""How long the site takes: ``python -m tests.benchmarks.bench_site [articles]``, 10 000 by default.

Invented yearly reports of real regions, some 34 figures each; built anew, built again when nothing has changed, and
after a report that has. CPU seconds stand beside the clock's, as neighbours on the machine slow down the latter alone.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.warehouse_set import make
from warehouse import build_site, open_writer, publish
from warehouse.site import Built

FIGURES_OF_ALL = 190  # a report of warehouse_set tells every indicator once, and changes beside some
KEPT_OF_100 = 20


def main() -> None:
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with open_writer(home / "warehouse.duckdb") as writer:
            make(writer.con, articles * FIGURES_OF_ALL)
            writer.con.execute("DELETE FROM observations WHERE hash(observation_id) % 100 >= ?", [KEPT_OF_100])
            told = writer.con.execute(
                "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM observations), "
                "(SELECT count(DISTINCT region_code) FROM articles)"
            ).fetchall()[0]
        print("{:,} articles, {:,} figures, {:,} regions".format(*told), flush=True)
        database = publish(home / "warehouse.duckdb", home).database
        _tell("built anew", lambda: build_site(database, home))
        _tell_sizes(home / "site")
        _tell("nothing changed", lambda: build_site(database, home))
        with open_writer(home / "warehouse.duckdb") as writer:
            writer.con.execute(
                "UPDATE observations SET value = value + 1 WHERE article_id = (SELECT min(article_id) FROM articles)"
            )
        database = publish(home / "warehouse.duckdb", home).database
        _tell("one report changed", lambda: build_site(database, home))


def _tell(what: str, act: Callable[[], Built]) -> None:
    clock, cpu = time.perf_counter(), time.process_time()
    built = act()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    took = f"{time.perf_counter() - clock:.1f} s (CPU {time.process_time() - cpu:.1f} s)"
    print(
        f"{what}: {took}, {built.made:,} files made, {built.kept:,} taken over; most memory so far {memory:,.0f} MB",
        flush=True,
    )


def _tell_sizes(site: Path) -> None:
    sizes: dict[str, list[Any]] = {}
    for file in site.resolve().rglob("*"):
        if file.is_file():
            sizes.setdefault(file.suffix or file.name, []).append((file.stat().st_size, str(file.name)))
    for suffix, told in sorted(sizes.items()):
        total, (largest, name) = sum(size for size, _ in told), max(told)
        print(f"  {suffix}: {len(told):,} files, {total / 1e6:,.0f} MB, largest {largest / 1000:,.0f} kB ({name})")


if __name__ == "__main__":
    main()
