"""A run: its name, its folder, its clock, and the report it ends with."""

import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from flows.errors import HomeError
from flows.settings import Home, Settings

if TYPE_CHECKING:
    from crawlers.records import CrawlResult
    from warehouse.alerts import Alert
    from warehouse.health import SourceHealth

SUMMARY = "summary.json"
LOCK = "run.lock"
FLOW_RUN = "flow_run_id"  # in run.json: which flow run of Prefect this is


@dataclass(frozen=True, slots=True)
class Run:
    """One pass over the stations. ``trigger``: what started it (``run``, ``demo``, ``ingest``, ``schedule``)."""

    run_id: str
    trigger: str
    settings: Settings
    started_at: datetime

    @property
    def home(self) -> Home:
        """Where this run keeps its state."""
        return self.settings.places

    @property
    def folder(self) -> Path:
        """``runs/<run_id>``: what the stations hand over, enough to finish the run after a crash."""
        return self.home.runs / self.run_id


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that went wrong at a station while the rest went on."""

    station: str
    source_id: str
    url: str
    message: str


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document seen for the first time: a region's report or a feature."""

    region_code: str | None
    region: str
    genre: str
    report_year: int | None
    title: str
    published: date | None
    source_name: str
    url: str
    figures: int
    department: bool = False


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run found. ``state`` is ``complete``, ``partial`` (some sources or pages failed) or ``failed``."""

    run_id: str
    trigger: str
    state: str
    started_at: datetime
    seconds: dict[str, float]
    requests: int
    pages: int
    articles: int
    copies: int
    irrelevant: int
    observations: int
    unchanged: int
    superseded: int
    quarantined: int
    new_documents: tuple[NewDocument, ...] = ()
    failures: tuple[Failure, ...] = ()
    alerts: "tuple[Alert, ...]" = ()
    health: "tuple[SourceHealth, ...]" = ()
    database: str = ""
    site: str = ""
    notes: tuple[str, ...] = field(default=())

    @property
    def found_nothing_new(self) -> bool:
        """True where the sources had no page that was not known already."""
        return not (self.articles or self.copies or self.observations or self.superseded)

    def write(self, folder: Path) -> Path:
        """Writes ``summary.json``, which also marks the run as finished."""
        path = folder / SUMMARY
        temporary = path.with_suffix(".part")
        temporary.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1, default=str), encoding="utf-8")
        temporary.replace(path)
        return path


def state_of(result: "CrawlResult", pages: int, failures: Sequence[Failure]) -> str:
    """``complete`` without a failure; ``failed`` where nothing at all was reached; ``partial`` in between."""
    if not failures:
        return "complete"
    answered = any(fetch.ok for fetch in result.fetches)
    return "partial" if pages or answered else "failed"


def new_run(settings: Settings, trigger: str, *, flow_run_id: str = "") -> Run:
    """Names a run after its start (UTC) and creates its folder. ``flow_run_id`` is Prefect's id of it, if it has one.

    Raises:
        HomeError: the home cannot be written.
        SettingsError: ``alerts.yaml`` does not fit; better told now than after hours of crawling.
    """
    from flows.alerts import load_setup  # noqa: PLC0415  loads duckdb

    settings.places.ensure()
    load_setup(settings)
    now = datetime.now(UTC)
    run = Run(f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}", trigger, settings, now)
    facts = {"run_id": run.run_id, "trigger": trigger, "started_at": now.isoformat(), FLOW_RUN: flow_run_id}
    try:
        run.folder.mkdir(parents=True)
        part = run.folder / "run.json.part"
        part.write_text(json.dumps(facts), encoding="utf-8")
        part.replace(run.folder / "run.json")
    except OSError as error:
        raise HomeError(
            f"{run.folder} cannot be made ({error.strerror or error}). Make room, or choose another FAZHI_HOME"
        ) from error
    return run


@contextmanager
def working(run: Run) -> Iterator[Run]:
    """Marks a run as being worked on while the block runs; the mark dies with the process, as an OS lock does.

    Raises:
        filelock.Timeout: another process works on it.
    """
    with FileLock(run.folder / LOCK, timeout=0):
        yield run


def cut_off(settings: Settings) -> Iterator[tuple[Run, dict[str, str]]]:
    """Runs that wrote no summary and that nobody works on, with what ``run.json`` says of them. Oldest first."""
    for folder in sorted(settings.places.runs.glob("*/")):
        start = folder / "run.json"
        if (folder / SUMMARY).exists() or not start.exists():
            continue
        facts = json.loads(start.read_text(encoding="utf-8"))
        run = Run(facts["run_id"], facts["trigger"], settings, datetime.fromisoformat(facts["started_at"]))
        with suppress(Timeout), working(run):
            yield run, facts


def unfinished_runs(settings: Settings) -> list[Run]:
    """Runs that fetched pages but wrote no summary, and that nobody works on: killed or crashed. Oldest first."""
    return [run for run, _ in cut_off(settings) if (run.folder / "fetches.jsonl").exists()]
