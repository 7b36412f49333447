"""What Prefect costs on a run of 1,000 articles: ``python -m tests.benchmarks.bench_prefect [ARTICLES]``.

The same site, in a process of its own on loopback, is crawled, read, extracted, loaded and published twice, each time
into a new home: by the stations called directly, then by the flow ``monitor`` against a Prefect server that runs
already (its start-up is not what a run costs). Prefect's own is what the flow spends outside the station functions,
beyond what the direct run spends there. Wall time and the process's CPU seconds of both are told beside it. It fails
where Prefect takes more than :data:`ALLOWED` of the run.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "flows"), str(ROOT / "tests" / "crawlers")]

from prefect_server import served as prefect_served  # noqa: E402

from tests.benchmarks.bench_crawl import served as site_served  # noqa: E402

ARTICLES, HOSTS, PARAGRAPHS, ALLOWED = 1000, 10, 8, 0.15


@dataclass
class Spent:
    """Seconds of a run: by the clock, by its process on a processor, by the clock inside the station functions."""

    wall: float = 0.0
    cpu: float = 0.0
    stations: float = 0.0
    articles: int = 0
    observations: int = 0
    tasks: int = field(default=0)

    def within(self, work: Callable[[], Any]) -> Callable[[], Any]:
        """The same work, its seconds counted."""

        def counted() -> Any:
            began = time.perf_counter()
            try:
                return work()
            finally:
                self.stations += time.perf_counter() - began
                self.tasks += 1

        return counted

    def told(self) -> str:
        return (
            f"{self.articles} articles, {self.observations} figures in {self.wall:.1f} s, {self.stations:.1f} of them "
            f"in {self.tasks} station calls; CPU of the process {self.cpu:.1f} s"
        )


def directly(spent: Spent) -> Any:
    """The stations of ``monitor`` in their order, without Prefect."""
    from flows.calling import Direct
    from flows.choice import choose_sources, enabled_sources
    from flows.fetching import Wanted
    from flows.pipeline import run_pipeline
    from flows.run import new_run, working
    from flows.settings import activate, load_settings

    class Counted(Direct):
        def one(self, name: str, station: Callable[..., Any], *args: Any) -> Any:
            return spent.within(lambda: station(*args))()

        def each(self, name: str, station: Callable[..., Any], items: Any, *args: Any, **facts: Any) -> Any:
            return super().each(name, lambda item: spent.within(lambda: station(item, *args))(), items, **facts)

    settings = activate(load_settings())
    with working(new_run(settings, "run")) as run:
        wanted = Wanted(choose_sources(settings, None), watched=enabled_sources(settings))
        return run_pipeline(run, wanted, Counted())


def by_prefect(spent: Spent) -> Any:
    """The flow as the schedule runs it, with tasks, logs, artifacts and events."""
    from flows import conductor
    from flows.monitor import run_now

    plain = conductor._task
    conductor._task = lambda name, shown, work, **kept: plain(name, shown, spent.within(work), **kept)  # type: ignore
    try:
        return run_now(trigger="run")
    finally:
        conductor._task = plain


def measured(run: Callable[[Spent], Any], folder: Path, articles: int) -> Spent:
    """Runs it over a site and a home of its own."""
    folder.mkdir()
    spent = Spent()
    with site_served(articles, HOSTS, PARAGRAPHS) as site:
        os.environ |= {
            "FAZHI_HOME": str(folder / "home"),
            "FAZHI_REFERENCE_DIRS": "",
            "FAZHI_CONTACT": "bench@localhost",
        }
        os.environ["FAZHI_SOURCES"] = json.dumps([str(sources_file(site.starts, folder))])
        began, before = time.perf_counter(), time.process_time()
        report = run(spent)
        spent.wall, spent.cpu = time.perf_counter() - began, time.process_time() - before
    spent.articles, spent.observations = report.articles, report.observations
    return spent


def sources_file(starts: list[str], folder: Path) -> Path:
    """The sources of the site, asked without a pause: it is ours."""
    common = {"region_code": "410600", "level": "prefecture", "scope": "government", "cadence": "daily", "delay": 0.0}
    common |= {"enabled": True, "allow_private": True}
    entries = [
        {"id": f"mass_{number}", "name": f"mass {number}", "start_urls": [start]} | common
        for number, start in enumerate(starts)
    ]
    path = folder / "sources.yaml"
    path.write_text(yaml.safe_dump(entries), encoding="utf-8")
    return path


def main() -> int:
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    with tempfile.TemporaryDirectory() as name:
        state = Path(name) / "prefect"
        state.mkdir()
        with prefect_served(state) as server:
            os.environ |= server.env
            import flows.monitor  # noqa: F401  loading it is start-up

            bare = measured(directly, Path(name) / "directly", articles)
            print(f"directly:   {bare.told()}", flush=True)
            whole = measured(by_prefect, Path(name) / "by_prefect", articles)
            print(f"by Prefect: {whole.told()}", flush=True)
    own = (whole.wall - whole.stations) - (bare.wall - bare.stations)
    print(
        f"Prefect's own: {own:.1f} s, {100 * own / whole.wall:.1f} % of the run (allowed {100 * ALLOWED:.0f} %), "
        f"{1000 * own / whole.tasks:.0f} ms a task; wall time {100 * (whole.wall / bare.wall - 1):+.1f} %, "
        f"CPU of the process {whole.cpu - bare.cpu:+.1f} s"
    )
    return 0 if own <= ALLOWED * whole.wall and whole.articles == bare.articles == articles else 1


if __name__ == "__main__":
    sys.exit(main())
