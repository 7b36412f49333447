"""The scheduled flow: looks for what is new at every source that is due, and takes it to the end of its way.

Runs by itself (``fazhi run``), from a Prefect deployment (``prefect.yaml``), with or without a Prefect server. A run
looks for what is due, so a run that was skipped or cancelled loses nothing: the next one finds it.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Annotated, Any, cast

from flows import events, prefect_env  # noqa: F401  before prefect, which reads its settings when it is loaded

# isort: split
from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed
from pydantic import Field

from crawlers import Source
from crawlers.cadence import CHINA
from flows.artifacts import progress_in_ui, show_run
from flows.choice import choose_sources, enabled_sources
from flows.conductor import PrefectConductor
from flows.due import Due, judge_all
from flows.errors import OrchestrationError
from flows.fetching import Wanted
from flows.pipeline import resume_all, run_pipeline
from flows.run import Run, RunReport, new_run, working
from flows.settings import activate, load_settings
from flows.starts import SKIPPED, declare_crashed, flow_run_id, spell, taking_turns, this_start
from warehouse import open_writer
from warehouse.health import last_run

GAP = timedelta(hours=48)  # without any run: more than a schedule of once a day explains

log = logging.getLogger(__name__)


@flow(name="monitor", flow_run_name="{trigger}", validate_parameters=True)
def monitor(
    sources: list[str] | None = None,
    since: date | None = None,
    limit: Annotated[int | None, Field(gt=0)] = None,
    only_due: bool = True,
    trigger: str = "schedule",
    deep: bool = False,
) -> Any:
    """Crawl → read → extract → load → publish → alert, for everything that is new.

    Args:
        sources: Ids of sources, or regions with all below; none means all enabled ones.
        since: Leave out what a listing dates before this day.
        limit: At most so many new pages a source.
        only_due: Only sources whose time has come by cadence, season and night window.
        trigger: What started the run; kept with it.
        deep: Listings to their end, and files again that failed too often.
    """
    settings = activate(load_settings())
    start = this_start()
    if told := start.told():
        log.warning("%s", told)
    if start.made_up_by:
        return Completed(name=SKIPPED, message=told)
    chosen = choose_sources(settings, sources)
    declare_crashed(settings)
    with progress_in_ui(), taking_turns(settings):
        notes = resume_all(settings, PrefectConductor())
        with working(new_run(settings, trigger, flow_run_id=flow_run_id())) as run:
            wanted, left, gap = whose_time_has_come(run, chosen, everything=bool(sources) or not only_due)
            wanted = replace(wanted, since=since, limit=limit, deep=deep or wanted.deep)
            report = run_pipeline(run, wanted, PrefectConductor())
    report = replace(report, notes=(*filter(None, (told, gap)), *notes, *_left(left, len(chosen))))
    show_run(report)
    events.tell(report.alerts)
    return state_of_run(report, told)


def run_now(**parameters: Any) -> RunReport:
    """Runs :func:`monitor` in this process and returns its report, whatever the name of its final state.

    Raises:
        OrchestrationError: Prefect itself did not start. And what :func:`choose_sources` and the stations raise.
    """
    choose_sources(activate(load_settings()), parameters.get("sources"))  # a wrong setting shows before Prefect starts
    try:
        return cast(RunReport, monitor(**parameters))
    except RuntimeError as error:
        if "Prefect" not in str(error):
            raise
        raise OrchestrationError(
            f"Prefect did not start: {error} Nothing was fetched or stored. See fazhi doctor; on a slow machine set "
            "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS higher."
        ) from error


def whose_time_has_come(run: Run, chosen: Sequence[Source], *, everything: bool) -> tuple[Wanted, list[Due], str]:
    """What this run is to fetch, the sources it leaves for a later one, and what it says of a gap before it.

    ``everything`` takes all of ``chosen`` but those whose sites asked to be left alone: that binds every run.
    """
    with open_writer(run.home.warehouse, wait=run.settings.writer_wait) as writer:
        judged = judge_all(chosen, writer.source_states(), run.started_at)
        ended = last_run(writer.con)
    taken = [entry for entry in judged if entry.due or (everything and not entry.asked_away)]
    wanted = Wanted(
        tuple(entry.source for entry in taken),
        watched=enabled_sources(run.settings),
        deep=frozenset(entry.source.id for entry in taken if entry.deep),
        closes={entry.source.id: entry.closes for entry in taken if entry.closes},
    )
    return wanted, [entry for entry in judged if entry not in taken], gap_before(ended, run.started_at)


def gap_before(ended: datetime | None, now: datetime) -> str:
    """What a report says of days without a run; empty where there were none."""
    if ended is None or now - ended <= GAP:
        return ""
    when = f"{ended.astimezone(CHINA):%Y-%m-%d %H:%M} Shanghai time"
    return f"No run had ended since {when}, for {spell(now - ended)}; this one takes what came meanwhile, once"


def _left(left: Sequence[Due], of: int) -> Iterator[str]:
    """What the report says of sources that are not due."""
    if not left:
        return
    soonest = min(left, key=lambda entry: entry.next_look)
    when = soonest.next_look.astimezone(CHINA)
    yield (
        f"{len(left)} of {of} sources are not due; the next is {soonest.source.id} at {when:%Y-%m-%d %H:%M} Shanghai "
        f"time ({soonest.why}). fazhi run --all asks all of them now"
    )


def state_of_run(report: RunReport, told: str = "") -> State[RunReport]:
    """Completed, named Partial where some sources or pages failed: the name shows in the UI and fits automations."""
    name = "Completed" if report.state == "complete" else "Partial"
    message = f"{report.articles} new articles, {report.observations} new observations, {len(report.failures)} failures"
    return Completed(name=name, message=f"{message}. {told}" if told else message, data=report)
