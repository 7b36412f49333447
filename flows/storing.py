"""The stations that know the warehouse: what is a copy, storing, how sources stand, and what people get to see."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime

from crawlers import Source
from flows import progress
from flows.delivery import deliver_due, rules_in_force
from flows.errors import DeliveryError
from flows.rows import Haul, article_row, batch_of, part_rows
from flows.run import Run
from flows.site import build_site_of
from flows.stations import ReadPage
from warehouse import LoadReport, open_writer
from warehouse.alerts import Alert
from warehouse.cluster import ClusterDecision
from warehouse.health import SourceHealth
from warehouse.publication import publish

log = logging.getLogger(__name__)


def cluster_station(run: Run, pages: Sequence[ReadPage]) -> dict[str, ClusterDecision]:
    """Finds which pages are copies of one text: only the origin is extracted, on its date the periods hang."""
    rows = [article_row(page, None) for page in pages]
    parts = [row for page in pages for row in part_rows(page)]
    with open_writer(run.home.warehouse, wait=run.settings.writer_wait) as writer:
        decisions = writer.cluster(rows, parts)
    progress.tell("cluster", len(pages), len(pages))
    copies = sum(not decision.is_origin for decision in decisions.values())
    log.info("%s pages, %s of them copies of known texts", len(pages), copies)
    return decisions


def load_station(run: Run, haul: Haul) -> LoadReport:
    """Stores what the run brought in one transaction; what cannot be stored is quarantined with its reason."""
    batch = batch_of(run, haul)
    progress.tell("load", 0, 1, f"{len(batch.observations)} observations")
    with open_writer(run.home.warehouse, wait=run.settings.writer_wait) as writer:
        loaded = writer.load(batch, rules_in_force(run.settings))
    progress.tell("load", 1, 1)
    log.info(
        "%s new articles, %s new figures, %s unchanged, %s superseded, %s quarantined, %s alerts raised",
        *(loaded.new_articles, loaded.new_observations, loaded.unchanged_observations),
        *(loaded.superseded_observations, loaded.quarantined, loaded.alerts_raised),
    )
    return loaded


def health_station(run: Run, watched: Sequence[Source] | None) -> list[SourceHealth]:
    """Keeps how each source stands after this run: a source that fell silent, or that nobody asks, is seen."""
    progress.tell("health", 0, 1)
    with open_writer(run.home.warehouse, wait=run.settings.writer_wait) as writer:
        ids = None if watched is None else {source.id for source in watched}
        found = writer.record_health(run.run_id, datetime.now(UTC), ids, rules_in_force(run.settings))
    progress.tell("health", 1, 1)
    unwell = [f"{entry.source_id} {entry.state}" for entry in found if not entry.well]
    log.info(
        "%s of %s sources stand well%s",
        len(found) - len(unwell),
        len(found),
        f"; not {', '.join(unwell)}" if unwell else "",
    )
    return found


def publish_station(run: Run) -> None:
    """Gives readers their copy."""
    progress.tell("publish", 0, 1)
    publish(run.home.warehouse, run.home.root)
    progress.tell("publish", 1, 1)
    log.info("readers have %s", run.home.published)


def site_station(run: Run) -> None:
    """Rebuilds the static site from the published copy: the pages of which something has changed."""
    progress.tell("site", 0, 1)
    build_site_of(run.settings)


def alert_station(run: Run) -> list[Alert]:
    """Delivers what is due, of this run and of earlier ones that a channel refused; returns the alerts of this run."""
    try:
        due: Sequence[Alert] = deliver_due(run.settings).due
        progress.tell("alert", len(due), len(due))
    except DeliveryError as busy:  # whoever delivers now, or the next who does, takes them
        with open_writer(run.settings.places.warehouse, wait=run.settings.writer_wait) as writer:
            due = writer.pending_alerts()
        progress.tell("alert", 0, len(due), str(busy))
    log.info("%s alerts were due", len(due))
    return [alert for alert in due if alert.run_id == run.run_id]
