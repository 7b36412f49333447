"""The flow that extracts history anew: from the archive, after rules or reference data have improved.

Deployed monthly (``prefect.yaml``); where nothing has changed it finds nothing to do within a second.
"""

from datetime import date
from typing import Annotated, Any

from flows import prefect_env  # noqa: F401  before prefect, which reads its settings when it is loaded

# isort: split
from prefect import flow
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from pydantic import Field

from flows.artifacts import progress_in_ui, show_timing
from flows.conductor import PrefectConductor
from flows.rereading import RereadReport, read_again, select
from flows.run import new_run, working
from flows.settings import activate, load_settings
from flows.starts import flow_run_id

SHOWN = 200


@flow(name="reextract", flow_run_name="reextract", validate_parameters=True)
def reextract(
    only: list[str] | None = None,
    since: date | None = None,
    every: bool = False,
    limit: Annotated[int | None, Field(gt=0)] = None,
) -> Any:
    """Reads kept pages again with today's rules; what they tell otherwise supersedes what they told before.

    Args:
        only: Sources, regions (with all below) or page addresses; none means all.
        since: Leave out pages published before this day.
        every: Also pages that this version has read already, and those without figures.
        limit: At most so many pages; the next run takes the rest.
    """
    settings = activate(load_settings())
    with progress_in_ui(), working(new_run(settings, "reextract", flow_run_id=flow_run_id())) as run:
        pages = select(run, only or (), since=since, every=every, limit=limit)
        report = read_again(run, pages, PrefectConductor())
    show_artifacts(report)
    return _state(report)


def show_artifacts(report: RereadReport) -> None:
    """What changed, in Prefect's UI: the counts, and the first changes with the sentence."""
    fields = "".join(f"| {name} | {count} |\n" for name, count in report.fields)
    markdown = (
        f"**{report.state}**: {report.read} of {report.pages} pages read again; {report.changed} figures changed, "
        f"{report.new} new, {report.gone} gone, {report.unchanged} unchanged\n\n"
        f"| field | figures |\n|---|---|\n{fields}\n"
        f"All of them: `{report.diff}`"
    )
    create_markdown_artifact(key="fazhi-reextract", markdown=markdown, description=f"run {report.run_id}")
    show_timing(report.seconds)
    if report.changes:
        rows = [
            {
                "what": change.what,
                "figure": change.span_text,
                "fields": ", ".join(change.fields),
                "before": (change.before or {}).get("indicator"),
                "after": (change.after or {}).get("indicator"),
                "sentence": change.sentence,
                "page": f"[link]({change.url})",
            }
            for change in report.changes[:SHOWN]
        ]
        create_table_artifact(key="fazhi-reextract-changes", table=rows, description="What reading again changed")


def _state(report: RereadReport) -> State[RereadReport]:
    message = f"{report.read} of {report.pages} pages; {report.changed} changed, {report.new} new, {report.gone} gone"
    if report.state == "failed":
        return Failed(message=f"none of {report.pages} pages could be read again", data=report)
    return Completed(name="Completed" if report.state == "complete" else "Partial", message=message, data=report)
