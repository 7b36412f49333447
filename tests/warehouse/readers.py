"""Many readers while runs load and publish: ``python -m tests.warehouse.readers [readers] [publications]`` in full."""

import statistics
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from batches import report, run
from warehouse import open_reader, open_writer, publish

# Each run loads one report of two figures. A whole state: as many figures, articles and points as its runs brought.
STATE = """
    SELECT (SELECT count(*) FROM runs), (SELECT count(*) FROM observations), (SELECT count(*) FROM articles),
        (SELECT count(*) FROM points), (SELECT count(*) FROM places), (SELECT sum(figures) FROM held_by_year)
"""


@dataclass(frozen=True)
class Seen:
    """``states``: after how many runs; ``broken``: answers that fit no state; seconds are of one reader's question."""

    answers: int
    states: frozenset[int]
    broken: tuple[str, ...]
    seconds: tuple[float, ...]


def readers_during_publications(path: Path, home: Path, *, readers: int, publications: int) -> Seen:
    """Loads and publishes so often, while so many threads open the published copy and ask it, over and over."""
    database = publish(path, home).database
    over = threading.Event()
    answers: list[tuple[float, tuple[int, ...]]] = []
    failed: list[str] = []

    def ask() -> None:
        while not over.is_set():
            started = time.perf_counter()
            try:
                con = open_reader(database)
                told = con.execute(STATE).fetchall()[0]
                con.close()
            except Exception as error:
                failed.append(repr(error))
                return
            answers.append((time.perf_counter() - started, tuple(int(number or 0) for number in told)))
            time.sleep(0.05)  # a person reads the answer

    with ThreadPoolExecutor(readers) as pool:
        for _ in range(readers):
            pool.submit(ask)
        try:
            for number in range(publications):
                with open_writer(path) as writer:
                    told = run(f"run-{number}", "backfill")
                    writer.load(report(2001 + number, cases=151 + 37 * number, run_row=told))
                publish(path, home)
                time.sleep(0.2)
        finally:
            over.set()
    broken = [f"{told}" for _, told in answers if told[1:] != (2 * told[0], told[0], *[2 * told[0]] * 3)]
    return Seen(
        len(answers),
        frozenset(told[0] for _, told in answers),
        (*failed, *broken),
        tuple(seconds for seconds, _ in answers),
    )


def main() -> None:
    readers, publications = (int(text) for text in [*sys.argv[1:3], "200", "20"][:2])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "warehouse.duckdb"
        open_writer(path).close()
        seen = readers_during_publications(path, Path(folder), readers=readers, publications=publications)
    print(
        f"{readers} readers during {publications} loads and publications: {seen.answers} answers, {len(seen.states)} "
        f"states seen, {len(seen.broken)} of no whole state; median {statistics.median(seen.seconds):.2f} s"
    )
    raise SystemExit(bool(seen.broken))


if __name__ == "__main__":
    main()
