"""What a run found, from what its stations returned."""

from collections.abc import Mapping, Sequence

from crawlers import CrawlResult
from flows.run import Failure, NewDocument, Run, RunReport
from flows.stations import Extracted, ReadPage
from warehouse import LoadReport, reference
from warehouse.alerts import Alert
from warehouse.cluster import ClusterDecision
from warehouse.reference.vocabulary import Genre


def build_report(
    run: Run,
    result: CrawlResult,
    pages: Sequence[ReadPage],
    extracted: Mapping[str, Extracted],
    decisions: Mapping[str, ClusterDecision],
    loaded: LoadReport,
    alerts: Sequence[Alert],
    failed: Sequence[Failure],
    seconds: Mapping[str, float],
) -> RunReport:
    """Sums a run up; new documents are those whose figures were extracted, reports first, by region and year."""
    found = [_document(page, extracted[page.article_id]) for page in pages if page.article_id in extracted]
    return RunReport(
        run_id=run.run_id,
        trigger=run.trigger,
        state="partial" if failed else "complete",
        started_at=run.started_at,
        seconds=dict(seconds),
        requests=len(result.fetches),
        pages=len(pages),
        articles=loaded.new_articles,
        copies=sum(not decisions[page.article_id].is_origin for page in pages),
        irrelevant=sum(not page.relevance.relevant for page in pages),
        observations=loaded.new_observations,
        unchanged=loaded.unchanged_observations,
        superseded=loaded.superseded_observations,
        quarantined=loaded.quarantined,
        new_documents=tuple(sorted(found, key=_order)),
        failures=tuple(failed),
        alerts=tuple(alerts),
        database=str(run.home.published),
        site=str(run.home.site),
    )


def _document(page: ReadPage, extracted: Extracted) -> NewDocument:
    facts = extracted.analysis.facts
    region = reference.regions().get(facts.region_code) if facts.region_code else None
    return NewDocument(
        region_code=facts.region_code,
        region=region.name if region else "",
        genre=facts.genre.value,
        report_year=facts.report_year,
        title=page.article.title,
        published=page.article.published,
        source_name=page.article.source_name,
        url=page.article.url,
        figures=len(extracted.analysis.observations),
    )


def _order(document: NewDocument) -> tuple[bool, str, int, str]:
    return document.genre != Genre.ANNUAL_REPORT, document.region_code or "~", document.report_year or 0, document.url
