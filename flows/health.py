"""The flow that looks after the others: whether runs still end, how sources stand, which yearly reports are overdue.

It asks no site. What the alert rules find now is delivered also where no run has come for days: a source that nobody
asks any more, a report whose day has passed.
"""

import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from flows import events, prefect_env  # noqa: F401  before prefect, which reads its settings when it is loaded

# isort: split
from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from pydantic import Field

from crawlers import CrawlResult, Source
from crawlers.cadence import CHINA
from flows.artifacts import show_calendar, show_sources
from flows.calling import Conductor
from flows.choice import enabled_sources
from flows.conductor import PrefectConductor
from flows.rows import Haul
from flows.run import SUMMARY, Run, new_run, working
from flows.settings import activate, load_settings
from flows.starts import declare_crashed, flow_run_id, spell
from flows.storing import alert_station, health_station, load_station, publish_station
from warehouse import open_reader
from warehouse.alerts import Alert
from warehouse.health import SourceHealth, last_run
from warehouse.yearly import AwaitedReport, awaited_reports

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand at a moment: when the last run ended (None: never), sources, reports that are awaited, and the
    alerts that this look raised."""

    ended: datetime | None
    sources: tuple[SourceHealth, ...]
    awaited: tuple[AwaitedReport, ...]
    alerts: tuple[Alert, ...]

    @property
    def unwell(self) -> tuple[SourceHealth, ...]:
        """Sources that something speaks against."""
        return tuple(source for source in self.sources if not source.well)

    @property
    def overdue(self) -> tuple[AwaitedReport, ...]:
        """Reports that came in each of the two years before, and whose day has passed."""
        return tuple(report for report in self.awaited if report.overdue and report.steady)


@flow(name="health", flow_run_name="health", validate_parameters=True)
def health(max_age_hours: Annotated[float, Field(gt=0)] = 26.0) -> Any:
    """Look whether runs still end, which sources are silent or broken, and which yearly reports are overdue.

    Args:
        max_age_hours: The check fails where no run ended within so many hours.
    """
    settings = activate(load_settings())
    declare_crashed(settings)
    with working(new_run(settings, "health", flow_run_id=flow_run_id())) as run:
        found = look(run, enabled_sources(settings), PrefectConductor())
        (run.folder / SUMMARY).write_text(json.dumps(asdict(found), ensure_ascii=False, default=str), encoding="utf-8")
    show_sources(found.sources)
    show_calendar(found.awaited)
    events.tell(found.alerts)
    return _state(found, datetime.now(UTC), timedelta(hours=max_age_hours))


def look(run: Run, watched: Sequence[Source], conductor: Conductor) -> Standing:
    """Keeps how the sources stand, has the alert rules look at what is held, and delivers what is due.

    Raises:
        WarehouseError: the warehouse cannot be opened or written.
    """
    nothing = Haul(CrawlResult((), ()), tuple(watched), (), {}, {}, ())
    conductor.one("load", load_station, run, nothing)
    sources = conductor.one("health", health_station, run, watched)
    conductor.one("publish", publish_station, run)
    alerts = conductor.one("alert", alert_station, run)
    with open_reader(run.home.published) as con:
        awaited = awaited_reports(con, datetime.now(CHINA).date())
        return Standing(last_run(con), tuple(sources), tuple(awaited), tuple(alerts))


def _state(found: Standing, now: datetime, allowed: timedelta) -> State[Standing]:
    """Failed, named Late, where the schedule stands still; Completed, named Attention, where somebody should look."""
    seen = (
        f"{len(found.unwell)} of {len(found.sources)} sources are not well, {len(found.overdue)} reports are overdue, "
        f"{len(found.alerts)} new alerts"
    )
    for source in found.unwell:
        log.warning("%s is %s: %s", source.source_id, source.state, source.why)
    if found.ended is None or now - found.ended > allowed:
        since = "never" if found.ended is None else f"{spell(now - found.ended)} ago"
        told = f"No run ended within {spell(allowed)}; the last one ended {since}. Is the worker alive? {seen}"
        return Failed(name="Late", message=told, data=found)
    return Completed(name="Attention" if found.unwell or found.overdue else "Completed", message=seen, data=found)
