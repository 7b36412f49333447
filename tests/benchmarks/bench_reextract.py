"""Reads 1,000 archived pages again: ``python -m tests.benchmarks.bench_reextract [ARTICLES]``.

The pages come from a site on loopback that is gone when they are read again. Before that, history is made to look as an
older extractor might have left it: some values misread, some figures missed, some read that are none. It fails where
anything but exactly these is told as changed, new and gone, where the tables are not what they were before, or where
this process asks for any address on the network.
"""

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "flows"), str(ROOT / "tests" / "crawlers")]

from tests.benchmarks.bench_prefect import ARTICLES, directly, measured  # noqa: E402
from warehouse import open_writer  # noqa: E402

MISREAD, MISSED, INVENTED = 100, 40, 20
TABLES = ("observations", "articles", "parts", "fetches", "alerts")
STAMPS = "'load_id', 'recorded_at'"
# Figures spread over all pages, each of them in one group only.
NUMBERED = "(SELECT *, row_number() OVER (ORDER BY hash(observation_id)) AS place FROM observations) WHERE place"
DAMAGE = (
    f'UPDATE observations SET "value" = "value" + 1 WHERE observation_id IN '
    f"(SELECT observation_id FROM {NUMBERED} <= {MISREAD})",
    f"DELETE FROM observations WHERE observation_id IN "
    f"(SELECT observation_id FROM {NUMBERED} BETWEEN {MISREAD + 1} AND {MISREAD + MISSED})",
    f"INSERT INTO observations SELECT * REPLACE ('x' || observation_id AS observation_id, 'x' || key AS key, "
    f"'第' || span_text AS span_text) "
    f"FROM (SELECT * EXCLUDE (place) FROM {NUMBERED} > 2000 ORDER BY place LIMIT {INVENTED})",
    "UPDATE articles SET extractor_version = 'older' WHERE extractor_version IS NOT NULL",
)


def tables(warehouse: Path) -> dict[str, Any]:
    """A hash of every table's rows, whatever their order, without what a load stamps on them."""
    with open_writer(warehouse) as writer:
        sql = "SELECT count(*), bit_xor(hash(t)) FROM (SELECT COLUMNS(c -> c NOT IN ({})) FROM {}) t"
        return {name: writer.con.execute(sql.format(STAMPS, name)).fetchall() for name in TABLES}


def asked() -> list[Any]:
    """A list that grows by every address of the network that this process asks for from now on."""
    met: list[Any] = []

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        # The processes that read pages are reached by a Unix socket, whose address is a path.
        if event == "socket.getaddrinfo" or (event == "socket.connect" and isinstance(arguments[1], tuple)):
            met.append((event, arguments[1:]))

    sys.addaudithook(hook)
    return met


def main() -> int:
    from flows.calling import Direct
    from flows.rereading import read_again, select
    from flows.run import new_run, working
    from flows.settings import activate, load_settings

    articles = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    with tempfile.TemporaryDirectory() as name:
        first = measured(directly, Path(name) / "pages", articles)
        print(f"brought: {first.told()}", flush=True)
        settings = activate(load_settings())
        before = tables(settings.places.warehouse)
        with open_writer(settings.places.warehouse) as writer:
            for statement in DAMAGE:
                writer.con.execute(statement)
        met, began = asked(), time.perf_counter()
        with working(new_run(settings, "reextract")) as run:
            report = read_again(run, select(run, every=True), Direct())  # copies of a text too
        spent = time.perf_counter() - began
        same = tables(settings.places.warehouse) == before
        with Path(report.diff).open(encoding="utf-8") as file:
            lines = sum(1 for _ in file) - 1
    print(
        f"read again: {report.read} of {report.pages} pages in {spent:.1f} s; {report.unchanged} unchanged, "
        f"{report.changed} changed, {report.new} new, {report.gone} gone, {lines} lines of the diff; tables "
        f"{'as they were' if same else 'DIFFER'}; addresses asked for: {len(met)}"
    )
    told = (report.read, report.changed, report.new, report.gone, dict(report.fields))
    right = told == (articles, MISREAD, MISSED, INVENTED, {"value": MISREAD})
    return 0 if right and same and not met and lines == MISREAD + MISSED + INVENTED else 1


if __name__ == "__main__":
    sys.exit(main())
