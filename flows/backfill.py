"""The flow that fetches the past: what sources listed, or newspapers printed, between two days.

Listings are walked to their end, newspapers day by day. What is brought in afterwards is no news: nothing is alerted.
Started again after a kill it asks for what is missing only.
"""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from flows import prefect_env  # noqa: F401  before prefect, which reads its settings when it is loaded

# isort: split
from prefect import flow
from pydantic import Field

from flows.artifacts import progress_in_ui, show_run
from flows.calling import Conductor
from flows.choice import choose_sources
from flows.conductor import PrefectConductor
from flows.errors import InputError
from flows.fetching import Wanted
from flows.monitor import state_of_run
from flows.pipeline import resume_all, run_pipeline
from flows.run import RunReport, new_run, working
from flows.settings import Settings, activate, load_settings
from flows.starts import flow_run_id

MAX_PAGES = 5_000  # listing pages a start address: twenty years of a daily paper's issues need more than one run


@flow(name="backfill", flow_run_name="backfill {from_day}", validate_parameters=True)
def backfill(
    of: Annotated[list[str], Field(min_length=1)],
    from_day: date,
    to_day: date | None = None,
    limit: Annotated[int | None, Field(gt=0)] = None,
) -> Any:
    """Fetches what the sources hold of the days between, and takes it to the end of its way.

    Args:
        of: Ids of sources, or regions (with all below).
        from_day: The first day that is wanted.
        to_day: The last day that is wanted; none means until now.
        limit: At most so many new pages a source.
    """
    with progress_in_ui():
        report = fetch_past(activate(load_settings()), of, from_day, to_day, limit, PrefectConductor())
    show_run(report)
    return state_of_run(report)


def fetch_past(
    settings: Settings, of: list[str], from_day: date, to_day: date | None, limit: int | None, conductor: Conductor
) -> RunReport:
    """See :func:`backfill`; with any conductor.

    Raises:
        InputError: an unknown name, or a last day before the first. And what the stations raise.
    """
    if to_day and to_day < from_day:
        raise InputError(f"The last day, {to_day}, is before the first, {from_day}")
    chosen = choose_sources(settings, of)
    notes = resume_all(settings, conductor)
    with working(new_run(settings, "backfill", flow_run_id=flow_run_id())) as run:
        deep = frozenset(source.id for source in chosen)
        wanted = Wanted(chosen, deep=deep, since=from_day, until=to_day, limit=limit, max_pages=MAX_PAGES)
        return replace(run_pipeline(run, wanted, conductor), notes=tuple(notes))
