"""The scheduled flow: looks for what is new at every source that is due, and takes it to the end of its way.

Runs by itself (``fazhi run``), from a Prefect deployment (``prefect.yaml``), with or without a Prefect server. A run
looks for what is due, so a run that was skipped or cancelled loses nothing: the next one finds it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, cast

from flows import events, prefect_env  # noqa: F401  before prefect, which reads its settings when it is loaded

# isort: split
from prefect import flow
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger
from prefect.states import Completed
from pydantic import Field

from crawlers import Source, load_result, load_sources
from flows.conductor import PrefectConductor
from flows.errors import InputError, OrchestrationError, SettingsError
from flows.pipeline import Wanted, finish, run_pipeline
from flows.run import Run, RunReport, new_run, unfinished_runs, working
from flows.settings import Settings, activate, load_settings

LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})


@flow(name="monitor", flow_run_name="{trigger}", validate_parameters=True)
def monitor(
    sources: Annotated[
        list[str] | None, Field(description="Ids of the sources to look at; none means all enabled ones.")
    ] = None,
    since: Annotated[date | None, Field(description="Leave out what a listing dates before this day.")] = None,
    limit: Annotated[int | None, Field(gt=0, description="At most so many new pages a source.")] = None,
    trigger: Annotated[str, Field(description="What started the run; kept with it.")] = "schedule",
    deep: Annotated[bool, Field(description="Listings to their end, and files again that failed too often.")] = False,
) -> Any:
    """Crawl → read → extract → load → publish → alert, for everything that is new."""
    settings = activate(load_settings())
    chosen = choose_sources(settings, sources)
    notes = tuple(resume(cut_off) for cut_off in unfinished_runs(settings))
    with working(new_run(settings, trigger)) as run:
        report = run_pipeline(run, Wanted(chosen, since=since, limit=limit, deep=deep), PrefectConductor())
    report = replace(report, notes=notes)
    show_artifacts(report)
    events.tell(report.alerts)
    return _state(report)


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


def choose_sources(settings: Settings, wanted: Sequence[str] | None) -> tuple[Source, ...]:
    """The sources to look at: those named, or all that are enabled.

    Raises:
        SourceError: a source file that does not fit its schema.
        InputError: an id that no source has.
        SettingsError: nothing enabled, or public hosts to be asked without a contact.
    """
    known = load_sources(*settings.sources)
    if wanted:
        by_id = {source.id: source for source in known}
        unknown = [name for name in wanted if name not in by_id]
        if unknown:
            raise InputError(f"No source has the id {', '.join(unknown)}. Those there are: fazhi sources list")
        chosen = tuple(by_id[name] for name in wanted)
    else:
        chosen = tuple(source for source in known if source.enabled)
    if not chosen:
        raise SettingsError(
            f"None of the {len(known)} sources is enabled: the packaged ones are candidates that nobody has checked. "
            "Copy those you want into a YAML file, set enabled: true, and name it: "
            "FAZHI_SOURCES=my-sources.yaml"
        )
    if not settings.contact and any(set(source.allowed_hosts) - LOCAL_HOSTS for source in chosen):
        raise SettingsError(
            "Public sites are only asked by someone who says who he is: set FAZHI_CONTACT to a page or mailbox that "
            "reaches you; it is named in the user agent."
        )
    return chosen


def resume(run: Run) -> str:
    """Finishes a run that was cut off, from its folder: what it fetched is not fetched again. Tells what came of it."""
    get_run_logger().info("Finishing run %s, which was cut off", run.run_id)
    with working(run):
        report = finish(run, load_result(run.folder), PrefectConductor())
    return (
        f"Run {run.run_id} had been cut off and is finished: {report.articles} new articles, "
        f"{report.observations} new observations"
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


def _state(report: RunReport) -> State[RunReport]:
    """Completed, named Partial where some sources or pages failed: the name shows in the UI and fits automations."""
    name = "Completed" if report.state == "complete" else "Partial"
    message = f"{report.articles} new articles, {report.observations} new observations, {len(report.failures)} failures"
    return Completed(name=name, message=message, data=report)
