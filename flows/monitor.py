"""The scheduled flow: looks for what is new at every source that is due, and takes it to the end of its way.

Runs by itself (``fazhi run``), from a Prefect deployment (``prefect.yaml``), with or without a Prefect server. A run
looks for what is due, so a run that was skipped or cancelled loses nothing: the next one finds it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, cast

from flows import events, prefect_env  # noqa: F401  before prefect, which reads its settings when it is loaded

# isort: split
from prefect import flow
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed
from pydantic import Field

from crawlers import Source, load_sources
from crawlers.cadence import CHINA
from flows.choice import choose_sources
from flows.conductor import PrefectConductor
from flows.due import Due, judge_all
from flows.errors import OrchestrationError
from flows.fetching import Wanted
from flows.pipeline import resume_all, run_pipeline
from flows.run import Run, RunReport, new_run, working
from flows.settings import activate, load_settings
from warehouse import open_writer


@flow(name="monitor", flow_run_name="{trigger}", validate_parameters=True)
def monitor(
    sources: Annotated[
        list[str] | None, Field(description="Ids of the sources to look at; none means all enabled ones.")
    ] = None,
    since: Annotated[date | None, Field(description="Leave out what a listing dates before this day.")] = None,
    limit: Annotated[int | None, Field(gt=0, description="At most so many new pages a source.")] = None,
    only_due: Annotated[
        bool, Field(description="Only sources whose time has come by cadence, season and night window.")
    ] = True,
    trigger: Annotated[str, Field(description="What started the run; kept with it.")] = "schedule",
    deep: Annotated[bool, Field(description="Listings to their end, and files again that failed too often.")] = False,
) -> Any:
    """Crawl → read → extract → load → publish → alert, for everything that is new."""
    settings = activate(load_settings())
    chosen = choose_sources(settings, sources)
    notes = resume_all(settings, PrefectConductor())
    with working(new_run(settings, trigger)) as run:
        wanted, left = whose_time_has_come(run, chosen, everything=bool(sources) or not only_due)
        if deep:
            wanted = replace(wanted, deep=True)
        report = run_pipeline(run, replace(wanted, since=since, limit=limit), PrefectConductor())
    report = replace(report, notes=(*notes, *_left(left, len(chosen))))
    show_artifacts(report)
    events.tell(report.alerts)
    return state_of_run(report)


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


def whose_time_has_come(run: Run, chosen: Sequence[Source], *, everything: bool) -> tuple[Wanted, list[Due]]:
    """What this run is to fetch, and the sources it leaves for a later one.

    ``everything`` takes all of ``chosen`` but those whose sites asked to be left alone: that binds every run.
    """
    with open_writer(run.home.warehouse, wait=run.settings.writer_wait) as writer:
        judged = judge_all(chosen, writer.source_states(), run.started_at)
    taken = [entry for entry in judged if entry.due or (everything and not entry.asked_away)]
    wanted = Wanted(
        tuple(entry.source for entry in taken),
        watched=tuple(source for source in load_sources(*run.settings.source_files) if source.enabled),
        deep=frozenset(entry.source.id for entry in taken if entry.deep),
        closes={entry.source.id: entry.closes for entry in taken if entry.closes},
    )
    return wanted, [entry for entry in judged if entry not in taken]


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


def show_artifacts(report: RunReport) -> None:
    """Shows in Prefect's UI what was found: new documents with links, failures, seconds a station."""
    create_markdown_artifact(key="fazhi-run", markdown=_markdown(report), description=f"run {report.run_id}")
    if report.new_documents:
        rows = [
            {
                "region": document.region or "unknown",
                "year": document.report_year,
                "genre": document.genre,
                "title": f"[{document.title}]({document.url})",
                "figures": document.figures,
            }
            for document in report.new_documents
        ]
        create_table_artifact(key="fazhi-new-documents", table=rows, description="New documents of the run")
    if report.failures:
        failures = [
            {"station": f.station, "source": f.source_id, "url": f.url, "what": f.message} for f in report.failures
        ]
        create_table_artifact(key="fazhi-failures", table=failures, description="What failed; the rest went on")
    if report.health:
        health = [
            {
                "source": h.source_id,
                "state": h.state,
                "why": h.why,
                "days since new": h.days_since_new,
                "new in 30 days": h.new_items,
                "answered": h.answered_share,
            }
            for h in report.health
        ]
        create_table_artifact(key="fazhi-source-health", table=health, description="How each source stands")


def _markdown(report: RunReport) -> str:
    lines = [
        f"**{report.state}**: {report.articles} new articles, {report.observations} new observations, "
        f"{len(report.alerts)} alerts, {len(report.failures)} failures",
        "",
        "| station | seconds |",
        "|---|---|",
        *(f"| {station} | {seconds:.1f} |" for station, seconds in report.seconds.items()),
        "",
        f"Database: `{report.database}`",
    ]
    return "\n".join(lines)


def state_of_run(report: RunReport) -> State[RunReport]:
    """Completed, named Partial where some sources or pages failed: the name shows in the UI and fits automations."""
    name = "Completed" if report.state == "complete" else "Partial"
    message = f"{report.articles} new articles, {report.observations} new observations, {len(report.failures)} failures"
    return Completed(name=name, message=message, data=report)
