"""Records of a run → rows of a batch: the only place where the flows' records meet the warehouse's columns."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from msgspec import structs

from crawlers import CrawlResult, Source
from crawlers.cadence import CHINA, look_every, silent_days
from flows.metrics.version import version as extractor_version
from flows.run import Failure, Run, state_of
from flows.stations import NOTHING_GIVEN, Extracted, Given, ReadPage
from warehouse import Batch, reference
from warehouse.cluster import ClusterDecision


@dataclass(frozen=True, slots=True)
class Haul:
    """What a run has in hand before it is stored. ``decisions`` and ``extracted`` are by article id."""

    result: CrawlResult
    sources: tuple[Source, ...]
    pages: tuple[ReadPage, ...]
    decisions: Mapping[str, ClusterDecision]
    extracted: Mapping[str, Extracted]
    failures: tuple[Failure, ...]
    given: Given = NOTHING_GIVEN

    @property
    def state(self) -> str:
        """See :func:`flows.run.state_of`."""
        return state_of(self.result, len(self.pages), self.failures)


def batch_of(run: Run, haul: Haul) -> Batch:
    """Everything that one transaction stores."""
    return Batch(
        run={
            "run_id": run.run_id,
            "kind": run.trigger,
            "started_at": run.started_at,
            "finished_at": datetime.now(UTC),
            "status": haul.state,
            "parameters": haul.given.as_json() or None,
            "fazhi_version": version("fazhi"),
        },
        sources=[source_row(source) for source in haul.sources],
        fetches=[{**fetch.as_row(), "run_id": run.run_id} for fetch in haul.result.fetches],
        outcomes=[{**asdict(outcome), "run_id": run.run_id} for outcome in haul.result.outcomes],
        failures=[failure_row(run, failure) for failure in haul.failures],
        articles=[article_row(page, haul.extracted.get(page.article_id)) for page in haul.pages],
        parts=[row for page in haul.pages for row in part_rows(page)],
        observations=[row for extracted in haul.extracted.values() for row in observation_rows(extracted)],
    )


def failure_row(run: Run, failure: Failure) -> dict[str, Any]:
    """A row of the table ``failures``."""
    return {
        "run_id": run.run_id,
        "source_id": failure.source_id,
        "url": failure.url,
        "stage": failure.station,
        "detail": failure.message,
    }


def source_row(source: Source) -> dict[str, Any]:
    """A row of the table ``sources``."""
    row = source.model_dump(include={"name", "region_code", "level", "scope", "family", "cadence", "enabled", "note"})
    today = datetime.now(CHINA).date()
    return row | {
        "source_id": source.id,
        "start_urls": list(source.start_urls),
        "season": _span(source.season),
        "night": _span(source.night),
        "look_hours": round(look_every(source, today).total_seconds() / 3600),
        "silent_days": silent_days(source),
        "verified_on": source.verified_on,
    }


def _span(ends: tuple[int, int] | None) -> str | None:
    return f"{ends[0]}-{ends[1]}" if ends else None


def article_row(page: ReadPage, extracted: Extracted | None) -> dict[str, Any]:
    """A row of the table ``articles``; the versions of extractor and reference data where it was extracted."""
    article = page.article
    row = {
        "article_id": page.article_id,
        "source_id": page.fetch.source_id,
        "fetch_id": page.fetch.fetch_id,
        "relevant": page.relevance.relevant,
        "reason": page.relevance.reason,
        "site_column": article.column,
        "attachments": [attachment.url for attachment in article.attachments],
        "flags": list(article.flags),
    }
    for name in (
        "url",
        "title",
        "published",
        "published_rung",
        "source_name",
        "author",
        "site",
        "host",
        "site_id_code",
    ):
        row[name] = getattr(article, name)
    for name in ("issuer", "document_number", "rung", "charset"):
        row[name] = getattr(article, name)
    row["page_kind"] = article.page_kind.value
    if extracted:
        facts = structs.asdict(extracted.analysis.facts)
        row["flags"] += facts.pop("flags")
        covered = facts.pop("covered")
        row |= {"covered_start": covered and covered.start, "covered_end": covered and covered.end}
        row |= facts | {"extractor_version": extractor_version(), "reference_version": reference.version()}
    return row


def part_rows(page: ReadPage) -> list[dict[str, Any]]:
    """Rows of the table ``parts``."""
    return [
        {
            "article_id": page.article_id,
            "part_id": part.id,
            "kind": part.kind,
            "text": part.text,
            "headings": [asdict(heading) for heading in part.headings],
            "cells": [asdict(cell) for cell in part.cells],
        }
        for part in page.article.parts
    ]


def observation_rows(extracted: Extracted) -> list[dict[str, Any]]:
    """Rows of the table ``observations``."""
    known = {
        "article_id": extracted.article_id,
        "extractor_version": extractor_version(),
        "reference_version": reference.version(),
    }
    return [row.as_row() | known for row in extracted.analysis.observations]
