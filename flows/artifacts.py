"""What a run shows in Prefect's UI: what it found, what failed, how sources stand, where its time went, how far it is.

Artifacts have stable keys (``fazhi-run``, ``fazhi-new-documents`` …), so the UI shows their history from run to run.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from flows import prefect_env  # noqa: F401  before prefect, which reads its settings when it is loaded

# isort: split
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from flows import progress
from flows.run import RunReport
from warehouse import open_reader
from warehouse.health import SourceHealth
from warehouse.yearly import AwaitedReport, YearPair, beside_last_year

log = logging.getLogger(__name__)
STEP = 3.0  # seconds between two steps of a progress artifact: each is a request to the server
# Only what takes its time and can be counted.
COUNTED = {"crawl": "answers", "read": "sources", "extract": "articles", "pages": "pages read again"}


def show_run(report: RunReport) -> None:
    """Shows what a run found: new documents and figures, failures, how sources stand, seconds a station."""
    create_markdown_artifact(key="fazhi-run", markdown=_markdown(report), description=f"run {report.run_id}")
    show_timing(report.seconds)
    documents = [
        {
            "region": document.region or "unknown",
            "year": document.report_year,
            "genre": document.genre,
            "title": _link(document.title, document.url),
            "figures": document.figures,
        }
        for document in report.new_documents
    ]
    _table("fazhi-new-documents", documents, "New documents of the run")
    if report.observations:
        with open_reader(Path(report.database)) as con:
            show_pairs(beside_last_year(con, report.run_id))
    failures = [{"station": f.station, "source": f.source_id, "url": f.url, "what": f.message} for f in report.failures]
    _table("fazhi-failures", failures, "What failed; the rest went on")
    show_sources(report.health)


def show_pairs(pairs: Sequence[YearPair]) -> None:
    """New figures beside last year's, the largest changes first."""
    rows = [
        {
            "region": pair.region,
            "indicator": pair.indicator,
            "year": pair.year,
            "the year before": _number(pair.value_before),
            "new": f"{_number(pair.value)} {pair.unit}",
            "change": f"{pair.growth:+g} {pair.growth_unit}",
            "grade": pair.grade,
            "sentence": _link(pair.sentence, pair.url),
        }
        for pair in pairs
    ]
    _table("fazhi-beside-last-year", rows, "New figures beside those of the year before")


def show_sources(health: Iterable[SourceHealth]) -> None:
    """How each source stands, the unwell first."""
    rows = [
        {
            "source": h.source_id,
            "state": h.state,
            "why": h.why,
            "days since new": h.days_since_new,
            "new in 30 days": h.new_items,
            "answered": h.answered_share,
        }
        for h in health
    ]
    _table("fazhi-source-health", rows, "How each source stands")


def show_calendar(awaited: Iterable[AwaitedReport]) -> None:
    """The yearly reports that are not there yet."""
    rows = [
        {
            "region": report.region,
            "year": report.report_year,
            "due": report.due.isoformat(),
            "usually comes": report.usual and report.usual.isoformat(),
            "earlier reports": report.earlier_reports,
            "state": "overdue" if report.overdue else "awaited",
        }
        for report in awaited
    ]
    _table("fazhi-report-calendar", rows, "Yearly reports that are not there yet")


def show_timing(seconds: Mapping[str, float]) -> None:
    """Where the time of a run went."""
    whole = sum(seconds.values()) or 1.0
    rows = [
        {"station": name, "seconds": round(spent, 1), "share": f"{100 * spent / whole:.0f} %"}
        for name, spent in seconds.items()
    ]
    _table("fazhi-timing", rows, "Seconds at each station")


def _table(key: str, rows: list[dict[str, Any]], description: str) -> None:
    if rows:
        create_table_artifact(key=key, table=rows, description=description)


def _markdown(report: RunReport) -> str:
    lines = [
        f"**{report.state}**: {report.articles} new articles, {report.observations} new observations, "
        f"{len(report.alerts)} alerts, {len(report.failures)} failures",
        "",
        *(f"- {note}" for note in report.notes),
        "",
        f"Database: `{report.database}`",
    ]
    return "\n".join(lines)


def _link(text: str, url: str) -> str:
    """A link in Markdown; brackets of the text would end it."""
    return f"[{text.replace('[', '［').replace(']', '］')}]({url})"


def _number(value: Any) -> str:
    return f"{float(value):,.10g}"


@dataclass
class _Bars:
    """A progress artifact a station, brought up to date every few seconds."""

    clock: Callable[[], float] = time.monotonic
    ids: dict[str, UUID] = field(default_factory=dict)
    told: dict[str, float] = field(default_factory=dict)

    def __call__(self, step: progress.Step) -> None:
        if step.station not in COUNTED or not step.total:
            return
        now, ended = self.clock(), step.done >= step.total
        if not ended and now - self.told.get(step.station, -STEP) < STEP:
            return
        self.told[step.station] = now
        try:
            self._show(step)
        except Exception as error:  # a bar that cannot be drawn ends no run
            log.info("the progress of %s cannot be shown: %s", step.station, error)

    def _show(self, step: progress.Step) -> None:
        share = 100.0 * step.done / (step.total or 1)
        what = f"{step.station}: {step.done} of {step.total} {COUNTED[step.station]}"
        if known := self.ids.get(step.station):
            update_progress_artifact(known, share, what)
        else:
            made = create_progress_artifact(share, f"fazhi-progress-{step.station}", what)
            self.ids[step.station] = cast(UUID, made)


@contextmanager
def progress_in_ui() -> Iterator[None]:
    """Shows how far the stations are while the block, inside a flow, runs."""
    with progress.listening(_Bars()):
        yield
