"""The stations that know the warehouse: what is a copy, storing, how sources stand, and what people get to see."""

from collections.abc import Sequence
from datetime import UTC, datetime

from crawlers import Source
from flows import progress
from flows.delivery import deliver_due, rules_in_force
from flows.rows import Haul, article_row, batch_of, part_rows
from flows.run import Run
from flows.stations import ReadPage
from warehouse import LoadReport, build_site, open_writer
from warehouse.alerts import Alert
from warehouse.cluster import ClusterDecision
from warehouse.health import SourceHealth
from warehouse.publication import publish


def cluster_station(run: Run, pages: Sequence[ReadPage]) -> dict[str, ClusterDecision]:
    """Finds which pages are copies of one text: only the origin is extracted, on its date the periods hang."""
    rows = [article_row(page, None) for page in pages]
    parts = [row for page in pages for row in part_rows(page)]
    with open_writer(run.home.warehouse, wait=run.settings.writer_wait) as writer:
        decisions = writer.cluster(rows, parts)
    progress.tell("cluster", len(pages), len(pages))
    return decisions


def load_station(run: Run, haul: Haul) -> LoadReport:
    """Stores what the run brought in one transaction; what cannot be stored is quarantined with its reason."""
    batch = batch_of(run, haul)
    progress.tell("load", 0, 1, f"{len(batch.observations)} observations")
    with open_writer(run.home.warehouse, wait=run.settings.writer_wait) as writer:
        loaded = writer.load(batch, rules_in_force(run.settings))
    progress.tell("load", 1, 1)
    return loaded


def health_station(run: Run, watched: Sequence[Source] | None) -> list[SourceHealth]:
    """Keeps how each source stands after this run: a source that fell silent, or that nobody asks, is seen."""
    progress.tell("health", 0, 1)
    with open_writer(run.home.warehouse, wait=run.settings.writer_wait) as writer:
        ids = None if watched is None else {source.id for source in watched}
        found = writer.record_health(run.run_id, datetime.now(UTC), ids, rules_in_force(run.settings))
    progress.tell("health", 1, 1)
    return found


def publish_station(run: Run) -> None:
    """Gives readers their copy."""
    progress.tell("publish", 0, 1)
    publish(run.home.warehouse, run.home.root)
    progress.tell("publish", 1, 1)


def site_station(run: Run) -> None:
    """Rebuilds the static site from the published copy."""
    progress.tell("site", 0, 1)
    build_site(run.home.published, run.home.root)
    progress.tell("site", 1, 1)


def alert_station(run: Run) -> list[Alert]:
    """Delivers what is due, of this run and of earlier ones that a channel refused; returns the alerts of this run."""
    due = deliver_due(run.settings).due
    progress.tell("alert", len(due), len(due))
    return [alert for alert in due if alert.run_id == run.run_id]
